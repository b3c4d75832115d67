"""Global names: constants behind guards, and containers that come in as further arguments."""

from __future__ import annotations

import ast
import math
import re
import sys

from ferrule.base.records import Guard
from ferrule.base.types import (
    FLOAT,
    INT,
    NEVER,
    OBJECT,
    PATTERN,
    STR,
    Dict,
    Frozen,
    List,
    Set,
    Tuple,
    Type,
    join,
)
from ferrule.base.unit import WITHIN, ModuleSource
from ferrule.ir.nodes import Const, Expr
from ferrule.lower.applying import has_row
from ferrule.lower.callables import c_function, global_function
from ferrule.lower.constants import MAX_INT, constant_type
from ferrule.lower.scene import Scene

_C_FUNCTIONS = frozenset({"abs", "chr", "divmod", "len", "ord", "pow", "repr", "round"})
_MATH_CONSTANTS = {name: getattr(math, name) for name in ("pi", "e", "tau", "inf", "nan")}


def lower_global(scene: Scene, node: ast.Name | ast.Attribute) -> Expr:
    """A read of a global, or of a module's attribute."""
    module = scene.instance.module
    if isinstance(node, ast.Attribute):
        return _attribute(scene, module, node)
    name = node.id
    if name in module.constants:
        return _constant(scene, module, name, node)
    if name in module.imports:
        imported, attribute = module.imports[name]
        if attribute is not None:
            local = None if name.startswith(WITHIN) else name
            return _imported(scene, imported, attribute, node, local)
    if name in module.functions and name not in module.rebound:
        full = f"{module.name}:{name}"
        return global_function(scene, module.name, name, full, node)
    if name in module.rebound:
        raise scene.refusal("F408", node, f"the global `{name}` is bound more than once")
    if name in _C_FUNCTIONS and not is_bound(module, name):
        return c_function(scene, module.name, name, f"builtins:{name}", node)
    raise scene.refusal("F409", node, f"`{name}` used as a value")


def is_bound(module: ModuleSource, name: str) -> bool:
    """Whether the module binds this name itself."""
    return name in module.classes or name in module.imports or name in module.constants


def _attribute(scene: Scene, module: ModuleSource, node: ast.Attribute) -> Expr:
    assert isinstance(node.value, ast.Name)
    imported, attribute = module.imports.get(node.value.id, ("", None))
    if not imported or attribute is not None:
        raise scene.refusal("F409", node, f"`{ast.unparse(node)}` used as a value")
    if not node.value.id.startswith(WITHIN):
        scene.guards.add(Guard(module.name, node.value.id, "module", imported))
    return _imported(scene, imported, node.attr, node, None)


def _imported(
    scene: Scene, imported: str, attribute: str, node: ast.AST, local: str | None
) -> Expr:
    home = scene.instance.module.name
    if imported in ("math", "cmath") and attribute in _MATH_CONSTANTS:
        value = _MATH_CONSTANTS[attribute]
        where = (home, local) if local else (imported, attribute)
        scene.guards.add(Guard(where[0], where[1], "constant", repr(value)))
        type_ = constant_type(value)
        assert type_ is not None
        return Const(value, type_, scene.span(node))
    if imported == "numpy" and attribute in _MATH_CONSTANTS and attribute != "tau":
        value = _MATH_CONSTANTS[attribute]
        where = (home, local) if local else ("numpy", attribute)
        scene.guards.add(Guard(where[0], where[1], "constant", repr(value)))
        return Const(value, FLOAT, scene.span(node))
    if imported == "sys" and attribute == "maxsize" and sys.maxsize <= MAX_INT:
        where = (home, local) if local else ("sys", attribute)
        scene.guards.add(Guard(where[0], where[1], "constant", repr(sys.maxsize)))
        return Const(sys.maxsize, INT, scene.span(node))
    other = scene.slice.module_of(imported)
    if other is not None and attribute in other.constants and attribute not in other.rebound:
        constant = other.constants[attribute]
        type_ = constant_type(constant)
        if type_ is not None:
            where = (home, local) if local else (imported, attribute)
            scene.guards.add(Guard(where[0], where[1], "constant", repr(constant)))
            return Const(constant, type_, scene.span(node))
    if other is not None and attribute in other.functions and attribute not in other.rebound:
        where = (home, local) if local else (imported, attribute)
        return global_function(scene, *where, f"{imported}:{attribute}", node)
    if has_row(f"{imported}.{attribute}") and imported == "math":
        where = (home, local) if local else (imported, attribute)
        return c_function(scene, *where, f"{imported}:{attribute}", node)
    raise scene.refusal("F409", node, f"`{imported}.{attribute}` used as a value")


def _constant(scene: Scene, module: ModuleSource, name: str, node: ast.AST) -> Expr:
    value = module.constants[name]
    type_ = constant_type(value)
    if type_ is not None:
        scene.guards.add(Guard(module.name, name, "constant", repr(value)))
        return Const(value, type_, scene.span(node))
    container = container_type(value)
    if container != PATTERN and not isinstance(container, List | Dict | Set | Frozen):
        raise scene.refusal("F403", node, f"the global `{name}` has no native type")
    return captured(scene, name, container, node)


def captured(scene: Scene, name: str, type_: Type, node: ast.AST) -> Expr:
    """A container global: it comes in as an argument, read anew at each call from Python."""
    scene.captured.add(name)
    key = ("global", scene.instance.module.name, name)
    hole = scene.slice.types.hole(key)
    scene.merge(hole, scene.slice.types.open(type_, (key, "of")), node, name)
    scene.locals[name] = hole
    return scene.read(name, node)


def container_type(value: object) -> Type:
    """The type of a container of plain values; `OBJECT` where it has none."""
    plain = constant_type(value)
    if plain is not None:
        return STR if isinstance(value, str) else plain
    if type(value) is re.Pattern and isinstance(value.pattern, str):
        return PATTERN
    if type(value) is list:
        return List(_joined(value))
    if type(value) is set:
        return Set(_joined(list(value)))
    if type(value) is frozenset:
        return Frozen(_joined(list(value)))
    if type(value) is dict:
        return Dict(_joined(list(value)), _joined(list(value.values())))
    if type(value) is tuple:
        items = tuple(map(container_type, value))
        return OBJECT if OBJECT in items else Tuple(items)
    return OBJECT


def _joined(values: list[object]) -> Type:
    found: Type = NEVER
    for value in values:
        found = join(found, container_type(value))
    return found
