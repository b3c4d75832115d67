"""Exception classes: the built-in ones, and the program's own plain ones.

A class of the program is native as long as only its identity and its text matter: it defines
nothing that shapes its text. Classes are numbered within the slice.
"""

from __future__ import annotations

import ast
import builtins

from ferrule.base.records import Guard
from ferrule.base.types import CHAR, NEVER, STR
from ferrule.base.unit import ModuleSource
from ferrule.ir.nodes import Const, Expr, Raise, Reraise, Stmt
from ferrule.lower.applying import apply, unknown
from ferrule.lower.scene import Scene

# The classes that `ExcKind` of the runtime crate knows, as far as a program raises them.
_NATIVE = frozenset(
    {
        *("Exception", "ArithmeticError", "OverflowError", "ZeroDivisionError", "AssertionError"),
        *("AttributeError", "BufferError", "EOFError", "LookupError", "IndexError", "KeyError"),
        *("MemoryError", "NameError", "ReferenceError", "RuntimeError", "NotImplementedError"),
        *("RecursionError", "StopIteration", "SystemError", "TypeError", "ValueError"),
        *("FloatingPointError", "Warning", "UserWarning", "RuntimeWarning", "DeprecationWarning"),
    }
)
_SHAPING = ("__init__", "__new__", "__str__", "__repr__")


def lower_raise(scene: Scene, node: ast.Raise) -> Stmt:
    """`raise`, `raise Kind`, `raise Kind(text)`; a cause only matters to who sees the exception."""
    span = scene.span(node)
    if node.exc is None:
        return Reraise(span)
    if node.cause is not None and not isinstance(node.cause, ast.Name | ast.Constant):
        raise scene.refusal("F415", node, "`raise ... from` an expression")
    if isinstance(node.exc, ast.Call):
        if node.exc.keywords or len(node.exc.args) > 1:
            raise scene.refusal("F415", node, "an exception with several arguments")
        kind = _raised_kind(scene, node.exc.func, node)
        return Raise(kind, _message(scene, kind, node.exc.args, node), span)
    return Raise(_raised_kind(scene, node.exc, node), None, span)


def _message(scene: Scene, kind: str, args: list[ast.expr], node: ast.AST) -> Expr | None:
    if not args:
        return None
    value = scene.lower(args[0])
    if value.type == NEVER:
        unknown(scene, node, "the text of an exception")
        return None
    if kind == "KeyError":
        return apply(scene, "repr()", (value,), node, "`repr`")
    if value.type in (STR, CHAR):
        return value
    if isinstance(value, Const) and value.value is None:
        return Const("None", STR, value.span)
    return apply(scene, "str()", (value,), node, "`str`")


def _raised_kind(scene: Scene, node: ast.expr, at: ast.AST) -> str:
    if isinstance(node, ast.Name) and scene.is_global(node):
        kind = _kind(scene, node.id)
        if kind is not None:
            return kind
    raise scene.refusal("F415", at, "this exception is raised by Python")


def caught_kinds(scene: Scene, node: ast.expr) -> list[str]:
    """What `except <node>` catches: the class itself and the program's classes derived from it."""
    if isinstance(node, ast.Name) and scene.is_global(node):
        kind = _kind(scene, node.id)
        if kind is not None:
            return [kind, *_derived(scene, node.id)]
    raise scene.refusal("F415", node, f"`except {ast.unparse(node)}` is not native yet")


def _kind(scene: Scene, name: str) -> str | None:
    """A class's name in the runtime crate; None where it has none."""
    module = scene.instance.module
    if name in module.classes and name not in module.rebound:
        if _builtin_base(module, name) is None:
            return None
        full = f"{module.name}:{name}"
        scene.guards.add(Guard(module.name, name, "class", full))
        return scene.slice.exception_kind(full)
    if name in module.imports or name in module.rebound or name in module.functions:
        return None
    if _is_builtin(name):
        scene.guards.add(Guard(module.name, name, "builtin", name))
        return name
    return None


def _is_builtin(name: str) -> bool:
    return name in _NATIVE


def _builtin_base(module: ModuleSource, name: str) -> type[BaseException] | None:
    """The built-in exception that a class of the module derives from by single inheritance."""
    seen: set[str] = set()
    while name in module.classes and name not in seen:
        seen.add(name)
        source = module.classes[name]
        shaped = any(method in source.methods for method in _SHAPING)
        if len(source.bases) != 1 or source.node.keywords or source.decorators or shaped:
            return None
        name = source.bases[0]
    if name in module.rebound or name in module.imports or not _is_builtin(name):
        return None
    found = getattr(builtins, name)
    # These give their arguments a meaning of their own.
    if issubclass(found, OSError | ImportError | SyntaxError | UnicodeError | KeyError):
        return None
    assert isinstance(found, type)
    return found


def _derived(scene: Scene, name: str) -> list[str]:
    """The program's own classes that derive from this one; all of them are Exceptions."""
    module = scene.instance.module
    found: list[str] = []
    for other in module.classes:
        if other != name and _derives(module, other, name):
            kind = _kind(scene, other)
            if kind is not None:
                found.append(kind)
    return found


def _derives(module: ModuleSource, name: str, wanted: str) -> bool:
    base = _builtin_base(module, name)
    if base is None:
        return False
    while name in module.classes:
        if name == wanted:
            return True
        name = module.classes[name].bases[0]
    target = getattr(builtins, wanted, None) if wanted not in module.classes else None
    return isinstance(target, type) and issubclass(base, target)
