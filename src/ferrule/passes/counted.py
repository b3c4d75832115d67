"""Classes whose instances several names hold: handles that count, as Python's own references do.

Before:  `struct Node { next: Option<Node> }`, without an end
After:   `struct Node { next: Field<Option<Shared<Node>>> }`, and every `Node` is a `Shared<Node>`

In: a slice. Out: the same slice with `Struct.counted` set, and with it every type that mentions
such a class. Always counted are classes whose instances hold others of their kind, and those of
which a slice asks for identity; others where ownership alone does not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from ferrule.base.span import Span
from ferrule.base.types import Dict, Optional, Set, Type, parts
from ferrule.base.types import Struct as StructType
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Module, Struct
from ferrule.ops.op import Op

Names = frozenset[str]

# What may be mended by letting several names hold one instance.
_OWNERSHIP = frozenset({"F301", "F302", "F303", "F304"})

# Operations that ask whether two objects are the same.
_COMPARING = frozenset({"is", "eq", "ne", "in", "not in", ".index", ".count", ".remove"})


def must_count(module: Module) -> Names:
    """The classes that ownership can't express at all."""
    held = {struct.name: _held(struct) for struct in module.structs}
    found = {name for name in held if name in _reached(name, held)} | _compared(module)
    # What such an instance holds may be held by another one too.
    return frozenset(found.union(*(_reached(name, held) for name in found if name in held)))


def may_count(module: Module, refused: Module) -> Names:
    """The classes of which functions were refused that would need two owners for one value."""
    known = {id(one) for reasons in module.reasons.values() for one in reasons}
    origins = {
        origin
        for origin, reasons in refused.reasons.items()
        if any(id(one) not in known and one.code in _OWNERSHIP for one in reasons)
    }
    return frozenset(
        name
        for func in module.funcs
        if func.origin in origins
        for type_ in (func.result, *func.locals.values(), *(one.type for one in func.params))
        for name in _within(type_, module)
    )


def _within(type_: Type, module: Module) -> Names:
    """The classes that a type mentions, and those whose instances its instances hold."""
    held = {struct.name: _held(struct) for struct in module.structs}
    found = classes_in(type_)
    return found | {name for one in found for name in _reached(one, held)}


def _held(struct: Struct) -> Names:
    found: set[str] = set()
    for _, type_ in struct.fields:
        found |= classes_in(type_)
    return frozenset(found)


def classes_in(type_: Type) -> Names:
    """The classes that a type mentions."""
    if isinstance(type_, StructType):
        return frozenset((type_.name,))
    return frozenset(name for part in parts(type_) for name in classes_in(part))


def _reached(name: str, held: Mapping[str, Names]) -> Names:
    found: set[str] = set()
    queue = list(held[name])
    while queue:
        one = queue.pop()
        if one not in found:
            found.add(one)
            queue += held.get(one, ())
    return frozenset(found)


def _compared(module: Module) -> Names:
    """The classes whose instances are asked whether they are the same."""
    keyed = {struct.name for struct in module.structs if struct.key}
    return frozenset(
        name
        for func in module.funcs
        for expr in walk.every_expr(func.body)
        if isinstance(expr, ir.Apply) and expr.op.name in _COMPARING
        for arg in expr.args
        for name in classes_in(_looked_at(arg.type))
        if not (name in keyed and isinstance(expr.args[-1].type, Dict | Set))
    )


def _looked_at(type_: Type) -> Type:
    """What a comparison looks at: of a dict, only the keys."""
    return type_.key if isinstance(type_, Dict) else type_


def _inner(type_: Type) -> Type:
    return type_.inner if isinstance(type_, Optional) else type_


def counted(module: Module, names: Names) -> Module:
    """The slice with the instances of these classes counted."""
    if not names:
        return module

    def change(type_: StructType) -> StructType:
        return replace(type_, counted=type_.counted or type_.name in names)

    structs = tuple(
        replace(
            struct,
            fields=_mapped(struct.fields, change),
            counted=struct.name in names,
            cycles=struct.name in names and _can_cycle(struct, module),
        )
        for struct in module.structs
    )
    funcs, handles = _mapped(module.funcs, change), _mapped(module.handles, change)
    return replace(module, structs=structs, funcs=funcs, handles=handles)


def _can_cycle(struct: Struct, module: Module) -> bool:
    """Whether an instance may be bound to what was made after it."""
    contents = {handle.name: handle.fields[0][1] for handle in module.handles}
    fields = [(name, _opened(type_, contents)) for name, type_ in struct.fields]
    links = {name for name, type_ in fields if classes_in(type_)}
    containers = {name for name, type_ in fields if classes_in(type_) and parts(type_)}
    plain = {name for name, type_ in fields if isinstance(_inner(type_), StructType)}
    if containers - plain:
        return True
    return any(
        isinstance(stmt, ir.SetField) and stmt.name in links
        for func in module.funcs
        for stmt in walk.every_stmt(func.body)
    )


def _opened(type_: Type, contents: Mapping[str, Type]) -> Type:
    """The type of an attribute, a container's for that of its handle."""
    while isinstance(type_, StructType) and type_.name in contents:
        type_ = contents[type_.name]
    return type_


def _mapped(value: Any, change: Callable[[StructType], StructType]) -> Any:
    """A tree with every class in its types changed; what does not change stays the same object."""
    if isinstance(value, StructType):
        new = change(value)
        return value if new == value else new
    if isinstance(value, tuple):
        items = tuple(_mapped(item, change) for item in value)
        is_same = all(new is old for new, old in zip(items, value, strict=True))
        return value if is_same else items
    if isinstance(value, Mapping):
        return {key: _mapped(item, change) for key, item in value.items()}
    if not is_dataclass(value) or isinstance(value, Span | Op | type):
        return value
    news: dict[str, Any] = {}
    for one in fields(value):
        old = getattr(value, one.name)
        new = _mapped(old, change)
        if new is not old:
            news[one.name] = new
    return replace(value, **news) if news else value
