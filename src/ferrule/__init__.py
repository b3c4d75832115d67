"""Ferrule finds the hot path of a Python program and moves just that slice to Rust.

Names are loaded when they are first used, so `import ferrule` loads no compiler.
"""

__version__ = "0.1.0"

_WHERE = {"FerruleWarning": "ferrule.api", "rust": "ferrule.api"}

__all__ = ["FerruleWarning", "rust"]


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module 'ferrule' has no attribute {name!r}")
    import importlib  # kept out of the start of every program

    return getattr(importlib.import_module(_WHERE[name]), name)
