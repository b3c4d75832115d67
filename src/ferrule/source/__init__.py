"""ROOM 2: functions and all they can reach, as parsed text. No code is run."""

from ferrule.source.module import parse, read
from ferrule.source.unit import Place, gather

__all__ = ["Place", "gather", "parse", "read"]
