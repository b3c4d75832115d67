//! Equality, order and hashing of texts and characters, by code point.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::value::Body;
use super::{Char, Str, View};

impl PartialEq for Str {
    #[inline]
    fn eq(&self, other: &Str) -> bool {
        match (&self.0, &other.0) {
            (
                Body::Inline { len, units },
                Body::Inline {
                    len: n,
                    units: more,
                },
            ) => len == n && units == more,
            (Body::Literal(a), Body::Literal(b)) => a.len() == b.len() && are_same(a, b),
            #[cfg(feature = "python")]
            (Body::Held(a), Body::Held(b)) => {
                a.len() == b.len() && (a.is(b) || are_same(a.units(), b.units()))
            }
            _ => self.len() == other.len() && self.view().is(other.view()),
        }
    }
}

impl View<'_> {
    /// Are these the code points of two equal texts? Those keep to the narrowest form.
    #[inline]
    fn is(self, other: View<'_>) -> bool {
        match (self, other) {
            (View::Narrow(a), View::Narrow(b)) => a.len() == b.len() && are_same(a, b),
            (View::Wide(a), View::Wide(b)) => a == b,
            _ => false,
        }
    }
}

/// Are these units of one length the same? Short ones are compared without a call.
#[inline]
fn are_same(a: &[u8], b: &[u8]) -> bool {
    match a.len() {
        8..=16 => ends::<8>(a) == ends::<8>(b),
        4..8 => ends::<4>(a) == ends::<4>(b),
        0..4 => a.iter().eq(b),
        _ => a == b,
    }
}

/// The first and the last units, which may overlap.
#[inline(always)]
fn ends<const N: usize>(units: &[u8]) -> Option<(&[u8; N], &[u8; N])> {
    Some((units.first_chunk()?, units.last_chunk()?))
}

impl Eq for Str {}

impl Ord for Str {
    fn cmp(&self, other: &Str) -> Ordering {
        match (self.view(), other.view()) {
            (View::Narrow(a), View::Narrow(b)) => a.cmp(b),
            (View::Wide(a), View::Wide(b)) => a.cmp(b),
            _ => self.chars().cmp(other.chars()),
        }
    }
}

impl PartialOrd for Str {
    #[inline]
    fn partial_cmp(&self, other: &Str) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Str {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.view() {
            View::Narrow(units) => units.hash(state),
            View::Wide(points) => points.hash(state),
        }
    }
}

impl Hash for Char {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match u8::try_from(self.point()) {
            Ok(unit) => [unit].as_slice().hash(state),
            Err(_) => [self.point()].as_slice().hash(state),
        }
    }
}

impl PartialEq<Char> for Str {
    #[inline]
    fn eq(&self, other: &Char) -> bool {
        match self.view() {
            View::Narrow([unit]) => u32::from(*unit) == other.point(),
            View::Wide([point]) => *point == other.point(),
            _ => false,
        }
    }
}

impl PartialEq<Str> for Char {
    #[inline]
    fn eq(&self, other: &Str) -> bool {
        other == self
    }
}

impl PartialOrd<Char> for Str {
    fn partial_cmp(&self, other: &Char) -> Option<Ordering> {
        Some(self.chars().cmp([*other]))
    }
}

impl PartialOrd<Str> for Char {
    fn partial_cmp(&self, other: &Str) -> Option<Ordering> {
        Some([*self].into_iter().cmp(other.chars()))
    }
}

impl PartialEq<str> for Str {
    fn eq(&self, other: &str) -> bool {
        match self.view() {
            View::Narrow(units) if other.is_ascii() => units == other.as_bytes(),
            _ => self
                .chars()
                .map(Char::point)
                .eq(other.chars().map(u32::from)),
        }
    }
}

impl PartialEq<&str> for Str {
    #[inline]
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}
