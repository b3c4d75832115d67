"""The pages about two languages: what they show is run as it stands.

In: the code blocks of docs/. A Rust block is the file that the text above it names, a Python block
is a script, `console` lines are commands in the same folder. Outputs are not compared here, only
that each runs.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.rust, pytest.mark.slow]

DOCS = Path(__file__).resolve().parent.parent / "docs"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[tuple[str, str]]:
    """The language and the text of each block."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return [(found[1], found[2]) for found in BLOCK.finditer(text)]


def run(command: list[str], folder: Path) -> str:
    """What it prints."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def test_rust_files(tmp_path: Path) -> None:
    """docs/rust-files.md: the module, the script, the head, the program."""
    found = blocks("rust-files.md")
    rust = [text for language, text in found if language == "rust"]
    (tmp_path / "string_sum.rs").write_text(rust[0])
    (script,) = (text for language, text in found if language == "python")
    assert run([sys.executable, "-c", script], tmp_path) == "25\n"
    (tmp_path / "main.rs").write_text(rust[2])
    (command,) = (text.split() for language, text in found if language == "console")
    assert command[0] == "ferrule"
    assert run([sys.executable, "-m", *command], tmp_path) == "hello 42\n"
    (tmp_path / "string_sum.rs").write_text(rust[1] + rust[0])
    assert run([sys.executable, "-c", script], tmp_path) == "25\n"


def test_projects(tmp_path: Path) -> None:
    """docs/projects.md: its commands, one after the other; `ferrule add` on another project."""
    commands = [text.splitlines() for language, text in blocks("projects.md")]
    assert commands[0] == ["ferrule new demo", "cd demo && just test"]
    run([sys.executable, "-m", *commands[0][0].split()], tmp_path)
    folder = tmp_path / "demo"
    (ci,) = commands[3]
    run([sys.executable, "-m", *ci.split(), "--yes"], folder)
    other = tmp_path / "other"
    (other / "other").mkdir(parents=True)
    (other / "other" / "__init__.py").write_text("")
    (other / "pyproject.toml").write_text('[project]\nname = "other"\nversion = "1"\n')
    (add,) = commands[1]
    run([sys.executable, "-m", *add.split(), "--yes"], other)
    (wheel,) = commands[2]
    assert "other-1-cp311-abi3-" in run([sys.executable, "-m", *wheel.split()], other)


def test_adopting(tmp_path: Path) -> None:
    """docs/adopting.md: a wheel of a Python project, then its Rust adopted and proved again."""
    package = tmp_path / "old_one"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "sums.py").write_text(
        'def sums(n):\n    """\n    >>> sums(5)\n    30\n    """\n    total = 0\n'
        "    for i in range(n):\n        total += i * i\n    return total\n"
    )
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "old-one"\nversion = "1"\n')
    wheel, adopt, prove, verify = (text.split() for _, text in blocks("adopting.md"))
    said = run([sys.executable, "-m", *wheel], tmp_path)
    (native, pure) = (line.split(" (")[0] for line in said.splitlines())
    assert pure.endswith("old_one-1-py3-none-any.whl")
    run([sys.executable, "-m", *adopt, "--yes"], tmp_path)
    assert (tmp_path / "rust" / "src" / "old_one_sums" / "sums.rs").is_file()
    for target in (prove[-1], "old_one/sums.py", "old_one.sums:sums", "sums"):
        run([sys.executable, "-m", *prove[:-1], target], tmp_path)
    place = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    run([*pip, "--target", str(place), native], tmp_path)
    run([sys.executable, "-m", *verify], place)
    run([sys.executable, "-m", "ferrule", "adopt", "--undo"], tmp_path)
    assert not (tmp_path / "rust").exists()


def test_elsewhere(tmp_path: Path) -> None:
    """docs/elsewhere.md: the program, as it stands and where nothing can be built."""
    ((_, text),) = blocks("elsewhere.md")
    (tmp_path / "program.py").write_text(text)
    said = "111 True\n[111, 118, 178]\n[111, 118, 178]\n[118, 118]\n"
    assert run([sys.executable, "program.py"], tmp_path) == said
    bare = {
        "FERRULE_HOME": "/dev/null/no",
        "PATH": "",
        "HOME": "/nowhere",
        "CARGO_HOME": "/nowhere",
    }
    done = subprocess.run(
        [sys.executable, "program.py"],
        cwd=tmp_path,
        env={**bare, "PYTHONNOUSERSITE": "1", "PYTHONPATH": os.pathsep.join(sys.path[1:])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, said), done.stderr
    assert "steps stays in Python: No Rust toolchain" in done.stderr


def test_every_page_about_two_languages_is_run() -> None:
    """Here, or in a notebook's kernel."""
    text = Path(__file__).read_text(encoding="utf-8")
    notebook = Path(__file__).with_name("test_notebook.py").read_text(encoding="utf-8")
    for page in ("rust-files", "projects", "adopting", "notebooks", "elsewhere"):
        assert (DOCS / f"{page}.md").is_file()
        assert f'"{page}.md"' in text + notebook
