"""What is known of every expression, part by part, in Python's order of evaluation.

In: the zone before, which changes in place to the zone after. Out: what is known of the value;
operations that can't fail are marked. A condition gives two zones: where it holds, and where not.
"""

from __future__ import annotations

from ferrule.base.types import BOOL, CHAR, INT, STR, WORD, Array, List
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ops.words import WORD_MOD
from ferrule.passes.ranging.arithmetic import computed, is_proved, middle
from ferrule.passes.ranging.arrays import on_array
from ferrule.passes.ranging.conditions import COMPARISONS, compared, nonempty
from ferrule.passes.ranging.counters import LIMIT
from ferrule.passes.ranging.effects import after_call, forget_lists
from ferrule.passes.ranging.intervals import HIGHEST, LONGEST, LOWEST
from ferrule.passes.ranging.knowledge import Knowledge
from ferrule.passes.ranging.lists import on_list, on_text, repeated
from ferrule.passes.ranging.values import (
    Group,
    Num,
    Seq,
    Value,
    anything,
    assign,
    either,
    exactly,
    put,
    read,
    settled,
    under,
)
from ferrule.passes.ranging.walking import anyhow, begin, bind, drop, turn
from ferrule.passes.ranging.zone import Zone, join
from ferrule.passes.wording import most


def evaluate(known: Knowledge, zone: Zone, expr: ir.Expr) -> Value:
    """What is known of the value of an expression."""
    if known.is_idle(expr):
        return None
    match expr:
        case ir.Const(value=value):
            return _constant(value, expr)
        case ir.Local(name=name, type=type_):
            if name in known.counters:
                zone.at_least(name, -LIMIT)
                zone.at_most(name, LIMIT)
            return read(zone, name, type_)
        case ir.Apply():
            return _applied(known, zone, expr)
        case ir.Call():
            return _called(known, zone, expr)
        case ir.GetItem(value=inner, index=index):
            found = evaluate(known, zone, inner)
            return found.items[index] if isinstance(found, Group) else anything(expr.type)
        case ir.MakeTuple(items=items):
            return Group(tuple(_operands(known, zone, items)))
        case ir.MakeList(items=items):
            return _made_list(known, zone, items)
        case ir.Choose() | ir.Logic():
            return _branched(known, zone, expr)
        case ir.Let(name=name, value=inner, body=body):
            assign(zone, [(name, inner.type, evaluate(known, zone, inner))])
            return evaluate(known, zone, body)
        case ir.Coerce(value=inner):
            return _coerced(known, zone, expr, inner)
        case ir.Collect() | ir.Fold():
            return _comprehended(known, zone, expr)
        case ir.Sort() | ir.Best():
            return _sorted(known, zone, expr)
        case _:
            parts = (expr.value,) if isinstance(expr, ir.GetField | ir.IsNone) else _parts(expr)
            _operands(known, zone, parts)
            return anything(expr.type)


def _parts(expr: ir.MakeSet | ir.MakeDict | ir.MakeStruct | ir.Format) -> tuple[ir.Expr, ...]:
    match expr:
        case ir.MakeSet(items=items):
            return items
        case ir.MakeDict(pairs=pairs):
            return tuple(part for pair in pairs for part in pair)
        case ir.MakeStruct(fields=fields):
            return tuple(value for _, value in fields)
        case ir.Format(parts=parts):
            return tuple(part[0] for part in parts if not isinstance(part, str))


def _constant(value: object, expr: ir.Const) -> Value:
    if isinstance(value, int) and expr.type in (INT, BOOL):
        return exactly(int(value))
    if isinstance(value, str):
        return Seq(exactly(len(value)))
    return anything(expr.type)


def _operands(known: Knowledge, zone: Zone, exprs: tuple[ir.Expr, ...]) -> list[Value]:
    """Several operands; what one of them changes is no longer said of those before it."""
    values: list[Value] = []
    for i, expr in enumerate(exprs):
        value = evaluate(known, zone, expr)
        if known.is_impure(expr):
            values = [settled(one, part.type) for one, part in zip(values, exprs[:i], strict=True)]
        values.append(value)
    return values


def _made_list(known: Knowledge, zone: Zone, items: tuple[ir.Expr, ...]) -> Value:
    values = _operands(known, zone, items)
    item = values[0] if values else None
    for value in values[1:]:
        item = either(zone, item, value)
    return Seq(exactly(len(values)), item)


def _coerced(known: Knowledge, zone: Zone, expr: ir.Coerce, inner: ir.Expr) -> Value:
    value = evaluate(known, zone, inner)
    if inner.type == WORD and expr.type == INT:
        return Num((0, min(most(inner), HIGHEST)))
    if isinstance(value, Num):
        return value  # a float or an optional that holds this int keeps saying so
    if isinstance(value, Seq) and inner.type in (CHAR, STR) and expr.type in (CHAR, STR):
        return value
    return anything(expr.type)


# Operations ------------------------------------------------------------------------------------


def _applied(known: Knowledge, zone: Zone, node: ir.Apply) -> Value:
    if node.op.name.startswith("setitem") and isinstance(node.args[0].type, Array):
        new, *values = _operands(known, zone, (node.args[-1], *node.args[:-1]))
        values.append(new)
    elif node.op.name == "setitem":
        new, container, key = _operands(known, zone, (node.args[2], node.args[0], node.args[1]))
        values = [container, key, new]
    else:
        values = _operands(known, zone, node.args)
    if not node.args:
        return anything(node.type)
    first = node.args[0].type
    if isinstance(first, Array) or isinstance(node.type, Array):
        return on_array(known, zone, node, values)
    if isinstance(first, List):
        return on_list(known, zone, node, values)
    if any(isinstance(node.args[number].type, List) for number in node.op.mutates):
        forget_lists(known, zone)
        return anything(node.type)
    if first in (STR, CHAR):
        return on_text(zone, node, values)
    if node.op.name == "mul" and isinstance(node.type, List):
        return repeated(zone, *values)
    if node.op.name == "len()":
        return Num((0, LONGEST))
    if node.op.proof == "nonzero":
        known.mark(zone, node, holds=_is_nonzero(node.args[1], values[1]))
    nums = tuple(value for value in values if isinstance(value, Num))
    if node.op is WORD_MOD and len(nums) == len(values) - 1:
        return computed(zone, "mod", (Num((0, HIGHEST)), *nums))
    if node.type != INT or len(nums) != len(values) or not _is_of_ints(node):
        return anything(node.type)
    return _computed(known, zone, node, nums)


def _is_nonzero(expr: ir.Expr, value: Value) -> bool:
    """Whether a divisor is not zero: a constant, or an int that is above or below zero."""
    if isinstance(value, Num):
        return value.range[0] > 0 or value.range[1] < 0
    return isinstance(expr, ir.Const) and isinstance(expr.value, float) and expr.value != 0.0


def _is_of_ints(node: ir.Apply) -> bool:
    return all(arg.type in (INT, BOOL) for arg in node.args)


def _computed(known: Knowledge, zone: Zone, node: ir.Apply, nums: tuple[Num, ...]) -> Num:
    name, op = node.op.name, node.op
    exact = _halved(known, zone, node) or computed(zone, name, nums)
    if op.proof:
        known.mark(zone, node, holds=is_proved(zone, op.proof, name, nums))
    low, high = max(exact.range[0], LOWEST), min(exact.range[1], HIGHEST)
    if low > high:
        return Num((LOWEST, HIGHEST))  # no result fits, unless a mask or a remainder is taken
    return Num((low, high), exact.ups, exact.downs)


def _halved(known: Knowledge, zone: Zone, node: ir.Apply) -> Num | None:
    """`(low + high) // 2` and `low + (high - low) // 2`."""
    match node:
        case ir.Apply(op=op, args=(ir.Apply(op=inner, args=(first, second)), by)):
            if inner.name == "add" and _is_half(op.name, by):
                return _middle(known, zone, first, second)
        case ir.Apply(op=op, args=(ir.Local() as low, ir.Apply(op=half, args=(span, by)))):
            match span:
                case ir.Apply(op=minus, args=(high, ir.Local(name=name))) if name == low.name:
                    is_middle = op.name == "add" and minus.name == "sub"
                    if is_middle and _is_half(half.name, by):
                        return _middle(known, zone, low, high)
        case _:
            pass
    return None


def _is_half(name: str, by: ir.Expr) -> bool:
    return isinstance(by, ir.Const) and (name, by.value) in (("floordiv", 2), ("rshift", 1))


def _middle(known: Knowledge, zone: Zone, first: ir.Expr, second: ir.Expr) -> Num | None:
    if not isinstance(first, ir.Local) or not isinstance(second, ir.Local):
        return None
    low, high = evaluate(known, zone, first), evaluate(known, zone, second)
    if isinstance(low, Num) and isinstance(high, Num):
        return middle(zone, low, high)
    return None


def _called(known: Knowledge, zone: Zone, call: ir.Call) -> Value:
    values = _operands(known, zone, call.args)
    if known.is_final and not zone.dead:
        _note_call(known, zone, call, values)
    after_call(known, zone, call)
    summary = known.summaries[call.func]
    if not summary.returns:
        zone.dead = True
        return anything(call.type)
    return anything(call.type) if summary.result is None else summary.result


def _note_call(known: Knowledge, zone: Zone, call: ir.Call, values: list[Value]) -> None:
    params = known.params[call.func]
    given = zone.copy()
    for param, value in zip(params, values, strict=True):
        put(given, f"@{param.name}", param.type, value)
    given = given.only("@")
    if call.func in known.calls:
        given = join(known.calls[call.func], given)
    known.calls[call.func] = given


# Branches --------------------------------------------------------------------------------------


def branch(known: Knowledge, zone: Zone, test: ir.Expr) -> tuple[Zone, Zone]:
    """The zones where a condition holds and where it does not."""
    match test:
        case ir.Const(value=bool(value)):
            holds, fails = zone.copy(), zone.copy()
            (fails if value else holds).dead = True
            return holds, fails
        case ir.Logic(is_and=is_and, items=items):
            return _junction(known, zone, items, is_and=is_and)
        case ir.Let(name=name, value=inner, body=body):
            assign(zone, [(name, inner.type, evaluate(known, zone, inner))])
            return branch(known, zone, body)
        case ir.Apply(op=op, args=(inner,)) if op.name == "not":
            fails, holds = branch(known, zone, inner)
            return holds, fails
        case ir.Apply(op=op, args=args) if op.name in COMPARISONS and _is_of_ints(test):
            first, second = _operands(known, zone, args)
            return _compared(zone, op.name, first, second)
        case ir.Apply(op=op, args=(inner,)) if op.name == "bool()":
            return _truth(zone, evaluate(known, zone, inner), inner)
        case _:
            evaluate(known, zone, test)
            return zone.copy(), zone.copy()


def _junction(
    known: Knowledge, zone: Zone, items: tuple[ir.Expr, ...], *, is_and: bool
) -> tuple[Zone, Zone]:
    goes_on, leaves = zone, zone.copy()
    leaves.dead = True
    for item in items:
        holds, fails = branch(known, goes_on, item)
        goes_on, left = (holds, fails) if is_and else (fails, holds)
        leaves = join(leaves, left)
    return (goes_on, leaves) if is_and else (leaves, goes_on)


def _compared(zone: Zone, name: str, first: Value, second: Value) -> tuple[Zone, Zone]:
    holds, fails = zone.copy(), zone.copy()
    if isinstance(first, Num) and isinstance(second, Num):
        compared(holds, name, first, second, holds=True)
        compared(fails, name, first, second, holds=False)
    return holds, fails


def _truth(zone: Zone, value: Value, inner: ir.Expr) -> tuple[Zone, Zone]:
    holds, fails = zone.copy(), zone.copy()
    if isinstance(value, Num) and inner.type == INT:
        return _compared(zone, "ne", value, exactly(0))
    if isinstance(value, Seq):
        nonempty(holds, value.size, holds=True)
        nonempty(fails, value.size, holds=False)
    return holds, fails


def _branched(known: Knowledge, zone: Zone, expr: ir.Choose | ir.Logic) -> Value:
    if isinstance(expr, ir.Logic):
        holds, fails = branch(known, zone, expr)
        zone.become(join(holds, fails))
        return anything(expr.type)
    holds, fails = branch(known, zone, expr.test)
    path = f"%t.c{known.number(expr)}"
    assign(holds, [(path, expr.type, evaluate(known, holds, expr.body))])
    assign(fails, [(path, expr.type, evaluate(known, fails, expr.orelse))])
    zone.become(join(holds, fails))
    return read(zone, path, expr.type)


# Comprehensions --------------------------------------------------------------------------------


def _comprehended(known: Knowledge, zone: Zone, expr: ir.Collect | ir.Fold) -> Value:
    start = exactly(0)
    if isinstance(expr, ir.Fold) and expr.start is not None:
        first = evaluate(known, zone, expr.start)
        start = first.bare if isinstance(first, Num) else Num((LOWEST, HIGHEST))
    is_impure = known.is_impure(expr)
    if is_impure:
        forget_lists(known, zone)
    inner, turns = _walked(known, zone, expr)
    found = _gathered(known, inner, expr, start, turns)
    if is_impure:
        forget_lists(known, zone)
        found = settled(found, expr.type)
    return found


def _gathered(
    known: Knowledge, inner: Zone, expr: ir.Collect | ir.Fold, start: Num, turns: Num
) -> Value:
    if isinstance(expr, ir.Fold):
        return _folded(known, inner, expr, start)
    values = _operands(known, inner, expr.elements)
    if not isinstance(expr.type, List):
        return anything(expr.type)
    path = f"%t.e{known.number(expr)}"
    put(inner, path + "[]", expr.type.element, values[0])
    for i, clause in enumerate(expr.clauses):
        drop(inner, f"%{known.number(expr)}c{i}")
        names = walk.bound(clause.target)
        inner.forget_all(lambda one, names=names: any(under(name, one) for name in names))  # type: ignore[misc]
    item = read(inner, path + "[]", expr.type.element)
    if len(expr.clauses) > 1:
        return Seq(Num((0, LONGEST)), item)
    return Seq(Num((0, turns.range[1]), turns.ups) if expr.clauses[0].tests else turns, item)


def _walked(known: Knowledge, zone: Zone, expr: ir.Collect | ir.Fold) -> tuple[Zone, Num]:
    """The zone within all clauses, and the turns of the first one."""
    name = f"%{known.number(expr)}c"
    first, turns = begin(known, zone, expr.clauses[0].iter, f"{name}0", evaluate)
    inner = zone.copy()
    drop(zone, f"{name}0")
    is_short = turns.range[1] <= LONGEST
    for i, clause in enumerate(expr.clauses):
        walked, count = first, turns
        if i:
            walked, count = begin(known, inner, clause.iter, f"{name}{i}", evaluate)
        is_short = is_short and count.range[1] <= LONGEST
        bind(inner, clause.target, turn(inner, anyhow(walked)))
        for test in clause.tests:
            inner, _ = branch(known, inner, test)
    known.mark(zone, expr, holds=is_short)
    return inner, turns


def _folded(known: Knowledge, inner: Zone, expr: ir.Fold, start: Num) -> Value:
    value = evaluate(known, inner, expr.element)
    if expr.type != INT or not isinstance(value, Num):
        return anything(expr.type)
    low, high = value.range
    match expr.kind:
        case "sum" if low >= 0 and start.range[0] >= 0:
            return Num((start.range[0], HIGHEST))
        case "min" | "max" if expr.start is None:
            return Num((low, high))
        case "min" | "max":
            return Num((min(low, start.range[0]), max(high, start.range[1])))
        case _:
            return anything(expr.type)


def _sorted(known: Knowledge, zone: Zone, expr: ir.Sort | ir.Best) -> Value:
    value = evaluate(known, zone, expr.value)
    default = expr.default if isinstance(expr, ir.Best) else None
    if default is not None:
        evaluate(known, zone, default)
    if known.is_impure(expr) and not (isinstance(expr, ir.Sort) and expr.in_place):
        forget_lists(known, zone)
        value = anything(expr.value.type)
    item = value.item if isinstance(value, Seq) else None
    if expr.key is not None:
        inner = zone.copy()
        bind(inner, expr.target, item)
        evaluate(known, inner, expr.key)
    if isinstance(expr, ir.Best):
        return anything(expr.type) if default is not None else (item or anything(expr.type))
    return value if isinstance(expr.type, List) else None
