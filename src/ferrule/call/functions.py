"""Functions among the arguments of a call: is this the one that a slice was made for?

In: an argument and a name. Out: whether it is the function of this name, and whether that stays so
as long as its code and its defaults do.
"""

from __future__ import annotations

from types import BuiltinFunctionType, FunctionType

from ferrule.base.functions import function_of, is_bare, is_same_code, is_text

_NO, _NOW, _ALWAYS = 0, 1, 2
_NOTHING = object()


def matches(value: object, name: str) -> int:
    """0: no; 1: yes, for this call; 2: yes, as long as the function does not change."""
    if not isinstance(value, FunctionType | BuiltinFunctionType):
        return _NO
    expected = function_of(name)
    if not is_text(name.partition(":")[2]):
        return _ALWAYS if value is expected else _NO
    if not isinstance(value, FunctionType) or not isinstance(expected, FunctionType):
        return _NO
    if not is_bare(value) or not is_same_code(value.__code__, expected.__code__):
        return _NO
    names = value.__code__.co_names
    if not names or value.__globals__ is expected.__globals__:
        return _ALWAYS
    # The globals that it sees have to be those that the slice's guards look at.
    mine, theirs = value.__globals__, expected.__globals__
    is_same = all(mine.get(one, _NOTHING) is theirs.get(one, _NOTHING) for one in names)
    return _NOW if is_same else _NO
