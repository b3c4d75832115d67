"""Calls that give a generator of the program: which one, and all its items in a list.

In: an expression that is walked. Out: the generator's function with its arguments, or a call of
the function beside it that gives its items in a list (`source/listed.py`).
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from ferrule.base.records import Guard
from ferrule.base.types import Struct
from ferrule.base.unit import LISTED, LOCALS, NEXT, ModuleSource
from ferrule.ir.nodes import Call, Expr
from ferrule.lower.functions import (
    call_instance,
    check_method,
    is_generator,
    match_arguments,
    odd_decorator,
)
from ferrule.lower.identity import instance
from ferrule.lower.scene import Scene
from ferrule.lower.slice import parameter_names


@dataclass(frozen=True, slots=True)
class Generated:
    """A generator that was asked for: its function and the arguments in order."""

    module: ModuleSource
    qualname: str
    node: ast.expr
    names: tuple[str, ...]
    args: tuple[Expr, ...]
    is_method: bool

    @property
    def function(self) -> ast.FunctionDef:
        """Its text."""
        return self.module.functions[self.qualname]


def generator_of(scene: Scene, node: ast.expr) -> Generated | None:
    """The generator that an expression gives; None where it gives something else."""
    match node:
        case ast.Call(func=ast.Name(id=name) as func) if scene.is_global(func):
            return _of_function(scene, name, node)
        case ast.Call(func=ast.Attribute(value=value, attr=name)):
            if not _may_be_method(scene, name) or _is_module(scene, value):
                return None
            return _of_method(scene, instance(scene, scene.lower(value)), name, node)
        case ast.Name() | ast.Attribute() | ast.Subscript() | ast.Call():
            if not _may_be_method(scene, "__iter__") or _is_module(scene, node):
                return None
            if isinstance(node, ast.Name) and scene.is_global(node):
                return None
            return _of_method(scene, instance(scene, scene.lower(node)), "__iter__", node)
    return None


def _may_be_method(scene: Scene, name: str) -> bool:
    """Whether some class has a generator of this name, so that the type is worth asking."""
    return any(
        name in source.methods and is_generator(source.methods[name])
        for module in scene.slice.unit.modules.values()
        for source in module.classes.values()
    )


def _is_module(scene: Scene, node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Name)
        and scene.is_global(node)
        and node.id in scene.instance.module.imports
    )


def _of_function(scene: Scene, name: str, node: ast.Call) -> Generated | None:
    module = scene.instance.module
    if name in module.imports and name not in module.rebound:
        imported, attribute = module.imports[name]
        other = scene.slice.module_of(imported)
        if other is None or attribute is None or attribute not in other.functions:
            return None
        guard = Guard(module.name, name, "function", f"{imported}:{attribute}")
        return _asked(scene, other, attribute, node, (), guard)
    if name not in module.functions or name in module.rebound:
        return None
    guard = Guard(module.name, name, "function", f"{module.name}:{name}")
    return _asked(scene, module, name, node, (), None if LOCALS in name else guard)


def _of_method(scene: Scene, value: Expr, name: str, node: ast.expr) -> Generated | None:
    if not isinstance(value.type, Struct):
        return None
    member = scene.slice.members(value.type).get(name)
    if member is None or not is_generator(member.node):
        return None
    check_method(scene, value.type, member, node)
    return _asked(scene, member.module, member.qualname, node, (value,), None)


def _asked(
    scene: Scene,
    module: ModuleSource,
    qualname: str,
    node: ast.expr,
    first: tuple[Expr, ...],
    guard: Guard | None,
) -> Generated | None:
    function = module.functions[qualname]
    if not is_generator(function):
        return None
    odd = odd_decorator(function)
    arguments = function.args
    if odd or arguments.vararg or arguments.kwarg:
        raise scene.refusal("F412", node, f"`{qualname}` has a form of its own")
    if any(map(_ends_oddly, ast.walk(function))):
        raise scene.refusal("F412", node, f"`{qualname}` may end with a StopIteration")
    if guard is not None:
        scene.guards.add(guard)
    names = parameter_names(function)
    args = first
    if isinstance(node, ast.Call) and not (first and qualname.endswith(".__iter__")):
        if any(isinstance(arg, ast.Starred) for arg in node.args):
            raise scene.refusal("F411", node, "unpacking of arguments is not native yet")
        args = match_arguments(scene, function, names, first, node)
    return Generated(module, qualname, node, names, args, bool(first))


def _ends_oddly(node: ast.AST) -> bool:
    """Whether this may raise StopIteration, which a generator turns into a RuntimeError."""
    match node:
        case ast.Name(id=name):
            return name in ("next", "StopIteration") or name.rpartition(".")[2].startswith(NEXT)
    return False


def in_a_list(scene: Scene, source: Generated, *, is_early: bool) -> Expr:
    """All items of a generator; `is_early` where Python would make them one by one."""
    listed = f"{source.qualname}{LISTED}"
    if listed not in source.module.functions:
        raise scene.refusal("F412", source.node, f"`{source.qualname}` looks at what is sent to it")
    receiver = source.args[0].type if source.is_method else None
    owner = receiver.name if isinstance(receiver, Struct) else None
    made = call_instance(scene, source.module, listed, source.args, source.node, owner)
    return replace(made, is_early=is_early) if isinstance(made, Call) else made


def rely(scene: Scene, callee: ast.expr) -> None:
    """Guard a builtin, or a name of `itertools`, that was written out."""
    module = scene.instance.module
    match callee:
        case ast.Name(id=name) if name in module.imports:
            imported, attribute = module.imports[name]
            scene.guards.add(Guard(module.name, name, "builtin", f"{imported}.{attribute}"))
        case ast.Name(id=name):
            scene.guards.add(Guard(module.name, name, "builtin", name))
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            imported = module.imports[owner][0]
            scene.guards.add(Guard(module.name, owner, "module", imported))
            scene.guards.add(Guard(imported, name, "builtin", f"{imported}.{name}"))
