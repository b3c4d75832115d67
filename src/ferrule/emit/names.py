"""Python names as Rust names.

In: names of functions, classes, modules. Out: names that Rust accepts, unique by their caller.
"""

from __future__ import annotations

import re

_WORDS = """
    abstract as async await become box break const continue crate do dyn else enum extern false
    final fn for gen if impl in let loop macro match mod move mut override priv pub ref return
    self Self static struct super trait true try type typeof unsafe unsized use virtual where
    while yield
"""
KEYWORDS = frozenset(_WORDS.split())


def rust_name(name: str) -> str:
    """A Python identifier that Rust accepts."""
    return f"{name}_" if name in KEYWORDS or name == "_" else name


def field_name(name: str) -> str:
    """An attribute as a field of a struct."""
    return rust_name(name)


def slug(text: str) -> str:
    """A text as a lower-case identifier."""
    found = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return found if found and not found[0].isdigit() else f"m_{found}".rstrip("_")


def camel(text: str) -> str:
    """A snake-case name as a type's name."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", text))
