//! Characters taken off the ends: `strip`, `lstrip`, `rstrip`.

use super::{Char, Str, find};
use crate::unicode::is_space;

fn left(text: &Str, mut is_off: impl FnMut(Char) -> bool) -> usize {
    text.chars()
        .position(|char| !is_off(char))
        .unwrap_or(text.len())
}

fn right(text: &Str, mut is_off: impl FnMut(Char) -> bool) -> usize {
    text.chars()
        .rposition(|char| !is_off(char))
        .map_or(0, |place| place + 1)
}

fn is_blank(char: Char) -> bool {
    is_space(char.point())
}

/// `text.strip()`
pub fn strip(text: &Str) -> Str {
    let start = left(text, is_blank);
    text.window(start, right(text, is_blank).max(start))
}

/// `text.lstrip()`
pub fn lstrip(text: &Str) -> Str {
    text.window(left(text, is_blank), text.len())
}

/// `text.rstrip()`
pub fn rstrip(text: &Str) -> Str {
    text.window(0, right(text, is_blank))
}

/// `text.strip(chars)`
pub fn strip_chars(text: &Str, chars: &Str) -> Str {
    let is_off = |char| find::contains_char(chars, char);
    let start = left(text, is_off);
    text.window(start, right(text, is_off).max(start))
}

/// `text.lstrip(chars)`
pub fn lstrip_chars(text: &Str, chars: &Str) -> Str {
    text.window(
        left(text, |char| find::contains_char(chars, char)),
        text.len(),
    )
}

/// `text.rstrip(chars)`
pub fn rstrip_chars(text: &Str, chars: &Str) -> Str {
    text.window(0, right(text, |char| find::contains_char(chars, char)))
}
