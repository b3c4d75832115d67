//! `View`: the code points of a text as a slice, to be matched once outside of a loop.

use super::{Char, Chars};
use crate::error::{Res, Stop};
use crate::slicing::place;

/// The code points of a text: all below 256, or a `u32` each.
#[derive(Clone, Copy, Debug)]
pub enum View<'a> {
    /// Every code point is below 256.
    Narrow(&'a [u8]),
    /// Some code point is above 255.
    Wide(&'a [u32]),
}

impl<'a> View<'a> {
    /// `len(text)`
    #[inline]
    pub fn len(self) -> usize {
        match self {
            View::Narrow(units) => units.len(),
            View::Wide(points) => points.len(),
        }
    }

    /// `not text`
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The code point at a place that is inside.
    #[inline]
    pub fn point(self, place: usize) -> u32 {
        match self {
            View::Narrow(units) => u32::from(units[place]),
            View::Wide(points) => points[place],
        }
    }

    /// `text[index]`
    #[inline]
    pub fn at(self, index: i64) -> Res<Char> {
        match place(index, self.len()) {
            Some(place) => Ok(Char::from_point(self.point(place))),
            None => Err(out_of_range()),
        }
    }

    /// The characters in order.
    #[inline]
    pub fn chars(self) -> Chars<'a> {
        let (narrow, wide): (&[u8], &[u32]) = match self {
            View::Narrow(units) => (units, &[]),
            View::Wide(points) => (&[], points),
        };
        Chars {
            narrow: narrow.iter(),
            wide: wide.iter(),
        }
    }

    /// The part between two places that are inside.
    #[inline]
    pub fn window(self, start: usize, stop: usize) -> View<'a> {
        match self {
            View::Narrow(units) => View::Narrow(&units[start..stop]),
            View::Wide(points) => View::Wide(&points[start..stop]),
        }
    }

    /// Do both hold the same code points, whatever their width?
    #[inline]
    pub fn same(self, other: View<'_>) -> bool {
        match (self, other) {
            (View::Narrow(a), View::Narrow(b)) => a == b,
            (View::Wide(a), View::Wide(b)) => a == b,
            _ => self.len() == other.len() && self.chars().eq(other.chars()),
        }
    }
}

#[cold]
#[inline(never)]
fn out_of_range() -> Stop {
    Stop::index_error("string index out of range")
}
