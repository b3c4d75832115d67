"""Room 10: Rust that a person wrote. What a `.rs` file says of itself, and how it is imported.

In: the text of a file. Out: its head, the PyO3 that it was written for, the crates that it needs,
and what rustc's complaints mean for its reader. Builds nothing. Each name is loaded when it is
first used: importing an unchanged file needs `finder` and `memo` alone.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as type checkers take it; `typing` is not loaded for an import of a file
if TYPE_CHECKING:
    from ferrule.handwritten.complaints import RustError, complaint
    from ferrule.handwritten.dialect import Binding, choose, others, recalled
    from ferrule.handwritten.finder import Finder, Loader
    from ferrule.handwritten.head import Head, HeadError, read_head
    from ferrule.handwritten.manifest import Extras, environment, manifest
    from ferrule.handwritten.memo import Memo, digest_of, memo_path, memo_text, recall, remember
    from ferrule.handwritten.reading import Reading, module_text, read

_WHERE = {
    "complaints": ("RustError", "complaint"),
    "dialect": ("Binding", "choose", "others", "recalled"),
    "finder": ("Finder", "Loader"),
    "head": ("Head", "HeadError", "read_head"),
    "manifest": ("Extras", "environment", "manifest"),
    "memo": ("Memo", "digest_of", "memo_path", "memo_text", "recall", "remember"),
    "reading": ("Reading", "module_text", "read"),
}

__all__ = [
    "Binding",
    "Extras",
    "Finder",
    "Head",
    "HeadError",
    "Loader",
    "Memo",
    "Reading",
    "RustError",
    "choose",
    "complaint",
    "digest_of",
    "environment",
    "manifest",
    "memo_path",
    "memo_text",
    "module_text",
    "others",
    "read",
    "read_head",
    "recall",
    "recalled",
    "remember",
]


def __getattr__(name: str) -> object:
    """Load the file that has the name."""
    for module, names in _WHERE.items():
        if name in names:
            loaded = import_module(f"ferrule.handwritten.{module}")
            globals().update({one: getattr(loaded, one) for one in names})
            return globals()[name]
    raise AttributeError(f"module 'ferrule.handwritten' has no attribute {name!r}")
