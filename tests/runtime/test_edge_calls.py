"""Calls at the Python edge: guards, redo, giving up, recursion; any doubt ends in the original."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import pytest

from ferrule.call import install, prepare, restore
from ferrule.call.trampoline import make_trampoline

pytestmark = pytest.mark.rust

Bound: TypeAlias = Callable[..., Callable[..., Any]]


def original(*args: object) -> object:
    raise NotImplementedError(*args)


def another(x: int) -> int:
    return x


def test_too_few_or_many_arguments(edge: ModuleType, bound: Bound) -> None:
    add = bound("add", lambda a, b: a + b)
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        add(1)
    with pytest.raises(TypeError):
        add(1, b=2)
    assert inspect.signature(edge.add).parameters.keys() == {"a", "b"}
    assert edge.add.__doc__ == "The sum."


def test_overflow_is_redone(edge: ModuleType, bound: Bound) -> None:
    add = bound("add", lambda a, b: a + b)
    before = edge.stats()["add"]
    assert add(2**62, 2**62) == 2**63
    assert add(2, 3) == 5
    after = edge.stats()["add"]
    assert after["redos"] == before["redos"] + 1
    assert after["native"] == before["native"] + 1


def test_an_exception_is_the_originals(bound: Bound) -> None:
    def index(xs: list[int], at: int) -> int:
        return xs[at]

    entry = bound("index", index)
    assert entry([1, 2], 1) == 2
    with pytest.raises(IndexError, match=r"^list index out of range$") as caught:
        entry([1, 2], 5)
    assert caught.traceback[-1].name == "index"


def test_a_panic_is_redone_in_silence(
    edge: ModuleType, bound: Bound, capfd: pytest.CaptureFixture[str]
) -> None:
    entry = bound("panic", lambda xs: len(xs))
    before = edge.stats()["panic"]["panics"]
    assert entry([1, 2]) == 2
    stats = edge.stats()["panic"]
    assert stats["panics"] == before + 1
    assert "index out of bounds" in stats["panic"]
    assert capfd.readouterr() == ("", "")


def test_a_stop_after_the_commit_is_loud(bound: Bound) -> None:
    entry = bound("late")
    with pytest.raises(SystemError, match="after its commit"):
        entry([1, 2])


def test_an_entry_without_success_gives_up(edge: ModuleType, bound: Bound) -> None:
    entry = bound("echo_int", lambda x: ("python", x))
    assert [entry(1.0) for _ in range(20)] == [("python", 1.0)] * 20
    assert edge.stats()["echo_int"]["off"] is False  # a proof wants to see all that can run
    edge.weigh(True)
    assert [entry(1.0) for _ in range(20)] == [("python", 1.0)] * 20
    edge.weigh(False)
    assert edge.stats()["echo_int"]["off"] is True
    assert entry(1) == ("python", 1)
    edge.switch("echo_int", True)
    assert entry(1) == 1
    edge.switch("echo_int", False)
    assert entry(1) == ("python", 1)


def test_an_entry_with_mostly_successes_stays(edge: ModuleType, bound: Bound) -> None:
    entry = bound("echo_int", lambda x: ("python", x))
    for turn in range(3000):
        assert entry(turn if turn % 3 else 1.0) == (turn if turn % 3 else ("python", 1.0))
    assert edge.stats()["echo_int"]["off"] is False


def test_while_a_redo_runs_nested_calls_are_direct(edge: ModuleType, bound: Bound) -> None:
    calls = []

    def down(n: int) -> int:
        calls.append(n)
        return 0 if n == 0 else 1 + edge.down(n - 1)

    entry = bound("down", down)
    before = edge.stats()["down"]
    assert entry(5) == 5
    assert calls == []
    deep = sys.getrecursionlimit() + 10
    with pytest.raises(RecursionError):
        entry(deep)
    after = edge.stats()["down"]
    assert after["redos"] == before["redos"] + 1
    assert calls[0] == deep
    assert entry(5) == 5


def test_recursion_stops_where_python_would(bound: Bound) -> None:
    def down(n: int) -> int:
        return 0 if n == 0 else 1 + down(n - 1)

    def at_depth(depth: int, call: Callable[[], int]) -> int:
        return call() if depth == 0 else at_depth(depth - 1, call)

    entry = bound("down", down)
    limit = sys.getrecursionlimit()
    for depth in (0, limit // 2):
        low, high = 1, limit + 100
        while low < high:
            middle = (low + high + 1) // 2
            try:
                at_depth(depth, lambda: down(middle))  # noqa: B023
                low = middle
            except RecursionError:
                high = middle - 1
        for n in (low, low + 1, low + 40):
            bound("down", down)
            try:
                expected: object = at_depth(depth, lambda: down(n))  # noqa: B023
            except RecursionError:
                expected = RecursionError
            try:
                actual: object = at_depth(depth, lambda: entry(n))  # noqa: B023
            except RecursionError:
                actual = RecursionError
            # One frame more or less is what a call of a builtin is worth.
            assert actual == expected or n == low


def test_a_high_limit_does_not_overflow_the_stack(edge_path: Path) -> None:
    code = """
import sys, threading, _edge
def down(n): return -1
_edge.bind("down", down)
sys.setrecursionlimit(10**9)
assert _edge.down(10**4) == 10**4
assert _edge.down(10**8) == -1
threading.stack_size(256 << 10)
answers = []
thread = threading.Thread(target=lambda: answers.extend([_edge.down(100), _edge.down(10**6)]))
thread.start(); thread.join()
assert answers == [100, -1], answers
assert _edge.down(10**4) == 10**4
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=edge_path.parent)


def test_guards_of_names(edge: ModuleType) -> None:
    space: dict[str, object] = {"f": original}
    rules = [(space, "f", original), (space, "g")]
    edge.bind("add", lambda a, b: ("python", a, b), rules)
    assert edge.add(1, 2) == 3
    space["other"] = 1
    assert edge.add(1, 2) == 3
    space["f"] = len
    assert edge.add(1, 2) == ("python", 1, 2)
    space["f"] = original
    assert edge.add(1, 2) == 3
    space["g"] = 1
    assert edge.add(1, 2) == ("python", 1, 2)
    del space["g"]
    assert edge.add(1, 2) == 3
    del space["f"]
    assert edge.add(1, 2) == ("python", 1, 2)


def test_guards_of_attributes(edge: ModuleType) -> None:
    class Base:
        def method(self) -> int:
            return 1

    class Heir(Base):
        pass

    method = Base.method
    edge.bind("add", lambda a, b: ("python", a, b), [(Heir, "method", method), (Heir, "other")])
    assert [edge.add(1, 2) for _ in range(3)] == [3, 3, 3]
    Heir.method = lambda self: 2  # type: ignore[method-assign]
    assert edge.add(1, 2) == ("python", 1, 2)
    del Heir.method
    assert edge.add(1, 2) == 3
    Base.method = lambda self: 2  # type: ignore[method-assign]
    assert edge.add(1, 2) == ("python", 1, 2)
    Base.method = method  # type: ignore[method-assign]
    assert edge.add(1, 2) == 3
    Base.other = 1  # type: ignore[attr-defined]
    assert edge.add(1, 2) == ("python", 1, 2)


def test_guards_of_functions(edge: ModuleType) -> None:
    def helper(x: int, y: int = 1, *, z: int = 2) -> int:
        return x + y + z

    def other(x: int, y: int = 1, *, z: int = 2) -> int:
        return 0

    code, defaults, keywords = helper.__code__, helper.__defaults__, helper.__kwdefaults__
    edge.bind("add", lambda a, b: ("python", a, b), [(helper, code)])
    helper.__code__ = other.__code__
    assert edge.add(1, 2) == ("python", 1, 2)
    helper.__code__ = code
    helper.__defaults__ = (5,)
    assert edge.add(1, 2) == ("python", 1, 2)
    helper.__defaults__ = defaults
    assert edge.add(1, 2) == 3
    helper.__kwdefaults__["z"] = 3
    assert edge.add(1, 2) == ("python", 1, 2)
    helper.__kwdefaults__["z"] = 2
    helper.__kwdefaults__ = None
    assert edge.add(1, 2) == ("python", 1, 2)
    helper.__kwdefaults__ = keywords
    assert edge.add(1, 2) == 3


def test_a_trampoline_is_taken_for_its_original(edge: ModuleType) -> None:
    def helper(x: int) -> int:
        return x

    swap = prepare(helper, lambda x: x)
    edge.bind("add", lambda a, b: ("python", a, b), [(helper, helper.__code__)])
    install(swap)
    assert [edge.add(1, 2) for _ in range(3)] == [3, 3, 3]
    restore(swap)
    assert edge.add(1, 2) == 3
    helper.__code__ = make_trampoline(another, print)  # of another function
    assert edge.add(1, 2) == ("python", 1, 2)


def test_bind_says_what_is_wrong(edge: ModuleType) -> None:
    for args in [("add",), ("none", original), ("add", original, [(1, "x")]), ("add", original, 5)]:
        with pytest.raises(TypeError):
            edge.bind(*args)
    with pytest.raises(TypeError):
        edge.bind("add", original, (), (1,))


def test_keywords_go_to_the_original_by_name(edge: ModuleType) -> None:
    def add(a: object, *, b: object) -> object:
        return ("python", a, b)

    edge.bind("add", add, (), (), (), ("b",))
    assert edge.add(1, 2) == 3
    assert edge.add("x", "y") == ("python", "x", "y")
    edge.bind("add", add, (), (), (), ())
    with pytest.raises(TypeError):
        edge.add("x", "y")


def test_python_exceptions_pass_through(bound: Bound) -> None:
    entry = bound("apply")
    assert entry(len, "abc") == 3
    assert entry({"a": 1}.__getitem__, "b") == "'b'"

    class Odd(ValueError):
        pass

    problem = Odd("x")

    def fail(_arg: object) -> None:
        raise problem

    with pytest.raises(Odd) as caught:
        entry(fail, 1)
    assert caught.value is problem
    assert caught.traceback[-1].name == "fail"


def test_hooks_ask_the_interpreter(bound: Bound) -> None:
    entry = bound("upper")
    for text in ["straße", "ǆ", "éa", "\U00010428", "\ud800x"]:
        assert entry(text) == text.upper()
