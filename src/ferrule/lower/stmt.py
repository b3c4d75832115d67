"""Statements: an `ast` statement in a scene → IR statements.

A statement that can't be native becomes a `Redo` with its reason: the rest of the function stays
native, and a call that reaches the line is given back to Python.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeVar

from ferrule.base.diag import Refused
from ferrule.base.records import Guard
from ferrule.base.types import BOOL, CHAR, NEVER, NONE, STR, Optional, Tuple, Type
from ferrule.base.unit import Relies
from ferrule.ir.nodes import (
    Assign,
    Bind,
    Block,
    Break,
    Coerce,
    Const,
    Continue,
    Do,
    Expr,
    For,
    GetField,
    Handler,
    If,
    Leave,
    Let,
    Local,
    Logic,
    Print,
    Raise,
    Redo,
    Reraise,
    Return,
    SetField,
    Spread,
    Stmt,
    Target,
    Try,
    While,
)
from ferrule.ir.walk import is_left
from ferrule.lower.applying import apply
from ferrule.lower.assign import lower_assign, lower_augmented, lower_delete, store
from ferrule.lower.exceptions import caught_kinds, lower_raise
from ferrule.lower.expanding import for_expanded, is_expandable
from ferrule.lower.expr import truth
from ferrule.lower.facts import facts
from ferrule.lower.format import joined, text_of_exception
from ferrule.lower.generators import generator_of, rely
from ferrule.lower.iterators import for_object, walked_object
from ferrule.lower.loops import bind_target, fits, is_shadowed, lower_walked, target_names
from ferrule.lower.making import first_use, make_instance, new_struct
from ferrule.lower.mapped import as_generator
from ferrule.lower.printing import spread_texts
from ferrule.lower.scene import Scene, looping


def lower_block(scene: Scene, body: list[ast.stmt]) -> tuple[Stmt, ...]:
    """Statements in order, up to one that never goes on."""
    result: list[Stmt] = []
    for node in body:
        result += lower_stmt(scene, node)
        if result and ends(result[-1]):
            break
    return tuple(result)


def lower_body(scene: Scene, body: list[ast.stmt]) -> tuple[Stmt, ...]:
    """The body of the function; a constructor makes the instance as soon as it is needed."""
    place = first_use(scene) if scene.instance.is_init else None
    if place is None:
        return lower_block(scene, body)
    before = lower_block(scene, body[:place])
    if before and ends(before[-1]):
        return before
    made = make_instance(scene, place)
    return (*before, *made, *lower_block(scene, body[place:]))


def lower_stmt(scene: Scene, node: ast.stmt) -> list[Stmt]:
    """One statement; a refusal is noted and becomes a redo."""
    try:
        return _statement(scene, node)
    except Refused as refused:
        scene.reasons.append(refused.diagnostic)
        return [Redo(refused.diagnostic.code, refused.diagnostic.span)]


def ends(node: Stmt) -> bool:
    """Whether control never passes on to the next statement."""
    match node:
        case Return() | Raise() | Reraise() | Break() | Continue() | Redo() | Leave():
            return True
        case Block(label=label, body=body):
            return _block_ends(body) and not is_left(body, label)
        case If(body=body, orelse=orelse):
            return _block_ends(body) and _block_ends(orelse)
        case While(test=Const(value=True), body=body):
            return not _breaks(body)
        case Try(body=body, handlers=handlers, orelse=orelse):
            done = _block_ends(orelse) if orelse else _block_ends(body)
            return done and all(_block_ends(handler.body) for handler in handlers)
        case _:
            return False


def _block_ends(body: tuple[Stmt, ...]) -> bool:
    return bool(body) and ends(body[-1])


def _breaks(body: tuple[Stmt, ...]) -> bool:
    """Whether a `break` of the loop around this block stands in it."""
    for node in body:
        match node:
            case Break():
                return True
            case If(body=inner, orelse=orelse):
                if _breaks(inner) or _breaks(orelse):
                    return True
            case Block(body=inner):
                if _breaks(inner):
                    return True
            case Try(body=inner, handlers=handlers, orelse=orelse):
                if _breaks(inner) or _breaks(orelse):
                    return True
                if any(_breaks(handler.body) for handler in handlers):
                    return True
            case For(orelse=orelse) | While(orelse=orelse):
                if _breaks(orelse):
                    return True
    return False


def _statement(scene: Scene, node: ast.stmt) -> list[Stmt]:
    span = scene.span(node)
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Pass():
            return []
        case ast.Expr(value=value):
            return _expression(scene, value, node)
        case ast.Assign() | ast.AnnAssign():
            return lower_assign(scene, node)
        case ast.AugAssign():
            return lower_augmented(scene, node)
        case ast.Delete():
            return lower_delete(scene, node)
        case ast.If():
            return _if(scene, node)
        case ast.While():
            return _while(scene, node)
        case ast.For():
            return _for(scene, node)
        case ast.Return(value=value):
            return _return(scene, value, node)
        case ast.Break():
            jumps = scene.turn.jumps
            return [Leave(jumps[0], span) if jumps else Break(span)]
        case ast.Continue():
            jumps = scene.turn.jumps
            return [Leave(jumps[1], span) if jumps else Continue(span)]
        case ast.Raise():
            return [lower_raise(scene, node)]
        case ast.Assert():
            return _assert(scene, node)
        case ast.Try():
            return _try(scene, node)
        case Relies(callee=callee):
            rely(scene, callee)
            return []
        case _:
            raise scene.refusal("F402", node, f"`{_word(node)}` is not native yet")


def _word(node: ast.stmt) -> str:
    words = {
        "With": "with",
        "Match": "match",
        "FunctionDef": "a nested function",
        "ClassDef": "a nested class",
        "Import": "import in a function",
        "ImportFrom": "import in a function",
        "Global": "global",
        "Nonlocal": "nonlocal",
        "TryStar": "except*",
    }
    return words.get(type(node).__name__, type(node).__name__.lower())


def _expression(scene: Scene, value: ast.expr, node: ast.stmt) -> list[Stmt]:
    if isinstance(value, ast.Yield) and scene.turn.on_yield is not None:
        return scene.turn.on_yield(scene, value.value, value)
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        is_print = value.func.id == "print" and not is_shadowed(scene, "print")
        if is_print and scene.is_global(value.func):
            return [_print(scene, value)]
    return [Do(scene.lower(value), scene.span(node))]


def _print(scene: Scene, node: ast.Call) -> Stmt:
    scene.prints = True
    scene.guards.add(Guard(scene.instance.module.name, "print", "builtin", "print"))
    texts: dict[str, Expr | None] = {"sep": None, "end": None}
    items: list[Expr] = []
    given, keywords = node.args, node.keywords
    if any(isinstance(arg, ast.Starred) for arg in given):
        given, keywords = spread_texts(scene, node)
    for arg in given:
        text = text_of_exception(scene, arg) or joined(scene, scene.lower(arg), node)
        items.append(text)
    for keyword in keywords:
        value = scene.lower(keyword.value)
        if keyword.arg not in texts or value.type not in (STR, CHAR):
            raise scene.refusal("F411", node, f"the argument `{keyword.arg}` of `print`")
        texts[keyword.arg] = value
    return Print(tuple(items), texts["sep"], texts["end"], scene.span(node))


# Flow ------------------------------------------------------------------------------------------


def _if(scene: Scene, node: ast.If) -> list[Stmt]:
    test = truth(scene, node.test)
    if isinstance(test, Let) and isinstance(test.body, Const) and test.type == BOOL:
        first = [Do(test.value, scene.span(node))]  # it may still raise
        return [*first, *lower_block(scene, node.body if test.body.value else node.orelse)]
    if isinstance(test, Const) and test.type == BOOL:
        return list(lower_block(scene, node.body if test.value else node.orelse))
    before = dict(scene.narrowed)
    scene.narrowed = {**before, **facts(scene, node.test, True)}
    body = lower_block(scene, node.body)
    after_body = scene.narrowed
    scene.narrowed = {**before, **facts(scene, node.test, False)}
    orelse = lower_block(scene, node.orelse)
    after_orelse = scene.narrowed
    if body and ends(body[-1]):
        scene.narrowed = after_orelse
    elif orelse and ends(orelse[-1]):
        scene.narrowed = after_body
    else:
        scene.narrowed = {k: v for k, v in after_body.items() if k in after_orelse}
    return [If(test, body, orelse, scene.span(node))]


T = TypeVar("T")


def _repeated(scene: Scene, build: Callable[[], T]) -> T:
    """What stands in a loop, lowered with what is known at its head on every turn."""
    outer = scene.widened
    known = dict(scene.narrowed)
    while True:
        scene.widened = set()
        found = build()
        lost = scene.widened & known.keys()
        outer |= scene.widened
        known = {name: type_ for name, type_ in known.items() if name not in lost}
        scene.narrowed = dict(known)
        if not lost:
            scene.widened = outer
            return found


def _while(scene: Scene, node: ast.While) -> list[Stmt]:
    def build() -> tuple[Expr, tuple[Stmt, ...]]:
        test = truth(scene, node.test)
        scene.narrowed.update(facts(scene, node.test, True))
        with looping(scene):
            return test, lower_block(scene, node.body)

    test, body = _repeated(scene, build)
    if not any(isinstance(inner, ast.Break) for inner in ast.walk(node)):
        scene.narrowed.update(facts(scene, node.test, False))
    orelse = lower_block(scene, node.orelse)
    return [While(test, body, orelse, scene.span(node))]


def _for(scene: Scene, node: ast.For) -> list[Stmt]:
    generator = node.iter if isinstance(node.iter, ast.GeneratorExp) else None
    generator = generator or as_generator(scene, node.iter)
    if generator is not None:
        return _for_generated(scene, node, generator)
    source = generator_of(scene, node.iter)
    if source is not None and is_expandable(scene, source):
        return for_expanded(scene, source, node, lower_block)
    if (walked := walked_object(scene, node)) is not None:
        with looping(scene):
            return for_object(scene, walked, node, lower_block)
    if _is_lazy(node.iter):
        raise scene.refusal("F402", node, "a generator whose items are used one by one")
    iter_, element = lower_walked(scene, node.iter, node.target, list(node.body))

    def build() -> tuple[Target, tuple[Stmt, ...]]:
        target, parts = _loosely(scene, node.target, element, node)
        with looping(scene):
            return target, (*parts, *lower_block(scene, node.body))

    target, body = _repeated(scene, build)
    orelse = lower_block(scene, node.orelse)
    return [For(target, iter_, body, orelse, scene.span(node))]


def _loosely(
    scene: Scene, target: ast.expr, type_: Type, node: ast.For
) -> tuple[Target, list[Stmt]]:
    """A target of a loop; what it can't take apart by itself, the body does first."""
    if fits(scene, target, type_):
        return bind_target(scene, target, type_, {}), []
    type_ = scene.slice.types.top(type_)
    if isinstance(target, ast.Tuple | ast.List) and isinstance(type_, Tuple):
        is_starred = any(isinstance(item, ast.Starred) for item in target.elts)
        if not is_starred and len(type_.items) == len(target.elts):
            pairs = zip(target.elts, type_.items, strict=True)
            found = [_loosely(scene, item, part, node) for item, part in pairs]
            return Spread(tuple(one for one, _ in found)), [s for _, some in found for s in some]
    name = scene.fresh("item", target)
    hole = scene.local_hole(name)
    scene.merge(hole, type_, node, "an item")
    return Bind(name, scene.type(hole)), store(scene, target, scene.read(name, node), node)


def _is_lazy(node: ast.expr) -> bool:
    """Whether a generator stands in a `zip` or `enumerate`: it would run beside the loop."""
    if not isinstance(node, ast.Call):
        return False
    return (
        any(
            isinstance(inner, ast.GeneratorExp)
            or (isinstance(inner, ast.Name) and inner.id in ("map", "filter"))
            for arg in node.args
            for inner in ast.walk(arg)
        )
        and isinstance(node.func, ast.Name)
        and node.func.id in ("zip", "enumerate")
    )


def _for_generated(scene: Scene, node: ast.For, generator: ast.GeneratorExp) -> list[Stmt]:
    """`for x in (f(y) for y in ys if g(y))`: the loop over `ys`, each item made in its turn."""
    if len(generator.generators) > 1 or generator.generators[0].is_async:
        raise scene.refusal("F402", node, "a loop over a generator of several loops")
    clause = generator.generators[0]
    users = [generator.elt, *clause.ifs, *node.body]
    iter_, element = lower_walked(scene, clause.iter, clause.target, list(users))

    def build() -> tuple[Target, tuple[Stmt, ...]]:
        saved = dict(scene.renamed)
        names = {n: scene.inner_name(n, clause.target) for n in target_names(clause.target)}
        target = bind_target(scene, clause.target, element, names)
        scene.renamed.update(names)
        try:
            tests = tuple(scene.test(test) for test in clause.ifs)
            value = scene.lower(generator.elt)
        finally:
            scene.renamed = saved
        with looping(scene):
            body = (*store(scene, node.target, value, node), *lower_block(scene, node.body))
        if tests:
            test = Logic(True, tests, BOOL, scene.span(node)) if len(tests) > 1 else tests[0]
            body = (If(test, body, (), scene.span(node)),)
        return target, body

    target, body = _repeated(scene, build)
    orelse = lower_block(scene, node.orelse)
    return [For(target, iter_, body, orelse, scene.span(node))]


def _return(scene: Scene, value: ast.expr | None, node: ast.stmt) -> list[Stmt]:
    span = scene.span(node)
    if scene.turn.on_return:
        return [Leave(scene.turn.on_return, span)]
    if scene.instance.is_init:
        if value is not None and not _is_none(value):
            raise scene.refusal("F402", node, "`__init__` returns a value")
        return new_struct(scene, node)
    lowered = scene.lower(value) if value is not None else Const(None, NONE, span)
    if scene.is_final and lowered.type == NEVER:  # what is called never returns
        return [Do(lowered, span), Redo("F203", span)]
    result = scene.flow(lowered, scene.instance.result, node, "the result")
    return [Return(result, span)]


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


# Exceptions ------------------------------------------------------------------------------------


def _assert(scene: Scene, node: ast.Assert) -> list[Stmt]:
    if not __debug__:  # under `python -O` Python leaves them out too
        return []
    test = truth(scene, node.test)
    span = scene.span(node)
    message = scene.lower(node.msg) if node.msg is not None else None
    if message is not None and message.type not in (STR, CHAR):
        failed: Stmt = Redo("F415", span)
    else:
        failed = Raise("AssertionError", message, span)
    if isinstance(test, Const) and test.value is True:
        return []
    negative = apply(scene, "not", (test,), node, "`assert`")
    scene.narrowed.update(facts(scene, node.test, True))
    return [If(negative, (failed,), (), span)]


def _try(scene: Scene, node: ast.Try) -> list[Stmt]:
    if node.finalbody:
        raise scene.refusal("F402", node, "`finally` is not native yet")
    outer, scene.widened = scene.widened, set()
    before = dict(scene.narrowed)
    body = lower_block(scene, node.body)
    known = {name: type_ for name, type_ in before.items() if name not in scene.widened}
    scene.narrowed = dict(known)
    orelse = lower_block(scene, node.orelse)
    handlers: list[Handler] = []
    for handler in node.handlers:
        scene.narrowed = dict(known)
        handlers.append(_handler(scene, handler))
    scene.narrowed = {name: type_ for name, type_ in known.items() if name not in scene.widened}
    scene.widened |= outer
    return [Try(body, tuple(handlers), orelse, scene.span(node))]


def _handler(scene: Scene, node: ast.ExceptHandler) -> Handler:
    kinds: list[str] = []
    if node.type is not None:
        names = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        for name in names:
            kinds += caught_kinds(scene, name)
    text = None
    if node.name:
        web = scene.webs[node]
        text = scene.fresh(f"{node.name}_text", node)
        scene.exceptions[web] = text
        scene.merge(scene.local_hole(text), STR, node, "the exception's text")
    return Handler(tuple(kinds), text, lower_block(scene, node.body))


__all__ = [
    "NEVER",
    "Assign",
    "Bind",
    "Coerce",
    "GetField",
    "Local",
    "Optional",
    "SetField",
    "Tuple",
    "Type",
    "ends",
    "lower_block",
    "new_struct",
]
