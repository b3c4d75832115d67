"""Values of one of several plain types: what they are asked, and what they are where that is known.

In: expressions whose type is a `OneOf`. Out: tests of the kind a value has; the value as the one
type that an operation can be meant for. Where it is of another, the call is given back to Python,
which does what it does with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ferrule.base.span import Span
from ferrule.base.types import (
    BOOL,
    FLOAT,
    INT,
    NUMBER,
    STR,
    OneOf,
    Scalar,
    Type,
)
from ferrule.ir.nodes import Apply, Coerce, Const, Expr
from ferrule.ops.op import Op

_KINDS = {BOOL: "Bool", INT: "Int", FLOAT: "Float", STR: "Str"}


def kind_test(value: Expr, test: Callable[[Type], bool], span: Span) -> Expr:
    """Whether the type that the value has in the end passes a test."""
    assert isinstance(value.type, OneOf)
    passing = [kind for kind in _KINDS if test(kind)]
    if len(passing) in (0, len(_KINDS)):
        return Const(bool(passing), BOOL, span)
    # The guard lets any plain value in, so kinds that were never seen count too.
    patterns = " | ".join(f"Plain::{_KINDS[kind]}(_)" for kind in passing)
    row = Op("is one of", (value.type,), BOOL, f"matches!({{0}}, {patterns})")
    return Apply(row, (value,), BOOL, span)


def truth_of_union(value: Expr, span: Span) -> Expr:
    """`bool(value)`."""
    row = Op("bool()", (value.type,), BOOL, "{0:recv}.truth()")
    return Apply(row, (value,), BOOL, span)


def narrowed(type_: OneOf, test: Callable[[Type], bool], holds: bool) -> Scalar | None:
    """The one type that is left where a test holds, or does not."""
    return only(one for one in type_.members if test(one) == holds)


def only(members: Iterable[Scalar]) -> Scalar | None:
    """One type for all of these, where there is one that is worked on as it is."""
    found = frozenset(members)
    if len(found) == 1:
        return next(iter(found))
    if found and found <= {BOOL, INT}:
        return INT
    return NUMBER if found and found <= {BOOL, INT, FLOAT} else None


def as_type(value: Expr, type_: Scalar) -> Expr:
    """The value as this type; of another, it is given back to Python."""
    return Coerce(value, type_, value.span, checked=True)


def meant(args: Sequence[Expr], fits: Callable[[list[Type]], bool]) -> list[Expr] | None:
    """The operands as the types that an operation can be meant for; None where that is open."""
    unions = [number for number, arg in enumerate(args) if isinstance(arg.type, OneOf)]
    types: list[Type] = [arg.type for arg in args]
    for number in unions:
        union = types[number]
        assert isinstance(union, OneOf)
        others = [number for number in unions if isinstance(types[number], OneOf)]

        def suits(one: Scalar, place: int = number, rest: tuple[int, ...] = tuple(others)) -> bool:
            tried = list(types)
            for other in rest:
                tried[other] = one
            tried[place] = one
            return fits(tried)

        fitting = [one for one in union.members if suits(one)]
        # Where it may be meant for numbers and for texts (`x * 2`), numbers are the likely ones.
        chosen = only(fitting) or only(one for one in fitting if one != STR)
        if chosen is None:
            return None
        types[number] = chosen
    if not unions or not fits(types):
        return None
    return [
        as_type(arg, type_) if isinstance(arg.type, OneOf) and isinstance(type_, Scalar) else arg
        for arg, type_ in zip(args, types, strict=True)
    ]
