"""Objects as keys of dicts and items of sets: classes whose `==` and `hash` are those of one key.

```
def __eq__(self, other):                              hash((self.x, self.y))
    return (self.x, self.y) == (other.x, other.y)     is that of the key (x, y)
```

In: a class of the slice. Out: the attributes that make its key, or None where the text of its
methods says anything else, or where an attribute of these is ever set anew.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from ferrule.base.types import (
    BIGINT,
    BOOL,
    BYTES,
    CHAR,
    INT,
    NEVER,
    NONE,
    STR,
    Dict,
    Frozen,
    Hole,
    Optional,
    Row,
    Set,
    Struct,
    Tuple,
    Type,
    parts,
)
from ferrule.lower.functions import check_method
from ferrule.lower.lineage import Member, full_name
from ferrule.lower.scene import Scene
from ferrule.lower.slice import Slice


@dataclass(frozen=True, slots=True)
class KeyOf:
    """The attributes that are compared and hashed; one alone may be hashed as it is."""

    names: tuple[str, ...]
    is_bare: bool


def key_of_class(state: Slice, struct: Struct) -> KeyOf | None:
    """What makes the instances of a class keys."""
    members = state.members(struct)
    hashes, equals = members.get("__hash__"), members.get("__eq__")
    if hashes is None or equals is None or "__ne__" in members:
        return None
    found = _hashed(hashes)
    if found is None or _compared(state, struct, equals) != set(found.names):
        return None
    return None if _is_set_anew(state, struct, found.names) else found


def _hashed(member: Member) -> KeyOf | None:
    """What `return hash((self.x, self.y))` or `return hash(self.x)` hashes."""
    match _body(member.node):
        case [ast.Return(ast.Call(ast.Name("hash"), [ast.Tuple(items)], []))] if items:
            names = [_attribute(one, _parameter(member, 0)) for one in items]
        case [ast.Return(ast.Call(ast.Name("hash"), [ast.Attribute() as one], []))]:
            name = _attribute(one, _parameter(member, 0))
            return KeyOf((name,), is_bare=True) if name else None
        case _:
            return None
    known = tuple(name for name in names if name)
    is_whole = len(known) == len(names) == len(set(known))
    return KeyOf(known, is_bare=False) if is_whole else None


def _compared(state: Slice, struct: Struct, member: Member) -> set[str] | None:
    """The attributes that `__eq__` compares, where the other one is of the same class."""
    if len(member.node.args.args) != 2:
        return None
    names = _parameter(member, 0), _parameter(member, 1)
    classes = {source.node.name for _, source in state.lineage(struct)}
    match _body(member.node):
        case [ast.If(test, [ast.Return()], []), ast.Return(ast.expr() as value)] if _is_other(
            test, names, classes
        ):
            return _equal(value, names)
        case [ast.If(test, [ast.Return(ast.expr() as value)]), *_] if _is_same(
            test, names, classes
        ):
            return _equal(value, names)
        case [ast.Return(ast.BoolOp(ast.And(), [test, *rest]) as whole)]:
            if not _is_same(test, names, classes):
                return _equal(whole, names)
            return _equal(rest[0] if len(rest) == 1 else ast.BoolOp(ast.And(), rest), names)
        case [ast.Return(ast.expr() as value)]:
            return _equal(value, names)
    return None


def _equal(node: ast.expr, names: tuple[str, str]) -> set[str] | None:
    """The attributes of `a.x == b.x and a.y == b.y`, or of `(a.x, a.y) == (b.x, b.y)`."""
    match node:
        case ast.BoolOp(ast.And(), parts):
            found = [_equal(part, names) for part in parts]
            known = [one for one in found if one is not None]
            return set().union(*known) if len(known) == len(found) else None
        case ast.Compare(ast.Tuple(first), [ast.Eq()], [ast.Tuple(second)]):
            pairs = list(zip(first, second, strict=False))
            is_whole = len(first) == len(second) > 0
        case ast.Compare(first_one, [ast.Eq()], [second_one]):
            pairs, is_whole = [(first_one, second_one)], True
        case _:
            return None
    told = {_pair(one, other, names) for one, other in pairs}
    return {name for name in told if name} if is_whole and None not in told else None


def _pair(first: ast.expr, second: ast.expr, names: tuple[str, str]) -> str | None:
    for one, other in (names, names[::-1]):
        name = _attribute(first, one)
        if name is not None and name == _attribute(second, other):
            return name
    return None


def _is_same(test: ast.expr, names: tuple[str, str], classes: set[str]) -> bool:
    """Whether a test holds of every pair of instances of the class, and has no effect."""
    own, other = names
    match test:
        case ast.Call(ast.Name("isinstance"), [ast.Name(asked), kind], []) if asked == other:
            text = ast.unparse(kind)
            return text in classes or text in (f"type({own})", f"{own}.__class__")
        case ast.Compare(first, [ast.Eq() | ast.Is()], [second]):
            return _is_kind(first) and _is_kind(second)
    return False


def _is_other(test: ast.expr, names: tuple[str, str], classes: set[str]) -> bool:
    match test:
        case ast.UnaryOp(ast.Not(), inner):
            return _is_same(inner, names, classes)
        case ast.Compare(first, [ast.NotEq() | ast.IsNot()], [second]):
            return _is_kind(first) and _is_kind(second)
    return False


def _is_kind(node: ast.expr) -> bool:
    """Whether this is `type(x)` or `x.__class__`."""
    match node:
        case ast.Call(ast.Name("type"), [ast.Name()], []):
            return True
        case ast.Attribute(ast.Name(), "__class__"):
            return True
    return False


def _attribute(node: ast.expr, owner: str) -> str | None:
    match node:
        case ast.Attribute(ast.Name(name), attribute) if name == owner:
            return attribute
    return None


def _parameter(member: Member, number: int) -> str:
    return member.node.args.args[number].arg if len(member.node.args.args) > number else ""


def _body(node: ast.FunctionDef) -> list[ast.stmt]:
    match node.body:
        case [ast.Expr(ast.Constant(str())), *rest]:
            return rest
    return node.body


def _is_set_anew(state: Slice, struct: Struct, names: tuple[str, ...]) -> bool:
    """Whether anything but a constructor at work may set one of these attributes."""
    relatives = {full_name(place) for place in state.lineage(struct)}
    for module in state.unit.modules.values():
        for qualname, function in module.functions.items():
            owner, _, method = qualname.rpartition(".")
            lineage = state.lineage(Struct(f"{module.name}:{owner}")) if owner else ()
            is_kin = bool(relatives & {full_name(place) for place in lineage})
            is_own = method in ("__init__", "__post_init__") or (lineage and not is_kin)
            first = next(iter(function.args.args), None) if is_own else None
            if any(name in (*names, "*") for name in _set_in(function, first)):
                return True
    return False


def _set_in(function: ast.FunctionDef, first: ast.arg | None) -> Iterator[str]:
    """The attributes that a function sets, but for those of its first parameter, if it is given."""
    own = first.arg if first is not None else ""
    for node in ast.walk(function):
        match node:
            case ast.Attribute(ast.Name(name), ctx=ast.Store() | ast.Del()) if name == own:
                continue
            case ast.Attribute(attr=name, ctx=ast.Store() | ast.Del()):
                yield name
            case ast.Call(ast.Name("setattr") | ast.Attribute(attr="__setattr__"), [held, *_]):
                if not (isinstance(held, ast.Name) and held.id == own):
                    yield "*"


def note_keys(state: Slice, type_: Type) -> None:
    """What makes the keys in a container is needed of them, whatever else is asked."""
    if isinstance(type_, Dict | Set):
        for struct in _structs_in(parts(type_)[0]):
            found = key_of_class(state, struct)
            for name in found.names if found is not None else ():
                state.field(struct, name)
    for part in parts(type_):
        note_keys(state, part)


def _structs_in(type_: Type) -> Iterator[Struct]:
    if isinstance(type_, Struct):
        yield type_
    for part in parts(type_):
        yield from _structs_in(part)


def has_hash(state: Slice, type_: Type) -> bool:
    """Whether values of this type can be keys."""
    match type_:
        case Tuple() | Row() | Optional() | Frozen():
            return all(has_hash(state, part) for part in parts(type_))
        case Struct():
            found = key_of_class(state, type_)
            return found is not None and all(
                has_hash(state, state.types.resolve(state.field(type_, name)))
                for name in found.names
            )
    return type_ in (NEVER, NONE, BOOL, INT, BIGINT, STR, CHAR, BYTES) or isinstance(type_, Hole)


def use_keys(scene: Scene, type_: Type, node: ast.AST) -> None:
    """Classes whose instances are keys keep the methods that make them such."""
    for struct in _structs_in(type_):
        found = key_of_class(scene.slice, struct)
        if found is not None:
            scene.slice.keyed[struct.name] = (found.names, found.is_bare)
            members = scene.slice.members(struct)
            for name in ("__eq__", "__hash__"):
                check_method(scene, struct, members[name], node)
