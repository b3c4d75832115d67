//! Changes of case: ASCII here, everything else by the running Python.

use super::{Str, View};
use crate::error::Res;
use crate::unicode::{self, Change};

fn changed(text: &Str, change: Change, ascii: impl FnOnce(&mut [u8])) -> Res<Str> {
    match text.view() {
        View::Narrow(units) if units.is_ascii() => {
            let mut units = units.to_vec();
            ascii(&mut units);
            Ok(Str::from_narrow_vec(units))
        }
        _ => unicode::change(change, text),
    }
}

/// `text.upper()`
pub fn upper(text: &Str) -> Res<Str> {
    changed(text, Change::Upper, <[u8]>::make_ascii_uppercase)
}

/// `text.lower()`
pub fn lower(text: &Str) -> Res<Str> {
    changed(text, Change::Lower, <[u8]>::make_ascii_lowercase)
}

/// `text.casefold()`
pub fn casefold(text: &Str) -> Res<Str> {
    changed(text, Change::Casefold, <[u8]>::make_ascii_lowercase)
}

/// `text.capitalize()`
pub fn capitalize(text: &Str) -> Res<Str> {
    changed(text, Change::Capitalize, |units| {
        units.make_ascii_lowercase();
        if let Some(first) = units.first_mut() {
            first.make_ascii_uppercase();
        }
    })
}

/// `text.title()`
pub fn title(text: &Str) -> Res<Str> {
    changed(text, Change::Title, |units| {
        let mut is_inside = false;
        for unit in units {
            let is_letter = unit.is_ascii_alphabetic();
            if is_inside {
                unit.make_ascii_lowercase();
            } else {
                unit.make_ascii_uppercase();
            }
            is_inside = is_letter;
        }
    })
}

/// `text.swapcase()`
pub fn swapcase(text: &Str) -> Res<Str> {
    changed(text, Change::Swapcase, |units| {
        for unit in units.iter_mut().filter(|unit| unit.is_ascii_alphabetic()) {
            *unit ^= 0x20;
        }
    })
}
