"""`match` statements as the `if` statements that they stand for.

```
match shape:                            if isinstance(shape, Circle) and shape.r == 0:
    case Circle(r=0):                       return 0.0
        return 0.0                      elif isinstance(shape, Circle):
    case Circle(r):                →        r = shape.r
        return 3.0 * r * r                  return 3.0 * r * r
    case _:                             else:
        return None                         return None
```

In: a function, and the classes of its module. Out: the same function; a `match` with patterns of
dicts, or whose names are used elsewhere after a guard that failed, stays as it is.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping
from dataclasses import dataclass, field

from ferrule.base.unit import SEQUENCE, ClassSource
from ferrule.source.scopes import every_node

Classes = Mapping[str, ClassSource]

_ITSELF = frozenset({"bool", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str"})


class _Unknown(Exception):
    """A pattern that stays as it is."""


def without_match(function: ast.FunctionDef, classes: Classes) -> ast.FunctionDef:
    """The function, its `match` statements written with `if`."""
    if not any(isinstance(node, ast.Match) for node in every_node(function)):
        return function
    made = copy.deepcopy(function)
    _Matches(made, classes).visit(made)
    return ast.fix_missing_locations(made)


class _Matches(ast.NodeTransformer):
    def __init__(self, function: ast.FunctionDef, classes: Classes) -> None:
        self.function = function
        self.classes = classes
        self.count = 0

    def visit_Match(self, node: ast.Match) -> ast.stmt | list[ast.stmt]:
        """One `match`, those inside it first."""
        self.generic_visit(node)
        try:
            return self._written(node)
        except _Unknown:
            return node

    def _written(self, node: ast.Match) -> list[ast.stmt]:
        subject: ast.expr = node.subject
        before: list[ast.stmt] = []
        if not isinstance(subject, ast.Name):
            self.count += 1
            name = f"matched_{self.count}" if self.count > 1 else "matched"
            target = ast.copy_location(ast.Name(name, ast.Store()), subject)
            before.append(ast.copy_location(ast.Assign([target], subject), node))
            subject = ast.copy_location(ast.Name(name, ast.Load()), subject)
        rest: list[ast.stmt] = []
        for case in reversed(node.cases):
            rest = self._case(case, subject, rest, node)
        return [*before, *rest]

    def _case(
        self, case: ast.match_case, subject: ast.expr, rest: list[ast.stmt], node: ast.Match
    ) -> list[ast.stmt]:
        found = _Found(self.classes)
        found.look(case.pattern, subject)
        bound = [_assigned(name, value) for name, value in found.names.items()]
        tests = list(found.tests)
        if case.guard is not None:
            self._check_names(set(found.names))
            tests.append(_Named(found.names).visit(copy.deepcopy(case.guard)))
        body = [*bound, *case.body]
        if not tests:
            return body
        test = tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests)
        place = ast.copy_location(test, case.pattern)
        return [ast.copy_location(ast.If(place, body, rest), case.pattern)]

    def _check_names(self, names: set[str]) -> None:
        """What a failed guard has bound must not be read by anybody else."""
        inside = {
            name
            for node in ast.walk(self.function)
            if isinstance(node, ast.match_case)
            for name in ast.walk(node)
            if isinstance(name, ast.Name)
        }
        for node in ast.walk(self.function):
            if isinstance(node, ast.Name) and node.id in names and node not in inside:
                raise _Unknown


def _assigned(name: str, value: ast.expr) -> ast.stmt:
    target = ast.copy_location(ast.Name(name, ast.Store()), value)
    return ast.copy_location(ast.Assign([target], copy.deepcopy(value)), value)


class _Named(ast.NodeTransformer):
    """Captured names as what they stand for."""

    def __init__(self, names: Mapping[str, ast.expr]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        value = self.names.get(node.id)
        return node if value is None else ast.copy_location(copy.deepcopy(value), node)


@dataclass(slots=True)
class _Found:
    """What a pattern asks, and what it names."""

    classes: Classes
    tests: list[ast.expr] = field(default_factory=list)
    names: dict[str, ast.expr] = field(default_factory=dict)

    def look(self, pattern: ast.pattern, value: ast.expr) -> None:
        """Ask of a value what the pattern asks."""
        match pattern:
            case ast.MatchValue(value=wanted):
                self._ask(pattern, ast.Compare(value, [ast.Eq()], [wanted]))
            case ast.MatchSingleton(value=single):
                constant = ast.copy_location(ast.Constant(single), pattern)
                self._ask(pattern, ast.Compare(value, [ast.Is()], [constant]))
            case ast.MatchAs(pattern=inner, name=name):
                if inner is not None:
                    self.look(inner, value)
                if name is not None:
                    self.names[name] = ast.copy_location(copy.deepcopy(value), pattern)
            case ast.MatchOr(patterns=patterns):
                self._either(pattern, patterns, value)
            case ast.MatchSequence(patterns=patterns):
                self._sequence(pattern, patterns, value)
            case ast.MatchClass():
                self._instance(pattern, value)
            case _:
                raise _Unknown

    def _ask(self, pattern: ast.pattern, test: ast.expr) -> None:
        self.tests.append(ast.copy_location(copy.deepcopy(test), pattern))

    def _either(self, pattern: ast.pattern, patterns: list[ast.pattern], value: ast.expr) -> None:
        ways: list[ast.expr] = []
        for one in patterns:
            found = _Found(self.classes)
            found.look(one, value)
            if found.names or not found.tests:
                raise _Unknown
            both = ast.BoolOp(ast.And(), found.tests) if len(found.tests) > 1 else found.tests[0]
            ways.append(ast.copy_location(both, one))
        self._ask(pattern, ast.BoolOp(ast.Or(), ways))

    def _sequence(self, pattern: ast.pattern, patterns: list[ast.pattern], value: ast.expr) -> None:
        stars = [at for at, one in enumerate(patterns) if isinstance(one, ast.MatchStar)]
        fixed = len(patterns) - len(stars)
        kind = ast.Name(SEQUENCE, ast.Load())
        self._ask(pattern, _called("isinstance", value, kind))
        operator = ast.GtE() if stars else ast.Eq()
        self._ask(pattern, ast.Compare(_called("len", value), [operator], [ast.Constant(fixed)]))
        for at, one in enumerate(patterns):
            after = len(patterns) - 1 - at
            if isinstance(one, ast.MatchStar):
                if one.name is not None:
                    end = ast.UnaryOp(ast.USub(), ast.Constant(after)) if after else None
                    bounds = ast.Slice(ast.Constant(at) if at else None, end)
                    part = ast.Subscript(value, bounds, ast.Load())
                    self.names[one.name] = _placed(_called("list", part), one)
                continue
            index: ast.expr = ast.Constant(at)
            if stars and at > stars[0]:
                index = ast.UnaryOp(ast.USub(), ast.Constant(after + 1))
            self.look(one, _placed(ast.Subscript(value, index, ast.Load()), one))

    def _instance(self, pattern: ast.MatchClass, value: ast.expr) -> None:
        self._ask(pattern, _called("isinstance", value, pattern.cls))
        name = pattern.cls.id if isinstance(pattern.cls, ast.Name) else ""
        positional = pattern.patterns
        if name in _ITSELF and name not in self.classes:
            if len(positional) > 1 or pattern.kwd_attrs:
                raise _Unknown
            for one in positional:
                self.look(one, value)
            return
        names = self._match_args(name) if positional else ()
        if len(positional) > len(names):
            raise _Unknown
        pairs = [*zip(names, positional, strict=False)]
        pairs += zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True)
        for attribute, one in pairs:
            self.look(one, _placed(ast.Attribute(value, attribute, ast.Load()), one))

    def _match_args(self, name: str) -> tuple[str, ...]:
        """What the positional patterns of a class stand for."""
        for _ in range(len(self.classes)):
            source = self.classes.get(name)
            if source is None:
                break
            if source.match_args is not None:
                return source.match_args
            if len(source.bases) != 1:
                break
            name = source.bases[0]
        raise _Unknown


def _called(name: str, *args: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(name, ast.Load()), list(args), [])


def _placed(node: ast.expr, pattern: ast.pattern) -> ast.expr:
    """A copy of an expression at the place of a pattern, which no other one has."""
    made = copy.deepcopy(node)
    ast.copy_location(made, pattern)
    return made
