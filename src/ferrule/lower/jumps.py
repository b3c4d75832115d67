"""Labelled blocks that need no label, since a `break` or a `continue` says the same.

Before:  `while t: block b: … leave b …`        After:  `while t: … continue …`
Before:  `block b: while t: … leave b …`        After:  `while t: … break …`

In: the statements of a function. Out: the same with as few blocks as can be.
"""

from __future__ import annotations

from dataclasses import replace

from ferrule.ir.nodes import Block, Break, Continue, For, If, Leave, Stmt, While
from ferrule.ir.walk import blocks, every_stmt, is_left, rebuild_stmt

Body = tuple[Stmt, ...]


def plain(body: Body) -> Body:
    """The statements with the blocks taken away that plain jumps can stand for."""
    if not any(isinstance(stmt, Block) for stmt in every_stmt(body)):
        return body
    done: list[Stmt] = []
    for stmt in body:
        match stmt:
            case While() | For():
                done.append(replace(stmt, body=_turn(plain(stmt.body)), orelse=plain(stmt.orelse)))
            case Block():
                done += _unlabelled(replace(stmt, body=plain(stmt.body)))
            case _:
                done.append(rebuild_stmt(stmt, lambda expr: expr, plain))
    return tuple(done)


def _turn(body: Body) -> Body:
    """The body of a loop: leaving a block at its very end is a `continue`."""
    if not body:
        return body
    *before, last = body
    match last:
        case Block(label=label):
            inner = _jumping(last.body, label, Continue(last.span))
            if not is_left(inner, label):
                return (*before, *_turn(_without_end(inner, Continue)))
        case If():
            changed = replace(last, body=_turn(last.body), orelse=_turn(last.orelse))
            return (*before, changed)
    return body


def _unlabelled(block: Block) -> Body:
    """A block that ends with a loop: leaving it from the loop is a `break`."""
    if block.body and isinstance(block.body[-1], While | For) and not block.body[-1].orelse:
        *before, loop = block.body
        assert isinstance(loop, While | For)
        inner = _jumping(loop.body, block.label, Break(block.span))
        changed = (*before, replace(loop, body=inner))
        return changed if not is_left(changed, block.label) else (replace(block, body=changed),)
    return block.body if not is_left(block.body, block.label) else (block,)


def _jumping(body: Body, label: str, jump: Break | Continue) -> Body:
    """The statements with jumps in place of leaving the block, where no loop is in between."""
    done: list[Stmt] = []
    for stmt in body:
        match stmt:
            case Leave(label=name, span=span) if name == label:
                done.append(replace(jump, span=span))
            case While() | For():
                done.append(replace(stmt, orelse=_jumping(stmt.orelse, label, jump)))
            case _ if blocks(stmt):
                done.append(
                    rebuild_stmt(stmt, lambda e: e, lambda inner: _jumping(inner, label, jump))
                )
            case _:
                done.append(stmt)
    return tuple(done)


def _without_end(body: Body, kind: type[Continue]) -> Body:
    """A jump to where control goes anyhow is none."""
    return body[:-1] if body and isinstance(body[-1], kind) else body
