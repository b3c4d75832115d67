"""f-strings: literal texts and formatted values."""

from __future__ import annotations

import ast

from ferrule.base.types import BIGINT, BOOL, CHAR, FLOAT, INT, NEVER, NUMBER, STR
from ferrule.ir.nodes import Const, Expr, Format
from ferrule.lower.applying import apply, unknown
from ferrule.lower.scene import Scene

_FORMATTED = (INT, FLOAT, NUMBER, BIGINT, STR, CHAR, BOOL)


def lower_format(scene: Scene, node: ast.JoinedStr) -> Expr:
    """An f-string with constant format specifications."""
    parts: list[str | tuple[Expr, str, str]] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        elif isinstance(part, ast.FormattedValue):
            parts.append(_value(scene, part))
    return Format(tuple(parts), STR, scene.span(node))


def _value(scene: Scene, node: ast.FormattedValue) -> tuple[Expr, str, str]:
    conversion = {-1: "", 115: "s", 114: "r", 97: "a"}[node.conversion]
    spec = _spec(scene, node)
    value = text_of_exception(scene, node.value) or scene.lower(node.value)
    if value.type == NEVER:
        return unknown(scene, node.value, "a formatted value"), "", ""
    if conversion == "a":
        raise scene.refusal("F402", node, "the conversion `!a` is not native yet")
    if conversion == "r":
        return apply(scene, "repr()", (value,), node.value, "`repr`"), "", spec
    if conversion == "s" or value.type not in _FORMATTED:
        if value.type not in _FORMATTED and spec:
            raise scene.refusal("F401", node, f"a format specification on a {value.type}")
        return apply(scene, "str()", (value,), node.value, "`str`"), "", spec
    return value, conversion, spec


def _spec(scene: Scene, node: ast.FormattedValue) -> str:
    if node.format_spec is None:
        return ""
    assert isinstance(node.format_spec, ast.JoinedStr)
    texts: list[str] = []
    for part in node.format_spec.values:
        if not isinstance(part, ast.Constant):
            raise scene.refusal("F402", node, "a format specification that is worked out")
        texts.append(str(part.value))
    return "".join(texts)


def text_of_exception(scene: Scene, node: ast.expr) -> Expr | None:
    """`e` of `except … as e` where its text is wanted."""
    if isinstance(node, ast.Name):
        name = scene.webs.get(node)
        if name is not None and name in scene.exceptions:
            return scene.read(scene.exceptions[name], node)
    return None


def joined(scene: Scene, value: Expr, node: ast.AST) -> Expr:
    """`str(value)`."""
    if value.type in (STR, CHAR):
        return value
    if isinstance(value, Const) and value.type == NEVER:
        return value
    return apply(scene, "str()", (value,), node, "`str`")
