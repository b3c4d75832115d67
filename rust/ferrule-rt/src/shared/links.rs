//! Which instances a value holds.

use super::field::Field;
use super::handle::{Linked, Shared};
use super::live::See;
use crate::big::Int;
use crate::bytes::Bytes;
use crate::complex::Complex;
use crate::deque::Deque;
use crate::dict::{Counter, DefaultDict, Dict};
use crate::hash::PyHash;
use crate::key::FloatKey;
use crate::number::Number;
use crate::random::Random;
use crate::range::Numbers;
use crate::row::Row;
use crate::set::{FrozenSet, Set};
use crate::string::{Char, Str};

/// A value that may hold instances.
pub trait Links {
    /// Can it come to be held by what it holds?
    const CYCLES: bool = false;
    /// Does it hold anything that several names may hold?
    const HOLDS: bool = false;

    /// Tells of each instance that it holds.
    fn tell(&self, _see: &mut See<'_>) {}
}

macro_rules! plainly {
    ($($type:ty;)*) => {$(impl Links for $type {})*};
}
plainly! {
    i64; f64; bool; (); Str; Char; Int; Number; FloatKey; Complex; Bytes; Numbers; Random;
}

impl<T> Links for Set<T> {}
impl<T: PyHash> Links for FrozenSet<T> {}

impl<T: Linked> Links for Shared<T> {
    const CYCLES: bool = T::CYCLES;
    const HOLDS: bool = true;

    fn tell(&self, see: &mut See<'_>) {
        see(self.address());
    }
}

impl<T: Links> Links for Option<T> {
    const CYCLES: bool = T::CYCLES;
    const HOLDS: bool = T::HOLDS;

    fn tell(&self, see: &mut See<'_>) {
        if let Some(value) = self {
            value.tell(see);
        }
    }
}

impl<T: Links> Links for Vec<T> {
    const CYCLES: bool = T::CYCLES;
    const HOLDS: bool = T::HOLDS;

    fn tell(&self, see: &mut See<'_>) {
        self.iter().for_each(|item| item.tell(see));
    }
}

impl<T: Links> Links for Deque<T> {
    const CYCLES: bool = T::CYCLES;
    const HOLDS: bool = T::HOLDS;

    fn tell(&self, see: &mut See<'_>) {
        self.iter().for_each(|item| item.tell(see));
    }
}

impl<T: Links> Links for Row<T> {
    const CYCLES: bool = T::CYCLES;
    const HOLDS: bool = T::HOLDS;

    fn tell(&self, see: &mut See<'_>) {
        self.iter().for_each(|item| item.tell(see));
    }
}

impl<K, V: Links> Links for Counter<K, V> {
    const CYCLES: bool = V::CYCLES;
    const HOLDS: bool = V::HOLDS;

    fn tell(&self, see: &mut See<'_>) {
        self.values().for_each(|value| value.tell(see));
    }
}

impl<K, V: Links, F> Links for DefaultDict<K, V, F> {
    const CYCLES: bool = V::CYCLES;
    const HOLDS: bool = V::HOLDS;

    fn tell(&self, see: &mut See<'_>) {
        self.values().for_each(|value| value.tell(see));
    }
}

impl<K, V: Links> Links for Dict<K, V> {
    const CYCLES: bool = V::CYCLES;
    const HOLDS: bool = V::HOLDS;

    fn tell(&self, see: &mut See<'_>) {
        self.values().for_each(|value| value.tell(see));
    }
}

impl<T: Links> Links for Field<T> {
    const CYCLES: bool = T::CYCLES;
    const HOLDS: bool = T::HOLDS;

    /// A value that is being changed is not looked at: what it holds then counts as held by others.
    fn tell(&self, see: &mut See<'_>) {
        if let Some(value) = self.look() {
            value.tell(see);
        }
    }
}

macro_rules! tuples {
    ($(($($name:ident $at:tt)+))*) => {$(
        impl<$($name: Links),+> Links for ($($name,)+) {
            const CYCLES: bool = $($name::CYCLES)||+;
            const HOLDS: bool = $($name::HOLDS)||+;

            fn tell(&self, see: &mut See<'_>) {
                $(self.$at.tell(see);)+
            }
        }
    )*};
}
tuples! {
    (A 0)
    (A 0 B 1)
    (A 0 B 1 C 2)
    (A 0 B 1 C 2 D 3)
    (A 0 B 1 C 2 D 3 E 4)
    (A 0 B 1 C 2 D 3 E 4 F 5)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7)
}
