"""The walk through a function's statements: what is known before and after each of them.

In: a function's knowledge and the zone at its start. Out: notes in the knowledge: proofs, calls,
the result. The facts at the head of a loop are found by going round until nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.passes.ranging.effects import forget_lists, unhold
from ferrule.passes.ranging.intervals import LONGEST
from ferrule.passes.ranging.knowledge import Knowledge
from ferrule.passes.ranging.ranges import branch, evaluate
from ferrule.passes.ranging.values import detached, either, under
from ferrule.passes.ranging.walking import Anything, Walk, advance, begin, bind, drop, finish, turn
from ferrule.passes.ranging.zone import Zone, is_within, join, widen

Block: TypeAlias = tuple[ir.Stmt, ...]
# One round of a loop: the zones at its end or at `continue`, when the loop ends, and at `break`.
Round: TypeAlias = tuple[Zone, Zone, Zone]
_PATIENCE = 8  # rounds until all that a loop changes is given up
_LIMIT = 2500  # statements walked through until loops are not settled any more


@dataclass(slots=True)
class Jumps:
    """Where control jumps to, from within a loop."""

    breaks: list[Zone] = field(default_factory=list)
    continues: list[Zone] = field(default_factory=list)
    left: dict[str, list[Zone]] = field(default_factory=dict)  # at the exits of labelled blocks


def follow(known: Knowledge, zone: Zone) -> None:
    """Walks through a function from the facts at its start."""
    end = _block(known, zone, known.func.body, Jumps())
    if not end.dead:
        known.returns = True


def _block(known: Knowledge, zone: Zone, block: Block, jumps: Jumps) -> Zone:
    for stmt in block:
        if zone.dead:
            return zone
        known.work += 1
        zone = _stmt(known, zone, stmt, jumps)
        zone.forget_all(lambda name: name.startswith("%t"))
    return zone


def _stmt(known: Knowledge, zone: Zone, stmt: ir.Stmt, jumps: Jumps) -> Zone:
    match stmt:
        case ir.Assign(target=target, value=value):
            bind(zone, target, evaluate(known, zone, value))
        case ir.SetField(value=value, new=new):
            evaluate(known, zone, new)
            evaluate(known, zone, value)
            unhold(known, zone, value, new.type)
        case ir.Do() | ir.Print() | ir.Raise():
            for expr in walk.in_stmt(stmt):
                evaluate(known, zone, expr)
            zone.dead = zone.dead or isinstance(stmt, ir.Raise)
        case ir.Return(value=value):
            _return(known, zone, value)
        case ir.If():
            return _if(known, zone, stmt, jumps)
        case ir.While():
            return _while(known, zone, stmt, jumps)
        case ir.For():
            return _for(known, zone, stmt, jumps)
        case ir.Try():
            return _try(known, zone, stmt, jumps)
        case ir.Break():
            return _jump(zone, jumps.breaks)
        case ir.Continue():
            return _jump(zone, jumps.continues)
        case ir.Block(label=label, body=body):
            jumps.left[label] = []
            end = _block(known, zone, body, jumps)
            return _joined(end, jumps.left.pop(label))
        case ir.Leave(label=label):
            return _jump(zone, jumps.left[label])
        case ir.Reraise() | ir.Redo():
            zone.dead = True
        case ir.Declare():
            pass
        case _:
            assert_never(stmt)
    return zone


def _return(known: Knowledge, zone: Zone, expr: ir.Expr) -> None:
    value = evaluate(known, zone, expr)
    if not zone.dead and known.is_final:
        found = detached(value)
        known.result = either(zone, known.result, found) if known.returns else found
        known.returns = True
    zone.dead = True


def _jump(zone: Zone, to: list[Zone]) -> Zone:
    to.append(zone.copy())
    zone.dead = True
    return zone


def _if(known: Knowledge, zone: Zone, stmt: ir.If, jumps: Jumps) -> Zone:
    holds, fails = branch(known, zone, stmt.test)
    body = _block(known, holds, stmt.body, jumps)
    return join(body, _block(known, fails, stmt.orelse, jumps))


def _while(known: Knowledge, zone: Zone, stmt: ir.While, jumps: Jumps) -> Zone:
    def go_round(head: Zone) -> Round:
        inner = Jumps(left=jumps.left)
        holds, fails = branch(known, head.copy(), stmt.test)
        end = _block(known, holds, stmt.body, inner)
        return _joined(end, inner.continues), fails, _joined(_nowhere(), inner.breaks)

    done, left = _loop(known, zone, stmt, go_round, jumps)
    return join(_block(known, done, stmt.orelse, jumps), left)


def _for(known: Knowledge, zone: Zone, stmt: ir.For, jumps: Jumps) -> Zone:
    name = f"%{known.number(stmt)}"
    walked, turns = begin(known, zone, stmt.iter, name, evaluate)
    if stmt.is_stepped:
        walked = Anything()  # the body changes what is walked
    known.mark(zone, stmt, holds=turns.range[1] <= LONGEST)

    def go_round(head: Zone) -> Round:
        end, breaks = _turn(known, head, stmt, walked, jumps)
        done = head.copy()
        finish(done, walked)
        return end, done, breaks

    done, left = _loop(known, zone, stmt, go_round, jumps)
    for one in (done, left):
        drop(one, name)
    return join(_block(known, done, stmt.orelse, jumps), left)


def _turn(
    known: Knowledge, head: Zone, stmt: ir.For, walked: Walk, around: Jumps
) -> tuple[Zone, Zone]:
    inner, zone = Jumps(left=around.left), head.copy()
    bind(zone, stmt.target, turn(zone, walked))
    end = _joined(_block(known, zone, stmt.body, inner), inner.continues)
    advance(end, walked)
    return end, _joined(_nowhere(), inner.breaks)


def _loop(
    known: Knowledge,
    zone: Zone,
    stmt: ir.While | ir.For,
    go_round: Callable[[Zone], Round],
    jumps: Jumps,
) -> tuple[Zone, Zone]:
    """The zones when the loop ends by itself and when it is broken off."""
    is_final, known.is_final = known.is_final, False
    exits = {label: len(zones) for label, zones in jumps.left.items()}
    start, head = known.heads.get(id(stmt), (None, zone))
    if start is None or not start.is_same(zone):
        head = _settled(known, zone, stmt, go_round)
        known.heads[id(stmt)] = zone.copy(), head
    known.is_final = is_final
    for label, count in exits.items():  # the rounds before were only for finding the head
        del jumps.left[label][count:]
    _, done, left = go_round(head.copy())
    return done, left


def _settled(
    known: Knowledge, zone: Zone, stmt: ir.While | ir.For, go_round: Callable[[Zone], Round]
) -> Zone:
    """What holds at the head of a loop on every turn."""
    head = zone.copy()
    for count in range(_PATIENCE + 2):
        if known.work > _LIMIT:
            return Zone()
        new = join(zone, go_round(head)[0])
        if is_within(new, head):
            break
        if count < _PATIENCE:
            head = widen(head, join(head, new), known.steps) if count else new
        else:
            head = _without(known, zone, stmt.body) if count == _PATIENCE else Zone()
    # Once more from facts that hold at the head gives facts that hold there too, and better ones.
    return join(zone, go_round(head)[0])


def _without(known: Knowledge, zone: Zone, block: Block) -> Zone:
    """The zone without all that a block may change."""
    zone = zone.copy()
    names = walk.assigned(block)
    zone.forget_all(lambda one: one.startswith("%") or any(under(name, one) for name in names))
    forget_lists(known, zone)
    return zone


def _try(known: Knowledge, zone: Zone, stmt: ir.Try, jumps: Jumps) -> Zone:
    caught = _without_counted(known, zone, stmt.body)
    end = _block(known, _block(known, zone, stmt.body, jumps), stmt.orelse, jumps)
    for handler in stmt.handlers:
        start = caught.copy()
        start.forget_all(lambda one, name=handler.name or "%": under(name, one))  # type: ignore[misc]
        end = join(end, _block(known, start, handler.body, jumps))
    return end


def _without_counted(known: Knowledge, zone: Zone, block: Block) -> Zone:
    """The zone wherever in a block something may be raised; counters of loops around it stay."""
    zone = zone.copy()
    names = walk.assigned(block)
    zone.forget_all(lambda one: any(under(name, one) for name in names))
    forget_lists(known, zone)
    return zone


def _joined(zone: Zone, others: list[Zone]) -> Zone:
    for other in others:
        zone = join(zone, other)
    return zone.copy()


def _nowhere() -> Zone:
    zone = Zone()
    zone.dead = True
    return zone
