"""A `.rs` file as a module, and as a program, as a user meets them: processes of their own.

In: files in an empty folder. The crates of the newest PyO3 are built once for all of these tests;
those that need another PyO3 or crates of their own are slow.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.rust

SUM = """\
use pyo3::prelude::*;

/// Formats the sum of two numbers as string.
#[pyfunction]
fn sum_as_string(a: usize, b: usize) -> PyResult<String> {
    Ok((a + b).to_string())
}

/// A Python module implemented in Rust.
#[pymodule]
fn string_sum(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(sum_as_string, m)?)?;
    Ok(())
}
"""
SAY = "import ferrule.hook, string_sum; print(string_sum.sum_as_string(5, 20))"


def python(
    code: str, folder: Path, *, check: bool = True, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run code as `python -c` does, in this folder."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert not check or done.returncode == 0, done.stderr
    return done


def ferrule(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run(
        [sys.executable, "-m", "ferrule", *words],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


def no_tools(folder: Path) -> dict[str, str]:
    """An environment in which a compiler that is started says so."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    for name in ("rustc", "cargo"):
        (tools / name).write_text(f"#!/bin/sh\necho {name} was started >&2\nexit 9\n")
        (tools / name).chmod(0o755)
    return {"RUSTC": str(tools / "rustc"), "CARGO": str(tools / "cargo")}


def test_a_file_is_a_module(tmp_path: Path) -> None:
    """Built at the first import; unchanged, nothing is started; edited, built again."""
    file = tmp_path / "string_sum.rs"
    file.write_text(SUM)
    assert python(SAY, tmp_path).stdout == "25\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["string_sum.rs"]
    assert python(SAY, tmp_path, **no_tools(tmp_path)).stdout == "25\n"
    file.write_text(SUM.replace("(a + b)", "(a * b)"))
    assert python(SAY, tmp_path).stdout == "100\n"
    file.write_text(SUM)
    assert python(SAY, tmp_path).stdout == "25\n"


def test_what_a_module_says_of_itself(tmp_path: Path) -> None:
    """Name, documentation, file, source and the functions' signatures."""
    (tmp_path / "string_sum.rs").write_text(SUM)
    code = """
import ferrule.hook, string_sum, inspect, pickle
print(string_sum.__name__, string_sum.__doc__, string_sum.__file__ == string_sum.__spec__.origin)
print(string_sum.__loader__.get_source('string_sum') == open('string_sum.rs').read())
print(inspect.signature(string_sum.sum_as_string), string_sum.sum_as_string.__doc__)
print(pickle.loads(pickle.dumps(string_sum.sum_as_string)) is string_sum.sum_as_string)
"""
    assert python(code, tmp_path).stdout.splitlines() == [
        "string_sum A Python module implemented in Rust. True",
        "True",
        "(a, b) Formats the sum of two numbers as string.",
        "True",
    ]


def test_in_a_package_that_cannot_be_written(tmp_path: Path) -> None:
    """Beside `.py` files, imported relatively; nothing is written beside it."""
    package = tmp_path / "pkg"
    package.mkdir()
    (package / "__init__.py").write_text("from .string_sum import sum_as_string\n")
    (package / "string_sum.rs").write_text(SUM)
    package.chmod(0o555)
    try:
        code = "import ferrule.hook, pkg; print(pkg.sum_as_string(1, 2), pkg.string_sum.__name__)"
        done = python(code, tmp_path, PYTHONDONTWRITEBYTECODE="1")
    finally:
        package.chmod(0o755)
    assert done.stdout == "3 pkg.string_sum\n"
    assert len(list(package.iterdir())) == 2


def test_reload_builds_again(tmp_path: Path) -> None:
    """In the same process, into the same module object."""
    (tmp_path / "string_sum.rs").write_text(SUM)
    code = """
import ferrule.hook, importlib, pathlib, string_sum
before = string_sum
file = pathlib.Path('string_sum.rs')
file.write_text(file.read_text().replace('(a + b)', '(a * b)'))
print(importlib.reload(string_sum) is before, string_sum.sum_as_string(5, 20))
"""
    assert python(code, tmp_path).stdout == "True 100\n"


def test_functions_without_a_module(tmp_path: Path) -> None:
    """The `#[pymodule]` may be left out; errors keep their place."""
    file = tmp_path / "plain.rs"
    file.write_text(SUM.partition("/// A Python module")[0] + "\n#[pyclass]\nstruct Empty {}\n")
    code = "import ferrule.hook, plain; print(plain.sum_as_string(1, 2), plain.Empty.__name__)"
    assert python(code, tmp_path).stdout == "3 Empty\n"
    file.write_text(file.read_text().replace("(a + b)", "(a + c)"))
    done = python(code, tmp_path, check=False)
    assert f"ImportError: {file}:6:13: cannot find value `c` in this scope" in done.stderr


BESIDE = """\
//! Looks around.

const TABLE: &str = include_str!("table.txt");
const ABOVE: &[u8] = include_bytes!("../above.bin");
mod shared;
#[path = "more/deep.rs"]
mod other;

#[pyo3::pyfunction]
fn sizes() -> (usize, usize, usize, usize) {
    (TABLE.len(), ABOVE.len(), shared::inner::SIZE, other::SIZE)
}
"""


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_what_lies_beside_a_file_without_a_module(tmp_path: Path) -> None:
    """Texts and modules beside it, below it and above it; an edit there is an edit of the file."""
    folder = tmp_path / "pkg"
    texts = {
        "../above.bin": "abc",
        "__init__.py": "",
        "beside.rs": BESIDE,
        "table.txt": "ab",
        "shared.rs": "pub mod inner;\n",
        "shared/inner.rs": "pub const SIZE: usize = 4;\n",
        "more/deep.rs": "pub const SIZE: usize = 5;\n",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    code = "import ferrule.hook, pkg.beside; print(pkg.beside.sizes())"
    assert python(code, tmp_path).stdout == "(2, 3, 4, 5)\n"
    assert python(code, tmp_path, **no_tools(tmp_path)).stdout == "(2, 3, 4, 5)\n"
    (folder / "table.txt").write_text("abcdef")
    assert python(code, tmp_path).stdout == "(6, 3, 4, 5)\n"
    (folder / "shared" / "inner.rs").write_text("pub const SIZE: usize = missing;\n")
    done = python(code, tmp_path, check=False)
    place = folder / "shared" / "inner.rs"
    assert f"ImportError: {place}:1:25: cannot find value `missing`" in done.stderr
    assert f"--> {place}:1:25" in done.stderr
    assert not list(folder.rglob("*.part"))


def test_a_file_that_does_not_compile(tmp_path: Path) -> None:
    """rustc's words, the line in the `.rs`; an ImportError chained with them; nothing imported."""
    file = tmp_path / "string_sum.rs"
    file.write_text(SUM.replace("(a + b).to_string()", "a + b"))
    code = """
import ferrule.hook
try:
    import string_sum
except ImportError as error:
    print(error, '|', error.name, '|', error.path)
    print(type(error.__cause__).__name__, error.__cause__.line)
    print(error.__cause__.rendered)
import sys
print('string_sum' in sys.modules)
"""
    first, second, *rendered, last = python(code, tmp_path).stdout.splitlines()
    assert first == f"{file}:6:8: mismatched types | string_sum | {file}"
    assert second == "RustError 6"
    assert any(f"--> {file}:6:8" in line for line in rendered)
    assert any("Ok(a + b)" in line for line in rendered)
    assert last == "False"
    done = python("import ferrule.hook, string_sum", tmp_path, check=False)
    assert done.returncode == 1


WRONG = {
    "another name": (SUM.replace("fn string_sum", "fn other"), ":10: its #[pymodule] is 'other'"),
    "no module": ("fn f() {}\n", ":1: the file has neither a #[pymodule] nor a #[pyfunction]"),
    "a head without end": ("//! ```cargo\n//! [dependencies]\n" + SUM, ":1: the head has no end"),
    "a head that is no TOML": ("// ---\n// [dependencies\n// ---\n" + SUM, ":2: "),
    "a table too many": ("//: [profile]\n" + SUM, ":1: [profile] is not understood"),
    "no version": ("//: [dependencies]\n//: x = 1\n" + SUM, ":2: x: a dependency is a version"),
    "no text": (b"\xff\xfe", ": can't be read: "),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_bad_files_get(name: str, tmp_path: Path) -> None:
    """An ImportError that names the file and the line."""
    text, words = WRONG[name]
    file = tmp_path / "string_sum.rs"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = python("import ferrule.hook, string_sum", tmp_path, check=False)
    assert done.stderr.splitlines()[-1].startswith(f"ImportError: {file}{words}"), done.stderr


def test_two_files_of_one_name(tmp_path: Path) -> None:
    """Side by side Python's wins, with a warning; else the first folder wins, as always."""
    (tmp_path / "string_sum.rs").write_text(SUM)
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "string_sum.py").write_text("sum_as_string = None")
    code = "import sys; sys.path.append('later'); " + SAY
    assert python(code, tmp_path).stdout == "25\n"
    (tmp_path / "string_sum.py").write_text("def sum_as_string(a, b): return 'python'")
    done = python(SAY, tmp_path)
    assert done.stdout == "python\n"
    assert "two files of one name" in done.stderr


def test_two_processes_at_once(tmp_path: Path) -> None:
    """Both get it; one build."""
    (tmp_path / "string_sum.rs").write_text(SUM + "// at once\n")
    command = [sys.executable, "-c", SAY]
    both = [
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    said = [one.communicate(timeout=400) for one in both]
    assert [out for out, _ in said] == [b"25\n", b"25\n"], said


def test_a_build_that_is_killed(tmp_path: Path) -> None:
    """Nothing half-written is imported, and the next import builds."""
    (tmp_path / "string_sum.rs").write_text(SUM + "// killed\n")
    process = subprocess.Popen([sys.executable, "-c", SAY], cwd=tmp_path)
    try:
        process.wait(0.35)
    except subprocess.TimeoutExpired:
        process.kill()
    process.wait()
    assert python(SAY, tmp_path).stdout == "25\n"


def test_a_damaged_cache_is_not_believed(tmp_path: Path) -> None:
    """A library that is not what was written is built again, never loaded."""
    (tmp_path / "string_sum.rs").write_text(SUM + "// damaged\n")
    code = SAY + "; print(string_sum.__loader__.library)"
    said, library = python(code, tmp_path).stdout.splitlines()
    damaged = Path(library).read_bytes().replace(b"sum_as_string", b"mus_as_string")
    Path(library).write_bytes(damaged)
    assert python(SAY, tmp_path).stdout == "25\n"
    assert said == "25"


MAIN = """\
use pyo3::ffi::c_str;
use pyo3::prelude::*;

fn main() -> PyResult<()> {
    Python::attach(|py| {
        let prefix: String = py.import("sys")?.getattr("prefix")?.extract()?;
        let total: i64 = py.eval(c_str!("sum(range(10))"), None, None)?.extract()?;
        let mine = py.import("mine")?.call_method1("greet", ("Rust",))?;
        let text = c_str!("def twice(x):\\n    return x * 2\\n");
        let twice = PyModule::from_code(py, text, c_str!("twice.py"), c_str!("twice"))?;
        println!("{prefix} {total} {mine} {}", twice.call_method1("twice", (4,))?);
        println!("{:?}", std::env::args().skip(1).collect::<Vec<_>>());
        py.import("click").map(|_| ())
    })
}
"""


def test_a_program_that_uses_python(tmp_path: Path) -> None:
    """The library, the user's modules, evaluated code, code inside: of the present environment."""
    (tmp_path / "main.rs").write_text(MAIN)
    (tmp_path / "mine.py").write_text("def greet(name): return f'hello {name}'\n")
    done = ferrule(tmp_path.parent, "run", str(tmp_path / "main.rs"), "a b", "--compare")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"{sys.prefix} 45 hello Rust 8",
        '["a b", "--compare"]',
    ]
    again = ferrule(tmp_path, "run", "main.rs", **no_tools(tmp_path))
    assert again.returncode == 0, again.stderr


def test_a_program_without_python(tmp_path: Path) -> None:
    """Its output, its input and its exit status are its own; modules of its own are seen."""
    (tmp_path / "main.rs").write_text(
        "mod more;\n\nfn main() {\n    std::process::exit(more::print());\n}\n"
    )
    more = tmp_path / "more.rs"
    more.write_text('pub fn print() -> i32 {\n    println!("hello");\n    3\n}\n')
    done = ferrule(tmp_path, "run", "main.rs")
    assert (done.returncode, done.stdout, done.stderr) == (3, "hello\n", "")
    more.write_text(more.read_text().replace("hello", "edited"))
    assert ferrule(tmp_path, "run", "main.rs").stdout == "edited\n"


def test_programs_that_cannot_run(tmp_path: Path) -> None:
    """rustc's words and a status; no `main`; no such file."""
    (tmp_path / "main.rs").write_text("fn main() {\n    missing();\n}\n")
    done = ferrule(tmp_path, "run", "main.rs")
    assert done.returncode == 1
    assert f"{tmp_path / 'main.rs'}:2:5" in done.stderr
    (tmp_path / "string_sum.rs").write_text(SUM)
    done = ferrule(tmp_path, "run", "string_sum.rs")
    assert (done.returncode, "has no `fn main()`" in done.stderr) == (2, True)
    assert ferrule(tmp_path, "run", "nothing.rs").returncode == 2


def test_a_crate_that_is_wrong(tmp_path: Path) -> None:
    """One that needs a newer compiler: its name, what it needs, the line that asks for it."""
    crate = tmp_path / "new"
    (crate / "src").mkdir(parents=True)
    (crate / "src" / "lib.rs").write_text("")
    manifest = '[package]\nname = "new"\nversion = "1.2.3"\nedition = "2021"\n'
    (crate / "Cargo.toml").write_text(manifest + 'rust-version = "1.999"\n')
    (tmp_path / "main.rs").write_text(
        '// ---\n// [dependencies]\n// new = { path = "new" }\n// ---\nfn main() {}\n'
    )
    done = ferrule(tmp_path, "run", "main.rs")
    assert done.returncode == 2
    assert "The crate new 1.2.3 needs rustc 1.999 or newer" in done.stderr
    (crate / "Cargo.toml").write_text(manifest)
    assert ferrule(tmp_path, "run", "main.rs").returncode == 0


def test_without_a_compiler(tmp_path: Path) -> None:
    """What is missing and what to do, at once."""
    (tmp_path / "string_sum.rs").write_text(SUM + "// no compiler\n")
    done = python(SAY, tmp_path, check=False, RUSTC="/nowhere/rustc")
    assert "ImportError: RUSTC names '/nowhere/rustc'" in done.stderr


# other PyO3s, other crates --------------------------------------------------------------------

Y2024 = """\
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyModule};

#[pyfunction]
fn everything() -> PyResult<(bool, String, i64)> {
    Python::with_gil(|py| {
        let sys = py.import_bound("sys")?;
        let version: String = sys.getattr("version")?.extract()?;
        let locals = [("os", py.import_bound("os")?)].into_py_dict_bound(py);
        let name: String = py.eval_bound("os.name", None, Some(&locals))?.extract()?;
        let code = "def f(x):\\n    return x * 2\\n";
        let module = PyModule::from_code_bound(py, code, "f.py", "f")?;
        let twice: i64 = module.getattr("f")?.call1((21,))?.extract()?;
        Ok((!version.is_empty(), name, twice))
    })
}

#[pymodule]
fn old(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(everything, m)?)?;
    Ok(())
}
"""
Y2023 = """\
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::wrap_pyfunction;

#[pyfunction]
fn everything(py: Python<'_>) -> PyResult<(bool, String, i64)> {
    let dict = PyDict::new(py);
    dict.set_item("os", py.import("os")?)?;
    let name: String = py.eval("os.name", None, Some(dict))?.extract()?;
    Ok((true, name, 42))
}

#[pymodule]
fn old(_py: Python<'_>, m: &PyModule) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(everything, m)?)?;
    Ok(())
}
"""
Y2025 = """\
use pyo3::prelude::*;
use pyo3::types::PyString;

#[pyfunction]
fn everything(py: Python<'_>) -> PyResult<(bool, String, i64)> {
    let name: PyObject = py.import("os")?.getattr("name")?.unbind();
    py.allow_threads(|| ());
    Python::with_gil(|py| {
        let text = name.bind(py).downcast::<PyString>()?;
        Ok((true, text.to_str()?.to_owned(), 42))
    })
}

#[pymodule]
fn old(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(everything, m)?)
}
"""
BY_VALUE = """\
use pyo3::prelude::*;

#[pyclass]
#[derive(Clone)]
struct Name {
    name: String,
}

#[pyfunction]
fn make() -> Name {
    Name { name: std::env::consts::FAMILY.into() }
}

#[pyfunction]
fn take(name: Name) -> (bool, String, i64) {
    (true, name.name.replace("unix", "posix").replace("windows", "nt"), 42)
}

#[pymodule]
mod old {
    #[pymodule_export]
    use super::{make, take};
}
"""
Y2022 = """\
use pyo3::prelude::*;
use pyo3::types::PyTuple;

#[pyclass]
struct Scale {
    by: i64,
}

#[pymethods]
impl Scale {
    #[new]
    #[args(by = "2")]
    fn new(by: i64) -> Self {
        Scale { by }
    }

    #[args(values = "*")]
    fn sum(&self, values: &PyTuple) -> PyResult<i64> {
        let values: Vec<i64> = values.extract()?;
        Ok(self.by * values.iter().sum::<i64>())
    }
}

#[pyfunction]
fn everything() -> PyResult<(bool, String, i64)> {
    let gil = Python::acquire_gil();
    let py = gil.python();
    let name: String = PyModule::import(py, "os")?.getattr("name")?.extract()?;
    let scale = Py::new(py, Scale::new(2))?;
    Ok((true, name, scale.call_method1(py, "sum", (20, 1))?.extract(py)?))
}

#[pymodule]
fn old(_py: Python<'_>, m: &PyModule) -> PyResult<()> {
    m.add_class::<Scale>()?;
    m.add_function(wrap_pyfunction!(everything, m)?)
}
"""
Y2021 = """\
use pyo3::prelude::*;

fn doubled(n: i64) -> i64 {
    n * 2
}

#[pymodule]
fn old(_py: Python, m: &PyModule) -> PyResult<()> {
    #[pyfn(m, "everything")]
    fn everything_py(py: Python) -> PyResult<(bool, String, i64)> {
        let name: String = py.import("os")?.get("name")?.extract()?;
        Ok((true, name, doubled(21)))
    }
    Ok(())
}
"""
STEPS = """\
use pyo3::prelude::*;

#[pyfunction]
fn everything(x: &PyAny) -> PyResult<(bool, String, i64)> {
    let name: &str = x.get_type().name()?; // a `Cow` since 0.21
    Ok((name == "int", x.py().import("os")?.getattr("name")?.extract()?, x.extract()?))
}
"""
NAMED = '//! ```cargo\n//! [dependencies]\n//! pyo3 = "0.23"\n//! ```\n' + Y2024
OLD = {
    "2021": Y2021,
    "2022": Y2022,
    "2023": Y2023,
    "2024": Y2024,
    "2025": Y2025,
    "by value": BY_VALUE,
    "named": NAMED,
    "by its errors": STEPS,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", OLD)
def test_files_for_other_versions_work_unchanged(name: str, tmp_path: Path) -> None:
    """Each runs the functions that its year's tutorials use."""
    (tmp_path / "old.rs").write_text(OLD[name])
    arguments = "42" if name == "by its errors" else ""
    call = "old.take(old.make())" if "make" in OLD[name] else f"old.everything({arguments})"
    done = python(f"import ferrule.hook, old; print({call})", tmp_path)
    assert done.stdout == f"{(True, os.name, 42)}\n"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["module", "program"])
def test_crates_of_its_own(kind: str, tmp_path: Path) -> None:
    """Declared in the head, fetched and built once."""
    head = '// ---\n// [dependencies]\n// itoa = "1"\n// ---\n'
    show = "itoa::Buffer::new().format(42).to_owned()"
    if kind == "module":
        text = f"use pyo3::prelude::*;\n#[pyfunction]\nfn show() -> String {{ {show} }}\n"
        (tmp_path / "shows.rs").write_text(head + text)
        done = python("import ferrule.hook, shows; print(shows.show())", tmp_path)
    else:
        (tmp_path / "shows.rs").write_text(f'{head}fn main() {{ println!("{{}}", {show}); }}\n')
        done = ferrule(tmp_path, "run", "shows.rs")
    assert (done.stdout, done.stderr) == ("42\n", "")


@pytest.mark.slow
def test_no_such_crate(tmp_path: Path) -> None:
    """Its name and the line that asks for it."""
    name = "no-such-crate-for-ferrule-tests"
    (tmp_path / "main.rs").write_text(f'//: [dependencies]\n//: {name} = "1"\nfn main() {{}}\n')
    done = ferrule(tmp_path, "run", "main.rs")
    assert done.returncode == 2
    assert f"main.rs:2: There is no crate named '{name}'" in done.stderr
    (tmp_path / "main.rs").write_text('//: [dependencies]\n//: itoa = "77"\nfn main() {}\n')
    done = ferrule(tmp_path, "run", "main.rs")
    assert "main.rs:2: There is no version ^77 of the crate 'itoa'" in done.stderr


def test_a_crate_that_is_not_named(tmp_path: Path) -> None:
    """rustc's line, and where to name it: there is no Cargo.toml."""
    (tmp_path / "main.rs").write_text("use itoa::Buffer;\nfn main() {}\n")
    done = ferrule(tmp_path, "run", "main.rs")
    assert done.returncode == 1
    assert "main.rs:1:5" in done.stderr
    assert '`//: itoa = "*"` at the top of the file' in done.stderr


@pytest.mark.slow
def test_no_network(tmp_path: Path) -> None:
    """Said plainly; and what is on this machine is used."""
    (tmp_path / "main.rs").write_text('//: [dependencies]\n//: itoa = "1"\nfn main() {}\n')
    away = {"CARGO_HTTP_PROXY": "http://127.0.0.1:9", "CARGO_NET_RETRY": "0"}
    cargo, home = tmp_path / "cargo", tmp_path / "home"
    done = ferrule(
        tmp_path, "run", "main.rs", CARGO_HOME=str(cargo), FERRULE_HOME=str(home), **away
    )
    assert done.returncode == 2
    assert "could not be fetched" in done.stderr
    assert "Check the network" in done.stderr
    shutil.rmtree(home)
