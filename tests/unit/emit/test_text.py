"""The text of a crate: what good Rust it is, that it is always the same, and its line map."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.slicing_up import lowered, passed

from ferrule.base.types import CHAR, FLOAT, INT, NUMBER, STR, List, Tuple, Type
from ferrule.emit import emit
from ferrule.emit.literal import literal
from ferrule.emit.names import camel, rust_name, slug
from ferrule.emit.template import holes


def rust(tmp_path: Path, text: str, *types: Type) -> str:
    sources = emit(passed(lowered(tmp_path, text, {"f": types})))
    return sources.files["src/sample.rs"]


def test_the_same_slice_gives_the_same_bytes(tmp_path: Path) -> None:
    text = 'def f(xs):\n    """Doc."""\n    return [x * 2 for x in xs if x > 0]\n'
    first = emit(passed(lowered(tmp_path, text, {"f": (List(FLOAT),)})))
    second = emit(passed(lowered(tmp_path, text, {"f": (List(FLOAT),)})))
    assert first == second
    assert first.name.startswith("_sample_")


@pytest.mark.parametrize(
    ("text", "types", "expected"),
    [
        ("def f(a, b):\n    return a * (b + 1.0)\n", (FLOAT, FLOAT), "    a * (b + 1.0)\n"),
        ("def f(a, b):\n    return a - (b - a)\n", (FLOAT, FLOAT), "    a - (b - a)\n"),
        ("def f(a, b):\n    return -a * b\n", (FLOAT, FLOAT), "    -a * b\n"),
        ("def f(a, b):\n    return -(a * b)\n", (FLOAT, FLOAT), "    -(a * b)\n"),
        ("def f(a, b):\n    return a < b and not b < 1\n", (INT, INT), "a < b && !(b < 1)"),
        ("def f(a, b):\n    a += b\n    return a\n", (FLOAT, FLOAT), "    a += b;\n"),
        ("def f(xs):\n    return [x * 2.0 for x in xs]\n", (List(FLOAT),), ".map(|&x| x * 2.0)"),
        ("def f(xs):\n    return [x for x in xs if x > 0]\n", (List(INT),), ".filter(|&&x| x > 0)"),
        (
            "def f(s):\n    t = ''\n    for c in s:\n        t += c\n    return t\n",
            (STR,),
            "push_char",
        ),
        (
            "def f(xs):\n    return any(x > 2 for x in xs)\n",
            (List(INT),),
            "xs.iter().any(|&x| x > 2)",
        ),
        ("def f(type, fn):\n    return type + fn\n", (FLOAT, FLOAT), "type_ + fn_"),
    ],
)
def test_lines(tmp_path: Path, text: str, types: tuple[Type, ...], expected: str) -> None:
    assert expected in rust(tmp_path, text, *types)


def test_docstrings_become_comments(tmp_path: Path) -> None:
    text = 'def f(x):\n    """Half of it.\n\n    Exactly."""\n    return x / 2.0\n'
    assert "/// Half of it.\n///\n/// Exactly.\npub fn f(" in rust(tmp_path, text, FLOAT)


def test_a_list_to_be_filled_has_room(tmp_path: Path) -> None:
    text = "def f(xs):\n    ys = []\n    for x in xs:\n        ys.append(x)\n    return ys\n"
    assert "Vec::with_capacity(xs.len())" in rust(tmp_path, text, List(FLOAT))


def test_lines_lead_back_to_python(tmp_path: Path) -> None:
    text = "def f(x):\n    y = x + 1.0\n\n    return y * 2.0\n"
    sources = emit(passed(lowered(tmp_path, text, {"f": (FLOAT,)})))
    lines = sources.files["src/sample.rs"].splitlines()
    found = {lines[number - 1].strip(): py for number, py in sources.lines["src/sample.rs"].items()}
    assert found["let y = x + 1.0;"] == 2
    assert found["y * 2.0"] == 4


def test_no_unsafe_code_is_allowed(tmp_path: Path) -> None:
    sources = emit(passed(lowered(tmp_path, "def f(x):\n    return x\n", {"f": (INT,)})))
    assert "#![forbid(unsafe_code)]" in sources.files["src/lib.rs"]


def test_the_binding_commits_what_changes(tmp_path: Path) -> None:
    text = "def f(xs, ys):\n    xs.append(ys[0])\n    return xs\n"
    sources = emit(passed(lowered(tmp_path, text, {"f": (List(INT), List(INT))})))
    binding = sources.files["src/binding.rs"]
    assert "commit::appended(call.arg(0), &xs)?;" in binding
    assert "call.distinct(&[0, 1])?;" in binding
    assert "call.give_arg(0)" in binding
    assert sources.entries[0].effects == "arguments"


def test_one_changed_list_needs_no_look_for_twins(tmp_path: Path) -> None:
    sources = emit(passed(lowered(tmp_path, "def f(xs):\n    xs.sort()\n", {"f": (List(INT),)})))
    assert "distinct" not in sources.files["src/binding.rs"]


@pytest.mark.parametrize(
    ("value", "type_", "text"),
    [
        (5, INT, "5"),
        (-(2**63), INT, "i64::MIN"),
        (1e300, FLOAT, "1e300"),
        (2.0, FLOAT, "2.0"),
        (-0.0, FLOAT, "-0.0"),
        (float("inf"), FLOAT, "f64::INFINITY"),
        (1, FLOAT, "1.0"),
        ("", STR, "Str::EMPTY"),
        ('a"\n', STR, 'Str::ascii("a\\"\\n")'),
        ("é", STR, 'Str::from("é")'),
        ("\ud800", STR, "Str::from_points(&[55296])"),
        ("'", CHAR, "Char::new('\\'')"),
        ((1, 2.5), Tuple((INT, FLOAT)), "(1, 2.5)"),
        (3, NUMBER, "Number::Int(3)"),
    ],
)
def test_literals(value: object, type_: Type, text: str) -> None:
    assert literal(value, type_).text == text


def test_names() -> None:
    assert rust_name("match") == "match_"
    assert slug("My Module.py") == "my_module_py"
    assert camel("bubble_sort") == "BubbleSort"


def test_operands_bind_as_they_must() -> None:
    (left, right) = holes("{0} + {1}", 10)
    assert (left.strength, right.strength) == (10, 11)
    (only,) = holes("{0:recv}.len() as i64", 0)
    assert only.strength == 14
