"""Names that stand for something of a library module, and their guards.

In: the text of a name or attribute. Out: the name in that module; the guards of its being that.
"""

from __future__ import annotations

import ast

from ferrule.base.records import Guard
from ferrule.lower.scene import Scene


def name_in(scene: Scene, node: ast.expr, home: str) -> str:
    """The name of what a text means in this module of the library; empty for anything else."""
    imports = scene.instance.module.imports
    match node:
        case ast.Name(id=name) if scene.is_global(node) and name in imports:
            module, attribute = imports[name]
            return attribute or "" if module == home else ""
        case ast.Attribute(value=ast.Name(id=name) as owner, attr=attribute) if scene.is_global(
            owner
        ) and imports.get(name) == (home, None):
            return attribute
    return ""


def guard_name(scene: Scene, node: ast.expr, home: str, attribute: str) -> None:
    """The name still is this builtin of the module."""
    own = scene.instance.module.name
    value = f"{home}.{attribute}"
    if isinstance(node, ast.Name):
        scene.guards.add(Guard(own, node.id, "builtin", value))
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        scene.guards.add(Guard(own, node.value.id, "module", home))
        scene.guards.add(Guard(home, attribute, "builtin", value))
