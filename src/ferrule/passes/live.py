"""Which read of a local is the last of its value, so that the value may move there.

Before:  `ys = xs; return ys`         After:  `ys = xs^; return ys^`

In: any tree. Out: the same tree with `Local.last` set, and on request what is live after each
statement's own expressions. Assumes names of locals are unique in their function.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module

Names: TypeAlias = frozenset[str]
Block: TypeAlias = tuple[ir.Stmt, ...]
NONE: Names = frozenset()


@dataclass(frozen=True, slots=True)
class Exits:
    """What is live where control may jump to; `after` collects the facts for other passes."""

    breaks: Names = NONE
    continues: Names = NONE
    caught: Names = NONE
    left: Mapping[str, Names] = field(default_factory=dict)  # behind the labelled blocks around
    after: dict[int, Names] = field(default_factory=dict)
    before: dict[int, Names] = field(default_factory=dict)


def run(module: Module) -> Module:
    """Marks the last reads in every function."""
    return replace(module, funcs=tuple(map(mark, module.funcs)))


def mark(func: Func) -> Func:
    """Marks the last reads in one function."""
    body, _ = _block(func.body, NONE, Exits())
    return replace(func, body=body)


def facts(func: Func) -> dict[int, Names]:
    """What is live after each statement's own expressions, by the `id` of the statement."""
    exits = Exits()
    _block(func.body, NONE, exits)
    return exits.after


def facts_before(func: Func) -> dict[int, Names]:
    """What is live before each statement, by the `id` of the statement."""
    exits = Exits()
    _block(func.body, NONE, exits)
    return exits.before


def _block(block: Block, after: Names, exits: Exits) -> tuple[Block, Names]:
    done: list[ir.Stmt] = []
    for stmt in reversed(block):
        changed, before = _stmt(stmt, after, exits)
        done.append(changed)
        after = before | exits.caught
        exits.before[id(stmt)] = after
    return tuple(reversed(done)), after


def _stmt(stmt: ir.Stmt, after: Names, exits: Exits) -> tuple[ir.Stmt, Names]:
    match stmt:
        case ir.If():
            return _if(stmt, after, exits)
        case ir.While():
            return _while(stmt, after, exits)
        case ir.For():
            return _for(stmt, after, exits)
        case ir.Try():
            return _try(stmt, after, exits)
        case ir.Break():
            return stmt, exits.breaks
        case ir.Continue():
            return stmt, exits.continues
        case ir.Block(label=label):
            inner = replace(exits, left={**exits.left, label: after})
            body, before = _block(stmt.body, after, inner)
            return replace(stmt, body=body), before
        case ir.Leave(label=label):
            return stmt, exits.left[label]
        case ir.Return():
            after = NONE
        case ir.Raise() | ir.Reraise() | ir.Redo():
            after = exits.caught
        case _:
            pass
    exits.after[id(stmt)] = after
    after -= frozenset(walk.bound_by(stmt))
    back = _Backwards(after, exits.caught)
    # Expressions are visited last first, so that the set grows in the right direction.
    changed = _rebuild_backwards(stmt, back)
    return changed, back.live


def _if(stmt: ir.If, after: Names, exits: Exits) -> tuple[ir.Stmt, Names]:
    body, in_body = _block(stmt.body, after, exits)
    orelse, in_orelse = _block(stmt.orelse, after, exits)
    exits.after[id(stmt)] = in_body | in_orelse
    back = _Backwards(in_body | in_orelse, exits.caught)
    test = back.visit(stmt.test)
    return replace(stmt, test=test, body=body, orelse=orelse), back.live


def _while(stmt: ir.While, after: Names, exits: Exits) -> tuple[ir.Stmt, Names]:
    orelse, in_orelse = _block(stmt.orelse, after, exits)
    if stmt.test == ir.Const(True, stmt.test.type, stmt.test.span):
        in_orelse = NONE
    head: Names = NONE
    while True:
        inner = replace(exits, breaks=after, continues=head)
        body, in_body = _block(stmt.body, head, inner)
        back = _Backwards(in_body | in_orelse, exits.caught)
        test = back.visit(stmt.test)
        if back.live == head:
            exits.after[id(stmt)] = in_body | in_orelse
            return replace(stmt, test=test, body=body, orelse=orelse), head
        head = back.live


def _for(stmt: ir.For, after: Names, exits: Exits) -> tuple[ir.Stmt, Names]:
    orelse, in_orelse = _block(stmt.orelse, after, exits)
    names = frozenset(walk.bound(stmt.target))
    head: Names = NONE
    while True:
        inner = replace(exits, breaks=after, continues=head)
        body, in_body = _block(stmt.body, head, inner)
        again = (in_body - names) | in_orelse
        if again <= head:
            break
        head |= again
    exits.after[id(stmt)] = head
    back = _Backwards(head, exits.caught)
    walked = _iter_backwards(stmt.iter, back)
    return replace(stmt, iter=walked, body=body, orelse=orelse), back.live


def _try(stmt: ir.Try, after: Names, exits: Exits) -> tuple[ir.Stmt, Names]:
    handlers = []
    caught: Names = NONE
    for handler in stmt.handlers:
        body, before = _block(handler.body, after, exits)
        handlers.append(replace(handler, body=body))
        caught |= before - {handler.name or ""}
    orelse, in_orelse = _block(stmt.orelse, after, exits)
    inner = replace(exits, caught=exits.caught | caught)
    body, before = _block(stmt.body, in_orelse, inner)
    changed = replace(stmt, body=body, handlers=tuple(handlers), orelse=orelse)
    return changed, before | caught


class _Backwards:
    """Visits expressions from the last evaluated to the first, growing what is live."""

    __slots__ = ("caught", "live")

    def __init__(self, live: Names, caught: Names) -> None:
        self.live = live
        self.caught = caught

    def visit(self, expr: ir.Expr) -> ir.Expr:
        """The expression with its last reads marked."""
        match expr:
            case ir.Local(name=name):
                last = name not in self.live and name not in self.caught
                self.live |= {name}
                return replace(expr, last=last)
            case ir.Choose():
                return self._choose(expr)
            case ir.Let():
                body = self.visit(expr.body)
                self.live -= {expr.name}
                return replace(expr, value=self.visit(expr.value), body=body)
            case ir.Collect():
                elements, clauses = self._clauses(expr.elements, expr.clauses)
                return replace(expr, elements=elements, clauses=clauses)
            case ir.Fold():
                elements, clauses = self._clauses((expr.element,), expr.clauses)
                start = None if expr.start is None else self.visit(expr.start)
                return replace(expr, element=elements[0], clauses=clauses, start=start)
            case ir.Sort() | ir.Best():
                return self._keyed(expr)
            case ir.Apply(op=op, args=(container, key, value)) if op.name == "setitem":
                # Python works out the value first, then the container and the key.
                value, container, key = self.visit_all((value, container, key))
                return replace(expr, args=(container, key, value))
            case _:
                parts = self.visit_all(walk.inside(expr))
                return _with_parts(expr, parts)

    def visit_all(self, exprs: Iterable[ir.Expr]) -> list[ir.Expr]:
        """Several expressions, given and returned in order of evaluation."""
        return [self.visit(expr) for expr in reversed(tuple(exprs))][::-1]

    def _choose(self, expr: ir.Choose) -> ir.Expr:
        after = self.live
        body = self.visit(expr.body)
        in_body, self.live = self.live, after
        orelse = self.visit(expr.orelse)
        self.live |= in_body
        return replace(expr, test=self.visit(expr.test), body=body, orelse=orelse)

    def _keyed(self, expr: ir.Sort | ir.Best) -> ir.Expr:
        names = frozenset(walk.own_names(expr))
        default = getattr(expr, "default", None)
        after = [] if default is None else [self.visit(default)]
        # The key runs again and again: what it reads from outside stays live throughout.
        if expr.key is not None:
            self.live |= walk.reads(expr.key) - names
            after.insert(0, self.visit(expr.key))
            self.live -= names
        return _with_parts(expr, [self.visit(expr.value), *after])

    def _clauses(
        self, elements: tuple[ir.Expr, ...], clauses: tuple[ir.Clause, ...]
    ) -> tuple[tuple[ir.Expr, ...], tuple[ir.Clause, ...]]:
        names = frozenset(name for clause in clauses for name in walk.bound(clause.target))
        inner = [part for clause in clauses for part in clause.tests] + list(elements)
        inner += [part for clause in clauses[1:] for part in walk.in_iter(clause.iter)]
        # The inside runs again and again: what it reads from outside stays live throughout.
        self.live |= frozenset().union(*map(walk.reads, inner)) - names
        changed = tuple(self.visit_all(elements))
        done: list[ir.Clause] = []
        for clause in reversed(clauses):
            tests = tuple(self.visit_all(clause.tests))
            self.live -= frozenset(walk.bound(clause.target))
            done.append(ir.Clause(clause.target, _iter_backwards(clause.iter, self), tests))
        return changed, tuple(reversed(done))


def _with_parts(expr: ir.Expr, parts: list[ir.Expr]) -> ir.Expr:
    left = iter(parts)
    return walk.rebuild(expr, lambda _: next(left))


def _iter_backwards(walked: ir.Iter, back: _Backwards) -> ir.Iter:
    left = iter(back.visit_all(walk.in_iter(walked)))
    return walk.rebuild_iter(walked, lambda _: next(left))


def _rebuild_backwards(stmt: ir.Stmt, back: _Backwards) -> ir.Stmt:
    left = iter(back.visit_all(walk.in_stmt(stmt)))
    return walk.rebuild_stmt(stmt, lambda _: next(left), lambda block: block)
