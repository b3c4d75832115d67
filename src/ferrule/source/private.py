"""Names that Python keeps private to a class: `self.__x` in a class `C` means `self._C__x`.

In: a method of a class. Out: the same method, such names written as Python stores them.
"""

from __future__ import annotations

import ast
import copy

from ferrule.source.scopes import every_node


def mangled(function: ast.FunctionDef, class_name: str) -> ast.FunctionDef:
    """The method with its private names in full."""
    owner = class_name.lstrip("_")
    if not owner or not any(map(_is_private, map(_name, every_node(function)))):
        return function
    made = copy.deepcopy(function)
    for node in ast.walk(made):
        match node:
            case ast.Attribute(attr=name) if _is_private(name):
                node.attr = f"_{owner}{name}"
            case ast.Name(id=name) if _is_private(name):
                node.id = f"_{owner}{name}"
            case ast.arg(arg=name) if _is_private(name):
                node.arg = f"_{owner}{name}"
            case ast.keyword(arg=str(name)) if _is_private(name):
                node.arg = f"_{owner}{name}"
    return made


def _name(node: ast.AST) -> str:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name) | ast.arg(arg=name):
            return name
        case ast.keyword(arg=str(name)):
            return name
    return ""


def _is_private(name: str) -> bool:
    return name.startswith("__") and not name.endswith("__") and "." not in name
