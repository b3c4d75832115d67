"""Which classes are plain: written in Python, their attributes stored in a dict or in slots.

In: a class. Out: yes or no. Assumes that classes do not change their nature after they were first
asked about.
"""

from __future__ import annotations

import sys
from abc import ABCMeta
from types import (
    BuiltinFunctionType,
    GetSetDescriptorType,
    MethodDescriptorType,
    WrapperDescriptorType,
)
from weakref import WeakKeyDictionary

_HOOKS = ("__getattribute__", "__getattr__", "__setattr__", "__delattr__")
_PICKLE_HOOKS = (
    "__reduce__", "__reduce_ex__", "__getstate__", "__setstate__", "__getnewargs__",
    "__getnewargs_ex__", "__new__",
)  # fmt: skip
_C_MADE = (BuiltinFunctionType, MethodDescriptorType, WrapperDescriptorType, GetSetDescriptorType)
_ALLOWED = ("__dict__", "__weakref__")
_known: WeakKeyDictionary[type, bool] = WeakKeyDictionary()


def class_name(cls: type) -> str:
    """A class as `module:qualname`, the name that `Struct` bears."""
    return f"{cls.__module__}:{cls.__qualname__}"


def is_plain(cls: type) -> bool:
    """Whether instances are nothing but attributes in a dict or in slots, and the class is named.

    A frozen dataclass is plain: reading it runs no code.
    """
    if (type(cls) is not type and type(cls) is not ABCMeta) or cls is object:
        return False
    answer = _known.get(cls)
    if answer is None:
        answer = all(map(_is_python_made, cls.__mro__[:-1])) and _is_found_by_name(cls)
        _known[cls] = answer
    return answer


def is_pickled_plainly(cls: type) -> bool:
    """Whether pickling an instance of a plain class runs no code of the user's."""
    return not any(
        hook in vars(base) and not _is_dataclass_made(base, hook)
        for base in cls.__mro__[:-1]
        for hook in _PICKLE_HOOKS
    )


def _is_python_made(cls: type) -> bool:
    space = vars(cls)
    if type(cls) is not type and type(cls) is not ABCMeta:
        return False
    if any(hook in space and not _is_dataclass_made(cls, hook) for hook in _HOOKS):
        return False
    if cls.__itemsize__ or ("__slots__" not in space and not cls.__dictoffset__):
        return False
    return "__module__" in space and not any(
        isinstance(member, _C_MADE) and name not in _ALLOWED for name, member in space.items()
    )


def _is_dataclass_made(cls: type, hook: str) -> bool:
    made = vars(cls).get("__dataclass_params__")
    return getattr(made, "frozen", False) is True and hook in (
        "__setattr__", "__delattr__", "__getstate__", "__setstate__",
    )  # fmt: skip


def _is_found_by_name(cls: type) -> bool:
    found: object = sys.modules.get(cls.__module__)
    for part in cls.__qualname__.split("."):
        try:
            found = vars(found).get(part)
        except TypeError:
            return False
    return found is cls
