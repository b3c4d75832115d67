"""Random statements.

In: a scope. Out: lines of Python, indented by the caller. Loops are short, and what a loop walks
does not grow without end.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.fuzz import kinds
from tests.fuzz.expr import Scope, expr, owned
from tests.fuzz.kinds import (
    BOOL,
    BY_INT,
    BY_PAIR,
    BY_STR,
    FLOAT,
    FLOATS,
    GROUPS,
    INT,
    INTS,
    MAYBE,
    PAIR,
    PAIRS,
    REC,
    RECS,
    ROWS,
    SET,
    STR,
    STRS,
)

Lines = list[str]
_ERRORS = ("ValueError", "IndexError", "KeyError", "ZeroDivisionError", "Exception", "Broken")
_ERRORS += ("(IndexError, ValueError)", "LookupError", "ArithmeticError", "OverflowError")


def block(scope: Scope, result: str, depth: int, most: int = 4) -> Lines:
    """A few statements; names that are new in it are forgotten, but for a few."""
    saved = dict(scope.names)
    lines: Lines = []
    for _ in range(scope.chance.randrange(1, most + 1)):
        lines += stmt(scope, result, depth)
        if lines and lines[-1].split()[0] in ("return", "break", "continue", "raise"):
            break
    if scope.chance.random() < 0.85:
        scope.names = {name: kind for name, kind in scope.names.items() if name in saved}
    return lines or ["pass"]


def indented(lines: Lines) -> Lines:
    """The lines one level in."""
    return [f"    {line}" for line in lines]


def stmt(scope: Scope, result: str, depth: int) -> Lines:
    """One statement."""
    ways = _SIMPLE if depth <= 0 or scope.chance.random() < 0.6 else _NESTED
    return scope.chance.choice(ways)(scope, result, depth - 1)


Way = Callable[[Scope, str, int], Lines]


def _assign(scope: Scope, _result: str, _depth: int) -> Lines:
    kind = scope.chance.choice(kinds.ALL)
    old = [name for name in scope.of(kind) if name not in scope.walked]
    text = owned(scope, kind)
    name = scope.chance.choice(old) if old and scope.chance.random() < 0.5 else scope.name()
    scope.names[name] = kind
    return [f"{name} = {text}"]


def _augment(scope: Scope, _result: str, _depth: int) -> Lines:
    kind = scope.chance.choice((INT, INT, FLOAT))
    if not scope.of(kind):
        return _assign(scope, "", 0)
    operator = scope.chance.choice(("+", "-", "//", "%", "+", "-") if kind == INT else ("+", "*"))
    return [f"{scope.chance.choice(scope.of(kind))} {operator}= {expr(scope, kind, 2)}"]


def _change(scope: Scope, _result: str, _depth: int) -> Lines:
    """Change a container or an object in place."""
    chance = scope.chance
    known = [name for name, kind in scope.names.items() if kind in _CHANGES]
    if not known:
        return _assign(scope, "", 0)
    name = chance.choice(known)
    text, parts = chance.choice(_CHANGES[scope.names[name]])
    grows = any(word in text for word in ("append", "insert", "extend", "] = {l}"))
    if grows and name in scope.walked:
        return [f"if len({name}) > 9:", "    break"] if scope.loops else ["pass"]
    filled = {key: owned(scope, kind) for key, kind in parts.items()}
    return text.format(x=name, **filled).split("\n")


_CHANGES: dict[str, list[tuple[str, dict[str, str]]]] = {
    INTS: [
        ("{x}.append({a})", {"a": INT}),
        ("{x}.insert({i}, {a})", {"i": INT, "a": INT}),
        ("{x}.pop()", {}),
        ("{x}.pop({i})", {"i": INT}),
        ("{x}[{i}] = {a}", {"i": INT, "a": INT}),
        ("{x}[{i}] += {a}", {"i": INT, "a": INT}),
        ("{x}[{i} % (len({x}) or 1)] -= {a}", {"i": INT, "a": INT}),
        ("{x}[{i}], {x}[{j}] = {x}[{j}], {x}[{i}]", {"i": INT, "j": INT}),
        ("del {x}[{i}]", {"i": INT}),
        ("del {x}[{i}:{j}]", {"i": INT, "j": INT}),
        ("{x}[{i}:{j}] = {l}[:3]", {"i": INT, "j": INT, "l": INTS}),
        ("{x}.extend({l}[:3])", {"l": INTS}),
        ("{x}.sort()", {}),
        ("{x}.sort(reverse=True)", {}),
        ("{x}.reverse()", {}),
        ("{x}.remove({a})", {"a": INT}),
        ("{x}.clear()", {}),
        ("{x} += {l}[:3]", {"l": INTS}),
    ],
    FLOATS: [
        ("{x}.append({a})", {"a": FLOAT}),
        ("{x}[{i}] *= {a}", {"i": INT, "a": FLOAT}),
        ("{x}.sort()", {}),
    ],
    STRS: [("{x}.append({a})", {"a": STR}), ("{x}[{i}] = {a}", {"i": INT, "a": STR})],
    ROWS: [
        ("{x}[{i}].append({a})", {"i": INT, "a": INT}),
        ("{x}[{i} % 2][{j}] = {a}", {"i": INT, "j": INT, "a": INT}),
        ("{x}[{i}][{j}] += {a}", {"i": INT, "j": INT, "a": INT}),
        ("{x}[{i}].sort()", {"i": INT}),
        ("{x}[{i}][{j}] = {x}[{j}][{i}]", {"i": INT, "j": INT}),
    ],
    PAIRS: [("{x}.append({p})", {"p": PAIR}), ("{x}.sort()", {})],
    BY_INT: [
        ("{x}[{k}] = {a}", {"k": INT, "a": INT}),
        ("{x}[{k}] += {a}", {"k": INT, "a": INT}),
        ("{x}[{k}] = {x}.get({k}, 0) + {a}", {"k": INT, "a": INT}),
        ("del {x}[{k}]", {"k": INT}),
        ("{x}.pop({k}, 0)", {"k": INT}),
        ("{x}.clear()", {}),
    ],
    BY_STR: [
        ("{x}[{k}] = {a}", {"k": STR, "a": INT}),
        ("{x}[{k}] = {x}.get({k}, 0) + {a}", {"k": STR, "a": INT}),
        ("{x}.pop({k})", {"k": STR}),
    ],
    BY_PAIR: [("{x}[{k}] = {a}", {"k": PAIR, "a": INT})],
    GROUPS: [
        ("{x}[{k}].append({a})", {"k": STR, "a": INT}),
    ],
    SET: [
        ("{x}.add({a})", {"a": INT}),
        ("{x}.discard({a})", {"a": INT}),
        ("{x}.remove({a})", {"a": INT}),
    ],
    REC: [
        ("{x}.n = {a}", {"a": INT}),
        ("{x}.n += {a}", {"a": INT}),
        ("{x}.x *= {a}", {"a": FLOAT}),
        ("{x}.items.append({a})", {"a": INT}),
        ("{x}.items[{i}] = {a}", {"i": INT, "a": INT}),
        ("{x}.bump({a})", {"a": INT}),
        ("{x}.push({a})", {"a": INT}),
    ],
    RECS: [
        ("{x}[{i}].n += {a}", {"i": INT, "a": INT}),
        ("{x}[{i}].push({a})", {"i": INT, "a": INT}),
        ("{x}[{i}].items.append({x}[{j}].n)", {"i": INT, "j": INT}),
    ],
}


def _print(scope: Scope, _result: str, _depth: int) -> Lines:
    kind = scope.chance.choice((INT, STR, FLOAT, BOOL, INTS, MAYBE))
    return [f"print({expr(scope, kind, 2)}, {expr(scope, INT, 1)})"]


def _raise(scope: Scope, _result: str, _depth: int) -> Lines:
    test = expr(scope, BOOL, 2)
    kind = scope.chance.choice(("ValueError", "IndexError", "KeyError", "Broken"))
    return [f"if {test}:", f"    raise {kind}({expr(scope, STR, 1)})"]


def _assert(scope: Scope, _result: str, _depth: int) -> Lines:
    return [f"assert {expr(scope, BOOL, 2)} or {expr(scope, BOOL, 2)}, {expr(scope, STR, 1)}"]


def _leave(scope: Scope, result: str, _depth: int) -> Lines:
    word = scope.chance.random()
    if scope.loops and word < 0.35:
        return [f"if {expr(scope, BOOL, 2)}:", "    break"]
    if scope.loops and word < 0.7:
        return [f"if {expr(scope, BOOL, 2)}:", "    continue"]
    return [f"if {expr(scope, BOOL, 2)}:", f"    return {owned(scope, result)}"]


def _call(scope: Scope, _result: str, _depth: int) -> Lines:
    if not scope.functions:
        return _change(scope, "", 0)
    name = scope.chance.choice(list(scope.functions))
    arguments = [expr(scope, kind, 1) for kind in scope.functions[name][0]]
    return [f"{name}({', '.join(arguments)})"]


def _if(scope: Scope, result: str, depth: int) -> Lines:
    lines = [f"if {expr(scope, BOOL, 2)}:", *indented(block(scope, result, depth, 3))]
    if scope.chance.random() < 0.3:
        lines += [f"elif {expr(scope, BOOL, 2)}:", *indented(block(scope, result, depth, 3))]
    if scope.chance.random() < 0.5:
        lines += ["else:", *indented(block(scope, result, depth, 3))]
    return lines


def _narrow(scope: Scope, result: str, depth: int) -> Lines:
    known = scope.of(MAYBE)
    if not known:
        return _if(scope, result, depth)
    name = scope.chance.choice(known)
    saved = dict(scope.names)
    scope.names[name] = INT
    inner = block(scope, result, depth, 2)
    scope.names = saved
    return [f"if {name} is not None:", *indented(inner)]


def _for(scope: Scope, result: str, depth: int) -> Lines:
    if scope.loops >= 2:
        return _if(scope, result, depth)
    chance = scope.chance
    saved, walked = dict(scope.names), list(scope.walked)
    head, bound = chance.choice(_HEADS)
    names = [scope.name() for _ in bound[1]]
    source = expr(scope, bound[0], 1)
    scope.walked += [name for name in scope.names if name in source]
    scope.names.update(zip(names, bound[1], strict=True))
    scope.loops += 1
    lines = [head.format(*names, a=source), *indented(block(scope, result, depth))]
    scope.loops -= 1
    if chance.random() < 0.2:
        scope.names = dict(saved)
        lines += ["else:", *indented(block(scope, result, depth, 2))]
    keep = names if chance.random() < 0.15 else []
    kept = {name: kind for name, kind in zip(names, bound[1], strict=True) if name in keep}
    scope.names, scope.walked = {**saved, **kept}, walked
    return lines


_HEADS: list[tuple[str, tuple[str, tuple[str, ...]]]] = [
    ("for {0} in range({a} % 6):", (INT, (INT,))),
    ("for {0} in range(5, {a} % 4, -1):", (INT, (INT,))),
    ("for {0} in range(0, {a} % 9, 2):", (INT, (INT,))),
    ("for {0} in {a}:", (INTS, (INT,))),
    ("for {0} in {a}:", (FLOATS, (FLOAT,))),
    ("for {0} in {a}:", (STR, (STR,))),
    ("for {0} in {a}:", (STRS, (STR,))),
    ("for {0} in {a}:", (ROWS, (INTS,))),
    ("for {0} in {a}:", (RECS, (REC,))),
    ("for {0} in {a}:", (SET, (INT,))),
    ("for {0} in {a}:", (BY_INT, (INT,))),
    ("for {0} in sorted({a}):", (BY_STR, (STR,))),
    ("for {0} in list({a}):", (BY_INT, (INT,))),
    ("for {0}, {1} in {a}:", (PAIRS, (INT, INT))),
    ("for {0}, {1} in {a}.items():", (BY_STR, (STR, INT))),
    ("for {0}, {1} in {a}.items():", (GROUPS, (STR, INTS))),
    ("for {0}, {1} in enumerate({a}):", (INTS, (INT, INT))),
    ("for {0}, {1} in enumerate({a}, 1):", (STR, (INT, STR))),
    ("for {0}, {1} in enumerate({a}):", (ROWS, (INT, INTS))),
    ("for {0}, {1} in zip({a}, {a}[1:]):", (INTS, (INT, INT))),
    ("for {0} in reversed({a}):", (INTS, (INT,))),
]


def _while(scope: Scope, result: str, depth: int) -> Lines:
    if scope.loops >= 2:
        return _if(scope, result, depth)
    count = scope.name()
    saved = dict(scope.names)
    scope.loops += 1
    test = expr(scope, BOOL, 2)
    inner = block(scope, result, depth, 3)
    scope.loops -= 1
    scope.names = saved
    head = [f"{count} = 0", f"while {count} < 5 and {test}:"]
    return [*head, *indented([f"{count} += 1", *inner])]


def _try(scope: Scope, result: str, depth: int) -> Lines:
    if scope.tries >= 2:
        return _if(scope, result, depth)
    scope.tries += 1
    lines = ["try:", *indented(block(scope, result, depth))]
    for kind in scope.chance.sample(_ERRORS, scope.chance.randrange(1, 3)):
        if scope.chance.random() < 0.3:
            name = scope.name()
            lines += [f"except {kind} as {name}:", f"    print(str({name}))"]
        else:
            lines += [f"except {kind}:"]
        lines += indented(block(scope, result, depth, 2))
    if scope.chance.random() < 0.25:
        lines += ["else:", *indented(block(scope, result, depth, 2))]
    scope.tries -= 1
    return lines


_SIMPLE: list[Way] = [_assign] * 5 + [_augment] * 2 + [_change] * 7
_SIMPLE += [_print, _raise, _assert, _leave, _leave, _call]
_NESTED: list[Way] = [_if, _if, _narrow, _for, _for, _for, _for, _while, _try, _try]
