"""The same Python value in another representation.

In: a piece of Rust of one type. Out: a piece of the other. Assumes that the lowering asked for
nothing but widenings, and for the inside of an Optional only where it is known to be there.
"""

from __future__ import annotations

from ferrule.base.types import (
    BIGINT,
    BOOL,
    CHAR,
    FLOAT,
    INT,
    INT128,
    NEVER,
    NONE,
    NUMBER,
    STR,
    WORD,
    OneOf,
    Optional,
    Row,
    Tuple,
    Type,
)
from ferrule.emit import rust
from ferrule.emit.numbers import SAME, numpy_form
from ferrule.emit.rust import Rust
from ferrule.emit.scene import Scene

_FORMS = {
    (str(have), str(want)): form
    for have, want, form in (
        (CHAR, STR, "Str::from({})"),
        (INT, NUMBER, "Number::Int({})"),
        (FLOAT, NUMBER, "Number::Float({})"),
        (INT, INT128, "i128::from({})"),
        (INT, BIGINT, "Int::from({})"),
        (BOOL, BIGINT, "Int::from({})"),
        (WORD, INT128, "i128::from({})"),
        (WORD, BIGINT, "Int::from_word({})"),
        (BOOL, WORD, "u64::from({})"),
        (BOOL, INT, "i64::from({})"),
    )
}
_PLAIN: dict[Type, str] = {
    BOOL: "Plain::Bool({})",
    INT: "Plain::Int({})",
    FLOAT: "Plain::Float({})",
    NUMBER: "Plain::from({})",
    STR: "Plain::Str({})",
    CHAR: "Plain::from({})",
}
_ASKED: dict[Type, str] = {
    BOOL: "as_bool",
    INT: "as_int",
    FLOAT: "as_float",
    NUMBER: "as_number",
    STR: "as_str",
}
_CASTS = {
    (str(have), str(want)): rust_type
    for have, want, rust_type in (
        (INT, FLOAT, "f64"),
        (INT, WORD, "u64"),
        (WORD, INT, "i64"),
        (WORD, FLOAT, "f64"),
    )
}


def coerced(scene: Scene, piece: Rust, have: Type, want: Type, mutable: bool = False) -> Rust:
    """The value of type `have` as one of type `want`."""
    copy = scene.is_copy(want)
    if have in (want, NEVER):
        return piece
    if isinstance(want, OneOf) and (kind := _PLAIN.get(have)):
        return Rust(kind.format(rust.by_value(piece)), copy=False)
    if isinstance(have, OneOf) and isinstance(want, OneOf):
        return piece
    if form := _FORMS.get((str(have), str(want))):
        return Rust(form.format(rust.by_value(piece)), copy=copy)
    if form := numpy_form(have, want):
        if form == SAME:
            return piece
        if form.startswith("as "):
            return Rust(f"{rust.by_value(piece, rust.CAST)} {form}", rust.CAST)
        return Rust(form.format(rust.by_value(piece)))
    if cast := _CASTS.get((str(have), str(want))):
        return Rust(f"{rust.by_value(piece, rust.CAST)} as {cast}", rust.CAST)
    match have, want:
        case Optional(inner), _ if inner == want:
            return _unwrapped(piece, copy, mutable)
        case _, Optional() if have == NONE:
            return Rust("None", copy=copy)
        case Optional(first), Optional(second):
            inner_piece = coerced(scene, Rust("inner", copy=scene.is_copy(first)), first, second)
            text = f"{rust.as_receiver(piece)}.map(|inner| {rust.by_value(inner_piece)})"
            return Rust(text, copy=copy)
        case _, Optional(inner):
            inside = coerced(scene, piece, have, inner)
            return Rust(f"Some({rust.by_value(inside)})", copy=copy)
        case Tuple(), Row():
            items = piece.text.removeprefix("(").removesuffix(")").removesuffix(",")
            return Rust(f"Row::from([{items}])", copy=False)
        case Tuple(first), Tuple(second) if len(first) == len(second):
            return _tuple(scene, piece, first, second, copy)
        case _:
            raise ValueError(f"no way from {have} to {want}")


def told(scene: Scene, piece: Rust, want: Type) -> Rust:
    """What one of several types is here; where it is another, the call is given back to Python."""
    tried = scene.tried(f"{rust.as_receiver(piece)}.{_ASKED[want]}()", copy=scene.is_copy(want))
    return Rust(tried.text, kind="ref" if want == STR else tried.kind, copy=scene.is_copy(want))


def unwrapped(scene: Scene, piece: Rust, want: Type, mutable: bool) -> Rust:
    """What an Optional holds; where it holds nothing, the call is given back to Python."""
    copy = scene.is_copy(want)
    plain = _unwrapped(piece, copy, mutable)
    text = plain.text.removesuffix(".unwrap()")
    step = f"{text}.ok_or_else(Stop::redo)"
    tried = scene.tried(step, copy=copy)
    return Rust(tried.text, kind=plain.kind, copy=copy, step=step if plain.kind == "value" else "")


def _unwrapped(piece: Rust, copy: bool, mutable: bool) -> Rust:
    receiver = rust.as_receiver(piece)
    if piece.kind == "value" or copy or (piece.kind == "place" and piece.moves and not mutable):
        return Rust(f"{receiver}.unwrap()", copy=copy)
    if mutable:
        return Rust(f"{receiver}.as_mut().unwrap()", kind="mut", copy=False)
    return Rust(f"{receiver}.as_ref().unwrap()", kind="ref", copy=False)


def _tuple(
    scene: Scene, piece: Rust, first: tuple[Type, ...], second: tuple[Type, ...], copy: bool
) -> Rust:
    name = scene.fresh("parts")
    items = [
        rust.by_value(
            coerced(scene, Rust(f"{name}.{i}", kind="place", copy=scene.is_copy(a)), a, b)
        )
        for i, (a, b) in enumerate(zip(first, second, strict=True))
    ]
    text = rust.block([f"let {name} = {rust.by_value(piece)};"], f"({', '.join(items)})")
    return Rust(text, rust.BLOCK, copy=copy)
