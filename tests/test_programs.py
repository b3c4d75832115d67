"""Whole programs with odd behaviours, through the command line.

In: the programs of `tests/programs/`. Each runs under plain Python, then twice under `ferrule run`
(the first time it is profiled and compiled, the second time it starts with what the first left
behind) and once with `--compare`. Output, exit status and what the program wrote to standard error
must be the same every time. Assumes an installed `ferrule`; expected answers come from CPython.
"""

from __future__ import annotations

import functools
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

PROGRAMS = Path(__file__).parent / "programs"
# Those that begin with an underscore are imported by others.
NAMES = sorted(path.stem for path in PROGRAMS.glob("[a-z]*.py"))
SECONDS = 180

pytestmark = [pytest.mark.slow, pytest.mark.rust]


@dataclass(frozen=True, slots=True)
class Program:
    """A script with its arguments and its standard input."""

    path: Path
    arguments: str
    stdin: bytes


@dataclass(frozen=True, slots=True)
class Ran:
    """What was seen of a run from outside."""

    status: int
    stdout: bytes
    stderr: bytes


def read_program(name: str) -> Program:
    """The program; `# argv:` and `# stdin:` in it say what it is given."""
    path = PROGRAMS / f"{name}.py"
    wanted = {"argv": "", "stdin": ""}
    for line in path.read_bytes().decode("latin-1").splitlines():
        for key in wanted:
            if line.startswith(f"# {key}: "):
                wanted[key] = line.removeprefix(f"# {key}: ")
    stdin = wanted["stdin"].replace("\\n", "\n")
    return Program(path, wanted["argv"], stdin.encode())


def words(arguments: str) -> list[str]:
    """The arguments as a shell splits them, double quotes only."""
    pieces = arguments.split('"')
    found = []
    for i, piece in enumerate(pieces):
        found += [piece] if i % 2 else piece.split()
    return found


def run(program: Program, *before: str) -> Ran:
    """Run it under this interpreter with `before` in front of the script."""
    command = [sys.executable, *before, str(program.path), *words(program.arguments)]
    done = subprocess.run(
        command, input=program.stdin, capture_output=True, timeout=SECONDS, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@functools.cache
def plainly(name: str) -> Ran:
    """The program under Python alone: what is expected."""
    return run(read_program(name))


def check_same(ran: Ran, expected: Ran) -> None:
    """Same output and status; what the program wrote to standard error is there as one piece."""
    words_of_ferrule = ran.stderr.decode(errors="replace")
    assert ran.stdout == expected.stdout, words_of_ferrule
    assert ran.status == expected.status, words_of_ferrule
    assert expected.stderr in ran.stderr, words_of_ferrule


@pytest.mark.parametrize("name", NAMES)
def test_run_changes_nothing(name: str) -> None:
    """Neither while it is compiled nor when it starts native."""
    program = read_program(name)
    for _ in ("first", "again"):
        check_same(run(program, "-m", "ferrule", "run"), plainly(name))


@pytest.mark.parametrize("name", NAMES)
def test_compare_changes_nothing(name: str) -> None:
    """The second run of the program leaves no trace in its output."""
    program = read_program(name)
    check_same(run(program, "-m", "ferrule", "run", "--compare"), plainly(name))


@pytest.mark.parametrize("name", NAMES)
def test_program_is_deterministic(name: str) -> None:
    """Or else the comparison would be worth nothing."""
    assert run(read_program(name)) == plainly(name)
