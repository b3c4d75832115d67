"""What a class itself holds: constants in its body, properties, static methods.

In: a class of the slice and the name of an attribute. Out: IR behind guards, or None where the
class has nothing of that name that can't change under the slice.
"""

from __future__ import annotations

import ast

from ferrule.base.records import Guard
from ferrule.base.types import Dict, List, Set, Struct
from ferrule.base.unit import SETTER, ClassSource
from ferrule.ir.nodes import Const, Expr
from ferrule.lower.births import bases_after
from ferrule.lower.captures import captured, container_type
from ferrule.lower.classes import call_class_method
from ferrule.lower.constants import constant_type
from ferrule.lower.functions import call_function, check_method
from ferrule.lower.lineage import Member, members_of
from ferrule.lower.scene import Scene
from ferrule.lower.slice import is_class_method


def is_property(member: Member | None) -> bool:
    """Whether its class makes a property of this method, one that is only read."""
    if member is None:
        return False
    return [ast.unparse(one) for one in member.node.decorator_list] == ["property"]


def read_property(scene: Scene, value: Expr, name: str, node: ast.AST) -> Expr:
    """`value.name`, which calls the property's function."""
    assert isinstance(value.type, Struct)
    member = scene.slice.members(value.type)[name]
    check_method(scene, value.type, member, node)
    return call_function(scene, member.module, member.qualname, node, value, ())


def set_property(scene: Scene, value: Expr, name: str, new: Expr, node: ast.AST) -> Expr | None:
    """`value.name = new` where the class has a setter; None where it has none."""
    assert isinstance(value.type, Struct)
    member = scene.slice.members(value.type).get(name + SETTER)
    if member is None:
        return None
    check_method(scene, value.type, member, node)
    full = f"{member.module.name}:{member.source.qualname}"
    scene.guards.add(Guard(member.module.name, member.source.qualname, "class", full))
    return call_function(scene, member.module, member.qualname, node, value, (new,))


def call_method(scene: Scene, value: Expr, name: str, node: ast.Call) -> Expr:
    """`value.name(…)` of an instance of a class of the slice."""
    assert isinstance(value.type, Struct)
    member = scene.slice.members(value.type).get(name)
    if member is None:
        raise scene.refusal("F406", node, f"`{name}` is no plain method of {value.type}")
    if is_property(member):
        raise scene.refusal("F406", node, f"a call of the property `{name}`")
    if name == "__init__":
        raise scene.refusal("F411", node, "a constructor called on what is made already")
    if is_class_method(member.node):
        return call_class_method(scene, value.type, member, node)
    check_method(scene, value.type, member, node)
    return call_function(scene, member.module, member.qualname, node, value)


def asked_object(scene: Scene, name: str, node: ast.Call) -> Expr | None:
    """`next(x)` and `iter(x)` of an instance of a class of the slice."""
    match node.args:
        case [ast.Name() as held] if not scene.is_global(held):
            value = scene.lower(held)
        case [ast.Attribute() as held]:
            value = scene.lower(held)
        case _:
            return None
    if node.keywords or not isinstance(value.type, Struct):
        return None
    return call_method(scene, value, f"__{name}__", ast.copy_location(ast.Call(held, [], []), node))


def call_super(scene: Scene, name: str, node: ast.Call) -> Expr:
    """`super().name(…)`: the method of the next base that has one, whatever the instance."""
    own = scene.instance
    arguments = (*own.node.args.posonlyargs, *own.node.args.args)
    if own.class_name is None or scene.is_unborn or not arguments:
        raise scene.refusal("F411", node, f"`super().{name}` here is not native yet")
    receiver = scene.read(arguments[0].arg, node)
    lineage = scene.slice.lineage(Struct(own.class_name))
    further = bases_after(lineage, own.module.name, own.qualname.rpartition(".")[0])
    member = members_of(further).get(name)
    if member is None or is_property(member) or not isinstance(receiver.type, Struct):
        raise scene.refusal("F411", node, f"`super().{name}` is no plain method")
    home, source = further[0]
    scene.guards.add(Guard(own.module.name, "super", "builtin", "super"))
    scene.guards.add(Guard(home.name, f"{source.qualname}.{name}", "method", member.full_name))
    return call_function(scene, member.module, member.qualname, node, receiver)


def class_constant(scene: Scene, struct: Struct, name: str, node: ast.AST) -> Expr | None:
    """`Class.name` of a constant or a container in the class's body, or in a base's."""
    found = _held_by_class(scene, struct, name)
    if found is None:
        return None
    value = found[0]
    home, _, qualname = struct.name.partition(":")
    type_ = constant_type(value)
    if type_ is not None:
        scene.guards.add(Guard(home, f"{qualname}.{name}", "constant", repr(value)))
        return Const(value, type_, scene.span(node))
    container = container_type(value)
    if not isinstance(container, List | Dict | Set):
        return None
    if home != scene.instance.module.name:
        raise scene.refusal("F408", node, f"`{name}` of a class of another module")
    scene.guards.add(Guard(home, qualname, "class", struct.name))
    scene.guards.add(Guard(home, f"{qualname}.{name}", "held", ""))
    return captured(scene, f"{qualname}.{name}", container, node)


def _held_by_class(scene: Scene, struct: Struct, name: str) -> tuple[object] | None:
    """The value that the class or a base sets in its body, and nothing else changes."""
    for module, source in scene.slice.lineage(struct):
        if source.decorators and name not in _class_variables(source):
            return None
        key = f"{source.qualname}.{name}"
        if key in module.constants:
            return (module.constants[key],)
        if name in source.methods or any(name in _targets(stmt) for stmt in source.node.body):
            return None
    return None


def _class_variables(source: ClassSource) -> set[str]:
    """The names that a dataclass leaves to the class: those without an annotation, and those
    that are annotated as the class's own.
    """
    found: set[str] = set()
    for stmt in source.node.body:
        own = isinstance(stmt, ast.AnnAssign) and "ClassVar" in ast.unparse(stmt.annotation)
        if isinstance(stmt, ast.Assign) or own:
            found.update(_targets(stmt))
    return found


def _targets(stmt: ast.stmt) -> list[str]:
    match stmt:
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def constant_of_instance(scene: Scene, struct: Struct, name: str, node: ast.AST) -> Expr | None:
    """`value.name` where only the class has such an attribute, as far as was seen."""
    is_own = name in scene.slice.unit.fields.get(struct.name, {})
    if is_own or name in scene.slice.struct_fields.get(struct.name, ()):
        return None
    inside = [
        inner
        for _, source in scene.slice.lineage(struct)
        for method in source.methods.values()
        for inner in ast.walk(method)
    ]
    for inner in inside:
        match inner:
            case ast.Attribute(attr=attribute, ctx=ast.Store() | ast.Del()) if attribute == name:
                return None
    return class_constant(scene, struct, name, node)
