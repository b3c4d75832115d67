"""The `Cargo.toml` of a slice, for those who adopt it.

In: the crate's name. Out: its text. The dependency's path is filled in when it is adopted.
"""

from __future__ import annotations


def manifest(name: str) -> str:
    """The text of `Cargo.toml`."""
    return f"""\
[package]
name = "{name.strip("_").replace("_", "-")}"
version = "0.1.0"
edition = "2024"

[lib]
name = "{name}"
crate-type = ["cdylib"]

[dependencies]
ferrule-rt = {{ version = "0.1", features = ["python"] }}
"""
