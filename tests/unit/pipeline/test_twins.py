"""Library modules without their C versions."""

import heapq
import sys
from pathlib import Path
from types import FunctionType

from ferrule.pipeline.twins import import_without, twins_of


def test_c_versions_that_may_be_absent_are_found():
    text = b"""
import _thread
try:
    from _heapq import *
except ImportError:
    pass
try:
    import _bisect as c
except (ModuleNotFoundError):
    c = None
try:
    import json
except ImportError:
    json = None
try:
    import _struct
finally:
    pass
"""
    assert twins_of(text) == {"_heapq", "_bisect"}


def test_the_module_has_its_own_functions_and_the_c_module_comes_back():
    before = sys.modules["_heapq"]
    try:
        module = import_without("heapq", Path(heapq.__file__), frozenset({"_heapq"}))
        assert isinstance(module.heappush, FunctionType)
        assert sys.modules["heapq"] is module
    finally:
        sys.modules["heapq"] = heapq
    assert sys.modules["_heapq"] is before
