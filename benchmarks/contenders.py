"""The contenders: plain CPython, Ferrule and hand-written Rust.

In: cases. Out: for each contender the folder that the program's module is imported from, and where
the timed function is looked up. Building is done here, before anything is timed. Assumes
cargo and the `ferrule` command of this interpreter.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import time
from dataclasses import dataclass
from pathlib import Path

from measured import Case
from places import BUILT, EXAMPLES, HANDWRITTEN, HOME, PROGRAMS, environment

HANDWRITTEN_MODULE = "handwritten"


@dataclass(frozen=True, slots=True)
class Contender:
    """How one side of the comparison is reached."""

    name: str
    folders: tuple[Path, ...]  # put first on the import path
    # The module that holds the function, itself or in a submodule of the program's name; `jit`: the
    # program with its functions compiled while it runs; empty: the program itself.
    extension: str
    ferrule: str  # the environment variable FERRULE of its process
    remarks: tuple[str, ...] = ()
    python: Path = Path(sys.executable)
    build_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class NotBuilt:
    """Why a contender does not take part in a case."""

    name: str
    reason: str


def cpython(case: Case) -> Contender:
    """The program as it is."""
    return Contender("cpython", (case.script.parent,), "", "off")


def handwritten() -> Contender | NotBuilt:
    """The crate in `benchmarks/rust`, built if need be."""
    if shutil.which("cargo") is None:
        return NotBuilt("rust", "cargo is not on the PATH")
    target = BUILT / "cargo"
    command = ["cargo", "build", "--release", "--locked", "--target-dir", str(target)]
    done = subprocess.run(
        command, cwd=HANDWRITTEN, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        return NotBuilt("rust", last_words(done.stderr))
    library = next(
        path
        for path in (target / "release").iterdir()
        if path.stem in (HANDWRITTEN_MODULE, f"lib{HANDWRITTEN_MODULE}")
        and path.suffix in (".so", ".dylib", ".dll")
    )
    folder = BUILT / "handwritten"
    folder.mkdir(parents=True, exist_ok=True)
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    _replace(library, folder / f"{HANDWRITTEN_MODULE}{suffix}")
    return Contender("rust", (folder, EXAMPLES, PROGRAMS), HANDWRITTEN_MODULE, "off")


def ferrule(script: Path, witness: str) -> Contender | NotBuilt:
    """The script built ahead of time by Ferrule, with a short run of itself as the witness."""
    folder = BUILT / "ferrule" / script.stem
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    report = folder.with_suffix(".json")
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "ferrule", "build", str(script), "--out", str(folder)]
    command += ["--witness", f"script:{script} {witness}", "--json", str(report)]
    forget_slices()
    begin = time.perf_counter()
    try:
        done = subprocess.run(
            command, env=cold(), capture_output=True, text=True, check=False, timeout=600
        )
    except subprocess.TimeoutExpired:
        return NotBuilt("ferrule", "building took more than ten minutes")
    seconds = time.perf_counter() - begin
    if done.returncode != 0:
        return NotBuilt("ferrule", last_words(done.stderr or done.stdout))
    if (script.parent / "data").is_dir():
        shutil.copytree(script.parent / "data", folder / "data", dirs_exist_ok=True)
    remarks = _reasons(report)
    return Contender("ferrule", (folder,), "", "on", remarks, build_seconds=seconds)


def cold(**extra: str) -> dict[str, str]:
    """The environment of a Ferrule that has built nothing yet but what all slices share."""
    return environment(FERRULE_HOME=str(HOME), **extra)


def forget_slices() -> None:
    """Take out of the cache of `cold` what was ever built or noted there of a program."""
    for name in ("slices", "notes"):
        shutil.rmtree(HOME / name, ignore_errors=True)


def warm_up() -> str:
    """Have Ferrule compile what all slices share. What went wrong, empty if nothing did."""
    script = BUILT / "warm" / "warm.py"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text('"""Next to nothing."""\n\n\ndef twice(n):\n    return 2 * n\n\n\ntwice(4)\n')
    command = [sys.executable, "-m", "ferrule", "build", str(script), "--out"]
    command += [str(script.parent / "out"), "--witness", f"script:{script}"]
    done = subprocess.run(command, env=cold(), capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else last_words(done.stderr or done.stdout)


def _reasons(report: Path) -> tuple[str, ...]:
    """What Ferrule says of each function that is not wholly native."""
    if not report.is_file():
        return ()
    functions = json.loads(report.read_text(encoding="utf-8"))["functions"]
    return tuple(
        f"{function['name']} is {function['status']}: {reason['code']} {reason['message']}"
        for function in functions
        for reason in function["reasons"]
        if function["status"] != "native"
    )


def _replace(source: Path, target: Path) -> None:
    """Copy beside and rename: a mapped library must never change in place."""
    fresh = target.with_suffix(".new")
    shutil.copyfile(source, fresh)
    fresh.replace(target)


def last_words(text: str) -> str:
    """The last line that says something."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "failed without a word"
