"""ROOM 3: parsed Python and witnessed types → the typed tree."""

from ferrule.lower.module import lower

__all__ = ["lower"]
