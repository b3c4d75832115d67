"""Runs IR as Python would, and checks every proof on the way.

In: a module whose operations may be marked `proved`, a function's name, arguments. Out: the result,
or the exception of Python. `Unproved` where an operation that was proved could have failed; `Redo`
where native code would give the call back to Python.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping

from ferrule.base.types import INT, List
from ferrule.ir import nodes as ir
from ferrule.ir.module import Func, Module

LOW, HIGH = -(2**63), 2**63 - 1


class Unproved(Exception):
    """A proof that does not hold."""


class Redo(Exception):
    """What native code leaves to Python."""


class _Break(Exception):
    pass


class _Continue(Exception):
    pass


class _Return(Exception):
    pass


OPERATORS: Mapping[str, Callable[..., object]] = {
    **{name: getattr(operator, name) for name in ("add", "sub", "mul", "floordiv", "mod")},
    **{name: getattr(operator, name) for name in ("truediv", "pow", "lshift", "rshift", "xor")},
    **{name: getattr(operator, name) for name in ("neg", "pos", "invert", "eq", "ne", "lt")},
    **{name: getattr(operator, name) for name in ("le", "gt", "ge", "getitem", "setitem")},
    "and": operator.and_,
    "or": operator.or_,
    "swap": lambda xs, i, j: _swap(xs, i, j),
    "not": operator.not_,
    "delitem": operator.delitem,
    "in": lambda item, xs: item in xs,
    "not in": lambda item, xs: item not in xs,
    "slice": lambda xs, low, high: xs[low:high],
    "slice step": lambda xs, low, high, step: xs[low:high:step],
    "setslice": lambda xs, low, high, new: operator.setitem(xs, slice(low, high), new),
    "delslice": lambda xs, low, high: operator.delitem(xs, slice(low, high)),
    **{f"{fn.__name__}()": fn for fn in (len, abs, min, max, bool, int, str, ord, divmod, pow)},
    **{f"math.{name}": getattr(math, name) for name in ("isqrt", "gcd", "floor", "sqrt")},
}


def _swap(xs: list[object], i: int, j: int) -> None:
    xs[i], xs[j] = xs[j], xs[i]


FOLDS = {"sum": sum, "min": min, "max": max, "any": any, "all": all}


class Machine:
    """Runs functions; stops after a number of steps."""

    def __init__(self, module: Module, steps: int = 4000) -> None:
        self.funcs = {func.name: func for func in module.funcs}
        self.left = steps
        self.checked = 0

    def call(self, name: str, args: tuple[object, ...]) -> object:
        """The result of a function."""
        func: Func = self.funcs[name]
        frame = dict(zip((param.name for param in func.params), args, strict=True))
        try:
            self.block(func.body, frame)
        except _Return as returned:
            return returned.args[0]
        return None

    def block(self, block: tuple[ir.Stmt, ...], frame: dict[str, object]) -> None:
        for stmt in block:
            self.stmt(stmt, frame)

    def stmt(self, stmt: ir.Stmt, frame: dict[str, object]) -> None:
        self.left -= 1
        if self.left < 0:
            raise Redo
        match stmt:
            case ir.Assign(target=target, value=value):
                self.bind(target, self.expr(value, frame), frame)
            case ir.Do(value=value):
                self.expr(value, frame)
            case ir.Return(value=value):
                raise _Return(self.expr(value, frame))
            case ir.If(test=test, body=body, orelse=orelse):
                self.block(body if self.expr(test, frame) else orelse, frame)
            case ir.While(test=test):
                self.loop(stmt, iter(lambda: bool(self.expr(test, frame)), False), frame)
            case ir.For(iter=walked):
                self.loop(stmt, self.walk(walked, frame), frame)
            case ir.Break():
                raise _Break
            case ir.Continue():
                raise _Continue
            case ir.Try():
                self.attempt(stmt, frame)
            case ir.Raise(kind=kind):
                raise {"ValueError": ValueError, "IndexError": IndexError}[kind]
            case ir.Declare():
                pass
            case _:
                raise Redo

    def loop(
        self, stmt: ir.While | ir.For, turns: Iterator[object], frame: dict[str, object]
    ) -> None:
        for item in turns:
            if isinstance(stmt, ir.For):
                self.bind(stmt.target, item, frame)
            try:
                self.block(stmt.body, frame)
            except _Break:
                return
            except _Continue:
                continue
        self.block(stmt.orelse, frame)

    def attempt(self, stmt: ir.Try, frame: dict[str, object]) -> None:
        try:
            self.block(stmt.body, frame)
        except (IndexError, ValueError, ZeroDivisionError) as error:
            for handler in stmt.handlers:
                kinds = {kind.__name__ for kind in type(error).__mro__}
                if not handler.kinds or kinds & set(handler.kinds):
                    self.block(handler.body, frame)
                    return
            raise
        self.block(stmt.orelse, frame)

    def bind(self, target: ir.Target, value: object, frame: dict[str, object]) -> None:
        if isinstance(target, ir.Bind):
            frame[target.name] = value
            return
        items = tuple(value)  # type: ignore[call-overload]
        for one, item in zip(target.items, items, strict=True):
            self.bind(one, item, frame)

    def walk(self, walked: ir.Iter, frame: dict[str, object]) -> Iterator[object]:
        return iter(self.iterable(walked, frame))  # type: ignore[call-overload, no-any-return]

    def iterable(self, walked: ir.Iter, frame: dict[str, object]) -> object:
        match walked:
            case ir.OverRange(start=start, stop=stop, step=step):
                return range(*(self.expr(part, frame) for part in (start, stop, step)))  # type: ignore[arg-type]
            case ir.Over(value=value):
                return self.expr(value, frame)
            case ir.OverEnumerate(iter=inner, start=start):
                found = self.iterable(inner, frame)
                return enumerate(found, self.expr(start, frame))  # type: ignore[arg-type, call-overload]
            case ir.OverZip(iters=iters):
                return zip(*(self.iterable(one, frame) for one in iters), strict=False)  # type: ignore[call-overload]
            case ir.OverReversed(iter=inner):
                return reversed(self.iterable(inner, frame))  # type: ignore[call-overload]
            case _:
                raise Redo

    def expr(self, expr: ir.Expr, frame: dict[str, object]) -> object:
        match expr:
            case ir.Const(value=value):
                return value
            case ir.Local(name=name):
                if name not in frame:
                    raise Redo
                return frame[name]
            case ir.Apply():
                return self.apply(expr, frame)
            case ir.Call(func=func, args=args):
                return self.call(func, tuple(self.expr(arg, frame) for arg in args))
            case ir.GetItem(value=value, index=index):
                return self.expr(value, frame)[index]  # type: ignore[index]
            case ir.MakeTuple(items=items):
                return tuple(self.expr(item, frame) for item in items)
            case ir.MakeList(items=items):
                return [self.expr(item, frame) for item in items]
            case ir.Choose(test=test, body=body, orelse=orelse):
                return self.expr(body if self.expr(test, frame) else orelse, frame)
            case ir.Logic(is_and=is_and, items=items):
                found = (bool(self.expr(item, frame)) for item in items)
                return all(found) if is_and else any(found)
            case ir.Let(name=name, value=value, body=body):
                frame[name] = self.expr(value, frame)
                return self.expr(body, frame)
            case ir.Coerce(value=value, type=type_):
                found = self.expr(value, frame)
                return int(found) if type_ == INT and isinstance(found, bool) else found
            case ir.Collect(elements=elements):
                rows = [self.expr(elements[0], frame) for _ in self.clauses(expr, 0, frame)]
                return rows if isinstance(expr.type, List) else set(rows)
            case ir.Fold(kind=kind, element=element, start=start):
                start_value = None if start is None else self.expr(start, frame)
                values = [self.expr(element, frame) for _ in self.clauses(expr, 0, frame)]
                return self.fold(kind, values, start_value, expr)
            case ir.Sort(value=value, key=None, reverse=reverse, in_place=in_place):
                xs = self.expr(value, frame)
                if in_place:
                    xs.sort(reverse=reverse)  # type: ignore[attr-defined]
                    return None
                return sorted(xs, reverse=reverse)  # type: ignore[call-overload]
            case _:
                raise Redo

    def fold(self, kind: str, values: list[object], start: object, expr: ir.Fold) -> object:
        if kind == "sum":
            found = sum(values, start or 0)  # type: ignore[call-overload]
        elif kind in ("min", "max") and start is not None:
            found = FOLDS[kind](values, default=start)  # type: ignore[operator]
        else:
            found = FOLDS[kind](values)  # type: ignore[operator]
        return self.cut(found, expr)

    def clauses(
        self, expr: ir.Collect | ir.Fold, number: int, frame: dict[str, object]
    ) -> Iterator[None]:
        if number == len(expr.clauses):
            self.left -= 1
            if self.left < 0:
                raise Redo
            yield None
            return
        clause = expr.clauses[number]
        for item in self.walk(clause.iter, frame):
            self.bind(clause.target, item, frame)
            if all(self.expr(test, frame) for test in clause.tests):
                yield from self.clauses(expr, number + 1, frame)

    def apply(self, node: ir.Apply, frame: dict[str, object]) -> object:
        name = node.op.name
        if name == "setitem":
            new = self.expr(node.args[2], frame)
            args = [self.expr(arg, frame) for arg in node.args[:2]] + [new]
        else:
            args = [self.expr(arg, frame) for arg in node.args]
        if node.proved:
            self.checked += 1
            self.check(node, args)
        is_big = any(isinstance(arg, int) and abs(arg) > 5000 for arg in args[1:])
        if is_big and (name in ("lshift", "pow") or (name == "mul" and isinstance(args[0], list))):
            raise Redo  # too big to try
        if name.startswith("."):
            return self.cut(getattr(args[0], name[1:])(*args[1:]), node)
        if name.startswith("unpack"):
            return tuple(args[0])  # type: ignore[call-overload]
        return self.cut(OPERATORS[name](*args), node)

    def cut(self, value: object, node: ir.Expr) -> object:
        """Native ints have 64 bits."""
        if node.type == INT and isinstance(value, int) and not LOW <= value <= HIGH:
            if isinstance(node, ir.Apply) and node.proved:
                raise Unproved(f"{node.op.name} gives {value}")
            raise Redo
        return value

    def check(self, node: ir.Apply, args: list[object]) -> None:
        """Raises Unproved where the proof that the operation's row asks for does not hold."""
        match node.op.proof, args:
            case "bounds", [list() as xs, int(index), *_]:
                holds = 0 <= index < len(xs)
            case "two bounds", [list() as xs, int(index), int(other)]:
                holds = 0 <= index < len(xs) and 0 <= other < len(xs)
            case "natural division", [int(over), int(under)]:
                holds = over >= 0 and under > 0
            case "shift", [int(value), int(count)]:
                holds = 0 <= count <= 62 and LOW <= value << count <= HIGH
            case "shift count", [_, int(count)]:
                holds = 0 <= count <= 63
            case "overflow", _:
                holds = True  # looked at in `cut`
            case _:
                holds = not node.op.proof
        if not holds:
            raise Unproved(f"{node.op.name} of {args} at line {node.span}")
