"""A job for a child process, and what it tells: both as JSON.

In: the text of a module and calls. Out: what differed, what ran natively, what was refused.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Job:
    """A module to compile, and the calls to compare."""

    name: str
    text: str
    calls: tuple[str, ...]


@dataclass(slots=True)
class Answer:
    """What came out; grows line by line while the child works."""

    refused: list[list[str]] = field(default_factory=list)  # function, code, line, message
    native: dict[str, int] = field(default_factory=dict)  # function -> calls that ran natively
    redos: dict[str, int] = field(default_factory=dict)
    differences: list[list[str]] = field(default_factory=list)  # call, what differs
    faults: list[str] = field(default_factory=list)  # bugs of ours: rejected Rust, panics, crashes
    skipped: list[list[str]] = field(default_factory=list)  # call, why nothing was compared
    rust: str = ""
    compared: int = 0

    @property
    def is_equal(self) -> bool:
        """Whether nothing differed and nothing of ours broke."""
        return not self.differences and not self.faults


def run_job(job: Job, seconds: float = 300.0) -> Answer:
    """Compile and compare in a child process."""
    with tempfile.TemporaryDirectory(prefix="twins-") as folder:
        return _run_in(Path(folder), job, seconds)


def _run_in(folder: Path, job: Job, seconds: float) -> Answer:
    (folder / f"{job.name}.py").write_text(job.text, encoding="utf-8")
    (folder / "job.json").write_text(json.dumps(asdict(job)), encoding="utf-8")
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.twins", str(folder)]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        "PYTHONHASHSEED": "0",
    }
    status: int | str
    try:
        ended = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, timeout=seconds, check=False
        )
        status, noise = ended.returncode, ended.stderr.decode(errors="replace")
    except subprocess.TimeoutExpired:
        status, noise = "timeout", ""
    answer, last = _read(folder / "answer.jsonl")
    if status != 0:
        answer.faults.append(f"the child ended with {status} in `{last}`\n{noise[-3000:]}")
    return answer


def _read(file: Path) -> tuple[Answer, str]:
    answer, last = Answer(), "the build"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    for line in lines:
        try:
            kind, value = json.loads(line)
        except ValueError:
            break
        match kind:
            case "call":
                last = value
            case "compared":
                answer.compared += 1
            case "rust":
                answer.rust = value
            case "native":
                answer.native = value
            case "redos":
                answer.redos = value
            case _:
                getattr(answer, kind).append(value)
    return answer, last
