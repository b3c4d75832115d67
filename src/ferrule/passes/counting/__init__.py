"""Proofs about ints, by intervals and by bounds through the lengths of lists."""

from ferrule.passes.counting.ints import run

__all__ = ["run"]
