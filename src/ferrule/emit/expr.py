"""Expressions.

In: an expression of the tree. Out: a piece of Rust. Operands are written in Python's order of
evaluation; what has to be evaluated before a borrow begins is put into a block before it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from ferrule.base.types import NONE, STR, OneOf, Type
from ferrule.emit import apply, collect, folds, format, lookups, rust, sorting
from ferrule.emit.coerce import coerced, told, unwrapped
from ferrule.emit.empty import empty
from ferrule.emit.literal import literal
from ferrule.emit.names import field_name
from ferrule.emit.rust import Rust
from ferrule.emit.scene import Scene
from ferrule.ir import nodes as ir


def write(scene: Scene, node: ir.Expr, mutable: bool) -> Rust:
    """An expression; `mutable` where it is changed in place."""
    match node:
        case ir.Const(value=constant, type=type_):
            return literal(constant, type_)
        case ir.Local():
            return _local(scene, node, mutable)
        case ir.Apply():
            return apply.operation(scene, node, mutable)
        case ir.Call():
            return apply.call(scene, node)
        case ir.GetField(value=inner, name=name):
            if scene.is_counted(inner.type):
                return _attribute(scene, node, mutable)
            piece = _part(scene, node, write(scene, inner, mutable), field_name(name))
            return replace(piece, kind="ref") if scene.is_lent(inner.type, name) else piece
        case ir.GetItem(value=inner, index=index):
            return _part(scene, node, write(scene, inner, mutable), str(index))
        case ir.Coerce(value=ir.Const(value=str(constant)), type=type_) if type_ == STR:
            return literal(constant, STR)
        case ir.Coerce(value=inner):
            piece = write(scene, inner, mutable)
            if node.checked and isinstance(inner.type, OneOf):
                return told(scene, piece, node.type)
            if node.checked:
                return unwrapped(scene, piece, node.type, mutable)
            return coerced(scene, piece, inner.type, node.type, mutable)
        case ir.IsNone(value=ir.GetField(value=held, name=name)) if scene.is_counted(held.type):
            return Rust(f"{owner(scene, held)}.{field_name(name)}.borrow().is_none()")
        case ir.IsNone(value=inner):
            return Rust(f"{rust.as_receiver(scene.expr(inner))}.is_none()")
        case ir.Logic():
            return _logic(scene, node)
        case ir.Choose():
            return _choose(scene, node, mutable)
        case ir.Let(name=name, value=first, body=body):
            inner_text = rust.by_value(write(scene, body, mutable))
            text = rust.block([f"let {name} = {scene.value(first)};"], inner_text)
            return Rust(text, rust.BLOCK, copy=scene.is_copy(node.type))
        case ir.Collect():
            return collect.collected(scene, node)
        case ir.Fold():
            return folds.folded(scene, node)
        case ir.Format():
            return format.formatted(scene, node)
        case ir.Sort():
            return sorting.ordered(scene, node)
        case ir.Best():
            return sorting.best(scene, node)
        case _:
            return _display(scene, node)


def _part(scene: Scene, node: ir.GetField | ir.GetItem, whole: Rust, name: str) -> Rust:
    """A part of a struct or tuple; of one that ends here it may be moved out."""
    kind: rust.Kind = "value" if whole.kind == "value" else "place"
    return Rust(f"{rust.as_receiver(whole)}.{name}", kind=kind, copy=scene.is_copy(node.type))


def owner(scene: Scene, node: ir.Expr) -> str:
    """The instance of which an attribute is read or set; it is looked at, never moved."""
    match node:
        case ir.Local(last=True):
            node = replace(node, last=False)
        case ir.Coerce(value=ir.Local(last=True) as value):
            node = replace(node, value=replace(value, last=False))
        case _:
            pass
    return rust.as_receiver(scene.expr(node))


def _attribute(scene: Scene, node: ir.GetField, mutable: bool) -> Rust:
    """An attribute of an instance that several names may hold."""
    text = owner(scene, node.value)
    if node.name:
        text += f".{field_name(node.name)}"
    if scene.is_shared(node.type):
        return Rust(f"{text}.borrow{'_mut' if mutable else ''}()", kind="guard", copy=False)
    return Rust(f"{text}.get()", copy=scene.is_copy(node.type))


def _local(scene: Scene, node: ir.Local, mutable: bool) -> Rust:
    name, copy = node.name, scene.is_copy(node.type)
    form = scene.form(name)
    if form == "index":
        container = write(scene, scene.func.containers[name], mutable)
        text = f"{rust.as_receiver(container)}[{name}]"
        return Rust(text, kind="place", copy=copy)
    if form == "entry":
        receiver = rust.as_receiver(write(scene, scene.func.containers[name], mutable))
        if mutable:
            return Rust(f"{receiver}.value_at_mut({name})", kind="mut", copy=copy)
        return Rust(f"{receiver}.value_at({name})", kind="ref", copy=copy)
    if name in scene.func.maybe_unbound:
        return _unsure(scene, node, mutable)
    if form == "ref":
        return Rust(name, kind="ref", copy=copy)
    if form == "mut":
        return Rust(name, kind="mut", copy=copy)
    return Rust(name, kind="place", copy=copy, moves=node.last)


def _unsure(scene: Scene, node: ir.Local, mutable: bool) -> Rust:
    """A local that may be unbound: Python then raises, so the call is given back to it."""
    copy = scene.is_copy(node.type)
    view = "" if copy else (".as_mut()" if mutable else ".as_ref()")
    piece = scene.tried(f"{node.name}{view}.ok_or_else(Stop::redo)", copy=copy)
    if copy:
        return piece
    return Rust(piece.text, kind="mut" if mutable else "ref", copy=False)


def _logic(scene: Scene, node: ir.Logic) -> Rust:
    strength = rust.AND if node.is_and else rust.OR
    parts: list[str] = []
    items = list(node.items)
    while items:
        item = items.pop(0)
        once = lookups.asked(scene, item, items[0], is_and=node.is_and) if items else None
        if once is not None:
            items.pop(0)
        parts.append(once.text if once is not None else scene.value(item, strength))
    if len(parts) == 1:
        return Rust(parts[0])
    return Rust((" && " if node.is_and else " || ").join(parts), strength)


def _choose(scene: Scene, node: ir.Choose, mutable: bool) -> Rust:
    test = scene.value(node.test)
    body, orelse = write(scene, node.body, mutable), write(scene, node.orelse, mutable)
    copy = scene.is_copy(node.type)
    value = _branches(test, rust.by_value(body), rust.by_value(orelse))
    if copy or "value" in (body.kind, orelse.kind):
        return Rust(value, rust.BLOCK, copy=copy)
    take = rust.by_mut if mutable else rust.by_ref
    kind: rust.Kind = "mut" if mutable else "ref"
    taken = value if body.moves or orelse.moves else ""
    return Rust(_branches(test, take(body), take(orelse)), rust.BLOCK, kind, copy, taken=taken)


def _branches(test: str, body: str, orelse: str) -> str:
    return f"if {test} {{ {body} }} else {{ {orelse} }}"


def _display(
    scene: Scene,
    node: ir.MakeTuple | ir.MakeList | ir.MakeSet | ir.MakeDict | ir.MakeStruct,
) -> Rust:
    match node:
        case ir.MakeTuple(items=items):
            parts = ", ".join(scene.value(item) for item in items)
            text = f"({parts},)" if len(items) == 1 else f"({parts})"
            return Rust(text, copy=scene.is_copy(node.type))
        case ir.MakeList(items=items):
            parts = ", ".join(scene.value(item) for item in items)
            return Rust(f"vec![{parts}]", copy=False) if items else empty(scene, node.type)
        case ir.MakeSet(items=items):
            parts = ", ".join(scene.value(item) for item in items)
            return Rust(f"Set::from([{parts}])", copy=False) if items else empty(scene, node.type)
        case ir.MakeDict(pairs=pairs):
            parts = ", ".join(f"({scene.value(k)}, {scene.value(v)})" for k, v in pairs)
            return Rust(f"Dict::from([{parts}])", copy=False) if pairs else empty(scene, node.type)
        case ir.MakeStruct(fields=fields, lent=lent):
            name = scene.rust_type(node.type).removesuffix("<'_>")
            if scene.is_counted(node.type):
                return _counted(scene, node)
            pieces = [_field(scene, field, inner, field in lent) for field, inner in fields]
            text = f"{name} {{ {', '.join(pieces)} }}" if pieces else f"{name} {{}}"
            return Rust(text, rust.BLOCK, copy=scene.is_copy(node.type))
        case _:
            assert_never(node)


def _counted(scene: Scene, node: ir.MakeStruct) -> Rust:
    if not node.fields[0][0]:
        content = collect.untyped(scene.value(node.fields[0][1]))
        return Rust(f"Handle::of({content})", copy=False)
    name = scene.rust_type(node.type).removeprefix("Shared<").removesuffix(">")
    pieces = [f"{field_name(f)}: Field::new({scene.value(inner)})" for f, inner in node.fields]
    body = f"{name} {{ {', '.join(pieces)} }}" if pieces else f"{name} {{}}"
    return Rust(f"Shared::new({body})", copy=False)


def _field(scene: Scene, name: str, inner: ir.Expr, is_lent: bool) -> str:
    text = rust.by_ref(scene.expr(inner)) if is_lent else scene.value(inner)
    field = field_name(name)
    return field if field == text else f"{field}: {text}"


def is_anchored(node: ir.Expr) -> bool:
    """Whether Rust can tell the exact type from the text, without an annotation."""
    match node:
        case ir.Const(value=constant):
            return isinstance(constant, bool | float | str)
        case ir.MakeTuple(items=items):
            return all(map(is_anchored, items))
        case ir.MakeList(items=items) | ir.MakeSet(items=items):
            return any(map(is_anchored, items))
        case ir.MakeDict(pairs=pairs):
            return any(is_anchored(k) for k, _ in pairs) and any(is_anchored(v) for _, v in pairs)
        case ir.Choose(body=body, orelse=orelse):
            return is_anchored(body) or is_anchored(orelse)
        case ir.Let(body=body):
            return is_anchored(body)
        case ir.Coerce(value=inner, type=type_):
            return inner.type != NONE and is_anchored(inner) and type_ != inner.type
        case ir.Apply(op=op, args=args):
            return apply.is_anchored(op, args, is_anchored)
        case ir.MakeStruct(fields=(("", content),)):
            return is_anchored(content)
        case ir.Fold(kind=kind, element=element):
            return kind not in ("min", "max") or is_anchored(element)
        case ir.Collect():
            return False
        case _:
            return True


def annotation(scene: Scene, node: ir.Expr, type_: Type) -> str:
    """`: T` where the type can't be told from the value."""
    return "" if is_anchored(node) else f": {scene.rust_type(type_)}"
