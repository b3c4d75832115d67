"""Is the native version equal to the Python, and how much faster is it?

In: both versions of a function and its witness. Out: `Verdict` and `Timing`. Runs both in a child
process of the running program; the program itself is not touched. Each name is loaded when it is
first used: a program that starts native reads proof records and proves nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ferrule.prove.inputs import Shape, made_inputs
    from ferrule.prove.pair import Pair
    from ferrule.prove.record import from_data, to_data
    from ferrule.prove.timing import from_proof, measure
    from ferrule.prove.trial import Limits, prove
    from ferrule.prove.widths import wide_places

_WHERE = {
    "inputs": ("Shape", "made_inputs"),
    "pair": ("Pair",),
    "record": ("from_data", "to_data"),
    "timing": ("from_proof", "measure"),
    "trial": ("Limits", "prove"),
    "widths": ("wide_places",),
}

__all__ = [
    "Limits",
    "Pair",
    "Shape",
    "from_data",
    "from_proof",
    "made_inputs",
    "measure",
    "prove",
    "to_data",
    "wide_places",
]


def __getattr__(name: str) -> object:
    """Load the file that has the name."""
    for module, names in _WHERE.items():
        if name in names:
            return getattr(import_module(f"ferrule.prove.{module}"), name)
    raise AttributeError(f"module 'ferrule.prove' has no attribute {name!r}")
