"""What the rooms hand on: flat frozen records, in the order in which they are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ferrule.base.diag import Diagnostic
from ferrule.base.types import Type


@dataclass(frozen=True, slots=True, order=True)
class FuncName:
    """Where a Python function lives: module, qualified name, file and first line."""

    module: str
    qualname: str
    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.module}:{self.qualname}"


# profile -> source ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signature:
    """One combination of exact argument types seen at a call, with the result's type."""

    arguments: tuple[Type, ...]  # in the order of the parameters, defaults filled in
    result: Type
    count: int


@dataclass(frozen=True, slots=True)
class Witness:
    """What a real run showed of one function."""

    signatures: tuple[Signature, ...]  # most frequent first
    calls: int  # estimated number of calls
    recorded: tuple[bytes, ...] = ()  # pickled argument tuples, as they were at the call


@dataclass(frozen=True, slots=True)
class Hot:
    """One function of a profile: its time, its lines and its witness."""

    func: FuncName
    self_s: float  # seconds with this function on top of the stack
    total_s: float  # seconds with it anywhere on the stack
    lines: Mapping[int, float]  # seconds by line of the file, this function on top
    callers: Mapping[FuncName, float]  # seconds (total) by direct caller
    witness: Witness | None


@dataclass(frozen=True, slots=True)
class Profile:
    """A whole run: its time, its functions (hottest first) and the fields of the classes seen."""

    wall_s: float
    functions: tuple[Hot, ...]
    fields: Mapping[str, Mapping[str, Type]]  # class `module:qualname` -> attribute -> type


# emit -> crate ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Guard:
    """A global that a slice relied on: the name in a module and how to find what was meant."""

    module: str  # the module whose namespace is looked in
    name: str
    # "function" | "class" | "constant" | "module" | "builtin" | "method" | "object" | "held"
    kind: str
    # function/class: `module:qualname`; constant: its repr; module: its name; object: the attribute
    # that a class has from `object`; held: nothing, each call is handed what the class holds
    value: str


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """A compiled function that Python can call."""

    func: FuncName
    native: str  # the name of the builtin in the extension
    guards: tuple[Guard, ...]
    effects: str  # "pure" | "arguments" | "prints" | "outside"
    arguments: tuple[Type, ...]
    result: Type
    captured: tuple[str, ...] = ()  # globals of its module that the trampoline hands in, last
    others: tuple[tuple[Type, ...], ...] = ()  # further types of the arguments that it takes

    @property
    def given(self) -> tuple[tuple[Type, ...], ...]:
        """All types of the arguments that it takes, without the globals."""
        every = (self.arguments, *self.others)
        return tuple(one[: len(one) - len(self.captured)] for one in every)


@dataclass(frozen=True, slots=True)
class Sources:
    """A slice as the text of a crate: same IR, same bytes."""

    name: str  # the extension's module name, with a content hash
    files: Mapping[str, str]  # path inside the crate -> text; the root is `src/lib.rs`
    entries: tuple[EntryPoint, ...]
    classes: tuple[str, ...]  # `module:qualname`, by the index that the binding uses
    lines: Mapping[str, Mapping[int, int]] = field(default_factory=dict)  # file -> Rust line -> .py


# crate -> call -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Built:
    """A built extension in the cache."""

    path: str  # the shared library
    name: str  # its module name
    key: str  # the cache key
    entries: tuple[EntryPoint, ...]
    classes: tuple[str, ...]
    seconds: float  # spent building; 0.0 for a cache hit
    dropped: tuple[Diagnostic, ...] = ()  # functions that rustc rejected


# prove -> report -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One input on which the two versions differ."""

    call: str  # the call, as Python text
    expected: str
    actual: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a proof."""

    func: FuncName
    recorded: int  # witnessed inputs compared
    generated: int  # generated inputs compared
    native: int  # of all these, how many ran natively to the end
    mismatches: tuple[Mismatch, ...]
    note: str = ""  # why the proof could not be run or finished
    long: tuple[tuple[float, float], ...] = ()  # seconds of both versions on long witnessed calls
    given_up: int = 0  # witnessed inputs that the native version left to Python

    @property
    def is_equal(self) -> bool:
        """Whether something was compared and nothing differed."""
        return not self.mismatches and self.recorded + self.generated > 0 and not self.note


_FELT_S = 2e-6  # what one call may lose before it is felt


@dataclass(frozen=True, slots=True)
class Timing:
    """Interleaved timing of both versions on the witnessed calls, seconds per call."""

    func: FuncName
    before_s: float  # median, Python
    after_s: float  # median, native
    before_spread: tuple[float, float]  # 10th and 90th percentile
    after_spread: tuple[float, float]
    rounds: int

    @property
    def is_faster(self) -> bool:
        """Whether the native version's slow runs still beat Python's fast ones."""
        return self.after_spread[1] < self.before_spread[0]

    @property
    def is_much_slower(self) -> bool:
        """Whether the boundary costs more than twice the work: nobody can want that."""
        return self.after_s > 2 * self.before_s and self.after_s - self.before_s > _FELT_S


@dataclass(frozen=True, slots=True)
class Outcome:
    """One function's whole story, for the report."""

    func: FuncName
    share: float  # of the run's time, 0..1
    status: str  # "native" | "partly" | "python"
    reasons: tuple[Diagnostic, ...] = ()
    verdict: Verdict | None = None
    timing: Timing | None = None
    installed: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A whole `run`: what the table and the JSON are made from."""

    outcomes: tuple[Outcome, ...]
    steps: Mapping[str, float]  # Ferrule's own time by step, seconds
    program_s: float
    before_s: float | None = None  # whole program, measured under --compare
    after_s: float | None = None
