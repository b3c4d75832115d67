"""The door: a slice as the text of a crate.

In: a slice with all passes run. Out: `Sources`. A pure function: the same slice gives the same
bytes, and the extension's name holds their hash.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from ferrule.base.records import EntryPoint, Sources
from ferrule.base.types import BIGINT, NONE, WORD, Type
from ferrule.base.types import Struct as StructType
from ferrule.emit.attempt import MACRO
from ferrule.emit.binding import PRELUDE, binding, effects_of, native_name
from ferrule.emit.func import write_func, write_struct
from ferrule.emit.inlining import inlined
from ferrule.emit.manifest import manifest
from ferrule.emit.names import camel, rust_name, slug
from ferrule.emit.types import Structs
from ferrule.emit.writer import Writer
from ferrule.ir.module import Entry, Func, Module

_NO_NAME = "slice"


def emit(module: Module) -> Sources:
    """The crate of a slice."""
    structs = _structs(module)
    stem = rust_name(slug(module.name.rpartition(".")[2] or _NO_NAME))
    if stem in ("lib", "binding", "main"):
        stem += "_py"
    logic, lines = _logic(module, structs)
    draft = binding(module, stem, "extension", structs)
    digest = hashlib.sha256("\0".join((stem, logic, draft)).encode()).hexdigest()[:16]
    name = f"_{slug(module.name or _NO_NAME)}_{digest}"
    files = {
        "src/lib.rs": _root(module, stem),
        f"src/{stem}.rs": logic,
        "src/binding.rs": binding(module, stem, name, structs),
        "Cargo.toml": manifest(name),
    }
    return Sources(
        name=name,
        files=files,
        entries=_entries(module),
        classes=tuple(struct.name for struct in module.structs),
        lines={f"src/{stem}.rs": lines},
    )


def _structs(module: Module) -> Structs:
    """The structs by the name of their class, with names that Rust accepts and no two alike."""
    taken = set(PRELUDE)
    found = {}
    for struct in module.structs:
        name = camel(struct.rust) or "Record"
        while name in taken:
            name += "Record"
        taken.add(name)
        found[struct.name] = replace(struct, rust=name)
    return found | {handle.name: handle for handle in module.handles}


def _root(module: Module, stem: str) -> str:
    return (
        f"//! The hot path of the Python module `{module.name}`, in Rust.\n"
        "#![forbid(unsafe_code)]\n"
        "// Functions keep the parameters and the types that they have in Python.\n"
        "#![allow(clippy::too_many_arguments, clippy::type_complexity)]\n"
        "\n"
        "mod binding;\n"
        f"pub mod {stem};\n"
    )


def _logic(module: Module, structs: Structs) -> tuple[str, dict[int, int]]:
    funcs = {func.name: func for func in module.funcs}
    body = Writer()
    uses_attempt = False
    for struct in module.structs:
        body.line()
        write_struct(body, structs[struct.name], structs)
    short = inlined(module)
    for func in module.funcs:
        body.line()
        uses_attempt |= write_func(body, func, funcs, structs, hinted=func.name in short)
    head = Writer()
    head.line(f"//! Functions of the Python module `{module.name}`.")
    if "\n" in body.text and _needs_prelude(body.text):
        head.line()
        head.line("use ferrule_rt::prelude::*;")
        if named := _regex_names(body.text):
            head.line(f"use ferrule_rt::python::{named};")
        if re.search(r"\bnumpy::", body.text):
            head.line("use ferrule_rt::python::numpy;")
        if re.search(r"(?<!:)\bNumPy\(", body.text):
            head.line("use ferrule_rt::array::NumPy;")
    if uses_attempt:
        head.line()
        head.line(MACRO.rstrip("\n"))
    offset = len(head.lines)
    lines = {number + offset: line for number, line in body.line_map().items()}
    return head.text + body.text, lines


def _needs_prelude(text: str) -> bool:
    """Whether anything of the runtime is named at all."""
    own = ("Str", "Char", "Bytes", "Dict", "Deque", "Counter", "Row", "Set<", "Number", "Int")
    more = ("Array<", "Complex", "Mixed", "Plain", "Handle", "Shared", "Field")
    words = ("::", "Res<", "Stop", "Keyed", "Random", *own, *more)
    return any(word in text for word in words)


def _regex_names(text: str) -> str:
    """What is named of the part that asks Python's engine for regular expressions."""
    names = ["self"] if re.search(r"\bregex::", text) else []
    names += [name for name in ("Match", "Pattern") if re.search(rf"\b{name}\b", text)]
    if not names:
        return ""
    return "regex" if names == ["self"] else f"regex::{{{', '.join(names)}}}"


def _entries(module: Module) -> tuple[EntryPoint, ...]:
    funcs = {func.name: func for func in module.funcs}
    return tuple(
        EntryPoint(
            func=entry.origin,
            native=native_name(entry),
            guards=entry.guards,
            effects=effects_of(entry, funcs),
            arguments=_arguments(entry, funcs[entry.func]),
            result=NONE if entry.makes else _in_python(funcs[entry.func].result),
            captured=entry.captured,
            others=tuple(_arguments(entry, funcs[way]) for way in entry.others),
        )
        for entry in module.entries
    )


def _arguments(entry: Entry, func: Func) -> tuple[Type, ...]:
    given = tuple(_in_python(param.type) for param in func.params)
    return (StructType(entry.makes), *given) if entry.makes else given


def _in_python(type_: Type) -> Type:
    """What Python may hand in, or gets: a word is an int like others."""
    return BIGINT if type_ == WORD else type_
