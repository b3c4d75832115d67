"""Functions by their names and by their texts."""

from __future__ import annotations

import doctest
import math
import pickle
from types import FunctionType, ModuleType

import pytest

from ferrule.base.functions import function_of, is_same_code, is_text, name_of, pickled
from ferrule.call.functions import matches

HERE = __name__


def named(x: int) -> int:
    return x + 1


def lambda_like(x: int) -> int:
    return x


def test_names() -> None:
    assert name_of(named) == f"{HERE}:named"
    assert name_of(lambda_like) == f"{HERE}:lambda_like"
    assert name_of(math.sin) == "math:sin"
    assert name_of(len) == "builtins:len"
    assert not is_text("lambda_like")


def test_texts() -> None:
    def inner(x: int) -> int:
        return x * 2

    # fmt: off
    one = lambda x: x ** 3 - 1  # noqa: E731
    # fmt: on
    assert name_of(one) == f"{HERE}:lambda x: x ** 3 - 1"
    assert (name_of(inner) or "").startswith(f"{HERE}:def inner(x")
    for function in (one, inner):
        twin = function_of(name_of(function) or "")
        assert isinstance(twin, FunctionType)
        assert twin is not function
        assert twin(5) == function(5)
        assert matches(function, name_of(function) or "") > 0


def test_no_name() -> None:
    k = 3
    with_default = lambda x, y=1: x + y  # noqa: E731
    closure = lambda x: x + k  # noqa: E731
    assert name_of(with_default) is None
    assert name_of(closure) is None
    assert name_of([].append) is None


@pytest.mark.parametrize("text", ["x + 1.0", "x + True", "x - 1", "y + 1", "x + 1 + 0"])
def test_other_code(text: str) -> None:
    first = eval("lambda x: x + 1", {})
    second = eval(f"lambda x: {text}", {})
    assert not is_same_code(first.__code__, second.__code__)
    assert is_same_code(first.__code__, eval("lambda x: x+1", {}).__code__)


def test_other_globals() -> None:
    name = f"{HERE}:lambda x: math.sin(x)"
    same = eval("lambda x: math.sin(x)", {"math": math})
    other = eval("lambda x: math.sin(x)", {"math": ModuleType("math")})
    assert matches(same, name) == 1
    assert matches(other, name) == 0
    assert matches(eval("lambda x: math.sin(x)", globals()), name) == 2
    assert matches(math.sin, "math:sin") == 2
    assert matches(math.cos, "math:sin") == 0
    assert matches(None, name) == 0


def test_pickles() -> None:
    one = eval("lambda x: x", globals())
    assert pickle.loads(pickled((named, math.sin))) == (named, math.sin)
    with pytest.raises(pickle.PicklingError):
        pickled(one)  # nobody knows its text
    two = lambda x: x + 40  # noqa: E731
    assert pickle.loads(pickled(two))(2) == 42


def test_in_a_doctest() -> None:
    seen: list[str | None] = []
    text = ">>> see(lambda x: x*2)\n>>> def f(x):\n...     return x\n>>> see(f)\n"
    names = {"see": lambda f: seen.append(name_of(f)), "__name__": HERE}
    test = doctest.DocTestParser().get_doctest(text, names, "given", None, 0)
    doctest.DocTestRunner(verbose=False).run(test)
    assert seen == [f"{HERE}:lambda x: x * 2", f"{HERE}:def f(x):\n    return x"]
