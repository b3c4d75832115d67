"""What loops and comprehensions walk over, and the patterns that take the elements in.

In: an `Iter` and a target. Out: the text of the iterator, the pattern, and the bindings that
follow it at the head of the body.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, assert_never

from ferrule.base.diag import Diagnostic, Refused
from ferrule.base.types import (
    BYTES,
    CHAR,
    INT,
    NEVER,
    NONE,
    RANGE,
    STR,
    Array,
    Deque,
    Dict,
    Frozen,
    List,
    Row,
    Set,
    Stream,
    Tuple,
    Type,
)
from ferrule.emit import rust
from ferrule.emit.coerce import coerced
from ferrule.emit.empty import alone
from ferrule.emit.rust import Rust
from ferrule.emit.scene import Scene
from ferrule.ir import nodes as ir
from ferrule.ir import walk

# How the elements come: of their own, or as borrows of what is walked.
Yields: TypeAlias = Literal["value", "ref", "mut"]


@dataclass(frozen=True, slots=True)
class Walk:
    """An iterator: as `for … in` takes it, as methods are called on it, and what it yields.

    With `parts` it yields pairs, of pairs where there are more than two, as repeated `zip` does.
    """

    text: str
    chain: str
    yields: Yields = "value"
    type: Type = NONE
    parts: tuple[Walk, ...] = ()


@dataclass(slots=True)
class Pattern:
    """A pattern, and the statements that complete what it binds."""

    text: str
    after: list[str] = field(default_factory=list)


def walked(scene: Scene, node: ir.Iter, target: ir.Target) -> Walk:
    """The iterator over `node` whose elements go into `target`."""
    match node:
        case ir.OverRange():
            return _range(scene, node, target)
        case ir.Over(value=value):
            return _over(scene, value, target)
        case ir.OverItems(value=value, kind=kind):
            return _items(scene, value, kind, target)
        case ir.OverEnumerate(iter=inner, start=start):
            _, item = _two(target)
            found = walked(scene, inner, item)
            first = scene.value(start, rust.RANGE + 1)
            first += "_i64" if isinstance(start, ir.Const) else ""
            chain = f"({first}..).zip({found.text})"
            return Walk(chain, chain, parts=(Walk("", "", "value", INT), found))
        case ir.OverZip(iters=iters, is_strict=is_strict):
            found = _zip(scene, iters, target)
            if not is_strict:
                return found
            one, other = found.parts
            step = f"builtins::zip_strict({one.text}, {other.text})"
            chain = scene.tried(step).text
            return replace(found, text=chain, chain=chain)
        case ir.OverReversed(iter=inner):
            found = walked(scene, inner, target)
            chain = f"{found.chain}.rev()"
            return replace(found, text=chain, chain=chain)
        case _:
            assert_never(node)


def stepping(scene: Scene, node: ir.Iter, target: ir.Target, place: str) -> Walk:
    """A walk from element to element that lets the body change the list; for `while let`."""
    match node:
        case ir.Over(value=value) if isinstance(value.type, List):
            piece = scene.expr(value)
            if piece.kind == "value":
                raise ValueError("a loop that changes what it walks walks a place")
            if (held := held_by(piece)) is not None:
                text = f"{held}.next_at(&mut {place})"
                return Walk(text, text, "value", value.type.element)
            text = f"list::iter_at({rust.by_ref(piece)}, &mut {place})"
            return Walk(text, text, "ref", value.type.element)
        case ir.OverEnumerate(iter=inner, start=start):
            _, item = _two(target)
            found = stepping(scene, inner, item, place)
            first = scene.value(start)
            index = f"{place} as i64 - 1" if first == "0" else f"{place} as i64 - 1 + {first}"
            return Walk(found.text, index, parts=(Walk("", "", "value", INT), found))
        case ir.Over(value=value) | ir.OverItems(value=value):
            return _by_cursor(scene, node, value, place)
        case _:
            raise ValueError("this loop changes what it walks")


def held_by(piece: Rust) -> str | None:
    """What lends a container only for as long as it is looked at."""
    is_lent = piece.kind == "guard" and piece.text.endswith(".borrow()")
    return piece.text.removesuffix(".borrow()") if is_lent else None


def is_by_cursor(node: ir.Iter) -> bool:
    """Whether a loop that changes what it walks needs a cursor, as dicts and sets do."""
    return isinstance(node, ir.Over | ir.OverItems) and isinstance(
        node.value.type, Deque | Dict | Set
    )


def _by_cursor(scene: Scene, node: ir.Iter, value: ir.Expr, cursor: str) -> Walk:
    """A walk over a dict or set that sees what the body does, as Python's does."""
    piece = scene.expr(value)
    yields: Yields = "ref"
    if (held := held_by(piece)) is not None:
        text, yields = scene.tried(f"{held}.next_at(&mut {cursor})").text, "value"
    else:
        text = scene.tried(f"{cursor}.next({rust.by_ref(piece)})").text
    if isinstance(value.type, Deque | Set):
        return Walk(text, text, yields, value.type.element)
    if not isinstance(value.type, Dict):
        raise ValueError("only dicts and sets have cursors")
    key, item = Walk("", "", yields, value.type.key), Walk("", "", yields, value.type.value)
    if isinstance(node, ir.OverItems) and node.kind == "items":
        return Walk(text, text, parts=(key, item))
    return Walk(text, "value" if isinstance(node, ir.OverItems) else "key", parts=(key, item))


def _two(target: ir.Target) -> tuple[ir.Target, ir.Target]:
    if isinstance(target, ir.Spread) and len(target.items) == 2:
        return target.items[0], target.items[1]
    if isinstance(target, ir.Bind):
        return replace(target, name="_"), replace(target, name="_")
    raise ValueError("a loop over pairs binds two names")


def _zip(scene: Scene, iters: tuple[ir.Iter, ...], target: ir.Target) -> Walk:
    if isinstance(target, ir.Spread):
        items = target.items
    else:
        items = (replace(target, name="_"),) * len(iters)
    if len(items) != len(iters):
        raise ValueError("a loop over `zip` binds one name for each of its parts")
    found = [walked(scene, one, item) for one, item in zip(iters, items, strict=True)]
    chain = found[0].chain
    for one in found[1:]:
        chain += f".zip({one.text})"
    return Walk(chain, chain, parts=tuple(found))


# Ranges ----------------------------------------------------------------------------------------


def _range(scene: Scene, node: ir.OverRange, target: ir.Target) -> Walk:
    step = node.step.value if isinstance(node.step, ir.Const) else None
    if isinstance(step, int) and step > 0:
        text = _upwards(scene, node.start, node.stop)
        chain = f"({text})" if step == 1 else f"({text}).step_by({step})"
        return Walk(text if step == 1 else chain, chain, "value", INT)
    if step == -1 and isinstance(node.stop, ir.Const) and isinstance(node.stop.value, int):
        low = node.stop.value + 1
        chain = f"{_downwards(scene, node.start, low)}.rev()"
        return Walk(chain, chain, "value", INT)
    parts = ", ".join(scene.value(part) for part in walk.in_iter(node))
    chain = scene.tried(f"range::step({parts})").text
    return Walk(chain, chain, "value", INT)


def _upwards(scene: Scene, start: ir.Expr, stop: ir.Expr) -> str:
    low = scene.value(start, rust.RANGE + 1)
    high = scene.value(stop, rust.RANGE + 1)
    if isinstance(start, ir.Const) and isinstance(stop, ir.Const):
        low += "_i64"
    return f"{low}..{high}"


def _downwards(scene: Scene, start: ir.Expr, low: int) -> str:
    match start:
        case ir.Apply(op=op, args=(high, ir.Const(value=1))) if op.name == "sub":
            suffix = "_i64" if isinstance(high, ir.Const) else ""
            return f"({low}{suffix}..{scene.value(high, rust.RANGE + 1)})"
        case _:
            suffix = "_i64" if isinstance(start, ir.Const) else ""
            return f"({low}{suffix}..={scene.value(start, rust.RANGE + 1)})"


# Containers ------------------------------------------------------------------------------------


def _over(scene: Scene, value: ir.Expr, target: ir.Target) -> Walk:
    match value.type:
        case List(element):
            return _list(scene, value, element, target)
        case Stream(element):
            chain = scene.expr(value).text
            return Walk(chain, chain, "value", element)
        case Row(element):
            piece = scene.expr(value)
            chain = f"{rust.as_receiver(piece)}.iter()"
            if piece.kind == "value":
                chain = f"{rust.as_receiver(piece)}.to_vec().into_iter()"
                return Walk(chain, chain, "value", element)
            return Walk(rust.by_ref(piece), chain, "ref", element)
        case Deque(element):
            return _deque(scene, value, element, target)
        case Dict(key, _):
            chain = f"{rust.as_receiver(_read(scene, value))}.keys()"
            return Walk(chain, chain, "ref", key)
        case Set(element) | Frozen(element):
            receiver = rust.as_receiver(_read(scene, value))
            chain = scene.tried(f"{receiver}.iter()").text
            return Walk(chain, chain, "ref", element)
        case Array(element, ndim):
            chain = f"{rust.as_receiver(scene.expr(value))}.iter()"
            item = element if ndim == 1 else Array(element, ndim - 1)
            return Walk(chain, chain, "value", item)
        case Tuple(items):
            return _tuple(scene, value, items)
        case _ if value.type == STR:
            copy = ".clone()" if scene.copies_slices else ""
            chain = f"{rust.as_receiver(scene.expr(value))}{copy}.chars()"
            return Walk(chain, chain, "value", CHAR)
        case _ if value.type == RANGE:
            chain = f"{rust.as_receiver(scene.expr(value))}.iter()"
            return Walk(chain, chain, "value", INT)
        case _ if value.type == BYTES:
            chain = f"{rust.as_receiver(scene.expr(value))}.ints()"
            return Walk(chain, chain, "value", INT)
        case _ if value.type == CHAR:
            chain = f"std::iter::once({scene.value(value)})"
            return Walk(chain, chain, "value", CHAR)
        case _ if value.type == NEVER:
            words = "nothing is known of the types of what is walked"
            raise Refused(Diagnostic("F203", value.span, words))
        case _:
            raise ValueError(f"no loop over a {value.type}")


def _read(scene: Scene, value: ir.Expr) -> Rust:
    return alone(scene, value) or scene.expr(value)


def _list(scene: Scene, value: ir.Expr, element: Type, target: ir.Target) -> Walk:
    forms = {scene.form(name) for name in walk.bound(target)}
    if "index" in forms:
        return _indexes(scene, value, target)
    if (sliced := _slice(scene, value)) is not None:
        return sliced
    piece = alone(scene, value) or scene.write(value, "mut" in forms)
    if _is_consumed(scene, piece, target):
        receiver = rust.as_receiver(piece)
        return Walk(piece.text, f"{receiver}.into_iter()", "value", element)
    if "mut" in forms:
        text = rust.by_mut(piece) if piece.kind == "place" else f"{piece.text}.iter_mut()"
        return Walk(text, f"{rust.as_receiver(piece)}.iter_mut()", "mut", element)
    if piece.kind == "value":
        return Walk(piece.text, f"{rust.as_receiver(piece)}.into_iter()", "value", element)
    chain = f"{rust.as_receiver(piece)}.iter()"
    text = chain if piece.kind == "mut" else rust.by_ref(piece)
    return Walk(text, chain, "ref", element)


def _deque(scene: Scene, value: ir.Expr, element: Type, target: ir.Target) -> Walk:
    is_changed = "mut" in {scene.form(name) for name in walk.bound(target)}
    piece = scene.write(value, is_changed)
    receiver = rust.as_receiver(piece)
    if piece.kind == "value" or _is_consumed(scene, piece, target):
        return Walk(piece.text, f"{receiver}.into_iter()", "value", element)
    if is_changed:
        chain = f"{receiver}.iter_mut()"
        return Walk(chain, chain, "mut", element)
    chain = f"{receiver}.iter()"
    return Walk(chain if piece.kind == "mut" else rust.by_ref(piece), chain, "ref", element)


def _is_consumed(scene: Scene, piece: Rust, target: ir.Target) -> bool:
    """Whether the container ends here and its elements, which can't be copied, move out."""
    is_own = piece.kind == "place" and piece.moves
    return is_own and any(
        scene.is_shared(bind.type) and scene.form(bind.name) == "own" for bind in walk.binds(target)
    )


def _slice(scene: Scene, value: ir.Expr) -> Walk | None:
    """A slice that is only walked is a borrow of its part, not a copy."""
    if not isinstance(value, ir.Apply) or scene.copies_slices:
        return None
    if value.op.name not in ("slice", "slice step") or not isinstance(value.type, List):
        return None
    container = scene.expr(value.args[0])
    if container.kind == "value":
        return None
    if value.op.name == "slice step":
        return _stepped_slice(scene, container, value)
    bounds = ", ".join(scene.value(bound) for bound in value.args[1:])
    text = f"list::slice_ref({rust.by_ref(container)}, {bounds})"
    return Walk(text, f"{text}.iter()", "ref", value.type.element)


def _stepped_slice(scene: Scene, container: Rust, value: ir.Apply) -> Walk:
    bounds = ", ".join(scene.value(bound) for bound in value.args[1:])
    receiver = rust.as_receiver(container)
    places = scene.tried(f"slicing::walk({bounds}, {receiver}.len())").text
    assert isinstance(value.type, List)
    if container.kind == "guard":  # which lends no element for longer than one look
        own = "" if scene.is_copy(value.type.element) else ".clone()"
        text = f"{places}.places().map(|place| {receiver}[place]{own})"
        return Walk(text, text, "value", value.type.element)
    text = f"{places}.places().map(|place| &{receiver}[place])"
    return Walk(text, text, "ref", value.type.element)


def _indexes(scene: Scene, value: ir.Expr, target: ir.Target) -> Walk:
    """A walk over the places of a list, whose elements are written as `xs[i]`."""
    if isinstance(value, ir.Apply) and value.op.name == "slice":
        container = scene.expr(value.args[0])
        bounds = ", ".join(scene.value(bound) for bound in value.args[1:])
        first, last = scene.fresh("first"), scene.fresh("last")
        size = f"{rust.as_receiver(container)}.len()"
        scene.writer.line(f"let ({first}, {last}) = slicing::bounds({bounds}, {size});")
        return Walk(f"{first}..{last}", f"({first}..{last})", "value", INT)
    container = scene.expr(value)
    text = f"0..{rust.as_receiver(container)}.len()"
    return Walk(text, f"({text})", "value", INT)


def _items(scene: Scene, value: ir.Expr, kind: str, target: ir.Target) -> Walk:
    if not isinstance(value.type, Dict):
        raise ValueError("items of what is no dict")
    forms = {scene.form(name) for name in walk.bound(target)}
    mutable = "mut" in forms
    piece = alone(scene, value) or scene.write(value, mutable)
    receiver = rust.as_receiver(piece)
    if _is_consumed(scene, piece, target):
        chain = f"{receiver}.into_items()"
        if kind == "values":
            chain += ".map(|(_, value)| value)"
            return Walk(chain, chain, "value", value.type.value)
        both = (Walk("", "", "value", value.type.key), Walk("", "", "value", value.type.value))
        return Walk(chain, chain, parts=both)
    chain = f"{receiver}.{kind}_mut()" if mutable else f"{receiver}.{kind}()"
    last: Yields = "mut" if mutable else "ref"
    if kind == "values":
        return Walk(chain, chain, last, value.type.value)
    key = Walk("", "", "ref", value.type.key)
    return Walk(chain, chain, parts=(key, Walk("", "", last, value.type.value)))


def _tuple(scene: Scene, value: ir.Expr, items: tuple[Type, ...]) -> Walk:
    if isinstance(value, ir.MakeTuple):
        parts = [scene.value(item) for item in value.items]
    else:
        receiver = rust.as_receiver(scene.expr(value))
        copy = scene.is_copy(items[0])
        pieces = [Rust(f"{receiver}.{i}", kind="place", copy=copy) for i in range(len(items))]
        parts = [rust.by_value(piece) for piece in pieces]
    text = f"[{', '.join(parts)}]"
    return Walk(text, f"{text}.into_iter()", "value", items[0])


# Patterns --------------------------------------------------------------------------------------


def pattern(
    scene: Scene, target: ir.Target, found: Walk, used: frozenset[str] | None = None
) -> Pattern:
    """The pattern for the elements of a walk; names that are not used are left out."""
    if used is not None:
        target = _without(target, used)
    if not found.parts:
        return _one(scene, target, found.yields, found.type)
    if isinstance(target, ir.Bind):
        return _tupled(scene, target, found)
    if len(target.items) != len(found.parts):
        raise ValueError("a walk over several values binds as many names")
    parts = [pattern(scene, item, one) for item, one in zip(target.items, found.parts, strict=True)]
    text = parts[0].text
    for part in parts[1:]:
        text = f"({text}, {part.text})"
    return Pattern(text, [line for part in parts for line in part.after])


def _tupled(scene: Scene, target: ir.Bind, found: Walk) -> Pattern:
    """One local for what comes as a pair."""
    if target.name == "_":
        return Pattern("_")
    if any(part.parts for part in found.parts):
        raise ValueError("one name for pairs of pairs")
    binds = [
        ir.Bind(scene.fresh(f"{target.name}_{number}"), part.type, True)
        for number, part in enumerate(found.parts)
    ]
    bound = pattern(scene, ir.Spread(tuple(binds)), found)
    word = f"let {'mut ' if target.mutable else ''}" if target.is_new else ""
    value = f"({', '.join(bind.name for bind in binds)})"
    if target.name in scene.func.maybe_unbound:
        value = f"Some({value})"
    return Pattern(bound.text, [*bound.after, f"{word}{target.name} = {value};"])


def _without(target: ir.Target, used: frozenset[str]) -> ir.Target:
    if isinstance(target, ir.Spread):
        return ir.Spread(tuple(_without(item, used) for item in target.items))
    return target if target.name in used or not target.is_new else ir.Bind("_", target.type, True)


def _one(scene: Scene, target: ir.Target, yields: Yields, type_: Type) -> Pattern:
    if isinstance(target, ir.Bind):
        return _bind(scene, target, yields, type_)
    if not isinstance(type_, Tuple):
        raise ValueError(f"a {type_} can't be taken apart")
    inner = [
        _one(scene, item, "value" if yields == "value" else yields, part)
        for item, part in zip(target.items, type_.items, strict=True)
    ]
    after = [line for part in inner for line in part.after]
    if yields == "value":
        return Pattern(f"({', '.join(part.text for part in inner)})", after)
    texts = [part.text for part in inner]
    if all(text == "_" for text in texts):
        return Pattern("_", after)
    if all(text.startswith("&") or text == "_" for text in texts):
        bare = [text.removeprefix("&") for text in texts]
        return Pattern(f"&({', '.join(bare)})", after)
    if any(text.startswith("&") for text in texts):
        mixed = [_under_borrow(text) for text in texts]
        return Pattern(f"&({', '.join(mixed)})", after)
    return Pattern(f"({', '.join(texts)})", after)


def _under_borrow(text: str) -> str:
    if text.startswith("&") or text == "_":
        return text.removeprefix("&")
    return f"ref {text}"


def _bind(scene: Scene, target: ir.Bind, yields: Yields, type_: Type) -> Pattern:
    name, copy = target.name, scene.is_copy(type_)
    if name == "_":
        return Pattern("_")
    form = scene.form(name)
    is_borrow = yields != "value" and form in ("ref", "mut")
    is_plain = target.is_new and (target.type == type_ or form == "index")
    if is_plain and (is_borrow or form == "index"):
        return Pattern(name)
    if is_plain and yields == "value":
        return Pattern(f"mut {name}" if target.mutable else name)
    if is_plain and copy and not target.mutable:
        return Pattern(f"&{name}")
    fresh = scene.fresh(f"next_{name}") if not target.is_new or target.type != type_ else name
    piece = Rust(fresh, kind="place" if yields == "value" else "ref", copy=copy, moves=True)
    if yields != "value" and copy:
        piece = Rust(fresh, kind="place", copy=True)
    value = rust.by_value(coerced(scene, piece, type_, target.type))
    if name in scene.func.maybe_unbound:
        value = f"Some({value})"
    word = f"let {'mut ' if target.mutable else ''}" if target.is_new else ""
    bound = f"&{fresh}" if yields != "value" and copy else fresh
    return Pattern(bound, [f"{word}{name} = {value};"])


__all__ = ["Pattern", "Walk", "pattern", "walked"]
