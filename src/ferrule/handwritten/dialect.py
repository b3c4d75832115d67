"""Which PyO3 a file was written for: the one that it names, else the newest that fits its words.

In: its head and its code without comments. Out: a `Binding`, or None for a file without Python.
PyO3 renames much between versions; the words below are gone from the version after the one named
(its changelog says when). Assumes that a file keeps to one dialect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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

_PLAIN = "0.22.6"  # the last with references without `Bound`: `m: &PyModule`, `py.eval("...")`
_PLAIN_WORDS = (
    r"&\s*(?:'\w+\s+)?(?:mut\s+)?Py(?:Any|Module|Dict|List|Tuple|String|Set|Bytes|Type|Iterator"
    r"|Function|Sequence|Mapping|Long|Float|Slice|CFunction|DateTime|Date|Complex)\b"
    r'|\b(?:eval|run)\(\s*r?#*"|\bfrom_code\(\s*\w+\s*,\s*r?#*"|\bPyCell\b|\bPyTryFrom\b'
    r"|\bfrom_borrowed_ptr\b|\bGILPool\b|\.into_py_dict\(\w+\)\s*[;),]"
)
# code as a text of Rust; later versions want one of C
_RUN = re.compile(r"\bpy\w*\.(?:eval|run)\(|\bPyModule::from_code\(")
_C_TEXT = re.compile(r"\bCStr(?:ing)?\b|\bc_str\b|\bcr?#*\"")

# first fit wins, so the oldest stand first: words, version
_DIALECTS = (
    (
        r"#\[pyfn\(\s*\w+\s*,|#\[text_signature\b"
        r"|#\[pyfunction\((?!\s*(?:signature|name|pass_module|crate|text_signature)\b)",
        "0.15.2",
    ),
    (r"#\[pyproto\b|\bPy\w+Protocol\b", "0.16.6"),
    (r"\bacquire_gil\b|#\[args\(", "0.18.3"),
    (_PLAIN_WORDS, _PLAIN),
    # the year of `Bound`
    (_WITH_BOUND + r"|\bToPyObject\b|\bIntoPy\b|\.into_py\(|\.to_object\(", "0.24.2"),
    (r"\bfn\s+extract_bound\b", "0.26.0"),
    (
        r"\bwith_gil\b|\ballow_threads\b|\bPyObject\b|\bGILOnceCell\b|\.downcast(?:_into|_exact"
        r"|_into_exact)?\s*(?:::<|\()|\bprepare_freethreaded_python\b|\bGILProtected\b"
        r"|\bwith_embedded_python_interpreter\b|\bassume_gil_acquired\b",
        "0.27.2",
    ),
)
_OLD = ("0.27.2", "0.24.2", "0.22.6", "0.20.3", "0.18.3", "0.16.6", "0.15.2")  # each a new dialect
_FIRST_BOUND = 21  # with plain references beside it, as a feature, up to the next
_LAST_PLAIN = 22
_MENTIONS = re.compile(r"\bpyo3\b")
_CLASS = re.compile(r"#\[pyclass[^\]]*\]")
_BOUND = re.compile(r"\bBound\b|" + _WITH_BOUND)
_TODAY = re.compile(r"\bPython::(?:try_)?attach\b|\.detach\(|\.cast(?:_into|_exact)?\s*(?:::<|\()")
_MINOR = re.compile(r"[=^~><\s]*0\.(\d+)")
_SUPPORTS = {  # the newest Python 3.x that each knows
    **dict.fromkeys(range(17), 10),
    17: 11,
    18: 11,
    19: 12,
    20: 12,
    21: 12,
    22: 13,
    23: 13,
    24: 13,
    **dict.fromkeys(range(25, 29), 14),
}
# errors that no other version mends: of borrowing, of grammar, of names that are not PyO3's
_OWN_ERROR = re.compile(
    r"error\[E0(?:381|382|384|499|502|505|506|507|596|597|716)\]"
    r"|error: .*expected .*found|error: (?:unknown start|unterminated|mismatched closing)"
    r"|error\[E0(?:425|432|433)\](?!.*pyo3)|error\[E0412\](?!.*`Py)"
)
_ERROR = re.compile(r"^error(?:\[E\d+\])?: .*$", re.MULTILINE)
_BY_VALUE = "0.29.3"  # the last in which a class that is Clone can be taken by value


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
        return _minor(self.version)

    @property
    def has_bound(self) -> bool:
        """Whether a module comes as `&Bound<'_, PyModule>`."""
        is_plain = self.minor <= _LAST_PLAIN and "gil-refs" in self.features
        return self.minor >= _FIRST_BOUND and not is_plain

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
    is_bound = _BOUND.search(code) is not None
    for words, version in _DIALECTS:
        if is_bound and _minor(version) <= _LAST_PLAIN:
            continue
        if re.search(words, code) or (version == _PLAIN and _runs_text(code)):
            return _binding(version, is_bound)
    return Binding(NEWEST)


def others(tried: Binding, binding: Binding, code: str, rendered: str) -> Iterator[Binding]:
    """What else is worth a try after these errors, likeliest first; little for today's files."""
    own = all(_OWN_ERROR.match(error) for error in _ERROR.findall(rendered))
    found = () if own else (binding, *_others(binding, code, rendered))
    return (one for one in found if one != tried)


def _others(binding: Binding, code: str, rendered: str) -> tuple[Binding, ...]:
    if binding.is_named:
        return ()
    if binding.version == NEWEST:
        asks = "FromPyObject" in rendered or "PyFunctionArgument" in rendered
        return (Binding(_BY_VALUE),) if asks and _CLASS.search(code) else ()
    is_bound = _BOUND.search(code) is not None
    older = [one for one in _OLD if _minor(one) < binding.minor]
    newer = [one for one in reversed(_OLD) if _minor(one) > binding.minor]
    return tuple(
        _binding(one, is_bound)
        for one in (*older, *newer)
        if not is_bound or _minor(one) >= _LAST_PLAIN
    )


def recalled(chosen: Binding, code: str, version: str) -> Binding:
    """The version that the file was last built with, where its words still ask for the like."""
    known = version in ((_BY_VALUE,) if chosen.version == NEWEST else _OLD)
    if not known or chosen.is_named:
        return chosen
    return _binding(version, _BOUND.search(code) is not None)


def _binding(version: str, is_bound: bool) -> Binding:
    """With the old references where the file has no others and there are both."""
    has_both = _FIRST_BOUND <= _minor(version) <= _LAST_PLAIN
    return Binding(version, ("gil-refs",) if has_both and not is_bound else ())


def _runs_text(code: str) -> bool:
    return _RUN.search(code) is not None and not _C_TEXT.search(code)


def _minor(version: str) -> int:
    """The number after `0.`; a later one for what can't be read."""
    found = _MINOR.match(version)
    return int(found.group(1)) if found else 30


def _named(value: object) -> Binding:
    if isinstance(value, str):
        return Binding(value, is_named=True)
    table = value if isinstance(value, dict) else {}
    features = tuple(str(one) for one in table.get("features", ()))
    rest = {key: one for key, one in table.items() if key not in ("version", "features")}
    return Binding(str(table.get("version", "*")), features, True, rest)
