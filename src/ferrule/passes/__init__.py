"""ROOM 4: the typed tree → the same tree with what is proved and who owns what."""

from ferrule.passes.counted import must_count
from ferrule.passes.order import LEFT_OUT, PASSES, run

__all__ = ["LEFT_OUT", "PASSES", "must_count", "run"]
