"""A prologue changes nothing but that the recorder is called first, with the arguments."""

import asyncio
import sys
import traceback
from pathlib import Path
from types import CodeType

import pytest

from ferrule.profile.frames import parameters

if sys.version_info >= (3, 12):
    pytest.skip("prologues are for CPython 3.11 only", allow_module_level=True)

from ferrule.profile.prologue import with_prologue


def many_constants():
    """More constants than one byte counts, and jumps over them."""
    body = "\n".join(f"    if x == {i}.5: total += {i}.25" for i in range(300))
    space = {}
    exec(f"def many(x):\n    total = x\n{body}\n    return total\n", space)
    return space["many"]


def no_parameters():
    return 7


def defaults(a, b=2, /, c=3, *, d=4):
    return a, b, c, d


def rest(a, *more, key=1, **named):
    return a, more, key, named


def loops(n):
    while n > 10:
        n //= 2
    for i in range(n):
        if i == 3:
            continue
        n += i
    return n


def guarded(n):
    try:
        try:
            return 10 // n
        finally:
            n = 5
    except ZeroDivisionError as problem:
        return str(problem), n
    else:
        return n


def make_closure(base):
    def closure(a, b):
        nonlocal base
        base += a

        def inner():
            nonlocal b
            b += base
            return b

        return inner() + b

    return closure


def comprehends(values, factor):
    return [value * factor for value in values], sum(factor for _ in values)


def generates(n):
    for i in range(n):
        got = yield i
        if got:
            yield got


class Parent:
    def method(self, x):
        return ("parent", x)


class Child(Parent):
    def method(self, x):
        return (__class__.__name__, super().method(x))


CASES = [
    (no_parameters, [((), {})]),
    (defaults, [((1,), {}), ((1, 5, 6), {"d": 7})]),
    (rest, [((1,), {}), ((1, 2, 3), {"key": 4, "z": 5})]),
    (loops, [((100,), {}), ((0,), {})]),
    (guarded, [((0,), {}), ((3,), {})]),
    (make_closure(10), [((1, 2), {}), ((3, 4), {})]),
    (comprehends, [(([1, 2], 3), {})]),
    (Child.method, [((Child(), 5), {})]),
    (many_constants(), [((3.5,), {}), ((1,), {})]),
]


@pytest.mark.parametrize(("function", "calls"), CASES, ids=lambda one: getattr(one, "__name__", ""))
def test_same_results_and_all_arguments(function, calls):
    original = function.__code__
    expected = [function(*plain, **named) for plain, named in calls]
    if function.__closure__ and original.co_name == "closure":
        function = make_closure(10)
    noted = []
    function.__code__ = with_prologue(
        original, parameters(original), lambda *arguments: noted.append(arguments)
    )
    try:
        assert expected == [function(*plain, **named) for plain, named in calls]
    finally:
        function.__code__ = original
    assert len(noted) == len(calls)
    for (plain, _), seen in zip(calls, noted, strict=True):
        assert len(seen) == len(parameters(original))
        assert seen[: min(len(plain), 1)] == plain[:1]


def test_defaults_are_filled_in():
    original = defaults.__code__
    noted = []
    defaults.__code__ = with_prologue(original, parameters(original), lambda *a: noted.append(a))
    try:
        defaults(1, c=9)
    finally:
        defaults.__code__ = original
    assert noted == [(1, 2, 9, 4)]


def test_generators_note_their_first_step():
    original = generates.__code__
    noted = []
    generates.__code__ = with_prologue(original, parameters(original), lambda *a: noted.append(a))
    try:
        running = generates(3)
        assert noted == []
        assert [next(running), running.send("s"), *running] == [0, "s", 1, 2]
    finally:
        generates.__code__ = original
    assert noted == [(3,)]


def test_coroutines():
    async def work(n):
        await asyncio.sleep(0)
        return n + 1

    noted = []
    code = work.__code__
    work.__code__ = with_prologue(code, parameters(code), lambda *a: noted.append(a))
    assert (asyncio.run(work(1)), noted) == (2, [(1,)])


def test_lines_of_tracebacks_and_of_tracers():
    def fails(x):
        y = x + 1
        if y:
            raise ValueError(
                y,
            )

    def lines(function):
        seen = []

        def tracer(frame, event, _):
            if frame.f_code.co_name == "fails":
                seen.append((event, frame.f_lineno))
                return tracer
            return None

        sys.settrace(tracer)
        try:
            function(1)
        except ValueError as problem:
            text = "".join(traceback.format_exception(problem))
        finally:
            sys.settrace(None)
        return seen, text

    expected = lines(fails)
    fails.__code__ = with_prologue(fails.__code__, ("x",), lambda x: None)
    assert expected == lines(fails)


def test_an_exception_of_the_recorder_is_raised_at_the_start():
    def recorder(n):
        raise TimeoutError(n)

    def work(n):
        try:
            return n
        except TimeoutError:
            return "caught inside"

    work.__code__ = with_prologue(work.__code__, ("n",), recorder)
    with pytest.raises(TimeoutError):
        work(1)


def codes(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes(constant)


def test_positions_of_all_steps_stay():
    """In every function of a few large modules of the library."""
    import argparse
    import decimal
    import difflib
    import dis
    import statistics
    import typing

    count = 0
    for module in (argparse, decimal, difflib, statistics, typing, dis):
        tree = compile(Path(module.__file__).read_bytes(), module.__file__, "exec")
        for code in codes(tree):
            if code.co_flags & 3 != 3:
                continue
            longer = with_prologue(code, parameters(code), print)
            before = [(s.opname, s.arg, s.positions) for s in dis.get_instructions(code)]
            after = [(s.opname, s.arg, s.positions) for s in dis.get_instructions(longer)]
            start = next(i for i, step in enumerate(before) if step[0] == "RESUME") + 1
            added = len(after) - len(before)
            assert before[:start] + before[start:] == after[:start] + after[start + added :]
            count += 1
    assert count > 500
