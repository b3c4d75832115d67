"""Constants as Rust.

In: a Python value and its type. Out: a piece of Rust that has this value and type.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from ferrule.base.types import (
    BIGINT,
    CHAR,
    FLOAT,
    INT,
    INT128,
    MIXED,
    MIXED_INT,
    NUMBER,
    NUMPY_FLOATS,
    WORD,
    Optional,
    Tuple,
    Type,
)
from ferrule.emit.rust import POSTFIX, UNARY, Rust

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}


def _bytes(value: bytes) -> str:
    """A byte string; what is no plain character is escaped."""
    plain = {0x22: '\\"', 0x5C: "\\\\", 0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t"}
    texts = (
        plain.get(byte) or (chr(byte) if 0x20 <= byte < 0x7F else f"\\x{byte:02x}")
        for byte in value
    )
    return f'b"{"".join(texts)}"'


def literal(value: object, type_: Type) -> Rust:
    """A constant."""
    match type_:
        case Optional(inner):
            if value is None:
                return Rust("None")
            return Rust(f"Some({literal(value, inner).text})")
        case Tuple(items) if isinstance(value, tuple):
            parts = [literal(one, kind).text for one, kind in zip(value, items, strict=True)]
            return Rust(f"({', '.join(parts)}{',' if len(parts) == 1 else ''})")
    if isinstance(value, bytes):
        return Rust(f"Bytes::from({_bytes(value)})", copy=False)
    if isinstance(value, complex):
        parts = [literal(part, FLOAT).text for part in (value.real, value.imag)]
        return Rust(f"complex::new({', '.join(parts)})")
    if type_ == NUMBER:
        inner_type = FLOAT if isinstance(value, float) else INT
        name = "Float" if inner_type == FLOAT else "Int"
        return Rust(f"Number::{name}({literal(value, inner_type).text})")
    if type_ in (MIXED, MIXED_INT):
        inner_type = FLOAT if isinstance(value, float) else INT
        head = "Mixed::" if type_ == MIXED else "MixedInt::"
        name = "Float" if inner_type == FLOAT else "Int"
        return Rust(f"{head}{name}({literal(value, inner_type).text})")
    if type_ == BIGINT and isinstance(value, int):
        return _bigint(value)
    if type_ == INT128 and isinstance(value, int):
        return Rust(str(value), UNARY if value < 0 else POSTFIX)
    if type_ == WORD and isinstance(value, int):
        return Rust(f"{value:#x}_u64" if value >= 2**16 else f"{value}_u64")
    if type_ in (FLOAT, *NUMPY_FLOATS) and isinstance(value, int | float):
        return _float(float(value))
    if isinstance(value, bool):
        return Rust("true" if value else "false")
    if isinstance(value, int):
        return _int(value)
    if isinstance(value, str):
        return Rust(char(value)) if type_ == CHAR else Rust(text(value), copy=False)
    if value is None:
        return Rust("()")
    raise ValueError(f"no Rust literal for {value!r} as {type_}")


def _int(value: int) -> Rust:
    if value == -(2**63):
        return Rust("i64::MIN")
    # Where nothing around says the type, Rust would take these for 32-bit ones.
    typed = "" if -(2**31) <= value < 2**31 else "_i64"
    return Rust(f"{value}{typed}", UNARY if value < 0 else POSTFIX)


def _bigint(value: int) -> Rust:
    if -(2**63) <= value < 2**63:
        return Rust(f"Int::from({_int(value).text})", copy=False)
    if -(2**127) <= value < 2**127:
        return Rust(f"Int::wide({value})", copy=False)
    return Rust(f"Int::literal({quoted(hex(value))})", copy=False)


def _float(value: float) -> Rust:
    if math.isnan(value):
        return Rust("f64::NAN")
    if math.isinf(value):
        return Rust("f64::INFINITY") if value > 0 else Rust("-f64::INFINITY", UNARY)
    if value == math.pi:
        return Rust("std::f64::consts::PI")
    if value == math.e:
        return Rust("std::f64::consts::E")
    shown = repr(abs(value)).replace("e+", "e")
    if "e" not in shown and "." not in shown:
        shown += ".0"
    negative = math.copysign(1.0, value) < 0
    return Rust(f"-{shown}", UNARY) if negative else Rust(shown)


def text(value: str) -> str:
    """A constant text."""
    if value == "":
        return "Str::EMPTY"
    if value.isascii():
        return f"Str::ascii({quoted(value)})"
    if _has_surrogate(value):
        return f"Str::from_points(&[{', '.join(str(ord(one)) for one in value)}])"
    return f"Str::from({quoted(value)})"


def char(value: str) -> str:
    """A constant text of length one."""
    if _has_surrogate(value):
        return f"Char::from_point({ord(value)})"
    inner = {"'": "\\'", '"': '"'}.get(value, _escaped(value))
    return f"Char::new('{inner}')"


def quoted(value: str) -> str:
    """A Rust string literal."""
    return f'"{_escaped(value)}"'


def _escaped(value: Iterable[str]) -> str:
    return "".join(_ESCAPES.get(one) or _plain(one) for one in value)


def _plain(one: str) -> str:
    return one if one.isprintable() else f"\\u{{{ord(one):x}}}"


def _has_surrogate(value: str) -> bool:
    return any(0xD800 <= ord(one) <= 0xDFFF for one in value)
