"""What is known of the variables that a loop or comprehension binds.

In: the facts before, the target and what is walked. Out: the facts at the head of the body. Bounds
by symbols that the body changes are left out: the walk was set up before the body ran.
"""

from __future__ import annotations

from collections.abc import Callable

from ferrule.base.types import INT, STR, List
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.passes.counting import intervals
from ferrule.passes.counting.intervals import ANY, LONGEST, Bounds, Known, Symbol
from ferrule.passes.counting.knowledge import Facts, with_int, with_size

Knower = Callable[[ir.Expr], Known]


def bind_walk(
    facts: Facts, target: ir.Target, walked: ir.Iter, know: Knower, lost: frozenset[Symbol]
) -> Facts:
    """The facts with the target bound to some element of the walk."""
    match walked, target:
        case ir.OverRange(), ir.Bind(name=name):
            return with_int(facts, name, _stable(_range(walked, know), lost))
        case ir.OverEnumerate(iter=inner, start=start), ir.Spread(items=(ir.Bind() as first, rest)):
            facts = bind_walk(facts, rest, inner, know, lost)
            return with_int(facts, first.name, _stable(_count(inner, know(start)), lost))
        case ir.OverZip(iters=iters), ir.Spread(items=items):
            for item, inner in zip(items, iters, strict=True):
                facts = bind_walk(facts, item, inner, know, lost)
            return facts
        case ir.OverReversed(iter=inner), _:
            return bind_walk(facts, target, inner, know, lost)
        case ir.Over(value=ir.MakeTuple(items=items)), ir.Bind(name=name, type=type_):
            known = know(items[0]) if items and type_ == INT else ANY
            for part in items[1:]:
                known = intervals.join(known, know(part))
            return with_int(facts, name, _stable(known, lost))
        case _:
            return _unknown(facts, target)


def _unknown(facts: Facts, target: ir.Target) -> Facts:
    for bind in walk.binds(target):
        facts = with_size(with_int(facts, bind.name, ANY), bind.name, ())
    return facts


def _range(walked: ir.OverRange, know: Knower) -> Known:
    start, stop, step = know(walked.start), know(walked.stop), know(walked.step)
    before = intervals.sub(stop, intervals.exactly(1))
    after = intervals.add(stop, intervals.exactly(1))
    upwards = Known(start.low, max(before.high, start.low), before.at_most, start.at_least)
    downwards = Known(min(after.low, start.high), start.high, start.at_most, after.at_least)
    if step.low >= 1:
        return upwards.clamped()
    if step.high <= -1:
        return downwards.clamped()
    return intervals.join(upwards, downwards).clamped()


def _count(inner: ir.Iter, start: Known) -> Known:
    upper: Bounds = frozenset()
    match inner:
        case ir.Over(value=ir.Local(name=name, type=type_)):
            if isinstance(type_, List) or type_ == STR:
                upper = frozenset(((("len", name), start.high - 1),))
        case _:
            pass
    return Known(start.low, start.high + LONGEST, upper, start.at_least).clamped()


def _stable(known: Known, lost: frozenset[Symbol]) -> Known:
    return Known(
        known.low,
        known.high,
        frozenset(bound for bound in known.at_most if bound[0] not in lost),
        frozenset(bound for bound in known.at_least if bound[0] not in lost),
    )
