"""What goes on around a native call: printing, Ctrl-C, threads, references, and its cost."""

from __future__ import annotations

import gc
import math
import os
import random
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import pytest

pytestmark = pytest.mark.rust

Bound: TypeAlias = Callable[..., Callable[..., Any]]


class Text(str):
    __slots__ = ()


class Body:
    def __init__(self, x: float, vx: float, name: str) -> None:
        self.x = x
        self.vx = vx
        self.name = name


def test_printing_goes_through_stdout_in_order(bound: Bound) -> None:
    def shout(words: list[str]) -> int:
        for word in words:
            print(word)
        return len(words)

    entry = bound("shout", shout)
    out = StringIO()
    with redirect_stdout(out):
        print("before")
        assert entry(["a", "€", "c"]) == 3
        print("after")
    assert out.getvalue() == "before\na\n€\nc\nafter\n"
    out = StringIO()
    with redirect_stdout(out):
        entry(["a", Text("b")])
    assert out.getvalue() == "a\nb\n"
    with redirect_stdout(None):
        assert entry(["a"]) == 1
    assert entry([]) == 0


@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_ctrl_c_is_quick(edge_path: Path) -> None:
    code = """
import _edge, os, signal, threading, time, sys
def spin(seconds): raise SystemExit("redone")
_edge.bind("spin", spin)
for turn in range(3):
    sent = []
    def send():
        time.sleep(0.3); sent.append(time.perf_counter()); os.kill(os.getpid(), signal.SIGINT)
    # Nothing but the kernel runs while the slice spins, so a child sends the signal.
    if os.fork() == 0:
        time.sleep(0.3); os.kill(os.getppid(), signal.SIGINT); os._exit(0)
    start = time.perf_counter()
    try:
        _edge.spin(5.0)
    except KeyboardInterrupt:
        late = time.perf_counter() - start - 0.3
        print(round(late, 3))
        assert late < 0.1, late
    else:
        sys.exit("no interrupt")
    os.wait()
# A forked child has a clock of its own.
if (child := os.fork()) == 0:
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(LookupError("alarm")))
    try:
        _edge.spin(5.0)
    except LookupError:
        os._exit(7)
    os._exit(1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=edge_path.parent, timeout=60)


def test_nothing_leaks(bound: Bound) -> None:
    class Thing:
        pass

    thing = Thing()
    note = weakref.ref(thing)
    entry = bound("echo_object")
    assert entry(thing) is thing
    del thing
    assert note() is None
    text = "some text" + str(random.random())
    rows = [[10**10 + 1]]
    counts = [sys.getrefcount(text), sys.getrefcount(rows), sys.getrefcount(rows[0][0])]
    body = Body(1.5, 2.5, text)
    for _ in range(100):
        bound("echo_str")(text)
        bound("echo_rows")(rows)
        bound("advance", classes=(Body,))([body], 0.5)
    del body
    assert [sys.getrefcount(text), sys.getrefcount(rows), sys.getrefcount(rows[0][0])] == counts


def test_threads_share_an_entry(bound: Bound) -> None:
    entry = bound("add", lambda a, b: a + b)
    wrong = []

    def work(seed: int) -> None:
        rng = random.Random(seed)
        for _ in range(3000):
            a, b = rng.choice([1, 2.5, 2**62]), rng.choice([1, 2, 2**62])
            if entry(a, b) != a + b:
                wrong.append((a, b))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_other_threads_run_beside_a_pure_slice(bound: Bound) -> None:
    entry = bound("spin")
    beats: list[int] = []

    def beat() -> None:
        for number in range(100):
            time.sleep(0.01)
            beats.append(number)

    thread = threading.Thread(target=beat)
    thread.start()
    entry(0.5)
    seen = len(beats)
    thread.join()
    assert seen >= 10


def test_a_global_that_another_thread_changes_is_noticed(edge: ModuleType) -> None:
    space: dict[str, object] = {"is_done": False}
    edge.bind("spin", lambda seconds: "python", [(space, "is_done", False)])
    timer = threading.Timer(0.1, space.update, [{"is_done": True}])
    timer.start()
    assert edge.spin(20.0) == "python"
    timer.join()


def test_an_argument_that_another_thread_changes_is_noticed(bound: Bound) -> None:
    entry = bound("bubble_sort", lambda xs: "python")
    items = list(range(40_000, 0, -1))
    timer = threading.Timer(0.1, items.append, [5])
    timer.start()
    assert entry(items) == "python"
    assert items[:2] == [40_000, 39_999]
    assert items[-1] == 5
    timer.join()


def timed(func: Callable[..., Any], *args: object) -> float:
    """Seconds of the quickest of many calls."""
    rounds = range(2000)
    best = math.inf
    for _ in range(7):
        start = time.perf_counter()
        for _ in rounds:
            func(*args)
        best = min(best, time.perf_counter() - start)
    return best / len(rounds)


@pytest.fixture
def no_collection() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def test_cost_of_the_boundary(bound: Bound, no_collection: None) -> None:
    floats = [i + 0.5 for i in range(1000)]
    cases: list[tuple[str, tuple[object, ...]]] = [
        ("add", (3, 4)),
        ("take_floats", (floats,)),
        ("take_ints", (list(range(0, 10**6, 1000)),)),
        ("take_strs", ([f"word{i}" for i in range(1000)],)),
        ("give_floats", (1000,)),
    ]
    for name, args in cases:
        print(f"{name}: {timed(bound(name, lambda *args: args), *args) * 1e9:.0f} ns")
