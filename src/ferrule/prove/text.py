"""Values and calls as short Python text, for a person who reads a mismatch.

In: any value. Out: one line. Runs no `__repr__` of the program.
"""

from __future__ import annotations

from collections.abc import Sequence

from ferrule.prove.graph import BY_IDENTITY, SCALARS, Incomparable, parts_of

_WIDTH = 400
_ITEMS = 24
_DEPTH = 6


def show(value: object) -> str:
    """The value as text, shortened."""
    return _cut(_show(value, _DEPTH))


def show_call(name: str, arguments: Sequence[object]) -> str:
    """The call as text, shortened."""
    return _cut(f"{name}({', '.join(_show(argument, _DEPTH) for argument in arguments)})")


def _cut(text: str) -> str:
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def _show(value: object, depth: int) -> str:
    if type(value) in SCALARS:
        return _scalar(value)
    if isinstance(value, BY_IDENTITY):
        return getattr(value, "__name__", "…")
    if depth == 0:
        return "…"
    if type(value) is list:
        return f"[{_row(value, depth)}]"
    if type(value) is tuple:
        return f"({_row(value, depth)}{',' * (len(value) == 1)})"
    if type(value) is set:
        return f"{{{_row(list(value), depth)}}}" if value else "set()"
    if type(value) is dict:
        pairs = [f"{_show(k, depth - 1)}: {_show(v, depth - 1)}" for k, v in _first(value.items())]
        return f"{{{', '.join(pairs)}{', …' * (len(value) > _ITEMS)}}}"
    return _instance(value, depth)


def _scalar(value: object) -> str:
    if type(value) is int and value.bit_length() > 4000:
        return f"<an int of {value.bit_length()} bits>"  # too long for `repr` by default
    if type(value) in (str, bytes) and len(value) > _WIDTH:  # type: ignore[arg-type]
        return repr(value[:_WIDTH]) + "…"  # type: ignore[index]
    return ascii(value) if type(value) is str and not value.isprintable() else repr(value)


def _first(items: object) -> list[tuple[object, object]]:
    return [pair for pair, _ in zip(items, range(_ITEMS), strict=False)]  # type: ignore[call-overload]


def _row(values: Sequence[object], depth: int) -> str:
    shown = [_show(value, depth - 1) for value in values[:_ITEMS]]
    return ", ".join(shown + ["…"] * (len(values) > _ITEMS))


def _instance(value: object, depth: int) -> str:
    try:
        parts = parts_of(value)[:_ITEMS]
    except Incomparable:
        parts = []
    inside = ", ".join(f"{name.removeprefix('.')}={_show(part, depth - 1)}" for name, part in parts)
    return f"{type(value).__name__}({inside})"
