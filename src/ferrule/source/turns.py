"""One turn of a parallel loop: what it works out, and what it changes around it.

In: a loop and the function around it. Out: a `Turn`, or a `Conflict` that names the lines in the
way. What is worked out may read anything that no turn changes, and the turn's own element
`xs[i]` of what all turns change only at `[i]`. Changes at the end of a turn stay what they are;
those in inner loops are noted down in the turn and made afterwards, in their order.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeGuard

from ferrule.source.scopes import own_nodes

_ENDS = (ast.Return, ast.Yield, ast.YieldFrom, ast.Await, ast.Global, ast.Nonlocal, ast.Delete)


class Conflict(Exception):
    """Why the turns of a loop can't run side by side."""


@dataclass(slots=True)
class Turn:
    """The two parts of a loop's body."""

    name: str  # of the function that works a turn out
    index: str  # the loop's variable
    work: list[ast.stmt] = field(default_factory=list)
    values: list[ast.expr] = field(default_factory=list)  # what is handed on
    parts: list[str] = field(default_factory=list)  # by these names
    changes: list[ast.stmt] = field(default_factory=list)
    needs_index: bool = False  # in the changes


@dataclass(frozen=True, slots=True)
class _Change:
    """A statement that changes something around the loop."""

    stmt: ast.AugAssign | ast.Assign | ast.Expr
    root: str  # the variable that is changed, or that holds what is changed
    indexes: tuple[ast.expr, ...]  # from the root on
    value: ast.expr

    @property
    def adds(self) -> bool:
        """Whether it works on what was there."""
        return not isinstance(self.stmt, ast.Assign)


def split(function: ast.FunctionDef, loop: ast.For, names: set[str]) -> Turn:
    """The turn of a loop. Raises Conflict. `names` are those taken in the function; it grows."""
    if not isinstance(loop.target, ast.Name) or loop.orelse:
        raise Conflict("only a plain loop over one variable can be parallel")
    if not _is_plain_range(loop):
        raise Conflict("only a loop that counts one by one between plain bounds can be parallel")
    for node in _own_ends(loop.body):
        raise Conflict(f"line {node.lineno} ends a turn or the loop early")
    turn = Turn(fresh("turn", names), loop.target.id)
    own = _own_names(loop)
    changes = list(_changes(loop.body, own))
    roots = {change.root: change for change in changes}
    _check_bounds(loop, changes)
    _check_names(function, loop, own, roots)
    _check_reads(loop, changes, roots)
    turn.work = _worked_out(loop.body, turn, own, names)
    if not turn.parts:
        raise Conflict("its turns change nothing that is seen after the loop")
    # What is handed on as it is moves away: everything else looks at it before.
    order = sorted(zip(turn.values, turn.parts, strict=True), key=lambda one: _is_name(one[0]))
    turn.values, turn.parts = [value for value, _ in order], [part for _, part in order]
    return turn


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name)


def _is_plain_range(loop: ast.For) -> bool:
    """Whether its bounds are still the same when they are looked at again."""
    match loop.iter:
        case ast.Call(args=[_] | [_, _] as bounds, keywords=[]):
            read = {node.id for one in bounds for node in ast.walk(one) if _is_read(node)}
            changed = {node.id for node in ast.walk(loop) if _is_bound(node)}
            return all(map(_is_plain, bounds)) and not read & changed
    return False


def _is_read(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)


def _is_bound(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _is_plain(node: ast.expr) -> bool:
    """A name, a number, the length of something, or what is worked out from these."""
    match node:
        case ast.Name() | ast.Constant():
            return True
        case ast.BinOp(left=left, right=right):
            return _is_plain(left) and _is_plain(right)
        case ast.UnaryOp(operand=operand):
            return _is_plain(operand)
        case ast.Call(func=ast.Name(id="len"), args=[inner], keywords=[]):
            return _is_plain(inner) or (isinstance(inner, ast.Subscript) and _is_plain(inner.value))
    return False


def _own_ends(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that leave a turn in its middle."""
    for stmt in body:
        for node in own_nodes([stmt]):
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
                raise Conflict(f"line {node.lineno} defines a function inside a turn")
            if isinstance(node, _ENDS):
                yield stmt
        yield from _jumps(stmt)


def _jumps(stmt: ast.stmt) -> Iterator[ast.stmt]:
    if isinstance(stmt, ast.Break | ast.Continue):
        yield stmt
    elif not isinstance(stmt, ast.For | ast.While):
        for inner in ast.iter_child_nodes(stmt):
            if isinstance(inner, ast.stmt | ast.ExceptHandler | ast.match_case):
                yield from _jumps(inner)  # type: ignore[arg-type]


def _own_names(loop: ast.For) -> set[str]:
    """The names that a turn binds by itself, rather than adds to."""
    added = {
        id(node.target)
        for node in ast.walk(loop)
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
    }
    return {
        node.id
        for stmt in loop.body
        for node in ast.walk(stmt)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in added
    } | {loop.target.id for _ in (1,) if isinstance(loop.target, ast.Name)}


def _changes(body: list[ast.stmt], own: set[str]) -> Iterator[_Change]:
    for stmt in body:
        for node in own_nodes([stmt]):
            if isinstance(node, ast.stmt):
                change = _change(node, own)
                if change is not None:
                    yield change


def _change(node: ast.stmt, own: set[str]) -> _Change | None:
    """What a statement changes around the loop; nothing where it changes only the turn's own."""
    match node:
        case ast.AugAssign(target=ast.Name(id=name), value=value) if name not in own:
            return _Change(node, name, (), value)
        case ast.AugAssign(target=ast.Subscript() as place, value=value):
            return _placed(node, place, value, own)
        case ast.Assign(targets=[ast.Subscript() as place], value=value):
            return _placed(node, place, value, own)
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="append", value=held), args=[value])):
            return _placed(node, held, value, own)
        case ast.Assign(targets=targets) if any(_is_place(target) for target in targets):
            raise Conflict(f"line {node.lineno} changes several things at once")
        case ast.AugAssign(target=ast.Attribute()):
            raise Conflict(f"line {node.lineno} changes an attribute")
    return None


def _is_place(target: ast.expr) -> bool:
    inside = ast.walk(target)
    return any(isinstance(node, ast.Subscript | ast.Attribute) for node in inside)


def _placed(
    node: ast.AugAssign | ast.Assign | ast.Expr, place: ast.expr, value: ast.expr, own: set[str]
) -> _Change | None:
    indexes: list[ast.expr] = []
    while isinstance(place, ast.Subscript):
        if isinstance(place.slice, ast.Slice):
            raise Conflict(f"line {node.lineno} changes a slice")
        indexes.append(place.slice)
        place = place.value
    if not isinstance(place, ast.Name):
        raise Conflict(f"line {node.lineno} changes what is no plain variable or its element")
    return None if place.id in own else _Change(node, place.id, tuple(reversed(indexes)), value)


def _check_bounds(loop: ast.For, changes: list[_Change]) -> None:
    """The range is looked at again for each portion of turns: none may have made it another."""
    nodes = list(ast.walk(loop.iter))
    read = {node.id for node in nodes if isinstance(node, ast.Name)}
    inside = any(isinstance(node, ast.Subscript) for node in nodes)
    for change in changes:
        if change.root in read and (inside or _appends(change)):
            line = change.stmt.lineno
            raise Conflict(f"line {loop.lineno} reads `{change.root}`, which line {line} changes")


def _check_names(
    function: ast.FunctionDef, loop: ast.For, own: set[str], roots: dict[str, _Change]
) -> None:
    """The turn's own names mean nothing before a turn binds them, and nothing after the loop."""
    inside = {id(node) for node in ast.walk(loop)}
    for name in sorted(own):
        for place in _reads_outside(function, name, inside):
            line = _first_line(loop, name, ast.Store)
            raise Conflict(f"`{name}`, set in line {line}, is used in line {place.lineno}")
        read, bound = _first_line(loop, name, ast.Load), _first_line(loop, name, ast.Store)
        if read < bound and name not in roots:
            raise Conflict(f"line {read} uses `{name}` of the turn before, set in line {bound}")


def _reads_outside(function: ast.FunctionDef, name: str, inside: set[int]) -> Iterator[ast.Name]:
    """Reads of a name elsewhere in the function, where it is not the variable of another loop."""

    def walk(node: ast.AST) -> Iterator[ast.Name]:
        if id(node) in inside:
            return
        match node:
            case ast.For(target=ast.Name(id=target)) if target == name:
                yield from walk(node.iter)
                return
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp() if any(
                isinstance(one.target, ast.Name) and one.target.id == name
                for one in node.generators
            ):
                return
            case ast.Name(id=found, ctx=ast.Load()) if found == name:
                yield node
        for child in ast.iter_child_nodes(node):
            yield from walk(child)

    for stmt in function.body:
        yield from walk(stmt)


def _first_line(loop: ast.For, name: str, context: type[ast.expr_context]) -> int:
    lines = [
        node.lineno
        for node in ast.walk(loop)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, context)
    ]
    return min(lines, default=loop.end_lineno or loop.lineno)


def _check_reads(loop: ast.For, changes: list[_Change], roots: dict[str, _Change]) -> None:
    """No turn reads what another one changes."""
    assert isinstance(loop.target, ast.Name)
    own_element = {
        root
        for root in roots
        if _counts_up_from_zero(loop.iter)
        and all(_is_index(change, loop.target.id) for change in changes if change.root == root)
    }
    allowed: set[int] = set()
    for change in changes:
        place = change.stmt.targets[0] if isinstance(change.stmt, ast.Assign) else change.stmt
        allowed |= {id(node) for node in ast.walk(_without(place, change))}
    for stmt in loop.body:
        for node in ast.walk(stmt):
            match node:
                case ast.Subscript(
                    value=ast.Name(id=root) as held, slice=ast.Name(id=index), ctx=ast.Load()
                ) if root in own_element and index == loop.target.id:
                    allowed.add(id(held))
                case ast.Name(id=root, ctx=ast.Load()) if root in roots and id(node) not in allowed:
                    line = roots[root].stmt.lineno
                    raise Conflict(f"line {node.lineno} reads `{root}`, which line {line} changes")
    nested = [change for change in changes if change.stmt not in loop.body]
    for change in nested:
        others = [one for one in changes if one.root == change.root and one is not change]
        if others:
            lines = sorted((change.stmt.lineno, others[0].stmt.lineno))
            raise Conflict(f"lines {lines[0]} and {lines[1]} change `{change.root}` by turns")


def _without(place: ast.AST, change: _Change) -> ast.AST:
    """The root and nothing of what stands between its brackets or is worked out."""
    node = place
    match place:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=held))):
            node = held
        case ast.AugAssign(target=target):
            node = target
    while isinstance(node, ast.Subscript):
        node = node.value
    return node


def _is_index(change: _Change, index: str) -> bool:
    match change.indexes[:1]:
        case [ast.Name(id=name)]:
            return name == index
    return False


def _counts_up_from_zero(node: ast.expr) -> bool:
    match node:
        case ast.Call(args=[_], keywords=[]):
            return True
        case ast.Call(args=[ast.Constant(value=int(start)), _], keywords=[]):
            return start >= 0
    return False


def _worked_out(body: list[ast.stmt], turn: Turn, own: set[str], names: set[str]) -> list[ast.stmt]:
    """The statements of the turn without its changes, which go to `turn`."""
    work: list[ast.stmt] = []
    for stmt in body:
        change = _change(stmt, own)
        if change is not None:
            part = _handed(change, turn, names)
            turn.changes.append(part)
            continue
        noted = list(_changes([stmt], own))
        for one in noted:
            work.append(_noted(stmt, one, turn, names))
        work.append(stmt)
    return work


def _handed(change: _Change, turn: Turn, names: set[str]) -> ast.stmt:
    """The change as it is, of values that the turn worked out."""
    indexes = [_part(index, change, turn, names) for index in change.indexes]
    value = _part(change.value, change, turn, names)
    return _rebuilt(change, indexes, value)


def _part(node: ast.expr, change: _Change, turn: Turn, names: set[str]) -> ast.expr:
    match node:
        case ast.Constant():
            return node
        case ast.Name(id=name) if name == turn.index:
            turn.needs_index = True
            return node
    name = fresh(f"{change.root}_part", names)
    turn.parts.append(name)
    turn.values.append(node)
    return ast.copy_location(ast.Name(name, ast.Load()), node)


def _rebuilt(change: _Change, indexes: list[ast.expr], value: ast.expr) -> ast.stmt:
    stmt = change.stmt
    place: ast.expr = ast.copy_location(ast.Name(change.root, ast.Load()), stmt)
    for index in indexes:
        place = ast.copy_location(ast.Subscript(place, index, ast.Load()), stmt)
    match stmt:
        case ast.AugAssign(op=op):
            place.ctx = ast.Store()  # type: ignore[attr-defined]
            return ast.copy_location(ast.AugAssign(place, op, value), stmt)  # type: ignore[arg-type]
        case ast.Assign():
            place.ctx = ast.Store()  # type: ignore[attr-defined]
            return ast.copy_location(ast.Assign([place], value), stmt)
    func = ast.copy_location(ast.Attribute(place, "append", ast.Load()), stmt)
    call = ast.copy_location(ast.Call(func, [value], []), stmt)
    return ast.copy_location(ast.Expr(call), stmt)


def _noted(stmt: ast.stmt, change: _Change, turn: Turn, names: set[str]) -> ast.stmt:
    """A change in the middle of a turn: noted in a list there, made in a loop over it later on."""
    if change.adds and _is_in_a_loop(stmt, change.stmt) and not _appends(change):
        raise Conflict(
            f"line {change.stmt.lineno} adds to `{change.root}` in an inner loop; add up in a "
            "variable of the turn, and once at its end to this one"
        )
    inner = Turn("", turn.index)
    made = _handed(change, inner, names)
    turn.needs_index |= inner.needs_index
    if inner.parts:
        return _listed(stmt, change, (turn, inner, made), fresh(f"{change.root}_parts", names))
    return _counted(stmt, change, turn, (made, fresh(f"{change.root}_times", names)))


def _counted(stmt: ast.stmt, change: _Change, turn: Turn, done: tuple[ast.stmt, str]) -> ast.stmt:
    """A change that is always the same: how often is all there is to note."""
    made, name = done
    like = change.stmt
    times = ast.copy_location(ast.Name(name, ast.Store()), like)
    one = ast.copy_location(ast.Constant(1), like)
    _replace(stmt, like, ast.copy_location(ast.AugAssign(times, ast.Add(), one), like))
    _hand_on(turn, name, like)
    over = ast.copy_location(ast.Name("range", ast.Load()), like)
    count = ast.copy_location(ast.Name(name, ast.Load()), like)
    over_range = ast.copy_location(ast.Call(over, [count], []), like)
    target = ast.copy_location(ast.Name(f"{name}_done", ast.Store()), like)
    turn.changes.append(ast.copy_location(ast.For(target, over_range, [made], []), like))
    return _begun(stmt, name, ast.Constant(0))


def _listed(
    stmt: ast.stmt, change: _Change, parts: tuple[Turn, Turn, ast.stmt], name: str
) -> ast.stmt:
    """A change whose values are noted in a list."""
    turn, inner, made = parts
    like = change.stmt
    value, target = _tupled(inner, like)
    log = ast.copy_location(ast.Name(name, ast.Load()), like)
    func = ast.copy_location(ast.Attribute(log, "append", ast.Load()), like)
    call = ast.copy_location(ast.Call(func, [value], []), like)
    _replace(stmt, like, ast.copy_location(ast.Expr(call), like))
    _hand_on(turn, name, like)
    over = ast.copy_location(ast.Name(name, ast.Load()), like)
    turn.changes.append(ast.copy_location(ast.For(target, over, [made], []), like))
    return _begun(stmt, name, ast.List([], ast.Load()))


def _hand_on(turn: Turn, name: str, like: ast.stmt) -> None:
    turn.parts.append(name)
    turn.values.append(ast.copy_location(ast.Name(name, ast.Load()), like))


def _begun(stmt: ast.stmt, name: str, value: ast.expr) -> ast.stmt:
    holder = ast.copy_location(ast.Name(name, ast.Store()), stmt)
    return ast.copy_location(ast.Assign([holder], ast.copy_location(value, stmt)), stmt)


def _tupled(inner: Turn, like: ast.stmt) -> tuple[ast.expr, ast.expr]:
    names: list[ast.expr] = [
        ast.copy_location(ast.Name(part, ast.Store()), like) for part in inner.parts
    ]
    if len(names) == 1:
        return inner.values[0], names[0]
    value = ast.copy_location(ast.Tuple(inner.values, ast.Load()), like)
    return value, ast.copy_location(ast.Tuple(names, ast.Store()), like)


def _appends(change: _Change) -> bool:
    return isinstance(change.stmt, ast.Expr)


def _is_in_a_loop(stmt: ast.stmt, wanted: ast.stmt) -> bool:
    return any(
        isinstance(node, ast.For | ast.While) and any(one is wanted for one in ast.walk(node))
        for node in ast.walk(stmt)
    )


def _replace(stmt: ast.stmt, old: ast.stmt, new: ast.stmt) -> None:
    for node in ast.walk(stmt):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and old in block:
                block[block.index(old)] = new
                return


def fresh(base: str, names: set[str]) -> str:
    """A name that is not taken yet, and is from now on."""
    name, number = base, 1
    while name in names:
        number += 1
        name = f"{base}_{number}"
    names.add(name)
    return name
