"""The other compilers, each in an environment of its own that pip fills from the package index.

In: a case. Out: a contender, its module built from the untouched source, and how long that took.
What was built is kept in `benchmarks/target/rivals` for as long as source and versions stay.
Assumes a C compiler, and the package index for the first time.

Pythran wants a module with nothing but what it compiles, and the types of its arguments: it gets
the part of the program that the timed function needs, and a line made from a call's arguments.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from contenders import Contender, NotBuilt, last_words
from exports import NoWord, export_line
from kernel import source
from measured import Case
from places import RIVALS, environment

PATIENCE_SECONDS = 180.0  # for one build


@dataclass(frozen=True, slots=True)
class Rival:
    """A compiler: what pip installs for it, and the command that compiles a file."""

    name: str
    packages: tuple[str, ...]
    command: tuple[str, ...] = ()  # in the environment's `bin`; empty: it compiles while running

    @property
    def folder(self) -> Path:
        """Its environment."""
        return RIVALS / self.name

    @property
    def python(self) -> Path:
        """The interpreter of its environment."""
        return self.folder / "bin" / "python"


# Pythran 0.19 wants an old setuptools that mypyc does not get along with: one more reason for an
# environment each.
ALL: tuple[Rival, ...] = (
    Rival("numba", ("numba==0.68.1",)),
    Rival("mypyc", ("mypy==2.4.1", "setuptools"), ("mypyc",)),
    Rival("cython", ("cython==3.3.1", "setuptools"), ("cythonize", "-i", "-3")),
    Rival("pythran", ("pythran==0.19.0",), ("pythran",)),
)


def install(rival: Rival) -> str:
    """Make its environment if there is none yet. Why that went wrong; empty if it did not."""
    stamp = rival.folder / "installed.txt"
    wanted = " ".join((sys.version, *rival.packages))
    if stamp.is_file() and stamp.read_text() == wanted:
        return ""
    shutil.rmtree(rival.folder, ignore_errors=True)
    commands = (
        [sys.executable, "-m", "venv", str(rival.folder)],
        [str(rival.python), "-m", "pip", "install", "--quiet", *rival.packages],
    )
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return last_words(done.stderr)
    stamp.write_text(wanted)
    return ""


def version(rival: Rival) -> str:
    """The version that is installed."""
    package = rival.packages[0].split("==")[0]
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    done = subprocess.run([rival.python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() or "none"


def built(rival: Rival, case: Case) -> Contender | NotBuilt:
    """The case's module as the rival compiles it, or what it had against it."""
    if not rival.command:
        return Contender(rival.name, (case.script.parent,), "jit", "off", python=rival.python)
    text = case.script.read_text(encoding="utf-8")
    try:
        name, text = _module(rival, case, text)
    except NoWord as error:
        return NotBuilt(rival.name, f"refuses: {error}")
    return _compiled(rival, case, name, text)


def _module(rival: Rival, case: Case, text: str) -> tuple[str, str]:
    """The name and the text of the module that the rival compiles."""
    if rival.name != "pythran":
        return case.program, text
    sys.path.insert(0, str(case.script.parent))
    arguments = case.arguments(importlib.import_module(case.program))
    sys.path.pop(0)
    return f"pythran_{case.program}", export_line(case.function, arguments) + source(
        text, case.function
    )


def _compiled(rival: Rival, case: Case, name: str, text: str) -> Contender | NotBuilt:
    """Compile, or take what was compiled before."""
    key = hashlib.sha256("\0".join((sys.version, *rival.packages, text)).encode()).hexdigest()[:16]
    folder = RIVALS / "built" / f"{case.program}-{rival.name}-{key}"
    report = folder / "report.json"
    if not report.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        report.write_text(json.dumps(_compile(rival, case, folder, name, text)))
    told = json.loads(report.read_text())
    if told["problem"]:
        return NotBuilt(rival.name, told["problem"])
    own = rival.name == "pythran"
    folders = (folder, case.script.parent) if own else (folder,)
    return Contender(
        *(rival.name, folders, name if own else "", "off"),
        python=rival.python,
        build_seconds=told["seconds"],
    )


def _compile(
    rival: Rival, case: Case, folder: Path, name: str, text: str
) -> dict[str, float | str]:
    """Run the compiler on the text; how long it took, and what it had against it."""
    file = folder / f"{name}.py"
    file.write_text(text, encoding="utf-8")
    if (case.script.parent / "data").is_dir():
        shutil.copytree(case.script.parent / "data", folder / "data")
    (folder / "mypy.ini").touch()  # or mypyc would go by the settings of this repository
    command = [str(rival.python.parent / rival.command[0]), *rival.command[1:], file.name]
    path = f"{rival.python.parent}:{environment()['PATH']}"
    begin = time.perf_counter()
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment(PATH=path),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return {"seconds": PATIENCE_SECONDS, "problem": "is not done compiling after three minutes"}
    seconds = time.perf_counter() - begin
    made = [path for path in folder.glob("*.so") if path.name.startswith(f"{name}.")]
    problem = "" if made else f"refuses: {reason(done.stderr + done.stdout)}"
    file.unlink()  # what is imported from here is the compiled one
    return {"seconds": seconds, "problem": problem}


def reason(text: str) -> str:
    """The line of a compiler's words that says what is wrong."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling: Sequence[Callable[[str], bool]] = (
        lambda line: "error:" in line.lower(),
        lambda line: "error" in line.lower(),
    )
    for tells in telling:
        for line in lines:
            if tells(line):
                return line[:160]
    return last_words(text)[:160]
