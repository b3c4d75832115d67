"""What flows: the types at calls and returns, and a few real arguments, function by function.

In: frames at a call, at a return, or in the middle of their work. Out: a `Witness` per function and
the fields of the classes met. Assumes that whoever calls holds the budget: nothing here looks at
the time but the keeper of the arguments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from time import perf_counter
from types import CodeType, FrameType
from typing import NamedTuple

from ferrule.base.records import FuncName, Signature, Witness
from ferrule.base.types import (
    NEVER,
    OBJECT,
    Struct,
    Tuple,
    Type,
    contains,
    is_immutable,
    is_looser,
    join,
    parts,
)
from ferrule.profile import frames
from ferrule.profile.keep import Keeper, shortened, whole
from ferrule.profile.names import is_library, is_ours, name_of
from ferrule.profile.shape import FEW, MANY, Fields, type_of
from ferrule.profile.stack import Step, step_of

_TYPED = 24  # calls of a function whose types are all read; afterwards one in _EVERY
_EVERY = 16
# That much may be spent on types in any case, and that share of all the time; less of it where the
# program runs for itself than where it runs to be looked at.
_FREE_S, _THOROUGH_FREE_S = 0.01, 0.5
_SHARE, _THOROUGH_SHARE = 0.02, 0.4
_FEW = 3  # calls; that few are not projected onto time in which nobody looked
_SIGNATURES = 8  # different ones, for one function
_DOUBLES = 3  # after so many times the same arguments no more are recorded
_UNKEPT = 20  # after so many times too much to be kept it is not tried again
_RECORDED = 5  # argument tuples, for one function

Seen = tuple[Type, int]  # the result's type and how often


class Kept(NamedTuple):
    """The arguments of one call."""

    raw: bytes
    types: tuple[Type, ...]
    is_outer: bool = True  # the function had not called itself: all that it did was this call's


class Entry:
    """What is known of one function so far."""

    __slots__ = (
        "calls", "candidates", "code", "doubles", "guessed", "held", "is_wanted", "looked_at",
        "name", "recorded", "seen", "signatures", "typed", "typed_at",
        "unkept",
    )  # fmt: skip

    def __init__(self, code: CodeType, name: FuncName, is_wanted: bool) -> None:
        self.code = code
        self.name = name
        self.is_wanted = is_wanted
        self.seen = 0  # calls noticed
        self.calls = 0.0  # calls estimated, those of finished windows
        self.looked_at = 0  # the frame that was last seen at work
        self.typed = 0  # calls whose types were read
        self.typed_at = 0  # the last of them, counted among those seen
        self.signatures: dict[tuple[Type, ...], Seen] = {}
        self.guessed: dict[tuple[Type, ...], int] = {}  # read while the function was at work
        self.recorded: list[Kept] = []
        # Plain containers too large to be copied while the program runs. Nothing of the program's
        # can notice that they live on: they hold no instances.
        self.held: tuple[tuple[object, ...], tuple[Type, ...]] | None = None
        self.doubles = 0  # arguments that were recorded already
        self.candidates = 0  # calls that might have been recorded
        self.unkept = 0  # those whose arguments were too much to keep


class Ledger:
    """All functions met, by the identity of their code, and the fields of all classes met."""

    def __init__(self, files: frozenset[str] = frozenset()) -> None:
        self._files = files  # what is in these is the user's own, wherever they are
        self.entries: dict[int, Entry] = {}
        self.fields: Fields = {}
        self.is_sampling = True  # whether the calls told of stand for others that are not
        self._keeper = Keeper()
        self._chance = 1
        self._began = perf_counter()
        self._reading_s = 0.0  # spent on types so far
        self._open: dict[int, tuple[Entry, tuple[Type, ...]]] = {}
        self._window: dict[int, int] = {}  # calls in this window, by the identity of the code

    def entry(self, step: Step) -> Entry:
        """The entry of a function. The user's own functions are wanted from the start."""
        code, module = step
        entry = self.entries.get(id(code))
        if entry is None:
            file = code.co_filename
            own = file in self._files or not (is_ours(code) or is_library(file))
            is_wanted = own and _is_named_function(code)
            entry = self.entries[id(code)] = Entry(code, name_of(code, module), is_wanted)
        return entry

    def alias(self, code: CodeType | None, entry: Entry) -> None:
        """This code, kept alive by whoever made it, is another form of a function's code."""
        if code is not None:
            self.entries[id(code)] = entry

    def want(self, step: Step) -> None:
        """A function was found to be hot: it is wanted, in a library too."""
        entry = self.entry(step)
        if not entry.is_wanted and _is_named_function(entry.code):
            entry.is_wanted = not entry.name.file.startswith("<")

    def enter(self, frame: FrameType) -> bool:
        """A call has just begun. Says whether more calls of this function are of interest."""
        entry = self.entry(step_of(frame))
        if frames.is_generator(entry.code) and not frames.is_start(frame):
            return entry.is_wanted and entry.typed < _TYPED
        if self.is_sampling:
            self._window[id(entry.code)] = self._window.get(id(entry.code), 0) + 1
        else:
            entry.calls += 1
        entry.seen += 1
        if entry.is_wanted and (entry.typed < _TYPED or entry.seen - entry.typed_at >= _EVERY):
            arguments = frames.at_call(frame)
            if arguments is not None:
                is_outer = frames.outermost(frame) is frame
                self._open[id(frame)] = (entry, self._read(entry, arguments, is_outer))
        return entry.is_wanted and entry.typed < _TYPED

    def count(self, frame: FrameType, calls: int) -> None:
        """So many calls of the frame's function have passed that nobody told of."""
        entry = self.entry(step_of(frame))
        entry.calls += calls
        entry.seen += calls

    def saw_call(self, entry: Entry, arguments: tuple[object, ...], frame: FrameType) -> None:
        """A call has just begun, with these arguments; its end will not be told."""
        is_outer = frames.outermost(frame) is frame
        _count(entry, self._read(entry, arguments, is_outer), NEVER)

    def is_wanting(self, code: CodeType) -> bool:
        """Whether more calls of this function are of interest."""
        entry = self.entries.get(id(code))
        return entry is not None and entry.is_wanted and entry.typed < _TYPED

    def is_unknown(self, step: Step) -> bool:
        """Whether no real arguments of an outermost call are kept, though they are wanted."""
        entry = self.entry(step)
        return entry.is_wanted and not _has_outer(entry)

    def scale(self, factor: float) -> None:
        """All calls counted so far stand for `factor` times as many."""
        for entry in set(self.entries.values()):
            if entry.calls >= _FEW:
                entry.calls *= factor

    def leave(self, frame: FrameType, value: object) -> None:
        """A call ends with this value; None may also mean that it raises."""
        opened = self._open.pop(id(frame), None)
        if opened is not None and opened[0].code is frame.f_code:
            entry, types = opened
            if frames.is_generator(entry.code):
                result: Type = OBJECT
            elif value is None and frames.has_raised(frame):
                result = NEVER
            else:
                result = self._types((value,))[0]
            _count(entry, types, result)

    def forget_open(self) -> None:
        """Nobody will tell about returns any more: calls under way count without their result."""
        while self._open:
            entry, types = self._open.popitem()[1]
            _count(entry, types, NEVER)

    def close_window(self, factor: float) -> None:
        """The calls since the last window stand for `factor` times as many."""
        calls, self._window = self._window, {}
        for key, count in calls.items():
            self.entries[key].calls += count * factor

    def glance(self, frame: FrameType) -> None:
        """A function is seen at work: read what its arguments must have been, if that can be.

        Of a recursion, those of the call that began it.
        """
        frame = frames.outermost(frame)
        entry = self.entry(step_of(frame))
        if not entry.is_wanted or len(entry.guessed) >= _SIGNATURES:
            return
        arguments = frames.in_progress(frame)
        if arguments is None:
            return
        types = self._types(arguments)
        entry.guessed[types] = entry.guessed.get(types, 0) + 1
        if _has_outer(entry):
            return
        # What may have been changed since the call is still a real value of a real size; it is
        # kept at the second look, so that a call seen at its beginning is given precedence.
        if entry.looked_at != id(frame) and not all(map(is_immutable, types)):
            entry.looked_at = id(frame)
            return
        kept = self._keep(entry, arguments, types)
        if kept is not None:
            self._put(entry, min(len(entry.recorded), _RECORDED - 1), Kept(kept, types))

    def _keep(
        self, entry: Entry, arguments: tuple[object, ...], types: tuple[Type, ...]
    ) -> bytes | None:
        """Pickle the arguments, or a part of them; what is too much now is done at the end."""
        kept = self._keeper.keep(arguments, types)
        if kept is None and not any(contains(type_, OBJECT) for type_ in types):
            cut = shortened(arguments)
            if cut is not None:
                kept = self._keeper.keep(cut, types)
            if kept is None and not any(map(_holds_instances, types)):
                entry.held = (arguments, types)
        return kept

    def settle(self) -> None:
        """The program has ended: keep what was too much to be kept while it ran."""
        for entry in set(self.entries.values()):
            held, entry.held = entry.held, None
            if held is not None and not entry.recorded:
                kept = whole(held[0])
                if kept is not None:
                    entry.recorded.append(Kept(kept, held[1]))

    def witnesses(self) -> Iterator[tuple[FuncName, Witness]]:
        """What is known of every function of which something is known."""
        for entry in set(self.entries.values()):
            if entry.signatures or entry.guessed:
                yield entry.name, _witness(entry)

    def _read(
        self, entry: Entry, arguments: tuple[object, ...], is_outer: bool
    ) -> tuple[Type, ...]:
        entry.typed += 1
        entry.typed_at = entry.seen
        types = self._types(arguments)
        is_lacking = is_outer and not _has_outer(entry)
        if is_lacking or entry.typed > _TYPED or entry.typed & (entry.typed - 1) == 0:
            self._record(entry, arguments, types, is_outer)
        return types

    def _types(self, values: tuple[object, ...]) -> tuple[Type, ...]:
        """The types of some values. Large structures are not walked through again and again."""
        begun = perf_counter()
        free, share = _FREE_S, _SHARE
        if not self.is_sampling:
            free, share = _THOROUGH_FREE_S, _THOROUGH_SHARE
        is_cheap = self._reading_s <= free + share * (begun - self._began)
        steps = MANY if is_cheap else FEW
        types = tuple(type_of(value, self.fields, steps) for value in values)
        self._reading_s += perf_counter() - begun
        return types

    def _record(
        self,
        entry: Entry,
        arguments: tuple[object, ...],
        types: tuple[Type, ...],
        is_outer: bool,
    ) -> None:
        """Keep these arguments, or not: new shapes first, then an even choice over all calls."""
        entry.candidates += 1
        if entry.doubles >= _DOUBLES or entry.unkept >= _UNKEPT:
            return
        place = self._place(entry, types, is_outer)
        if place is None:
            return
        kept = self._keep(entry, arguments, types)
        if kept is None:
            entry.unkept += 1
        elif any(kept == one.raw for one in entry.recorded):
            entry.doubles += 1
        else:
            self._put(entry, place, Kept(kept, types, is_outer))

    def _place(self, entry: Entry, types: tuple[Type, ...], is_outer: bool) -> int | None:
        """Where among those recorded a call goes. One that began a recursion is always kept."""
        outer = [one.is_outer for one in entry.recorded]
        place = len(outer)
        if place >= _RECORDED:
            shapes = [one.types for one in entry.recorded]
            double = next((index for index, one in enumerate(shapes) if shapes.count(one) > 1), -1)
            is_new = types not in shapes and double >= 0
            place = double if is_new else self._scatter(entry.candidates)
        if is_outer and not any(outer):
            return min(place, _RECORDED - 1)
        is_last = place < len(outer) and not is_outer and outer[place] and sum(outer) == 1
        return None if place >= _RECORDED or is_last else place

    def _put(self, entry: Entry, place: int, kept: Kept) -> None:
        for old in entry.recorded[place : place + 1]:
            self._keeper.release(old.raw)
        self._keeper.charge(kept.raw)
        entry.recorded[place : place + 1] = [kept]

    def _scatter(self, number: int) -> int:
        """A place below `number`, as if by chance, without the program's random numbers."""
        self._chance = (self._chance * 1103515245 + 12345) & 0x7FFFFFFF
        return (self._chance >> 8) % number


def _has_outer(entry: Entry) -> bool:
    return any(one.is_outer for one in entry.recorded)


def _holds_instances(type_: Type) -> bool:
    return isinstance(type_, Struct) or any(map(_holds_instances, parts(type_)))


def _is_named_function(code: CodeType) -> bool:
    return frames.is_function(code) and not code.co_name.startswith("<")


def _count(entry: Entry, types: tuple[Type, ...], result: Type) -> None:
    before, count = entry.signatures.get(types, (NEVER, 0))
    if count or len(entry.signatures) < _SIGNATURES:
        entry.signatures[types] = (join(before, result), count + 1)


def _witness(entry: Entry) -> Witness:
    guessed = {types: (NEVER, count) for types, count in entry.guessed.items()}
    known = merge_similar(entry.signatures or guessed)
    ranked = sorted(known.items(), key=lambda item: -item[1][1])
    signatures = tuple(Signature(types, result, count) for types, (result, count) in ranked)
    calls = max(1, entry.seen, round(entry.calls))
    return Witness(signatures, calls, tuple(one.raw for one in entry.recorded))


def merge_similar(seen: Mapping[tuple[Type, ...], Seen]) -> dict[tuple[Type, ...], Seen]:
    """Join the signatures that one native function can serve: empty lists, None, large ints."""
    merged: dict[tuple[Type, ...], Seen] = {}
    for types, (result, count) in seen.items():
        for other, (other_result, other_count) in merged.items():
            joined = tuple(map(join, types, other))
            if len(types) == len(other) and not _is_looser(joined, types, other):
                del merged[other]
                types, result, count = joined, join(result, other_result), count + other_count
                break
        merged[types] = (result, count)
    return merged


def _is_looser(joined: tuple[Type, ...], first: tuple[Type, ...], second: tuple[Type, ...]) -> bool:
    return is_looser(Tuple(joined), Tuple(first), Tuple(second))
