"""A module's text and argument types → the slice, for tests of passes and emit.

In: Python text, and the argument types of the functions that Python calls. Out: `ir.Module`, as it
is lowered or after all passes.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

from ferrule.base.records import FuncName, Signature
from ferrule.base.types import NONE, Type
from ferrule.base.unit import Target
from ferrule.ir.module import Func, Module
from ferrule.lower import lower
from ferrule.passes import PASSES
from ferrule.source import Place, gather

Wanted = Mapping[str, tuple[Type, ...]]


def lowered(folder: Path, text: str, wanted: Wanted) -> Module:
    """The slice as `lower` makes it; the functions wanted are its entries."""
    file = folder / "sample.py"
    file.write_text(text, encoding="utf-8")
    lines = {
        node.name: node.lineno
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
    }
    targets = tuple(
        Target(
            FuncName("sample", name, str(file), lines[name.rpartition(".")[2]]),
            (Signature(types, NONE, 1),),
        )
        for name, types in wanted.items()
    )
    unit = gather(targets, lambda name: Place(str(file), None) if name == "sample" else None, {})
    return lower(unit)


def passed(module: Module, last: str = "") -> Module:
    """The slice after the passes up to one of them; after all by default."""
    for name, run in PASSES:
        module = run(module)
        if name == last:
            break
    return module


def func_of(module: Module, name: str) -> Func:
    """A function of the slice."""
    return next(func for func in module.funcs if func.name == name)
