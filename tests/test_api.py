"""`@ferrule.rust` as a user meets it: programs of their own, in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.rust

PROGRAM = '''\
import functools, inspect, pickle, threading
import ferrule


@ferrule.rust
def distance(a: str, b: str, *, cost: int = 1) -> int:
    """How far apart."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a):
        new = [i + 1]
        for j, y in enumerate(b):
            new.append(min(row[j + 1] + cost, new[j] + cost, row[j] + (x != y)))
        row = new
    return row[-1]


@ferrule.rust()
def factorial(n):
    return 1 if n < 2 else n * factorial(n - 1)


class Scale:
    def __init__(self, by):
        self.by = by

    @ferrule.rust
    def sum(self, count):
        total = 0
        for i in range(count):
            total += i * self.by
        return total

    @staticmethod
    @ferrule.rust
    def twice(n):
        return n + n


alias = distance
found = []
threads = [threading.Thread(target=lambda: found.append(Scale.twice(21))) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(distance("kitten", "sitting"), distance("ab", "b", cost=2), distance(b="x", a="y"))
print(factorial(5), factorial(30), factorial(True), Scale(3).sum(10), Scale(2.5).sum(4), found)
print(alias is distance, distance.__name__, inspect.signature(distance), distance.__doc__)
print(pickle.loads(pickle.dumps(distance)) is distance)
try:
    distance("a")
except TypeError as error:
    print(error)
try:
    distance("a", 5)
except TypeError as error:
    print(error)
'''
ENDING = """
functions = distance, factorial, Scale.sum, Scale.twice
print([hasattr(one, "__wrapped__") for one in functions])
print(distance.__wrapped__("kitten", "sitting") if hasattr(distance, "__wrapped__") else 3)
"""


def run(file: Path, *flags: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program."""
    return subprocess.run(
        [sys.executable, *flags, str(file)],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, **environment},
        check=False,
    )


def test_same_answers_native_and_off(tmp_path: Path) -> None:
    """Everything that can be seen is the same; switched off, no function is wrapped."""
    file = tmp_path / "program.py"
    file.write_text(PROGRAM + ENDING, encoding="utf-8")
    off = run(file, FERRULE="off")
    assert off.returncode == 0, off.stderr
    native = run(file)
    assert native.returncode == 0, native.stderr
    assert native.stdout.replace("True, True, True, True", "False, False, False, False") == (
        off.stdout
    )
    assert "[True, True, True, True]" in native.stdout, native.stderr
    assert "Warning" not in native.stderr


def test_what_stays_python_says_why_once(tmp_path: Path) -> None:
    """One warning with the reason, at the caller's line; the answer is Python's."""
    file = tmp_path / "program.py"
    file.write_text(
        "import ferrule\n\n\n@ferrule.rust\ndef load(name):\n    return open(name).read()\n\n\n"
        "for _ in range(2):\n    print(len(load(__file__)) > 9)\n",
        encoding="utf-8",
    )
    done = run(file)
    assert done.stdout == "True\nTrue\n"
    assert done.stderr.count("FerruleWarning") == 1
    assert f"{file}:10: FerruleWarning: @ferrule.rust: load stays in Python" in done.stderr
    assert run(file, "-W", "ignore").stderr == ""
    assert run(file, FERRULE="off").stderr == ""


def test_a_parallel_loop_gives_what_one_loop_gives(tmp_path: Path) -> None:
    """`parallel=True` takes every loop over `range`; what is in the way of one is said."""
    file = tmp_path / "program.py"
    file.write_text(
        "import ferrule\n\n\n@ferrule.rust(parallel=True)\ndef sums(n):\n"
        "    total, found = 0.0, []\n    for i in range(n):\n        part = 0\n"
        "        for j in range(2000):\n            part += i * j % 7\n"
        "        total += part * 0.1\n        found.append(part)\n    return total, found\n\n\n"
        "@ferrule.rust(parallel=True)\ndef chain(n):\n    xs = [1] * n\n"
        "    for i in range(1, n):\n        xs[i] = xs[i - 1] + i\n    return xs\n\n\n"
        "print(sums(400), chain(9))\n",
        encoding="utf-8",
    )
    expected = run(file, FERRULE="off").stdout
    done = run(file)
    assert done.stdout == expected, done.stderr
    assert "rust: sums" not in done.stderr
    assert "chain is native on one core: line 19: F504 line 20 reads `xs`" in done.stderr


def test_without_a_toolchain_it_is_python(tmp_path: Path) -> None:
    """No Rust: a warning that says what to do, and Python's answer."""
    file = tmp_path / "program.py"
    file.write_text(
        "import ferrule\n\n\n@ferrule.rust\ndef f(n):\n    return n + 1\n\n\nprint(f(1))\n",
        encoding="utf-8",
    )
    empty = {"PATH": str(tmp_path), "FERRULE_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)}
    done = run(file, **empty, CARGO_HOME=str(tmp_path), RUSTUP_HOME=str(tmp_path))
    assert done.stdout == "2\n"
    assert "FerruleWarning" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "definition",
    ["def f(*a):\n    return len(a)", "def f(n):\n    yield n", "async def f(n):\n    return n"],
)
def test_odd_functions_are_left_alone(tmp_path: Path, definition: str) -> None:
    """What no trampoline can stand for is returned untouched, with a warning."""
    file = tmp_path / "program.py"
    text = (
        f"import ferrule\n\n\n{definition}\n\n\nprint(ferrule.rust(f) is f, f.__code__.co_name)\n"
    )
    file.write_text(text, encoding="utf-8")
    done = run(file)
    assert done.stdout == "True f\n", done.stderr
    assert "FerruleWarning" in done.stderr
