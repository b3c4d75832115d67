"""`ferrule new`, `add`, `ci` and `wheel`, as a user meets them: in an empty folder.

Plans and refusals are quick; what builds a project is slow, and is done once.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def ferrule(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command there."""
    return subprocess.run(
        [sys.executable, "-m", "ferrule", *words],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )


def git(folder: Path, *words: str) -> str:
    """Run git there."""
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    done = subprocess.run(
        ["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def texts(folder: Path) -> dict[str, str]:
    """All files of a project, but what tools keep."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and not {".git", ".ferrule"} & set(path.relative_to(folder).parts)
    }


PYPROJECT = """\
# how it is built
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "old-one"  # as on the index
version = "1.2"
requires-python = ">=3.11"

[tool.hatch.build.targets.wheel]
packages = ["src/old_one"]
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A pure-Python project in a git tree, all committed."""
    package = tmp_path / "src" / "old_one"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("NAME = 'old'\n")
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    (tmp_path / ".gitignore").write_text("/dist/\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    return tmp_path


@pytest.mark.rust
def test_new_makes_a_whole_project(tmp_path: Path) -> None:
    """Locked to the public registry; nothing half-made; not twice."""
    done = ferrule(tmp_path, "new", "Two-Tongues")
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "Two-Tongues"
    project = tomllib.loads((folder / "pyproject.toml").read_text())
    assert project["build-system"]["build-backend"] == "maturin"
    assert project["tool"]["maturin"]["module-name"] == "two_tongues._native"
    assert (folder / "src" / "two_tongues" / "py.typed").is_file()
    assert 'name = "pyo3"' in (folder / "Cargo.lock").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["Two-Tongues"]
    assert ferrule(tmp_path, "new", "Two-Tongues").returncode == 2
    for name in ("1st", "json", "a/b", "a b"):
        assert ferrule(tmp_path, "new", name).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["Two-Tongues"]


@pytest.mark.rust
def test_add_shows_asks_changes_and_is_undone(old: Path) -> None:
    """Nothing without an answer; every line of pyproject.toml but the backend stays; undone."""
    before = texts(old)
    asked = ferrule(old, "add")
    assert asked.returncode == 1
    assert '-build-backend = "hatchling.build"' in asked.stdout
    assert '+build-backend = "maturin"' in asked.stdout
    assert "The build backend changes from hatchling.build to maturin." in asked.stdout
    assert texts(old) == before
    assert ferrule(old, "add", "--yes").returncode == 0
    changed = tomllib.loads((old / "pyproject.toml").read_text())
    assert changed["project"] == tomllib.loads(PYPROJECT)["project"]
    assert 'name = "old-one"  # as on the index' in (old / "pyproject.toml").read_text()
    assert changed["tool"]["maturin"]["python-source"] == "src"
    assert (old / "src" / "old_one" / "_native.pyi").is_file()
    assert (old / "Cargo.lock").is_file()
    assert ferrule(old, "add", "--yes").returncode == 2
    assert ferrule(old, "add", "--undo").returncode == 0
    assert texts(old) == before
    assert git(old, "status", "--porcelain") == ""


@pytest.mark.rust
def test_undo_leaves_what_was_edited_since(old: Path) -> None:
    """And names it."""
    assert ferrule(old, "add", "--yes").returncode == 0
    library = old / "rust" / "lib.rs"
    library.write_text(library.read_text() + "// mine\n")
    (old / ".gitignore").write_text("/dist/\n")  # put back by hand: no edit
    done = ferrule(old, "add", "--undo")
    assert done.returncode == 1
    assert "rust/lib.rs: edited since" in done.stderr
    assert (old / "pyproject.toml").read_text() == PYPROJECT
    assert list(texts(old / "rust")) == ["lib.rs"]


@pytest.mark.rust
@pytest.mark.slow
def test_an_added_project_is_green(old: Path) -> None:
    """`just test` at once, with the extras that the project has."""
    extras = '[project.optional-dependencies]\ntest = ["pytest"]\n\n[tool.hatch'
    (old / "pyproject.toml").write_text(PYPROJECT.replace("[tool.hatch", extras, 1))
    git(old, "commit", "-qam", "two")
    assert ferrule(old, "add", "--yes").returncode == 0
    assert "'.[test]'" in (old / "justfile").read_text()
    bare = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "CARGO_TARGET_DIR")}
    bare["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), bare["PATH"]])
    done = subprocess.run(
        ["just", "test"], cwd=old, env=bare, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout


def test_add_touches_no_uncommitted_work(old: Path) -> None:
    """A file with changes of the user's own is not written."""
    (old / "pyproject.toml").write_text(PYPROJECT + "\n# mine\n")
    before = texts(old)
    done = ferrule(old, "add", "--yes")
    assert done.returncode == 2
    assert "pyproject.toml: changes that are not committed" in done.stderr
    assert texts(old) == before


REFUSED = {
    "no pyproject": (None, "there is no pyproject.toml"),
    "not TOML": ("[project", "can't be read"),
    "poetry": ("[tool.poetry]\nname = 'old-one'\n", "has no [project] with a name"),
    "another kind": (PYPROJECT.replace("hatchling.build", "mesonpy"), "is built by mesonpy"),
    "maturin": (PYPROJECT.replace("hatchling.build", "maturin"), "built by maturin already"),
    "dynamic": (PYPROJECT.replace('version = "1.2"', 'dynamic = ["version"]'), "leaves version to"),
    "extensions": (PYPROJECT + "[tool.setuptools]\next-modules = [{}]\n", "builds extension"),
    "no such package": (PYPROJECT.replace("old-one", "other"), "there is no package other/"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_projects_that_can_not_be_changed(name: str, old: Path) -> None:
    """The reason, and nothing changed."""
    text, words = REFUSED[name]
    (old / "pyproject.toml").unlink()
    if text is not None:
        (old / "pyproject.toml").write_text(text)
    before = texts(old)
    done = ferrule(old, "add", "--yes")
    assert done.returncode == 2
    assert words in done.stderr
    assert texts(old) == before


def test_ci_github_writes_a_workflow(old: Path) -> None:
    """Shown first; per version where the crate is not abi3."""
    asked = ferrule(old, "ci", "github")
    assert (asked.returncode, "+  wheels:" in asked.stdout) == (1, True)
    assert ferrule(old, "ci", "github", "--yes").returncode == 0
    text = (old / ".github" / "workflows" / "ci.yml").read_text()
    assert "https://pypi.org/p/old-one" in text
    assert "--find-interpreter" in text
    assert ferrule(old, "ci", "github", "--undo").returncode == 0
    assert not (old / ".github").exists()


@pytest.mark.rust
def test_adopt_where_nothing_is_native(old: Path) -> None:
    """Says so, and changes nothing."""
    before = texts(old)
    done = ferrule(old, "adopt", "--yes")
    assert done.returncode == 2
    assert "nothing in it is native" in done.stderr
    assert texts(old) == before


@pytest.mark.rust
@pytest.mark.slow
def test_a_new_project_is_green_and_ships(tmp_path: Path) -> None:
    """`just test`, by venv and pip; an abi3 wheel that imports where there is no Rust."""
    assert ferrule(tmp_path, "new", "demo").returncode == 0
    folder = tmp_path / "demo"
    bare = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "CARGO_TARGET_DIR")}
    bare["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), bare["PATH"]])
    just = shutil.which("just", path=bare["PATH"])
    assert just is not None
    done = subprocess.run(
        [just, "test"], cwd=folder, env=bare, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout
    built = ferrule(folder, "wheel")
    assert built.returncode == 0, built.stderr
    (wheel,) = (folder / "dist").glob("*.whl")
    assert "-cp311-abi3-" in wheel.name
    assert "manylinux" in wheel.name or sys.platform != "linux"
    assert wheel.stat().st_size < 1_000_000
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "installed")
    assert {"demo/_native.pyi", "demo/py.typed"} <= names
    code = "import demo; print(demo.collatz(27))"
    environment = {"PYTHONPATH": str(tmp_path / "installed"), "PATH": ""}
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout == "111\n"


NUMBERS = '''\
"""Numbers."""


def collatz(n):
    """Steps to one.

    >>> collatz(27)
    111
    """
    if n < 1:
        raise ValueError(f"no sequence from {n}")
    count = 0
    while n > 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        count += 1
    return count


def reads(name):
    with open(name) as file:
        return file.read()
'''
POINTS = '''\
"""Points."""


class Point:
    def __init__(self, x: float) -> None:
        self.x = x


def total(points: list[Point]) -> float:
    """
    >>> total([Point(1.0), Point(2.0)])
    3.0
    """
    sum = 0.0
    for point in points:
        for turn in range(60):
            sum += point.x if turn % 60 == 7 else 0.0
    return sum


def first(points: list[Point]) -> float:
    """
    >>> first([Point(float(n)) for n in range(500)])
    0.0
    """
    return points[0].x
'''
USE = """\
import multiprocessing, pickle, sys, threading
from old_one.numbers import collatz
from old_one.points import Point, total


def main():
    print("ferrule" in sys.modules, hasattr(collatz, "__wrapped__"), hasattr(total, "__wrapped__"))
    print(collatz(27), collatz(True), collatz.__doc__.strip()[:13], total([Point(1.5)]))
    print(pickle.loads(pickle.dumps(collatz)) is collatz)
    for kind in ("spawn", "fork"):
        with multiprocessing.get_context(kind).Pool(2) as pool:
            print(pool.map(collatz, [27, 97, 871]))
    found = []
    threads = [threading.Thread(target=lambda: found.append(collatz(97))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(found)
    try:
        collatz(0)
    except ValueError as error:
        print(error)


if __name__ == "__main__":
    main()
"""
SAID = """\
111 0 Steps to one. 1.5
True
[111, 118, 178]
[111, 118, 178]
[118, 118, 118, 118]
no sequence from 0
"""


def edited_by_hand(old: Path, package: Path) -> None:
    """`ferrule prove` builds what the Rust says now; so does the test that was written."""
    rust = old / "rust" / "src" / "old_one_numbers" / "numbers.rs"
    text, python = rust.read_text(), (package / "numbers.py").read_text()
    for target in ("src/old_one", "src/old_one/numbers.py:collatz", "old_one.numbers", "collatz"):
        proved = ferrule(old, "prove", target)
        assert proved.returncode == 0, proved.stderr
        assert "collatz" in proved.stderr
    test = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_native.py"]
    assert subprocess.run(test, cwd=old, check=False).returncode == 0
    rust.write_text(text.replace("count += 1", "count += 2"))
    proved = ferrule(old, "prove", "src/old_one")
    assert proved.returncode == 1
    assert "Python gives result: " in proved.stderr
    assert subprocess.run(test, cwd=old, check=False, stdout=subprocess.DEVNULL).returncode == 1
    rust.write_text(text.replace("count += 1", "count += missing"))
    proved = ferrule(old, "prove", "old_one.numbers:collatz")
    assert proved.returncode == 2
    assert "cannot find value `missing`" in proved.stderr
    rust.write_text(text)
    (package / "numbers.py").write_text(python.replace("while n > 1", "while n > 2"))
    assert ferrule(old, "prove", "collatz").returncode == 1
    (package / "numbers.py").write_text(python.replace("def collatz", "def other"))
    assert ferrule(old, "prove", "src/old_one").returncode == 1
    (package / "numbers.py").write_text(python)
    assert ferrule(old, "prove", "src/old_one:nothing").returncode == 2


@pytest.mark.rust
@pytest.mark.slow
def test_adopted_functions_ship_and_are_proved_again(old: Path, tmp_path: Path) -> None:
    """A diff, then Rust in the project; wheels that need nothing; the proof on both sides."""
    package = old / "src" / "old_one"
    (package / "numbers.py").write_text(NUMBERS)
    (package / "points.py").write_text(POINTS)
    git(old, "add", "-A")
    git(old, "commit", "-qm", "two")
    before = texts(old)
    asked = ferrule(old, "adopt", "--witness", "doctest")
    assert asked.returncode == 1, asked.stderr
    assert "+++ b/rust/src/old_one_numbers/numbers.rs" in asked.stdout
    assert re.search(
        r"^rust/ferrule-rt/: \d+ files that Ferrule brings$", asked.stdout, re.MULTILINE
    )
    assert texts(old) == before
    adopted = ferrule(old, "adopt", "--witness", "doctest", "--yes")
    assert adopted.returncode == 0
    assert re.search(r"^first: in Python because\n.*F702 not faster", adopted.stderr, re.MULTILINE)
    proved = json.loads((package / "points.ferrule.json").read_text())["proved"]
    assert "old_one.points:total" in proved
    assert "old_one.points:first" not in proved
    assert (package / "numbers.py").read_text().startswith(NUMBERS)
    stub = (package / "numbers.pyi").read_text()
    assert "def collatz(n: int) -> int:" in stub
    assert "def reads(name) -> Any: ..." in stub
    edited_by_hand(old, package)
    built = ferrule(old, "wheel")
    assert built.returncode == 0, built.stderr
    pure, native = sorted((old / "dist").glob("*.whl"), key=lambda one: one.stat().st_size)
    assert native.stat().st_size < 1_000_000
    assert pure.name.endswith("-py3-none-any.whl")
    for wheel, is_native in ((native, True), (pure, False)):
        place = tmp_path / wheel.name.split("-")[2]
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
            + ["--target", str(place), str(wheel)],
            check=True,
        )
        (place / "use.py").write_text(USE)
        bare = {"PYTHONNOUSERSITE": "1", "HOME": "/nowhere", "PATH": ""}
        # isolated from this environment's own packages: nobody there has Ferrule
        done = subprocess.run(
            [sys.executable, "-S", str(place / "use.py")],
            env=bare,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout == f"False {is_native} {is_native}\n{SAID}", done.stderr
    place = tmp_path / native.name.split("-")[2]
    again = {"PYTHONPATH": os.pathsep.join([str(place), *sys.path[1:]])}
    verified = ferrule(tmp_path, "verify", "old_one", **again)
    assert verified.returncode == 0, verified.stderr
    file = place / "old_one" / "numbers.py"
    file.write_text(file.read_text().replace("while n > 1", "while n > 2"))
    verified = ferrule(tmp_path, "verify", "old_one", **again)
    assert verified.returncode == 1
    assert "answers differ" in verified.stderr
    assert ferrule(tmp_path, "verify", "json").returncode == 2
    assert ferrule(old, "adopt", "--undo").returncode == 0
    assert {name: (old / name).read_text() for name in before} == before
    assert not (old / "rust").exists()
    assert git(old, "diff", "--name-only") == ""


def test_no_python_without_the_gil(old: Path) -> None:
    """Said plainly where a wheel for it is asked for; nothing is built."""
    (old / "pyproject.toml").write_text(PYPROJECT.replace("hatchling.build", "maturin"))
    done = ferrule(old, "wheel", "--free-threaded", PATH="")
    assert done.returncode == 2
    assert "no Python without the GIL was found: neither python3.14t nor a later" in done.stderr
    assert not (old / "dist").exists()


@pytest.mark.rust
@pytest.mark.slow
def test_what_is_not_faster_is_not_adopted(old: Path) -> None:
    """Where that is all there is, nothing is changed, and it is said."""
    text = 'def same(n):\n    """\n    >>> same(3)\n    3\n    """\n    return n\n'
    (old / "src" / "old_one" / "small.py").write_text(text)
    before = texts(old)
    for words in (["adopt", "--yes"], ["wheel"]):
        done = ferrule(old, *words, "--witness", "doctest")
        assert done.returncode == 2
        assert "nothing in it is faster in Rust" in done.stderr
        assert texts(old) == before


@pytest.mark.rust
@pytest.mark.slow
def test_a_wheel_of_a_python_project(old: Path) -> None:
    """Its hot functions are native inside; the project stays as it is."""
    (old / "src" / "old_one" / "numbers.py").write_text(NUMBERS)
    before = texts(old)
    built = ferrule(old, "wheel", "--witness", "doctest", "--out", str(old.parent / "out"))
    assert built.returncode == 0, built.stderr
    assert len(built.stdout.splitlines()) == 2
    assert texts(old) == before
