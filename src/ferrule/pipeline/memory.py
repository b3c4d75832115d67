"""What a run learned about a program, kept in the cache for the next run.

A note is only a hint: slices are verified again when they are loaded, proofs belong to the exact
extension and to the exact code of the functions.
"""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ferrule.base.diag import Diagnostic
from ferrule.base.program import Program
from ferrule.base.records import FuncName, Outcome
from ferrule.base.span import Span
from ferrule.call import Ready
from ferrule.crate import (
    CacheError,
    Store,
    built_to_data,
    drop_note,
    get_note,
    installation_stamp,
    put_note,
    recall,
)
from ferrule.prove.record import from_data, to_data

if TYPE_CHECKING:
    from ferrule.pipeline.judge import Judged


@dataclass(frozen=True, slots=True)
class Memory:
    """The slices that an earlier run proved, and what became of each function."""

    ready: tuple[Ready, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    files: Mapping[str, str] | None = None  # path -> digest of its text, when that was learned

    @property
    def is_current(self) -> bool:
        """Whether no file has changed since."""
        return bool(self.files) and all(
            digest_of(file) == digest for file, digest in (self.files or {}).items()
        )


def name_of(program: Program) -> str:
    """The note's name: the program, the interpreter and this Ferrule; not its arguments."""
    target = program.target
    if program.kind == "script":
        target = str(Path(target).resolve())
    abi = sysconfig.get_config_var("SOABI") or sys.implementation.cache_tag
    asserts = "" if __debug__ else " without asserts"
    return f"{program.kind} {target} {abi}{asserts} {installation_stamp()}"


def digest_of(file: str) -> str:
    """A digest of a file's bytes; empty where it can't be read."""
    try:
        return hashlib.sha256(Path(file).read_bytes()).hexdigest()
    except OSError:
        return ""


def remember(
    store: Store,
    program: Program,
    judged: tuple[Judged, ...],
    outcomes: tuple[Outcome, ...],
    old: Memory,
) -> None:
    """Keep what was learned; a cache that can't be written costs only time."""
    files = {outcome.func.file: digest_of(outcome.func.file) for outcome in outcomes}
    slices = [_slice_data(one.built, one.digests, one.accepted) for one in judged if one.accepted]
    new = {func for one in judged for func in one.accepted}
    for ready in old.ready:
        if not ready.proved & new:
            slices.append(_slice_data(ready.built, ready.digests, ready.proved))
    data = {
        "files": files,
        "slices": slices,
        "outcomes": [outcome_data(outcome) for outcome in outcomes],
    }
    try:
        put_note(store, name_of(program), data)
    except CacheError:
        return


def _slice_data(built: Any, digests: Mapping[str, str], proved: frozenset[FuncName]) -> object:
    return {
        "built": built_to_data(built),
        "digests": dict(digests),
        "proved": [asdict(func) for func in sorted(proved)],
    }


def outcome_data(outcome: Outcome) -> object:
    """One function's story as plain data."""
    proof = None if outcome.verdict is None else to_data(outcome.verdict, outcome.timing)
    return {
        "func": asdict(outcome.func),
        "share": outcome.share,
        "status": outcome.status,
        "reasons": [_reason_data(reason) for reason in outcome.reasons],
        "proof": proof,
    }


def _reason_data(reason: Diagnostic) -> object:
    return [reason.code, asdict(reason.span), reason.message]


def recollect(store: Store, program: Program) -> Memory:
    """What an earlier run learned; a damaged note is dropped."""
    data: Any = get_note(store, name_of(program))
    if data is None:
        return Memory()
    try:
        ready = tuple(filter(None, (_ready(store, item) for item in data["slices"])))
        outcomes = tuple(map(outcome_from, data["outcomes"]))
        files = {str(file): str(digest) for file, digest in data["files"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        drop_note(store, name_of(program))
        return Memory()
    return Memory(ready, outcomes, files)


def _ready(store: Store, item: Any) -> Ready | None:
    built = recall(store, item["built"])
    if built is None:
        return None
    digests = {str(name): str(digest) for name, digest in item["digests"].items()}
    return Ready(built, digests, frozenset(FuncName(**func) for func in item["proved"]))


def outcome_from(item: Any) -> Outcome:
    """The story that `outcome_data` wrote; raises KeyError, TypeError or ValueError for others."""
    verdict, timing = (None, None) if item["proof"] is None else from_data(item["proof"])
    reasons = tuple(
        Diagnostic(str(code), Span(**span), str(message)) for code, span, message in item["reasons"]
    )
    return Outcome(
        func=FuncName(**item["func"]),
        share=float(item["share"]),
        status=str(item["status"]),
        reasons=reasons,
        verdict=verdict,
        timing=timing,
        installed=item["status"] != "python",
    )
