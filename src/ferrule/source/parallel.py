"""Loops over `prange`: what a turn works out, apart from what it changes.

```
for i in prange(n):                        def turn(i):
    row = look(grid, i)                        row = look(grid, i)
    out[i] = row                               return row, len(row)
    total += len(row)                 →    for i, (out_part, total_part) in zip(
                                               prange(n), <parallel>([turn(i) for i in prange(n)])):
                                               out[i] = out_part
                                               total += total_part
```

A long range is taken in portions, so that only the results of one are held at a time.

In: a function and what its module imports. Out: the same function, whose turns can be worked out on
all cores; what they change is changed afterwards, one turn after the other as in Python, so that
sums of floats are the same to the last bit. A loop whose turns need one another stays one loop, and
a `<serial>` around its range says which two lines are in the way. With
`@ferrule.rust(parallel=True)`, loops over `range` are taken for loops over `prange`.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping

from ferrule.base.unit import PARALLEL, SERIAL
from ferrule.source.memo import Imports
from ferrule.source.scopes import bound, every_node
from ferrule.source.turns import Conflict, Turn, fresh, split

_PORTION = 1 << 16  # turns


def spread(
    functions: Mapping[str, ast.FunctionDef], imports: Imports
) -> dict[str, ast.FunctionDef]:
    """All functions, their parallel loops in two parts."""
    done: dict[str, ast.FunctionDef] = {}
    for qualname, function in functions.items():
        is_wanted = _is_for_all_loops(function, imports)
        if any(_is_loop(node, is_wanted, imports) for node in every_node(function)):
            done[qualname] = _spread(copy.deepcopy(function), is_wanted, imports)
        else:
            done[qualname] = function
    return done


def _is_for_all_loops(function: ast.FunctionDef, imports: Imports) -> bool:
    """Whether it is under `@ferrule.rust(parallel=True)`."""
    for decorator in function.decorator_list:
        match decorator:
            case ast.Call(
                func=callee, args=[], keywords=[ast.keyword("parallel", ast.Constant(value=True))]
            ) if _imported(callee, imports) == "ferrule.rust":
                return True
    return False


def _imported(node: ast.expr, imports: Imports) -> str:
    match node:
        case ast.Name(id=name) if name in imports:
            return ".".join(filter(None, imports[name]))
        case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner in imports:
            return f"{imports[owner][0]}.{name}"
    return ""


def _is_loop(node: ast.AST, is_for_all: bool, imports: Imports) -> bool:
    match node:
        case ast.For(iter=ast.Call(func=ast.Name(id="range")), target=ast.Name()) if is_for_all:
            return "range" not in imports
        case ast.For(iter=ast.Call(func=callee)):
            return _imported(callee, imports) == "ferrule.prange"
    return False


def _spread(function: ast.FunctionDef, is_for_all: bool, imports: Imports) -> ast.FunctionDef:
    names = bound(function)
    turns: list[ast.stmt] = []

    def block(body: list[ast.stmt]) -> list[ast.stmt]:
        done: list[ast.stmt] = []
        for node in body:
            if isinstance(node, ast.For) and _is_loop(node, is_for_all, imports):
                done.append(_in_two(function, node, names, turns))
                continue
            for name in ("body", "orelse", "finalbody"):
                inner = getattr(node, name, None)
                if isinstance(inner, list) and not isinstance(node, ast.FunctionDef):
                    setattr(node, name, block(inner))
            done.append(node)
        return done

    function.body = block(function.body)
    first = 1 if ast.get_docstring(function, clean=False) is not None else 0
    function.body[first:first] = turns
    return function


def _in_two(
    function: ast.FunctionDef, loop: ast.For, names: set[str], turns: list[ast.stmt]
) -> ast.For:
    """The loop that makes the changes; what works the turns out goes to `turns`."""
    try:
        turn = split(function, loop, names)
    except Conflict as conflict:
        said = ast.copy_location(ast.Constant(str(conflict)), loop.iter)
        loop.iter = _call(SERIAL, [loop.iter, said], loop.iter)
        return loop
    turns.append(_function(turn, loop))
    return _in_portions(loop, turn, names)


def _in_portions(loop: ast.For, turn: Turn, names: set[str]) -> ast.For:
    """The changes of one portion of turns after the other."""
    whole = loop.iter
    assert isinstance(whole, ast.Call)
    first = fresh("first", names)
    bounds = whole.args if len(whole.args) > 1 else [_constant(0, whole), *whole.args]
    begin = ast.copy_location(ast.Name(first, ast.Load()), whole)
    end = ast.copy_location(ast.BinOp(begin, ast.Add(), _constant(_PORTION, whole)), whole)
    stop = _call("min", [end, bounds[1]], whole)
    over = ast.copy_location(ast.Call(whole.func, [begin, stop], []), whole)
    portions = [*bounds, _constant(_PORTION, whole)]
    return ast.copy_location(
        ast.For(
            _name(first, loop),
            ast.copy_location(ast.Call(copy.deepcopy(whole.func), portions, []), whole),
            [_changing(loop, turn, over)],
            [],
        ),
        loop,
    )


def _changing(loop: ast.For, turn: Turn, over: ast.expr) -> ast.For:
    """A loop over the results of some turns."""
    clause = ast.comprehension(_name(turn.index, loop), copy.deepcopy(over), [], 0)
    made: ast.expr = _call(turn.name, [_name(turn.index, loop, ast.Load())], loop.iter)
    made = ast.copy_location(ast.ListComp(made, [clause]), loop.iter)
    results = _call(PARALLEL, [made], loop.iter)
    parts: list[ast.expr] = [_name(part, loop) for part in turn.parts]
    target = parts[0]
    if len(parts) > 1:
        target = ast.copy_location(ast.Tuple(parts, ast.Store()), loop.target)
    changes = ast.For(target, results, turn.changes, [])
    if turn.needs_index:
        pair: list[ast.expr] = [_name(turn.index, loop), target]
        changes.target = ast.copy_location(ast.Tuple(pair, ast.Store()), loop.target)
        changes.iter = _call("zip", [over, results], loop.iter)
    return ast.copy_location(changes, loop)


def _constant(value: int, like: ast.expr) -> ast.Constant:
    return ast.copy_location(ast.Constant(value), like)


def _function(turn: Turn, loop: ast.For) -> ast.FunctionDef:
    made = ast.parse(f"def {turn.name}({turn.index}): pass").body[0]
    assert isinstance(made, ast.FunctionDef)
    for node in ast.walk(made):
        ast.copy_location(node, loop.target)
    value = turn.values[0]
    if len(turn.values) > 1:
        value = ast.copy_location(ast.Tuple(list(turn.values), ast.Load()), turn.values[0])
    made.body = [*turn.work, ast.copy_location(ast.Return(value), value)]
    return made


def _name(name: str, like: ast.For, context: ast.expr_context | None = None) -> ast.Name:
    return ast.copy_location(ast.Name(name, context or ast.Store()), like.target)


def _call(name: str, args: list[ast.expr], like: ast.expr) -> ast.Call:
    func = ast.copy_location(ast.Name(name, ast.Load()), like)
    return ast.copy_location(ast.Call(func, args, []), like)
