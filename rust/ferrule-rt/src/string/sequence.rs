//! A text as a sequence: length, index, slice, `ord` and `chr`.

use super::{Char, Chars, Str, View};
use crate::error::{Res, Stop};
use crate::slicing;

/// `len(text)`
#[inline]
pub fn len(text: &Str) -> i64 {
    text.len() as i64
}

/// `text[index]`
#[inline]
pub fn at(text: &Str, index: i64) -> Res<Char> {
    text.view().at(index)
}

/// `for c in text`
#[inline]
pub fn chars(text: &Str) -> Chars<'_> {
    text.chars()
}

/// `text[lo:hi:step]`
pub fn slice(text: &Str, lo: Option<i64>, hi: Option<i64>, step: Option<i64>) -> Res<Str> {
    if matches!(step, None | Some(1)) {
        let (start, stop) = slicing::bounds(lo, hi, text.len());
        return Ok(text.window(start, stop));
    }
    let places = slicing::walk(lo, hi, step, text.len())?.places();
    Ok(match text.view() {
        View::Narrow(units) => Str::from_narrow_vec(places.map(|place| units[place]).collect()),
        View::Wide(points) => {
            Str::from_points(&places.map(|place| points[place]).collect::<Vec<u32>>())
        }
    })
}

/// `ord(text)`
pub fn ord(text: &Str) -> Res<i64> {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(char), None) => Ok(char.ord()),
        _ => Err(Stop::type_error(format!(
            "ord() expected a character, but string of length {} found",
            text.len()
        ))),
    }
}

/// `chr(point)`
#[inline]
pub fn chr(point: i64) -> Res<Char> {
    match u32::try_from(point) {
        Ok(point @ 0..=0x10_ffff) => Ok(Char::from_point(point)),
        _ if i32::try_from(point).is_ok() => {
            Err(Stop::value_error("chr() arg not in range(0x110000)"))
        }
        _ => Err(Stop::redo()),
    }
}
