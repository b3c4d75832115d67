"""Operations of the table and calls of the slice's own functions.

In: an `Apply` or `Call`. Out: the row's Rust with the operands in the form that it asks for. An
operand that is read from what another operand changes is evaluated first, into a temporary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ferrule.base.types import BOOL, FLOAT, INT, Deque, Function, List, Scalar, Type, parts
from ferrule.base.types import Hole as TypeHole
from ferrule.emit import rust
from ferrule.emit.collect import joined, values
from ferrule.emit.empty import alone
from ferrule.emit.rust import Rust
from ferrule.emit.scene import Scene
from ferrule.emit.template import Hole, holes
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Param
from ferrule.ops import deques
from ferrule.ops.op import Op

_CONSTANT = re.compile(r"int::to_float\((-?\d{1,15})\)")
_INDEX = re.compile(r"\[(\d+) as usize\]")
_FUNCTION = re.compile(r"^(\w+::\w+)\(|^(\{0:recv\}\.\w+)\(")


@dataclass(frozen=True, slots=True)
class Form:
    """The text of a row that was chosen, and whether its first operand is borrowed uniquely."""

    text: str
    infix: int
    is_mutable: bool


def operation(scene: Scene, node: ir.Apply, mutable: bool) -> Rust:
    """An operation on its operands."""
    op = node.op
    if op.name == "not" and isinstance(node.args[0], ir.IsNone):
        return Rust(f"{scene.expr(node.args[0]).text.removesuffix('.is_none()')}.is_some()")
    if op.name == ".get" and _is_list_or_empty(node):
        if mutable:
            raise ValueError("the list that `get` gives would be changed in a copy")
        receiver = rust.as_receiver(scene.expr(node.args[0]))
        key = rust.by_ref(scene.expr(node.args[1]))
        text = f"{receiver}.get({key}).map_or(&[][..], Vec::as_slice)"
        return Rust(text, kind="ref", copy=False)
    if op.name == "not" and (positive := _denied(scene.expr(node.args[0]))):
        return positive
    if op.rust == "{0}":
        return scene.expr(node.args[0])
    match node.args:
        case (separator, ir.Collect() as parts) if op.name == ".join":
            if (whole := joined(scene, separator, parts)) is not None:
                return whole
    is_proved = node.proved and bool(op.proved)
    text = op.proved if is_proved else op.rust
    infix = op.proved_infix if is_proved else op.infix
    mutable = mutable or bool(op.borrows and op.mutates)
    changed = op.mutates
    if mutable and op.borrows and op.pure:
        text = _mutably(text)
        if not is_place(text) and not op.mutates and len(node.args) > 1:
            changed = (0,)
    before, args = _hoisted(scene, node.args, changed, _order(op), in_call=changed != op.mutates)
    if (
        op.name == ".extend"
        and op.arguments[0] == op.arguments[1]
        and (lent := _lent(scene, args[1]))
    ):
        receiver = rust.as_receiver(scene.place(node.args[0]))
        return _after(before, Rust(f"{receiver}.extend_from_slice({lent})"))
    filled = _filled(scene, node, Form(text, infix, mutable and op.borrows), args)
    filled = _INDEX.sub(r"[\1]", _CONSTANT.sub(r"\1.0", filled))
    piece = _result(scene, node, filled, mutable)
    if op.borrows and not mutable and not before:
        piece = replace(piece, taken=_taken(scene, node))
    return _after(before, piece)


def _denied(piece: Rust) -> Rust | None:
    """What stands behind a `!`, so that it need not be denied twice."""
    if piece.strength != rust.UNARY or not piece.text.startswith("!"):
        return None
    return replace(piece, text=piece.text[1:], strength=rust.POSTFIX)


def _taken(scene: Scene, node: ir.Apply) -> str:
    """The element of a container that ends here, moved out of it; where it has to be moved."""
    container = node.args[0]
    if isinstance(container, ir.Local | ir.GetField) or not scene.is_shared(node.type):
        return ""
    piece = scene.expr(container)
    if node.op.name != "getitem" or piece.kind != "value":
        return ""
    index = scene.expr(node.args[1])
    if isinstance(container.type, Deque):
        step = f"{rust.as_receiver(piece)}.take({rust.by_value(index)})"
    elif isinstance(container.type, List):
        step = f"list::take({piece.text}, {rust.by_value(index)})"
    else:
        step = f"{rust.as_receiver(piece)}.pop({rust.by_ref(index)})"
    return scene.tried(step, copy=False).text


def _is_list_or_empty(node: ir.Apply) -> bool:
    """`d.get(k, [])`, which is looked at where it lies."""
    match node.args:
        case (_, _, ir.MakeList(items=())):
            return isinstance(node.type, List)
        case _:
            return False


def _lent(scene: Scene, arg: ir.Expr | str) -> str:
    """A borrow of a list that lives on, whose elements are copied over."""
    if isinstance(arg, str):
        return ""
    piece = _slice_ref(scene, arg) or scene.expr(arg)
    return "" if piece.kind == "value" or piece.moves else rust.by_ref(piece)


def _slice_ref(scene: Scene, arg: ir.Expr) -> Rust | None:
    """`xs[a:b]` as a borrow, where it is only looked at."""
    if not isinstance(arg, ir.Apply) or arg.op.name != "slice" or not isinstance(arg.type, List):
        return None
    container = scene.expr(arg.args[0])
    if container.kind == "value":
        return None
    bounds = ", ".join(scene.value(bound) for bound in arg.args[1:])
    return Rust(f"list::slice_ref({rust.by_ref(container)}, {bounds})", kind="ref", copy=False)


def _result(scene: Scene, node: ir.Apply, text: str, mutable: bool) -> Rust:
    copy, op = scene.is_copy(node.type), node.op
    is_proved = node.proved and bool(op.proved)
    infix = op.proved_infix if is_proved else op.infix
    kind: rust.Kind = "value"
    if op.borrows:
        kind = "place" if is_place(op.proved if is_proved else op.rust) else "ref"
        kind = "mut" if kind == "ref" and mutable else kind
    if op.fallible and not is_proved:
        tried = scene.tried(text, copy=copy)
        return Rust(tried.text, rust.POSTFIX, kind, copy, step="" if op.borrows else text)
    return Rust(text, infix or _strength(text), kind, copy)


def is_place(text: str) -> bool:
    """Whether an operation's text is an indexing, which is a place, and no call."""
    return text.rstrip().endswith("]") and not text.startswith(("vec!", "["))


def _strength(text: str) -> int:
    if text.startswith(("!", "-", "*", "&")):
        return rust.UNARY
    if re.search(r" as \w+$", text) and "(" not in text.rpartition(" as ")[2]:
        return rust.CAST
    return rust.POSTFIX if not text.startswith(("if ", "match ", "|")) else rust.BLOCK


def _mutably(text: str) -> str:
    """The form of a borrowing operation that borrows uniquely, named as Rust names such."""
    if is_place(text):
        return text
    changed = _FUNCTION.sub(lambda found: f"{found[1] or found[2]}_mut(", text)
    return changed.replace("{0}", "{0:mut}")


def _filled(scene: Scene, node: ir.Apply, form: Form, args: Sequence[ir.Expr | str]) -> str:
    """The row's text with the operands in it."""
    done, end = "", 0
    for hole in holes(form.text, form.infix):
        done += form.text[end : hole.start]
        end = hole.end
        arg = args[hole.operand]
        lent = _slice_ref(scene, arg) if hole.mode == "" and not isinstance(arg, str) else None
        piece = lent or _alone(scene, hole, arg) or _operand(scene, node, form, hole.operand, arg)
        if _is_array(node, hole, args[hole.operand]):
            piece = replace(piece, text=piece.text.removeprefix("vec!"))
        pattern = node.op.arguments[hole.operand]
        if hole.is_left_of_less and piece.strength == rust.CAST:
            done += f"({_shown(piece, hole.mode, pattern, rust.BLOCK)})"
        else:
            done += _shown(piece, hole.mode, pattern, hole.strength)
    return done + form.text[end:]


def _alone(scene: Scene, hole: Hole, arg: ir.Expr | str) -> Rust | None:
    return None if hole.mode == "own" or isinstance(arg, str) else alone(scene, arg)


def _operand(scene: Scene, node: ir.Apply, form: Form, number: int, arg: ir.Expr | str) -> Rust:
    if isinstance(arg, str):
        copy = scene.is_copy(node.args[number].type)
        return Rust(arg, kind="place", copy=copy, moves=True)
    if node.op.name == ".join" and isinstance(arg, ir.Collect):
        return Rust(values(scene, arg), kind="ref")
    if node.op.name == ".join" and number == 1:
        piece = scene.expr(arg)  # a unique borrow would be moved into what takes any iterable
        if piece.kind == "mut":
            return Rust(f"{rust.as_receiver(piece)}.iter()", kind="ref")
        return piece
    is_changed = number in node.op.mutates or (form.is_mutable and number == 0)
    return scene.write(arg, is_changed)


def _is_array(node: ir.Apply, hole: Hole, arg: ir.Expr | str) -> bool:
    """Whether a list display is only looked at, so that it need not be a `Vec`."""
    if not isinstance(arg, ir.MakeList) or not arg.items:
        return False
    return hole.mode == "" or node.op.name in (".extend", ".extendleft", deques.MAKE)


def _shown(piece: Rust, mode: str, pattern: Type, strength: int) -> str:
    match mode:
        case "own" if isinstance(pattern, List) and piece.kind != "value" and not piece.moves:
            return f"{rust.as_receiver(piece)}.to_vec()"
        case "own":
            return rust.by_value(piece, strength)
        case "recv" if pattern in (INT, FLOAT, BOOL):
            return rust.by_value(_typed(piece, pattern), rust.POSTFIX)
        case "recv":
            return rust.as_receiver(piece)
        case "mut":
            if strength == rust.POSTFIX:
                return rust.as_receiver(piece)
            return rust.by_mut(piece, strength)
        case "place":
            return rust.as_place(piece, strength)
        case "item":
            return rust.by_ref(piece, strength)
        case "num" if piece.kind == "value":
            return rust.by_value(piece, strength)
        case _ if piece.copy and not _has_hole(pattern):
            return rust.by_value(piece, strength)
        case _:
            return rust.by_ref(piece, strength)


def _typed(piece: Rust, type_: Type) -> Rust:
    """A literal that says its type, which a method is looked up by."""
    suffix = "_i64" if type_ == INT else "_f64" if type_ == FLOAT else ""
    is_literal = piece.text.lstrip("-")[:1].isdigit() and re.fullmatch(r"-?[\d.e+-]+", piece.text)
    return replace(piece, text=piece.text + suffix) if is_literal else piece


def _has_hole(pattern: Type) -> bool:
    return isinstance(pattern, TypeHole) or any(map(_has_hole, parts(pattern)))


# Order of evaluation ---------------------------------------------------------------------------


def _order(op: Op) -> tuple[int, ...]:
    """The operands in Python's order of evaluation: what is assigned to an item comes first."""
    numbers = tuple(range(len(op.arguments)))
    return (*numbers[-1:], *numbers[:-1]) if op.name.startswith("set") else numbers


def _hoisted(
    scene: Scene,
    args: tuple[ir.Expr, ...],
    changed: tuple[int, ...],
    order: tuple[int, ...],
    *,
    in_call: bool = False,
) -> tuple[list[str], list[ir.Expr | str]]:
    """Temporaries for operands that read what another operand holds uniquely."""
    roots = frozenset(name for number in changed for name in _roots(args[number], scene))
    is_heap = any(scene.is_heap(args[number]) for number in changed)
    clashing = [
        number
        for number in order
        if number not in changed
        and (roots & reached(scene, args[number]) or (is_heap and _looks(scene, args[number])))
        and not _is_trivial(scene, args[number])
    ]
    if len(args) == 2 and not in_call and _is_two_phase(scene, args, clashing):
        return [], list(args)
    if not clashing and order and order[0] != 0 and _comes_first(scene, args):
        clashing = [order[0]]
    if not clashing:
        return [], list(args)
    before: list[str] = []
    done: list[ir.Expr | str] = list(args)
    for number in order[: order.index(clashing[-1]) + 1]:
        arg = args[number]
        if number in changed or isinstance(arg, ir.Const) or _is_trivial(scene, arg):
            continue
        name = scene.fresh("value" if number == len(args) - 1 else "index")
        before.append(f"let {name} = {scene.value(arg)};")
        done[number] = name
    return before, done


def _looks(scene: Scene, arg: ir.Expr) -> bool:
    """Whether it looks at instances that several names may hold, at whichever."""
    return any(
        isinstance(part, ir.Call)
        or (isinstance(part, ir.GetField) and scene.is_counted(part.value.type))
        for part in walk.every_part(arg)
    )


def _comes_first(scene: Scene, args: tuple[ir.Expr, ...]) -> bool:
    """Whether it shows that a value is worked out before the place that it is stored in."""
    value, indexes = args[-1], args[1:-1]
    moved = {
        part.name
        for index in indexes
        for part in walk.every_part(index)
        if isinstance(part, ir.Local) and part.last and not scene.is_copy(part.type)
    }
    if moved & walk.reads(value):
        return True
    are_plain = all(isinstance(one, ir.Const) or _is_trivial(scene, one) for one in indexes)
    if are_plain or isinstance(value, ir.Const | ir.Local):
        return False
    acts = any(
        isinstance(part, ir.Call) or (isinstance(part, ir.Apply) and not part.op.pure)
        for part in walk.every_part(value)
    )
    return acts or scene.attempt is not None


def _is_two_phase(scene: Scene, args: tuple[ir.Expr, ...], clashing: list[int]) -> bool:
    """Whether Rust itself allows it: `xs.push(xs[i])` on a plain local."""
    if not isinstance(args[0], ir.Local) or clashing != [1] or not scene.is_copy(args[1].type):
        return False
    return not any(
        isinstance(part, ir.Call) or (isinstance(part, ir.Apply) and not part.op.pure)
        for part in walk.every_part(args[1])
    )


def _roots(arg: ir.Expr, scene: Scene) -> frozenset[str]:
    while isinstance(arg, ir.Apply | ir.GetField | ir.GetItem | ir.Coerce):
        arg = arg.args[0] if isinstance(arg, ir.Apply) else arg.value
    if not isinstance(arg, ir.Local):
        return frozenset()
    return reached(scene, arg)


def reached(scene: Scene, arg: ir.Expr) -> frozenset[str]:
    """The locals that an expression reads, those behind its indexed locals included."""
    found = set(walk.reads(arg))
    for name in list(found):
        if name in scene.func.containers:
            found |= reached(scene, scene.func.containers[name])
    return frozenset(found)


def _is_trivial(scene: Scene, arg: ir.Expr) -> bool:
    if isinstance(arg, ir.Local):
        return scene.form(arg.name) == "own" and scene.is_copy(arg.type)
    return isinstance(arg, ir.Const)


def _after(before: list[str], piece: Rust) -> Rust:
    if not before:
        return piece
    text = rust.block(before, piece.text)
    return Rust(text, rust.BLOCK, piece.kind, piece.copy)


# Calls -----------------------------------------------------------------------------------------


def call(scene: Scene, node: ir.Call) -> Rust:
    """A call of a function of the slice."""
    target = scene.funcs[node.func]
    changed = tuple(i for i, param in enumerate(target.params) if param.mode == "mut")
    before, args = _hoisted(scene, node.args, changed, tuple(range(len(node.args))))
    texts = [
        arg if isinstance(arg, str) else _argument(scene, param, arg)
        for param, arg in zip(target.params, args, strict=True)
        if not isinstance(param.type, Function)
    ]
    step = f"{node.func}({', '.join(texts)})"
    if node.is_early and target.fallible:
        step += ".map_err(Stop::too_early)"
    copy = scene.is_copy(node.type)
    piece = scene.tried(step, copy=copy) if target.fallible else Rust(step, copy=copy)
    return _after(before, piece)


def _argument(scene: Scene, param: Param, arg: ir.Expr) -> str:
    match param.mode:
        case "ref":
            return rust.by_ref(_slice_ref(scene, arg) or scene.expr(arg))
        case "mut":
            return rust.by_mut(scene.place(arg))
        case _:
            return scene.value(arg)


def is_anchored(op: Op, args: tuple[ir.Expr, ...], anchored: Callable[[ir.Expr], bool]) -> bool:
    """Whether Rust can tell the type of the operation's result from its text."""
    if op.infix or op.proved_infix:
        return op.result != INT or any(map(anchored, args))
    if isinstance(op.result, Scalar):
        return True
    found = zip(op.arguments, args, strict=True)
    return bool(args) and all(anchored(arg) for pattern, arg in found if _has_hole(pattern))
