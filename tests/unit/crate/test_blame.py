"""From a line of Rust to the function that it belongs to."""

from __future__ import annotations

import json

from ferrule.base.records import Sources
from ferrule.crate.blame import enclosing_item, faults_in, first_message

TEXT = """\
use ferrule_rt::prelude::*;

/// One.
pub fn one(x: i64) -> Res<i64> {
    let y = 1;

    if x > y {
        return Ok(y);
    }
    Ok(x)
}

pub struct Body {
    pub x: f64,
}

impl Body {
    pub fn two(&self) -> f64 {
        self.x
    }
}

impl Entry for Three<'_> {
    const NAME: &'static CStr = c"three";

    fn run(call: &Call<'_>) -> Reply {
        let a = call.take(0)?;
        call.give(a)
    }
}

const LIMIT: i64 = 4;
"""


def at(text: str) -> str:
    line = TEXT.splitlines().index(text) + 1
    return enclosing_item(TEXT, line)


def test_the_enclosing_item() -> None:
    assert at("        return Ok(y);") == "one"
    assert at("    Ok(x)") == "one"
    assert at("pub fn one(x: i64) -> Res<i64> {") == "one"
    assert at("    pub x: f64,") == "Body"
    assert at("        self.x") == "Body::two"
    assert at("        let a = call.take(0)?;") == "Three::run"
    assert at("impl Entry for Three<'_> {") == "Three"
    assert at("const LIMIT: i64 = 4;") == "LIMIT"
    assert at("use ferrule_rt::prelude::*;") == ""
    assert enclosing_item(TEXT, 0) == enclosing_item(TEXT, 10_000) == ""


def diagnostic(level: str, *spans: object) -> str:
    return json.dumps({"level": level, "message": "wrong", "spans": spans, "rendered": "WRONG"})


def span(file: str, line: int, expansion: object = None) -> dict[str, object]:
    return {"file_name": file, "line_start": line, "is_primary": True, "expansion": expansion}


def test_errors_only_and_only_in_our_files() -> None:
    sources = Sources("_s", {"src/lib.rs": TEXT}, (), (), {"src/lib.rs": {5: 42}})
    errors = "\n".join(
        [
            "not JSON",
            diagnostic("warning", span("crate/src/lib.rs", 5)),
            diagnostic("error", span("/rustc/std.rs", 5)),
            diagnostic("error", span("crate/src/lib.rs", 5)),
            diagnostic("error", span("macros.rs", 1, {"span": span("crate/src/lib.rs", 14)})),
            diagnostic("error"),
        ]
    )
    found = faults_in(errors, sources)
    assert [(fault.item, fault.line, fault.python_line) for fault in found] == [
        ("one", 5, 42),
        ("Body", 14, None),
    ]
    assert first_message(errors) == "WRONG"
    assert first_message("") == "rustc said nothing"
