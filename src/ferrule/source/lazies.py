"""What takes the items of a generator one by one, as inner functions that say how.

```
any(x > k for x in walk(t))    →    any1()           def any1():
                                                         for x in walk(t):
                                                             if x > k:
                                                                 return True
                                                         return False

islice(primes(), n)            →    islice1(n)       def islice1(stop):
                                                         at = 0
                                                         …
                                                         for item in primes():
                                                             yield item
                                                             at += 1
                                                             if at >= stop:
                                                                 return
```

In: functions by qualified name. Out: the same, such calls replaced: `any all next enumerate` where
what they walk looks like a generator of the program; `islice takewhile dropwhile accumulate` of
`itertools` and `reduce` always. So no more steps are taken than Python takes. `Relies` says what
the names must mean.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping

from ferrule.base.unit import Relies
from ferrule.source import stepped
from ferrule.source.listed import is_generator
from ferrule.source.scopes import Scope, bound, every_node, loaded
from ferrule.source.stepped import filled, function_of

_RANGE = "must be None or an integer: 0 <= x <= sys.maxsize."
_STOP = f"Stop argument for islice() {_RANGE}"
_BOUNDS = f"Indices for islice() {_RANGE}"

_LAZY = {"any", "all", "next", "enumerate"}
_LAZY |= {"islice", "takewhile", "dropwhile", "reduce", "accumulate", "filterfalse", "starmap"}

Imports = Mapping[str, tuple[str, str | None]]


def without_lazy_calls(
    functions: Mapping[str, ast.FunctionDef], imports: Imports
) -> dict[str, ast.FunctionDef]:
    """All functions, their lazy walks over generators written out."""
    generators = {name for name, function in functions.items() if is_generator(function)}
    is_stepped = any(home in stepped.HOMES for home, _ in imports.values())
    inner = {
        node.name
        for function in functions.values()
        for node in every_node(function)
        if isinstance(node, ast.FunctionDef) and is_generator(node)
    }
    if not generators and not inner and not is_stepped:
        return dict(functions)
    names = generators | inner
    return {
        name: _written_out(name, function, names, imports) for name, function in functions.items()
    }


def _written_out(
    qualname: str, function: ast.FunctionDef, generators: set[str], imports: Imports
) -> ast.FunctionDef:
    names = _LAZY | {name for name, (home, _) in imports.items() if home in stepped.HOMES}
    if not _calls_any(function, names):
        return function
    writing = _Writing(qualname.rpartition(".")[0], function, generators, imports)
    made = copy.deepcopy(function)
    body = [writing.statement(node) for node in made.body]
    if not writing.found:
        return function
    is_doc = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    made.body = [*body[: int(is_doc)], *writing.found, *body[int(is_doc) :]]
    return made


def _calls_any(function: ast.FunctionDef, names: set[str]) -> bool:
    """Whether there is anything to write out: mostly there is not, and copies take their time."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name | ast.Attribute)
        and (node.func.id if isinstance(node.func, ast.Name) else node.func.attr) in names
        for node in every_node(function)
    )


class _Writing(ast.NodeTransformer):
    def __init__(
        self, owner: str, function: ast.FunctionDef, generators: set[str], imports: Imports
    ) -> None:
        self._owner = owner
        self._generators = generators
        self._methods = {name.rpartition(".")[2] for name in generators}
        self._imports = imports
        self._taken = bound(function) | loaded(function) | {function.name}
        self.found: list[ast.stmt] = []

    def statement(self, node: ast.stmt) -> ast.stmt:
        """A statement with its calls replaced."""
        done = self.visit(node)
        assert isinstance(done, ast.stmt)
        return done

    def visit(self, node: ast.AST) -> ast.AST:
        """What stands in a comprehension or an inner function sees variables of its own."""
        if isinstance(node, Scope | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
                return node
            first = node.generators[0]  # type: ignore[union-attr]
            first.iter = self._expr(first.iter)
            return node
        found: ast.AST = super().visit(node)
        return found

    def _expr(self, node: ast.expr) -> ast.expr:
        done = self.visit(node)
        assert isinstance(done, ast.expr)
        return done

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """A call that walks a generator, as one of an inner function."""
        self.generic_visit(node)
        name = self._meaning(node.func)
        match name, node.args:
            case (("any" | "all"), [ast.GeneratorExp() as walk]) if not node.keywords:
                if self._walks(walk.generators[0].iter):
                    return self._put(name, _searching(name, walk), [], node)
            case (("any" | "all"), [source]) if not node.keywords and self._walks(source):
                item = ast.Name("item", ast.Load())
                clause = ast.comprehension(ast.Name("item", ast.Store()), source, [], 0)
                whole = ast.GeneratorExp(item, [clause])
                return self._put(name, _searching(name, whole), [], node)
            case "next", [source, *rest] if not node.keywords and len(rest) <= 1:
                if self._walks(source):
                    return self._put(name, _first(source, bool(rest)), rest, node)
            case "enumerate", [source, *rest] if len(rest) + len(node.keywords) <= 1:
                given = [*rest, *(one.value for one in node.keywords if one.arg == "start")]
                if self._walks(source) and len(given) == len(rest) + len(node.keywords):
                    start: list[ast.expr] = given or [ast.Constant(0)]
                    return self._put(name, _numbered(source), start, node)
            case "islice", [source, *bounds] if (
                not node.keywords
                and len(bounds) in (1, 2)
                and not any(map(stepped.is_none, bounds))
            ):
                return self._put(name, _part(source, len(bounds)), bounds, node)
            case (("takewhile" | "dropwhile"), [test, source]) if not node.keywords:
                if isinstance(test, ast.Lambda | ast.Name):
                    return self._put(name, _while(name, test, source), [], node)
            case (("reduce" | "accumulate" | "islice" | "filterfalse" | "starmap"), _):
                if (made := stepped.written(name, node)) is not None:
                    function, given = made
                    return self._put(name, function, given, node)
        return node

    def _meaning(self, func: ast.expr) -> str:
        """The builtin, or the name in `itertools`, that is called; empty for all others."""
        match func:
            case ast.Name(id=name) if name not in self._taken or name in self._imports:
                return self._of_itertools(self._imports[name]) if name in self._imports else name
            case ast.Name(id="any" | "all" | "next" | "enumerate" as name):
                return name
            case ast.Attribute(value=ast.Name(id=owner), attr=name):
                home, attribute = self._imports.get(owner, ("", ""))
                return name if home in stepped.HOMES and attribute is None else ""
        return ""

    def _of_itertools(self, meaning: tuple[str, str | None]) -> str:
        return meaning[1] or "" if meaning[0] in stepped.HOMES else ""

    def _walks(self, node: ast.expr) -> bool:
        """Whether this looks like a generator of the program."""
        match node:
            case ast.Call(func=ast.Name(id=name)):
                return name in self._generators or name.startswith(_MADE)
            case ast.Call(func=ast.Attribute(attr=name)):
                return name in self._methods
            case ast.Name(id="self"):
                return f"{self._owner}.__iter__" in self._generators
        return False

    def _put(
        self, name: str, function: ast.FunctionDef, given: list[ast.expr], node: ast.Call
    ) -> ast.expr:
        """Keep the inner function; what stands in the place of the call."""
        number = 1
        while f"{_MADE}{name}{number}" in self._taken:
            number += 1
        function.name = f"{_MADE}{name}{number}"
        self._taken.add(function.name)
        relied = Relies()
        relied.callee = node.func
        function.body.insert(0, relied)
        for place, inner in enumerate(ast.walk(function)):
            if isinstance(inner, ast.stmt | ast.expr | ast.arg | ast.keyword) and not hasattr(
                inner, "lineno"
            ):
                ast.copy_location(inner, node)
                inner.col_offset += 1000 * (place + 1)
                inner.end_col_offset = inner.col_offset + 1
        self.found.append(function)
        called = ast.copy_location(ast.Name(function.name, ast.Load()), node)
        return ast.copy_location(ast.Call(called, given, []), node)


_MADE = "walk_"


def _searching(kind: str, walk: ast.GeneratorExp) -> ast.FunctionDef:
    test = walk.elt if kind == "any" else ast.UnaryOp(ast.Not(), walk.elt)
    made = function_of(f"def f():\n if test_:\n  return {kind == 'any'}\n", test_=test)
    body = made.body
    for clause in reversed(walk.generators):
        for condition in reversed(clause.ifs):
            body = [ast.If(condition, body, [])]
        body = [ast.For(clause.target, clause.iter, body, [])]
    made.body = [*body, ast.Return(ast.Constant(kind != "any"))]
    return made


def _first(source: ast.expr, has_default: bool) -> ast.FunctionDef:
    end = "return default" if has_default else "raise StopIteration"
    head = "default" if has_default else ""
    text = f"def f({head}):\n for item in source_:\n  return item\n {end}\n"
    return function_of(text, source_=source)


def _numbered(source: ast.expr) -> ast.FunctionDef:
    text = "def f(at):\n for item in source_:\n  yield at, item\n  at += 1\n"
    return function_of(text, source_=source)


def _part(source: ast.expr, bounds: int) -> ast.FunctionDef:
    if bounds == 1:
        text = (
            f"def f(stop):\n at = 0\n if stop < 0:\n  raise ValueError({_STOP!r})\n"
            " if stop == 0:\n  return\n"
            " for item in source_:\n  yield item\n  at += 1\n  if at >= stop:\n   return\n"
        )
    else:  # what comes before the start is made too, wherever the stop is
        text = (
            f"def f(start, stop):\n at = 0\n if start < 0:\n  raise ValueError({_BOUNDS!r})\n"
            f" if stop < 0:\n  raise ValueError({_STOP!r})\n"
            " most = stop if stop > start else start\n if most == 0:\n  return\n"
            " for item in source_:\n  if at >= start:\n   yield item\n"
            "  at += 1\n  if at >= most:\n   return\n"
        )
    return function_of(text, source_=source)


def _while(kind: str, test: ast.expr, source: ast.expr) -> ast.FunctionDef:
    item = ast.Name("item", ast.Load())
    if isinstance(test, ast.Lambda) and len(test.args.args) == 1:
        holds: ast.expr = filled(test.body, {test.args.args[0].arg: item})
    else:
        holds = ast.Call(test, [item], [])
    if kind == "takewhile":
        text = "def f():\n for item in source_:\n  if test_:\n   yield item\n  else:\n   return\n"
    else:
        text = (
            "def f():\n is_dropping = True\n for item in source_:\n  if is_dropping and test_:\n"
            "   continue\n  is_dropping = False\n  yield item\n"
        )
    return function_of(text, source_=source, test_=holds)
