//! The crate against CPython: the package `cases` tells operations, arguments and answers.
//!
//! In: the lines of `python -m cases`, run by `FERRULE_PYTHON`, or else `python3`. Out: a failure for
//! every answer that differs, and for every operation that asks for a redo too often.

mod lists;
mod maths;
mod numbers;
mod sets;
mod texts;
mod value;

use std::collections::BTreeMap;
use std::process::Command;

use ferrule_rt::hash::{self, Secret};
use ferrule_rt::prelude::*;
use ferrule_rt::version;
use value::{Value, read};

/// Operations of which more than half of the cases may ask for a redo, and why.
const OFTEN_REDONE: &[(&str, &str)] = &[
    ("int.mul", "the products of the edges do not fit"),
    ("int.lcm", "the multiples of the edges do not fit"),
    ("int.lshift", "a few places are too many for the edges"),
    ("int.pow", "a few factors are too many"),
    ("int.factorial", "only the first twenty fit"),
    ("math.cbrt", "left to Python"),
    ("format.str", "most of the specifications are for numbers"),
    ("format.percent", "most of the types do not fit the value"),
    ("format.int", "many of the specifications are refused"),
    ("format.float", "many of the specifications are refused"),
    ("format.bool", "many of the specifications are refused"),
];

fn answer(op: &str, arguments: &[Value]) -> Res<Value> {
    match op.split_once('.').map_or(op, |(family, _)| family) {
        "int" | "big" | "float" | "number" | "hash" => numbers::answer(op, arguments),
        "math" => maths::answer(op, arguments),
        "str" | "format" => texts::answer(op, arguments),
        "list" | "range" => lists::answer(op, arguments),
        "set" => sets::answer(op, arguments),
        _ => panic!("no such operation: {op}"),
    }
}

/// The answer as `cases` writes it; a redo has none.
fn shown(result: Res<Value>) -> Option<String> {
    match result {
        Ok(value) => Some(value.show()),
        Err(stop) => stop.raised().map(|raise| {
            format!(
                "!{:?} {}",
                raise.kind,
                Value::from(raise.message.clone()).show()
            )
        }),
    }
}

fn lines() -> String {
    let python = std::env::var("FERRULE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/against_python");
    let mut command = Command::new(&python);
    command.args(["-B", "-m", "cases"]).current_dir(folder);
    // A seed of zero is a secret of zeros.
    let output = command.env("PYTHONHASHSEED", "0").output();
    let output = output.unwrap_or_else(|error| panic!("cannot run {python}: {error}"));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("ASCII")
}

#[test]
fn answers_are_pythons() {
    hash::install(Secret {
        first: 0,
        second: 0,
    });
    let text = lines();
    let mut lines = text.lines();
    let minor = lines
        .next()
        .and_then(|line| line.parse().ok())
        .expect("a version");
    version::set_python_version(minor);
    let mut counts: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in lines {
        let parts: Vec<&str> = line.split('\t').collect();
        let [op, arguments @ .., expected] = parts.as_slice() else {
            panic!("not a case: {line}")
        };
        let arguments: Vec<Value> = arguments.iter().map(|argument| read(argument)).collect();
        let count = counts.entry(op).or_default();
        count.0 += 1;
        match shown(answer(op, &arguments)) {
            None => count.1 += 1,
            Some(found) if found == *expected => {}
            Some(found) => {
                count.2 += 1;
                if count.2 <= 4 {
                    wrong.push(format!(
                        "{op} {arguments:?}\n  python {expected}\n  rust   {found}"
                    ));
                }
            }
        }
    }
    let total: usize = counts.values().map(|count| count.0).sum();
    println!("{total} cases of {} operations", counts.len());
    assert!(total > 100_000, "too few cases: {total}");
    for (op, (all, redone, differing)) in &counts {
        let may = OFTEN_REDONE.iter().any(|(often, _)| often == op);
        if *differing > 0 || redone * 2 > *all && !may || redone == all {
            wrong.push(format!(
                "{op}: {all} cases, {redone} redone, {differing} differ"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
