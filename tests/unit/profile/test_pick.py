"""Which function goes first: the loop, not what it calls; the worker, not who only calls it."""

import os
from pathlib import Path

from ferrule.base.records import FuncName, Hot, Profile, Signature, Witness
from ferrule.base.types import INT, NEVER, List
from ferrule.profile import rank


def name(text, file="/program/program.py", module="program"):
    return FuncName(module, text, file, 1)


def hot(func, own, total, callers=(), calls=1, types=(INT,), recorded=()):
    witness = Witness((Signature(types, NEVER, 1),), calls, recorded)
    return Hot(func, own, total, {}, dict(callers), witness)


MAIN, LOOP, LEAF, SOLVE, FIB = map(name, ("main", "loop", "leaf", "solve", "fib"))
MODULE = name("<module>")


def names(choices):
    return [choice.func.qualname for choice in choices]


def test_the_caller_of_a_small_function_is_moved():
    profile = Profile(
        1.0,
        (
            hot(MODULE, 0.0, 1.0),
            hot(LOOP, 0.5, 1.0, {MODULE: 1.0}),
            hot(LEAF, 0.5, 0.5, {LOOP: 0.5}, calls=5_000_000),
        ),
        {},
    )
    assert names(rank(profile)) == ["loop"]
    assert rank(profile)[0].saving_s > 0.8


def test_a_small_function_alone_is_not_worth_it():
    """The boundary costs more than such a function takes."""
    profile = Profile(
        1.0,
        (
            hot(LOOP, 0.5, 1.0, {MODULE: 1.0}),
            hot(LEAF, 0.5, 0.5, {LOOP: 0.5}, calls=5_000_000),
        ),
        {},
    )
    assert names(rank(profile, refused=[LOOP])) == []


def test_who_only_hands_on_is_passed_over():
    profile = Profile(
        1.0,
        (
            hot(MODULE, 0.0, 1.0),
            hot(MAIN, 0.02, 1.0, {MODULE: 1.0}),
            hot(SOLVE, 0.98, 0.98, {MAIN: 0.98}),
        ),
        {},
    )
    assert names(rank(profile))[0] == "solve"
    first, *rest = rank(profile)
    assert first.saving_s > 0.8
    assert sum(choice.saving_s for choice in rest) < 0.05  # what is left for `main` to save


def test_what_is_native_is_not_counted_again():
    profile = Profile(
        1.0,
        (
            hot(MAIN, 0.1, 1.0, {MODULE: 1.0}),
            hot(SOLVE, 0.5, 0.9, {MAIN: 0.9}),
            hot(LOOP, 0.4, 0.4, {SOLVE: 0.4}),
        ),
        {},
    )
    (choice,) = rank(profile, native=[SOLVE])
    assert choice.func == MAIN
    assert 0.05 < choice.saving_s < 0.15


def test_plain_arguments_are_preferred_to_containers():
    place = name("place")
    profile = Profile(
        1.0,
        (
            hot(SOLVE, 0.0, 1.0, {MODULE: 1.0}),
            hot(place, 1.0, 1.0, {SOLVE: 1.0, place: 1.0}, calls=10**6, types=(List(INT), INT)),
        ),
        {},
    )
    assert names(rank(profile)) == ["solve"]


def test_refused_functions_leave_their_callees():
    profile = Profile(
        1.0,
        (
            hot(MAIN, 0.1, 1.0, {MODULE: 1.0}),
            hot(SOLVE, 0.5, 0.5, {MAIN: 0.5}),
            hot(LOOP, 0.4, 0.4, {MAIN: 0.4}),
        ),
        {},
    )
    assert names(rank(profile)) == ["main"]
    assert names(rank(profile, refused=[MAIN])) == ["solve", "loop"]


def test_recursion_crosses_the_boundary_once():
    profile = Profile(1.0, (hot(FIB, 1.0, 1.0, {FIB: 1.0, MODULE: 1.0}, calls=10_000_000),), {})
    assert names(rank(profile)) == ["fib"]


def test_conversion_is_weighed():
    """Summing a list once per call is not worth carrying the list over."""
    profile = Profile(
        1.0,
        (
            hot(
                SOLVE,
                0.5,
                0.5,
                {MODULE: 0.5},
                calls=1000,
                types=(List(INT),),
                recorded=(b"x" * 10**6,),
            ),
        ),
        {},
    )
    assert names(rank(profile)) == []


def test_machinery_and_modules_are_not_moved():
    library = Path(os.__file__).parent
    others = (
        name("Thread.run", f"{library}/threading.py", "threading"),
        name("_run_code", "<frozen runpy>", "runpy"),
        name("f.<locals>.<lambda>"),
        MODULE,
    )
    assert rank(Profile(1.0, tuple(hot(one, 1.0, 1.0) for one in others), {})) == ()
    mean = name("mean", f"{library}/statistics.py", "statistics")
    assert names(rank(Profile(1.0, (hot(mean, 1.0, 1.0),), {}))) == ["mean"]
