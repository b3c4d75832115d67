"""Where a module's text and its live namespace are; targets from what a profile witnessed.

Imports nothing of the user's: a module that is not loaded is only looked for, as a file.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.machinery import PathFinder

from ferrule.base.records import FuncName, Witness
from ferrule.base.unit import Target
from ferrule.source import Place


def find_place(name: str) -> Place | None:
    """The place of a module that is loaded, or that can be found without running anything."""
    loaded = sys.modules.get(name)
    if loaded is not None:
        file = getattr(loaded, "__file__", None)
        return Place(file, vars(loaded)) if isinstance(file, str) else None
    if "." in name:
        return None
    try:
        spec = PathFinder.find_spec(name)
    except (ImportError, ValueError):
        return None
    return Place(spec.origin, None) if spec is not None and spec.origin else None


def live_namespace(name: str) -> Mapping[str, object] | None:
    """The namespace of a loaded module."""
    loaded = sys.modules.get(name)
    return None if loaded is None else vars(loaded)


def target(func: FuncName, witness: Witness | None) -> Target:
    """A function wanted native, with what was seen of its calls."""
    return Target(func, witness.signatures if witness is not None else ())
