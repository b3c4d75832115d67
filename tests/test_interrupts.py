"""Ctrl-C in the middle of native code that has no statement of a loop: sums and comprehensions.

Each function would run for years; it is native (it has a `__wrapped__`), and a real signal from
another process must raise KeyboardInterrupt soon.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.rust]

ENDLESS = '''\
from ferrule import prange


def side_by_side(n: int, m: int) -> int:
    """
    >>> side_by_side(3, 4)
    12
    """
    total = 0
    for i in prange(n):
        part = 0
        for j in range(m):
            part += i * j & 3
        total += part
    return total


def total(n: int) -> int:
    """
    >>> total(3)
    3
    """
    return sum(i & 3 for i in range(n))


def halves(n: int) -> float:
    """
    >>> halves(3)
    1.5
    """
    return sum(i * 0.5 for i in range(n))


def has_negative(n: int) -> bool:
    """
    >>> has_negative(3)
    False
    """
    return any(i < 0 for i in range(n))


def most(n: int) -> int:
    """
    >>> most(9)
    6
    """
    return max(i % 7 for i in range(n))


def pairs(n: int, m: int) -> int:
    """
    >>> pairs(3, 4)
    3
    """
    return sum(1 for i in range(n) for j in range(m) if j > i + 1)


def rests(n: int) -> set[int]:
    """
    >>> sorted(rests(9))
    [0, 1, 2, 3, 4]
    """
    return {i % 5 for i in range(n)}


def chosen(n: int) -> list[int]:
    """
    >>> chosen(2001)
    [1999]
    """
    return [i for i in range(n) if i % 2000 == 1999 and i < 5000]
'''

SENDING = """\
import os, signal, sys, time
sys.path.insert(0, sys.argv[1])
import endless

CALLS = {"total": (10**18,), "halves": (10**18,), "has_negative": (10**18,), "most": (10**18,),
         "side_by_side": (8, 10**17), "pairs": (10**18, 2), "rests": (10**18,), "chosen": (10**18,)}
for name, arguments in CALLS.items():
    function = getattr(endless, name)
    assert hasattr(function, "__wrapped__"), name
    if os.fork() == 0:
        time.sleep(0.2)
        os.kill(os.getppid(), signal.SIGINT)
        os._exit(0)
    start = time.perf_counter()
    try:
        function(*arguments)
    except KeyboardInterrupt:
        print(name, time.perf_counter() - start - 0.2)
    os.wait()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child sends the signal")
def test_sums_and_comprehensions_are_interrupted(tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS, encoding="utf-8")
    out = tmp_path / "out"
    build = ["-m", "ferrule", "build", str(script), "--out", str(out), "--witness", "doctest"]
    subprocess.run([sys.executable, *build], check=True, timeout=300)
    done = subprocess.run(
        [sys.executable, "-c", SENDING, str(out)],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    late = {name: float(time) for name, time in map(str.split, done.stdout.splitlines())}
    endless = {"total", "halves", "has_negative", "most", "pairs", "rests", "chosen"}
    assert set(late) == {*endless, "side_by_side"}
    assert max(late.values()) < 0.1, late
