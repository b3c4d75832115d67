"""Put compiled code in a running program: load it, check it, swap it in, and put it back.

In: built extensions. Out: functions of the program whose code is native. Lives in users' programs:
imports nothing of ours but `base`, and does nothing by itself.
"""

from ferrule.call.counts import Counts, counts, run_all
from ferrule.call.doubt import Doubt
from ferrule.call.find import find_class, find_function, methods_of
from ferrule.call.fingerprint import code_in, fingerprints, of_class, of_code, of_function
from ferrule.call.hook import compile_script, watch_imports
from ferrule.call.load import Loaded, is_off, load
from ferrule.call.swap import Swap, install, prepare, preview, restore
from ferrule.call.trampoline import original_of
from ferrule.call.waiting import Ready, Waiting, arrive, give_up

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
