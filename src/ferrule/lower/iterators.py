"""`for` loops over objects of the program that are iterators, written as Python runs them.

```
for x in countdown:                     while True:
    body                                    try:
                                   →            x = countdown.__next__()
                                            except StopIteration:
                                                break
                                            body
```

In: a loop over an instance of a class with `__iter__`, or `__getitem__` alone. Out: statements.
Raises Refused where the class has neither, or the loop has an `else`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from ferrule.base.types import INT, NEVER, Struct
from ferrule.ir.nodes import Assign, Bind, Const, Do, Expr, Local, Stmt
from ferrule.lower.identity import instance
from ferrule.lower.members import call_method
from ferrule.lower.scene import Scene

Block = Callable[[Scene, list[ast.stmt]], tuple[Stmt, ...]]


# What these methods give is walked in ways of its own.
_NO_OBJECTS = frozenset({"items", "keys", "values", "finditer", "from_iterable"})


def walked_object(scene: Scene, node: ast.For) -> Expr | None:
    """The object that a loop walks over; None where it walks over something else."""
    match node.iter:
        case ast.Name() as name if scene.is_global(name):
            return None
        case ast.Call(func=ast.Name(id=called)) if called not in scene.instance.module.classes:
            return None
        case ast.Call(func=ast.Attribute(attr=name)) if name in _NO_OBJECTS:
            return None
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner) as held)) if (
            scene.is_global(held) and owner in scene.instance.module.imports
        ):
            return None  # a function of a module
        case ast.Name() | ast.Attribute() | ast.Call():
            value = instance(scene, scene.lower(node.iter))
            return value if isinstance(value.type, Struct) else None
    return None


def for_object(scene: Scene, value: Expr, node: ast.For, block: Block) -> list[Stmt]:
    """The loop, statement by statement."""
    assert isinstance(value.type, Struct)
    if node.orelse:
        raise scene.refusal("F402", node, f"`else` of a loop over a {value.type}")
    members = scene.slice.members(value.type)
    if "__iter__" not in members and "__getitem__" in members:
        return _by_index(scene, value, node, block)
    if "__iter__" not in members:
        raise scene.refusal("F401", node, f"iterating over a {value.type} is not native yet")
    before, walked = _held(scene, value, "walked", node)
    if not _gives_itself(members["__iter__"].node):
        made = call_method(scene, walked, "__iter__", _call(node, "__iter__", ()))
        if made.type == NEVER:
            return [*before, Do(made, scene.span(node))]
        if not isinstance(made.type, Struct):
            raise scene.refusal("F401", node, f"the iterator of a {value.type} is not native yet")
        more, walked = _held(scene, made, "iterator", node)
        before += more
    assert isinstance(walked, Local) and isinstance(walked.type, Struct)
    if "__next__" not in scene.slice.members(walked.type):
        raise scene.refusal("F401", node, f"a {walked.type} is no iterator")
    asked = _assigned(node.target, _call(node, "__next__", (), of=walked.name), node)
    return [*before, *_turns(scene, [asked], "StopIteration", walked, node, block)]


def _gives_itself(function: ast.FunctionDef) -> bool:
    """Whether this does nothing but `return self`."""
    body = [one for one in function.body if not _is_text(one)]
    match body:
        case [ast.Return(value=ast.Name(id=name))]:
            return name == function.args.args[0].arg
    return False


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _by_index(scene: Scene, value: Expr, node: ast.For, block: Block) -> list[Stmt]:
    """Without `__iter__`, Python asks for the items 0, 1, 2, … until there is an IndexError."""
    before, walked = _held(scene, value, "walked", node)
    assert isinstance(walked, Local)
    count = scene.fresh("place", node)
    zero = Const(0, INT, scene.span(node))
    scene.merge(scene.local_hole(count), zero.type, node, "the place")
    before.append(Assign(Bind(count, zero.type), zero, scene.span(node)))
    place, stored = (_at(node, ast.Name(count, use)) for use in (ast.Load(), ast.Store()))
    scene.webs.update({place: count, stored: count})
    one = _at(node, ast.BinOp(place, ast.Add(), _at(node, ast.Constant(1))))
    asked = _assigned(node.target, _call(node, "__getitem__", (place,), of=walked.name), node)
    stepped = _assigned(stored, one, node)
    return [*before, *_turns(scene, [asked, stepped], "IndexError", walked, node, block)]


def _turns(
    scene: Scene, asked: list[ast.stmt], ends: str, walked: Local, node: ast.For, block: Block
) -> list[Stmt]:
    """`while True`, left where the object has no more."""
    handler = ast.ExceptHandler(_at(node, ast.Name(ends, ast.Load())), None, [ast.Break()])
    attempt = ast.Try([asked[0]], [handler], [], [])
    loop = ast.While(_at(node, ast.Constant(True)), [attempt, *asked[1:], *node.body], [])
    ast.copy_location(loop, node)
    ast.copy_location(attempt, node)
    ast.copy_location(handler, node)
    ast.fix_missing_locations(loop)
    saved = dict(scene.renamed)
    scene.renamed[walked.name] = walked.name
    try:
        return list(block(scene, [loop]))
    finally:
        scene.renamed = saved


def _held(scene: Scene, value: Expr, base: str, node: ast.For) -> tuple[list[Stmt], Expr]:
    """The object as a local that keeps it, also where the loop gives its name to something else."""
    name = node.iter.id if isinstance(node.iter, ast.Name) else ""
    is_kept = not any(
        isinstance(inner, ast.Name) and inner.id == name and isinstance(inner.ctx, ast.Store)
        for inner in ast.walk(node)
    )
    if isinstance(value, Local) and is_kept:
        return [], value
    name = scene.fresh(base, node)
    scene.merge(scene.local_hole(name), value.type, node, "what is walked")
    bound = Bind(name, value.type)
    return [Assign(bound, value, scene.span(node))], Local(name, value.type, scene.span(node))


def _call(node: ast.For, name: str, args: tuple[ast.expr, ...], of: str = "") -> ast.Call:
    owner = _at(node, ast.Name(of, ast.Load())) if of else node.iter
    func = _at(node, ast.Attribute(owner, name, ast.Load()))
    made = _at(node, ast.Call(func, list(args), []))
    assert isinstance(made, ast.Call)
    return made


def _assigned(target: ast.expr, value: ast.expr, node: ast.For) -> ast.stmt:
    return ast.copy_location(ast.Assign([target], value), node)


def _at(node: ast.For, made: ast.expr) -> ast.expr:
    return ast.copy_location(made, node.iter)
