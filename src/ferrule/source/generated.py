"""The methods that `@dataclass` makes, as a person would have written them.

```
@dataclass                              class Point:
class Point:                                def __init__(self, x, y=0):
    x: int                         →            self.x = x
    y: int = 0                                  self.y = y
                                            def __repr__(self): ...
                                            def __eq__(self, other): ...
```

In: a class of a module, and the module's imports. Out: the same class with these methods, without
the decorator; or as it was, where the decorator says what is not known here. Methods that the class
has itself stay.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ferrule.base.unit import FACTORY, ClassSource

Imports = Mapping[str, tuple[str, str | None]]

_FLAGS = frozenset({"init", "repr", "eq", "order", "frozen", "slots", "kw_only", "match_args"})
_OPTIONS = frozenset({"default", "default_factory", "init", "repr", "compare", "hash", "kw_only"})
_ORDER = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    default: ast.expr | None
    factory: ast.expr | None
    init: bool = True
    repr: bool = True
    compare: bool = True
    kw_only: bool = False


class _Unknown(Exception):
    """The class says what is not known here."""


def with_generated(
    source: ClassSource, classes: Mapping[str, ClassSource], imports: Imports
) -> ClassSource:
    """The class with the methods that its decorator makes."""
    flags = _flags(source, imports)
    if flags is None:
        return _with_order(source, imports)
    try:
        fields = _all_fields(source, classes, imports, flags.get("kw_only", False))
    except _Unknown:
        return source
    texts = _texts(source, fields, flags)
    made = {name: text for name, text in texts.items() if name not in source.methods}
    methods = {**source.methods, **{name: _function(source, text) for name, text in made.items()}}
    return replace(
        source,
        methods=methods,
        decorators=(),
        generated=frozenset(made),
        is_frozen=flags.get("frozen", False),
        match_args=tuple(one.name for one in fields if one.init and not one.kw_only),
    )


def _flags(source: ClassSource, imports: Imports) -> dict[str, bool] | None:
    """What the decorator says; None where it is not `@dataclass`, or not alone."""
    if len(source.node.decorator_list) != 1 or "__hash__" in source.methods:
        return None
    node = source.node.decorator_list[0]
    keywords = node.keywords if isinstance(node, ast.Call) else []
    if isinstance(node, ast.Call) and node.args:
        return None
    if not _is_named(node.func if isinstance(node, ast.Call) else node, "dataclass", imports):
        return None
    flags: dict[str, bool] = {}
    for keyword in keywords:
        match keyword:
            case ast.keyword(arg=str(name), value=ast.Constant(value=bool(value))) if (
                name in _FLAGS
            ):
                flags[name] = value
            case _:
                return None
    return flags


def _is_named(node: ast.expr, name: str, imports: Imports) -> bool:
    """Whether this is that object of the module `dataclasses`."""
    match node:
        case ast.Name(id=text):
            return imports.get(text) == ("dataclasses", name)
        case ast.Attribute(value=ast.Name(id=owner), attr=attribute):
            return attribute == name and imports.get(owner) == ("dataclasses", None)
    return False


_FROM_LESS = {
    "__gt__": "not (self < other) and self != other",
    "__le__": "self < other or self == other",
    "__ge__": "not (self < other)",
}


def _with_order(source: ClassSource, imports: Imports) -> ClassSource:
    """What `@total_ordering` makes of a `__lt__`."""
    match source.node.decorator_list:
        case [ast.Name(id=name)] if imports.get(name) == ("functools", "total_ordering"):
            pass
        case [ast.Attribute(value=ast.Name(id=owner), attr="total_ordering")] if imports.get(
            owner
        ) == ("functools", None):
            pass
        case _:
            return source
    if "__lt__" not in source.methods or source.bases or _FROM_LESS.keys() & source.methods.keys():
        return source
    made = {
        name: _function(source, f"def {name}(self, other):\n    return {text}")
        for name, text in _FROM_LESS.items()
    }
    return replace(
        source,
        methods={**source.methods, **made},
        decorators=(),
        generated=frozenset(made),
        stands_for={name: f"functools:_{name.strip('_')}_from_lt" for name in made},
    )


# Fields ----------------------------------------------------------------------------------------


def _all_fields(
    source: ClassSource,
    classes: Mapping[str, ClassSource],
    imports: Imports,
    kw_only: bool,
) -> list[_Field]:
    """The fields of the bases, then the class's own; one of the same name keeps its place."""
    found: dict[str, _Field] = {}
    for base in source.bases:
        name = base.partition("[")[0]
        if name not in classes:
            continue
        further = classes[name]
        flags = _flags(further, imports)
        if flags is not None:
            inherited = _all_fields(further, classes, imports, flags.get("kw_only", False))
            found.update({one.name: one for one in inherited})
        elif further.bases and any(one in classes for one in further.bases):
            raise _Unknown
    for stmt in source.node.body:
        if not isinstance(stmt, ast.AnnAssign) or not isinstance(stmt.target, ast.Name):
            continue
        text = ast.unparse(stmt.annotation).strip("'\"")
        if "KW_ONLY" in text:
            kw_only = True
        elif "InitVar" in text:
            raise _Unknown
        elif "ClassVar" not in text:
            found[stmt.target.id] = _field(stmt.target.id, stmt.value, imports, kw_only)
    return list(found.values())


def _field(name: str, value: ast.expr | None, imports: Imports, kw_only: bool) -> _Field:
    if not isinstance(value, ast.Call) or not _is_named(value.func, "field", imports):
        return _Field(name, value, None, kw_only=kw_only)
    options = {keyword.arg: keyword.value for keyword in value.keywords}
    if value.args or not options.keys() <= _OPTIONS:
        raise _Unknown
    if "hash" in options and ast.unparse(options["hash"]) != "None":
        raise _Unknown  # what is hashed is not what is compared
    flags = {"kw_only": kw_only}
    for key in ("init", "repr", "compare", "kw_only"):
        if key in options:
            option = options[key]
            if not isinstance(option, ast.Constant):
                raise _Unknown
            flags[key] = bool(option.value)
    if not flags.get("init", True) and "default" in options:
        raise _Unknown  # the class has it until an instance does
    return _Field(name, options.get("default"), options.get("default_factory"), **flags)


# Methods ---------------------------------------------------------------------------------------


def _texts(source: ClassSource, fields: list[_Field], flags: Mapping[str, bool]) -> dict[str, str]:
    texts: dict[str, str] = {}
    if flags.get("init", True):
        texts["__init__"] = _init(source, fields)
    if flags.get("repr", True):
        shown = ", ".join(f"{one.name}={{self.{one.name}!r}}" for one in fields if one.repr)
        head = "{self.__class__.__qualname__}"
        texts["__repr__"] = f'def __repr__(self):\n    return f"{head}({shown})"'
    compared = [one.name for one in fields if one.compare]
    first, second = (_tuple(owner, compared) for owner in ("self", "other"))
    checked = "    if type(other) is not type(self):\n        return NotImplemented\n"
    if flags.get("eq", True):
        texts["__eq__"] = f"def __eq__(self, other):\n{checked}    return {first} == {second}"
        if flags.get("frozen", False):
            texts["__hash__"] = f"def __hash__(self):\n    return hash({first})"
    if flags.get("order", False):
        for method, symbol in _ORDER.items():
            body = f"{checked}    return {first} {symbol} {second}"
            texts[method] = f"def {method}(self, other):\n{body}"
    return texts


def _tuple(owner: str, names: list[str]) -> str:
    inner = ", ".join(f"{owner}.{name}" for name in names)
    return f"({inner},)" if len(names) == 1 else f"({inner})"


def _init(source: ClassSource, fields: list[_Field]) -> str:
    given = [one for one in fields if one.init]
    plain = [_parameter(one) for one in given if not one.kw_only]
    named = [_parameter(one) for one in given if one.kw_only]
    head = ", ".join(["self", *plain, *(["*", *named] if named else [])])
    lines = [f"def __init__({head}):"]
    for one in fields:
        if one.init:
            lines.append(f"    self.{one.name} = {one.name}")
        elif one.factory is not None:
            lines.append(f"    self.{one.name} = {_called(one.factory)}")
    if "__post_init__" in source.methods:
        lines.append("    self.__post_init__()")
    return "\n".join(lines if len(lines) > 1 else [*lines, "    pass"])


def _parameter(one: _Field) -> str:
    if one.factory is not None:
        return f"{one.name}={FACTORY}({_called(one.factory)})"
    return one.name if one.default is None else f"{one.name}={ast.unparse(one.default)}"


def _called(factory: ast.expr) -> str:
    if isinstance(factory, ast.Lambda):
        return f"({ast.unparse(factory.body)})"
    return f"{ast.unparse(factory)}()"


def _function(source: ClassSource, text: str) -> ast.FunctionDef:
    """The method at the place of its class."""
    tree = ast.parse(text)
    ast.increment_lineno(tree, source.node.lineno - 1)
    made = tree.body[0]
    assert isinstance(made, ast.FunctionDef)
    return made
