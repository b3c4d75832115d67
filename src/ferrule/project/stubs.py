"""A stub for a module whose functions are native: what type checkers read instead of its text.

In: the module's text and what was inferred of its native functions. Out: the text of a `.pyi`.
What the author annotated stays; what they did not is filled in with what was inferred.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from ferrule.base.types import Type, from_data

_ANY = "Any"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def stub(text: str, entries: Sequence[Mapping[str, Any]]) -> str:
    """The whole stub."""
    known = {str(one["func"]["qualname"]): one for one in entries}
    lines = [line for node in ast.parse(text).body for line in _lines(node, "", known)]
    body = "\n".join(lines) + "\n"
    return f"from typing import Any\n\n{body}" if "Any" in body else body


def _lines(node: ast.stmt, prefix: str, known: Mapping[str, Mapping[str, Any]]) -> list[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [ast.unparse(node)]
    if isinstance(node, _FUNCTIONS):
        return _function(node, known.get(f"{prefix}{node.name}"))
    if isinstance(node, ast.ClassDef):
        return _class(node, prefix, known)
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [f"{node.target.id}: {ast.unparse(node.annotation)}"]
    if isinstance(node, ast.Assign):
        names = [one.id for one in node.targets if isinstance(one, ast.Name)]
        return [f"{name}: {_kind(node.value)}" for name in names]
    return []


def _class(node: ast.ClassDef, prefix: str, known: Mapping[str, Mapping[str, Any]]) -> list[str]:
    bases = ", ".join(map(ast.unparse, [*node.bases, *node.keywords]))
    lines = [f"@{ast.unparse(one)}" for one in node.decorator_list]
    lines.append(f"class {node.name}({bases}):" if bases else f"class {node.name}:")
    inside = [line for one in node.body for line in _lines(one, f"{prefix}{node.name}.", known)]
    inside += [f"{name}: Any" for name in _attributes(node)]
    return [*lines, *(f"    {line}" for line in inside or ["..."])]


def _attributes(node: ast.ClassDef) -> list[str]:
    """What methods set on `self` and the class does not declare."""
    declared = {
        name.id
        for one in node.body
        if isinstance(one, ast.Assign | ast.AnnAssign)
        for name in ast.walk(one)
        if isinstance(name, ast.Name)
    }
    found = [
        one.attr
        for one in ast.walk(node)
        if isinstance(one, ast.Attribute)
        and isinstance(one.ctx, ast.Store)
        and isinstance(one.value, ast.Name)
        and one.value.id == "self"
    ]
    return [name for name in dict.fromkeys(found) if name not in declared]


def _function(
    node: ast.FunctionDef | ast.AsyncFunctionDef, entry: Mapping[str, Any] | None
) -> list[str]:
    arguments = node.args
    names = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    types = [from_data(one) for one in entry["arguments"]] if entry else []
    for place, name in enumerate(names):
        is_self = place == 0 and name.arg in ("self", "cls")
        if name.annotation is None and not is_self and place < len(types):
            name.annotation = ast.Name(_written(types[place]))
    arguments.defaults = [ast.Constant(...) for _ in arguments.defaults]
    arguments.kw_defaults = [one and ast.Constant(...) for one in arguments.kw_defaults]
    result = ast.unparse(node.returns) if node.returns else ""
    if not result and entry:
        result = _written(from_data(entry["result"]))
    word = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    head = f"{word} {node.name}({ast.unparse(arguments)}) -> {result or _ANY}:"
    lines = [f"@{ast.unparse(one)}" for one in node.decorator_list]
    words = ast.get_docstring(node)
    if not words or '"""' in words or "\\" in words:
        return [*lines, f"{head} ..."]
    first, *rest = words.splitlines()
    inside = [f'    """{first}', *(f"    {line}" if line else "" for line in rest)]
    inside[-1] += '"""' if not rest else ""
    return [*lines, head, *inside, *(['    """'] if rest else [])]


def _written(type_: Type) -> str:
    """The type as an annotation; what has none is anything."""
    text = str(type_)
    plain = ("int", "float", "complex", "bool", "str", "bytes", "None")
    whole = all(
        part in (*plain, "list", "dict", "set", "frozenset", "tuple", "") for part in _words(text)
    )
    return text if whole else _ANY


def _words(text: str) -> list[str]:
    for sign in "[],|. ":
        text = text.replace(sign, " ")
    return text.split()


def _kind(value: ast.expr) -> str:
    if isinstance(value, ast.Constant) and value.value is not None:
        return type(value.value).__name__
    return _ANY
