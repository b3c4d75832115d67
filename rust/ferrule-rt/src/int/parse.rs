//! `int(text)` and `int(text, base)`.

use crate::error::{Res, Stop};
use crate::string::{Str, View, strip};
use crate::text;

/// Python has a limit to the length of such texts, leading zeros counted, which is never shorter.
const LONG: usize = 640;

/// `int(text)`
pub fn parse(text: &Str) -> Res<i64> {
    if let View::Narrow(units) = text.view()
        && let Some(value) = plain(units)
    {
        return Ok(value);
    }
    parse_base(text, 10)
}

/// The usual case: a sign or none, a few digits, nothing else.
#[inline]
fn plain(units: &[u8]) -> Option<i64> {
    let (is_negative, digits) = match units {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, units),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let mut value: i64 = 0;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit);
    }
    Some(if is_negative { -value } else { value })
}

/// `int(text, base)`
pub fn parse_base(text: &Str, base: i64) -> Res<i64> {
    if base != 0 && !(2..=36).contains(&base) {
        return Err(Stop::value_error("int() base must be >= 2 and <= 36, or 0"));
    }
    let stripped = strip(text);
    let View::Narrow(units) = stripped.view() else {
        return Err(Stop::redo());
    };
    if !units.is_ascii() {
        // Digits of other scripts count; only the running Python knows them.
        return Err(Stop::redo());
    }
    if units.len() > LONG {
        return Err(Stop::redo());
    }
    match read(units, base as u32) {
        Reading::Value(value) => Ok(value),
        Reading::TooLong => Err(Stop::redo()),
        Reading::Invalid => Err(invalid(text, base)),
    }
}

enum Reading {
    Value(i64),
    TooLong,
    Invalid,
}

fn read(units: &[u8], base: u32) -> Reading {
    let (is_negative, units) = match units {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, units),
    };
    let (base, units, must_be_zero) = match prefix(units, base) {
        Some((base, rest)) => (base, rest, false),
        None if base == 0 => (10, units, units.first() == Some(&b'0')),
        None => (base, units, false),
    };
    let mut value: i64 = 0;
    let mut is_after_digit = false;
    let mut is_too_long = false;
    for unit in units {
        if *unit == b'_' && is_after_digit {
            is_after_digit = false;
            continue;
        }
        let Some(digit) = char::from(*unit).to_digit(base) else {
            return Reading::Invalid;
        };
        is_after_digit = true;
        let next = value.checked_mul(i64::from(base));
        match next.and_then(|next| next.checked_sub(i64::from(digit))) {
            Some(next) => value = next,
            None => is_too_long = true,
        }
    }
    if !is_after_digit || must_be_zero && (value != 0 || is_too_long) {
        return Reading::Invalid;
    }
    // Collected below zero, where there is one value more.
    let signed = if is_negative {
        Some(value)
    } else {
        value.checked_neg()
    };
    match signed {
        Some(value) if !is_too_long => Reading::Value(value),
        _ => Reading::TooLong,
    }
}

/// The base that `0x`, `0o` or `0b` tells, and what follows it.
fn prefix(units: &[u8], base: u32) -> Option<(u32, &[u8])> {
    let [b'0', letter, rest @ ..] = units else {
        return None;
    };
    let told = match letter {
        b'x' | b'X' => 16,
        b'o' | b'O' => 8,
        b'b' | b'B' => 2,
        _ => return None,
    };
    (base == 0 || base == told).then(|| (told, rest.strip_prefix(b"_").unwrap_or(rest)))
}

#[cold]
fn invalid(text: &Str, base: i64) -> Stop {
    match text::quote(text) {
        Ok(shown) => {
            let shown = shown.window(0, shown.len().min(200));
            Stop::value_error(format!(
                "invalid literal for int() with base {base}: {shown}"
            ))
        }
        Err(stop) => stop,
    }
}
