"""ROOM 3: parsed Python and witnessed types → the typed tree."""

from ferrule.lower.module import lower
from ferrule.lower.variants import main_signature

__all__ = ["lower", "main_signature"]
