"""Making instances: `Class(...)` of a plain class of the slice."""

from __future__ import annotations

import ast

from ferrule.base.records import Guard
from ferrule.base.types import Struct
from ferrule.base.unit import ClassSource, ModuleSource
from ferrule.ir.nodes import Expr, MakeStruct
from ferrule.lower.functions import (
    call_instance,
    match_arguments,
    unsupported,
    without_first,
)
from ferrule.lower.scene import Scene
from ferrule.lower.slice import Slice, parameter_names

_SPECIAL = ("__new__", "__getattr__", "__getattribute__", "__setattr__", "__del__")


def why_not_plain(state: Slice, struct: Struct) -> str:
    """Why instances of a class can't be structs; empty where they can."""
    lineage = state.lineage(struct)
    if not lineage:
        return "inherits from what is no plain class"
    abstract = [one.node.name for one in state.members(struct).values() if one.is_abstract]
    if abstract:
        return f"leaves `{abstract[0]}` abstract"
    return next(filter(None, (_why_odd(source) for _, source in lineage)), "")


def _why_odd(source: ClassSource) -> str:
    if any(not _is_abc(keyword) for keyword in source.node.keywords):
        return "has a metaclass or class arguments"
    if source.decorators:
        return f"has the decorator `@{source.decorators[0]}`"
    special = [name for name in _SPECIAL if name in source.methods]
    return f"defines `{special[0]}`" if special else ""


def _is_abc(keyword: ast.keyword) -> bool:
    """Whether the class is made by `ABCMeta`, which makes plain instances."""
    is_named = ast.unparse(keyword.value) in ("ABCMeta", "abc.ABCMeta")
    return keyword.arg == "metaclass" and is_named


def construct(scene: Scene, module: ModuleSource, name: str, node: ast.Call) -> Expr:
    """A call of a class."""
    struct = Struct(f"{module.name}:{name}")
    why_not = why_not_plain(scene.slice, struct)
    if why_not:
        raise scene.refusal("F414", node, f"the class `{name}` {why_not}")
    scene.guards.add(Guard(module.name, name, "class", struct.name))
    birth = scene.slice.birth(struct)
    if birth is not None:
        member = birth.member
        why_not = unsupported(member.node)
        if why_not:
            raise scene.refusal("F412", node, f"`{name}.__init__` {why_not}")
        scene.guards.add(Guard(module.name, f"{name}.__init__", "method", member.full_name))
        names = parameter_names(birth.node)[1:]
        args = match_arguments(scene, without_first(birth.node), names, (), node)
        return call_instance(scene, member.module, member.qualname, args, node, struct.name)
    if node.args or node.keywords:
        raise scene.refusal("F414", node, f"`{name}` takes no arguments")
    scene.guards.add(Guard(module.name, f"{name}.__init__", "object", "__init__"))
    return MakeStruct((), struct, scene.span(node))
