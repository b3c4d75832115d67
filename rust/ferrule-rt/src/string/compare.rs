//! Equality, order and hashing of texts and characters, by code point.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use super::{Char, Str, View};

impl PartialEq for Str {
    #[inline]
    fn eq(&self, other: &Str) -> bool {
        match (self.room(), other.room()) {
            (Some(a), Some(b)) => a == b,
            _ => eq_long(self, other),
        }
    }
}

#[inline(never)]
fn eq_long(a: &Str, b: &Str) -> bool {
    match (a.view(), b.view()) {
        (View::Narrow(a), View::Narrow(b)) => a == b,
        (View::Wide(a), View::Wide(b)) => a == b,
        _ => false,
    }
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
