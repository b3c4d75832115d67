"""Load, prove, install and use a real extension: the slice written by hand in `rust/edge-tests`."""

from __future__ import annotations

import importlib.util
import inspect
import pickle
import shutil
import sys
import threading
import traceback
from pathlib import Path

import pytest

from ferrule.base import types as t
from ferrule.base.records import Built, EntryPoint, FuncName, Guard
from ferrule.call import (
    Ready,
    Waiting,
    arrive,
    counts,
    fingerprints,
    give_up,
    install,
    load,
    preview,
    restore,
)
from ferrule.prove import Limits, Pair, Shape, measure, prove

pytestmark = pytest.mark.rust
HERE = Path(__file__).parent


def module_at(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


edge_path = module_at(HERE.parents[1] / "runtime" / "conftest.py", "_edge_conftest").edge_path

BODIES = t.List(t.Struct("real_program:Body"))
FIELDS = {"real_program:Body": {"x": t.FLOAT, "vx": t.FLOAT, "name": t.STR}}
ENTRIES = {
    "add": ((t.INT, t.INT), t.INT, "pure"),
    "levenshtein": ((t.STR, t.STR), t.INT, "pure"),
    "bubble_sort": ((t.List(t.INT),), t.List(t.INT), "arguments"),
    "advance": ((BODIES, t.FLOAT), t.NONE, "arguments"),
    "shout": ((t.List(t.STR),), t.INT, "prints"),
    "down": ((t.INT,), t.INT, "pure"),
    "late": ((t.List(t.INT),), t.INT, "pure"),
}


@pytest.fixture
def program(monkeypatch):
    spec = importlib.util.spec_from_file_location("real_program", HERE / "real_program.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "real_program", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def built(program, edge_path, tmp_path, monkeypatch):
    """The extension at a path of its own, so that each test starts with fresh counts."""
    path = tmp_path / "_edge.so"
    shutil.copy(edge_path, path)
    monkeypatch.delitem(sys.modules, "_edge", raising=False)
    entries = tuple(entry(program, name) for name in ENTRIES)
    yield Built(
        str(path), "_edge", "key", entries, ("real_program:Body", "real_program:Slotted"), 0
    )
    sys.modules.pop("_edge", None)


def entry(program, name, guards=()):
    code = getattr(program, name).__code__
    func = FuncName("real_program", code.co_qualname, code.co_filename, code.co_firstlineno)
    arguments, result, effects = ENTRIES[name]
    return EntryPoint(func, name, guards, effects, arguments, result)


def digests_of(built):
    return fingerprints(built.entries, built.classes)


def loaded_swaps(built):
    loaded = load(built, digests_of(built))
    assert not loaded.doubts
    return loaded, {func.qualname: swap for func, swap in loaded.swaps.items()}


def pair_of(built, loaded, name):
    (found,) = (one for one in built.entries if one.native == name)
    swap = loaded.swaps[found.func]
    return Pair(
        found.func,
        swap.original,
        preview(swap),
        found.effects,
        lambda: counts(loaded.module, name).native,
    ), Shape(found.arguments, FIELDS)


CALLS = {
    "add": [(1, 2)],
    "levenshtein": [("kitten", "sitting"), ("", "abc")],
    "bubble_sort": [([5, 2, 9, 1],)],
    "shout": [(["a", "b"],)],
    "down": [(20,)],
}


@pytest.mark.parametrize("name", [*CALLS, "advance"])
def test_a_right_slice_is_proved(program, built, name):
    loaded, _ = loaded_swaps(built)
    pair, shape = pair_of(built, loaded, name)
    calls = CALLS.get(name) or [([program.Body(1.0, 2.0, "a"), program.Body(3.0, -1.0, "b")], 0.5)]
    verdict = prove(pair, [pickle.dumps(call) for call in calls], shape)
    # A half of a surrogate pair can't be printed, and how that fails is the edge's own matter.
    assert all("ud800" in one.call and name == "shout" for one in verdict.mismatches), verdict
    assert verdict.recorded == len(calls)
    assert verdict.native > verdict.generated // 3 > 10, verdict


def test_a_wrong_slice_is_found(program, built):
    loaded, _ = loaded_swaps(built)
    for name, call in (("late", ([1, 2],)),):
        pair, shape = pair_of(built, loaded, name)
        verdict = prove(pair, [pickle.dumps(call)], shape)
        assert "IndexError" in verdict.mismatches[0].expected
    pair, shape = pair_of(built, loaded, "bubble_sort")
    wrong = Pair(pair.func, lambda xs: sorted(xs), pair.after, "arguments", pair.native_runs)
    assert prove(wrong, [pickle.dumps(([2, 1],))], shape).mismatches


def test_timing_shows_the_gain(program, built):
    loaded, _ = loaded_swaps(built)
    pair, _ = pair_of(built, loaded, "levenshtein")
    timing = measure(pair, [pickle.dumps(("kitten" * 10, "sitting" * 10))])
    assert timing.is_faster, timing
    assert timing.rounds >= 5


def test_installed_functions_run_natively_and_redo_what_does_not_fit(program, built):
    loaded, swaps = loaded_swaps(built)
    for swap in swaps.values():
        install(swap)
    native = counts(loaded.module, "add").native
    assert program.add(2, 3) == 5
    assert program.add(b=2, a=3) == 5
    assert counts(loaded.module, "add").native == native + 2
    assert program.add(2**62, 2**62) == 2**63
    assert program.add(True, 1) == 2
    assert program.add("a", "b") == "ab"
    assert counts(loaded.module, "add").redos == 1
    assert counts(loaded.module, "add").misses == 2
    body = program.Body(1.0, 2.0, "a")
    program.advance([body], 1.0)
    assert (body.x, body.vx) == (3.0, -2.0)
    assert inspect.signature(program.levenshtein) == inspect.signature(
        program.levenshtein.__wrapped__
    )


def test_a_traceback_is_pythons(program, built):
    def shown():
        with pytest.raises(TypeError) as caught:
            program.add(1, "x")
        found = traceback.extract_tb(caught.value.__traceback__)[1:]
        return [(frame.name, frame.lineno, frame.line) for frame in found]

    expected = shown()
    _, swaps = loaded_swaps(built)
    install(swaps["add"])
    assert shown() == expected


def test_recursion_that_is_redone_goes_as_deep_as_python(program, built):
    def deepest():
        low, high = 1, 100_000
        while low < high - 1:
            middle = (low + high) // 2
            try:
                program.down(float(middle))  # a float: the guard misses, Python runs
                low = middle
            except RecursionError:
                high = middle
        return low

    expected = deepest()
    _, swaps = loaded_swaps(built)
    install(swaps["down"])
    assert expected - 10 <= deepest() <= expected
    with pytest.raises(RecursionError):
        program.down(10**6)


def test_a_function_that_always_misses_is_python_again(program, built):
    _, swaps = loaded_swaps(built)
    install(swaps["add"])
    for _ in range(100):
        assert program.add(1.5, 2) == 3.5
    assert not swaps["add"].is_installed
    assert program.add.__code__ is swaps["add"].before


def test_restored_functions_are_python(program, built):
    loaded, swaps = loaded_swaps(built)
    install(swaps["add"])
    restore(swaps["add"])
    assert program.add(1, 2) == 3
    assert counts(loaded.module, "add").native == 0


def test_a_guard_is_checked_at_each_call(program, built):
    guards = (
        Guard("real_program", "STEP", "constant", "1"),
        Guard("real_program", "len", "builtin", "len"),
    )
    built = Built(built.path, "_edge", "key", (entry(program, "add", guards),), built.classes, 0.0)
    loaded, swaps = loaded_swaps(built)
    install(swaps["add"])
    assert program.add(1, 2) == 3
    program.STEP = 2
    assert program.add(1, 2) == 3
    program.STEP = 1
    program.len = max
    assert program.add(1, 2) == 3
    del program.len
    assert program.add(1, 2) == 3
    found = counts(loaded.module, "add")
    assert (found.native, found.misses) == (2, 2)


def test_a_changed_function_is_not_bound(program, built):
    digests = digests_of(built)
    program.add.__code__ = program.add.__code__.replace(co_consts=(5,))
    loaded = load(built, digests)
    assert {func.qualname: text for func, text in loaded.doubts.items()} == {
        "add": "real_program:add is not what was compiled"
    }
    program.Body.x = property(lambda self: 1)
    loaded = load(built, digests)
    assert set(loaded.doubts) == {one.func for one in built.entries}


def test_ferrule_off_installs_nothing(built, monkeypatch):
    monkeypatch.setenv("FERRULE", "off")
    loaded = load(built, digests_of(built))
    assert set(loaded.doubts.values()) == {"FERRULE=off"}
    assert loaded.module is None


def test_an_extension_that_does_not_load_is_a_doubt(built, tmp_path):
    digests = digests_of(built)
    Path(built.path).write_bytes(b"not an extension")
    loaded = load(built, digests)
    assert len(loaded.doubts) == len(built.entries)
    assert not loaded.swaps


def test_cached_slices_are_installed_when_their_functions_arrive(program, built):
    digests = digests_of(built)
    proved = frozenset(one.func for one in built.entries if one.native != "late")
    waiting = Waiting([Ready(built, digests, proved)])
    down = program.down
    del program.down
    arrive(waiting)
    assert not waiting.swaps
    program.down = down
    arrive(waiting)
    assert set(waiting.swaps) == proved
    assert list(waiting.doubts.values()) == ["it is not proved"]
    assert program.add(1, 2) == 3
    assert counts(waiting.loaded[0].module, "add").native == 1


def test_slices_whose_functions_never_arrive_are_told(program, built):
    waiting = Waiting([Ready(built, digests_of(built), frozenset())])
    del program.add
    arrive(waiting)
    give_up(waiting)
    assert set(waiting.doubts) == {one.func for one in built.entries}


def test_threads_may_call_at_once(program, built):
    _, swaps = loaded_swaps(built)
    for swap in swaps.values():
        install(swap)
    wrong = []

    def call():
        for number in range(2000):
            if (
                program.add(number, 1) != number + 1
                or program.down(float(number % 9)) != number % 9
            ):
                wrong.append(number)

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_longer_proof_makes_more_inputs(program, built):
    loaded, _ = loaded_swaps(built)
    pair, shape = pair_of(built, loaded, "bubble_sort")
    verdict = prove(pair, [pickle.dumps(([3, 1],))], shape, Limits(made=600, seed=3))
    assert verdict.is_equal, verdict
    assert verdict.generated > 400
