//! `float(text)`.

use crate::error::{Res, Stop};
use crate::string::{Str, View, strip};
use crate::text;

/// `float(text)`
pub fn parse(text: &Str) -> Res<f64> {
    let stripped = strip(text);
    let View::Narrow(units) = stripped.view() else {
        return Err(Stop::redo());
    };
    // Digits of other scripts count; only the running Python knows them.
    let Ok(ascii) = std::str::from_utf8(units) else {
        return Err(Stop::redo());
    };
    if !ascii.is_ascii() {
        return Err(Stop::redo());
    }
    match read(ascii) {
        Some(value) => Ok(value),
        None => Err(invalid(text)),
    }
}

fn read(text: &str) -> Option<f64> {
    if !text.contains('_') {
        return text.parse().ok();
    }
    let units = text.as_bytes();
    let is_between = |place: usize| {
        place > 0
            && units[place - 1].is_ascii_digit()
            && units.get(place + 1).is_some_and(u8::is_ascii_digit)
    };
    let mut underscores = (0..units.len()).filter(|place| units[*place] == b'_');
    if !underscores.all(is_between) {
        return None;
    }
    text.replace('_', "").parse().ok()
}

#[cold]
fn invalid(text: &Str) -> Stop {
    match text::quote(text) {
        Ok(shown) => Stop::value_error(format!("could not convert string to float: {shown}")),
        Err(stop) => stop,
    }
}
