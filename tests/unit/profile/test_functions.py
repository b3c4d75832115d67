"""From names to live functions, through what decorators leave behind."""

import functools
import sys

import pytest

from ferrule.base.records import FuncName
from ferrule.profile import find_function


def logged(function):
    @functools.wraps(function)
    def wrapper(*arguments):
        return function(*arguments)

    return wrapper


def hidden(function):
    def wrapper(*arguments):
        return function(*arguments)

    return wrapper


def plain(x):
    return x


originals = [plain]


def keep(function):
    originals.append(function)
    return function


@logged
@keep
def wrapped(x):
    return x


@hidden
@keep
def closed_over(x):
    return x


@functools.lru_cache
@keep
def cached(x):
    return x


class Class:
    @keep
    def method(self):
        return self

    @staticmethod
    @keep
    def static():
        return 1

    @classmethod
    @keep
    def of_class(cls):
        return cls

    @property
    @keep
    def prop(self):
        return 1

    class Inner:
        @keep
        def deep(self):
            return 2


def name_of(function):
    code = function.__code__
    return FuncName(__name__, code.co_qualname, code.co_filename, code.co_firstlineno)


@pytest.fixture(autouse=True)
def _imported(monkeypatch):
    monkeypatch.setitem(sys.modules, __name__, sys.modules.get(__name__, _module()))


def _module():
    import types

    module = types.ModuleType(__name__)
    vars(module).update(globals())
    return module


@pytest.mark.parametrize("function", originals, ids=lambda one: one.__qualname__)
def test_found(function):
    assert find_function(name_of(function)) is function


def test_not_found():
    def nested():
        return 1

    assert find_function(name_of(nested)) is None
    assert find_function(FuncName("no.such.module", "f", "f.py", 1)) is None
    name = name_of(plain)
    assert find_function(FuncName(name.module, "absent", name.file, name.line)) is None
    assert find_function(FuncName(name.module, name.qualname, name.file, name.line + 1)) is None


def test_the_live_function_is_found_not_its_copy():
    """A swapped function bears a copy of itself as `__wrapped__`."""
    copy = type(plain)(plain.__code__, plain.__globals__)
    plain.__wrapped__ = copy
    try:
        assert find_function(name_of(plain)) is plain
    finally:
        del plain.__wrapped__
