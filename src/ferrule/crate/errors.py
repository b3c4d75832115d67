"""What can go wrong between text and a loaded extension: each error says what to do about it.

In: nothing. Out: the exceptions of this room. Assumes that whoever catches one goes on in Python.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass


class CrateError(Exception):
    """Something outside the slice failed: `what` happened, `advice` mends it."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what}. {advice}" if advice else what)
        self.what = what
        self.advice = advice


class ToolMissing(CrateError):
    """No usable Rust toolchain."""


class LinkerMissing(ToolMissing):
    """No linker, which Rust needs and does not bring."""


class CacheError(CrateError):
    """The cache folder can't be used; a temporary one can."""


class BuildFailed(CrateError):
    """The compiler could not be run to an end, through no fault of one function."""


class Cancelled(CrateError):
    """Whoever asked for the work no longer wants it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of rustc in the text of a slice."""

    item: str  # the Rust function, or the type of the `impl`, that encloses it; "" if unknown
    file: str  # path inside the crate
    line: int  # of the Rust text
    python_line: int | None  # by the line map, where it knows
    message: str


class Rejected(CrateError):
    """rustc refused the text of a slice: a bug of ours, with the functions at fault."""

    def __init__(self, faults: tuple[Fault, ...], message: str, report: str) -> None:
        super().__init__(f"rustc rejected {_names(faults)}: {message}", _where(report))
        self.faults = faults
        self.message = message
        self.report = report

    @property
    def functions(self) -> tuple[str, ...]:
        """The Rust names at fault, in order, each once."""
        return tuple(dict.fromkeys(fault.item for fault in self.faults if fault.item))


def _names(faults: tuple[Fault, ...]) -> str:
    return ", ".join(dict.fromkeys(fault.item for fault in faults if fault.item)) or "the slice"


def _where(report: str) -> str:
    if not report:
        return "Please report this as a bug of Ferrule"
    return f"This is a bug of Ferrule; what is needed to mend it was saved in {report}"


_ADVICE = {
    errno.ENOSPC: "The disk is full: free some space, or set FERRULE_HOME to a folder elsewhere",
    errno.EDQUOT: "The disk quota is used up: free some space, or set FERRULE_HOME elsewhere",
    errno.EROFS: "The file system is read-only: set FERRULE_HOME to a folder that can be written",
    errno.EACCES: "The folder can't be written: set FERRULE_HOME to a folder that can be",
    errno.EPERM: "The folder can't be written: set FERRULE_HOME to a folder that can be",
}


# what the system, rustc and the linker say of a disk that is full, or of a limit on files
_FULL = (
    *("No space left on device", "os error 28", "Disk quota exceeded", "os error 122"),
    *("File size limit exceeded", "File too large", "os error 27", "(signal: 25"),
    # A linker that writes through mapped memory meets a full disk there.
    *("terminated with signal 7 [Bus error]", "(signal: 7"),
)


def is_full(*words: str) -> bool:
    """Whether a tool failed because there was no room for what it wrote."""
    return any(sign in text for text in words for sign in _FULL)


def full(what: str) -> CacheError:
    """The error for that; `what` could not be built."""
    advice = "Free some space, or set FERRULE_HOME to a folder on another disk"
    return CacheError(f"The disk is full: {what} could not be built", advice)


def cache_error(doing: str, error: OSError) -> CacheError:
    """An operating system's error as a `CacheError` with what to do."""
    reason = error.strerror or str(error)
    place = f" ({error.filename})" if error.filename else ""
    advice = _ADVICE.get(error.errno or 0, "Set FERRULE_HOME to another folder and try again")
    return CacheError(f"Could not {doing}: {reason}{place}", advice)
