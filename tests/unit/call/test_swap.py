"""A swapped function is the same to everybody who looks, and restoring leaves no trace."""

from __future__ import annotations

import copy
import doctest
import functools
import inspect
import pickle
import threading
import traceback
import warnings

import pytest

from ferrule.call import Doubt, install, original_of, prepare, preview, restore
from ferrule.call.redo import make_redo
from ferrule.call.trampoline import make_trampoline


def with_redo(function, is_recursive, has_given_up=lambda: False):
    """Swapped for a native version that gives every call up; a C callable, as the real one is."""
    swap = prepare(function, print)
    redo = make_redo(swap, is_recursive, has_given_up)
    swap.after = make_trampoline(swap.original, functools.partial(redo))
    install(swap)
    return swap


def swapped(function, native):
    swap = prepare(function, native)
    install(swap)
    return swap


def test_every_caller_finds_the_native_version(program):
    holder = [program.double]
    swapped(program.double, lambda x, times: ("native", x, times))
    for call in (program.double, program.alias, holder[0]):
        assert call(5) == ("native", 5, 2)
        assert call(times=7, x=1) == ("native", 1, 7)


def test_all_kinds_of_parameters_arrive_by_position(program):
    swapped(program.strict, lambda *args: args)
    assert program.strict(1, 2, 3, e=5) == (1, 2, 3, 4, 5)
    assert program.strict(1, 2, c=3, d=0, e=5) == (1, 2, 3, 0, 5)
    with pytest.raises(TypeError, match="positional-only"):
        program.strict(a=1, b=2, c=3, e=5)
    with pytest.raises(TypeError, match="keyword-only argument: 'e'"):
        program.strict(1, 2, 3)


def test_the_function_looks_as_before(program):
    function = program.double
    before = looks(function)
    swapped(function, lambda x, times: 0)
    assert looks(function) == before
    assert pickle.loads(pickle.dumps(function)) is function
    assert copy.copy(function) is copy.deepcopy(function) is function
    assert inspect.unwrap(function) is function.__wrapped__ is original_of(function)
    assert function.__wrapped__(4) == 8
    assert looks(function.__wrapped__) == before


def looks(function):
    code = function.__code__
    return (
        function.__name__,
        function.__qualname__,
        function.__module__,
        function.__doc__,
        function.__defaults__,
        function.__kwdefaults__,
        function.__annotations__,
        inspect.signature(function),
        inspect.getsource(function),
        inspect.getsourcelines(function)[1],
        inspect.getfile(function),
        code.co_name,
        code.co_qualname,
        code.co_filename,
        code.co_firstlineno,
        code.co_argcount,
        code.co_posonlyargcount,
        code.co_kwonlyargcount,
        code.co_flags,
        code.co_varnames[: code.co_argcount + code.co_kwonlyargcount],
        inspect.isgeneratorfunction(function),
    )


def test_doctests_run_the_native_version(program):
    runner = doctest.DocTestRunner(verbose=False)
    (test,) = doctest.DocTestFinder().find(program.double, "double", module=program)
    assert runner.run(test).failed == 0
    swapped(program.double, lambda x, times: 9)
    (test,) = doctest.DocTestFinder().find(program.double, "double", module=program)
    assert runner.run(test, out=lambda _: None).failed == 1


def test_wraps_and_caches_see_the_swap(program):
    @functools.wraps(program.double)
    def wrapped(x):
        return program.double(x)

    swapped(program.double, lambda x, times: "native")
    assert wrapped(1) == "native"
    assert wrapped.__wrapped__ is program.double
    swapped(program.cached.__wrapped__, lambda x: "native")
    assert program.cached(3) == "native"
    assert program.cached.cache_info().misses == 1


def test_methods_are_swapped_for_instances_and_subclasses(program):
    square = program.Square(3)
    bound = square.area
    swapped(program.Shape.area, lambda self, scale: ("native", self.side, scale))
    assert bound() == square.area() == ("native", 3, 1)
    swapped(vars(program.Shape)["_Shape__private"], lambda self, x: "native")
    assert square.call_private(1) == "native"
    swapped(program.Shape.half.fget, lambda self: "native")
    assert square.half == "native"


def test_a_lambda_can_be_swapped(program):
    swapped(program.shout, lambda text: "native")
    assert program.shout("a") == "native"
    assert program.shout.__name__ == "<lambda>"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("star", "*args"),
        ("keywords", "**kwargs"),
        ("generator", "generator"),
        ("coroutine", "coroutine"),
        ("wrapper", "wrapper"),
    ],
)
def test_what_has_no_trampoline_is_refused(program, name, reason):
    with pytest.raises(Doubt, match=reason.replace("*", r"\*")):
        prepare(getattr(program, name), print)


def test_closures_are_refused(program):
    with pytest.raises(Doubt, match="outer function: n"):
        prepare(program.outer(1), print)


def test_a_function_is_not_swapped_twice(program):
    swapped(program.double, lambda x, times: 0)
    with pytest.raises(Doubt, match="already"):
        prepare(program.double, print)


def test_restore_leaves_no_trace(program):
    before = program.double.__code__, dict(program.double.__dict__)
    swap = swapped(program.double, lambda x, times: 0)
    restore(swap)
    assert (program.double.__code__, program.double.__dict__) == before
    assert program.double(4) == 8


def test_restore_respects_a_change_by_somebody_else(program):
    swap = swapped(program.double, lambda x, times: 0)
    program.double.__code__ = (lambda x, times: "theirs").__code__
    restore(swap)
    assert program.double(1) == "theirs"


def test_install_respects_a_change_by_somebody_else(program):
    swap = prepare(program.double, lambda x, times: 0)
    program.double.__code__ = (lambda x, times: "theirs").__code__
    with pytest.raises(Doubt, match="changed"):
        install(swap)


def test_a_preview_changes_nothing(program):
    seen = preview(prepare(program.strict, lambda *args: args))
    assert seen(1, 2, 3, e=5) == (1, 2, 3, 4, 5)
    assert program.strict(1, 2, 3, e=5) == [1, 2, 3, 4, 5]


def test_making_a_trampoline_warns_of_nothing(program):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        prepare(program.double, print)


def frames(function, *args):
    """What the traceback shows, but for the call in this file."""
    with pytest.raises(ZeroDivisionError) as caught:
        function(*args)
    shown = traceback.format_exception(caught.value)
    return [line for line in shown if "test_swap.py" not in line]


@pytest.mark.parametrize("is_recursive", [True, False])
@pytest.mark.parametrize(("name", "args"), [("divide", (1, 0)), ("fails_inside", ([],))])
def test_tracebacks_are_those_of_the_original(program, name, args, is_recursive):
    function = getattr(program, name)
    expected = frames(function, *args)
    with_redo(function, is_recursive=is_recursive)
    assert frames(function, *args) == expected


def test_an_exception_of_the_native_side_alone_keeps_the_place(program):
    swapped(program.divide, divmod)  # a builtin: raises without a line of its own
    with pytest.raises(ZeroDivisionError) as caught:
        program.divide(1, 0)
    last = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert (last.name, last.lineno) == ("divide", program.divide.__code__.co_firstlineno)


def test_redo_of_recursion_goes_as_deep_as_python(program):
    limit = deepest(program.depth)
    swap = with_redo(program.depth, is_recursive=True)
    assert limit - 10 <= deepest(program.depth) <= limit
    assert program.depth.__code__ is swap.after


def deepest(function):
    low, high = 1, 100_000
    while low < high - 1:
        middle = (low + high) // 2
        try:
            function(middle)
            low = middle
        except RecursionError:
            high = middle
    return low


def test_a_function_that_was_given_up_is_python_again(program):
    given_up = [False]
    swap = with_redo(program.double, False, lambda: given_up[0])
    for _ in range(20):
        assert program.double(4) == 8
    assert swap.is_installed
    given_up[0] = True
    for _ in range(20):
        assert program.double(4) == 8
    assert not swap.is_installed
    assert program.double.__code__ is swap.before
    assert "__wrapped__" not in program.double.__dict__


def test_redo_hands_keyword_only_arguments_over_by_name(program):
    with_redo(program.strict, is_recursive=False)
    assert program.strict(1, 2, 3, e=5) == [1, 2, 3, 4, 5]


def test_a_redo_puts_the_native_version_back_after_an_exception(program):
    swap = with_redo(program.depth, is_recursive=True)
    with pytest.raises(TypeError):
        program.depth("x")
    assert program.depth.__code__ is swap.after


def test_restoring_during_a_redo_stays_restored(program):
    swap = with_redo(program.depth, True, lambda: True)
    for _ in range(9):
        assert program.depth(5) == 5
    assert program.depth.__code__ is swap.before


def test_threads_may_call_while_it_is_swapped(program):
    wrong = []
    stop = threading.Event()

    def call():
        while not stop.is_set():
            if program.double(4) not in (8, "native"):
                wrong.append(1)

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(300):
        swap = swapped(program.double, lambda x, times: "native")
        restore(swap)
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_frame_that_runs_keeps_its_code(program):
    swaps = []

    class Side:
        def __mul__(self, times):
            swaps.append(swapped(program.double, lambda x, times: "native"))
            return "python"

    assert program.double(Side()) == "python"
    assert program.double(1) == "native"


def test_captured_globals_come_last_and_are_read_at_each_call(program):
    swap = prepare(program.memoized, lambda *args: args, ("MEMO", "SCALE"))
    install(swap)
    assert program.memoized(1) == (1, 1, program.MEMO, 3)
    program.MEMO = {5: 6}
    assert program.memoized(1, step=4) == (1, 4, {5: 6}, 3)


def test_without_a_captured_global_the_original_runs(program):
    install(prepare(program.memoized, lambda *args: args, ("MEMO",)))
    assert program.memoized(2, step=3) == (2, 3, {})
    del program.MEMO
    with pytest.raises(NameError, match="'MEMO' is not defined") as caught:
        program.memoized(2, step=3)
    assert caught.value.__context__ is None
    assert len(traceback.extract_tb(caught.value.__traceback__)) == 2
    program.MEMO = {}
    assert program.memoized(2, step=3) == (2, 3, {})


@pytest.mark.parametrize("is_recursive", [True, False])
def test_a_redo_drops_captured_globals(program, is_recursive):
    swap = prepare(program.memoized, print, ("MEMO",))
    redo = make_redo(swap, is_recursive, lambda: False)
    swap.after = make_trampoline(swap.original, functools.partial(redo), ("MEMO",))
    install(swap)
    assert program.memoized(4, step=2) == 8
    assert program.MEMO == {4: 8}


def test_an_exception_of_a_callback_shows_where_it_was_called(program):
    swapped(program.double, lambda call, times: call())

    def fails():
        return 1 / 0

    with pytest.raises(ZeroDivisionError) as caught:
        program.double(fails)
    names = [frame.name for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert names[1:] == ["double", "<lambda>", "fails"]
