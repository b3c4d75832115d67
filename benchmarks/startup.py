"""What it costs to start: `import ferrule`, and a built module against the plain one.

Usage: python benchmarks/startup.py [--rounds N] [--json FILE]

In: nothing. Out: milliseconds, the median of interleaved starts of fresh interpreters, and how many
processes the import of a built module starts (none, it must be). Assumes `ferrule` is installed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

from contenders import Contender, ferrule
from places import EXAMPLES, environment

# The child times its own import, so that the start of the interpreter is not counted.
TIMED_IMPORT = """
import sys, time
sys.path.insert(0, sys.argv[2])
started = []
sys.addaudithook(
    lambda event, _: started.append(event)
    if event in ("subprocess.Popen", "os.fork", "os.posix_spawn", "os.system", "os.exec")
    else None
)
begin = time.perf_counter()
__import__(sys.argv[1])
print(time.perf_counter() - begin, len(started))
"""


def timed_import(module: str, folder: Path) -> tuple[float, int]:
    """Seconds for the import in a fresh interpreter, and processes started by it."""
    done = subprocess.run(
        [sys.executable, "-c", TIMED_IMPORT, module, str(folder)],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"import {module} failed: {done.stderr.strip().splitlines()[-1]}")
    seconds, processes = done.stdout.split()
    return float(seconds), int(processes)


def main() -> int:
    """Build one example, then measure in turn."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    imports = {
        "import ferrule": ("ferrule", EXAMPLES),
        "import click (for scale)": ("click", EXAMPLES),
        "plain module": ("nbody", EXAMPLES),
    }
    built = ferrule(EXAMPLES / "nbody.py", "20000")
    if isinstance(built, Contender):
        imports["built module"] = ("nbody", built.folders[0])
    else:
        print(f"ferrule build: {built.reason}", file=sys.stderr)
    seconds: dict[str, list[float]] = {name: [] for name in imports}
    processes = dict.fromkeys(imports, 0)
    for _ in range(options.rounds):
        for name, (module, folder) in imports.items():
            taken, started = timed_import(module, folder)
            seconds[name].append(taken)
            processes[name] = max(processes[name], started)
    for name, taken_all in seconds.items():
        middle, low, high = statistics.median(taken_all), min(taken_all), max(taken_all)
        spread = f"({low * 1000:.2f} to {high * 1000:.2f})"
        print(f"{name:<26} {middle * 1000:8.2f} ms {spread}, processes {processes[name]}")
    if "built module" in seconds:
        load = statistics.median(seconds["built module"]) - statistics.median(
            seconds["plain module"]
        )
        print(f"a cache hit costs {load * 1000:.2f} ms")
    if options.json:
        options.json.write_text(json.dumps({"seconds": seconds, "processes": processes}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
