//! What only the running Python knows about characters outside ASCII.
//!
//! In: a table of function pointers, installed once by the part that talks to the interpreter.
//! Out: answers for whole texts; without a table, or where it fails, a redo.
//! Python's whitespace and line ends have not changed since Unicode 6.3, so they are here.

use std::sync::OnceLock;

use crate::error::{Res, Stop};
use crate::parallel;
use crate::string::Str;

/// A question that a `str` method answers with a bool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Check {
    Alnum,
    Alpha,
    Decimal,
    Digit,
    Identifier,
    Lower,
    Numeric,
    Printable,
    Space,
    Title,
    Upper,
}

impl Check {
    /// The name of the `str` method.
    pub const fn method(self) -> &'static str {
        match self {
            Check::Alnum => "isalnum",
            Check::Alpha => "isalpha",
            Check::Decimal => "isdecimal",
            Check::Digit => "isdigit",
            Check::Identifier => "isidentifier",
            Check::Lower => "islower",
            Check::Numeric => "isnumeric",
            Check::Printable => "isprintable",
            Check::Space => "isspace",
            Check::Title => "istitle",
            Check::Upper => "isupper",
        }
    }
}

/// A change of case that a `str` method makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Change {
    Capitalize,
    Casefold,
    Lower,
    Swapcase,
    Title,
    Upper,
}

impl Change {
    /// The name of the `str` method.
    pub const fn method(self) -> &'static str {
        match self {
            Change::Capitalize => "capitalize",
            Change::Casefold => "casefold",
            Change::Lower => "lower",
            Change::Swapcase => "swapcase",
            Change::Title => "title",
            Change::Upper => "upper",
        }
    }
}

/// What the interpreter answers for us. `None` stands for "could not": the slice redoes.
#[derive(Clone, Copy, Debug)]
pub struct Hooks {
    /// Calls the method `check.method()` of the text.
    pub check: fn(Check, &Str) -> Option<bool>,
    /// Calls the method `change.method()` of the text.
    pub change: fn(Change, &Str) -> Option<Str>,
}

static HOOKS: OnceLock<Hooks> = OnceLock::new();

/// Installs the table; the first one stays.
pub fn install(hooks: Hooks) {
    let _ = HOOKS.set(hooks);
}

/// The table, where the interpreter may be asked.
fn hooks() -> Option<&'static Hooks> {
    HOOKS.get().filter(|_| !parallel::is_helper())
}

/// Asks the interpreter a question about a text.
#[cold]
pub fn check(question: Check, text: &Str) -> Res<bool> {
    hooks()
        .and_then(|hooks| (hooks.check)(question, text))
        .ok_or_else(Stop::redo)
}

/// Has the interpreter change the case of a text.
#[cold]
pub fn change(change: Change, text: &Str) -> Res<Str> {
    hooks()
        .and_then(|hooks| (hooks.change)(change, text))
        .ok_or_else(Stop::redo)
}

/// `chr(point).isspace()`
#[inline]
pub fn is_space(point: u32) -> bool {
    match point {
        0..=0x7f => matches!(point, 9..=13 | 28..=32),
        _ => matches!(
            point,
            0x85 | 0xa0 | 0x1680 | 0x2000..=0x200a | 0x2028 | 0x2029 | 0x202f | 0x205f | 0x3000
        ),
    }
}

/// Does `str.splitlines` break here?
#[inline]
pub fn is_line_end(point: u32) -> bool {
    matches!(point, 10..=13 | 28..=30 | 0x85 | 0x2028 | 0x2029)
}
