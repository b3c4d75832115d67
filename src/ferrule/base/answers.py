"""What the pipeline answers to the command line, beside `records.Report`: flat frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ferrule.base.records import FuncName, Report

Health: TypeAlias = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Execution:
    """One whole run of a program, kept for comparison."""

    seconds: float
    status: int
    output: bytes  # what it wrote to stdout


@dataclass(frozen=True, slots=True)
class Ran:
    """A finished `run`: its report and the program's own exit status, passed on as ours."""

    report: Report
    status: int
    without: Execution | None = None  # `--compare`: the program in Python alone
    native: Execution | None = None  # `--compare`: the program with native code
    note: str = ""  # one thing to tell besides the table: no toolchain, switched off, ...
    is_interrupted: bool = False  # Ctrl-C ended it: we end the same way


@dataclass(frozen=True, slots=True)
class Candidate:
    """A function that `find` ranks: where time goes and what a slice would save."""

    func: FuncName
    self_s: float
    total_s: float
    saving_s: float


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of `find`: the program's wall time, its status, its functions by saving."""

    wall_s: float
    status: int
    candidates: tuple[Candidate, ...]
    is_interrupted: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One function at every stage: the Python, then the stages' texts by name."""

    func: FuncName
    python: str  # the source text, dedented or not, as in the file
    stages: Mapping[str, str]  # "source" | "ir" | "passes" | "rust" -> text
    refused: str = ""  # why there is no Rust


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `ferrule doctor`: what was looked at, how it is, how to mend it."""

    name: str
    status: Health
    found: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """One entry of the cache."""

    key: str
    name: str  # the slice's module name
    size: int  # bytes
    age_s: float  # since it was last used
    kind: str = "slice"  # "slice" | "runtime" | "notes" | "reports"
