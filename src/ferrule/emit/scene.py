"""State while one function is written: its facts, the labels around, fresh names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from ferrule.base.diag import Diagnostic, Refused
from ferrule.base.types import Struct, Type
from ferrule.emit.rust import BLOCK, Rust, by_value
from ferrule.emit.types import Structs, is_copy, is_shared, rust_type
from ferrule.emit.writer import Writer
from ferrule.ir.module import Func
from ferrule.ir.nodes import Apply, Coerce, Expr, GetField, GetItem


@dataclass(frozen=True, slots=True)
class Frame:
    """A loop or `try` around: how `break`, `continue` and failures get out of it."""

    kind: str  # "loop" | "attempt" | "search" (a loop with its `else`) | "block"
    label: str


class MustNotStop(Exception):
    """A step that may stop, where nothing may: in a closure of an iterator."""


@dataclass(slots=True)
class Scene:
    """One function being written."""

    func: Func
    funcs: Mapping[str, Func]
    structs: Structs
    writer: Writer
    writing: Callable[[Scene, Expr, bool], Rust]
    frames: list[Frame] = field(default_factory=list)
    refs: frozenset[str] = frozenset()  # immutable locals that are borrowed from what is walked
    handling: str = ""  # the local that holds what the handler around has caught
    labels: dict[str, str] = field(default_factory=dict)  # of the blocks around, in Rust
    taken: set[str] = field(default_factory=set)
    slots: set[str] = field(default_factory=set)  # temporaries that are unique borrows
    uses_attempt: bool = False
    must_not_stop: bool = False
    copies_slices: bool = False  # the body of the loop changes the list whose slice it walks

    def __post_init__(self) -> None:
        self.taken |= {*self.func.locals, *(param.name for param in self.func.params)}
        self.taken |= {
            *self.funcs,
            *(struct.rust for struct in self.structs.values() if struct.rust),
        }

    def write(self, node: Expr, mutable: bool) -> Rust:
        """An expression; `mutable` where it is changed in place."""
        return self.writing(self, node, mutable)

    def expr(self, node: Expr) -> Rust:
        """An expression that is read."""
        return self.write(node, False)

    def place(self, node: Expr) -> Rust:
        """An expression whose place is changed."""
        return self.write(node, True)

    def value(self, node: Expr, strength: int = BLOCK) -> str:
        """An expression as a value of its own; what is shared is moved, never cloned."""
        return self.owned(node, self.expr(node), strength)

    def owned(self, node: Expr, piece: Rust, strength: int = BLOCK) -> str:
        """A piece that was written for this expression, as a value of its own."""
        is_kept = piece.kind != "value" and not (piece.kind == "place" and piece.moves)
        if is_kept and not piece.taken and self.is_shared(node.type):
            message = "this would need a second owner for one list, dict, set or object"
            raise Refused(Diagnostic("F301", node.span, message))
        return by_value(piece, strength)

    def form(self, name: str) -> str:
        """How a local stands for its value: "own", "ref", "mut" or "index"."""
        if name in self.refs:
            return "ref"
        if name in self.slots:
            return "mut"
        for param in self.func.params:
            if param.name == name and param.mode in ("ref", "mut"):
                return param.mode
        return self.func.forms.get(name, "own")

    def fresh(self, base: str) -> str:
        """A name that nothing else in the function has."""
        name, number = base, 1
        while name in self.taken:
            number += 1
            name = f"{base}_{number}"
        self.taken.add(name)
        return name

    def rust_type(self, type_: Type) -> str:
        """The owned Rust type."""
        return rust_type(type_, self.structs)

    def is_copy(self, type_: Type) -> bool:
        """Whether the Rust type is `Copy`."""
        return is_copy(type_, self.structs)

    def tried(self, step: str, *, copy: bool = True) -> Rust:
        """The value of a step that may stop."""
        if self.must_not_stop:
            raise MustNotStop
        attempt = self.attempt
        text = f"{step}?" if attempt is None else f"attempt!({attempt}, {step})"
        self.uses_attempt |= attempt is not None
        return Rust(text, copy=copy, step=step)

    def is_lent(self, type_: Type, name: str) -> bool:
        """Whether this attribute borrows what it stands for."""
        return isinstance(type_, Struct) and name in self.structs[type_.name].lent

    def is_counted(self, type_: Type) -> bool:
        """Whether this is an instance that several names may hold."""
        return isinstance(type_, Struct) and type_.counted

    def is_heap(self, node: Expr) -> bool:
        """Whether this is a container in an attribute of such an instance, or inside one."""
        match node:
            case GetField(value=value, type=type_) if self.is_counted(value.type):
                return self.is_shared(type_)
            case GetField(value=value) | GetItem(value=value) | Coerce(value=value):
                return self.is_heap(value)
            case Apply(op=op, args=args):
                return op.borrows and self.is_heap(args[0])
            case _:
                return False

    def is_shared(self, type_: Type) -> bool:
        """Whether a copy of such a value could be told from the value."""
        return is_shared(type_, self.structs)

    @property
    def attempt(self) -> str | None:
        """The label of the `try` around, if there is one."""
        for frame in reversed(self.frames):
            if frame.kind == "attempt":
                return frame.label
        return None

    @contextmanager
    def closure(self, *, may_stop: bool) -> Iterator[None]:
        """Inside a closure, from which no label outside can be reached."""
        kept = (self.frames, self.must_not_stop)
        self.frames, self.must_not_stop = [], not may_stop
        try:
            yield
        finally:
            self.frames, self.must_not_stop = kept

    @contextmanager
    def within(self, kind: str, label: str) -> Iterator[None]:
        """Inside a loop or `try`."""
        self.frames.append(Frame(kind, label))
        try:
            yield
        finally:
            self.frames.pop()
