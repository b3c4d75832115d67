"""What was compiled, elsewhere: other processes, threads, no compiler, no home.

In: a program with `@ferrule.rust`, and a Rust file. Out: the same answers everywhere; where nothing
can be built, Python's, with the reason.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.rust

PROGRAM = """\
import multiprocessing, pickle, threading
import ferrule


@ferrule.rust
def collatz(n):
    count = 0
    while n > 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        count += 1
    return count


def main():
    print(collatz(27), pickle.loads(pickle.dumps(collatz)) is collatz)
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


if __name__ == "__main__":
    main()
"""
SAID = "111 True\n[111, 118, 178]\n[111, 118, 178]\n[118, 118, 118, 118]\n"
BARE = {
    "PATH": "",
    "HOME": "/nowhere/at/all",
    "PYTHONNOUSERSITE": "1",
    "FERRULE_HOME": "/dev/null/no",
    "CARGO_HOME": "/nowhere",
    "PYTHONPATH": str(Path(__file__).resolve().parent.parent / "src"),
}


def run(
    folder: Path, *words: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Python with these words, there."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


def test_a_compiled_function_in_other_processes_and_threads(tmp_path: Path) -> None:
    """Spawned, forked, in threads, pickled: the same."""
    (tmp_path / "program.py").write_text(PROGRAM)
    done = run(tmp_path, "program.py")
    assert (done.stdout, done.stderr) == (SAID, "")


def test_without_compiler_home_and_user_site(tmp_path: Path) -> None:
    """The same in Python, and one warning that says why."""
    (tmp_path / "program.py").write_text(PROGRAM)
    done = run(tmp_path, "program.py", environment=BARE)
    assert done.returncode == 0, done.stderr
    assert done.stdout == SAID
    assert "collatz stays in Python: No Rust toolchain" in done.stderr


def test_a_rust_file_without_compiler_and_home(tmp_path: Path) -> None:
    """What is missing."""
    (tmp_path / "one.rs").write_text("use pyo3::prelude::*;\n#[pyfunction]\nfn one() {}\n")
    done = run(tmp_path, "-c", "import ferrule.hook, one", environment=BARE)
    assert done.stderr.splitlines()[-1].startswith("ImportError: No Rust toolchain")


@pytest.mark.slow
def test_a_rust_file_with_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    """Built for this process alone: the crates too, so it takes its time."""
    (tmp_path / "one.rs").write_text(
        "use pyo3::prelude::*;\n#[pyfunction]\nfn one() -> i32 {\n    1\n}\n"
    )
    code = (
        "import os; os.environ['FERRULE_HOME'] = '/dev/null/no'\n"
        "import ferrule.hook, one; print(one.one())"
    )
    done = run(tmp_path, "-c", code)
    assert done.stdout == "1\n", done.stderr
