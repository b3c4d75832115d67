"""Classes as values: `cls(…)`, `Class.method(…)`, `type(self)(…)`.

In: an expression that names a class of the program. Out: that class, and calls of what it holds:
static methods, class methods (which are bound to the very class that is named), and methods that
are handed their instance.
"""

from __future__ import annotations

import ast

from ferrule.base.records import Guard
from ferrule.base.types import Struct
from ferrule.ir.nodes import Expr, Local
from ferrule.lower.construct import construct
from ferrule.lower.functions import (
    call_function,
    call_instance,
    check_method,
    match_arguments,
    unsupported,
    without_first,
)
from ferrule.lower.kinds import asked_type
from ferrule.lower.lineage import Member, full_name
from ferrule.lower.scene import Scene
from ferrule.lower.slice import parameter_names


def class_of(scene: Scene, node: ast.expr) -> Struct | None:
    """The class that an expression names: by its name, as `cls`, or as that of an instance."""
    own = scene.instance
    if isinstance(node, ast.Name):
        module = own.module
        if scene.is_global(node):
            is_one = node.id in module.classes and node.id not in module.rebound
            return Struct(f"{module.name}:{node.id}") if is_one else None
        arguments = (*own.node.args.posonlyargs, *own.node.args.args)
        is_cls = own.is_of_class and bool(arguments) and arguments[0].arg == node.id
        return Struct(own.class_name) if is_cls and own.class_name else None
    if not isinstance(node, ast.Call | ast.Attribute):
        return None
    if isinstance(node, ast.Attribute) and is_inner_class(scene, node.attr):
        return _inner_class(scene, node)
    asked = asked_type(scene, node)
    if not isinstance(asked, ast.Name):
        return None
    if scene.is_unborn:
        raise scene.refusal("F412", node, f"`{asked.id}` is used before it is made")
    value = scene.lower(asked)
    return value.type if isinstance(value, Local) and isinstance(value.type, Struct) else None


def is_inner_class(scene: Scene, name: str) -> bool:
    """Whether some class has a class of this name in its body."""
    ending = f".{name}"
    modules = scene.slice.unit.modules.values()
    return any(key.endswith(ending) for module in modules for key in module.classes)


def _inner_class(scene: Scene, node: ast.Attribute) -> Struct | None:
    """`Class.Inner`, `self.Inner`: a class in the body of another."""
    holder = class_of(scene, node.value)
    if holder is None and isinstance(node.value, ast.Name):
        own = scene.instance
        if scene.is_unborn and own.class_name and node.value.id == own.node.args.args[0].arg:
            holder = Struct(own.class_name)
        elif not scene.is_global(node.value):
            value = scene.lower(node.value)
            holder = value.type if isinstance(value.type, Struct) else None
    if holder is None or node.attr in scene.slice.struct_fields.get(holder.name, ()):
        return None
    home, _, qualname = holder.name.partition(":")
    for module, source in scene.slice.lineage(holder):
        inner = f"{source.qualname}.{node.attr}"
        if inner in module.classes:
            full = f"{module.name}:{inner}"
            scene.guards.add(Guard(home, f"{qualname}.{node.attr}", "class", full))
            return Struct(full)
    return None


def make_one(scene: Scene, struct: Struct, node: ast.Call) -> Expr:
    """`Class(…)`."""
    home, _, name = struct.name.partition(":")
    module = scene.slice.module_of(home)
    if module is None or name not in module.classes:
        raise scene.refusal("F414", node, f"the class `{name}` has no text")
    return construct(scene, module, name, node)


def call_of_class(scene: Scene, struct: Struct, name: str, node: ast.Call) -> Expr:
    """`Class.name(…)`."""
    member = scene.slice.members(struct).get(name)
    if member is None or name == "__init__":
        raise scene.refusal("F411", node, f"a call of `{struct}.{name}`")
    home, _, qualname = struct.name.partition(":")
    scene.guards.add(Guard(home, qualname, "class", struct.name))
    decorators = [ast.unparse(one) for one in member.node.decorator_list]
    if decorators == ["classmethod"]:
        return call_class_method(scene, struct, member, node)
    if decorators == ["staticmethod"]:
        check_method(scene, struct, member, node)
        return call_function(scene, member.module, member.qualname, node)
    if decorators or not node.args:
        raise scene.refusal("F411", node, f"a call of `{struct}.{name}`")
    receiver = scene.lower(node.args[0])
    lineage = scene.slice.lineage(receiver.type) if isinstance(receiver.type, Struct) else ()
    if struct.name not in map(full_name, lineage):
        raise scene.refusal("F411", node, f"`{struct}.{name}` of a {receiver.type}")
    check_method(scene, struct, member, node)
    rest = ast.copy_location(ast.Call(node.func, node.args[1:], node.keywords), node)
    return call_function(scene, member.module, member.qualname, rest, receiver)


def call_class_method(scene: Scene, struct: Struct, member: Member, node: ast.Call) -> Expr:
    """A class method, with the class in the place of its first parameter."""
    why_not = unsupported(member.node)
    if why_not:
        raise scene.refusal("F412", node, f"`{member.qualname}` {why_not}")
    check_method(scene, struct, member, node)
    names = parameter_names(member.node)[1:]
    args = match_arguments(scene, without_first(member.node), names, (), node)
    return call_instance(scene, member.module, member.qualname, args, node, struct.name)
