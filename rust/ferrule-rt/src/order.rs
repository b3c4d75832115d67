//! Python's order of values: `<` and what `sort` needs of it.
//!
//! In: two values of one type. Out: their order. NaN has none: alone it answers `False` as in
//! Python, inside a container it asks for a redo.

use std::cmp::Ordering;

use crate::error::{Res, Stop};
use crate::string::{Char, Str};

/// A value with `<`.
pub trait PyOrd {
    /// Can equal values not be told apart? Then a sort need not be stable.
    const IS_PLAIN: bool;

    /// The order of two values; a redo where there is none.
    fn py_cmp(&self, other: &Self) -> Res<Ordering>;

    /// `a < b`
    #[inline]
    fn py_lt(&self, other: &Self) -> Res<bool> {
        Ok(self.py_cmp(other)?.is_lt())
    }

    /// Does the value stand in one order with all others, as NaN does not?
    #[inline]
    fn is_ordered(&self) -> bool {
        true
    }
}

/// `a < b`
#[inline]
pub fn lt<T: PyOrd + ?Sized>(a: &T, b: &T) -> Res<bool> {
    a.py_lt(b)
}

/// `a <= b`
#[inline]
pub fn le<T: PyOrd + ?Sized>(a: &T, b: &T) -> Res<bool> {
    Ok(a.py_cmp(b)?.is_le())
}

/// `a > b`
#[inline]
pub fn gt<T: PyOrd + ?Sized>(a: &T, b: &T) -> Res<bool> {
    b.py_lt(a)
}

/// `a >= b`
#[inline]
pub fn ge<T: PyOrd + ?Sized>(a: &T, b: &T) -> Res<bool> {
    Ok(a.py_cmp(b)?.is_ge())
}

/// `min(a, b)`: the first, unless the second is less.
#[inline]
pub fn min2<T: PyOrd>(a: T, b: T) -> Res<T> {
    Ok(if b.py_lt(&a)? { b } else { a })
}

/// `max(a, b)`: the first, unless the second is greater.
#[inline]
pub fn max2<T: PyOrd>(a: T, b: T) -> Res<T> {
    Ok(if a.py_lt(&b)? { b } else { a })
}

macro_rules! plainly {
    ($($type:ty)*) => {$(
        impl PyOrd for $type {
            const IS_PLAIN: bool = true;

            #[inline(always)]
            fn py_cmp(&self, other: &Self) -> Res<Ordering> {
                Ok(self.cmp(other))
            }
        }
    )*};
}
plainly! { i64 bool Str Char }

impl PyOrd for f64 {
    // `0.0 == -0.0`, and they can be told apart.
    const IS_PLAIN: bool = false;

    #[inline]
    fn py_cmp(&self, other: &f64) -> Res<Ordering> {
        self.partial_cmp(other).ok_or_else(Stop::redo)
    }

    #[inline]
    fn py_lt(&self, other: &f64) -> Res<bool> {
        Ok(self < other)
    }

    #[inline]
    fn is_ordered(&self) -> bool {
        !self.is_nan()
    }
}

impl<T: PyOrd + ?Sized> PyOrd for &T {
    const IS_PLAIN: bool = T::IS_PLAIN;

    #[inline]
    fn py_cmp(&self, other: &Self) -> Res<Ordering> {
        (**self).py_cmp(other)
    }

    #[inline]
    fn py_lt(&self, other: &Self) -> Res<bool> {
        (**self).py_lt(other)
    }

    #[inline]
    fn is_ordered(&self) -> bool {
        (**self).is_ordered()
    }
}

impl<T: PyOrd> PyOrd for [T] {
    const IS_PLAIN: bool = T::IS_PLAIN;

    fn py_cmp(&self, other: &Self) -> Res<Ordering> {
        for (a, b) in self.iter().zip(other) {
            let order = a.py_cmp(b)?;
            if order.is_ne() {
                return Ok(order);
            }
        }
        Ok(self.len().cmp(&other.len()))
    }

    fn is_ordered(&self) -> bool {
        self.iter().all(T::is_ordered)
    }
}

impl<T: PyOrd> PyOrd for Vec<T> {
    // Lists are looked at by identity elsewhere: keep equal ones in place.
    const IS_PLAIN: bool = false;

    #[inline]
    fn py_cmp(&self, other: &Self) -> Res<Ordering> {
        self.as_slice().py_cmp(other)
    }

    fn is_ordered(&self) -> bool {
        self.as_slice().is_ordered()
    }
}

macro_rules! tuples {
    ($(($($name:ident $at:tt)+))*) => {$(
        impl<$($name: PyOrd),+> PyOrd for ($($name,)+) {
            const IS_PLAIN: bool = $($name::IS_PLAIN)&&+;

            #[inline]
            fn py_cmp(&self, other: &Self) -> Res<Ordering> {
                $(
                    let order = self.$at.py_cmp(&other.$at)?;
                    if order.is_ne() {
                        return Ok(order);
                    }
                )+
                Ok(Ordering::Equal)
            }

            #[inline]
            fn is_ordered(&self) -> bool {
                $(self.$at.is_ordered())&&+
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
