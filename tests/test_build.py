"""`ferrule build` as a user meets it: modules of the same names, native inside, the same answers.

Expected answers are those of the modules that were built from. Few builds serve many tests.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.rust

PRIMES = '''\
"""Primes, with doctests."""
from __future__ import annotations

import math


def is_prime(n: int) -> bool:
    """
    >>> [n for n in range(12) if is_prime(n)]
    [2, 3, 5, 7, 11]
    >>> is_prime(-1)
    Traceback (most recent call last):
        ...
    ValueError: negative: -1
    """
    if n < 0:
        raise ValueError(f"negative: {n}")
    if n < 2:
        return False
    for d in range(2, math.isqrt(n) + 1):
        if n % d == 0:
            return False
    return True


def never_called(n: int, step: int = 2) -> int:
    total = 0
    for i in range(0, n, step):
        total += i
    return total


def untyped_and_never_called(x):
    return x + x


def odd_one(name: str) -> str:
    """
    >>> odd_one("a")
    'a'
    """
    return open.__name__[:0] + name


if __name__ == "__main__":
    print(sum(is_prime(n) for n in range(50)), hasattr(is_prime, "__wrapped__"))
'''

SHAPES = '''\
class Box:
    def __init__(self, w, h):
        self.w = w
        self.h = h

    def size(self):
        return self.w * self.h


def area(boxes):
    """
    >>> area([Box(1, 2), Box(3, 4)])
    14
    """
    total = 0
    for box in boxes:
        total += box.size()
    return total


def widen(boxes, by):
    """
    >>> box = Box(1, 2)
    >>> widen([box], 3)
    >>> box.w
    4
    """
    for box in boxes:
        box.w += by
'''

SCRIPT = """\
# no guard, no annotations: caf\xe9
import sys


def triangle(n):
    total = 0
    for i in range(n):
        total += i
    return total


n = int(sys.argv[1])
print(triangle(n), hasattr(triangle, "__wrapped__"))
"""


def python(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A Python process."""
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, **environment},
        check=False,
    )


def in_module(folder: Path, text: str, **environment: str) -> str:
    """What a program prints that imports from this folder."""
    head = f"import sys; sys.path.insert(0, {str(folder)!r})\n"
    done = python("-c", head + text, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def ferrule_build(*words: str) -> subprocess.CompletedProcess[str]:
    """The command."""
    return python("-m", "ferrule", "build", *words)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sources and what was built of them."""
    folder = tmp_path_factory.mktemp("build")
    (folder / "primes.py").write_text(PRIMES, encoding="utf-8")
    (folder / "shapes.py").write_text(SHAPES, encoding="utf-8")
    done = ferrule_build(
        *(str(folder / "primes.py"), str(folder / "shapes.py")),
        *("--out", str(folder / "out"), "--witness", "doctest"),
        *("--json", str(folder / "report.json")),
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def out(shop: Path, tmp_path: Path) -> Path:
    """A copy of what was built, somewhere else, to be spoilt."""
    return Path(shutil.copytree(shop / "out", tmp_path / "moved"))


def test_report_names_every_function(shop: Path) -> None:
    """Native, or Python with a code and a line; proved on inputs, without a mismatch."""
    report = json.loads((shop / "report.json").read_text(encoding="utf-8"))
    found = {one["name"].rpartition(":")[2]: one for one in report["functions"]}
    assert set(found) >= {"is_prime", "never_called", "untyped_and_never_called", "area", "widen"}
    for name in ("is_prime", "never_called", "Box.size", "area", "widen"):
        assert found[name]["status"] == "native", found[name]
        assert found[name]["proof"]["inputs"] > 0
        assert found[name]["proof"]["mismatches"] == 0
    unknown = found["untyped_and_never_called"]
    assert unknown["status"] == "python"
    assert [reason["code"] for reason in unknown["reasons"]] == ["F103"]
    assert unknown["file"] == str(shop / "primes.py")


def test_functions_are_native(shop: Path) -> None:
    """Each in its module, though the folder was never on the path when it was built."""
    text = "import primes, shapes; print(*(hasattr(one, '__wrapped__') for one in {}))"
    native = "(primes.is_prime, primes.never_called, shapes.area, shapes.Box.size)"
    assert in_module(shop / "out", text.format(native)) == "True True True True"
    assert in_module(shop / "out", text.format("(primes.untyped_and_never_called,)")) == "False"


@pytest.mark.parametrize("module", ["primes", "shapes"])
def test_doctests_pass(shop: Path, module: str) -> None:
    """The same tests run and pass."""
    text = f"import doctest, {module}; print(doctest.testmod({module}))"
    expected = in_module(shop, text)
    assert "failed=0" in expected
    assert in_module(shop / "out", text) == expected


def test_answers_beyond_the_witness(shop: Path) -> None:
    """Other types, big ints, bools, errors, changed arguments."""
    text = """
import primes, shapes
for call in (
    lambda: primes.is_prime(2**61 - 1 - 2**61 + 7), lambda: primes.is_prime(True),
    lambda: primes.is_prime(10.5), lambda: primes.is_prime("a"), lambda: primes.is_prime(-3),
    lambda: primes.never_called(100, 0), lambda: primes.never_called(2**70, 2**69),
    lambda: primes.untyped_and_never_called([1]), lambda: shapes.area([]),
    lambda: shapes.area([shapes.Box(1.5, 2)]), lambda: shapes.area([shapes.Box(2**62, 9)]),
    lambda: shapes.area([None]), lambda: shapes.area((shapes.Box(1, 1),)),
):
    try:
        value = call()
        print(type(value), value)
    except Exception as error:
        print(repr(error))
boxes = [shapes.Box(1, 2)] * 2
shapes.widen(boxes, 3)
print([vars(box) for box in boxes], boxes[0] is boxes[1])
"""
    assert in_module(shop / "out", text) == in_module(shop, text)


def test_signature_name_and_pickling(shop: Path) -> None:
    """A compiled function looks like the original."""
    text = """
import inspect, pickle, primes
f = primes.is_prime
print(f.__name__, f.__qualname__, f.__module__, inspect.signature(f), f.__doc__)
print(pickle.loads(pickle.dumps(f)) is f, inspect.getsource(f), f.__code__.co_firstlineno)
"""
    assert in_module(shop / "out", text) == in_module(shop, text)


def test_text_keeps_its_lines(shop: Path) -> None:
    """What was built begins with the original, line by line; only an empty line may differ."""
    before = PRIMES.splitlines()
    after = (shop / "out" / "primes.py").read_text(encoding="utf-8").splitlines()
    changed = [line for line, other in zip(before, after, strict=False) if line != other]
    assert changed in ([], [""])


def test_script_is_native_too(shop: Path) -> None:
    """Run as a program, its functions are native before its guard."""
    expected = python(str(shop / "primes.py")).stdout
    assert expected == "15 False\n"
    assert python(str(shop / "out" / "primes.py")).stdout == "15 True\n"


def test_switched_off(shop: Path) -> None:
    """FERRULE=off: plain Python."""
    text = "import primes; print(hasattr(primes.is_prime, '__wrapped__'), primes.is_prime(97))"
    assert in_module(shop / "out", text, FERRULE="off") == "False True"


def test_without_ferrule(shop: Path) -> None:
    """Where Ferrule is not installed the module is the Python that it was."""
    text = "import primes; print(hasattr(primes.is_prime, '__wrapped__'), primes.is_prime(97))"
    head = f"import sys; sys.path.insert(0, {str(shop / 'out')!r})\n"
    done = python("-S", "-c", head + text, PYTHONPATH="")
    assert done.stdout.strip() == "False True", done.stderr


def _spoil_library(out: Path) -> None:
    (library,) = out.glob("*primes*.so")
    library.write_bytes(library.read_bytes() + b"\0")


def _remove_library(out: Path) -> None:
    (library,) = out.glob("*primes*.so")
    library.unlink()


def _edit_manifest(out: Path, key: str, value: object) -> None:
    notes = out / "primes.ferrule.json"
    data = json.loads(notes.read_text(encoding="utf-8"))
    data[key] = value
    notes.write_text(json.dumps(data), encoding="utf-8")


@pytest.mark.parametrize(
    "spoil",
    [
        _spoil_library,
        _remove_library,
        lambda out: (out / "primes.ferrule.json").unlink(),
        lambda out: (out / "primes.ferrule.json").write_text("{", encoding="utf-8"),
        lambda out: (out / "primes.ferrule.json").write_text("[]", encoding="utf-8"),
        lambda out: _edit_manifest(out, "abi", "cpython-39 .so"),
        lambda out: _edit_manifest(out, "protocol", 99),
        lambda out: _edit_manifest(out, "digests", {}),
        lambda out: _edit_manifest(out, "proved", []),
    ],
)
def test_doubt_means_python(out: Path, spoil: object) -> None:
    """A missing, damaged or foreign file: silently the Python that it was."""
    assert callable(spoil)
    spoil(out)
    text = "import primes; print(hasattr(primes.is_prime, '__wrapped__'), primes.is_prime(97))"
    assert in_module(out, text) == "False True"


def test_edited_function_is_python(out: Path) -> None:
    """What was edited since is what runs."""
    file = out / "primes.py"
    file.write_text(
        file.read_text(encoding="utf-8").replace("if n < 2:", "if n < 4:"), encoding="utf-8"
    )
    text = "import primes; print(hasattr(primes.is_prime, '__wrapped__'), primes.is_prime(3))"
    assert in_module(out, text) == "False False"


def test_imported_twice_by_other_names(out: Path) -> None:
    """As a part of a namespace package, and again by itself: both give Python's answers."""
    text = "import moved.primes as a, moved.shapes as b\n"
    text += "print(hasattr(a.is_prime, '__wrapped__'), b.area([b.Box(2, 3)]))\n"
    text += f"sys.path.insert(0, {str(out)!r}); import primes; print(primes.is_prime(97))"
    assert in_module(out.parent, text) == "True 6\nTrue"


def test_script_as_witness(tmp_path: Path) -> None:
    """An unguarded script in Latin-1, run once; its functions are native when it runs again."""
    source = tmp_path / "tri.py"
    source.write_bytes(b"# -*- coding: latin-1 -*-\n" + SCRIPT.encode("latin-1"))
    done = ferrule_build(
        str(source), "--out", str(tmp_path / "out"), "--witness", f"script:{source} 10"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    ran = python(str(tmp_path / "out" / "tri.py"), "1000")
    assert ran.stdout == "499500 True\n", done.stderr


def test_package_with_pytest_as_witness(tmp_path: Path) -> None:
    """A package with relative imports and data; the tests say what flows."""
    package = tmp_path / "kit"
    (package / "deep").mkdir(parents=True)
    (package / "__init__.py").write_text("from .core import total\n", encoding="utf-8")
    (package / "deep" / "__init__.py").write_text("", encoding="utf-8")
    (package / "deep" / "one.py").write_text("def twice(n):\n    return n + n\n", encoding="utf-8")
    (package / "core.py").write_text(
        "from .deep.one import twice\n\n\ndef total(items):\n    t = 0\n"
        "    for i in items:\n        t += twice(i)\n    return t\n",
        encoding="utf-8",
    )
    (package / "data.txt").write_text("data", encoding="utf-8")
    tests = tmp_path / "test_kit.py"
    tests.write_text(
        "from kit import total\n\n\ndef test_total():\n    assert total([1, 2]) == 6\n",
        encoding="utf-8",
    )
    out = tmp_path / "out"
    done = ferrule_build(str(package), "--out", str(out), "--witness", f"pytest:{tests}")
    assert done.returncode == 0, done.stderr
    assert (out / "kit" / "data.txt").read_text(encoding="utf-8") == "data"
    text = "import kit; print(hasattr(kit.total, '__wrapped__'), kit.total([3, 4]))"
    assert in_module(out, text) == "True 14"


def test_calls_from_a_file(tmp_path: Path) -> None:
    """Calls that somebody wrote down are a witness."""
    (tmp_path / "mix.py").write_text("def mix(a, b):\n    return a * 2 + b\n", encoding="utf-8")
    (tmp_path / "calls.json").write_text('{"mix": [[1, 2], [3, 4]]}', encoding="utf-8")
    out = tmp_path / "out"
    witness = str(tmp_path / "calls.json")
    done = ferrule_build(str(tmp_path / "mix.py"), "--out", str(out), "--witness", witness)
    assert done.returncode == 0, done.stderr
    text = "import mix; print(hasattr(mix.mix, '__wrapped__'), mix.mix(1, 2))"
    assert in_module(out, text) == "True 4"


SEARCH = """
def search(items, wanted):
    \"\"\"
    >>> search([1, 3, 5], 3)
    1
    \"\"\"
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        if items[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low
"""


def test_what_only_the_boundary_pays_for_goes_back_to_python(tmp_path: Path) -> None:
    """A binary search must not read the whole of a long list for ever."""
    (tmp_path / "find.py").write_text(SEARCH, encoding="utf-8")
    out = tmp_path / "out"
    words = (str(tmp_path / "find.py"), "--out", str(out), "--witness", "doctest")
    done = ferrule_build(*words)
    assert done.returncode == 0, done.stderr
    text = """
from find import search
is_native = hasattr(search, "__wrapped__")
short = [search(list(range(9)), n) for n in range(9)] == list(range(9))
items = list(range(100_000))
long = [search(items, n) for n in range(3000)] == list(range(3000))
print(is_native, short, long, hasattr(search, "__wrapped__"))
"""
    assert in_module(out, text) == "True True True False"


def test_nothing_native_is_no_error(tmp_path: Path) -> None:
    """The module is copied as it is."""
    text = "def f(*args):\n    return args\n"
    (tmp_path / "plain.py").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    done = ferrule_build(str(tmp_path / "plain.py"), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert [path.name for path in out.iterdir()] == ["plain.py"]
    assert (out / "plain.py").read_text(encoding="utf-8") == text


def test_a_module_that_dies_is_copied(tmp_path: Path) -> None:
    """Its doctests end the process: it stays Python, the other one is native."""
    (tmp_path / "dies.py").write_text(
        'def f(n: int) -> int:\n    """\n    >>> import os; os._exit(3)\n    """\n    return n\n',
        encoding="utf-8",
    )
    (tmp_path / "lives.py").write_text(
        'def f(n: int) -> int:\n    """\n    >>> f(1)\n    1\n    """\n    return n\n',
        encoding="utf-8",
    )
    out = tmp_path / "out"
    files = [str(tmp_path / name) for name in ("dies.py", "lives.py")]
    done = ferrule_build(*files, "--out", str(out), "--witness", "doctest")
    assert done.returncode == 0, done.stderr
    text = "import dies, lives; print(*(hasattr(m.f, '__wrapped__') for m in (dies, lives)))"
    assert in_module(out, text) == "False True"


@pytest.mark.parametrize(
    ("text", "witness"),
    [("def f(:\n", None), ("x = 1\n", "nonsense"), ("x = 1\n", "script:no_such_file.py")],
)
def test_bad_input_is_told(tmp_path: Path, text: str, witness: str | None) -> None:
    """Unreadable input: a message with the place, and no traceback."""
    (tmp_path / "bad.py").write_text(text, encoding="utf-8")
    words = ["--witness", witness] if witness else []
    done = ferrule_build(str(tmp_path / "bad.py"), "--out", str(tmp_path / "out"), *words)
    assert done.returncode == 2
    assert done.stderr.startswith("ferrule: ")
    assert "Traceback" not in done.stderr


def test_sources_are_left_alone(tmp_path: Path) -> None:
    """The folder of the sources is no place for what is built of them."""
    file = tmp_path / "mine.py"
    file.write_text("def f(n: int) -> int:\n    return n\n", encoding="utf-8")
    done = ferrule_build(str(file), "--out", str(tmp_path))
    assert done.returncode == 2
    assert "would be overwritten" in done.stderr
    assert file.read_text(encoding="utf-8").count("\n") == 2
