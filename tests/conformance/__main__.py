"""`just conformance`: compile modules of the standard library and run CPython's tests on them.

Prints a table: how many tests pass on the plain module, how many of these on the compiled one, and
how many of its functions are native. Exit status 1 if a test passes on the plain module only.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import sysconfig
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.conformance.modules import SUBJECTS, Subject

_RUNNER = Path(__file__).with_name("runner.py")
_LIBRARY = Path(sysconfig.get_paths()["stdlib"])
_PATIENCE_S = 900.0


@dataclass(frozen=True, slots=True)
class Row:
    """One module's line of the table."""

    name: str
    plain: int  # tests that pass on the module as it is
    compiled: int  # those of them that pass on the compiled module
    native: int
    partly: int
    functions: int
    lost: tuple[str, ...]  # tests that pass on the plain module only
    note: str = ""


def _tests(subject: Subject, folder: Path | None, answer: Path) -> dict[str, dict[str, str]]:
    place = str(folder) if folder else "-"
    command = [sys.executable, str(_RUNNER), place, str(answer), *subject.tests]
    with tempfile.TemporaryDirectory() as here:
        done = subprocess.run(
            command, cwd=here, capture_output=True, timeout=_PATIENCE_S, check=False
        )
    if not answer.exists():
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise RuntimeError(f"the tests of {subject.name} did not run: {last}")
    found: dict[str, dict[str, str]] = json.loads(answer.read_text(encoding="utf-8"))
    return found


def _build(subject: Subject, out: Path, folder: Path) -> Counter[str]:
    words = " ".join((str(_RUNNER), "-", str(folder / "witness.json"), *subject.tests))
    report = folder / "report.json"
    command = [sys.executable, "-m", "ferrule", "build", str(_LIBRARY / subject.place)]
    command += ["--out", str(out), "--witness", f"script:{words}", "--json", str(report)]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, timeout=_PATIENCE_S, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace").strip()[-300:])
    told = json.loads(report.read_text(encoding="utf-8"))["functions"]
    return Counter(one["status"] for one in told)


def _row(subject: Subject, keep: Path | None) -> Row:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) if keep is None else keep / subject.name
        folder.mkdir(parents=True, exist_ok=True)
        out = folder / "out"
        plain = _tests(subject, None, folder / "plain.json")["told"]
        good = {test for test, what in plain.items() if what == "ok"}
        try:
            status = _build(subject, out, folder)
            found = _tests(subject, out, folder / "compiled.json")["told"]
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            return Row(subject.name, len(good), 0, 0, 0, 0, tuple(sorted(good)), str(error))
        lost = tuple(sorted(test for test in good if found.get(test) != "ok"))
        whole = sum(status.values())
        kept = len(good) - len(lost)
        return Row(subject.name, len(good), kept, status["native"], status["partly"], whole, lost)


def _share(row: Row) -> str:
    return f"{(row.native + row.partly) / row.functions:.0%}" if row.functions else "–"


def _table(rows: Sequence[Row]) -> str:
    whole = Row(
        "all",
        *(sum(getattr(row, name) for row in rows) for name in ("plain", "compiled")),
        *(sum(getattr(row, name) for row in rows) for name in ("native", "partly", "functions")),
        (),
    )
    lines = [
        "| module | tests that pass | on the compiled one | functions | native | partly | share |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.name} | {row.plain} | {row.compiled} | {row.functions} | {row.native} "
        f"| {row.partly} | {_share(row)} |"
        for row in (*rows, whole)
    ]
    return "\n".join(lines)


def main() -> int:
    """Parse, run, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("modules", nargs="*", help="only these")
    parser.add_argument("--keep", type=Path, help="keep what was built in this folder")
    parser.add_argument("--write", type=Path, help="write the table to this file, with its date")
    given = parser.parse_args()
    wanted = [one for one in SUBJECTS if not given.modules or one.name in given.modules]
    os.environ.pop("FERRULE", None)
    rows = []
    for subject in wanted:
        row = _row(subject, given.keep)
        rows.append(row)
        print(f"{row.name}: {row.compiled} of {row.plain} tests, {_share(row)} native", end="")
        print(f" ({row.note})" if row.note else "", flush=True)
        for test in row.lost[:10]:
            print(f"  only on the plain module: {test}")
    table = _table(rows)
    print(f"\n{table}")
    if given.write:
        heading = f"CPython {platform.python_version()}, {date.today().isoformat()}"
        given.write.write_text(f"{_TEXT.format(heading=heading)}\n{table}\n", encoding="utf-8")
    return 1 if any(row.lost for row in rows) else 0


_TEXT = """# Conformance

CPython's own tests on compiled modules of its standard library. `just conformance` prints this
table; a test that passes on the plain module and not on the compiled one makes it fail.

{heading}
"""

if __name__ == "__main__":
    sys.exit(main())
