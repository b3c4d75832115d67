"""Imports inside functions, as if they stood at the head of the module.

```
def area(r):                    def area(r):
    from math import pi   →         return <math.pi> * r * r
    return pi * r * r
```

In: functions. Out: the functions without such imports, and what the made names mean. Only modules
of the standard library, which do nothing when they are imported; and only names that the function
binds in no other way and first uses afterwards.
"""

from __future__ import annotations

import ast
import copy
import sys
from collections.abc import Mapping

from ferrule.source.scopes import every_node, own_nodes, parameters

Meaning = tuple[str, str | None]


def outside(
    functions: Mapping[str, ast.FunctionDef],
) -> tuple[dict[str, ast.FunctionDef], dict[str, Meaning]]:
    """The functions, their imports taken out, and the imports that their names stand for."""
    meanings: dict[str, Meaning] = {}
    done: dict[str, ast.FunctionDef] = {}
    for name, function in functions.items():
        found = _imports(function)
        done[name] = _without(function, found) if found else function
        meanings |= {made_name(one): one for one in found.values()}
    return done, meanings


def made_name(meaning: Meaning) -> str:
    """A name that no program can have."""
    module, attribute = meaning
    return f"<{module}.{attribute}>" if attribute else f"<{module}>"


def _imports(function: ast.FunctionDef) -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    bound = list(parameters(function.args))
    for node in own_nodes(function.body):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                bound.append(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                bound.append(name)
            case ast.Import(names=names):
                for one in names:
                    if "." in one.name and not one.asname:
                        return {}
                    found[one.asname or one.name] = (one.name, None)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                for one in names:
                    found[one.asname or one.name] = (module, one.name)
            case ast.ImportFrom():
                return {}
    if not (found and _come_first(function, found)):
        return {}
    is_known = all(
        module.partition(".")[0] in sys.stdlib_module_names for module, _ in found.values()
    )
    is_single = not any(name in bound or name == "*" for name in found)
    return found if is_known and is_single else {}


def _come_first(function: ast.FunctionDef, found: Mapping[str, Meaning]) -> bool:
    """Whether every import stands right in the body, before all uses of its names."""
    kinds = (ast.Import, ast.ImportFrom)
    inside = [node for node in own_nodes(function.body) if isinstance(node, kinds)]
    if any(node not in function.body for node in inside):
        return False
    last = max((node.lineno for node in inside), default=0)
    return all(
        node.lineno > last
        for node in every_node(function)
        if isinstance(node, ast.Name) and node.id in found
    )


def _without(function: ast.FunctionDef, found: Mapping[str, Meaning]) -> ast.FunctionDef:
    made = copy.deepcopy(function)
    for node in ast.walk(made):
        if isinstance(node, ast.Name) and node.id in found:
            node.id = made_name(found[node.id])
    made.body = _block(made.body)
    return made


def _block(body: list[ast.stmt]) -> list[ast.stmt]:
    done: list[ast.stmt] = []
    for node in body:
        for field in ("body", "orelse", "finalbody"):
            inner = getattr(node, field, None)
            if isinstance(inner, list) and not isinstance(node, ast.FunctionDef | ast.ClassDef):
                setattr(node, field, _block(inner) if inner else inner)
        is_import = isinstance(node, ast.Import | ast.ImportFrom)
        done.append(ast.copy_location(ast.Pass(), node) if is_import else node)
    return done
