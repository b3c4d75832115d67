//! What kind of characters a text is made of: `isalpha` and its kin.

use super::{Str, View, latin};
use crate::error::Res;
use crate::unicode::{self, Check, is_space};

/// All of one class, and at least one: by table below 256, by the running Python above.
fn all(text: &Str, question: Check) -> Res<bool> {
    match text.view() {
        View::Narrow(units) => {
            Ok(!units.is_empty() && units.iter().all(|unit| latin::is(question, *unit)))
        }
        View::Wide(_) => unicode::check(question, text),
    }
}

/// At least one of a class, none of another.
fn cased(text: &Str, question: Check, not: Check) -> Res<bool> {
    match text.view() {
        View::Narrow(units) => Ok(units.iter().any(|unit| latin::is(question, *unit))
            && !units.iter().any(|unit| latin::is(not, *unit))),
        View::Wide(_) => unicode::check(question, text),
    }
}

/// `text.isascii()`
pub fn isascii(text: &Str) -> bool {
    text.is_ascii()
}

/// `text.isalpha()`
pub fn isalpha(text: &Str) -> Res<bool> {
    all(text, Check::Alpha)
}

/// `text.isdigit()`
pub fn isdigit(text: &Str) -> Res<bool> {
    all(text, Check::Digit)
}

/// `text.isdecimal()`
pub fn isdecimal(text: &Str) -> Res<bool> {
    all(text, Check::Decimal)
}

/// `text.isnumeric()`
pub fn isnumeric(text: &Str) -> Res<bool> {
    all(text, Check::Numeric)
}

/// `text.isalnum()`
pub fn isalnum(text: &Str) -> Res<bool> {
    all(text, Check::Alnum)
}

/// `text.isspace()`
pub fn isspace(text: &Str) -> Res<bool> {
    Ok(!text.is_empty() && text.chars().all(|char| is_space(char.point())))
}

/// `text.isupper()`
pub fn isupper(text: &Str) -> Res<bool> {
    cased(text, Check::Upper, Check::Lower)
}

/// `text.islower()`
pub fn islower(text: &Str) -> Res<bool> {
    cased(text, Check::Lower, Check::Upper)
}

/// `text.isprintable()`
pub fn isprintable(text: &Str) -> Res<bool> {
    Ok(text.is_empty() || all(text, Check::Printable)?)
}

/// `text.isidentifier()`
pub fn isidentifier(text: &Str) -> Res<bool> {
    match text.view() {
        View::Narrow([]) => Ok(false),
        View::Narrow(units) if units.is_ascii() => Ok(!units[0].is_ascii_digit()
            && units
                .iter()
                .all(|unit| unit.is_ascii_alphanumeric() || *unit == b'_')),
        _ => unicode::check(Check::Identifier, text),
    }
}

/// `text.istitle()`
pub fn istitle(text: &Str) -> Res<bool> {
    match text.view() {
        View::Narrow(units) if units.is_ascii() => Ok(is_title(units)),
        _ => unicode::check(Check::Title, text),
    }
}

fn is_title(units: &[u8]) -> bool {
    let (mut is_inside, mut has_cased) = (false, false);
    for unit in units {
        if unit.is_ascii_uppercase() && is_inside || unit.is_ascii_lowercase() && !is_inside {
            return false;
        }
        is_inside = unit.is_ascii_alphabetic();
        has_cased |= is_inside;
    }
    has_cased
}
