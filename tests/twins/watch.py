"""The types of a module's functions, as its calls show them under plain Python.

In: a module and its calls. Out: a signature for each function called, and the fields of classes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType, FunctionType, ModuleType

from ferrule.base.records import FuncName, Signature
from ferrule.base.types import NEVER, OBJECT, Type, contains, join
from ferrule.profile.shape import Fields, type_of

Seen = dict[tuple[Type, ...], int]


class Watch:
    """What calls showed so far."""

    def __init__(self, module: ModuleType) -> None:
        self.fields: Fields = {}
        self.names = dict(_functions(module))
        self.seen: dict[FuncName, Seen] = {}

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Within this block calls are recorded."""
        sys.setprofile(self._hear)
        try:
            yield
        finally:
            sys.setprofile(None)

    def _hear(self, frame: FrameType, event: str, _argument: object) -> None:
        name = self.names.get(frame.f_code) if event == "call" else None
        if name is None:
            return
        code = frame.f_code
        parameters = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        sys.setprofile(None)
        try:
            values = frame.f_locals
            types = tuple(type_of(values[key], self.fields) for key in parameters)
        finally:
            sys.setprofile(self._hear)
        seen = self.seen.setdefault(name, {})
        seen[types] = seen.get(types, 0) + 1

    def signatures(self) -> Iterator[tuple[FuncName, Signature]]:
        """The most frequent types of each function, empty containers filled in by others."""
        for name, seen in self.seen.items():
            first = max(seen, key=lambda types: (not _is_odd(types), seen[types]))
            for types in seen:
                first = _filled(first, types)
            yield name, Signature(first, NEVER, sum(seen.values()))


def _is_odd(types: tuple[Type, ...]) -> bool:
    return any(contains(type_, OBJECT) or contains(type_, NEVER) for type_ in types)


def _filled(first: tuple[Type, ...], other: tuple[Type, ...]) -> tuple[Type, ...]:
    """Joined, where what is not known yet is the only difference."""
    if not any(contains(type_, NEVER) for type_ in first):
        return first
    joined = tuple(map(join, first, other))
    return first if any(contains(type_, OBJECT) for type_ in joined) else joined


def _functions(module: ModuleType) -> Iterator[tuple[CodeType, FuncName]]:
    owners: list[object] = [module]
    owners += [one for one in vars(module).values() if isinstance(one, type)]
    for owner in owners:
        for found in list(vars(owner).values()):
            function = _plain(found)
            if function is not None and function.__module__ == module.__name__:
                code = function.__code__
                file, line = code.co_filename, code.co_firstlineno
                if file != module.__file__:  # made by a decorator: there is no text
                    continue
                yield code, FuncName(module.__name__, function.__qualname__, file, line)


def _plain(found: object) -> FunctionType | None:
    inner: Callable[..., object] | object = found
    if isinstance(found, staticmethod | classmethod):
        inner = found.__func__
    if isinstance(inner, FunctionType) and not inner.__name__.startswith("<"):
        return inner
    return None
