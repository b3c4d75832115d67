//! A variable that holds a number of Python's at first and one of NumPy's later, as the `total` of
//! `total = 0.0` and `total += a[i]` does. Only its type is in doubt, never its value.

use crate::error::{Res, Stop};

/// `np.float64 | float | int`
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mixed {
    /// `int`
    Int(i64),
    /// `float`
    Float(f64),
    /// `np.float64`
    NumPy(f64),
}

impl Mixed {
    /// The value as NumPy takes it where it meets a number of NumPy's.
    #[inline(always)]
    pub fn value(self) -> f64 {
        match self {
            Mixed::Int(value) => value as f64,
            Mixed::Float(value) | Mixed::NumPy(value) => value,
        }
    }

    /// The number, if it is one of NumPy's; a redo where it still is one of Python's.
    #[inline]
    pub fn numpy(self) -> Res<f64> {
        match self {
            Mixed::NumPy(value) => Ok(value),
            _ => Err(Stop::redo()),
        }
    }

    /// `min(a, b)`
    #[inline]
    pub fn min(self, other: Mixed) -> Mixed {
        if other.value() < self.value() {
            other
        } else {
            self
        }
    }

    /// `max(a, b)`
    #[inline]
    pub fn max(self, other: Mixed) -> Mixed {
        if other.value() > self.value() {
            other
        } else {
            self
        }
    }
}

/// `np.int64 | int`
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MixedInt {
    /// `int`
    Int(i64),
    /// `np.int64`
    NumPy(i64),
}

impl MixedInt {
    /// The value, whosever it is.
    #[inline(always)]
    pub fn value(self) -> i64 {
        match self {
            MixedInt::Int(value) | MixedInt::NumPy(value) => value,
        }
    }

    /// The number, if it is one of NumPy's; a redo where it still is one of Python's.
    #[inline]
    pub fn numpy(self) -> Res<i64> {
        match self {
            MixedInt::NumPy(value) => Ok(value),
            MixedInt::Int(_) => Err(Stop::redo()),
        }
    }

    /// `min(a, b)`
    #[inline]
    pub fn min(self, other: MixedInt) -> MixedInt {
        if other.value() < self.value() {
            other
        } else {
            self
        }
    }

    /// `max(a, b)`
    #[inline]
    pub fn max(self, other: MixedInt) -> MixedInt {
        if other.value() > self.value() {
            other
        } else {
            self
        }
    }
}
