"""Which uses of a local belong to which assignments.

Python lets one name hold an int first and a text later. The assignments that reach a common use
form a web; each web is a variable of its own while types are inferred. Webs of one name that turn
out to have one type get the plain name back (`module.py`), so that the Rust reads like the Python.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

Env = dict[str, frozenset[int]]


@dataclass(slots=True)
class _Walk:
    """Reaching definitions over one function."""

    locals: frozenset[str]
    parent: list[int] = field(default_factory=list)
    base: list[str] = field(default_factory=list)
    by_node: dict[ast.AST, int] = field(default_factory=dict)
    breaks: list[Env] = field(default_factory=list)
    continues: list[Env] = field(default_factory=list)
    handlers: list[list[Env]] = field(default_factory=list)
    places: dict[object, int] = field(default_factory=dict)

    def define(self, name: str, place: object) -> int:
        number = self.places.get(place)
        if number is None:
            number = len(self.parent)
            self.parent.append(number)
            self.base.append(name)
            self.places[place] = number
        return number

    def root(self, number: int) -> int:
        while self.parent[number] != number:
            number = self.parent[number]
        return number

    def unite(self, numbers: frozenset[int]) -> int:
        first, *rest = sorted(map(self.root, numbers))
        for other in rest:
            self.parent[other] = first
        return first


def webs_of(function: ast.FunctionDef) -> dict[ast.AST, str]:
    """Each Name node of a local, and each handler with a name, with the name of its web."""
    names = local_names(function)
    walk = _Walk(names)
    env: Env = {}
    for argument in _parameters(function):
        number = walk.define(argument, ("parameter", argument))
        env[argument] = frozenset({number})
    _block(walk, function.body, env)
    return _named(walk)


def unread(function: ast.FunctionDef, webs: Mapping[ast.AST, str]) -> frozenset[ast.AST]:
    """The Name nodes that bind what nothing reads."""
    changed = {node.target for node in ast.walk(function) if isinstance(node, ast.AugAssign)}
    read = {
        web
        for node, web in webs.items()
        if node in changed or not isinstance(getattr(node, "ctx", None), ast.Store)
    }
    return frozenset(node for node, web in webs.items() if web not in read)


def _parameters(function: ast.FunctionDef) -> list[str]:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [extra for extra in (arguments.vararg, arguments.kwarg) if extra]
    return [argument.arg for argument in every]


def _named(walk: _Walk) -> dict[ast.AST, str]:
    order: dict[str, list[int]] = {}
    for number in range(len(walk.parent)):
        root = walk.root(number)
        roots = order.setdefault(walk.base[number], [])
        if root not in roots:
            roots.append(root)
    names: dict[int, str] = {}
    for base, roots in order.items():
        for index, root in enumerate(roots):
            names[root] = base if index == 0 else f"{base}#{index + 1}"
    return {node: names[walk.root(number)] for node, number in walk.by_node.items()}


def local_names(function: ast.FunctionDef) -> frozenset[str]:
    """Parameters and the names bound in the function itself, comprehensions apart."""
    found = set(_parameters(function))
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            found.add(node.name)
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            found.add(node.id)
        if isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
        if isinstance(node, ast.comprehension):
            waiting.extend([node.iter, *node.ifs])
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            found.update((a.asname or a.name).partition(".")[0] for a in node.names)
        waiting.extend(ast.iter_child_nodes(node))
    return frozenset(found)


def _merged(*envs: Env | None) -> Env:
    merged: Env = {}
    for env in envs:
        for name, numbers in (env or {}).items():
            merged[name] = merged.get(name, frozenset()) | numbers
    return merged


def _block(walk: _Walk, body: list[ast.stmt], env: Env | None) -> Env | None:
    for node in body:
        if env is None:
            env = {}
        env = _statement(walk, node, env)
    return env


def _define(walk: _Walk, node: ast.AST, name: str, env: Env) -> None:
    number = walk.define(name, node)
    walk.by_node[node] = number
    env[name] = frozenset({number})
    for seen in walk.handlers:
        seen.append(dict(env))


def _uses(walk: _Walk, node: ast.AST | None, env: Env) -> None:
    if node is None:
        return
    for inner in ast.walk(node):
        if not isinstance(inner, ast.Name) or inner.id not in walk.locals:
            continue
        if isinstance(inner.ctx, ast.Load):
            numbers = env.get(inner.id)
            if not numbers:
                numbers = frozenset({walk.define(inner.id, ("unbound", inner.id))})
                env[inner.id] = numbers
            walk.by_node[inner] = walk.unite(numbers)
    for inner in ast.walk(node):
        if isinstance(inner, ast.NamedExpr):
            _define(walk, inner.target, inner.target.id, env)


def _target(walk: _Walk, node: ast.expr, env: Env) -> None:
    if isinstance(node, ast.Name):
        _define(walk, node, node.id, env)
    elif isinstance(node, ast.Tuple | ast.List):
        for item in node.elts:
            _target(walk, item, env)
    elif isinstance(node, ast.Starred):
        _target(walk, node.value, env)
    else:
        _uses(walk, node, env)


def _statement(walk: _Walk, node: ast.stmt, env: Env) -> Env | None:
    match node:
        case ast.Assign(targets=targets, value=value):
            _uses(walk, value, env)
            for target in targets:
                _target(walk, target, env)
        case ast.AnnAssign(target=target, value=annotated):
            _uses(walk, annotated, env)
            if annotated is not None:
                _target(walk, target, env)
        case ast.AugAssign(target=target, value=value):
            _augmented(walk, target, value, env)
        case ast.If(test=test, body=body, orelse=orelse):
            _uses(walk, test, env)
            left = _block(walk, body, dict(env))
            right = _block(walk, orelse, dict(env))
            return None if left is None and right is None else _merged(left, right)
        case ast.For(target=target, iter=iter_, body=body, orelse=orelse):
            _uses(walk, iter_, env)
            return _loop(walk, env, None, target, body, orelse)
        case ast.While(test=test, body=body, orelse=orelse):
            return _loop(walk, env, test, None, body, orelse)
        case ast.Try():
            return _try(walk, node, env)
        case ast.With(items=items, body=body):
            for item in items:
                _uses(walk, item.context_expr, env)
                if item.optional_vars is not None:
                    _target(walk, item.optional_vars, env)
            return _block(walk, body, env)
        case ast.Break():
            if walk.breaks:
                walk.breaks[-1] = _merged(walk.breaks[-1], env)
            return None
        case ast.Continue():
            if walk.continues:
                walk.continues[-1] = _merged(walk.continues[-1], env)
            return None
        case ast.Return() | ast.Raise():
            _uses(walk, node, env)
            return None
        case _:
            _uses(walk, node, env)
    return env


def _augmented(walk: _Walk, target: ast.expr, value: ast.expr, env: Env) -> None:
    if not isinstance(target, ast.Name):
        _uses(walk, target, env)
        _uses(walk, value, env)
        return
    numbers = env.get(target.id) or frozenset({walk.define(target.id, ("unbound", target.id))})
    _uses(walk, value, env)
    # `x += 1` reads and writes one variable.
    number = walk.define(target.id, target)
    walk.unite(numbers | {number})
    walk.by_node[target] = number
    env[target.id] = frozenset({number})
    for seen in walk.handlers:
        seen.append(dict(env))


def _loop(
    walk: _Walk,
    env: Env,
    test: ast.expr | None,
    target: ast.expr | None,
    body: list[ast.stmt],
    orelse: list[ast.stmt],
) -> Env:
    head = dict(env)
    for _ in range(2):
        walk.breaks.append({})
        walk.continues.append({})
        turn = dict(head)
        _uses(walk, test, turn)
        if target is not None:
            _target(walk, target, turn)
        after = _block(walk, body, turn)
        continues, breaks = walk.continues.pop(), walk.breaks.pop()
        head = _merged(head, after, continues)
    _uses(walk, test, dict(head))
    return _merged(_block(walk, orelse, dict(head)), breaks)


def _try(walk: _Walk, node: ast.Try, env: Env) -> Env | None:
    walk.handlers.append([dict(env)])
    after = _block(walk, node.body, dict(env))
    seen = _merged(*walk.handlers.pop())
    outcomes: list[Env | None] = []
    if after is not None:
        outcomes.append(_block(walk, node.orelse, after))
    for handler in node.handlers:
        inner = dict(seen)
        _uses(walk, handler.type, inner)
        if handler.name:
            _define(walk, handler, handler.name, inner)
        outcomes.append(_block(walk, handler.body, inner))
    alive = [outcome for outcome in outcomes if outcome is not None]
    merged = _merged(*alive) if alive else None
    if node.finalbody:
        final = _block(walk, node.finalbody, _merged(seen, merged))
        return final if merged is not None else None
    return merged
