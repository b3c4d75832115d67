"""Calls of functions of the slice: matching arguments with parameters, and the instance called."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import MappingProxyType

from ferrule.base.records import Guard
from ferrule.base.types import NEVER, Struct, is_looser, join, parts
from ferrule.base.unit import FACTORY, SETTER, ModuleSource
from ferrule.ir.nodes import Call, Const, Expr, Local
from ferrule.lower.applying import apply, has_row, unknown
from ferrule.lower.births import defaults_of
from ferrule.lower.callables import FunctionValue, captured_arguments, row_of
from ferrule.lower.constants import constant_type
from ferrule.lower.lineage import Member
from ferrule.lower.scene import Scene
from ferrule.lower.slice import Instance, parameter_names
from ferrule.lower.widening import widen_attributes

# Ours gives back the function itself; that it is ours, the guard on the function's code makes sure.
_PLAIN_DECORATORS = frozenset(
    {
        *("staticmethod", "classmethod", "property"),
        *("ferrule.rust", "ferrule.rust()", "rust", "rust()"),
        *("ferrule.rust(parallel=True)", "rust(parallel=True)"),
        *("ferrule.vectorize", "vectorize"),
    }
)


def call_function(
    scene: Scene,
    module: ModuleSource,
    qualname: str,
    node: ast.AST,
    receiver: Expr | None = None,
    values: tuple[Expr, ...] | None = None,
) -> Expr:
    """A call of `qualname`; `values` where the arguments are not those of an `ast.Call`."""
    function = module.functions[qualname]
    why_not = unsupported(function)
    if why_not:
        raise scene.refusal("F412", node, f"`{qualname}` {why_not}")
    is_static = "staticmethod" in _decorators(function)
    first = () if receiver is None or is_static else (receiver,)
    names = parameter_names(function)
    if qualname.endswith(".__init__"):
        names = names[1:]
    if values is None:
        assert isinstance(node, ast.Call)
        args = match_arguments(scene, function, names, first, node)
    else:
        args = (*first, *values)
        if len(args) != len(names):
            raise scene.refusal("F411", node, f"`{qualname}` takes other arguments")
    class_name = receiver.type.name if receiver and isinstance(receiver.type, Struct) else None
    return call_instance(scene, module, qualname, args, node, None if is_static else class_name)


def call_value(
    scene: Scene, function: FunctionValue, node: ast.AST, items: tuple[Expr, ...] | None = None
) -> Expr:
    """A call of a function that is a value; `items` where the arguments are no `ast.Call`'s."""
    module = scene.slice.module_of(function.home)
    if module is None or function.qualname not in module.functions:
        row = row_of(function)
        if has_row(row) and not getattr(node, "keywords", []):
            given = getattr(node, "args", []) if items is None else []
            values = items if items is not None else tuple(map(scene.lower, given))
            return apply(scene, row, values, node, f"`{function.qualname}`")
        raise scene.refusal("F409", node, f"the text of `{function.qualname}` is not known")
    text = module.functions[function.qualname]
    why_not = unsupported(text)
    if why_not:
        raise scene.refusal("F412", node, f"`{function.qualname}` {why_not}")
    names = parameter_names(text)
    captured = dict(function.captured)
    if items is None:
        assert isinstance(node, ast.Call)
        args = match_arguments(scene, text, names, (), node, captured)
    else:
        given = dict(zip(names, items, strict=False)) | captured
        if given.keys() != set(names) or len(names) != len(items) + len(captured):
            raise scene.refusal("F411", node, f"`{function.qualname}` takes other arguments")
        args = tuple(given[name] for name in names)
    return call_instance(scene, module, function.qualname, args, node)


def call_instance(
    scene: Scene,
    module: ModuleSource,
    qualname: str,
    args: tuple[Expr, ...],
    node: ast.AST,
    class_name: str | None = None,
) -> Expr:
    """A call with all arguments in the order of the parameters.

    `class_name` is the class of the instance that it is called on, or that it makes.
    """
    types = scene.slice.types
    dropped = scene.slice.dropped.get(f"{module.name}:{qualname}")
    if dropped is not None:
        raise scene.refusal("F413", node, f"`{qualname}` is not native: {dropped.message}")
    if any(arg.type == NEVER for arg in args):
        return unknown(scene, node, f"an argument of `{qualname}`")
    if scene.slice.is_waiting(module, qualname, tuple(arg.type for arg in args)):
        return unknown(scene, node, f"an argument of `{qualname}`")
    instance = scene.slice.instance(
        module, qualname, tuple(types.top(arg.type) for arg in args), class_name
    )
    beside = dict(captured_arguments(instance, args))
    if any(name not in beside for name, _ in instance.params[len(args) :]):
        raise scene.refusal("F409", node, f"what a function that `{qualname}` gets has captured")
    args = (*args, *(beside[name] for name, _ in instance.params[len(args) :]))
    _note_mixed(scene, instance, args)
    passed = tuple(
        scene.flow(arg, hole, node, f"the parameter `{name}` of `{qualname}`")
        for arg, (name, hole) in zip(args, instance.params, strict=True)
    )
    scene.calls.add(instance.name)
    widen_attributes(scene)
    result = scene.type(instance.result)
    span = scene.span(node)
    if result == NEVER and not scene.is_final:
        return Const(None, NEVER, span)
    extra = _captured_arguments(scene, module, instance, node)
    return Call(instance.name, (*passed, *extra), result, span)


def _note_mixed(scene: Scene, instance: Instance, args: tuple[Expr, ...]) -> None:
    """A function that is called with lists of ints and with lists of texts wants to be two."""
    types = scene.slice.types
    for arg, (_, hole) in zip(args, instance.params, strict=True):
        have, given = types.resolve(hole), types.resolve(arg.type)
        if parts(have) and is_looser(join(have, given), have, given):
            scene.slice.mixed.add(f"{instance.module.name}:{instance.qualname}")


def _captured_arguments(
    scene: Scene, module: ModuleSource, instance: Instance, node: ast.AST
) -> tuple[Expr, ...]:
    """The container globals that the callee uses are handed on."""
    if instance.captured and module.name != scene.instance.module.name:
        raise scene.refusal("F408", node, "a function of another module that uses its globals")
    extra: list[Expr] = []
    for name in sorted(instance.captured):
        scene.captured.add(name)
        hole = scene.slice.types.hole(("global", module.name, name))
        scene.locals[name] = hole
        extra.append(Local(name, scene.type(hole), scene.span(node)))
    return tuple(extra)


def unsupported(function: ast.FunctionDef) -> str:
    """Why a function can't be native as a whole; empty where nothing speaks against it."""
    arguments = function.args
    if arguments.vararg or arguments.kwarg:
        return "takes *args or **kwargs"
    odd = odd_decorator(function)
    if odd:
        return f"has the decorator `@{odd}`"
    if is_generator(function):
        return "is a generator"
    for inner in _own_nodes(function):
        if isinstance(inner, ast.Global | ast.Nonlocal):
            return "assigns variables of an outer scope"
    return ""


def odd_decorator(function: ast.FunctionDef) -> str:
    """A decorator that is not known to leave the function as it is; empty where there is none."""
    known = {*_PLAIN_DECORATORS, function.name + SETTER}
    odd = [name for name in _decorators(function) if name not in known]
    return odd[0] if odd else ""


def is_generator(function: ast.FunctionDef) -> bool:
    """Whether a call gives a generator."""
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in _own_nodes(function))


def _decorators(function: ast.FunctionDef) -> list[str]:
    return [ast.unparse(item) for item in function.decorator_list]


def _own_nodes(function: ast.FunctionDef) -> list[ast.AST]:
    found: list[ast.AST] = []
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        found.append(node)
        if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            waiting.extend(ast.iter_child_nodes(node))
    return found


def match_arguments(
    scene: Scene,
    function: ast.FunctionDef,
    names: tuple[str, ...],
    first: tuple[Expr, ...],
    node: ast.Call,
    captured: Mapping[str, Expr] = MappingProxyType({}),
) -> tuple[Expr, ...]:
    """The arguments of a call in the order of the parameters, defaults filled in."""
    positional = [*function.args.posonlyargs, *function.args.args]
    given: dict[str, Expr] = {**captured, **dict(zip(names, first, strict=False))}
    rest = names[len(first) :]
    if len(node.args) + len(first) > len(positional):
        raise scene.refusal("F411", node, f"too many arguments for `{function.name}`")
    for name, arg in zip(rest, node.args, strict=False):
        if isinstance(arg, ast.GeneratorExp):
            raise scene.refusal("F411", arg, "a generator handed to a function")
        given[name] = scene.lower(arg)
    last = len(first) + len(node.args) - 1
    for keyword in node.keywords:
        name = keyword.arg or ""
        if name not in names or name in given:
            raise scene.refusal("F411", node, f"`{function.name}` has no parameter `{name}` left")
        value = scene.lower(keyword.value)
        if names.index(name) < last and not isinstance(value, Const | Local):
            raise scene.refusal("F411", node, "keyword arguments out of order")
        last = names.index(name)
        given[name] = value
    for name in names:
        if name not in given:
            given[name] = _default(scene, function, name, node)
    return tuple(given[name] for name in names)


def _default(scene: Scene, function: ast.FunctionDef, name: str, node: ast.AST) -> Expr:
    default = defaults_of(function).get(name)
    if default is None:
        raise scene.refusal("F411", node, f"the argument `{name}` of `{function.name}` is missing")
    match default:
        case ast.Call(func=ast.Name(id=called), args=[made]) if called == FACTORY:
            return scene.lower(made)
    try:
        value = ast.literal_eval(default)
    except (ValueError, TypeError):
        raise scene.refusal("F411", node, f"the default of `{name}` is no constant") from None
    type_ = constant_type(value)
    if type_ is None:
        raise scene.refusal("F411", node, f"the default of `{name}` can change")
    return Const(value, type_, scene.span(node))


def without_first(function: ast.FunctionDef) -> ast.FunctionDef:
    """The same signature as callers see it who do not hand in the first argument."""
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


def check_method(scene: Scene, struct: Struct, member: Member, node: ast.AST) -> None:
    """Refuse what is no plain method of a plain class; guard the rest."""
    name = member.node.name
    if name in scene.slice.struct_fields.get(struct.name, ()):
        raise scene.refusal("F406", node, f"`{name}` is an attribute and a method of {struct}")
    home, _, qualname = struct.name.partition(":")
    scene.guards.add(Guard(home, f"{qualname}.{name}", "method", member.full_name))
