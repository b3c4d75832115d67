"""What a Rust file offers to Python, as far as its text tells.

In: its text. Out: a `Reading`: the module that it defines, its functions and classes. Assumes that
macros of the file's own make no `#[pymodule]`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ferrule.handwritten.blanking import blank

_ATTRIBUTES = r"(?P<more>(?:\s*#\[[^\n]*\])*)\s*"
_MODULE = re.compile(
    r"#\[(?:pyo3::)?pymodule(?P<own>[^\]]*)\]"
    + _ATTRIBUTES
    + r"(?:pub(?:\([^)]*\))?\s+)?(?P<kind>fn|mod)\s+(?:r#)?(?P<name>\w+)"
)
_ITEM = re.compile(
    r"^#\[(?:pyo3::)?(?P<what>pyfunction|pyclass)\b[^\n]*\]"
    + _ATTRIBUTES
    + r"(?:pub(?:\([^)]*\))?\s+)?(?:async\s+|unsafe\s+)*(?:fn|struct|enum)\s+(?:r#)?(?P<name>\w+)",
    re.MULTILINE,
)
_NAME = re.compile(r'name\s*=\s*"(\w+)"')
_MAIN = re.compile(r"^\s*(?:pub\s+)?(?:async\s+)?fn\s+main\s*\(", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's offer."""

    code: str  # the text without comments and the insides of literals
    module: str | None  # what `#[pymodule]` is called in Python
    line: int  # where it stands
    functions: tuple[str, ...]  # `#[pyfunction]`s at the top of the file
    classes: tuple[str, ...]  # `#[pyclass]`es there
    has_main: bool


def read(text: str) -> Reading:
    """Read a file."""
    code = blank(text)
    module, line = _module(text, code)
    items = [(found["what"], found["name"]) for found in _ITEM.finditer(code)]
    return Reading(
        code=code,
        module=module,
        line=line,
        functions=tuple(name for what, name in items if what == "pyfunction"),
        classes=tuple(name for what, name in items if what == "pyclass"),
        has_main=_MAIN.search(code) is not None,
    )


def _module(text: str, code: str) -> tuple[str | None, int]:
    """The first that stands outside of any other item."""
    for found in _MODULE.finditer(code):
        before = code[: found.start()]
        if before.count("{") > before.count("}"):
            continue
        given = _NAME.search(text[found.start() : found.start("kind")])
        return (given.group(1) if given else found["name"]), before.count("\n") + 1
    return None, 1


def module_text(name: str, reading: Reading, is_bound: bool) -> str:
    """A `#[pymodule]` for a file that has only functions and classes."""
    argument = "&pyo3::Bound<'_, pyo3::types::PyModule>" if is_bound else "&pyo3::types::PyModule"
    module = "pyo3::types::PyModuleMethods::" if is_bound else "pyo3::types::PyModule::"
    adding = [
        *(
            f"    {module}add_function(m, pyo3::wrap_pyfunction!({one}, m)?)?;"
            for one in reading.functions
        ),
        *(f"    {module}add_class::<{one}>(m)?;" for one in reading.classes),
    ]
    head = "py: pyo3::Python<'_>, " if not is_bound else ""
    silent = ["    let _ = py;"] if not is_bound else []
    lines = [
        "",
        "#[pyo3::pymodule]",
        f'#[pyo3(name = "{name}")]',
        f"fn ferrule_module({head}m: {argument}) -> pyo3::PyResult<()> {{",
        *silent,
        *adding,
        "    Ok(())",
        "}",
        "",
    ]
    return "\n".join(lines)
