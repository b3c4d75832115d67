"""Functions as values: which one is known while compiling, so that nothing is handed over at all.

```
def total(f, n):                     def total_square(n):
    return f(n) + f(1)        →          return square(n) + square(1)

total(square, 5)                     total_square(5)
```

In: names of functions, and what `source/nested.py` made of lambdas and inner functions. Out:
constants of a type that has one value. What an inner function takes from around it is handed on
beside it, as further parameters.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from ferrule.base.records import Guard
from ferrule.base.types import Function
from ferrule.base.unit import LOCALS
from ferrule.ir.nodes import Const, Expr, Local
from ferrule.lower.scene import Scene
from ferrule.lower.slice import Instance


@dataclass(frozen=True, slots=True)
class FunctionValue:
    """A function, and what it takes from around it."""

    name: str
    captured: tuple[tuple[str, Expr], ...] = ()

    @property
    def home(self) -> str:
        """The module whose text has it."""
        return self.name.partition(":")[0]

    @property
    def qualname(self) -> str:
        """Its name in this module."""
        return self.name.partition(":")[2]


def inner_function(scene: Scene, node: ast.Call) -> Expr:
    """An inner function or a lambda as a value."""
    match node.args:
        case [ast.Constant(value=str(qualname))]:
            name = f"{scene.instance.module.name}:{qualname}"
        case _:
            raise scene.refusal("F409", node, "a function used as a value")
    captured = tuple((one.arg or "", scene.lower(one.value)) for one in node.keywords)
    return Const(FunctionValue(name, captured), Function(name), scene.span(node))


def global_function(scene: Scene, home: str, name: str, full: str, node: ast.AST) -> Expr:
    """A function of a module, named where it is not called."""
    scene.guards.add(Guard(home, name, "function", full))
    return Const(FunctionValue(full), Function(full), scene.span(node))


def held(scene: Scene, name: str, type_: Function, node: ast.AST) -> Expr:
    """What a local holds whose type says it all."""
    captured = tuple(
        (variable, Local(inner, scene.type(scene.local_hole(inner)), scene.span(node)))
        for variable, inner in scene.instance.captures.get(name, ())
    )
    is_lambda = LOCALS in type_.name and name not in scene.instance.captures
    if is_lambda and scene.slice.captures_of(type_):
        raise scene.refusal("F409", node, f"`{name}` holds a function that sees other variables")
    return Const(FunctionValue(type_.name, captured), type_, scene.span(node))


def value_of(scene: Scene, node: ast.expr) -> FunctionValue | None:
    """The function that an expression stands for, where it is no name of a function itself."""
    if not isinstance(node, ast.Name) or scene.is_global(node):
        return None
    name = scene.renamed.get(node.id) or scene.webs.get(node)
    if name is None or not isinstance(scene.type(scene.local_hole(name)), Function):
        return None
    value = scene.lower(node)
    assert isinstance(value, Const) and isinstance(value.value, FunctionValue)
    return value.value


def captured_arguments(instance: Instance, args: tuple[Expr, ...]) -> Iterator[tuple[str, Expr]]:
    """What the functions among the arguments take from around them, by parameter."""
    for (name, _), arg in zip(instance.params, args, strict=False):
        if isinstance(arg, Const) and isinstance(arg.value, FunctionValue):
            by_name = dict(instance.captures.get(name, ()))
            for variable, value in arg.value.captured:
                yield by_name[variable], value


def is_known_function(expr: Expr) -> bool:
    """Whether this is a function that nothing has to be handed over for."""
    return isinstance(expr, Const) and isinstance(expr.value, FunctionValue)


def row_of(function: FunctionValue) -> str:
    """The name in the table of what C implements."""
    is_builtin = function.home == "builtins"
    return f"{function.qualname}()" if is_builtin else f"{function.home}.{function.qualname}"


def c_function(scene: Scene, home: str, name: str, full: str, node: ast.AST) -> Expr:
    """A function of C, named where it is not called."""
    module, _, qualname = full.partition(":")
    value = qualname if module == "builtins" else f"{module}.{qualname}"
    scene.guards.add(Guard(home, name, "builtin", value))
    return Const(FunctionValue(full), Function(full), scene.span(node))
