"""May two expressions be evaluated in the other order, so that nobody can tell?

In: two lowered expressions. Out: yes or no. What gives up (an overflow) is done again in Python,
so only effects and the exceptions that a `try` of the slice may catch are looked at.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from ferrule.base.types import List
from ferrule.ir.nodes import (
    Apply,
    Call,
    Coerce,
    Const,
    Expr,
    GetItem,
    Let,
    Local,
    MakeStruct,
    Sort,
)
from ferrule.ir.walk import every_part
from ferrule.lower.scene import Scene

_RAISING = (ast.Call, ast.Subscript, ast.BinOp, ast.Attribute)
_ONLY_REDO = frozenset({"add", "sub", "mul", "neg", "abs()"})


def may_swap(first: Expr, *others: Expr) -> bool:
    """Whether `first`, which Python evaluates first, may come after the others."""
    if _acts(first) and not all(map(_is_inert, others)):
        return False
    if any(map(_acts, others)) and not _is_inert(first):
        return False
    raised = frozenset().union(*map(_raises, others))
    own = _raises(first)
    return not own or not raised or len(own | raised) == 1


def with_default(
    scene: Scene,
    default: Expr | None,
    walked: tuple[Expr, ...],
    node: ast.AST,
    build: Callable[[Expr | None], Expr],
) -> Expr:
    """What has a default, which Python works out whether it is needed or not.

    `walked` is what Python evaluates before it.
    """
    held = default.value if isinstance(default, Coerce) else default
    if default is None or isinstance(held, Const | Local):
        return build(default)
    if not all(may_swap(one, default) for one in walked):
        raise scene.refusal("F411", node, "this default is not native yet")
    local = Local(scene.fresh("default", node), default.type, default.span)
    whole = build(local)
    return Let(local.name, default, whole, whole.type, whole.span)


def may_wait(expr: Expr, users: list[ast.AST]) -> bool:
    """Whether a generator may be used up before the first item of it is looked at."""
    if not _acts(expr) and not _raises(expr):
        return not any(isinstance(node, ast.Call) for user in users for node in ast.walk(user))
    return not any(isinstance(node, _RAISING) for user in users for node in ast.walk(user))


def _acts(expr: Expr) -> bool:
    """Whether it may change something, or call what may."""
    return any(
        isinstance(part, Call | MakeStruct)
        or (isinstance(part, Apply) and not part.op.pure)
        or (isinstance(part, Sort) and part.in_place)
        for part in every_part(expr)
    )


def _is_inert(expr: Expr) -> bool:
    """Whether its value hangs on nothing that can change in between, and it can't raise."""
    return not _raises(expr) and all(
        isinstance(part, Const | Local | GetItem) or _is_arithmetic(part)
        for part in every_part(expr)
    )


def _is_arithmetic(part: Expr) -> bool:
    return isinstance(part, Apply) and part.op.name in _ONLY_REDO


def _raises(expr: Expr) -> frozenset[str]:
    """The exceptions that it may raise, as far as they have to be told apart."""
    found: set[str] = set()
    for part in every_part(expr):
        if isinstance(part, Call):
            found |= {"any", "other"}
        elif isinstance(part, Apply) and part.op.fallible and part.op.name not in _ONLY_REDO:
            is_index = part.op.name == "getitem" and isinstance(part.args[0].type, List)
            found.add("index" if is_index else part.op.name)
    return frozenset(found)
