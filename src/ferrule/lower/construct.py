"""Making instances: `Class(...)` of a plain class of the slice."""

from __future__ import annotations

import ast

from ferrule.base.records import Guard
from ferrule.base.types import NEVER, Struct, Type
from ferrule.base.unit import ClassSource, ModuleSource
from ferrule.ir.nodes import Const, Expr, MakeStruct
from ferrule.lower.constants import constant_type
from ferrule.lower.functions import call_instance, match_arguments, unsupported
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
    odd = [name for name in source.decorators if name not in ("dataclass", "dataclasses.dataclass")]
    if odd:
        return f"has the decorator `@{odd[0]}`"
    special = [name for name in _SPECIAL if name in source.methods]
    return f"defines `{special[0]}`" if special else ""


def _is_abc(keyword: ast.keyword) -> bool:
    """Whether the class is made by `ABCMeta`, which makes plain instances."""
    is_named = ast.unparse(keyword.value) in ("ABCMeta", "abc.ABCMeta")
    return keyword.arg == "metaclass" and is_named


def construct(scene: Scene, module: ModuleSource, name: str, node: ast.Call) -> Expr:
    """A call of a class."""
    source = module.classes[name]
    struct = Struct(f"{module.name}:{name}")
    why_not = why_not_plain(scene.slice, struct)
    if why_not:
        raise scene.refusal("F414", node, f"the class `{name}` {why_not}")
    scene.guards.add(Guard(module.name, name, "class", struct.name))
    birth = scene.slice.birth(struct)
    if birth is not None and not source.decorators:
        member = birth.member
        why_not = unsupported(member.node)
        if why_not:
            raise scene.refusal("F412", node, f"`{name}.__init__` {why_not}")
        scene.guards.add(Guard(module.name, f"{name}.__init__", "method", member.full_name))
        names = parameter_names(birth.node)[1:]
        args = match_arguments(scene, _without_self(birth.node), names, (), node)
        return call_instance(scene, member.module, member.qualname, args, node, struct.name)
    if source.decorators:
        return _dataclass(scene, source, struct, node)
    if node.args or node.keywords:
        raise scene.refusal("F414", node, f"`{name}` takes no arguments")
    scene.guards.add(Guard(module.name, f"{name}.__init__", "object", "__init__"))
    return MakeStruct((), struct, scene.span(node))


def _without_self(function: ast.FunctionDef) -> ast.FunctionDef:
    """The same signature as callers of the class see it."""
    arguments = function.args
    posonly, plain = arguments.posonlyargs, arguments.args
    if posonly:
        posonly = posonly[1:]
    else:
        plain = plain[1:]
    inner = ast.arguments(
        posonlyargs=posonly,
        args=plain,
        vararg=None,
        kwonlyargs=arguments.kwonlyargs,
        kw_defaults=arguments.kw_defaults,
        kwarg=None,
        defaults=arguments.defaults,
    )
    return ast.FunctionDef(function.name, inner, function.body, [], None)


def _dataclass(scene: Scene, source: ClassSource, struct: Struct, node: ast.Call) -> Expr:
    """A dataclass's generated `__init__`: attributes in order, plain defaults."""
    if "__post_init__" in source.methods:
        raise scene.refusal("F414", node, f"the dataclass `{struct}` has a `__post_init__`")
    attributes: dict[str, ast.expr | None] = {}
    for item in source.node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            if "ClassVar" in ast.unparse(item.annotation):
                continue
            attributes[item.target.id] = item.value
    given = _given(scene, attributes, struct, node)
    fields: list[tuple[str, Expr]] = []
    for name in attributes:
        hole = scene.slice.field(struct, name)
        fields.append((name, scene.flow(given[name], hole, node, f"`{struct}.{name}`")))
    return MakeStruct(tuple(fields), struct, scene.span(node))


def _given(
    scene: Scene, attributes: dict[str, ast.expr | None], struct: Struct, node: ast.Call
) -> dict[str, Expr]:
    names = list(attributes)
    if len(node.args) > len(names):
        raise scene.refusal("F414", node, f"too many arguments for `{struct}`")
    given = {name: scene.lower(arg) for name, arg in zip(names, node.args, strict=False)}
    for keyword in node.keywords:
        name = keyword.arg or ""
        if name not in attributes or name in given:
            raise scene.refusal("F414", node, f"`{struct}` has no attribute `{name}` left")
        given[name] = scene.lower(keyword.value)
    for name, default in attributes.items():
        if name not in given:
            given[name] = _field_default(scene, struct, name, default, node)
    return given


def _field_default(
    scene: Scene, struct: Struct, name: str, default: ast.expr | None, node: ast.AST
) -> Expr:
    try:
        value = ast.literal_eval(default) if default is not None else NEVER
    except (ValueError, TypeError):
        value = NEVER
    type_: Type | None = None if value is NEVER else constant_type(value)
    if type_ is None:
        raise scene.refusal("F414", node, f"the default of `{struct}.{name}` is no constant")
    return Const(value, type_, scene.span(node))
