"""How much the profiler slows a program: paired runs, with and without, medians of the ratios.

    python benchmarks/profile_overhead.py [ROUNDS]

Each program runs in a fresh process, where only the program itself is timed, by the processor time
that its process used. The order alternates.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"

RUNNER = """
import sys, time
from contextlib import nullcontext
from ferrule.base.program import Program
from ferrule.profile import execute, watching
began = time.process_time()
with watching() if sys.argv[2] == "with" else nullcontext():
    execute(Program("script", sys.argv[1]))
    spent = time.process_time() - began
print(spent, file=sys.stderr)
"""

PROGRAMS = {
    "loop of ints": """
def collatz_lengths(limit):
    longest = 0
    for start in range(1, limit):
        number, length = start, 1
        while number != 1:
            number = number // 2 if number % 2 == 0 else 3 * number + 1
            length += 1
        longest = max(longest, length)
    return longest
collatz_lengths(120_000)
""",
    "loop of floats": """
def total(values):
    result = 0.0
    for _ in range(60):
        for value in values:
            result += value * value
    return result
total([i / 7 for i in range(300_000)])
""",
    "lists": """
def sieve(limit):
    flags = [True] * limit
    for i in range(2, limit):
        if flags[i]:
            for j in range(i * i, limit, i):
                flags[j] = False
    return sum(flags)
for _ in range(3):
    sieve(2_000_000)
""",
    "recursion (calls)": """
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
fib(32)
""",
    "small functions (calls)": """
def add(a, b):
    return a + b
def twice(a):
    return add(a, a)
def run(n):
    total = 0
    for i in range(n):
        total = add(total, twice(i)) % 1_000_003
    return total
run(3_000_000)
""",
    "methods (calls)": """
class Body:
    def __init__(self, place, speed):
        self.place = place
        self.speed = speed
    def move(self, step):
        self.place += self.speed * step
    def energy(self):
        return 0.5 * self.speed * self.speed
def simulate(bodies, steps):
    total = 0.0
    for _ in range(steps):
        for body in bodies:
            body.move(0.01)
            total += body.energy()
    return total
simulate([Body(i, 1.0 + i) for i in range(100)], 15_000)
""",
    "a large tree (calls)": """
class Node:
    def __init__(self, key):
        self.key = key
        self.left = self.right = None
class Tree:
    def __init__(self):
        self.root = Node(500_000)
    def insert(self, key):
        node = self.root
        while True:
            below = node.left if key < node.key else node.right
            if below is None:
                break
            node = below
        if key < node.key:
            node.left = Node(key)
        else:
            node.right = Node(key)
tree = Tree()
key = 1
for _ in range(150_000):
    key = key * 48_271 % 1_000_003
    tree.insert(key)
""",
    "generators (calls)": """
def numbers(n):
    for i in range(n):
        yield i
def run(n):
    return sum(x * x for x in numbers(n) if x % 3)
run(6_000_000)
""",
    "text and dicts": """
def count(words):
    seen = {}
    for word in words:
        key = word.lower().strip(".,")
        seen[key] = seen.get(key, 0) + 1
    return seen
text = "The quick brown fox jumps over the lazy dog, and runs on.".split()
for _ in range(60):
    count(text * 3_000)
""",
}


def spent(script: Path, how: str) -> float:
    """Processor seconds of one run."""
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, str(script), how],
        env={"PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stderr.splitlines()[-1])


def ratios(script: Path, rounds: int) -> list[float]:
    """The slowdown in each pair of runs."""
    found = []
    for index in range(rounds):
        order = ("with", "without") if index % 2 else ("without", "with")
        seconds = {how: spent(script, how) for how in order}
        found.append(seconds["with"] / seconds["without"])
    return found


def main() -> None:
    """Print the slowdown of every program."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as folder:
        for name, text in PROGRAMS.items():
            script = Path(folder) / "program.py"
            script.write_text(text, encoding="utf-8")
            found = sorted(ratios(script, rounds))
            middle = statistics.median(found)
            print(f"{name:26} x {middle:.3f}   ({found[0]:.3f} .. {found[-1]:.3f})", flush=True)


if __name__ == "__main__":
    main()
