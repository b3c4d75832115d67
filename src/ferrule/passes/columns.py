"""Sums down the columns of a matrix are added up row by row, all columns at once.

Before:  `for j in range(n): total = 0.0; for k in …: total += row[k] * b[k][j]; c[i][j] = total`
After:   `totals = [0.0] * n; for k in …: for j in range(n): totals[j] += row[k] * b[k][j]`, and
         then `for j in range(n): c[i][j] = totals[j]`

In: functions before their last reads are marked. Out: the same with such nests turned inside out.
Every sum still adds the same numbers in the same order, so each is the same to the last bit; what
changes is which sum goes on next, and that memory is walked in its order. A function is left
alone where the slice may catch what it raises: there one could tell which of two indexes failed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ferrule.base.types import BOOL, FLOAT, FLOAT_SUMS, INT, NONE, List, Type
from ferrule.ir import nodes as ir
from ferrule.ir import walk
from ferrule.ir.module import Func, Module
from ferrule.ops import sums, table
from ferrule.ops.op import Op
from ferrule.passes.definitions import Bindings, bindings
from ferrule.passes.nests import Block, Nest, is_same, nest_of
from ferrule.passes.unfolding import unfolded


@dataclass(frozen=True, slots=True)
class _Scene:
    """A function: what its locals stand for, how often they are read, and all names in use."""

    bound: Bindings
    reads: Mapping[str, int]
    taken: set[str]
    types: dict[str, Type]
    single: set[str]  # names that are bound at one place only

    def fresh(self, wanted: str, type_: Type) -> ir.Bind:
        """A new local."""
        name, number = wanted, 1
        while name in self.taken:
            name, number = f"{wanted}_{number}", number + 1
        self.taken.add(name)
        self.types[name] = type_
        self.single.add(name)
        return ir.Bind(name, type_)

    def own(self, name: str, type_: Type) -> ir.Bind:
        """The same local where nothing else has its name, a new one elsewhere."""
        return ir.Bind(name, type_) if name in self.single else self.fresh(name, type_)


def run(module: Module) -> Module:
    """Turns the nests of every function inside out."""
    caught = _caught(module)
    names = {func.name for func in module.funcs}
    funcs = (func if func.name in caught else _turned(func, names) for func in module.funcs)
    return replace(module, funcs=tuple(funcs))


def _caught(module: Module) -> set[str]:
    """The functions with a `try`, and all that they call."""
    calls = {
        func.name: {e.func for e in walk.every_expr(func.body) if isinstance(e, ir.Call)}
        for func in module.funcs
    }
    queue = [
        func.name
        for func in module.funcs
        if any(isinstance(stmt, ir.Try) for stmt in walk.every_stmt(func.body))
    ]
    found: set[str] = set()
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            queue += calls[name]
    return found


def _turned(func: Func, functions: set[str]) -> Func:
    reads = Counter(e.name for e in walk.every_expr(func.body) if isinstance(e, ir.Local))
    params = {param.name for param in func.params}
    taken = functions | params | set(func.locals)
    scene = _Scene(bindings(func, frozenset()), reads, taken, {**func.locals}, _single(func))
    body = _block(func.body, scene, func)
    return replace(func, body=body, locals=scene.types)


def _single(func: Func) -> set[str]:
    found = Counter(param.name for param in func.params)
    for stmt in walk.every_stmt(func.body):
        found.update(walk.bound_by(stmt))
    for expr in walk.every_expr(func.body):
        found.update(walk.own_names(expr))
    return {name for name, count in found.items() if count == 1}


def _block(block: Block, scene: _Scene, func: Func) -> Block:
    done: list[ir.Stmt] = []
    for stmt in block:
        found = unfolded(stmt, scene.fresh, scene.own)
        if found is not None:
            turned = _block(found, scene, func)
            # What is not a nest after all stays the comprehension that it was.
            done += (stmt,) if any(map(_is_begun, walk.every_expr(turned))) else turned
            continue
        if isinstance(stmt, ir.For):
            nest = nest_of(stmt, scene.bound, "total")
            if nest is not None and _is_inside(nest, scene, func):
                done += _inside_out(nest, scene)
                continue
        done.append(walk.rebuild_stmt(stmt, lambda e: e, lambda b: _block(b, scene, func)))
    return tuple(done)


def _is_begun(expr: ir.Expr) -> bool:
    return isinstance(expr, ir.Apply) and expr.op.name == sums.STEP


def _is_inside(nest: Nest, scene: _Scene, func: Func) -> bool:
    """Whether what the loops bind is read nowhere else."""
    names = {nest.column.name, nest.total.name, *walk.bound(nest.inner.target)}
    reads = Counter(e.name for e in walk.every_expr((nest.outer,)) if isinstance(e, ir.Local))
    is_all = all(reads[name] == scene.reads.get(name, reads[name]) for name in names)
    return is_all and not names & (func.maybe_unbound | {param.name for param in func.params})


def _inside_out(nest: Nest, scene: _Scene) -> list[ir.Stmt]:
    span = nest.outer.span
    done: list[ir.Stmt] = []
    stop = nest.stop
    if not isinstance(stop, ir.Const | ir.Local):
        width = scene.fresh("width", INT)
        done.append(ir.Assign(width, stop, span))
        stop = ir.Local(width.name, INT, span)
    row = _Row(nest, scene, stop)
    term = _Term(nest, scene, stop)
    across = ir.For(nest.column, row.over, (row.store(term.within(nest.term)),), (), span)
    inner = replace(nest.inner, body=(*term.before, across))
    return [*done, row.start(), inner, *row.rest()]


class _Row:
    """All sums at once, in a list; or as sums of floats, where the nest comes from `sum`."""

    def __init__(self, nest: Nest, scene: _Scene, stop: ir.Expr) -> None:
        span, kind = nest.outer.span, nest.total.type
        self.nest, self.scene, self.stop = nest, scene, stop
        self.is_sum = nest.step.op.name == sums.STEP and kind == FLOAT
        self.bind = scene.fresh("totals", FLOAT_SUMS if self.is_sum else List(kind))
        self.local = ir.Local(self.bind.name, self.bind.type, span)
        self.column = ir.Local(nest.column.name, INT, span)
        self.over = ir.OverRange(ir.Const(0, INT, span), stop, ir.Const(1, INT, span))

    def start(self) -> ir.Stmt:
        """All sums before anything is added."""
        span = self.nest.outer.span
        if self.is_sum:
            return ir.Assign(self.bind, ir.Apply(sums.NEW, (self.stop,), FLOAT_SUMS, span), span)
        return ir.Assign(self.bind, _starts(self.nest, self.stop, self.scene), span)

    def item(self) -> ir.Expr:
        """One of the sums."""
        kind, span = self.nest.total.type, self.nest.outer.span
        return ir.Apply(_row("getitem", List(kind)), (self.local, self.column), kind, span)

    def store(self, term: ir.Expr) -> ir.Stmt:
        """The term added to one of the sums."""
        span = self.nest.outer.span
        if self.is_sum:
            args = (self.local, self.column, term)
            return ir.Do(ir.Apply(sums.ADD_TO, args, NONE, span), span)
        step = replace(self.nest.step, args=(self.item(), term))
        if step.op.name == sums.STEP:
            step = replace(step, op=_row("add", INT))
        row = _row("setitem", self.local.type)
        return ir.Do(ir.Apply(row, (self.local, self.column, step), NONE, span), span)

    def rest(self) -> list[ir.Stmt]:
        """What is done with the sums in the end."""
        loop = replace(self.nest.outer, iter=self.over)
        if not self.is_sum:
            return _rest(self.nest, self.local, loop, self.item())
        (end,) = self.nest.rest
        assert isinstance(end, ir.Do) and isinstance(end.value, ir.Apply)
        items = end.value.args[0]
        assert isinstance(items.type, List)
        done = ir.Apply(sums.DONE[items.type.element], (self.local,), items.type, loop.span)
        extend = ir.Apply(_row(".extend", items.type), (items, done), NONE, loop.span)
        return [ir.Do(extend, loop.span)]


def _starts(nest: Nest, stop: ir.Expr, scene: _Scene) -> ir.Expr:
    """The list of all sums before anything is added."""
    span, type_ = nest.outer.span, List(nest.total.type)
    if isinstance(nest.start, ir.Const):
        one = ir.MakeList((nest.start,), type_, span)
        return ir.Apply(_row("mul", type_), (one, stop), type_, span)
    over = ir.OverRange(ir.Const(0, INT, span), stop, ir.Const(1, INT, span))
    place = scene.fresh("place", INT)
    start = _substituted(nest.start, nest.column.name, ir.Local(place.name, INT, span))
    return ir.Collect((start,), (ir.Clause(place, over, ()),), type_, span)


def _substituted(expr: ir.Expr, name: str, by: ir.Expr) -> ir.Expr:
    """The expression with another in place of a local."""

    def change(one: ir.Expr) -> ir.Expr:
        return by if isinstance(one, ir.Local) and one.name == name else walk.rebuild(one, change)

    return change(expr)


def _rest(nest: Nest, totals: ir.Local, loop: ir.For, at: ir.Expr) -> list[ir.Stmt]:
    """What is done with each sum."""
    match nest.rest:
        case (ir.Do(value=ir.Apply(op=op, args=(ir.Local() as xs, ir.Local(name=name)))),):
            if op.name == ".append" and name == nest.total.name and xs.type == totals.type:
                extend = ir.Apply(_row(".extend", xs.type), (xs, totals), NONE, loop.span)
                return [ir.Do(extend, loop.span)]
        case (ir.Do(value=ir.Apply(op=op) as store),) if op.name == "setitem":
            whole = _substituted(store, nest.total.name, at)
            return [replace(loop, body=(ir.Do(whole, loop.span),))]
        case _:
            pass
    found = ir.Assign(nest.total, at, loop.span)
    return [replace(loop, body=(found, *nest.rest))]


class _Term:
    """The term, with all that is the same for every column put before the loop over these."""

    def __init__(self, nest: Nest, scene: _Scene, stop: ir.Expr) -> None:
        self.nest, self.scene, self.stop = nest, scene, stop
        self.before: list[ir.Stmt] = []
        self.known: list[tuple[ir.Expr, ir.Local]] = []

    def within(self, expr: ir.Expr) -> ir.Expr:
        """The expression as it stands in the loop over the columns."""
        column = self.nest.column.name
        if column not in walk.reads(expr):
            return self._held(expr)
        match expr:
            case ir.Apply(op=op, args=(row, ir.Local(name=name) as index)) if (
                op.name == "getitem" and name == column
            ):
                return replace(expr, args=(self._line(row), index))
            case _:
                return walk.rebuild(expr, self.within)

    def _held(self, expr: ir.Expr) -> ir.Expr:
        if isinstance(expr, ir.Const | ir.Local) or expr.type not in (INT, FLOAT):
            return expr
        return self._named(expr, "factor")

    def _line(self, row: ir.Expr) -> ir.Expr:
        """A list that is long enough; where one is not, Python says what it says."""
        size = len(self.known)
        line = self._named(row, "line")
        if len(self.known) > size:
            measure = ir.Apply(_row("len()", row.type), (line,), INT, row.span)
            test = ir.Apply(_row("gt", INT), (self.stop, measure), BOOL, row.span)
            self.before.append(ir.If(test, (ir.Redo("F401", row.span),), (), row.span))
        return line

    def _named(self, expr: ir.Expr, wanted: str) -> ir.Local:
        for one, local in self.known:
            if is_same(one, expr):
                return local
        if isinstance(expr, ir.Local):
            local = expr
        else:
            bind = self.scene.fresh(wanted, expr.type)
            local = ir.Local(bind.name, expr.type, expr.span)
            self.before.append(ir.Assign(bind, expr, expr.span))
        self.known.append((expr, local))
        return local


def _row(name: str, first: Type) -> Op:
    """The row whose first operand is a list, or an int."""
    kind = List if isinstance(first, List) else type(INT)
    return next(
        op
        for op in table.rows(name)
        if isinstance(op.arguments[0], kind) and (kind is List or op.arguments[0] == INT)
    )
