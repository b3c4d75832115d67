"""How `__init__` makes an instance: its attributes are locals until somebody else sees it.

```
def __init__(self, points):                 fn new_tree(points) -> Tree {
    self.size = len(points)                     let self_size = …;
    self.root = None                   →        let mut this = Tree { size: self_size, root: None };
    for p in points:                            for p in points {
        self.insert(p)                              tree_insert(&mut this, p);
```

In: the constructor of a class with those of its bases written in. Out: its body; the instance is
made before the first statement that hands it to a method or function, or at the end. An attribute
that is assigned later holds an empty value until then, where nothing of what is called looks at it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from ferrule.base.types import (
    BOOL,
    FLOAT,
    INT,
    NEVER,
    STR,
    Dict,
    List,
    Optional,
    Set,
    Struct,
    Type,
)
from ferrule.ir.nodes import (
    Assign,
    Bind,
    Const,
    Expr,
    Local,
    MakeDict,
    MakeList,
    MakeSet,
    MakeStruct,
    Return,
    SetField,
    Stmt,
)
from ferrule.lower.classes import is_inner_class
from ferrule.lower.lineage import Member
from ferrule.lower.members import constant_of_instance
from ferrule.lower.scene import Scene

_EMPTY: Mapping[Type, object] = {INT: 0, FLOAT: 0.0, BOOL: False, STR: ""}


def init_attributes(function: ast.FunctionDef) -> list[str]:
    """The attributes of `self` that a method assigns, in order."""
    first = first_parameter(function)
    return list(dict.fromkeys(_stored(function.body, first)))


def first_parameter(function: ast.FunctionDef) -> str:
    """What a method calls its instance."""
    return (*function.args.posonlyargs, *function.args.args)[0].arg


def _stored(nodes: list[ast.stmt], first: str) -> Iterator[str]:
    for node in nodes:
        for inner in _in_order(node):
            match inner:
                case ast.Attribute(value=ast.Name(id=name), attr=attribute, ctx=ast.Store()) if (
                    name == first
                ):
                    yield attribute


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for inner in ast.iter_child_nodes(node):
        yield from _in_order(inner)


# When ------------------------------------------------------------------------------------------


def first_use(scene: Scene) -> int | None:
    """The place in the body of the first statement that needs the instance itself."""
    node = scene.instance.node
    for place, stmt in enumerate(node.body):
        if _is_ring(stmt, first_parameter(node)):
            continue
        if _uses(scene, stmt):
            return place
    return None


def _is_ring(stmt: ast.stmt, first: str) -> bool:
    """Whether this is `self.x = self`, which is done when the instance is made."""
    match stmt:
        case ast.Assign(value=ast.Name(id=name)) | ast.AnnAssign(value=ast.Name(id=name)):
            return name == first
    return False


def _uses(scene: Scene, stmt: ast.stmt) -> bool:
    """Whether the instance is used other than to set, and to read, what it holds already."""
    node = scene.instance.node
    first, attributes = first_parameter(node), init_attributes(node)
    assert scene.instance.class_name is not None
    struct = Struct(scene.instance.class_name)
    plain = [
        inner.value
        for inner in ast.walk(stmt)
        if isinstance(inner, ast.Attribute)
        and (
            inner.attr in attributes
            or is_inner_class(scene, inner.attr)
            or constant_of_instance(scene, struct, inner.attr, inner) is not None
        )
    ]
    return any(
        isinstance(inner, ast.Name) and inner.id == first and inner not in plain
        for inner in ast.walk(stmt)
    )


def missing_attributes(scene: Scene, place: int) -> list[str]:
    """The attributes that are assigned only later; raises where one might be looked at before."""
    node = scene.instance.node
    first = first_parameter(node)
    before = set(_stored(node.body[:place], first))
    missing = [name for name in init_attributes(node) if name not in before]
    open_ = set(missing)
    for stmt in node.body[place:]:
        if not open_:
            break
        _check_blind(scene, stmt, first, open_)
        open_ -= (
            set(_stored([stmt], first)) if isinstance(stmt, ast.Assign | ast.AnnAssign) else set()
        )
    if open_:
        name = min(open_)
        raise scene.refusal("F412", node.body[place], f"`self` is used before `{name}` is there")
    return missing


def _check_blind(scene: Scene, stmt: ast.stmt, first: str, names: set[str]) -> None:
    """Refuse where a statement, or a method that it calls, could see these attributes."""
    assert scene.instance.class_name is not None
    members = scene.slice.members(Struct(scene.instance.class_name))
    waiting: list[tuple[ast.AST, str]] = [(stmt, first)]
    seen: set[str] = set()
    while waiting:
        tree, own = waiting.pop()
        held = {
            inner.value: inner.attr for inner in ast.walk(tree) if isinstance(inner, ast.Attribute)
        }
        for inner in ast.walk(tree):
            match inner:
                case ast.Attribute(attr=name, ctx=ast.Load()) if name in names:
                    is_seen = True
                case ast.Name(id="super") | ast.Return(value=None) if tree is stmt:
                    is_seen = True
                case ast.Name(id=name) if name == own:
                    is_seen = inner not in held
                    _follow(members, held.get(inner), seen, waiting)
                case _:
                    is_seen = False
            if is_seen:
                message = f"`{first}` is used before `{min(names)}` is there"
                raise scene.refusal("F412", stmt, message)


def _follow(
    members: Mapping[str, Member],
    name: str | None,
    seen: set[str],
    waiting: list[tuple[ast.AST, str]],
) -> None:
    if name is None or name in seen or name not in members:
        return
    seen.add(name)
    function = members[name].node
    arguments = (*function.args.posonlyargs, *function.args.args)
    body = ast.Module(function.body, [])
    waiting.append((body, arguments[0].arg if arguments else ""))


# What ------------------------------------------------------------------------------------------


def make_instance(scene: Scene, place: int) -> list[Stmt]:
    """The instance as a local, from here on."""
    node = scene.instance.node.body[place]
    missing = missing_attributes(scene, place)
    steps, _ = _held(scene, first_parameter(scene.instance.node), node, missing)
    scene.is_unborn = False
    return steps


def new_struct(scene: Scene, node: ast.AST) -> list[Stmt]:
    """What `__init__` has made: the struct from its attributes, itself in some of them."""
    assert scene.instance.class_name is not None
    struct = Struct(scene.instance.class_name)
    span = scene.span(node)
    scene.merge(scene.instance.result, struct, node, "the instance")
    if not scene.is_unborn:
        return [Return(scene.read(first_parameter(scene.instance.node), node), span)]
    if not scene.own_fields:
        return [Return(_made(scene, node, ()), span)]
    steps, whole = _held(scene, scene.fresh("made", node), node, [])
    return [*steps, Return(whole, span)]


def _held(scene: Scene, name: str, node: ast.AST, missing: list[str]) -> tuple[list[Stmt], Local]:
    """The instance as a local of this name, and in those of its attributes that hold itself."""
    assert scene.instance.class_name is not None
    struct = Struct(scene.instance.class_name)
    span = scene.span(node)
    scene.merge(scene.local_hole(name), struct, node, "the instance")
    whole = Local(name, struct, span)
    steps: list[Stmt] = [Assign(Bind(name, struct), _made(scene, node, tuple(missing)), span)]
    for field in scene.own_fields:
        itself = scene.coerce(whole, scene.slice.field(struct, field), node)
        steps.append(SetField(whole, field, itself, span))
    return steps, whole


def _made(scene: Scene, node: ast.AST, missing: tuple[str, ...]) -> MakeStruct:
    assert scene.instance.class_name is not None
    struct = Struct(scene.instance.class_name)
    fields: list[tuple[str, Expr]] = []
    for name in init_attributes(scene.instance.node):
        hole = scene.slice.field(struct, name)
        if name in missing:
            fields.append((name, _empty(scene, name, scene.type(hole), node)))
            continue
        local = scene.local_hole(f"self_{name}")
        scene.merge(hole, scene.slice.types.top(local), node, f"`{struct}.{name}`")
        fields.append((name, scene.coerce(scene.read(f"self_{name}", node), hole, node)))
    others = set(scene.slice.struct_fields.get(struct.name, ())) - {name for name, _ in fields}
    if scene.is_final and others:
        raise scene.refusal("F406", node, f"`{min(others)}` is set outside `__init__`")
    return MakeStruct(tuple(fields), struct, scene.span(node))


def _empty(scene: Scene, name: str, type_: Type, node: ast.AST) -> Expr:
    """A value that nobody looks at."""
    span = scene.span(node)
    match type_:
        case List():
            return MakeList((), type_, span)
        case Set():
            return MakeSet((), type_, span)
        case Dict():
            return MakeDict((), type_, span)
        case Optional():
            return Const(None, type_, span)
    if type_ in _EMPTY or not scene.is_final:
        return Const(_EMPTY.get(type_), type_ if type_ in _EMPTY else NEVER, span)
    raise scene.refusal("F412", node, f"`self` is used before `{name}` is there")
