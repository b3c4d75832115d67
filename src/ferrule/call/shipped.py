"""The same as `ahead`, for a package that ships its native functions in one extension.

In: the namespace of a module, which calls this at its end, and the extension's name. Out: native
functions where the extension is there and the functions are what it was made from; else the
Python that stands there. A copy of this, and of what it needs, travels inside such packages.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from ferrule.call.ahead import PROTOCOL, SUFFIX, built_from, put_in_place, renamer
from ferrule.call.loading import is_off, load


def activate(namespace: dict[str, Any], extension: str) -> None:
    """Make the functions of this module native, as far as they are what the extension says."""
    try:
        if not is_off():
            _activate(str(namespace["__name__"]), str(namespace["__file__"]), extension)
    except Exception:  # no binary for this platform, another Python: it runs in Python
        return


def _activate(name: str, file: str, extension: str) -> None:
    data = json.loads(Path(file).with_suffix(SUFFIX).read_text(encoding="utf-8"))
    if data["protocol"] != PROTOCOL or data["abi"].split()[0] != sys.implementation.cache_tag:
        return
    library = str(import_module(extension).__file__)
    rename = renamer(data["module"], name)
    built = built_from({**data, "name": extension}, Path(library), rename, file)
    digests = {rename(key): str(digest) for key, digest in data["digests"].items()}
    proved = {rename(one) for one in data["proved"]}
    for func, swap in load(built, digests).swaps.items():
        if str(func) in proved:
            put_in_place(swap)
