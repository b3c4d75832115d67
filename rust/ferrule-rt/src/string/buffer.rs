//! `StrBuf`: a text that grows, for loops that build one.

use super::{Char, Str, View};

/// A growing text; narrow until a code point above 255 comes.
#[derive(Clone, Debug)]
pub enum StrBuf {
    /// Every code point so far is below 256.
    Narrow(Vec<u8>),
    /// Some code point is above 255, as the methods keep it.
    Wide(Vec<u32>),
}

impl Default for StrBuf {
    fn default() -> StrBuf {
        StrBuf::new()
    }
}

impl StrBuf {
    /// An empty text.
    pub const fn new() -> StrBuf {
        StrBuf::Narrow(Vec::new())
    }

    /// An empty text with room for some narrow characters.
    pub fn with_capacity(room: usize) -> StrBuf {
        StrBuf::Narrow(Vec::with_capacity(room))
    }

    /// `len(text)`
    pub fn len(&self) -> usize {
        match self {
            StrBuf::Narrow(units) => units.len(),
            StrBuf::Wide(points) => points.len(),
        }
    }

    /// `not text`
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The code points so far.
    pub fn view(&self) -> View<'_> {
        match self {
            StrBuf::Narrow(units) => View::Narrow(units),
            StrBuf::Wide(points) => View::Wide(points),
        }
    }

    /// `text += piece`
    #[inline]
    pub fn push(&mut self, piece: &Str) {
        self.push_view(piece.view());
    }

    /// `text += char`
    #[inline]
    pub fn push_char(&mut self, char: Char) {
        match (&mut *self, u8::try_from(char.point())) {
            (StrBuf::Narrow(units), Ok(unit)) => units.push(unit),
            (StrBuf::Wide(points), _) => points.push(char.point()),
            _ => self.widen().push(char.point()),
        }
    }

    /// Appends code points.
    pub fn push_view(&mut self, piece: View<'_>) {
        match (&mut *self, piece) {
            (StrBuf::Narrow(units), View::Narrow(more)) => units.extend_from_slice(more),
            (StrBuf::Wide(points), View::Narrow(more)) => {
                points.extend(more.iter().map(|unit| u32::from(*unit)));
            }
            (StrBuf::Wide(points), View::Wide(more)) => points.extend_from_slice(more),
            // A part of a wide view can be narrow.
            (StrBuf::Narrow(units), View::Wide(more)) if more.iter().all(|point| *point < 256) => {
                units.extend(more.iter().map(|point| *point as u8));
            }
            (StrBuf::Narrow(_), View::Wide(more)) => self.widen().extend_from_slice(more),
        }
    }

    /// Appends Rust text.
    pub fn push_str(&mut self, text: &str) {
        match self {
            StrBuf::Narrow(units) if text.is_ascii() => units.extend_from_slice(text.as_bytes()),
            _ => text
                .chars()
                .for_each(|char| self.push_char(Char::new(char))),
        }
    }

    /// Appends a character several times.
    pub fn pad(&mut self, char: Char, times: usize) {
        match (&mut *self, u8::try_from(char.point())) {
            (StrBuf::Narrow(units), Ok(unit)) => units.resize(units.len() + times, unit),
            (StrBuf::Wide(points), _) => points.resize(points.len() + times, char.point()),
            _ if times == 0 => {}
            _ => self
                .widen()
                .extend(std::iter::repeat_n(char.point(), times)),
        }
    }

    fn widen(&mut self) -> &mut Vec<u32> {
        if let StrBuf::Narrow(units) = self {
            *self = StrBuf::Wide(units.iter().map(|unit| u32::from(*unit)).collect());
        }
        match self {
            StrBuf::Wide(points) => points,
            StrBuf::Narrow(_) => unreachable!("it was just made wide"),
        }
    }

    /// The text that was built.
    pub fn finish(self) -> Str {
        match self {
            StrBuf::Narrow(units) => Str::from_narrow_vec(units),
            StrBuf::Wide(points) => Str::from_wide_vec(points),
        }
    }
}

impl std::fmt::Write for StrBuf {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.push_str(text);
        Ok(())
    }
}
