"""What is known of the value of an expression, and which of its operations can't fail.

In: an expression and the facts before it. Out: what is known of its value, and the expression with
`Apply.proved` set wherever the proof that the row asks for was found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ferrule.base.types import BOOL, FLOAT, INT, STR, List, Type
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.passes.counting import intervals
from ferrule.passes.counting.intervals import ANY, LONGEST, Bounds, Known
from ferrule.passes.counting.knowledge import ZERO, Facts
from ferrule.passes.counting.walking import bind_walk

_BINARY: Mapping[str, Callable[[Known, Known], Known]] = {
    "add": intervals.add,
    "sub": intervals.sub,
    "mul": intervals.mul,
    "floordiv": intervals.floordiv,
    "mod": intervals.modulo,
    "lshift": intervals.lshift,
    "rshift": intervals.rshift,
    "and": intervals.bit_and,
    "or": intervals.bit_or,
    "xor": intervals.bit_or,
    "min()": intervals.least,
    "max()": intervals.most,
}
_KNOWN_RESULTS = {
    "ord()": intervals.between(0, 0x10FFFF),
    ".bit_length": intervals.between(0, 64),
    ".bit_count": intervals.between(0, 64),
    ".count": intervals.between(0, LONGEST),
    ".find": intervals.between(-1, LONGEST),
    ".rfind": intervals.between(-1, LONGEST),
    ".index": intervals.between(0, LONGEST),
}


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of an int expression, and the expression with its proofs."""

    known: Known
    expr: ir.Expr


def value(expr: ir.Expr, facts: Facts, plain: frozenset[str]) -> Value:
    """An expression; `plain` are the lists that their locals stand for directly."""
    match expr:
        case ir.Const(value=bool()):
            return Value(ANY, expr)
        case ir.Const(value=int(constant)):
            return Value(intervals.exactly(constant), expr)
        case ir.Local(name=name, type=type_):
            return Value(facts.int_of(name) if type_ == INT else ANY, expr)
        case ir.Apply():
            return _apply(expr, facts, plain)
        case ir.Choose():
            return _choose(expr, facts, plain)
        case ir.Logic():
            return _logic(expr, facts, plain)
        case ir.Let(name=name):
            first = value(expr.value, facts, plain)
            inner = Facts({**facts.ints, name: first.known}, facts.sizes)
            body = value(expr.body, inner, plain)
            return Value(body.known, replace(expr, value=first.expr, body=body.expr))
        case ir.Collect() | ir.Fold():
            return _comprehension(expr, facts, plain)
        case ir.Coerce(value=inner):
            found = value(inner, facts, plain)
            known = intervals.between(0, 1) if inner.type == BOOL else found.known
            return Value(known, replace(expr, value=found.expr))
        case _:
            parts = walk.rebuild(expr, lambda part: value(part, facts, plain).expr)
            return Value(ANY, parts)


def _choose(expr: ir.Choose, facts: Facts, plain: frozenset[str]) -> Value:
    test = value(expr.test, facts, plain).expr
    body = value(expr.body, condition(facts, expr.test, True), plain)
    orelse = value(expr.orelse, condition(facts, expr.test, False), plain)
    changed = replace(expr, test=test, body=body.expr, orelse=orelse.expr)
    return Value(intervals.join(body.known, orelse.known), changed)


def _logic(expr: ir.Logic, facts: Facts, plain: frozenset[str]) -> Value:
    items = []
    for item in expr.items:
        items.append(value(item, facts, plain).expr)
        facts = condition(facts, item, expr.is_and)
    return Value(ANY, replace(expr, items=tuple(items)))


def _comprehension(expr: ir.Collect | ir.Fold, facts: Facts, plain: frozenset[str]) -> Value:
    clauses: list[ir.Clause] = []
    inner = facts
    for clause in expr.clauses:

        def changed(part: ir.Expr, at: Facts = inner) -> ir.Expr:
            return value(part, at, plain).expr

        walked = walk.rebuild_iter(clause.iter, changed)
        inner = bind_walk(inner, clause.target, clause.iter, _knower(inner, plain), frozenset())
        tests = []
        for test in clause.tests:
            tests.append(value(test, inner, plain).expr)
            inner = condition(inner, test, True)
        clauses.append(ir.Clause(clause.target, walked, tuple(tests)))
    if isinstance(expr, ir.Collect):
        elements = tuple(value(element, inner, plain).expr for element in expr.elements)
        return Value(ANY, replace(expr, clauses=tuple(clauses), elements=elements))
    start = None if expr.start is None else value(expr.start, facts, plain).expr
    element = value(expr.element, inner, plain)
    known = element.known if expr.kind in ("min", "max") and start is None else ANY
    known = Known(known.low, known.high)
    done = replace(expr, clauses=tuple(clauses), element=element.expr, start=start)
    return Value(known, done)


def _knower(facts: Facts, plain: frozenset[str]) -> Callable[[ir.Expr], Known]:
    return lambda expr: value(expr, facts, plain).known


# Operations ------------------------------------------------------------------------------------


def _apply(expr: ir.Apply, facts: Facts, plain: frozenset[str]) -> Value:
    args = [value(arg, facts, plain) for arg in expr.args]
    known = [arg.known for arg in args]
    exact = _result(expr, known, facts, plain)
    is_proved = bool(expr.op.proved) and _is_proved(expr, known, exact, facts, plain)
    changed = replace(expr, args=tuple(arg.expr for arg in args), proved=is_proved)
    return Value(exact.clamped() if expr.type == INT else ANY, changed)


def _result(expr: ir.Apply, known: list[Known], facts: Facts, plain: frozenset[str]) -> Known:
    name = expr.op.name
    if expr.type != INT:
        return ANY
    if name == "len()":
        return _length(expr.args[0], facts, plain)
    if name in _KNOWN_RESULTS:
        return _KNOWN_RESULTS[name]
    if not all(arg.type == INT for arg in expr.args):
        return intervals.between(0, 1) if expr.args[0].type == BOOL else ANY
    match name, known:
        case _, [a, b] if name in _BINARY:
            return _BINARY[name](a, b)
        case "neg", [a]:
            return intervals.neg(a)
        case "abs()", [a]:
            return intervals.absolute(a)
        case (("pos" | "int()" | "round()"), [a]):
            return a
        case _:
            return ANY


def _length(arg: ir.Expr, facts: Facts, plain: frozenset[str]) -> Known:
    if not isinstance(arg, ir.Local) or arg.name not in plain:
        return intervals.between(0, LONGEST)
    own = (("len", arg.name), 0)
    bounds = facts.size_of(arg.name)
    low = facts.least_size(arg.name)
    lower = frozenset(bound for bound in bounds if bound[0] != ZERO) | {own}
    return Known(low, LONGEST, frozenset((own,)), lower)


def _is_proved(
    expr: ir.Apply, known: list[Known], exact: Known, facts: Facts, plain: frozenset[str]
) -> bool:
    match expr.op.proof, known:
        case "overflow", _:
            return exact.fits and expr.type == INT and all(k.fits for k in known)
        case "natural division", [a, b]:
            return a.low >= 0 and b.low >= 1
        case "nonzero", [_, divisor]:
            return _is_nonzero(expr.args[1], divisor)
        case "shift", [a, b]:
            return b.low >= 0 and b.high <= 62 and a.low >= 0 and exact.fits
        case "shift count", [_, b]:
            return b.low >= 0 and b.high <= 63
        case "bounds", [_, index, *_]:
            container = expr.args[0]
            if not isinstance(container, ir.Local) or container.name not in plain:
                return False
            return isinstance(container.type, List) and is_inside(index, container.name, facts)
        case "two bounds", [_, first, second]:
            container = expr.args[0]
            if not isinstance(container, ir.Local) or container.name not in plain:
                return False
            return all(is_inside(one, container.name, facts) for one in (first, second))
        case _:
            return False


def _is_nonzero(divisor: ir.Expr, known: Known) -> bool:
    if divisor.type == INT:
        return known.low > 0 or known.high < 0
    if divisor.type != FLOAT:
        return False
    return isinstance(divisor, ir.Const) and divisor.value != 0


def is_inside(index: Known, name: str, facts: Facts) -> bool:
    """Whether `0 <= index < len(name)`."""
    if index.low < 0:
        return False
    sizes = dict(facts.size_of(name))
    if index.high < facts.least_size(name):
        return True
    for symbol, offset in index.at_most:
        if symbol == ("len", name) and offset <= -1:
            return True
        if symbol in sizes and offset < sizes[symbol]:
            return True
    return False


# Lengths of new lists --------------------------------------------------------------------------


def size_of_new(expr: ir.Expr, facts: Facts, plain: frozenset[str]) -> Bounds:
    """Lower bounds of the length of a list that is made here."""
    match expr:
        case ir.MakeList(items=items):
            return frozenset(((ZERO, len(items)),))
        case ir.Apply(op=op, args=(ir.MakeList(items=(_,)), times)) if op.name == "mul":
            return _counted(value(times, facts, plain).known)
        case ir.Apply(op=op, args=(ir.Local(name=name), *bounds)) if name in plain:
            is_whole = all(isinstance(b, ir.Const) and b.value is None for b in bounds)
            if op.name in ("slice", ".copy") and is_whole and isinstance(expr.type, List):
                return facts.size_of(name) | {(("len", name), 0)}
            return frozenset()
        case ir.Collect(clauses=(ir.Clause(iter=walked, tests=()),), type=List()):
            return _turns(walked, facts, plain)
        case _:
            return frozenset()


def _counted(known: Known) -> Bounds:
    return intervals.tightest({*known.at_least, (ZERO, max(known.low, 0))}, upper=False)


def _turns(walked: ir.Iter, facts: Facts, plain: frozenset[str]) -> Bounds:
    """Lower bounds of how often a loop turns if it is not left early."""
    match walked:
        case ir.OverRange(start=start, stop=stop, step=ir.Const(value=1)):
            first = value(start, facts, plain).known
            last = value(stop, facts, plain).known
            return _counted(intervals.sub(last, Known(first.low, first.high)))
        case ir.Over(value=ir.Local(name=name)) if name in plain:
            return facts.size_of(name) | {(("len", name), 0)}
        case ir.OverEnumerate(iter=inner):
            return _turns(inner, facts, plain)
        case _:
            return frozenset()


turns = _turns


# Conditions ------------------------------------------------------------------------------------

_MIRRORED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
_NEGATED = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "eq": "ne", "ne": "eq"}


def condition(facts: Facts, test: ir.Expr, holds: bool) -> Facts:
    """The facts where a test holds, or does not."""
    match test:
        case ir.Logic(is_and=is_and, items=items) if is_and == holds:
            for item in items:
                facts = condition(facts, item, holds)
            return facts
        case ir.Apply(op=op, args=(inner,)) if op.name == "not":
            return condition(facts, inner, not holds)
        case ir.Apply(op=op, args=(ir.Local(name=name, type=List()),)) if op.name == "bool()":
            return _nonempty(facts, name) if holds else facts
        case ir.Apply(op=op, args=(left, right)) if op.name in _NEGATED:
            if left.type == INT and right.type == INT:
                relation = op.name if holds else _NEGATED[op.name]
                facts = _compared(facts, left, relation, right)
                return _compared(facts, right, _MIRRORED[relation], left)
            return facts
        case _:
            return facts


def _nonempty(facts: Facts, name: str) -> Facts:
    bounds = intervals.tightest({*facts.size_of(name), (ZERO, 1)}, upper=False)
    return Facts(facts.ints, {**facts.sizes, name: bounds})


def _compared(facts: Facts, left: ir.Expr, relation: str, right: ir.Expr) -> Facts:
    """Refines what is known of `left`, a local or a length, by `left relation right`."""
    other = _quick(right, facts)
    known = _bounded(relation, other)
    match left:
        case ir.Local(name=name):
            symbol = ("var", name)
            if known is None:
                return _unequal(facts, name, other) if relation == "ne" else facts
            upper = frozenset(b for b in known.at_most if b[0] != symbol)
            lower = frozenset(b for b in known.at_least if b[0] != symbol)
            clean = Known(known.low, known.high, upper, lower)
            return Facts(
                {**facts.ints, name: intervals.both(facts.ints.get(name, ANY), clean)},
                facts.sizes,
            )
        case ir.Apply(op=op, args=(ir.Local(name=name),)) if op.name == "len()" and known:
            others = {b for b in known.at_least if b[0] != ("len", name)}
            added = {*facts.size_of(name), *others, (ZERO, max(known.low, 0))}
            bounds = intervals.tightest(added, upper=False)
            return Facts(facts.ints, {**facts.sizes, name: bounds})
        case _:
            return facts


def _quick(expr: ir.Expr, facts: Facts) -> Known:
    names = frozenset(part.name for part in walk.every_part(expr) if isinstance(part, ir.Local))
    return value(expr, facts, names & frozenset(facts.sizes) | _lists(expr)).known


def _lists(expr: ir.Expr) -> frozenset[str]:
    return frozenset(
        part.name
        for part in walk.every_part(expr)
        if isinstance(part, ir.Local) and has_length(part.type)
    )


def has_length(type_: Type) -> bool:
    """Whether the lengths of values of this type are followed."""
    return isinstance(type_, List) or type_ == STR


def _bounded(relation: str, other: Known) -> Known | None:
    match relation:
        case "lt":
            upper = intervals.shifted(other.at_most, -1)
            return Known(intervals.LEAST, other.high - 1, upper)
        case "le":
            return Known(intervals.LEAST, other.high, other.at_most)
        case "gt":
            lower = intervals.shifted(other.at_least, 1)
            return Known(other.low + 1, intervals.MOST, frozenset(), lower)
        case "ge":
            return Known(other.low, intervals.MOST, frozenset(), other.at_least)
        case "eq":
            return other
        case _:
            return None


def _unequal(facts: Facts, name: str, other: Known) -> Facts:
    """`name != constant` moves a bound that is just there."""
    known = facts.ints.get(name, ANY)
    if other.low != other.high:
        return facts
    low = known.low + 1 if known.low == other.low else known.low
    high = known.high - 1 if known.high == other.high else known.high
    if low > high:
        return facts
    changed = Known(low, high, known.at_most, known.at_least)
    return Facts({**facts.ints, name: changed}, facts.sizes)
