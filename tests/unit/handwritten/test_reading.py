"""What a Rust file's text tells: its code, its head, its module, its PyO3."""

from __future__ import annotations

from pathlib import Path

import pytest

from ferrule.handwritten import Binding, HeadError, choose, others, read, read_head, recalled
from ferrule.handwritten.blanking import blank
from ferrule.handwritten.dialect import NEWEST
from ferrule.handwritten.manifest import Extras, manifest

BLANK = [
    ("a // b\nc", "a     \nc"),
    ('// x = "1"\nfn', "          \nfn"),
    ("a /* b /* c */ d */ e", "a                   e"),
    ('f("a // b") // c', 'f("      ")     '),
    ('f("\\"") + g', 'f("  ") + g'),
    ('r#"a"b"# x', 'r#"   "# x'),
    ('eval(c"1 + 1")', 'eval(c"     ")'),
    ("let c = '\"'; x", "let c =    ; x"),
    ("fn f<'a>(x: &'a str)", "fn f<'a>(x: &'a str)"),
    ("let c = '\\''; x", "let c =     ; x"),
    ('"open', '"    '),
    ("/* open", "       "),
    ("", ""),
    ("é // é", "é     "),
]


@pytest.mark.parametrize(("text", "code"), BLANK)
def test_only_code_is_left(text: str, code: str) -> None:
    """At the same places."""
    found = blank(text)
    assert found == code
    assert len(found) == len(text)


HEADS = [
    '//! ```cargo\n//! [dependencies]\n//! rand = "0.9"\n//! ```\nfn main() {}\n',
    '// ---\n// [dependencies]\n// rand = "0.9"\n// ---\n',
    '//: [dependencies]\n//: rand = "0.9"\nuse x;\n',
    '#!/usr/bin/env rust\n\n// A file.\n// --- cargo\n// [dependencies]\n// rand = "0.9"\n// ---\n',
]


@pytest.mark.parametrize("text", HEADS)
def test_a_head_in_each_form(text: str) -> None:
    """The same dependencies, with their line."""
    head = read_head(text)
    assert head.dependencies == {"rand": "0.9"}
    assert "rand" in text.splitlines()[head.lines["rand"] - 1]


def test_no_head() -> None:
    """A comment is none, and neither is what follows code."""
    for text in ("", "// hello\nfn main() {}\n", "use x;\n//: [dependencies]\n//: a = 1\n"):
        assert read_head(text).dependencies == {}


def test_a_wrong_head_has_a_line() -> None:
    """Of the file, not of the TOML."""
    with pytest.raises(HeadError) as caught:
        read_head("\n// ---\n// [dependencies]\n// a = \n// ---\n")
    assert caught.value.line == 4


USES = "use pyo3::prelude::*;\n"
DIALECTS = [
    ("fn f() {}", None),
    (USES + "fn f(m: &Bound<'_, PyModule>) {}", NEWEST),
    (USES + "fn f() { Python::attach(|py| upper_bound(py)) }", NEWEST),
    (USES + "fn lower_bound(x: i64) {} fn g(x: Py<X>) { x.into_bound(py); }", NEWEST),
    (USES + "fn f() { Python::with_gil(|py| ()) }", "0.27.2"),
    (USES + "fn f(x: PyObject) {}", "0.27.2"),
    (USES + "// Python::with_gil\nfn f() {}", NEWEST),
    (USES + 'fn f() { "with_gil"; }', NEWEST),
    (USES + 'fn f() { Python::with_gil(|py| py.eval_bound("1", None, None)) }', "0.24.2"),
    (USES + "fn f(py: Python) -> PyObject { 1.into_py(py) }", "0.24.2"),
    (USES + "fn f(d: &Bound<PyDict>) -> PyObject { d.to_object(py) }", "0.24.2"),
    (USES + "fn f(_py: Python, m: &PyModule) {}", "0.22.6"),
    (USES + 'fn f(py: Python) { py.eval("1 + 1", None, None); }', "0.22.6"),
    (USES + 'fn f(py: Python) { py.eval(c"1 + 1", None, None); }', NEWEST),
    (
        USES + "fn f() { Python::with_gil(|py| PyModule::from_code(py, CODE, NAME, NAME)) }",
        "0.22.6",
    ),
    (USES + "fn f() { Python::with_gil(|py| py.run(code, None, Some(d))) }", "0.22.6"),
    (USES + "fn f() { Python::with_gil(|py| py.run(&CString::new(s), None, None)) }", "0.27.2"),
    (USES + "fn f() { let d = [(1, 2)].into_py_dict(py); }", "0.22.6"),
    (USES + "fn f() { let gil = Python::acquire_gil(); }", "0.18.3"),
    (USES + '#[args(num = "-1")]\nfn f(x: &PyAny) {}', "0.18.3"),
    (USES + "#[pyproto]\nimpl PyObjectProtocol for X {}", "0.16.6"),
    (USES + '#[pymodule]\nfn f(m: &PyModule) { #[pyfn(m, "name")]\nfn g() {} }', "0.15.2"),
    (USES + '#[pyfunction(a, b = "2")]\nfn f(a: i64, b: i64) {}', "0.15.2"),
    (USES + "#[pyfunction(signature = (a))]\nfn f(a: i64) {}", NEWEST),
    (USES + "fn extract_bound(x: &Bound<PyAny>) {}", "0.26.0"),
    ('//: [dependencies]\n//: pyo3 = "0.23"\n' + USES + "fn f() {}", "0.23"),
]


@pytest.mark.parametrize(("text", "version"), DIALECTS)
def test_the_pyo3_of_a_file(text: str, version: str | None) -> None:
    """The one named, else the newest that has the names that it uses."""
    binding = choose(read_head(text), read(text).code)
    assert (binding.version if binding else None) == version


TYPO = "error[E0425]: cannot find value `c` in this scope\n --> a.rs:1:1"
GONE = "error[E0599]: no method named `get` found for reference `&PyModule`\n --> a.rs:1:1"


def test_what_else_is_tried() -> None:
    """Older ones after errors of the interface; nothing after a mistake, or for today's words."""
    plain, today = USES + "fn f(m: &PyModule) {}", USES + "fn f(m: &Bound<PyModule>) {}"
    chosen = choose(read_head(plain), plain)
    assert chosen is not None
    assert [one.version for one in others(chosen, chosen, plain, GONE)][:2] == ["0.20.3", "0.18.3"]
    assert list(others(chosen, chosen, plain, TYPO)) == []
    newest = Binding(NEWEST)
    assert list(others(newest, newest, today, GONE)) == []
    assert recalled(chosen, plain, "0.20.3").version == "0.20.3"
    assert recalled(newest, today, "0.20.3") == newest


MODULES = [
    ("#[pymodule]\nfn one(m: &X) {}", "one"),
    ("#[pymodule]\nmod one {}", "one"),
    ('#[pymodule]\n#[pyo3(name = "two")]\nfn one() {}', "two"),
    ('#[pymodule(name = "two")]\npub fn one() {}', "two"),
    ("#[pyo3::pymodule]\npub(crate) mod r#one {}", "one"),
    ("mod a {\n    #[pymodule]\n    mod inner {}\n}\n#[pymodule]\nfn one() {}", "one"),
    ("// #[pymodule]\nfn one() {}", None),
]


@pytest.mark.parametrize(("text", "name"), MODULES)
def test_the_module_of_a_file(text: str, name: str | None) -> None:
    """By its name in Python."""
    assert read(text).module == name


def test_what_a_file_offers() -> None:
    """Functions and classes at its top."""
    text = (
        "#[pyfunction]\nfn a() {}\n#[pyfunction]\n#[pyo3(signature = (x))]\npub fn b(x: i64) {}\n"
        "#[pyclass(frozen)]\n#[derive(Clone)]\npub struct C {}\n#[pyclass]\nenum D { X }\n"
    )
    found = read(text)
    assert (found.functions, found.classes) == (("a", "b"), ("C", "D"))


def test_a_manifest_names_each_crate_once(tmp_path: Path) -> None:
    """PyO3 as it is chosen; a path from the file's own folder."""
    text = '//: [dependencies]\n//: near = { path = "near" }\n//: itoa = "1"\n' + USES
    head = read_head(text)
    extras = Extras(tmp_path, "1.95.0", is_program=False, python_minor=11)
    made = manifest(head, choose(head, read(text).code), extras)
    assert 'itoa = "1"\n' in made
    assert f'near = {{ path = "{tmp_path / "near"}" }}' in made
    assert f'pyo3 = {{ features = [], version = "={NEWEST}" }}' in made
    program = manifest(head, choose(head, USES), Extras(tmp_path, "1.95.0", True, 11))
    assert '"auto-initialize"' in program
