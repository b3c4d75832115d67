"""Ferrule finds the hot path of a Python program and moves just that slice to Rust.

Names are loaded when they are first used, so `import ferrule` loads no compiler.
"""

__version__ = "0.1.0"

prange = range  # `for i in prange(n)`: in native code, turns of the loop run side by side

_WHERE = {
    "FerruleWarning": "ferrule.api",
    "apply": "ferrule.columns",
    "expr": "ferrule.columns",
    "load_ipython_extension": "ferrule.notebook",  # what `%load_ext ferrule` looks for
    "rust": "ferrule.api",
    "vectorize": "ferrule.columns",
}

__all__ = [
    "FerruleWarning",
    "apply",
    "expr",
    "load_ipython_extension",
    "prange",
    "rust",
    "vectorize",
]


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module 'ferrule' has no attribute {name!r}")
    import importlib  # kept out of the start of every program

    return getattr(importlib.import_module(_WHERE[name]), name)
