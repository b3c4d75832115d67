"""What is bound is surely what was compiled; any doubt is told."""

from __future__ import annotations

import builtins
import copyreg
import math
from pathlib import Path

import pytest

from ferrule.base.records import EntryPoint, FuncName, Guard
from ferrule.base.types import INT
from ferrule.call import (
    Doubt,
    code_in,
    find_class,
    find_function,
    fingerprints,
    install,
    methods_of,
    of_class,
    of_code,
    of_function,
    prepare,
)
from ferrule.call.guards import resolve


def name_of(function, module="program"):
    code = function.__code__
    return FuncName(module, code.co_qualname, code.co_filename, code.co_firstlineno)


def test_functions_are_found_behind_what_wraps_them(program):
    members = vars(program.Shape)
    for function in (
        program.double,
        program.cached.__wrapped__,
        members["area"],
        members["unit"].__func__,
        members["made"].__func__,
        members["half"].fget,
        members["_Shape__private"],
    ):
        assert find_function(name_of(function)) is function


def test_what_is_not_there_is_a_doubt(program):
    name = name_of(program.double)
    for wrong in (
        FuncName("program", "double", name.file, name.line + 1),
        FuncName("program", "double", "elsewhere.py", name.line),
        FuncName("program", "nothing", name.file, name.line),
        FuncName("not_loaded", "double", name.file, name.line),
        name_of(program.outer(1)),
    ):
        with pytest.raises(Doubt):
            find_function(wrong)
    program.double = program.helper
    with pytest.raises(Doubt, match="another function"):
        find_function(name)


def test_a_digest_changes_with_code_constants_names_and_defaults(program):
    def made(text):
        scope = {}
        exec(compile(text, "file.py", "exec"), scope)
        return of_function(scope["f"])

    same = "def f(x, y=1): return x + 2"
    assert made(same) == made(same)
    others = (
        "def f(x, y=2): return x + 2",
        "def f(x, y=True): return x + 2",
        "def f(x, y=1): return x + 3",
        "def f(x, y=1): return x + 2.0",
        "def f(x, y=1): return x - 2",
        "def f(z, y=1): return z + 2",
        "\ndef f(x, y=1): return x + 2",
        "def f(x, *, y=1): return x + 2",
        "def f(x, y=1): return g(x) + 2",
        "def f(x, y=1): return [x + 2 for x in y]",
        "def f(x, y=1): return x + -0.0",
        "def f(x, y=1): return x + 0.0",
    )
    digests = [made(same), *map(made, others)]
    assert len(set(digests)) == len(digests)


def test_a_digest_does_not_change_when_the_function_is_swapped(program):
    before = of_function(program.double), of_class(program.Shape)
    install(prepare(program.double, print))
    install(prepare(program.Shape.area, print))
    assert (of_function(program.double), of_class(program.Shape)) == before


def test_the_text_of_a_file_gives_the_digest_of_what_was_loaded_from_it(program):
    text = Path(program.__file__).read_text()
    for function in (program.double, program.Shape.area, program.outer(1)):
        code = function.__code__
        found = code_in(text, code.co_filename, code.co_qualname, code.co_firstlineno)
        assert of_code(found) == of_code(code)
    assert code_in(text, "x.py", "nothing", 1) is None
    changed = text.replace("x * times", "x + times")
    code = program.double.__code__
    other = code_in(changed, code.co_filename, "double", code.co_firstlineno)
    assert of_code(other) != of_code(code)


def test_a_class_digest_changes_with_its_members(program):
    before = of_class(program.Shape)
    assert of_class(program.Square) != before
    program.Shape.area = lambda self: 0
    assert of_class(program.Shape) != before


def test_what_pickling_notes_in_a_class_does_not_count(program):
    before = of_class(program.Shape)
    copyreg._slotnames(program.Shape)
    assert "__slotnames__" in vars(program.Shape)
    assert of_class(program.Shape) == before


def test_methods_are_found_for_a_class(program):
    found = methods_of("program:Shape")
    assert name_of(program.Shape.area) in found
    assert methods_of("program:nothing") == []


def test_classes_are_found_by_name(program):
    assert find_class("program:Shape") is program.Shape
    for wrong in ("program:double", "program:Nothing", "elsewhere:Shape"):
        with pytest.raises(Doubt):
            find_class(wrong)
    program.Shape = program.Square
    with pytest.raises(Doubt, match="another"):
        find_class("program:Shape")


def digests_of(program, guards):
    func = name_of(program.uses_helper)
    entry = EntryPoint(func, "uses_helper", guards, "pure", (INT,), INT)
    return fingerprints([entry], ["program:Shape"])


def code_of(function):
    return function, function.__code__


def test_every_kind_of_guard_is_resolved(program):
    guards = (
        Guard("program", "helper", "function", "program:helper"),
        Guard("program", "cached", "function", "program:cached"),
        Guard("program", "Shape", "class", "program:Shape"),
        Guard("program", "SCALE", "constant", "3"),
        Guard("program", "NAMES", "constant", "('a', 1.0, None)"),
        Guard("program", "math", "module", "math"),
        Guard("math", "floor", "builtin", "math.floor"),
        Guard("program", "len", "builtin", "len"),
        Guard("program", "int", "builtin", "int"),
        Guard("program", "Shape.area", "method", "program:Shape.area"),
        Guard("program", "Square.area", "method", "program:Shape.area"),
        Guard("program", "Shape.unit", "method", "program:Shape.unit"),
        Guard("program", "Shape.factor", "constant", "2"),
    )
    digests = digests_of(program, guards)
    names = vars(program)
    members = vars(program.Shape)
    expected = [
        ((names, "helper", program.helper), code_of(program.helper)),
        ((names, "cached", program.cached), code_of(program.cached.__wrapped__)),
        ((names, "Shape", program.Shape),),
        ((names, "SCALE", 3),),
        ((names, "NAMES", program.NAMES),),
        ((names, "math", math),),
        ((vars(math), "floor", math.floor),),
        ((names, "len"), (vars(builtins), "len", len)),
        ((names, "int"), (vars(builtins), "int", int)),
        ((program.Shape, "area", members["area"]), code_of(members["area"])),
        ((program.Square, "area", members["area"]), code_of(members["area"])),
        ((program.Shape, "unit", members["unit"]), code_of(program.Shape.unit)),
        ((program.Shape, "factor", 2),),
    ]
    for guard, checks in zip(guards, expected, strict=True):
        found = resolve(guard, digests)
        assert [list(map(id, check[::2])) for check in found] == [
            list(map(id, check[::2])) for check in checks
        ], guard
        assert [check[1] for check in found] == [check[1] for check in checks]


@pytest.mark.parametrize(
    ("guard", "name", "now"),
    [
        (Guard("program", "helper", "function", "program:helper"), "helper", lambda x: x + 1),
        (Guard("program", "helper", "function", "program:helper"), "helper", 3),
        (Guard("program", "Shape", "class", "program:Shape"), "Shape", int),
        (Guard("program", "SCALE", "constant", "3"), "SCALE", 3.0),
        (Guard("program", "SCALE", "constant", "3"), "SCALE", 4),
        (Guard("program", "SCALE", "constant", "1"), "SCALE", True),
        (Guard("program", "TABLE", "constant", "[1, 2]"), "TABLE", [1, 2]),
        (Guard("program", "math", "module", "math"), "math", builtins),
        (Guard("program", "len", "builtin", "len"), "len", lambda x: 0),
        (Guard("program", "len", "builtin", "len"), "len", max),
        (Guard("program", "SCALE", "new kind", "3"), "SCALE", 3),
    ],
)
def test_what_has_changed_is_a_doubt(program, guard, name, now):
    digests = digests_of(program, ())
    digests["program:helper"] = of_function(program.helper)
    setattr(program, name, now)
    with pytest.raises(Doubt):
        resolve(guard, digests)


def test_code_without_a_digest_is_a_doubt(program):
    with pytest.raises(Doubt, match="not what was compiled"):
        resolve(Guard("program", "helper", "function", "program:helper"), {})


def test_a_missing_name_is_a_doubt(program):
    del program.SCALE
    with pytest.raises(Doubt, match="has no SCALE"):
        resolve(Guard("program", "SCALE", "constant", "3"), {})
