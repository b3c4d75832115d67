"""The command: build random programs, compare every call, shrink and save what fails.

In: how many programs (of one function each, a crate for every batch), and a seed. Out: a summary, a
case file for each failure, and an exit status that tells whether there was one.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from random import SystemRandom

from tests.fuzz.program import Program, program
from tests.fuzz.shrink import alone, shrink
from tests.twins.job import ROOT, Answer, Job, run_job

FOLDER = ROOT / "tests" / "cases"


def main() -> int:
    """Run the command."""
    arguments = _arguments()
    total: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    started = time.monotonic()
    if arguments.fresh:
        arguments.seed = SystemRandom().randrange(1_000_000)
        print(f"seeds from {arguments.seed} on", flush=True)
    for seed in range(arguments.seed, arguments.seed + -(-arguments.programs // arguments.batch)):
        made = program(seed, arguments.batch, arguments.calls)
        answer = run_job(Job("fuzzed", made.text, made.all_calls))
        _count(total, codes, made, answer)
        print(f"seed {seed}: {_summary(answer)}", flush=True)
        if not answer.is_equal:
            _report(made, answer, seed, arguments.shrink, arguments.out)
    print(f"{dict(total)} in {time.monotonic() - started:.0f} s")
    print("refused:", ", ".join(f"{code} {count}" for code, count in codes.most_common(12)))
    wrong = total["failures"] - (total["rejected"] if arguments.only_answers else 0)
    return int(wrong > 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("programs", type=int, nargs="?", default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--fresh", action="store_true", help="another seed each time")
    words = "rejected Rust, which costs no answer, is told but is no failure"
    parser.add_argument("--only-answers", action="store_true", help=words)
    parser.add_argument("--batch", type=int, default=30, help="programs in one crate")
    parser.add_argument("--calls", type=int, default=6, help="calls of each program")
    parser.add_argument("--shrink", type=float, default=60.0, help="seconds for one failure")
    parser.add_argument("--out", type=Path, default=FOLDER, help="where failures are saved")
    return parser.parse_args()


def _count(total: Counter[str], codes: Counter[str], made: Program, answer: Answer) -> None:
    total["programs"] += len(made.functions)
    total["native"] += sum(1 for count in answer.native.values() if count)
    total["calls"] += answer.compared
    total["native calls"] += sum(answer.native.values())
    total["rejected"] += sum(1 for fault in answer.faults if " F603 " in fault)
    total["failures"] += len(answer.differences) + len(answer.faults)
    codes.update({code for _, code, *_ in {(one[0], one[1]) for one in answer.refused}})
    codes.update(one[1] for one in answer.refused)


def _summary(answer: Answer) -> str:
    native = sum(1 for count in answer.native.values() if count)
    return (
        f"{native} native, {answer.compared} calls compared, "
        f"{len(answer.differences)} differences, {len(answer.faults)} faults"
    )


def _report(made: Program, answer: Answer, seed: int, seconds: float, out: Path) -> None:
    for fault in answer.faults[:4]:
        print(f"  fault: {' / '.join(fault.splitlines()[:3])[:400]}", flush=True)
    seen: set[str] = set()
    for call, found in answer.differences:
        name = next((one for one, calls in made.calls.items() if call in calls), "")
        if name in seen:
            continue
        seen.add(name)
        print(f"  {call}: {found[:300]}", flush=True)
        if len(seen) <= 3 and seconds > 0:
            _save(made, call, f"fuzz-{seed}-{name}", seconds, out)


def _save(made: Program, call: str, title: str, seconds: float, out: Path) -> None:
    """Shrink a difference and write it as a case."""

    def fails(text: str, calls: tuple[str, ...]) -> bool:
        return bool(run_job(Job("fuzzed", text, calls), 60.0).differences)

    text, calls = alone(made, call)
    if not fails(text, calls):
        text, calls = made.text, made.all_calls
    text, calls = shrink(text, calls, fails, seconds)
    fences = f"```py\n{text}```\n\n```calls\n" + "\n".join(calls) + "\n```\n"
    (out / f"{title}.md").write_text(f"# Found by chance\n\n## {title}\n\n{fences}", "utf-8")
    print(f"  saved as {title}.md", flush=True)


if __name__ == "__main__":
    sys.exit(main())
