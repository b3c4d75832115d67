"""Which operations on ints and indexes can't fail, by the ranges of all ints.

Before:  `for i in range(len(xs)): xs[i] + 1`      After:  `xs[i]` with `Apply.proved` set

In: functions with ownership decided. Out: the same tree with `Apply.proved` set where the proof
that the operation's row asks for was found: no overflow, an index in range, a divisor above zero;
`For.is_short` where a loop turns no more often than a list in memory can have elements, and `polls`
at comprehensions where that is not sure.
Parameters of functions that Python calls may be anything; those of others are what the calls give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module
from ferrule.passes.ranging.flow import follow
from ferrule.passes.ranging.guarding import FEW, Short, choose, guarded, has_length
from ferrule.passes.ranging.inside import merge, split
from ferrule.passes.ranging.knowledge import Knowledge, Summary, knowledge
from ferrule.passes.ranging.values import Value, anything, either
from ferrule.passes.ranging.zone import Zone, is_within, join, widen

_PATIENCE = 6  # rounds over all functions until what still changes is given up


def run(module: Module) -> Module:
    """Marks the operations of every function that are proved not to fail."""
    whole, names = split(module)
    done = _with_proofs(whole)
    return merge(done, names)


def _with_proofs(module: Module) -> Module:
    short, proved = choose(module, lambda short: _proofs(module, short))
    funcs = [_marked(func, proved) for func in module.funcs]
    done = tuple(guarded(func) if func.name in short else func for func in funcs)
    return replace(module, funcs=done)


def _proofs(module: Module, short: Short) -> dict[int, bool]:
    """The operations that are proved, if some functions check that their lists are short."""
    analyses = _Analyses(module, short)
    for count in range(_PATIENCE):
        if not analyses.go_over(is_late=count >= 2):
            break
    else:
        analyses.give_up()
    return analyses.proofs()


class _Analyses:
    """The functions of a module, gone over until nothing changes.

    A function is analysed anew only where what its parameters can be, or what one of the functions
    that it calls can give, has changed since.
    """

    def __init__(self, module: Module, short: Short) -> None:
        self._module = module
        self._short = short
        self._params = {one.name: one.params for one in module.funcs}
        entries = module.called_by_python
        self._summaries = {
            func.name: Summary(Zone() if func.name in entries else None) for func in module.funcs
        }
        self._called = {func.name: frozenset(_called(func)) for func in module.funcs}
        self._entered = dict.fromkeys(self._summaries, 0)  # how often what is known has changed
        self._returned = dict.fromkeys(self._summaries, 0)
        self._last: dict[str, tuple[object, Knowledge]] = {}

    def go_over(self, *, is_late: bool) -> bool:
        """One round over all functions; whether anything has changed."""
        changed = False
        entries = self._module.called_by_python
        for func in self._module.funcs:
            summary = self._summaries[func.name]
            if summary.entry is None:
                continue
            known = self._analysed(func)
            if _note_result(summary, known):
                self._returned[func.name] += 1
                changed = True
            for name, given in known.calls.items():
                if name not in entries and _note_entry(
                    self._summaries[name], given, is_late=is_late
                ):
                    self._entered[name] += 1
                    changed = True
        return changed

    def give_up(self) -> None:
        """Too many rounds: nothing is known of what functions are given, and what they give."""
        self._last.clear()
        self._summaries = {
            func.name: Summary(Zone(), anything(func.result), True) for func in self._module.funcs
        }

    def proofs(self) -> dict[int, bool]:
        """The operations that are proved, by their `id`."""
        proved: dict[int, bool] = {}
        for func in self._module.funcs:
            if self._summaries[func.name].entry is not None:
                proved |= self._analysed(func).proved
        return proved

    def _analysed(self, func: Func) -> Knowledge:
        last = self._last.get(func.name)
        if last is not None and last[0] == self._state(func):
            return last[1]
        known = knowledge(func, self._params, self._summaries)
        zone = (self._summaries[func.name].entry or Zone()).copy()
        if func.name in self._short:
            for param in filter(has_length, func.params):
                zone.at_most(f"{param.name}#", FEW)
        follow(known, zone)
        self._last[func.name] = (self._state(func), known)
        return known

    def _state(self, func: Func) -> object:
        """What an analysis rests on, as counts of changes."""
        returned = tuple(self._returned[name] for name in self._called[func.name])
        return self._entered[func.name], returned


def _called(func: Func) -> Iterator[str]:
    exprs = (*walk.every_expr(func.body), *func.containers.values())
    return (
        part.func for expr in exprs for part in walk.every_part(expr) if isinstance(part, ir.Call)
    )


def _note_result(summary: Summary, known: Knowledge) -> bool:
    if not known.returns:
        return False
    found: Value = known.result
    if summary.returns:
        found = either(Zone(), summary.result, known.result)
    is_same = summary.returns and found == summary.result
    summary.result, summary.returns = found, True
    return not is_same


def _note_entry(summary: Summary, given: Zone, *, is_late: bool) -> bool:
    if given.dead:
        return False
    if summary.entry is None:
        summary.entry = given
        return True
    if is_within(given, summary.entry):
        return False
    both = join(summary.entry, given)
    summary.entry = widen(summary.entry, both, ()) if is_late else both
    return True


def _marked(func: Func, proved: Mapping[int, bool]) -> Func:
    def change(expr: ir.Expr) -> ir.Expr:
        new = walk.rebuild(expr, change)
        if isinstance(new, ir.Apply) and proved.get(id(expr), False):
            return replace(new, proved=True)
        if isinstance(new, ir.Collect | ir.Fold):
            return replace(new, polls=not proved.get(id(expr), False))
        return new

    def restated(stmt: ir.Stmt) -> ir.Stmt:
        new = walk.rebuild_stmt(stmt, change, block)
        if isinstance(new, ir.For) and proved.get(id(stmt), False):
            return replace(new, is_short=True)
        return new

    def block(stmts: tuple[ir.Stmt, ...]) -> tuple[ir.Stmt, ...]:
        return tuple(map(restated, stmts))

    containers = {name: change(expr) for name, expr in func.containers.items()}
    return replace(func, body=block(func.body), containers=containers)
