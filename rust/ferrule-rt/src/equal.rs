//! Python's equality of the items of containers.
//!
//! In: two values of one type. Out: `a is b or a == b`, which is how Python compares items. Only
//! a NaN makes the two halves differ, and identity is lost here: two NaNs ask for a redo.

use crate::error::{Res, Stop};
use crate::string::{Char, Str};

/// A value that can be an item looked for in a container.
pub trait PyEq {
    /// `a is b or a == b`
    fn py_eq(&self, other: &Self) -> Res<bool>;
}

/// `a == b` of values that are not plain.
#[inline]
pub fn eq<T: PyEq + ?Sized>(a: &T, b: &T) -> Res<bool> {
    a.py_eq(b)
}

/// `a != b` of values that are not plain.
#[inline]
pub fn ne<T: PyEq + ?Sized>(a: &T, b: &T) -> Res<bool> {
    Ok(!a.py_eq(b)?)
}

macro_rules! plainly {
    ($($type:ty;)*) => {$(
        impl PyEq for $type {
            #[inline(always)]
            fn py_eq(&self, other: &Self) -> Res<bool> {
                Ok(self == other)
            }
        }
    )*};
}
plainly! { i64; bool; (); Str; Char; }

impl PyEq for f64 {
    #[inline]
    fn py_eq(&self, other: &f64) -> Res<bool> {
        if self.is_nan() && other.is_nan() {
            Err(Stop::redo())
        } else {
            Ok(self == other)
        }
    }
}

impl<T: PyEq + ?Sized> PyEq for &T {
    #[inline]
    fn py_eq(&self, other: &Self) -> Res<bool> {
        (**self).py_eq(other)
    }
}

impl<T: PyEq + ?Sized> PyEq for Box<T> {
    #[inline]
    fn py_eq(&self, other: &Self) -> Res<bool> {
        (**self).py_eq(other)
    }
}

impl<T: PyEq> PyEq for Option<T> {
    #[inline]
    fn py_eq(&self, other: &Self) -> Res<bool> {
        match (self, other) {
            (Some(a), Some(b)) => a.py_eq(b),
            (None, None) => Ok(true),
            _ => Ok(false),
        }
    }
}

impl<T: PyEq> PyEq for [T] {
    fn py_eq(&self, other: &Self) -> Res<bool> {
        if self.len() != other.len() {
            return Ok(false);
        }
        for (a, b) in self.iter().zip(other) {
            if !a.py_eq(b)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl<T: PyEq> PyEq for Vec<T> {
    #[inline]
    fn py_eq(&self, other: &Self) -> Res<bool> {
        self.as_slice().py_eq(other)
    }
}

macro_rules! tuples {
    ($(($($name:ident $at:tt)+))*) => {$(
        impl<$($name: PyEq),+> PyEq for ($($name,)+) {
            #[inline]
            fn py_eq(&self, other: &Self) -> Res<bool> {
                $(
                    if !self.$at.py_eq(&other.$at)? {
                        return Ok(false);
                    }
                )+
                Ok(true)
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
