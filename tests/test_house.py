"""The house rules as tests: sizes, names, comments, data, who imports whom, what is documented.

Each rule is a function from a file's path and text to its faults, run on every file of the
repository, and once on a text that breaks it, so that no rule can be dead.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import ferrule
from ferrule.base import codes
from ferrule.report import refusals

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ROOT / "src" / "ferrule"
ROOMS = (
    *("profile", "source", "lower", "passes", "emit", "crate", "call", "prove", "report"),
    *("handwritten", "project"),
)
LIGHT = ("call", "profile", "handwritten")  # they live in users' programs
SHELVES = ("base", "ops", "ir")

MOST_LINES = 600
MOST_FUNCTION_LINES = 60
MOST_METHODS = 24

_TEXTS = {".py", ".rs", ".md", ".toml", ".lock", ".txt", ".yaml", ".yml", ".json", ".cfg", ""}
_SKIPPED = {".git", ".venv", "target", "vendor", "dist", "build", "__pycache__", "node_modules"}
_MEANINGLESS = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?)($|_)")
_FOREIGN = re.compile(r"/(root|work|home|opt)/\w|/tmp/\w*-\w")
_REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"

Rule = Callable[[Path, str], Iterator[str]]


def files(folder: Path, *suffixes: str) -> list[Path]:
    """The files below a folder that belong to the repository."""
    found = (path for path in folder.rglob("*") if path.suffix in suffixes and path.is_file())
    return sorted(path for path in found if not _is_skipped(path))


def _is_skipped(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return any(part in _SKIPPED or part.endswith(("_cache", ".egg-info")) for part in parts)


def is_small(path: Path, text: str) -> Iterator[str]:
    """A file has at most 600 lines."""
    lines = text.count("\n")
    if lines > MOST_LINES:
        yield f"{path}: {lines} lines"


def has_short_functions(path: Path, text: str) -> Iterator[str]:
    """A function has at most 60 lines, a class at most 24 methods."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MOST_FUNCTION_LINES:
                yield f"{path}:{node.lineno}: {node.name} has {lines} lines"
        elif isinstance(node, ast.ClassDef):
            methods = sum(isinstance(item, ast.FunctionDef) for item in node.body)
            if methods > MOST_METHODS:
                yield f"{path}:{node.lineno}: {node.name} has {methods} methods"


def has_telling_name(path: Path, text: str) -> Iterator[str]:
    """No file is called after nothing in particular."""
    if _MEANINGLESS.search(path.stem):
        yield f"{path}: say what it is"


def has_opening(path: Path, text: str) -> Iterator[str]:
    """A module opens with a docstring; one without code needs none."""
    tree = ast.parse(text)
    if tree.body and not ast.get_docstring(tree):
        yield f"{path}: no docstring"


def has_frozen_data(path: Path, text: str) -> Iterator[str]:
    """Data has slots; on the shelves it is frozen too (a room may have state of its own)."""
    wanted = {"slots=True"}
    if path.relative_to(PRODUCT).parts[0] in SHELVES:
        wanted.add("frozen=True")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            for words in map(ast.unparse, node.decorator_list):
                if words.startswith("dataclass") and not all(word in words for word in wanted):
                    yield f"{path}:{node.lineno}: {node.name} lacks {wanted}"


def names_no_machine(path: Path, text: str) -> Iterator[str]:
    """No folder of the machine on which something was written."""
    for number, line in enumerate(text.splitlines(), 1):
        if _FOREIGN.search(line) and "test_house" not in path.name:
            yield f"{path}:{number}: {line.strip()[:80]}"


def imports_downwards(path: Path, text: str) -> Iterator[str]:
    """Rooms import shelves and themselves; the light rooms only base; only pipeline knows rooms."""
    inside = path.relative_to(PRODUCT).parts
    allowed = _allowed(inside[0].removesuffix(".py"))
    for node in ast.walk(ast.parse(text)):
        for name in _imported(node):
            part = name.split(".")[1] if "." in name else name
            if part not in allowed:
                yield f"{path}:{getattr(node, 'lineno', 1)}: imports {name}"


def _allowed(place: str) -> set[str]:
    """What a room, a shelf or a file at the top may import of ours."""
    if place in LIGHT:
        return {place, "base"}
    if place == "hook":  # on the way of every import of a Rust file
        return {"hook", "handwritten", "base"}
    if place in ROOMS:
        return {place, *SHELVES}
    if place in SHELVES:
        return set(SHELVES[: SHELVES.index(place) + 1])
    if place == "pipeline":
        return {"pipeline", *ROOMS, *SHELVES}
    if place == "api":  # lives in users' programs, as `call` does
        return {"api", "call", "pipeline", "base", "__version__"}
    if place == "notebook":
        return {"notebook", "api", "pipeline", "report", "base"}
    if place in ("cli", "__main__", "commands"):  # the command line prints through `report`
        return {"cli", "commands", "pipeline", "report", "base", "__version__"}
    return {"api", "base"}


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names if alias.name.split(".")[0] == "ferrule"]
    if isinstance(node, ast.ImportFrom) and node.module == "ferrule":
        return [f"ferrule.{alias.name}" for alias in node.names]
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ferrule."):
        return [str(node.module)]
    return []


def is_pure_rust(path: Path, text: str) -> Iterator[str]:
    """Only `python/` knows pyo3."""
    if "python" in path.parts:
        return
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r"\bpyo3\b", line.split("//")[0]):
            yield f"{path}:{number}: names pyo3"


def has_standard_registry(path: Path, text: str) -> Iterator[str]:
    """A lock file names the public registry and no other."""
    for source in re.findall(r'^source = "([^"]*)"', text, re.MULTILINE):
        if source != _REGISTRY:
            yield f"{path}: {source}"


PYTHON_RULES: tuple[Rule, ...] = (
    is_small,
    has_short_functions,
    has_telling_name,
    has_opening,
    has_frozen_data,
    imports_downwards,
)

BROKEN: tuple[tuple[Rule, str, str], ...] = (
    (is_small, "src/ferrule/base/a.py", "\n" * 601),
    (has_short_functions, "src/ferrule/base/a.py", "def f():\n" + "    x = 1\n" * 60),
    (has_short_functions, "src/ferrule/base/a.py", "class A:\n" + "    def f(self): ...\n" * 25),
    (has_telling_name, "src/ferrule/base/string_utils.py", ""),
    (has_telling_name, "src/ferrule/helpers.py", ""),
    (has_opening, "src/ferrule/base/a.py", "x = 1\n"),
    (has_frozen_data, "src/ferrule/base/a.py", "@dataclass(slots=True)\nclass A:\n    x: int\n"),
    (has_frozen_data, "src/ferrule/call/a.py", "@dataclass\nclass A:\n    x: int\n"),
    (imports_downwards, "src/ferrule/emit/a.py", "from ferrule.source import read\n"),
    (imports_downwards, "src/ferrule/call/a.py", "from ferrule import ir\n"),
    (imports_downwards, "src/ferrule/base/a.py", "import ferrule.ops\n"),
    (imports_downwards, "src/ferrule/cli.py", "from ferrule.crate import build\n"),
    (imports_downwards, "src/ferrule/report/a.py", "from ferrule import pipeline\n"),
    (names_no_machine, "docs/a.md", "see " + "/root" + "/notes"),
    (is_pure_rust, "rust/ferrule-rt/src/int.rs", "use pyo3::Python;\n"),
    (has_standard_registry, "rust/Cargo.lock", 'source = "registry+https://example.org/index"'),
)


@pytest.mark.parametrize("rule", PYTHON_RULES, ids=lambda rule: rule.__name__)
def test_python(rule: Rule) -> None:
    product = files(PRODUCT, ".py")
    assert product
    assert _faults(rule, product) == []


@pytest.mark.parametrize("rule", [is_small, has_telling_name], ids=lambda rule: rule.__name__)
def test_tests_and_tools(rule: Rule) -> None:
    assert _faults(rule, files(ROOT / "tests", ".py") + files(ROOT / "benchmarks", ".py")) == []


@pytest.mark.parametrize("rule", [is_small, is_pure_rust], ids=lambda rule: rule.__name__)
def test_rust(rule: Rule) -> None:
    sources = files(ROOT / "rust" / "ferrule-rt" / "src", ".rs")
    assert sources
    assert _faults(rule, sources) == []


def test_lock_files() -> None:
    assert _faults(has_standard_registry, files(ROOT, ".lock")) == []


def test_nothing_names_a_machine() -> None:
    assert _faults(names_no_machine, files(ROOT, *_TEXTS)) == []


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_each_rule_can_fail(rule: Rule, path: str, text: str) -> None:
    assert list(rule(ROOT / path, text))


def _faults(rule: Rule, paths: list[Path]) -> list[str]:
    texts = ((path, path.read_text(encoding="utf-8", errors="replace")) for path in paths)
    return [fault for path, text in texts for fault in rule(path, text)]


# refusals ------------------------------------------------------------------------------------


def _codes_in(folder: Path, *suffixes: str) -> set[str]:
    pattern = re.compile(r"\bF[1-9]\d\d\b")
    found = [pattern.findall(path.read_text(encoding="utf-8")) for path in files(folder, *suffixes)]
    return {code for codes_ in found for code in codes_}


def test_every_refusal_that_is_raised_is_in_the_table() -> None:
    assert _codes_in(PRODUCT, ".py") <= set(codes.TABLE)


def test_the_page_of_refusals_is_current() -> None:
    page = ROOT / "docs" / "refusals.md"
    assert page.read_text(encoding="utf-8") == refusals.document(), "run `just docs`"


# what is said twice --------------------------------------------------------------------------


def test_the_version_is_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert ferrule.__version__ == project["version"]


def test_links_between_the_documents_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *files(ROOT / "docs", ".md")]
    missing = [
        f"{page.name}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert missing == []


def test_the_architecture_fits_on_its_pages() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert text.count("\n") <= 200


def test_the_architecture_names_every_room_and_file_at_the_top() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    inside = {path.name for path in PRODUCT.iterdir() if not path.name.startswith(("_", "py."))}
    assert {name for name in inside if f"`{name}" not in text} == set()
