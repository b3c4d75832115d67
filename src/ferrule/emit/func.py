"""Functions and structs.

In: a function or struct of the slice. Out: lines of Rust; docstrings become doc comments.
"""

from __future__ import annotations

from collections.abc import Mapping

from ferrule.base.types import NONE, Deque, Dict, Function, List, Optional, Set, Type, parts
from ferrule.base.types import Struct as StructType
from ferrule.emit.expr import write
from ferrule.emit.names import field_name
from ferrule.emit.scene import Scene
from ferrule.emit.stmt import write_block
from ferrule.emit.types import Structs, is_copy, lent_type, param_type, rust_type
from ferrule.emit.writer import Writer
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Struct

WIDTH = 100


def write_struct(writer: Writer, struct: Struct, structs: Structs) -> None:
    """A class as a struct."""
    write_doc(writer, struct.doc)
    if struct.counted:
        _write_counted(writer, struct, structs)
    else:
        _write_owned(writer, struct, structs)
    if struct.key:
        _write_key(writer, struct, structs)


def _write_key(writer: Writer, struct: Struct, structs: Structs) -> None:
    """What makes an instance a key of a dict or an item of a set."""
    types = dict(struct.fields)
    kinds = [rust_type(types[name], structs) for name in struct.key]
    parts = [_copied(struct, name, types[name], structs) for name in struct.key]
    kind, value = ", ".join(kinds), ", ".join(parts)
    if not struct.is_bare_key:
        end = "," if len(parts) == 1 else ""
        kind, value = f"({kind}{end})", f"({value}{end})"
    writer.line()
    with writer.block(f"impl Keyed for {struct.rust}"):
        writer.line(f"type Key = {kind};")
        writer.line()
        with writer.block(f"fn key(&self) -> {kind}"):
            writer.line(value)
    if not struct.counted:
        writer.line()
        writer.line(f"keyed!({struct.rust});")


def _copied(struct: Struct, name: str, type_: Type, structs: Structs) -> str:
    place = f"self.{field_name(name)}"
    if struct.counted:
        return f"{place}.get()"
    return place if is_copy(type_, structs) else f"{place}.clone()"


def _write_owned(writer: Writer, struct: Struct, structs: Structs) -> None:
    derives = ["Debug"]
    if struct.clones:
        derives.append("Clone")
        if is_copy(StructType(struct.name), structs):
            derives.append("Copy")
    writer.line(f"#[derive({', '.join(derives)})]")
    if not struct.fields:
        writer.line(f"pub struct {struct.rust} {{}}")
        return
    lifetime = "<'a>" if struct.lent else ""
    with writer.block(f"pub struct {struct.rust}{lifetime}"):
        for name, type_ in struct.fields:
            inner = rust_type(type_, structs)
            text = f"&'a {lent_type(type_, structs)}" if name in struct.lent else inner
            writer.line(f"pub {field_name(name)}: {text},")


def _write_counted(writer: Writer, struct: Struct, structs: Structs) -> None:
    """A class whose instances several names may hold."""
    writer.line("#[derive(Debug)]")
    if not struct.fields:
        writer.line(f"pub struct {struct.rust} {{}}")
    else:
        with writer.block(f"pub struct {struct.rust}"):
            for name, type_ in struct.fields:
                writer.line(f"pub {field_name(name)}: Field<{rust_type(type_, structs)}>,")
    writer.line()
    links = [name for name, type_ in struct.fields if _is_link(type_)]
    holding = [name for name, type_ in struct.fields if _holds(type_)]
    if not (struct.cycles or struct.by_identity or links):
        writer.line(f"impl Linked for {struct.rust} {{}}")
        return
    with writer.block(f"impl Linked for {struct.rust}"):
        if struct.cycles:
            writer.line("const CYCLES: bool = true;")
        if struct.by_identity:
            writer.line("const BY_IDENTITY: bool = true;")
        if links:
            if struct.cycles or struct.by_identity:
                writer.line()
            with writer.block("fn unlink(&self)"):
                for name in links:
                    writer.line(f"self.{field_name(name)}.clear();")
        if holding and struct.cycles:
            writer.line()
            with writer.block("fn visit(&self, see: &mut See<'_>)"):
                for name in holding:
                    writer.line(f"self.{field_name(name)}.tell(see);")


def _is_link(type_: Type) -> bool:
    """Whether an attribute may hold other instances, and can be emptied."""
    match type_:
        case Optional(inner) | List(inner) | Deque(inner) | Dict(_, inner):
            return (isinstance(inner, StructType) and inner.counted) or _is_link(inner)
        case _:
            return False


def _holds(type_: Type) -> bool:
    """Whether an attribute may hold other instances."""
    if isinstance(type_, StructType):
        return type_.counted
    return any(map(_holds, parts(type_)))


def write_func(
    writer: Writer,
    func: Func,
    funcs: Mapping[str, Func],
    structs: Structs,
    *,
    hinted: bool = False,
) -> bool:
    """A function; tells whether it uses the macro `attempt!`."""
    scene = Scene(func, funcs, structs, writer, write)
    scene.refs = _borrowed(scene)
    write_doc(writer, func.doc)
    if hinted:
        writer.line("#[inline]")
    writer.source = func.span.line
    for line in _head(scene):
        writer.line(line)
    with writer.indented():
        if func.recursive:
            writer.line("let _depth = depth::enter()?;")
        write_block(scene, func.body, is_tail=True)
        if not walk.leaves(func.body) and _needs_end(func):
            writer.line("Ok(())")
    writer.line("}")
    writer.source = 0
    return scene.uses_attempt


def _needs_end(func: Func) -> bool:
    """Whether the last statement leaves the result of the function still to be said."""
    last = func.body[-1] if func.body else None
    is_said = isinstance(last, ir.If | ir.Try)
    return func.fallible and not is_said and (func.result == NONE or bool(func.returns_param))


def _head(scene: Scene) -> list[str]:
    func = scene.func
    lending = _lending(scene)
    params = [
        f"{'mut ' if _is_mutable(func, one.name, one.mode) else ''}{one.name}: "
        f"{_passed(param_type(one, scene.structs), one.name in lending)}"
        for one in func.params
        if not isinstance(one.type, Function)
    ]
    result = NONE if func.returns_param else func.result
    returned = _result(scene, result)
    name = func.name
    if lending:
        name, returned = f"{name}<'a>", returned.replace("<'_>", "<'a>")
    line = f"pub fn {name}({', '.join(params)}){returned} {{"
    if len(line) <= WIDTH:
        return [line]
    return [f"pub fn {name}(", *(f"    {one}," for one in params), f"){returned} {{"]


def _passed(text: str, is_lent: bool) -> str:
    return text.replace("&", "&'a ", 1) if is_lent else text


def _lending(scene: Scene) -> frozenset[str]:
    """The parameters that the result borrows, where Rust can't tell by itself."""
    func = scene.func
    borrowed = [one.name for one in func.params if one.mode in ("ref", "mut")]
    if len(borrowed) < 2 or not isinstance(func.result, StructType):
        return frozenset()
    return frozenset(
        root
        for expr in walk.every_expr(func.body)
        if isinstance(expr, ir.MakeStruct) and expr.type == func.result
        for name, part in expr.fields
        if name in expr.lent
        for root in walk.reads(part)
    )


def _is_mutable(func: Func, name: str, mode: str) -> bool:
    return name in func.mutable and mode in ("own", "value")


def _result(scene: Scene, result: Type) -> str:
    text = scene.rust_type(result)
    if scene.func.fallible:
        return f" -> Res<{text}>"
    return "" if result == NONE else f" -> {text}"


def write_doc(writer: Writer, doc: str) -> None:
    """A docstring as a doc comment."""
    for line in doc.strip().splitlines():
        writer.line(f"/// {line.strip()}".rstrip())


def _borrowed(scene: Scene) -> frozenset[str]:
    """Immutable locals that only loops over borrowed containers bind: they stay borrows."""
    func = scene.func
    unsuited = {param.name for param in func.params} | func.maybe_unbound
    found: set[str] = set()
    for stmt in walk.every_stmt(func.body):
        match stmt:
            case ir.For(target=target, is_stepped=True):
                unsuited.update(walk.bound(target))
            case ir.For(target=target, iter=iter_):
                _sort_targets(scene, target, iter_, found, unsuited)
            case ir.Assign(target=target):
                unsuited.update(walk.bound(target))
            case _:
                pass
        for expr in walk.in_stmt(stmt):
            for part in walk.every_part(expr):
                if isinstance(part, ir.Collect | ir.Fold):
                    for clause in part.clauses:
                        _sort_targets(scene, clause.target, clause.iter, found, unsuited)
                elif isinstance(part, ir.Sort | ir.Best):
                    found.update(
                        one.name for one in walk.binds(part.target) if not scene.is_copy(one.type)
                    )
    return frozenset(found - unsuited)


def _sort_targets(
    scene: Scene, target: ir.Target, iter_: ir.Iter, found: set[str], unsuited: set[str]
) -> None:
    match iter_, target:
        case ir.OverEnumerate(iter=inner), ir.Spread(items=(first, item)):
            unsuited.update(walk.bound(first))
            _sort_targets(scene, item, inner, found, unsuited)
        case ir.OverZip(iters=iters), ir.Spread(items=items):
            for item, inner in zip(items, iters, strict=True):
                _sort_targets(scene, item, inner, found, unsuited)
        case ir.OverReversed(iter=inner), _:
            _sort_targets(scene, target, inner, found, unsuited)
        case ((ir.Over(value=value) | ir.OverItems(value=value)), _) if _is_borrowed(value):
            if isinstance(target, ir.Bind) and getattr(iter_, "kind", "") == "items":
                unsuited.add(target.name)
            element = value.type.element if isinstance(value.type, List | Deque | Set) else None
            for bind in walk.binds(target):
                is_other = isinstance(target, ir.Bind) and element not in (None, bind.type)
                is_moved = scene.is_shared(bind.type)
                if is_moved or scene.is_copy(bind.type) or is_other:
                    unsuited.add(bind.name)
                else:
                    found.add(bind.name)
        case _:
            unsuited.update(walk.bound(target))


def _is_borrowed(value: ir.Expr) -> bool:
    """Whether a loop over this borrows elements that are kept elsewhere."""
    return isinstance(value.type, List | Deque | Set | Dict) and _is_kept(value)


def _is_kept(value: ir.Expr) -> bool:
    match value:
        case ir.Local():
            return True
        case ir.GetField(value=inner) | ir.GetItem(value=inner) | ir.Coerce(value=inner):
            return _is_kept(inner)
        case ir.Apply(op=op, args=args):
            return (op.borrows or op.name == "slice") and _is_kept(args[0])
        case _:
            return False
