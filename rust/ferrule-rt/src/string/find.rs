//! Where a piece stands in a text: `in`, `find`, `index`, `count`, `startswith`, `endswith`.

use memchr::memmem;

use super::value::Body;
use super::{Char, Str, View};
use crate::error::{Res, Stop};
use crate::slicing::clamp;

/// The first place of a piece.
pub(super) fn first(text: View<'_>, piece: View<'_>) -> Option<usize> {
    match (text, piece) {
        (View::Narrow(text), View::Narrow([unit])) => find_unit(text, *unit),
        (View::Narrow(text), View::Narrow(piece)) => first_narrow(text, piece),
        (View::Narrow(_), View::Wide(_)) => None,
        (View::Wide(text), View::Wide(piece)) => first_wide(text, piece),
        (View::Wide(text), View::Narrow(piece)) => first_wide(text, &widened(piece)),
    }
}

/// The first place of a unit. Most are near: a call for the rest alone pays.
#[inline]
pub(super) fn find_unit(units: &[u8], unit: u8) -> Option<usize> {
    let mut chunks = units.as_chunks::<8>().0.iter();
    for (turn, chunk) in chunks.by_ref().take(NEAR).enumerate() {
        // A byte of zero borrows from its highest bit; the lowest such byte is a true one.
        let differing = u64::from_le_bytes(*chunk) ^ (u64::from(unit) * ONES);
        let hits = differing.wrapping_sub(ONES) & !differing & (ONES << 7);
        if hits != 0 {
            return Some(turn * 8 + hits.trailing_zeros() as usize / 8);
        }
    }
    let from = units.len().min(NEAR * 8) & !7;
    let rest = &units[from..];
    let place = match chunks.next() {
        None => rest.iter().position(|other| *other == unit),
        Some(_) => memchr::memchr(unit, rest),
    };
    place.map(|place| from + place)
}

/// How many chunks of eight units are looked through at once.
const NEAR: usize = 4;
/// A one in each byte.
const ONES: u64 = 0x0101_0101_0101_0101;
/// In so short a text a plain search is done before a clever one is set up.
const SHORT: usize = 64;

fn first_narrow(text: &[u8], piece: &[u8]) -> Option<usize> {
    let Some(head) = piece.first() else {
        return Some(0);
    };
    if text.len() > SHORT {
        return memmem::find(text, piece);
    }
    let mut from = 0;
    loop {
        from += find_unit(&text[from..], *head)?;
        if text[from..].starts_with(piece) {
            return Some(from);
        }
        from += 1;
    }
}

/// The last place of a piece.
pub(super) fn last(text: View<'_>, piece: View<'_>) -> Option<usize> {
    match (text, piece) {
        (View::Narrow(text), View::Narrow(piece)) => memmem::rfind(text, piece),
        (View::Narrow(_), View::Wide(_)) => None,
        (View::Wide(text), View::Wide(piece)) => last_wide(text, piece),
        (View::Wide(text), View::Narrow(piece)) => last_wide(text, &widened(piece)),
    }
}

fn widened(units: &[u8]) -> Vec<u32> {
    units.iter().map(|unit| u32::from(*unit)).collect()
}

fn first_wide(text: &[u32], piece: &[u32]) -> Option<usize> {
    let Some(head) = piece.first() else {
        return Some(0);
    };
    let mut from = 0;
    while from + piece.len() <= text.len() {
        let candidates = &text[from..=text.len() - piece.len()];
        from += candidates.iter().position(|point| point == head)?;
        if text[from..].starts_with(piece) {
            return Some(from);
        }
        from += 1;
    }
    None
}

fn last_wide(text: &[u32], piece: &[u32]) -> Option<usize> {
    let places = (0..(text.len() + 1).saturating_sub(piece.len())).rev();
    places
        .into_iter()
        .find(|place| text[*place..].starts_with(piece))
}

/// The bounds of `(start, end)` arguments; `None` where the start is behind the end of the text.
fn range(text: &Str, start: Option<i64>, end: Option<i64>) -> Option<(usize, usize)> {
    let len = text.len();
    if start.is_some_and(|start| start > len as i64) {
        return None;
    }
    let start = start.map_or(0, |start| clamp(start, len));
    let end = end.map_or(len, |end| clamp(end, len));
    (start <= end).then_some((start, end))
}

fn or_minus_one(place: Option<usize>) -> i64 {
    place.map_or(-1, |place| place as i64)
}

fn or_not_found(place: i64) -> Res<i64> {
    if place < 0 {
        Err(Stop::value_error("substring not found"))
    } else {
        Ok(place)
    }
}

/// `piece in text`
#[inline]
pub fn contains(text: &Str, piece: &Str) -> bool {
    first(text.view(), piece.view()).is_some()
}

/// `char in text`
#[expect(
    clippy::manual_contains,
    reason = "`contains` is a search in memory even where all units are known"
)]
#[inline]
pub fn contains_char(text: &Str, char: Char) -> bool {
    if let Body::Literal(units) = text.0 {
        // Its units are known where this is compiled, so that few become a look at one bit.
        return match u8::try_from(char.point()) {
            Ok(unit) if units.len() <= 32 => units.iter().any(|one| *one == unit),
            Ok(unit) => units.contains(&unit),
            Err(_) => false,
        };
    }
    match (text.view(), u8::try_from(char.point())) {
        (View::Narrow(units), Ok(unit)) => units.contains(&unit),
        (View::Narrow(_), Err(_)) => false,
        (View::Wide(points), _) => points.contains(&char.point()),
    }
}

/// `text.find(piece)`
pub fn find(text: &Str, piece: &Str) -> i64 {
    or_minus_one(first(text.view(), piece.view()))
}

/// `text.find(piece, start, end)`
pub fn find_in(text: &Str, piece: &Str, start: Option<i64>, end: Option<i64>) -> i64 {
    or_minus_one(range(text, start, end).and_then(|(start, end)| {
        first(text.view().window(start, end), piece.view()).map(|place| place + start)
    }))
}

/// `text.rfind(piece)`
pub fn rfind(text: &Str, piece: &Str) -> i64 {
    or_minus_one(last(text.view(), piece.view()))
}

/// `text.rfind(piece, start, end)`
pub fn rfind_in(text: &Str, piece: &Str, start: Option<i64>, end: Option<i64>) -> i64 {
    or_minus_one(range(text, start, end).and_then(|(start, end)| {
        last(text.view().window(start, end), piece.view()).map(|place| place + start)
    }))
}

/// `text.index(piece)`
pub fn index(text: &Str, piece: &Str) -> Res<i64> {
    or_not_found(find(text, piece))
}

/// `text.index(piece, start, end)`
pub fn index_in(text: &Str, piece: &Str, start: Option<i64>, end: Option<i64>) -> Res<i64> {
    or_not_found(find_in(text, piece, start, end))
}

/// `text.rindex(piece)`
pub fn rindex(text: &Str, piece: &Str) -> Res<i64> {
    or_not_found(rfind(text, piece))
}

/// `text.rindex(piece, start, end)`
pub fn rindex_in(text: &Str, piece: &Str, start: Option<i64>, end: Option<i64>) -> Res<i64> {
    or_not_found(rfind_in(text, piece, start, end))
}

/// `text.count(piece)`
pub fn count(text: &Str, piece: &Str) -> i64 {
    count_view(text.view(), piece.view())
}

/// `text.count(piece, start, end)`
pub fn count_in(text: &Str, piece: &Str, start: Option<i64>, end: Option<i64>) -> i64 {
    range(text, start, end).map_or(0, |(start, end)| {
        count_view(text.view().window(start, end), piece.view())
    })
}

fn count_view(text: View<'_>, piece: View<'_>) -> i64 {
    if piece.is_empty() {
        return text.len() as i64 + 1;
    }
    match (text, piece) {
        (View::Narrow(text), View::Narrow([unit])) => {
            text.iter().filter(|other| *other == unit).count() as i64
        }
        _ => {
            let mut found = 0;
            let mut from = 0;
            while let Some(place) = first(text.window(from, text.len()), piece) {
                found += 1;
                from += place + piece.len();
            }
            found
        }
    }
}

/// `text.startswith(piece)`
#[inline]
pub fn startswith(text: &Str, piece: &Str) -> bool {
    starts(text.view(), piece.view())
}

/// `text.startswith(piece, start)`
pub fn startswith_at(text: &Str, piece: &Str, start: i64) -> bool {
    range(text, Some(start), None)
        .is_some_and(|(start, end)| starts(text.view().window(start, end), piece.view()))
}

/// `text.endswith(piece)`
#[inline]
pub fn endswith(text: &Str, piece: &Str) -> bool {
    ends(text.view(), piece.view())
}

/// `text.startswith(piece, start, end)`
pub fn startswith_in(text: &Str, piece: &Str, start: Option<i64>, end: Option<i64>) -> bool {
    range(text, start, end)
        .is_some_and(|(start, end)| starts(text.view().window(start, end), piece.view()))
}

/// `text.endswith(piece, start, end)`
pub fn endswith_in(text: &Str, piece: &Str, start: Option<i64>, end: Option<i64>) -> bool {
    range(text, start, end)
        .is_some_and(|(start, end)| ends(text.view().window(start, end), piece.view()))
}

/// `text.startswith(pieces)` for a tuple of texts.
pub fn startswith_any(text: &Str, pieces: &impl Pieces) -> bool {
    pieces.any(|piece| startswith(text, piece))
}

/// `text.endswith(pieces)` for a tuple of texts.
pub fn endswith_any(text: &Str, pieces: &impl Pieces) -> bool {
    pieces.any(|piece| endswith(text, piece))
}

/// A tuple of texts.
pub trait Pieces {
    /// `any(test(piece) for piece in pieces)`
    fn any(&self, test: impl Fn(&Str) -> bool) -> bool;
}

macro_rules! tuples_of_texts {
    ($(($($type:ident $at:tt)+))*) => {$(
        impl Pieces for ($($type,)+) {
            #[inline]
            fn any(&self, test: impl Fn(&Str) -> bool) -> bool {
                $(test(&self.$at))||+
            }
        }
    )*};
}
tuples_of_texts! {
    (Str 0)
    (Str 0 Str 1)
    (Str 0 Str 1 Str 2)
    (Str 0 Str 1 Str 2 Str 3)
    (Str 0 Str 1 Str 2 Str 3 Str 4)
    (Str 0 Str 1 Str 2 Str 3 Str 4 Str 5)
}

fn ends(text: View<'_>, piece: View<'_>) -> bool {
    let from = text.len().checked_sub(piece.len());
    from.is_some_and(|from| text.window(from, text.len()).same(piece))
}

pub(super) fn starts(text: View<'_>, piece: View<'_>) -> bool {
    piece.len() <= text.len() && text.window(0, piece.len()).same(piece)
}
