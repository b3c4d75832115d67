//! `Str`: Python's immutable text, indexed by code point in O(1).
//!
//! Texts whose code points are all below 256 are narrow (a byte each), all others wide (a `u32`
//! each); every constructor keeps to that, so equal texts have equal forms. Short narrow texts
//! live inline, literals in the program, the rest in a shared buffer of which a text is a window,
//! or where Python has them.
//! Lone surrogates are code points like any other.

use std::fmt;
use std::sync::Arc;

use super::{Char, View};
#[cfg(feature = "python")]
use crate::python::Held;

/// The longest narrow text that needs no buffer. What is not used of its room is zero, so that
/// two such texts can be compared as a whole.
pub const INLINE: usize = 22;

/// `str`
#[derive(Clone)]
pub struct Str(pub(super) Body);

#[derive(Clone)]
pub(super) enum Body {
    Inline {
        len: u8,
        units: [u8; INLINE],
    },
    Literal(&'static [u8]),
    Narrow {
        buffer: Arc<Vec<u8>>,
        start: u32,
        len: u32,
    },
    Wide {
        buffer: Arc<Vec<u32>>,
        start: u32,
        len: u32,
    },
    #[cfg(feature = "python")]
    Held(Held),
}

impl Str {
    /// `""`
    pub const EMPTY: Str = Str(Body::Inline {
        len: 0,
        units: [0; INLINE],
    });

    /// A literal of ASCII characters, at no cost.
    ///
    /// # Panics
    /// When the literal has other characters; in a `const`, that is a compile error.
    #[inline(always)]
    pub const fn ascii(literal: &'static str) -> Str {
        assert!(literal.is_ascii(), "Str::ascii is for ASCII literals");
        Str(Body::Literal(literal.as_bytes()))
    }

    /// Text from code points below 256, a byte each.
    #[inline]
    pub fn from_narrow(units: &[u8]) -> Str {
        match Str::inline(units) {
            Some(text) => text,
            None => Str::from_narrow_vec(units.to_vec()),
        }
    }

    /// Text from code points below 256, a byte each; keeps the buffer when it is long.
    pub fn from_narrow_vec(units: Vec<u8>) -> Str {
        if let Some(text) = Str::inline(&units) {
            return text;
        }
        let len = length(units.len());
        Str(Body::Narrow {
            buffer: Arc::new(units),
            start: 0,
            len,
        })
    }

    /// Text from any code points, lone surrogates included.
    pub fn from_points(points: &[u32]) -> Str {
        if points.iter().all(|point| *point < 256) {
            return Str::from_narrow_vec(points.iter().map(|point| *point as u8).collect());
        }
        Str::from_wide_vec(points.to_vec())
    }

    /// Text from code points of which one at least is above 255.
    pub(super) fn from_wide_vec(points: Vec<u32>) -> Str {
        debug_assert!(points.iter().any(|point| *point > 255));
        let len = length(points.len());
        Str(Body::Wide {
            buffer: Arc::new(points),
            start: 0,
            len,
        })
    }

    /// A one-character text.
    #[inline]
    pub fn from_point(point: u32) -> Str {
        if point > 255 {
            return Str::from_wide_vec(vec![point]);
        }
        let mut units = [0; INLINE];
        units[0] = point as u8;
        Str(Body::Inline { len: 1, units })
    }

    #[inline]
    pub(super) fn inline(from: &[u8]) -> Option<Str> {
        let mut units = [0; INLINE];
        match from.len() {
            0 => {}
            len @ 1..4 => {
                units[0] = from[0];
                units[len / 2] = from[len / 2];
                units[len - 1] = from[len - 1];
            }
            4..8 => both_ends::<4>(&mut units, from),
            8..16 => both_ends::<8>(&mut units, from),
            16..=INLINE => both_ends::<16>(&mut units, from),
            _ => return None,
        }
        Some(Str(Body::Inline {
            len: from.len() as u8,
            units,
        }))
    }

    /// The code points, to read: match it once outside of a loop.
    #[inline]
    pub fn view(&self) -> View<'_> {
        match &self.0 {
            Body::Inline { len, units } => View::Narrow(&units[..usize::from(*len)]),
            Body::Literal(units) => View::Narrow(units),
            Body::Narrow { buffer, start, len } => {
                View::Narrow(&buffer[*start as usize..][..*len as usize])
            }
            Body::Wide { buffer, start, len } => {
                View::Wide(&buffer[*start as usize..][..*len as usize])
            }
            #[cfg(feature = "python")]
            Body::Held(held) => View::Narrow(held.units()),
        }
    }

    /// `len(text)`
    #[inline]
    pub fn len(&self) -> usize {
        match &self.0 {
            Body::Inline { len, .. } => usize::from(*len),
            Body::Literal(units) => units.len(),
            Body::Narrow { len, .. } | Body::Wide { len, .. } => *len as usize,
            #[cfg(feature = "python")]
            Body::Held(held) => held.len(),
        }
    }

    /// `not text`
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// `text.isascii()`
    pub fn is_ascii(&self) -> bool {
        match self.view() {
            View::Narrow(units) => units.is_ascii(),
            View::Wide(_) => false,
        }
    }

    /// The characters in order: `for c in text`.
    #[inline]
    pub fn chars(&self) -> super::Chars<'_> {
        self.view().chars()
    }

    /// `text[start:stop]` for places that are inside; shares the buffer where there is one.
    #[inline]
    pub fn window(&self, start: usize, stop: usize) -> Str {
        match &self.0 {
            Body::Literal(units) => Str(Body::Literal(&units[start..stop])),
            Body::Wide { .. } => self.wide_window(start, stop),
            Body::Inline { len, units } => {
                Str::from_narrow(&units[..usize::from(*len)][start..stop])
            }
            Body::Narrow {
                buffer,
                start: from,
                len,
            } => {
                let units = &buffer[*from as usize..][..*len as usize][start..stop];
                Str::inline(units).unwrap_or_else(|| {
                    Str(Body::Narrow {
                        buffer: Arc::clone(buffer),
                        start: from + start as u32,
                        len: units.len() as u32,
                    })
                })
            }
            #[cfg(feature = "python")]
            Body::Held(held) => Str(Body::Held(held.window(start, stop))),
        }
    }

    /// Text in an object of the interpreter.
    #[cfg(feature = "python")]
    #[inline]
    pub(crate) fn from_held(held: Held) -> Str {
        Str(Body::Held(held))
    }

    /// The object of the interpreter that the text lies in, if it does.
    #[cfg(feature = "python")]
    #[inline]
    pub(crate) fn held(&self) -> Option<&Held> {
        match &self.0 {
            Body::Held(held) => Some(held),
            _ => None,
        }
    }

    #[inline(never)]
    fn wide_window(&self, start: usize, stop: usize) -> Str {
        match (&self.0, self.view().window(start, stop)) {
            (
                Body::Wide {
                    buffer,
                    start: from,
                    ..
                },
                View::Wide(points),
            ) if points.iter().any(|point| *point > 255) => Str(Body::Wide {
                buffer: Arc::clone(buffer),
                start: from + start as u32,
                len: points.len() as u32,
            }),
            (_, View::Narrow(units)) => Str::from_narrow(units),
            (_, View::Wide(points)) => Str::from_points(points),
        }
    }

    /// The text as UTF-8, unless it holds a lone surrogate.
    pub fn to_utf8(&self) -> Option<String> {
        match self.view() {
            View::Narrow(units) => Some(units.iter().map(|unit| char::from(*unit)).collect()),
            View::Wide(points) => points.iter().map(|point| char::from_u32(*point)).collect(),
        }
    }
}

/// Copies a short text as its first and its last `N` units, which may overlap: copies of a fixed
/// size are moves, one of any size is a call.
#[inline(always)]
fn both_ends<const N: usize>(room: &mut [u8; INLINE], from: &[u8]) {
    if let (Some(first), Some(last)) = (from.first_chunk::<N>(), from.last_chunk::<N>()) {
        room[..N].copy_from_slice(first);
        room[from.len() - N..][..N].copy_from_slice(last);
    }
}

/// A length as it is stored.
///
/// # Panics
/// Above four gigabytes of text, which no slice can reach before Python's own memory limits.
#[inline]
pub(super) fn length(len: usize) -> u32 {
    u32::try_from(len).expect("a text of more than four billion characters")
}

impl Default for Str {
    fn default() -> Str {
        Str::EMPTY
    }
}

impl From<&str> for Str {
    fn from(text: &str) -> Str {
        if text.is_ascii() {
            return Str::from_narrow(text.as_bytes());
        }
        Str::from_points(&text.chars().map(u32::from).collect::<Vec<u32>>())
    }
}

impl From<String> for Str {
    fn from(text: String) -> Str {
        if text.is_ascii() {
            Str::from_narrow_vec(text.into_bytes())
        } else {
            Str::from(&*text)
        }
    }
}

impl From<Char> for Str {
    #[inline]
    fn from(char: Char) -> Str {
        Str::from_point(char.point())
    }
}

impl From<&Str> for Str {
    #[inline]
    fn from(text: &Str) -> Str {
        text.clone()
    }
}

impl fmt::Display for Str {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self
            .chars()
            .map(|char| char::from_u32(char.point()).unwrap_or('\u{fffd}'));
        out.write_str(&shown.collect::<String>())
    }
}

impl fmt::Debug for Str {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_string(), out)
    }
}
