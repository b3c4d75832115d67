//! `Char`: a text of length one, as a plain value; and the walk over the characters of a text.

use std::fmt;
use std::iter::FusedIterator;
use std::slice::Iter;

use super::{Str, latin};
use crate::error::{Res, Stop};
use crate::unicode::{self, Change, Check};

/// A `str` of length one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Char(u32);

impl Char {
    /// A character of a literal.
    #[inline]
    pub const fn new(char: char) -> Char {
        Char(char as u32)
    }

    /// `chr(point)` for a code point known to be valid.
    #[inline]
    pub const fn from_point(point: u32) -> Char {
        Char(point)
    }

    /// `ord(char)`
    #[inline]
    pub const fn ord(self) -> i64 {
        self.0 as i64
    }

    /// `len(char)`
    #[inline]
    pub const fn len(self) -> i64 {
        1
    }

    /// `not char`
    #[inline]
    pub const fn is_empty(self) -> bool {
        false
    }

    /// The code point.
    #[inline]
    pub const fn point(self) -> u32 {
        self.0
    }

    /// The character as a text.
    #[inline]
    pub fn to_str(self) -> Str {
        Str::from_point(self.0)
    }

    /// `char.isascii()`
    #[inline]
    pub const fn is_ascii(self) -> bool {
        self.0 < 128
    }

    #[inline]
    fn check(self, question: Check) -> Res<bool> {
        match u8::try_from(self.0) {
            Ok(unit) => Ok(latin::is(question, unit)),
            Err(_) => unicode::check(question, &self.to_str()),
        }
    }

    /// `char.isalpha()`
    #[inline]
    pub fn isalpha(self) -> Res<bool> {
        self.check(Check::Alpha)
    }

    /// `char.isdigit()`
    #[inline]
    pub fn isdigit(self) -> Res<bool> {
        self.check(Check::Digit)
    }

    /// `char.isdecimal()`
    #[inline]
    pub fn isdecimal(self) -> Res<bool> {
        self.check(Check::Decimal)
    }

    /// `char.isnumeric()`
    #[inline]
    pub fn isnumeric(self) -> Res<bool> {
        self.check(Check::Numeric)
    }

    /// `char.isalnum()`
    #[inline]
    pub fn isalnum(self) -> Res<bool> {
        self.check(Check::Alnum)
    }

    /// `char.isspace()`
    #[inline]
    pub fn isspace(self) -> Res<bool> {
        Ok(unicode::is_space(self.0))
    }

    /// `char.isupper()`
    #[inline]
    pub fn isupper(self) -> Res<bool> {
        self.check(Check::Upper)
    }

    /// `char.islower()`
    #[inline]
    pub fn islower(self) -> Res<bool> {
        self.check(Check::Lower)
    }

    /// `char.upper()`
    #[inline]
    pub fn upper(self) -> Res<Str> {
        match u8::try_from(self.0) {
            Ok(unit) if unit < 128 => Ok(Char(u32::from(unit.to_ascii_uppercase())).to_str()),
            _ => unicode::change(Change::Upper, &self.to_str()),
        }
    }

    /// `char.lower()`
    #[inline]
    pub fn lower(self) -> Res<Str> {
        match u8::try_from(self.0) {
            Ok(unit) if unit < 128 => Ok(Char(u32::from(unit.to_ascii_lowercase())).to_str()),
            _ => unicode::change(Change::Lower, &self.to_str()),
        }
    }
}

impl From<char> for Char {
    fn from(char: char) -> Char {
        Char::new(char)
    }
}

impl PartialEq<char> for Char {
    #[inline]
    fn eq(&self, other: &char) -> bool {
        self.0 == u32::from(*other)
    }
}

impl fmt::Display for Char {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&char::from_u32(self.0).unwrap_or('\u{fffd}'), out)
    }
}

impl fmt::Debug for Char {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&char::from_u32(self.0).unwrap_or('\u{fffd}'), out)
    }
}

/// A text of length one as a character; what is longer or empty asks for a redo.
pub fn only(text: &Str) -> Res<Char> {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(char), None) => Ok(char),
        _ => Err(Stop::redo()),
    }
}

/// The characters of a text in order. One of the two parts is always empty.
#[derive(Clone, Debug)]
pub struct Chars<'a> {
    pub(super) narrow: Iter<'a, u8>,
    pub(super) wide: Iter<'a, u32>,
}

impl Iterator for Chars<'_> {
    type Item = Char;

    #[inline]
    fn next(&mut self) -> Option<Char> {
        match self.narrow.next() {
            Some(unit) => Some(Char(u32::from(*unit))),
            None => self.wide.next().map(|point| Char(*point)),
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = self.narrow.len() + self.wide.len();
        (len, Some(len))
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<Char> {
        match self.narrow.nth(n) {
            Some(unit) => Some(Char(u32::from(*unit))),
            None => self.wide.nth(n).map(|point| Char(*point)),
        }
    }

    #[inline]
    fn fold<B, F: FnMut(B, Char) -> B>(self, start: B, mut each: F) -> B {
        let middle = self
            .narrow
            .fold(start, |sum, unit| each(sum, Char(u32::from(*unit))));
        self.wide.fold(middle, |sum, point| each(sum, Char(*point)))
    }
}

impl DoubleEndedIterator for Chars<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<Char> {
        match self.wide.next_back() {
            Some(point) => Some(Char(*point)),
            None => self.narrow.next_back().map(|unit| Char(u32::from(*unit))),
        }
    }
}

impl ExactSizeIterator for Chars<'_> {}
impl FusedIterator for Chars<'_> {}
