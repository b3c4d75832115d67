"""Which PyO3 a file was written for: the one that it names, else the newest that fits its words.

In: its head and its code without comments. Out: a `Binding`, or None for a file without Python.
PyO3 renames much between versions; the words below are gone from the version after the one named
(its changelog says when). Assumes that a file keeps to one dialect.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ferrule.handwritten.head import Head

NEWEST = "0.30.1"

# names that ended in `_bound` for a year; `into_bound` and people's own `lower_bound` do today
_WITH_BOUND = (
    r"\b(?:import|eval|run|get_type|new|empty|full|from_code|into_py_dict|type_object|from_value"
    r"|value|traceback|new_type|write_unraisable|warn|from_sequence|from_object|from_timestamp"
    r"|timezone_utc|intern|new_closure|py_run|wrap_pyfunction)_bound(?:_with|_from_object)?"
    r"\s*(?:::<[^>]*>)?!?\("
)

# first fit wins, so the oldest stand first: words, version, features
_DIALECTS = (
    # references without `Bound`: `m: &PyModule`, `py.eval("...")`
    (
        r"&\s*(?:'\w+\s+)?(?:mut\s+)?Py(?:Any|Module|Dict|List|Tuple|String|Set|Bytes|Type|Iterator"
        r"|Function|Sequence|Mapping|Long|Float|Slice|CFunction|DateTime|Date|Complex)\b"
        r'|\b(?:eval|run)\(\s*r?#*"|\bfrom_code\(\s*\w+\s*,\s*r?#*"|\bPyCell\b|\bPyTryFrom\b'
        r"|\bfrom_borrowed_ptr\b|\bGILPool\b",
        "0.22.6",
        ("gil-refs",),
    ),
    # the year of `Bound`
    (
        _WITH_BOUND + r"|\bToPyObject\b|\bIntoPy\b|\.into_py\(|\.to_object\(",
        "0.24.2",
        (),
    ),
    (
        r"\bwith_gil\b|\ballow_threads\b|\bPyObject\b|\bGILOnceCell\b|\.downcast(?:_into|_exact"
        r"|_into_exact)?\s*(?:::<|\()|\bprepare_freethreaded_python\b|\bGILProtected\b"
        r"|\bwith_embedded_python_interpreter\b",
        "0.27.2",
        (),
    ),
)
_MENTIONS = re.compile(r"\bpyo3\b")
_BY_VALUE = re.compile(r"#\[pyclass[^\]]*\]")
_BOUND = re.compile(r"\bBound\b|" + _WITH_BOUND)
_TODAY = re.compile(r"\bPython::(?:try_)?attach\b|\.detach\(|\.cast(?:_into|_exact)?\s*(?:::<|\()")
_MINOR = re.compile(r"[=^~><\s]*0\.(\d+)")
_SUPPORTS = {20: 12, 21: 12, 22: 13, 23: 13, 24: 13, 25: 14, 26: 14, 27: 14, 28: 14}  # Python 3.x
_STEP_DOWN = "0.29.3"  # the last in which a class that is Clone can be taken by value


@dataclass(frozen=True, slots=True)
class Binding:
    """A PyO3 as a dependency."""

    version: str
    features: tuple[str, ...] = ()
    is_named: bool = False  # by the file itself
    written: Mapping[str, object] | None = None  # its table, where the file wrote one

    @property
    def minor(self) -> int:
        """The number after `0.`; a later one for what can't be read."""
        found = _MINOR.match(self.version)
        return int(found.group(1)) if found else 30

    def is_newer(self, python_minor: int) -> bool:
        """Whether the interpreter is newer than any that this version knows."""
        return python_minor > _SUPPORTS.get(self.minor, 15 if self.minor > 28 else 12)


def choose(head: Head, code: str) -> Binding | None:
    """The PyO3 for this file."""
    if "pyo3" in head.dependencies:
        return _named(head.dependencies["pyo3"])
    if not _MENTIONS.search(code):
        return None
    if _TODAY.search(code):
        return Binding(NEWEST)
    for words, version, features in _DIALECTS:
        if version == "0.22.6" and _is_bound(code):
            continue
        if re.search(words, code):
            return Binding(version, features)
    return Binding(NEWEST)


def _is_bound(code: str) -> bool:
    """Whether the file uses `Bound`, and so none of the plain references before it."""
    return _BOUND.search(code) is not None


def step_down(binding: Binding, code: str, rendered: str) -> Binding | None:
    """An older PyO3 worth a try after these errors: classes were once taken by value unasked."""
    asks = "FromPyObject" in rendered or "PyFunctionArgument" in rendered
    if binding.is_named or binding.version != NEWEST or not asks:
        return None
    return Binding(_STEP_DOWN) if _BY_VALUE.search(code) else None


def _named(value: object) -> Binding:
    if isinstance(value, str):
        return Binding(value, is_named=True)
    table = value if isinstance(value, dict) else {}
    features = tuple(str(one) for one in table.get("features", ()))
    rest = {key: one for key, one in table.items() if key not in ("version", "features")}
    return Binding(str(table.get("version", "*")), features, True, rest)
