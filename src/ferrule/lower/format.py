"""f-strings: literal texts and formatted values."""

from __future__ import annotations

import ast
from string import Formatter

from ferrule.base.types import BIGINT, BOOL, CHAR, FLOAT, INT, NEVER, NUMBER, STR, OneOf, Struct
from ferrule.ir.nodes import Const, Expr, Format, GetField, GetItem, Local
from ferrule.lower.applying import apply, unknown
from ferrule.lower.scene import Scene
from ferrule.lower.texts import text_around

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
    if _is_worked_out(node):
        return _by_spec(scene, node, conversion)
    return _formatted(scene, node.value, conversion, _spec(scene, node), node)


def _is_worked_out(node: ast.FormattedValue) -> bool:
    """Whether the specification itself holds values: `{x:>{width}}`."""
    spec = node.format_spec
    return isinstance(spec, ast.JoinedStr) and not all(
        isinstance(part, ast.Constant) for part in spec.values
    )


def _by_spec(scene: Scene, node: ast.FormattedValue, conversion: str) -> tuple[Expr, str, str]:
    value, _, _ = _formatted(scene, node.value, conversion, "", node)
    assert isinstance(node.format_spec, ast.JoinedStr)
    spec = lower_format(scene, node.format_spec)
    return apply(scene, "format()", (value, spec), node, "a format specification"), "", ""


def _formatted(
    scene: Scene, source: ast.expr, conversion: str, spec: str, node: ast.AST
) -> tuple[Expr, str, str]:
    value = text_of_exception(scene, source) or scene.lower(source)
    if value.type == NEVER:
        return unknown(scene, source, "a formatted value"), "", ""
    if not spec and conversion != "a":
        text = text_around(scene, value, "repr" if conversion == "r" else "str", node)
        is_own = isinstance(value.type, Struct) and _has_format(scene, value.type)
        if text is not None and not is_own:
            return text, "", ""
    if conversion == "a":
        raise scene.refusal("F402", node, "the conversion `!a` is not native yet")
    if conversion == "r":
        return apply(scene, "repr()", (value,), source, "`repr`"), "", spec
    is_formatted = value.type in _FORMATTED or isinstance(value.type, OneOf)
    if conversion == "s" or not is_formatted:
        if not is_formatted and spec:
            raise scene.refusal("F401", node, f"a format specification on a {value.type}")
        return apply(scene, "str()", (value,), source, "`str`"), "", spec
    return value, conversion, spec


def _has_format(scene: Scene, struct: Struct) -> bool:
    is_known = scene.slice.class_source(struct) is not None
    return not is_known or "__format__" in scene.slice.members(struct)


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


def formatted(scene: Scene, text: str, node: ast.Call) -> Expr:
    """`"…{}…".format(…)` of a literal: the same parts as an f-string's."""
    names = {keyword.arg or "": keyword.value for keyword in node.keywords}
    order = {id(value): place for place, value in enumerate([*node.args, *names.values()])}
    parts: list[str | tuple[Expr, str, str]] = []
    used: list[int] = []
    for literal, field, spec, conversion in _fields(scene, text, node):
        if literal:
            parts.append(literal)
        if field is None:
            continue
        value = names.get(field)
        if field.isdigit() and int(field) < len(node.args):
            value = node.args[int(field)]
        if value is None or "{" in (spec or ""):
            raise scene.refusal("F411", node, "this form of `.format` is not native yet")
        used.append(order[id(value)])
        parts.append(_formatted(scene, value, conversion or "", spec or "", node))
    values = [part[0] for part in parts if not isinstance(part, str)]
    is_plain = all(isinstance(value, Const | Local | GetField | GetItem) for value in values)
    in_order = used == list(range(len(order)))
    if not in_order and not (is_plain and set(used) == set(order.values())):
        raise scene.refusal("F411", node, "`.format` that takes its arguments in another order")
    return Format(tuple(parts), STR, scene.span(node))


def _fields(
    scene: Scene, text: str, node: ast.AST
) -> list[tuple[str, str | None, str | None, str | None]]:
    """The parts of a format text; fields without a name are numbered."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise scene.refusal("F411", node, "a format text that Python refuses") from None
    found = []
    count = 0
    for literal, field, spec, conversion in parts:
        name = field
        if field == "":
            name, count = str(count), count + 1
        found.append((literal, name, spec, conversion))
    return found


def joined(scene: Scene, value: Expr, node: ast.AST) -> Expr:
    """`str(value)`."""
    if value.type in (STR, CHAR):
        return value
    if isinstance(value, Const) and value.type == NEVER:
        return value
    text = text_around(scene, value, "str", node)
    if text is not None:
        return text
    return apply(scene, "str()", (value,), node, "`str`")
