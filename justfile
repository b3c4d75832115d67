# Everything that a contributor runs. CI and pre-commit call these, and nothing else.
# `pip install -e '.[dev]'` brings `just` itself.

rust := "rust/Cargo.toml"
bin := if path_exists(".venv/bin") == "true" { justfile_directory() / ".venv/bin/" } else { "" }

# What there is
default:
    @just --list

# Linters, types, contracts, the house rules, and the runtime's own tests
check: check-python check-rust

check-python: style lint types imports house

check-rust: rust-style rust-lint rust-test

# ruff as formatter
style:
    {{bin}}ruff format --check .

# ruff as linter
lint:
    {{bin}}ruff check .

# mypy --strict
types:
    {{bin}}mypy

# who may import whom
imports:
    {{bin}}lint-imports

# sizes, names, borders, pages that are made
house:
    {{bin}}python -m pytest -q tests/test_house.py

# rustfmt
rust-style:
    cargo fmt --manifest-path {{rust}} --all --check

# clippy, without and with Python
rust-lint:
    cargo clippy --locked --manifest-path {{rust}} --workspace --all-targets -- -D warnings
    cargo clippy --locked --manifest-path {{rust}} --workspace --all-targets --all-features -- -D warnings

# the runtime's own tests: no Python needed
rust-test:
    cargo test --locked --quiet --manifest-path {{rust}} -p ferrule-rt

# The quick tests: under a minute with a warm cache
test *arguments:
    {{bin}}python -m pytest -q {{arguments}}

# All of them, whole programs too
test-all *arguments:
    {{bin}}python -m pytest -m "slow or not slow" {{arguments}}

# Every operation and every case, compiled and held against CPython
test-equal *arguments:
    {{bin}}python -m pytest -m "slow or not slow" tests/test_ops.py tests/test_cases.py {{arguments}}

# Whole programs, and what goes wrong around them: those that CI runs
test-whole *arguments:
    {{bin}}python -m pytest -q -m "slow or not slow" tests/test_run.py tests/test_faults.py \
        tests/test_clippy.py {{arguments}}
    {{bin}}python -m pytest -q -m slow tests/test_programs.py {{arguments}} -k "run_changes and \
        (keyboard or threads or processes or encoding or asserts or uncaught or stdin)"

# Random programs against CPython: how many, and from which seed
fuzz programs="60" *arguments:
    {{bin}}python -m tests.fuzz {{programs}} {{arguments}}

# CPython's own tests on compiled modules of its library
conformance *arguments:
    {{bin}}python -m tests.conformance {{arguments}}

# The committed output of every case, written again; look at the difference
update:
    {{bin}}python -m pytest -q tests/test_cases.py tests/test_replay.py --update

# The table of results: CPython, Ferrule, hand-written Rust; `--peers`: Numba, mypyc and others too
bench *arguments:
    {{bin}}python benchmarks/run.py {{arguments}}

# Loops over arrays and functions of columns: CPython, Ferrule, NumPy, and Numba where it is there
bench-data:
    {{bin}}python benchmarks/data.py

# How long a Rust file takes to import: first, edited, unchanged
bench-import:
    {{bin}}python benchmarks/imports.py

# The pages that are made from the source
docs:
    {{bin}}python -m ferrule.report.refusals > docs/refusals.md

# Write everything in the house style
format:
    {{bin}}ruff format .
    {{bin}}ruff check --fix .
    cargo fmt --manifest-path {{rust}} --all
