"""What a comparison that came out true or false says of its operands.

In: the zone, the comparison, what is known of its operands. Out: the zone refined.
"""

from __future__ import annotations

from ferrule.passes.ranging.values import Num, exactly, is_at_most, suppose
from ferrule.passes.ranging.zone import Zone

_OPPOSITE = {"lt": "ge", "ge": "lt", "le": "gt", "gt": "le", "eq": "ne", "ne": "eq"}
COMPARISONS = frozenset(_OPPOSITE)


def compared(zone: Zone, name: str, first: Num, second: Num, *, holds: bool) -> None:
    """Notes that a comparison came out so."""
    match name if holds else _OPPOSITE[name]:
        case "lt":
            suppose(zone, first, second, -1)
        case "le":
            suppose(zone, first, second)
        case "gt":
            suppose(zone, second, first, -1)
        case "ge":
            suppose(zone, second, first)
        case "eq":
            suppose(zone, first, second)
            suppose(zone, second, first)
        case "ne":
            _differing(zone, first, second)
        case _:
            pass


def _differing(zone: Zone, first: Num, second: Num) -> None:
    if is_at_most(zone, first, second):
        suppose(zone, first, second, -1)
    elif is_at_most(zone, second, first):
        suppose(zone, second, first, -1)


def nonempty(zone: Zone, size: Num, *, holds: bool) -> None:
    """Notes that something is or is not empty."""
    if holds:
        suppose(zone, exactly(1), size)
    else:
        suppose(zone, size, exactly(0))
