"""A key of a dict looked up once, where Python asks for it and then reads or changes its value.

Before:  `k not in d or v < d[k]`               After:  `d.get(&k).is_none_or(|&known| v < known)`
Before:  `if k in d: d[k] += 1 else: d[k] = 1`  After:  `match d.get_mut(&k) { … }`
Before:  `if k in d: return d[k]`                After:  `if let Some(&known) = d.get(&k) { … }`

In: a test or an `if`. Out: such text, or nothing where something between could tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ferrule.base.types import Dict
from ferrule.emit import apply, rust
from ferrule.emit.rust import Rust
from ferrule.emit.scene import MustNotStop, Scene
from ferrule.emit.update import in_slot, is_same
from ferrule.ir import nodes as ir
from ferrule.ir import walk

WriteBlock = Callable[[Scene, tuple[ir.Stmt, ...]], None]


@dataclass(frozen=True, slots=True)
class _Question:
    """`key in table`, or `key not in table`."""

    node: ir.Apply
    key: ir.Expr
    table: ir.Expr
    is_in: bool

    def asks(self, expr: ir.Expr) -> bool:
        """Whether this is `table[key]`."""
        match expr:
            case ir.Apply(op=op, args=(table, key)) if op.name == "getitem" and op.pure:
                return is_same(table, self.table) and is_same(key, self.key)
            case _:
                return False

    def lookup(self, scene: Scene, *, mutable: bool) -> str:
        """The look-up as an `Option`."""
        key = scene.expr(replace(self.node, op=replace(self.node.op, rust="{0:item}"))).text
        receiver = rust.as_receiver(scene.write(self.table, mutable))
        return f"{receiver}.{'get_mut' if mutable else 'get'}({key})"


def _question(scene: Scene, expr: ir.Expr) -> _Question | None:
    match expr:
        case ir.Apply(op=op, args=(key, table)) if op.name in ("in", "not in"):
            is_dict = isinstance(table.type, Dict) and not scene.is_heap(table)
            is_still = is_dict and _is_still(key) and _is_still(table)
            return _Question(expr, key, table, op.name == "in") if is_still else None
        case _:
            return None


def _is_still(expr: ir.Expr) -> bool:
    """Whether evaluating it twice, or once, is the same."""
    return not any(
        isinstance(part, ir.Call) or (isinstance(part, ir.Apply) and not part.op.pure)
        for part in walk.every_part(expr)
    )


# Tests -----------------------------------------------------------------------------------------


def asked(scene: Scene, test: ir.Expr, then: ir.Expr, *, is_and: bool) -> Rust | None:
    """`k in d and …`, or `k not in d or …`, where the rest reads `d[k]`."""
    question = _question(scene, test)
    if question is None or question.is_in != is_and or not _is_still(then):
        return None
    values = [part for part in walk.every_part(then) if question.asks(part)]
    if not values or not scene.is_copy(values[0].type):
        return None
    name = scene.fresh("known")
    held = ir.Local(name, values[0].type, test.span)
    try:
        with scene.closure(may_stop=False):
            rest = scene.value(_put(then, question, held))
    except MustNotStop:
        return None
    method = "is_some_and" if is_and else "is_none_or"
    return Rust(f"{question.lookup(scene, mutable=False)}.{method}(|&{name}| {rest})")


def _put(expr: ir.Expr, question: _Question, held: ir.Local) -> ir.Expr:
    if question.asks(expr):
        return held
    return walk.rebuild(expr, lambda part: _put(part, question, held))


# Statements ------------------------------------------------------------------------------------


def entry_changed(scene: Scene, stmt: ir.If, write_block: WriteBlock) -> bool:
    """Writes `if k in d: d[k] … else: …`, where the first block only changes `d[k]`."""
    question = _question(scene, stmt.test)
    if question is None:
        return False
    there, missing = (stmt.body, stmt.orelse) if question.is_in else (stmt.orelse, stmt.body)
    if len(there) != 1 or not isinstance(only := there[0], ir.Do):
        return False
    change = only.value
    if not isinstance(change, ir.Apply) or not _changes_entry(scene, question, change):
        return False
    name = scene.fresh("entry")
    lookup = question.lookup(scene, mutable=True)
    scene.slots.add(name)
    if not missing:
        with scene.writer.block(f"if let Some({name}) = {lookup}"):
            _change(scene, only, change, name, write_block)
        return True
    with scene.writer.block(f"match {lookup}"):
        with scene.writer.block(f"Some({name}) =>"):
            _change(scene, only, change, name, write_block)
        with scene.writer.block("None =>"):
            write_block(scene, missing)
    return True


def entry_read(scene: Scene, stmt: ir.If) -> tuple[str, ir.If] | None:
    """The head of `if k in d: …` and the `if`, where the first line of its block reads `d[k]`."""
    question = _question(scene, stmt.test)
    if question is None or not question.is_in or not stmt.body:
        return None
    first = stmt.body[0]
    if not isinstance(first, ir.Return | ir.Assign) or not _is_still(first.value):
        return None
    values = [part for part in walk.every_part(first.value) if question.asks(part)]
    if not values or not scene.is_copy(values[0].type):
        return None
    name = scene.fresh("known")
    held = ir.Local(name, values[0].type, first.span)
    changed = replace(first, value=_put(first.value, question, held))
    head = f"if let Some(&{name}) = {question.lookup(scene, mutable=False)}"
    return head, replace(stmt, body=(changed, *stmt.body[1:]))


def _changes_entry(scene: Scene, question: _Question, change: ir.Apply) -> bool:
    """Whether this changes the value of the entry, and looks at nothing else of the dict."""
    table = apply.reached(scene, question.table)
    match change.args:
        case (container, key, ir.Apply(args=(old, operand)) as new) if change.op.name == "setitem":
            is_entry = is_same(container, question.table) and is_same(key, question.key)
            is_update = is_entry and question.asks(old) and scene.is_copy(new.type)
            return is_update and not table & apply.reached(scene, operand)
        case (old, *rest) if question.asks(old) and 0 in change.op.mutates:
            return not any(table & apply.reached(scene, one) for one in rest)
        case _:
            return False


def _change(
    scene: Scene, stmt: ir.Do, change: ir.Apply, name: str, write_block: WriteBlock
) -> None:
    new = change.args[-1]
    if change.op.name == "setitem" and isinstance(new, ir.Apply):
        scene.writer.line(in_slot(scene, name, new))
        return
    held = ir.Local(name, change.args[0].type, change.span)
    write_block(scene, (replace(stmt, value=replace(change, args=(held, *change.args[1:]))),))
