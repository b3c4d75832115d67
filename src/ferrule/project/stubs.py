"""A stub for a module whose functions are native: what type checkers read instead of its text.

In: the module's text and what was inferred of its native functions. Out: the text of a `.pyi`.
What the author annotated stays; what they did not is filled in with what was inferred.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ferrule.base.types import Type, from_data

_ANY = "Any"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_BRANCHES = (ast.If, ast.Try, ast.TryStar, ast.With, ast.For, ast.While)
_KEPT = ("__all__", "__slots__", "__match_args__")  # checkers read their values


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is known of the module."""

    entries: Mapping[str, Mapping[str, Any]]  # of native functions, by qualified name
    in_types: frozenset[str]  # names that annotations use
    prefix: str = ""
    is_enum: bool = False  # the class around


def stub(text: str, entries: Sequence[Mapping[str, Any]]) -> str:
    """The whole stub."""
    tree = ast.parse(text)
    known = {str(one["func"]["qualname"]): one for one in entries}
    blocks = _blocks(tree.body, _Scene(known, _names_in_types(tree)), set())
    parts: list[str] = []
    for before, block in zip([[], *blocks], blocks, strict=False):
        is_apart = before and (_is_long(before) or _is_long(block))
        parts += ["", *block] if is_apart else block
    body = "\n".join(parts) + "\n"
    return f"from typing import Any\n\n{body}" if re.search(r"\bAny\b", body) else body


def _is_long(block: Sequence[str]) -> bool:
    return len(block) > 1 and block[0].startswith(("def ", "async ", "class ", "@"))


def _names_in_types(tree: ast.AST) -> frozenset[str]:
    """Names that stand in annotations and as bases: what they are bound to has to stay."""
    places: list[ast.AST | None] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign):
            places.append(node.annotation)
        elif isinstance(node, _FUNCTIONS):
            places.append(node.returns)
        elif isinstance(node, ast.ClassDef):
            places += node.bases
    inside = (one for place in places if place is not None for one in ast.walk(place))
    return frozenset(one.id for one in inside if isinstance(one, ast.Name))


def _blocks(body: Sequence[ast.stmt], scene: _Scene, seen: set[str]) -> list[list[str]]:
    """The lines of each statement; of branches, what the first of them binds."""
    blocks = []
    for node in body:
        if isinstance(node, _BRANCHES):
            handlers = [one.body for one in getattr(node, "handlers", ())]
            parts = [getattr(node, name, []) for name in ("body", "orelse", "finalbody")]
            for part in (parts[0], *handlers, *parts[1:]):
                new = [one for one in part if not _bound(one) or not _bound(one) <= seen]
                blocks += _blocks(new, scene, seen)
            continue
        seen |= _bound(node)
        blocks.append(_lines(node, scene))
    return [lines for lines in blocks if lines]


def _bound(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {(one.asname or one.name).partition(".")[0] for one in node.names}
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        return {node.name}
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return {one.id for it in targets for one in ast.walk(it) if isinstance(one, ast.Name)}
    return set()


def _lines(node: ast.stmt, scene: _Scene) -> list[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [ast.unparse(node)]
    if isinstance(node, _FUNCTIONS):
        return _function(node, scene.entries.get(f"{scene.prefix}{node.name}"))
    if isinstance(node, ast.ClassDef):
        return _class(node, scene)
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        value = " = ..." if node.value else ""
        return [f"{node.target.id}: {ast.unparse(node.annotation)}{value}"]
    if isinstance(node, ast.Assign):
        names = sorted(_bound(node))
        if scene.is_enum or any(one in scene.in_types or one in _KEPT for one in names):
            return [ast.unparse(node)]
        return [f"{name}: {_kind(node.value)}" for name in names]
    if isinstance(node, ast.AugAssign) or type(node).__name__ == "TypeAlias":
        kept = not isinstance(node, ast.AugAssign) or ast.unparse(node.target) in _KEPT
        return [ast.unparse(node)] if kept else []
    return []


def _class(node: ast.ClassDef, scene: _Scene) -> list[str]:
    bases = ", ".join(map(ast.unparse, [*node.bases, *node.keywords]))
    lines = [f"@{ast.unparse(one)}" for one in node.decorator_list]
    lines.append(f"class {node.name}({bases}):" if bases else f"class {node.name}:")
    is_enum = re.search(r"Enum\b|Flag\b", bases) is not None
    within = replace(scene, prefix=f"{scene.prefix}{node.name}.", is_enum=is_enum)
    inside = [line for block in _blocks(node.body, within, set()) for line in block]
    inside += [f"{name}: Any" for name in _attributes(node)]
    return [*lines, *(f"    {line}" if line else "" for line in inside or ["..."])]


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
