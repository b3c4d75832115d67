"""NumPy's arrays and numbers: elements, views, and arithmetic on single numbers.

Whole arrays are worked on by NumPy itself (`ops/numpy.py`). Both operands of an arithmetic row are
of one type: which that is, and what is converted to it, `lower/numpy` decides by NumPy's rules.
Floats raise the processor's flags, by which the call knows in the end whether NumPy would have
warned.
"""

from __future__ import annotations

from ferrule.base.types import (
    BOOL,
    FLOAT,
    FLOAT32,
    FLOAT64,
    INT,
    MIXED,
    MIXED_INT,
    NONE,
    NP_BOOL,
    NUMPY_FLOATS,
    NUMPY_INTS,
    Array,
    Optional,
    Scalar,
    Type,
)
from ferrule.ops.op import AND, COMPARE, OR, PLUS, TIMES, UNARY, XOR, Op, T

_INDEX = Optional(INT)
_COMPARED = (("eq", "=="), ("ne", "!="), ("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">="))
_WHOLE = ("add", "sub", "mul", "floordiv", "pow", "lshift", "rshift")


def rust_of_numpy(type_: Type) -> str:
    """`f64` of `np.float64`."""
    name = str(type_).removeprefix("np.")
    for python, rust in (("uint", "u"), ("int", "i"), ("float", "f")):
        if name.startswith(python):
            return rust + name.removeprefix(python)
    return name


def _elements(ndim: int) -> tuple[Op, ...]:
    """`a[i, j]` with an index for each axis."""
    array = Array(T, ndim)
    holes = ", ".join(f"{{{number}}}" for number in range(1, ndim + 1))
    suffix = f" {ndim}" if ndim > 1 else ""
    indexes = (INT,) * ndim
    value = f"{{{ndim + 1}:own}}"
    return (
        Op(
            f"getitem{suffix}",
            (array, *indexes),
            T,
            f"{{0:recv}}.at([{holes}])",
            fallible=True,
            proved=f"{{0:recv}}.get([{holes}])",
            proof="bounds",
            python=f"{{0}}[{holes}]",
        ),
        Op(
            f"setitem{suffix}",
            (array, *indexes, T),
            NONE,
            f"{{0:recv}}.put([{holes}], {value})",
            fallible=True,
            proved=f"{{0:recv}}.set([{holes}], {value})",
            proof="bounds",
            python=f"{{0}}[{holes}] = {{{ndim + 1}}}",
            pure=False,
        ),
    )


def _views(ndim: int) -> tuple[Op, ...]:
    array = Array(T, ndim)
    rows: list[Op] = [
        Op("len()", (array,), INT, "{0:recv}.len()"),
        Op("transposed", (array,), array, "{0:recv}.transposed()", python="{0}.T"),
        Op(".size", (array,), INT, "{0:recv}.size()", python="{0}.size"),
    ]
    for axis in range(ndim):
        before = ":, " * axis
        rows.append(
            Op(
                f"axis {axis}",
                (array,),
                INT,
                f"{{0:recv}}.len_of({axis})",
                python=f"{{0}}.shape[{axis}]",
            )
        )
        rows.append(
            Op(
                f"view {axis}",
                (array, _INDEX, _INDEX, _INDEX),
                array,
                f"{{0:recv}}.slice({axis}, {{1}}, {{2}}, {{3}})",
                fallible=True,
                python=f"{{0}}[{before}{{1}}:{{2}}:{{3}}]",
            )
        )
        if ndim > 1:
            rows.append(
                Op(
                    f"pick {axis}",
                    (array, INT),
                    Array(T, ndim - 1),
                    f"{{0:recv}}.pick({axis}, {{1}})" if axis else "{0:recv}.row({1})",
                    fallible=True,
                    python=f"{{0}}[{before}{{1}}]",
                )
            )
    return tuple(rows)


def _comparisons(type_: Scalar) -> tuple[Op, ...]:
    return tuple(
        Op(name, (type_, type_), NP_BOOL, f"{{0}} {symbol} {{1}}", infix=COMPARE)
        for name, symbol in _COMPARED
    )


def _floats(type_: Scalar) -> tuple[Op, ...]:
    two = (type_, type_)
    return (
        Op("add", two, type_, "{0} + {1}", infix=PLUS),
        Op("sub", two, type_, "{0} - {1}", infix=PLUS),
        Op("mul", two, type_, "{0} * {1}", infix=TIMES),
        Op("truediv", two, type_, "{0} / {1}", infix=TIMES),
        Op("neg", (type_,), type_, "-{0}", infix=UNARY),
        Op("pos", (type_,), type_, "{0}"),
        Op("abs()", (type_,), type_, "{0:recv}.abs()"),
        *_comparisons(type_),
    )


def _ints(type_: Scalar) -> tuple[Op, ...]:
    two = (type_, type_)
    checked = (*((name, name) for name in _WHOLE), ("mod", "modulo"))
    return (
        *(
            Op(name, two, type_, f"array::{rust}({{0}}, {{1}})", fallible=True)
            for name, rust in checked
        ),
        Op("truediv", two, FLOAT64, "array::truediv({0}, {1})"),
        Op("and", two, type_, "{0} & {1}", infix=AND),
        Op("or", two, type_, "{0} | {1}", infix=OR),
        Op("xor", two, type_, "{0} ^ {1}", infix=XOR),
        Op("neg", (type_,), type_, "array::neg({0})", fallible=True),
        Op("pos", (type_,), type_, "{0}"),
        Op("abs()", (type_,), type_, "array::abs({0})", fallible=True),
        Op("invert", (type_,), type_, "!{0}", infix=UNARY),
        *_comparisons(type_),
    )


_TWO_BOOLS = (NP_BOOL, NP_BOOL)
_TWO = (FLOAT64, FLOAT64)

NUMBERS = (
    *(row for type_ in NUMPY_FLOATS for row in _floats(type_)),
    Op("floordiv", _TWO, FLOAT64, "array::floordiv_float({0}, {1})", fallible=True),
    Op("mod", _TWO, FLOAT64, "array::modulo_float({0}, {1})", fallible=True),
    Op("pow", _TWO, FLOAT64, "array::pow_float({0}, {1})"),
    *(row for type_ in NUMPY_INTS for row in _ints(type_)),
    Op("and", _TWO_BOOLS, NP_BOOL, "{0} & {1}", infix=AND),
    Op("or", _TWO_BOOLS, NP_BOOL, "{0} | {1}", infix=OR),
    Op("xor", _TWO_BOOLS, NP_BOOL, "{0} ^ {1}", infix=XOR),
    Op("invert", (NP_BOOL,), NP_BOOL, "!{0}", infix=UNARY),
    *(
        Op(f"{name}()", (type_, type_), type_, f"{{0:recv}}.{name}({{1}})")
        for type_ in (MIXED, MIXED_INT)
        for name in ("min", "max")
    ),
    Op("eq", _TWO_BOOLS, NP_BOOL, "{0} == {1}", infix=COMPARE),
    Op("ne", _TWO_BOOLS, NP_BOOL, "{0} != {1}", infix=COMPARE),
)

# How a number becomes one of another type, where that is not sure to succeed or needs a word.
FIT = {
    type_: Op(f"to {type_}", (INT,), type_, f"array::fit::<{rust_of_numpy(type_)}>({{0}})", True)
    for type_ in NUMPY_INTS
}
NARROW = {
    (have, want): Op(
        f"{have} to {want}",
        (have,),
        want,
        f"array::narrow::<{rust_of_numpy(want)}, _>({{0}})",
        True,
    )
    for have in NUMPY_INTS
    for want in NUMPY_INTS
    if have != want
}
TO_INT = {
    type_: Op(f"{type_} to int", (type_,), INT, "array::narrow({0})", fallible=True)
    for type_ in NUMPY_INTS
}
TRUNCATED = {
    type_: Op(
        f"float to {type_}",
        (FLOAT,),
        type_,
        f"array::truncated::<{rust_of_numpy(type_)}>({{0}})",
        True,
    )
    for type_ in NUMPY_INTS
}
NOT_ZERO = {
    **{
        type_: Op("is not zero", (type_,), NP_BOOL, "{0} != 0", infix=COMPARE)
        for type_ in (INT, *NUMPY_INTS)
    },
    **{
        type_: Op("is not zero", (type_,), NP_BOOL, "{0} != 0.0", infix=COMPARE)
        for type_ in (FLOAT, FLOAT64, FLOAT32)
    },
    BOOL: Op("is true", (BOOL,), NP_BOOL, "{0}"),
}
# What a variable holds that may be Python's number or NumPy's; and only if it is NumPy's.
VALUE = {
    MIXED: Op("value", (MIXED,), FLOAT64, "{0:recv}.value()"),
    MIXED_INT: Op("value", (MIXED_INT,), Scalar("np.int64"), "{0:recv}.value()"),
}
IF_NUMPY = {
    MIXED: Op("if numpy", (MIXED,), FLOAT64, "{0:recv}.numpy()", fallible=True),
    MIXED_INT: Op("if numpy", (MIXED_INT,), Scalar("np.int64"), "{0:recv}.numpy()", fallible=True),
}

ROWS = (
    *(row for ndim in (1, 2, 3, 4) for row in (*_elements(ndim), *_views(ndim))),
    *NUMBERS,
)
