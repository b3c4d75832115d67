"""The texts of a project's files, with places for its names.

In: nothing. Out: templates. `{package}` is the name to import, `{name}` the one to install, and so
on; a doubled brace is one brace. PyO3 is the version that Ferrule itself is built with.
"""

PYO3 = "0.30.1"
MATURIN = "maturin>=1.9,<2"

BUILD_SYSTEM = f"""\
[build-system]
requires = ["{MATURIN}"]
build-backend = "maturin"
"""

MATURIN_TABLE = """\
[tool.maturin]
module-name = "{package}._native"
python-source = "{source}"
locked = true  # the crates are those of Cargo.lock
"""

UV_TABLE = """\
[tool.uv]
cache-keys = [{{ file = "pyproject.toml" }}, {{ file = "Cargo.*" }}, {{ file = "rust/**/*.rs" }}]
"""

PYPROJECT = (
    BUILD_SYSTEM
    + """
[project]
name = "{name}"
version = "0.1.0"
description = "Python and Rust"
readme = "README.md"
requires-python = ">=3.11"

[project.optional-dependencies]
dev = ["mypy>=1.14", "pytest>=8", "ruff>=0.9"]

"""
    + MATURIN_TABLE
    + """
"""
    + UV_TABLE
    + """
[tool.pytest.ini_options]
testpaths = ["tests"]

[tool.mypy]
strict = true
files = ["src", "tests"]

[tool.ruff]
line-length = 100
src = ["src", "tests"]

[tool.ruff.lint]
select = ["E", "W", "F", "I", "UP", "B", "C4", "SIM", "RUF"]
"""
)

CARGO = f"""\
[package]
name = "{{crate}}"
version = "0.1.0"
edition = "2024"
rust-version = "1.85"
publish = false

[lib]
name = "_native"
path = "rust/lib.rs"
crate-type = ["cdylib"]

[features]
default = ["abi3"]
abi3 = ["pyo3/abi3-py311"] # one wheel for all versions of Python; without, one for each

[dependencies]
pyo3 = "={PYO3}"

[lints.clippy]
all = {{{{ level = "warn", priority = -1 }}}}

[profile.release]
lto = true
codegen-units = 1
strip = true
"""

LIB = """\
//! The part of `{package}` that is Rust: `{package}._native`.

use pyo3::prelude::*;

/// How many steps the Collatz sequence takes from `n` to 1.
fn steps(n: u64) -> Option<u32> {{
    let (mut n, mut count) = (n, 0);
    if n == 0 {{
        return None;
    }}
    while n > 1 {{
        n = if n % 2 == 0 {{
            n / 2
        }} else {{
            n.checked_mul(3)?.checked_add(1)?
        }};
        count += 1;
    }}
    Some(count)
}}

/// What Python sees; each function here has a line in `_native.pyi`.
#[pymodule]
mod _native {{
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;

    /// The number of steps that the Collatz sequence takes from `n` to 1.
    #[pyfunction]
    fn collatz(n: u64) -> PyResult<u32> {{
        super::steps(n).ok_or_else(|| PyValueError::new_err(format!("no sequence from {{n}}")))
    }}
}}
"""

STUB = '''\
"""What `rust/lib.rs` offers to Python."""

def collatz(n: int) -> int:
    """The number of steps that the Collatz sequence takes from `n` to 1."""
'''

PACKAGE = '''\
"""Python and Rust."""

from {package}._native import collatz

__all__ = ["collatz"]
'''

TEST = '''\
"""The Rust, as Python sees it."""

import pytest

from {package}._native import collatz


def in_python(n: int) -> int:
    """The same, slowly."""
    count = 0
    while n > 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        count += 1
    return count


def test_collatz_is_what_python_says() -> None:
    """On the first thousand."""
    assert [collatz(n) for n in range(1, 1000)] == [in_python(n) for n in range(1, 1000)]


def test_there_is_no_sequence_from_zero() -> None:
    """Rust's error is a ValueError."""
    with pytest.raises(ValueError, match="no sequence from 0"):
        collatz(0)
'''

JUSTFILE = """\
# What there is
default:
    @just --list

# Build and test, from nothing
test *arguments: environment
    .venv/bin/python -m pytest {{{{arguments}}}}

# ruff, mypy, rustfmt and clippy
check: environment
    .venv/bin/ruff format --check .
    .venv/bin/ruff check .
    .venv/bin/mypy
    cargo fmt --check
    cargo clippy --locked -- -D warnings

# Write everything in one style
format: environment
    .venv/bin/ruff format .
    .venv/bin/ruff check --fix .
    cargo fmt

# A wheel, in dist/
wheel:
    ferrule wheel

# .venv with the project in it, rebuilt where the Rust has changed: by uv, else by venv and pip
environment:
    #!/bin/sh
    set -eu
    if command -v uv >/dev/null 2>&1; then
        uv sync --quiet --extra dev
    else
        [ -x .venv/bin/python ] || {python} -m venv .venv
        .venv/bin/python -c 'import pip' 2>/dev/null || .venv/bin/python -m ensurepip
        .venv/bin/python -m pip install --quiet --editable '.[dev]'
    fi
"""

# for a project that was there before: its own tools and settings stay its own
ADDED_JUSTFILE = """\
# What there is
default:
    @just --list

# Build and test, from nothing
test *arguments: environment
    .venv/bin/python -m pytest {{{{arguments}}}}

# rustfmt and clippy
check:
    cargo fmt --check
    cargo clippy --locked -- -D warnings

# A wheel, in dist/
wheel:
    ferrule wheel

# .venv with the project in it, rebuilt where the Rust has changed: by uv, else by venv and pip
environment:
    #!/bin/sh
    set -eu
    if command -v uv >/dev/null 2>&1; then
        uv sync --quiet --inexact{uv_extras}
        uv pip install --quiet pytest
    else
        [ -x .venv/bin/python ] || {python} -m venv .venv
        .venv/bin/python -c 'import pip' 2>/dev/null || .venv/bin/python -m ensurepip
        .venv/bin/python -m pip install --quiet --editable '.{pip_extras}' pytest
    fi
"""

IGNORED = """\
/.venv/
/dist/
/target/
/.ferrule/
__pycache__/
*.so
*.pyd
.mypy_cache/
.pytest_cache/
.ruff_cache/
"""

README = """\
# {name}

Python in `src/{package}`, Rust in `rust`.

```console
just test      # build and test, from nothing
just check     # ruff, mypy, rustfmt and clippy
just wheel     # a wheel for people who have no Rust
```
"""
