"""The stored attributes of an instance of a plain class.

In: an instance. Out: names and values, read without running any code of the user's. Assumes that
an instance has no dict until somebody asks for it, and is slower for good afterwards. So attributes
are read by name, by the names that the class's own code stores; the dict is asked for only when
others exist.
"""

from __future__ import annotations

import dis
import gc
from collections.abc import Iterator
from contextlib import suppress
from types import CodeType, FunctionType, MemberDescriptorType
from weakref import WeakKeyDictionary

_names: WeakKeyDictionary[type, tuple[str, ...]] = WeakKeyDictionary()


def attributes(value: object) -> dict[str, object]:
    """All stored attributes: slots and those in the dict."""
    return {**slots(value), **in_dict(value)}


def slots(value: object) -> dict[str, object]:
    """The attributes in slots."""
    found: dict[str, object] = {}
    for base in reversed(type(value).__mro__[:-1]):
        for name, member in vars(base).items():
            if isinstance(member, MemberDescriptorType):
                with suppress(AttributeError):  # the slot is empty
                    found[name] = member.__get__(value, type(value))
    return found


def in_dict(value: object) -> dict[str, object]:
    """The attributes in the instance's dict, whether it has been made or not."""
    if not type(value).__dictoffset__:
        return {}
    found = _by_name(value)
    if found is not None:
        return found
    held: dict[str, object] = object.__getattribute__(value, "__dict__")
    return dict(held)


def _by_name(value: object) -> dict[str, object] | None:
    """The attributes, if the names that the class stores are all that the instance has."""
    cls = type(value)
    names = _names.get(cls)
    if names is None:
        names = _names[cls] = tuple(sorted(_stored_names(cls)))
    found: dict[str, object] = {}
    for name in names:
        with suppress(AttributeError):
            found[name] = object.__getattribute__(value, name)
    held = [one for one in gc.get_referents(value) if one is not cls]
    is_all = len(held) == len(found) and {id(one) for one in held} == set(map(id, found.values()))
    return found if is_all and not slots(value) else None


def _stored_names(cls: type) -> Iterator[str]:
    """Names that methods of a class store on some object, but for those that the class has too."""
    names: set[str] = set()
    for base in cls.__mro__[:-1]:
        names.update(vars(base).get("__annotations__", ()))
        for member in vars(base).values():
            function = getattr(member, "__func__", member)
            if isinstance(function, FunctionType):
                names |= _stored_in(function.__code__)
    return (name for name in names if not any(name in vars(base) for base in cls.__mro__))


def _stored_in(code: CodeType) -> set[str]:
    found = {step.argval for step in dis.get_instructions(code) if step.opname == "STORE_ATTR"}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            found |= _stored_in(inner)
    return found
