"""What a class itself holds: constants in its body, properties, static methods.

In: a class of the slice and the name of an attribute. Out: IR behind guards, or None where the
class has nothing of that name that can't change under the slice.
"""

from __future__ import annotations

import ast

from ferrule.base.records import Guard
from ferrule.base.types import Struct
from ferrule.base.unit import ClassSource, ModuleSource
from ferrule.ir.nodes import Const, Expr
from ferrule.lower.constants import constant_type
from ferrule.lower.functions import call_function, check_method
from ferrule.lower.scene import Scene


def is_property(source: ClassSource, name: str) -> bool:
    """Whether the class makes a property of this method, one that is only read."""
    method = source.methods.get(name)
    return method is not None and [ast.unparse(one) for one in method.decorator_list] == [
        "property"
    ]


def read_property(scene: Scene, value: Expr, name: str, node: ast.AST) -> Expr:
    """`value.name`, which calls the property's function."""
    assert isinstance(value.type, Struct)
    found = scene.slice.class_source(value.type)
    assert found is not None
    module, source = found
    check_method(scene, value.type, source, name, node)
    return call_function(scene, module, f"{source.qualname}.{name}", node, value, ())


def class_constant(
    scene: Scene, module: ModuleSource, source: ClassSource, name: str, node: ast.AST
) -> Expr | None:
    """`Class.name` of a constant in the class's body."""
    values = [
        stmt.value
        for stmt in source.node.body
        for target in _targets(stmt)
        if isinstance(stmt, ast.Assign | ast.AnnAssign) and target == name
    ]
    if len(values) != 1 or values[0] is None or source.decorators:
        return None
    try:
        value = ast.literal_eval(values[0])
    except (ValueError, TypeError):
        return None
    type_ = constant_type(value)
    if type_ is None:
        return None
    scene.guards.add(Guard(module.name, f"{source.qualname}.{name}", "constant", repr(value)))
    return Const(value, type_, scene.span(node))


def _targets(stmt: ast.stmt) -> list[str]:
    match stmt:
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def constant_of_instance(scene: Scene, struct: Struct, name: str, node: ast.AST) -> Expr | None:
    """`value.name` where only the class has such an attribute, as far as was seen."""
    found = scene.slice.class_source(struct)
    is_own = name in scene.slice.unit.fields.get(struct.name, {})
    if found is None or is_own or name in scene.slice.struct_fields.get(struct.name, ()):
        return None
    module, source = found
    inside = [inner for method in source.methods.values() for inner in ast.walk(method)]
    for inner in inside:
        match inner:
            case ast.Attribute(attr=attribute, ctx=ast.Store() | ast.Del()) if attribute == name:
                return None
    return class_constant(scene, module, source, name, node)


def static_method(scene: Scene, node: ast.Call, owner: str, name: str) -> Expr | None:
    """`Class.name(…)` of a static method."""
    module = scene.instance.module
    source = module.classes.get(owner)
    if source is None or owner in module.rebound or name not in source.methods:
        return None
    decorators = [ast.unparse(one) for one in source.methods[name].decorator_list]
    if decorators != ["staticmethod"]:
        return None
    full = f"{module.name}:{source.qualname}"
    scene.guards.add(Guard(module.name, owner, "class", full))
    scene.guards.add(Guard(module.name, f"{source.qualname}.{name}", "method", f"{full}.{name}"))
    return call_function(scene, module, f"{source.qualname}.{name}", node)
