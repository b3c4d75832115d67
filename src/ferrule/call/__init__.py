"""Put compiled code in a running program: load it, check it, swap it in, and put it back.

In: built extensions. Out: functions of the program whose code is native. Lives in users' programs:
imports nothing of ours but `base`, and does nothing by itself. Names are loaded when they are first
used: a program that was built ahead of time needs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ferrule.call.counting import Counts, counts, run_all
    from ferrule.call.doubt import Doubt
    from ferrule.call.find import find_class, find_function, methods_of
    from ferrule.call.fingerprint import code_in, fingerprints, of_class, of_code, of_function
    from ferrule.call.hook import compile_script, watch_imports
    from ferrule.call.loading import Loaded, is_off, load
    from ferrule.call.swap import Swap, install, prepare, preview, restore
    from ferrule.call.trampoline import original_of
    from ferrule.call.waiting import Ready, Waiting, arrive, give_up

_WHERE = {
    "Counts": "ferrule.call.counting",
    "Doubt": "ferrule.call.doubt",
    "Loaded": "ferrule.call.loading",
    "Ready": "ferrule.call.waiting",
    "Swap": "ferrule.call.swap",
    "Waiting": "ferrule.call.waiting",
    "arrive": "ferrule.call.waiting",
    "code_in": "ferrule.call.fingerprint",
    "compile_script": "ferrule.call.hook",
    "counts": "ferrule.call.counting",
    "find_class": "ferrule.call.find",
    "find_function": "ferrule.call.find",
    "fingerprints": "ferrule.call.fingerprint",
    "give_up": "ferrule.call.waiting",
    "install": "ferrule.call.swap",
    "is_off": "ferrule.call.loading",
    "load": "ferrule.call.loading",
    "methods_of": "ferrule.call.find",
    "of_class": "ferrule.call.fingerprint",
    "of_code": "ferrule.call.fingerprint",
    "of_function": "ferrule.call.fingerprint",
    "original_of": "ferrule.call.trampoline",
    "prepare": "ferrule.call.swap",
    "preview": "ferrule.call.swap",
    "restore": "ferrule.call.swap",
    "run_all": "ferrule.call.counting",
    "watch_imports": "ferrule.call.hook",
}

__all__ = [
    "Counts",
    "Doubt",
    "Loaded",
    "Ready",
    "Swap",
    "Waiting",
    "arrive",
    "code_in",
    "compile_script",
    "counts",
    "find_class",
    "find_function",
    "fingerprints",
    "give_up",
    "install",
    "is_off",
    "load",
    "methods_of",
    "of_class",
    "of_code",
    "of_function",
    "original_of",
    "prepare",
    "preview",
    "restore",
    "run_all",
    "watch_imports",
]


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module 'ferrule.call' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
