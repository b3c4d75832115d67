//! Texts brought to a width: `zfill`, `ljust`, `rjust`, `center`, `expandtabs`.

use super::join::MOST;
use super::{Char, Str, StrBuf};
use crate::error::{Res, Stop};

/// How much is missing to a width; an absurd width is left to Python.
fn missing(text: &Str, width: i64) -> Res<usize> {
    let missing = usize::try_from(width)
        .unwrap_or(0)
        .saturating_sub(text.len());
    if missing > MOST {
        Err(Stop::redo())
    } else {
        Ok(missing)
    }
}

fn padded(text: &Str, before: usize, fill: Char, after: usize) -> Str {
    if before + after == 0 {
        return text.clone();
    }
    let mut built = StrBuf::with_capacity(text.len() + before + after);
    built.pad(fill, before);
    built.push(text);
    built.pad(fill, after);
    built.finish()
}

/// `text.ljust(width, fill)`
pub fn ljust(text: &Str, width: i64, fill: Char) -> Res<Str> {
    Ok(padded(text, 0, fill, missing(text, width)?))
}

/// `text.rjust(width, fill)`
pub fn rjust(text: &Str, width: i64, fill: Char) -> Res<Str> {
    Ok(padded(text, missing(text, width)?, fill, 0))
}

/// `text.center(width, fill)`
pub fn center(text: &Str, width: i64, fill: Char) -> Res<Str> {
    let missing = missing(text, width)?;
    let left = missing / 2 + (missing & width as usize & 1);
    Ok(padded(text, left, fill, missing - left))
}

/// `text.zfill(width)`
pub fn zfill(text: &Str, width: i64) -> Res<Str> {
    let missing = missing(text, width)?;
    let has_sign = text
        .chars()
        .next()
        .is_some_and(|char| char == '+' || char == '-');
    if !has_sign || missing == 0 {
        return Ok(padded(text, missing, Char::new('0'), 0));
    }
    let digits = padded(&text.window(1, text.len()), missing, Char::new('0'), 0);
    Ok(super::concat(&text.window(0, 1), &digits))
}

/// `text.expandtabs(tabsize)`
pub fn expandtabs(text: &Str, tabsize: i64) -> Res<Str> {
    if i32::try_from(tabsize).is_err() || tabsize > MOST as i64 {
        return Err(Stop::redo());
    }
    let tab = usize::try_from(tabsize).unwrap_or(0);
    let mut built = StrBuf::with_capacity(text.len());
    let mut column = 0;
    for char in text.chars() {
        if char == '\t' {
            let width = if tab == 0 { 0 } else { tab - column % tab };
            built.pad(Char::new(' '), width);
            column += width;
        } else {
            built.push_char(char);
            column = if char == '\n' || char == '\r' {
                0
            } else {
                column + 1
            };
        }
    }
    Ok(built.finish())
}
