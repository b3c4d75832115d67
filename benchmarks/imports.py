"""How long a Rust file takes to import: `just bench-import`.

In: `benchmarks/handwritten/ten.rs`, ten functions. Out: the wall time and the processor time of each
step, median of several, on stdout. A plain extension is the same library without Ferrule. Processor
time is what a quiet machine would need on one core; wall time depends on who else is there.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILE = Path(__file__).parent / "handwritten" / "ten.rs"
EDITED = ("highest = highest.max(n);", "highest = highest.max(n + 0 * {0});")
ROUNDS = 5


def timed(code: str, folder: Path) -> tuple[float, float]:
    """Wall and processor seconds of `python -c`, its children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    return wall, spent


def tell(what: str, times: list[tuple[float, float]], limit: str) -> None:
    """One line of the table."""
    wall, spent = (statistics.median(column) for column in zip(*times, strict=True))
    least = min(one for one, _ in times)
    print(f"{what:44} {wall:8.3f} s {least:8.3f} s {spent:8.3f} s   {limit}")


def main() -> None:
    """Measure all of it."""
    text = FILE.read_text(encoding="utf-8")
    imports = "import ferrule.hook, ten"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "rust").mkdir()
        file = folder / "rust" / "ten.rs"
        file.write_text(f"{text}// {time.time_ns()}\n", encoding="utf-8")
        timed(imports, folder / "rust")  # prepares the crates where they are not
        print(f"{'':44} {'median':>10} {'least':>10} {'processor':>10}")
        first: list[tuple[float, float]] = []
        for number in range(ROUNDS):
            fresh = folder / f"fresh{number}"
            fresh.mkdir()
            (fresh / "ten.rs").write_text(f"{text}// {number} {time.time_ns()}\n", encoding="utf-8")
            first.append(timed(imports, fresh))
        tell("first import, crates prepared", first, "aim 1.5 s")
        edited: list[tuple[float, float]] = []
        for number in range(ROUNDS):
            old, new = EDITED
            now = text.replace(old, new.format(number + time.time_ns()))
            file.write_text(now, encoding="utf-8")
            edited.append(timed(imports, folder / "rust"))
        tell("edited", edited, "aim 1.0 s")
        code = f"{imports}; print(ten.__loader__.library)"
        said = subprocess.run(
            [sys.executable, "-c", code], cwd=folder / "rust", capture_output=True, check=True
        )
        (folder / "plain").mkdir()
        shutil.copy(os.fsdecode(said.stdout).strip(), folder / "plain")
        plain, same = [], []
        for _ in range(4 * ROUNDS):
            plain.append(timed("import ten", folder / "plain"))
            same.append(timed(imports, folder / "rust"))
        tell("unchanged", same, "aim 15 ms over a plain extension")
        tell("a plain extension", plain, "")


if __name__ == "__main__":
    main()
