"""Proofs by ranges of ints and differences between them: what can't overflow, what is in range."""

from ferrule.passes.ranging.ints import run

__all__ = ["run"]
