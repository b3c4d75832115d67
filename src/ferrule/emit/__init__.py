"""ROOM 5: the typed tree → the text of a crate."""

from ferrule.emit.crate import emit

__all__ = ["emit"]
