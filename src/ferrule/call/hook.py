"""Hear of it when a starting program has made its functions: in its script, and in its modules.

In: a script's text, or names of modules. Out: a code object that calls back before each statement
that may begin the work; an import hook that calls back after each of the modules has run. Line
numbers, names and behaviour of the program stay as they are.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType

_CALL = "ferrule: the functions above are made"
_DEFINES = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
    ast.Pass,
    ast.Global,
)


def compile_script(source: str | bytes, file: str, arrived: Callable[[], object]) -> CodeType:
    """The script's code, with a call of `arrived` before each statement that does something."""
    tree = ast.parse(source, file)
    body = list(_with_calls(tree.body))
    module = ast.Module(body, tree.type_ignores)
    code = compile(module, file, "exec", dont_inherit=True)
    return code.replace(co_consts=tuple(arrived if _is_call(x) else x for x in code.co_consts))


def _is_call(const: object) -> bool:
    return isinstance(const, str) and const == _CALL


def _with_calls(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    for stmt in body:
        if not isinstance(stmt, _DEFINES) and _may_call(stmt):
            yield _call_before(stmt)
        yield stmt


def _may_call(stmt: ast.stmt) -> bool:
    """Whether it may run a function; a plain constant or assignment of one does not."""
    return any(not isinstance(node, _PLAIN) for node in ast.walk(stmt))


_PLAIN = (
    ast.Assign,
    ast.AnnAssign,
    ast.Expr,
    ast.Name,
    ast.Constant,
    ast.Tuple,
    ast.List,
    ast.Dict,
    ast.expr_context,
    ast.UnaryOp,
    ast.unaryop,
)


def _call_before(stmt: ast.stmt) -> ast.stmt:
    # As in `trampoline`: the conditional folds to the constant, which is then replaced.
    const = ast.IfExp(ast.Constant(True), ast.Constant(_CALL), ast.Constant(0))
    call = ast.Expr(ast.Call(const, [], []))
    ast.copy_location(call, stmt)
    return ast.fix_missing_locations(call)


class Arrivals:  # no `MetaPathFinder`: `importlib.abc` takes long to import
    """An import hook: calls back once for each of the modules, after it has run."""

    def __init__(self, wanted: Sequence[str], arrived: Callable[[], object]) -> None:
        self._wanted = set(wanted)
        self._arrived = arrived

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec that the other finders give, made to call back; None for other modules."""
        if name not in self._wanted:
            return None
        self._wanted.discard(name)
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None:
                _announce(spec, self._arrived)
                return spec
        return None


def _announce(spec: ModuleSpec, arrived: Callable[[], object]) -> None:
    loader = spec.loader
    if loader is None or not hasattr(loader, "__dict__"):
        return
    run = loader.exec_module

    def exec_module(module: ModuleType) -> None:
        del vars(loader)["exec_module"]
        run(module)
        arrived()

    vars(loader)["exec_module"] = exec_module


def watch_imports(modules: Sequence[str], arrived: Callable[[], object]) -> Arrivals:
    """Call back after each of these modules has been imported; to be removed from `meta_path`."""
    finder = Arrivals(modules, arrived)
    sys.meta_path.insert(0, finder)
    return finder
