"""`import ferrule.hook`: afterwards `import string_sum` finds and builds `string_sum.rs`.

In: nothing. Out: a place in the import system. An unchanged file is loaded from the cache without
starting anything; the compiler side is loaded only where something is to be built.
"""

from __future__ import annotations

from importlib import import_module

from ferrule.handwritten.finder import install
from ferrule.handwritten.memo import recall


def _build(file: str, fullname: str) -> str:
    name = fullname.rpartition(".")[2]
    found = recall(file, f"module {name}")
    if found is not None:
        return found
    made: str = import_module("ferrule.pipeline.handmade").module_for_import(file, fullname)
    return made


install(_build)
