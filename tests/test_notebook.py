"""`%load_ext ferrule` in a real Jupyter kernel.

In: cells, sent to one kernel that all these tests share. Out: what each shows. Needs ipykernel and
jupyter-client, which are development dependencies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

jupyter = pytest.importorskip("jupyter_client")
pytest.importorskip("ipykernel")

pytestmark = [pytest.mark.rust, pytest.mark.slow]

LIMIT_S = 400


@dataclass
class Shown:
    """What a cell showed."""

    out: str = ""
    err: str = ""
    value: str = ""
    traceback: list[str] = field(default_factory=list)


class Kernel:
    """A running kernel."""

    def __init__(self, folder: Path) -> None:
        self.manager, self.client = jupyter.manager.start_new_kernel(
            kernel_name="python3", cwd=str(folder), startup_timeout=120
        )

    def run(self, cell: str) -> Shown:
        shown = Shown()

        def hear(message: dict[str, Any]) -> None:
            content = message["content"]
            if message["msg_type"] == "stream":
                if content["name"] == "stdout":
                    shown.out += content["text"]
                else:
                    shown.err += content["text"]
            elif message["msg_type"] == "execute_result":
                shown.value = content["data"]["text/plain"]
            elif message["msg_type"] == "error":
                shown.traceback = content["traceback"]

        self.client.execute_interactive(cell, timeout=LIMIT_S, output_hook=hear)
        return shown


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel with the extension loaded."""
    made = Kernel(tmp_path_factory.mktemp("notebook"))
    loaded = made.run("%load_ext ferrule")
    assert not loaded.traceback, loaded
    yield made
    made.client.stop_channels()
    made.manager.shutdown_kernel(now=True)


PYTHON = """\
%%ferrule
step = 1

def count_primes(limit):
    found = 0
    for n in range(2, limit):
        for d in range(2, n):
            if n % d == 0:
                break
        else:
            found += step
    return found

def later(n):
    return n + 1

def odd(name):
    return open(name, "rb").closed

count_primes(3000)
"""


def test_a_python_cell_is_native(kernel: Kernel) -> None:
    """Its value is shown, its functions are names of the notebook, and the table says what is."""
    shown = kernel.run(PYTHON)
    assert not shown.traceback, shown
    assert shown.value == "430"
    table = dict(line.split(maxsplit=1) for line in shown.err.splitlines())
    assert table["count_primes"] == "native"
    assert table["later"] == "native at its first call, if it can be"
    assert kernel.run("count_primes.__wrapped__(100), count_primes(100)").value == "(25, 25)"
    assert kernel.run("step = 2\ncount_primes(100)").value == "50"


def test_what_cannot_be_native_says_why(kernel: Kernel) -> None:
    """In the table; and the cell runs all the same."""
    cell = "%%ferrule\ndef odd(n):\n    return [*map(lambda x: eval('x'), range(n))]\nodd(3)"
    shown = kernel.run(cell)
    assert shown.value == "[0, 1, 2]"
    assert shown.err.startswith("odd  Python: ")


def test_an_error_of_a_cell_is_its_own(kernel: Kernel) -> None:
    """The exception, with the line."""
    shown = kernel.run("%%ferrule\ndef fails(n):\n    return 1 // n\n\nfails(0)")
    assert any("ZeroDivisionError" in line for line in shown.traceback)


RUST = """\
%%rust
use pyo3::prelude::*;

#[pyfunction]
fn twice(n: i64) -> i64 {
    n * 2
}

#[pyclass]
struct Counter {
    #[pyo3(get)]
    count: usize,
}

#[pymethods]
impl Counter {
    #[new]
    fn new() -> Self {
        Counter { count: 0 }
    }

    fn up(&mut self) -> usize {
        self.count += 1;
        self.count
    }
}
"""


def test_the_functions_of_a_rust_cell_are_names(kernel: Kernel) -> None:
    """Functions and classes; run again after an edit, they are the new ones."""
    shown = kernel.run(RUST)
    assert not shown.traceback, shown
    assert kernel.run("twice(21), Counter().up()").value == "(42, 1)"
    kernel.run(RUST.replace("n * 2", "n * 2 + 1"))
    assert kernel.run("twice(21)").value == "43"
    kernel.run(RUST)
    assert kernel.run("twice(21)").value == "42"


def test_a_rust_cell_that_does_not_compile(kernel: Kernel) -> None:
    """rustc's words and the cell's line; one line, no stack of ours."""
    shown = kernel.run(RUST.replace("n * 2", "m * 2"))
    assert "cannot find value `m` in this scope" in shown.err
    assert ".rs:5:5" in shown.err
    assert len(shown.traceback) == 1
    assert kernel.run("twice(21)").value == "42"


def test_the_page_about_notebooks(kernel: Kernel) -> None:
    """Each cell that it shows runs."""
    docs = Path(__file__).resolve().parent.parent / "docs"
    text = (docs / "notebooks.md").read_text(encoding="utf-8")
    cells = re.findall(r"^```\w+\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    shown = [kernel.run(cell.rstrip()) for cell in cells]
    assert not any(one.traceback for one in shown), shown
    assert shown[1].value == "430"
    assert "count_primes  native" in shown[1].err
    assert kernel.run("twice(21)").value == "42"
