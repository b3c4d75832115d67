//! Where the parts of a text lie: words between blanks, pieces between separators.
//!
//! In: units of a text. Out: the bounds of one part after the other; nothing is copied.

use super::View;
use super::find::{find_unit, first};
use crate::error::{Res, Stop};
use crate::unicode::is_space;

/// From where to where: places of units.
pub(super) type Span = (usize, usize);

/// A code point as it is stored.
pub(super) trait Unit: Copy {
    /// `chr(unit).isspace()`
    fn is_blank(self) -> bool;
}

/// The blanks among the first 256 code points.
static BLANKS: [bool; 256] = {
    let mut blanks = [false; 256];
    let mut unit = 0;
    while unit < blanks.len() {
        blanks[unit] = matches!(unit, 9..=13 | 28..=32 | 0x85 | 0xa0);
        unit += 1;
    }
    blanks
};

impl Unit for u8 {
    #[inline(always)]
    fn is_blank(self) -> bool {
        BLANKS[usize::from(self)]
    }
}

impl Unit for u32 {
    #[inline(always)]
    fn is_blank(self) -> bool {
        is_space(self)
    }
}

/// The bounds of `text.split()`.
pub(super) struct Words<'a, U> {
    units: &'a [U],
    from: usize,
}

#[inline]
pub(super) fn words<U: Unit>(units: &[U]) -> Words<'_, U> {
    Words { units, from: 0 }
}

impl<U: Unit> Words<'_, U> {
    /// From the next word to the end, blanks behind the last word included.
    #[inline]
    pub(super) fn rest(&self) -> Option<Span> {
        let gap = self.units[self.from..]
            .iter()
            .position(|unit| !unit.is_blank())?;
        Some((self.from + gap, self.units.len()))
    }
}

impl<U: Unit> Iterator for Words<'_, U> {
    type Item = Span;

    #[inline]
    fn next(&mut self) -> Option<Span> {
        let (start, end) = self.rest()?;
        let len = self.units[start..].iter().position(|unit| unit.is_blank());
        self.from = len.map_or(end, |len| start + len);
        Some((start, self.from))
    }
}

/// The bounds of `text.split(separator)`.
pub(super) struct Pieces<F> {
    find: F,
    len: usize,
    width: usize,
    /// Where the next piece starts; nowhere after the last one.
    from: Option<usize>,
}

impl<F> Pieces<F> {
    /// From the next piece to the end.
    #[inline]
    pub(super) fn rest(&self) -> Option<Span> {
        self.from.map(|from| (from, self.len))
    }
}

impl<F: Fn(usize) -> Option<usize>> Iterator for Pieces<F> {
    type Item = Span;

    #[inline]
    fn next(&mut self) -> Option<Span> {
        let from = self.from?;
        let found = (self.find)(from);
        self.from = found.map(|place| from + place + self.width);
        Some((from, found.map_or(self.len, |place| from + place)))
    }
}

/// The pieces between separators of one unit.
#[inline]
pub(super) fn pieces_at(units: &[u8], unit: u8) -> Pieces<impl Fn(usize) -> Option<usize>> {
    Pieces {
        find: move |from| find_unit(&units[from..], unit),
        len: units.len(),
        width: 1,
        from: Some(0),
    }
}

/// The pieces between any separators.
#[inline]
pub(super) fn pieces<'a>(
    text: View<'a>,
    separator: View<'a>,
) -> Res<Pieces<impl Fn(usize) -> Option<usize>>> {
    if separator.is_empty() {
        return Err(Stop::value_error("empty separator"));
    }
    Ok(Pieces {
        find: move |from| first(text.window(from, text.len()), separator),
        len: text.len(),
        width: separator.len(),
        from: Some(0),
    })
}
