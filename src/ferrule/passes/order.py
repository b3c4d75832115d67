"""The door: the passes in their order.

In: a slice as `lower` made it. Out: the slice that `emit` prints. Functions that a pass refuses are
in `Module.reasons`; the pipeline drops them and lowers again.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from ferrule.ir.check import faults
from ferrule.ir.module import Module
from ferrule.passes import (
    arrays,
    columns,
    declare,
    early,
    live,
    modular,
    names,
    own,
    parallel,
    raises,
    ranging,
    swaps,
    tidy,
    unbound,
    words,
)

PASSES: tuple[tuple[str, Callable[[Module], Module]], ...] = (
    ("names", names.run),
    ("tidy", tidy.run),
    ("swaps", swaps.run),
    ("unbound", unbound.run),
    ("words", words.run),
    ("columns", columns.run),
    ("live", live.run),
    ("own", own.run),
    ("early", early.run),
    ("ranges", ranging.run),
    ("modular", modular.run),
    ("parallel", parallel.run),
    ("raises", raises.run),
    ("declare", declare.run),
    ("arrays", arrays.run),
)


IS_CHECKED = bool(os.environ.get("FERRULE_CHECK_IR"))  # in our own tests
LEFT_OUT = os.environ.get("FERRULE_WITHOUT_PASS", "")  # by `benchmarks/passes.py`


def run(module: Module) -> Module:
    """All passes, one after the other."""
    _check(module, "lower")
    for name, apply in PASSES:
        if name == LEFT_OUT:
            continue
        module = apply(module)
        _check(module, name)
    return module


def _check(module: Module, author: str) -> None:
    found = list(faults(module)) if IS_CHECKED else []
    if found:
        raise AssertionError(f"after `{author}`: {'; '.join(found[:3])}")
