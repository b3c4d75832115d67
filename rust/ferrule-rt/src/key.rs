//! Floats as keys.
//!
//! In: a float. Out: a key; NaN is equal to itself by identity only, which is lost here: redo.

use crate::equal::PyEq;
use crate::error::{Res, Stop};
use crate::hash::{PyHash, float_hash, fold};
use crate::order::PyOrd;
use crate::string::StrBuf;
use crate::text::PyRepr;

/// A float that is not NaN: a key of a dict, an item of a set.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct FloatKey(f64);

impl FloatKey {
    /// The float as a key; NaN asks for a redo.
    #[inline]
    pub fn new(x: f64) -> Res<FloatKey> {
        if x.is_nan() {
            Err(Stop::redo())
        } else {
            Ok(FloatKey(x))
        }
    }

    /// The float.
    #[inline]
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Eq for FloatKey {}

impl PyHash for FloatKey {
    #[inline]
    fn fast_hash(&self) -> u64 {
        // Both zeros are one key.
        let bits = if self.0 == 0.0 { 0 } else { self.0.to_bits() };
        fold(bits ^ 0x2437_54b1_9d2f_4a6d, 0x9e37_79b9_7f4a_7c15)
    }

    #[inline]
    fn py_hash(&self) -> i64 {
        float_hash(self.0)
    }
}

impl PyEq for FloatKey {
    #[inline]
    fn py_eq(&self, other: &FloatKey) -> Res<bool> {
        Ok(self == other)
    }
}

impl PyOrd for FloatKey {
    const IS_PLAIN: bool = false;

    #[inline]
    fn py_cmp(&self, other: &FloatKey) -> Res<std::cmp::Ordering> {
        self.0.py_cmp(&other.0)
    }
}

impl PyRepr for FloatKey {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        self.0.repr_to(out)
    }
}
