"""Make a failing program small: functions, then calls, then statements are left out.

In: a program and a call that fails. Out: the smallest text that still fails in the time given.
"""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Callable, Iterator

from tests.fuzz.program import HEAD, Program

Fails = Callable[[str, tuple[str, ...]], bool]


def alone(program: Program, call: str) -> tuple[str, tuple[str, ...]]:
    """The function called, those that it needs, and its calls up to this one."""
    name = next(one for one, calls in program.calls.items() if call in calls)
    wanted = [name]
    for one in wanted:
        found = dict.fromkeys(re.findall(r"\bf\d+(?=\()", program.functions[one]))
        wanted += [other for other in found if other not in wanted]
    texts = [text for one, text in program.functions.items() if one in wanted]
    return "\n\n".join([HEAD, *texts]), program.calls[name]


def shrink(
    text: str, calls: tuple[str, ...], fails: Fails, seconds: float
) -> tuple[str, tuple[str, ...]]:
    """Leave out what is not needed for the failure."""
    end = time.monotonic() + seconds
    is_smaller = True
    while is_smaller and time.monotonic() < end:
        is_smaller = False
        for smaller in _smaller(text):
            if time.monotonic() > end:
                break
            if _parses(smaller) and fails(smaller, calls):
                text, is_smaller = smaller, True
                break
    return text, calls


def _parses(text: str) -> bool:
    try:
        compile(text, "<shrunk>", "exec")
    except SyntaxError:
        return False
    return True


def _smaller(text: str) -> Iterator[str]:
    """The text with one statement left out, or replaced by its body; large ones first."""
    tree = ast.parse(text)
    blocks = [
        (body, index)
        for node in ast.walk(tree)
        for body in _bodies(node)
        for index in range(len(body))
        if not isinstance(node, ast.ClassDef) and not _is_fixed(body[index])
    ]
    blocks.sort(key=lambda place: -len(ast.unparse(place[0][place[1]])))
    for body, index in blocks:
        kept = list(body)
        others: list[list[ast.stmt]] = [[], *_bodies(kept[index])]
        for inner in others:
            body[index : index + 1] = inner
            if not body:
                body.append(ast.Pass())
            if body != kept:
                yield ast.unparse(ast.fix_missing_locations(tree)) + "\n"
            body[:] = kept


def _is_fixed(stmt: ast.stmt) -> bool:
    return isinstance(stmt, ast.Pass | ast.ClassDef | ast.Import)


def _bodies(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        found = getattr(node, name, None)
        if isinstance(found, list) and not isinstance(node, ast.Lambda):
            yield found
    for handler in getattr(node, "handlers", []):
        yield handler.body
