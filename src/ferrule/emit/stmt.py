"""Statements.

In: a block of the tree. Out: lines of Rust. `is_tail` where the block's value is the function's
result, so that a return needs no `return`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from ferrule.base.diag import Diagnostic, Refused
from ferrule.base.types import INT, NONE, STR, Optional
from ferrule.emit import collect, expr, floats, literal, rust
from ferrule.emit.attempt import attempted
from ferrule.emit.handing import handed_over
from ferrule.emit.jumps import jump
from ferrule.emit.lookups import entry_changed, entry_read
from ferrule.emit.names import field_name
from ferrule.emit.room import room_for
from ferrule.emit.rust import Rust
from ferrule.emit.scene import Scene
from ferrule.emit.turning import turned
from ferrule.emit.turns import write_for, write_while
from ferrule.emit.update import item_updated, updated
from ferrule.ir import nodes as ir
from ferrule.ir import walk

_RAISERS = {
    "ValueError": "value_error",
    "TypeError": "type_error",
    "IndexError": "index_error",
    "ZeroDivisionError": "zero_division",
    "OverflowError": "overflow_error",
    "RuntimeError": "runtime_error",
    "AssertionError": "assertion_error",
    "AttributeError": "attribute_error",
    "NotImplementedError": "not_implemented",
    "KeyError": "key_error",  # its text is a repr already
}


def write_block(scene: Scene, block: tuple[ir.Stmt, ...], *, is_tail: bool = False) -> None:
    """The statements of a block."""
    for number, stmt in enumerate(block):
        last = is_tail and number == len(block) - 1
        scene.writer.source = stmt.span.line
        if isinstance(stmt, ir.Assign) and (room := room_for(scene, stmt, block[number + 1 :])):
            _filled_later(scene, stmt, room)
        else:
            _stmt(scene, stmt, last)


def _stmt(scene: Scene, stmt: ir.Stmt, is_tail: bool) -> None:
    line = scene.writer.line
    match stmt:
        case ir.Assign():
            _assign(scene, stmt)
        case ir.Declare(target=target):
            _declare(scene, target)
        case ir.SetField(value=value, name=name, new=new):
            if scene.is_counted(value.type):
                line(f"{expr.owner(scene, value)}.{field_name(name)}.set({scene.value(new)});")
            else:
                owner = ir.GetField(value, name, new.type, stmt.span)
                line(updated(scene, owner, new))
        case ir.Do(value=value):
            _do(scene, value)
        case ir.If():
            _if(scene, stmt, is_tail, "")
        case ir.While():
            write_while(scene, stmt, write_block)
        case ir.For():
            write_for(scene, stmt, write_block)
        case ir.Return(value=value):
            _return(scene, value, is_tail)
        case ir.Break():
            line(jump(scene, "break"))
        case ir.Continue():
            line(jump(scene, "continue"))
        case ir.Block():
            _labelled(scene, stmt)
        case ir.Leave(label=label):
            line(f"break '{scene.labels[label]};")
        case ir.Raise(kind=kind, message=message):
            _leave(scene, _raised(scene, kind, message), is_tail)
        case ir.Reraise():
            _leave(scene, scene.handling, is_tail)
        case ir.Redo():
            line("Err(Stop::redo())" if is_tail else "return Err(Stop::redo());")
        case ir.Try():
            _try(scene, stmt, is_tail)
        case ir.Print():
            _print(scene, stmt)
        case _:
            assert_never(stmt)


# Binding ---------------------------------------------------------------------------------------


def _declare(scene: Scene, target: ir.Bind) -> None:
    name, word = target.name, "mut " if target.mutable else ""
    form = scene.form(name)
    if form in ("index", "entry"):
        scene.writer.line(f"let {word}{name}: usize;")
    elif name in scene.func.maybe_unbound:
        scene.writer.line(f"let mut {name}: Option<{scene.rust_type(target.type)}> = None;")
    elif form in ("ref", "mut"):
        scene.writer.line(f"let {word}{name};")
    else:
        scene.writer.line(f"let {word}{name}: {scene.rust_type(target.type)};")


def _assign(scene: Scene, stmt: ir.Assign) -> None:
    target, value = stmt.target, stmt.value
    if isinstance(target, ir.Spread):
        lines = handed_over(scene, target, value)
        if lines is None:
            _spread(scene, target, value)
        for text in lines or ():
            scene.writer.line(text)
        return
    name, form = target.name, scene.form(target.name)
    if name == "_":
        scene.writer.line(f"let _ = {scene.value(value)};")
        return
    word = ("let mut " if target.mutable else "let ") if target.is_new else ""
    if form == "index":
        scene.writer.line(f"{word}{name} = {_index(scene, value)};")
    elif form == "entry":
        scene.writer.line(f"{word}{name} = {_entry(scene, value)};")
    elif form in ("ref", "mut"):
        piece = scene.write(value, form == "mut")
        if piece.kind == "guard":
            piece = _held(scene, stmt, piece, form)
        borrow = rust.by_mut(piece) if form == "mut" else rust.by_ref(piece)
        scene.writer.line(f"{word}{name} = {borrow};")
    elif name in scene.func.maybe_unbound:
        scene.writer.line(f"{name} = Some({scene.value(value)});")
    elif target.is_new:
        typed = expr.annotation(scene, value, target.type)
        text = scene.value(value)
        text = collect.untyped(text) if typed else text
        typed = typed or floats.annotation(scene, name, value)
        scene.writer.line(f"{word}{name}{typed} = {text};")
    elif any(scene.is_heap(part) for part in walk.every_part(value)):
        # What is looked at may be part of what the local holds until then.
        held = scene.fresh(f"next_{name}")
        scene.writer.line(f"let {held} = {scene.value(value)};")
        scene.writer.line(f"{name} = {held};")
    else:
        place = ir.Local(name, target.type, stmt.span)
        scene.writer.line(updated(scene, place, value))


def _held(scene: Scene, stmt: ir.Assign, piece: Rust, form: str) -> Rust:
    """What keeps the borrow of an attribute, for as long as the local is in use."""
    target = stmt.target
    if not isinstance(target, ir.Bind) or not target.is_new or scene.attempt is not None:
        message = "this would need a second owner for one list, dict, set or object"
        raise Refused(Diagnostic("F301", stmt.span, message))
    name = scene.fresh(f"{target.name}_held")
    word = "let mut" if form == "mut" else "let"
    scene.writer.line(f"{word} {name} = {piece.text};")
    return Rust(name, kind="place", copy=False)


def _filled_later(scene: Scene, stmt: ir.Assign, room: str) -> None:
    """A new list that a loop is about to fill."""
    target, value = stmt.target, stmt.value
    if not isinstance(target, ir.Bind) or not isinstance(value, ir.MakeList):
        raise ValueError("room is kept for list displays")
    name, size = target.name, len(value.items)
    room = f"{room} + {size}" if size else room
    if name in scene.func.maybe_unbound or scene.form(name) != "own":
        _assign(scene, stmt)
        return
    items = [scene.value(item) for item in value.items]
    if target.is_new:
        word = "let mut" if target.mutable else "let"
        typed = scene.rust_type(target.type)
        scene.writer.line(f"{word} {name}: {typed} = Vec::with_capacity({room});")
    else:
        scene.writer.line(f"{name} = Vec::with_capacity({room});")
    for item in items:
        scene.writer.line(f"{name}.push({item});")


def _index(scene: Scene, value: ir.Expr) -> str:
    """The index of the element that a local of form "index" stands for."""
    if not isinstance(value, ir.Apply):
        raise ValueError("a place by index comes from an indexing")
    container, index = value.args
    if value.proved:
        return f"{scene.value(index, rust.CAST)} as usize"
    items = rust.by_ref(scene.expr(container))
    return scene.tried(f"list::place({items}, {scene.value(index)})").text


def _entry(scene: Scene, value: ir.Expr) -> str:
    """The number of the entry whose value a local of form "entry" stands for."""
    if not isinstance(value, ir.Apply):
        raise ValueError("an entry comes from an indexing")
    op = replace(value.op, rust="{0:recv}.place_of({1:item})", borrows=False)
    return scene.expr(replace(value, op=op, type=INT)).text


def _spread(scene: Scene, target: ir.Spread, value: ir.Expr) -> None:
    after: list[str] = []
    is_new = all(bind.is_new or bind.name == "_" for bind in walk.binds(target))
    left = _left(scene, target, is_new, after)
    typed = expr.annotation(scene, value, value.type) if is_new else ""
    word = "let " if is_new else ""
    scene.writer.line(f"{word}{left}{typed} = {scene.value(value)};")
    for line in after:
        scene.writer.line(line)


def _left(scene: Scene, target: ir.Target, is_new: bool, after: list[str]) -> str:
    if isinstance(target, ir.Spread):
        parts = [_left(scene, item, is_new, after) for item in target.items]
        return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"
    if target.name == "_":
        return "_"
    if target.name in scene.func.maybe_unbound:
        fresh = scene.fresh(f"next_{target.name}")
        after.append(f"{target.name} = Some({fresh});")
        return fresh
    if is_new:
        return f"mut {target.name}" if target.mutable else target.name
    return target.name


# Effects ---------------------------------------------------------------------------------------


def _do(scene: Scene, value: ir.Expr) -> None:
    match value:
        case ir.Const():
            return
        case ir.Apply(op=op) if op.name == "setitem" and (text := item_updated(scene, value)):
            scene.writer.line(text)
            return
        case ir.Apply() if (lines := turned(scene, value)) is not None:
            for line in lines:
                scene.writer.line(line)
            return
        case ir.Apply(op=op, proved=False) if op.name == "swap":
            _swap(scene, value)
            return
        case _:
            text = scene.expr(value).text
    if text.startswith("{\n") and text.endswith("\n}"):
        # A block that only holds temporaries reads better as statements.
        for line in text[2:-2].split("\n"):
            scene.writer.line(line.removeprefix("    "))
        scene.writer.lines[-1] += ";"
        return
    scene.writer.line(f"{text};")


def _swap(scene: Scene, node: ir.Apply) -> None:
    """`xs[i], xs[j] = xs[j], xs[i]`, where the indexes have to be looked at first."""
    container, *indexes = node.args
    names = [scene.fresh("first"), scene.fresh("second")]
    for name, index in zip(names, indexes, strict=True):
        items = rust.by_ref(scene.expr(container))
        step = scene.tried(f"list::place({items}, {scene.value(index)})")
        scene.writer.line(f"let {name} = {step.text};")
    receiver = rust.as_receiver(scene.place(container))
    scene.writer.line(f"{receiver}.swap({names[0]}, {names[1]});")


def _print(scene: Scene, stmt: ir.Print) -> None:
    items = [_text(scene, item) for item in stmt.items]
    if stmt.sep is None and stmt.end is None and len(items) == 1:
        scene.writer.line(f"print::line({items[0]});")
        return
    sep = '&Str::ascii(" ")' if stmt.sep is None else _text(scene, stmt.sep)
    end = '&Str::ascii("\\n")' if stmt.end is None else _text(scene, stmt.end)
    scene.writer.line(f"print::all(&[{', '.join(items)}], {sep}, {end});")


def _text(scene: Scene, item: ir.Expr) -> str:
    if isinstance(item, ir.Const) and isinstance(item.value, str):
        return f"&{literal.text(item.value)}"
    if item.type == STR:
        return rust.by_ref(scene.expr(item))
    return f"&Str::from({scene.value(item)})"


# Flow ------------------------------------------------------------------------------------------


def _if(scene: Scene, stmt: ir.If, is_tail: bool, before: str) -> None:
    if not (before or is_tail) and entry_changed(scene, stmt, write_block):
        return
    if (read := entry_read(scene, stmt)) is not None:
        head, stmt = read
    else:
        head = f"if {scene.value(stmt.test)}"
    scene.writer.line(f"{before}{head} {{")
    with scene.writer.indented():
        write_block(scene, stmt.body, is_tail=is_tail and bool(stmt.orelse))
    if not stmt.orelse:
        scene.writer.line("}")
        if is_tail:
            _fall_off(scene)
        return
    only = stmt.orelse[0]
    if len(stmt.orelse) == 1 and isinstance(only, ir.If) and _is_flat(scene, only):
        scene.writer.source = only.span.line
        if not only.orelse and is_tail:
            is_tail = False
        _if(scene, only, is_tail, "} else ")
        return
    with scene.writer.block("} else"):
        write_block(scene, stmt.orelse, is_tail=is_tail)


def _is_flat(scene: Scene, stmt: ir.If) -> bool:
    """Whether the test fits on one line, so that `else if` reads well."""
    return "\n" not in scene.value(stmt.test)


def _fall_off(scene: Scene) -> None:
    """The result of a function that ends without a return: None."""
    func = scene.func
    if func.result == NONE or func.returns_param:
        if func.fallible:
            scene.writer.line("Ok(())")
    elif isinstance(func.result, Optional):
        scene.writer.line("Ok(None)" if func.fallible else "None")


def _labelled(scene: Scene, stmt: ir.Block) -> None:
    label = scene.fresh(stmt.label.partition("#")[0])
    scene.labels[stmt.label] = label
    with scene.writer.block(f"'{label}:"), scene.within("block", label):
        write_block(scene, stmt.body)


def _try(scene: Scene, stmt: ir.Try, is_tail: bool) -> None:
    ends = is_tail and walk.leaves((stmt,))
    attempted(scene, stmt, ends, write_block)
    if is_tail and not ends:
        _fall_off(scene)


# Leaving ---------------------------------------------------------------------------------------


def _return(scene: Scene, value: ir.Expr, is_tail: bool) -> None:
    func = scene.func
    if func.returns_param or (func.result == NONE and isinstance(value, ir.Const)):
        text = "Ok(())" if func.fallible else ""
    elif func.fallible:
        text = _wrapped(scene, value)
    else:
        text = scene.value(value)
        if func.result == NONE:
            scene.writer.line(f"{text};")
            text = ""
    if is_tail:
        if text:
            scene.writer.line(text)
    else:
        scene.writer.line(f"return {text};" if text else "return;")


def _wrapped(scene: Scene, value: ir.Expr) -> str:
    """`Ok(value)`, or the step itself where it already is the result."""
    piece = scene.expr(value)
    if piece.step and scene.attempt is None and piece.text == f"{piece.step}?":
        return piece.step
    text = scene.owned(value, piece)
    if text == piece.taken and text.endswith("?"):
        return text.removesuffix("?")
    return f"Ok({collect.untyped(text)})"


def _raised(scene: Scene, kind: str, message: ir.Expr | None) -> str:
    match message:
        case None:
            text = '""'
        case ir.Const(value=str(constant)):
            text = literal.quoted(constant)
        case _:
            text = scene.value(message)
    if kind in _RAISERS:
        return f"Stop::{_RAISERS[kind]}({text})"
    return f"Stop::new(ExcKind::{kind}, {text})"


def _leave(scene: Scene, stop: str, is_tail: bool) -> None:
    label = scene.attempt
    if label is not None:
        scene.writer.line(f"break {label} {stop};")
    else:
        scene.writer.line(f"Err({stop})" if is_tail else f"return Err({stop});")
