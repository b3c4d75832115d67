//! Ints of any size, and values that are an int or a float.
#![allow(unsafe_code, reason = "reads CPython's int objects")]

use super::scalar::{digits, made};
use super::{FromPython, Made, ToPython};
use crate::big::Int;
use crate::number::Number;
use crate::python::raw;
use crate::python::value::Value;

impl FromPython for Int {
    #[inline]
    fn from_python(value: Value<'_>) -> Option<Int> {
        match i64::from_python(value) {
            Some(small) => Some(Int::from(small)),
            None => digits(value).map(|(digits, is_negative)| big(digits, is_negative)),
        }
    }
}

/// The int with these digits of 30 bits, the lowest first.
fn big(digits: &[u32], is_negative: bool) -> Int {
    let mut bytes = Vec::with_capacity(digits.len() * 4 + 8);
    let (mut bits, mut count) = (0_u64, 0);
    for digit in digits {
        bits |= u64::from(*digit) << count;
        count += 30;
        while count >= 8 {
            bytes.push(bits as u8);
            bits >>= 8;
            count -= 8;
        }
    }
    bytes.extend([bits as u8, 0]);
    if is_negative {
        // Two's complement: all bits turned, and one more.
        let mut carry = true;
        for byte in &mut bytes {
            (*byte, carry) = (!*byte).overflowing_add(u8::from(carry));
        }
    }
    Int::from_bytes(&bytes)
}

impl ToPython for Int {
    #[inline]
    fn to_python(&self) -> Made {
        if let Some(small) = self.to_i64() {
            return small.to_python();
        }
        let bytes = self.to_bytes();
        // SAFETY: reads that many bytes, the lowest first, signed; makes a new reference.
        unsafe {
            made(raw::_PyLong_FromByteArray(
                bytes.as_ptr(),
                bytes.len(),
                1,
                1,
            ))
        }
    }

    #[inline]
    fn is_same(&self, old: Value<'_>) -> bool {
        Int::from_python(old).is_some_and(|old| old == *self)
    }
}

impl FromPython for Number {
    #[inline]
    fn from_python(value: Value<'_>) -> Option<Number> {
        match f64::from_python(value) {
            Some(float) => Some(Number::Float(float)),
            None => i64::from_python(value).map(Number::Int),
        }
    }
}

impl ToPython for Number {
    #[inline]
    fn to_python(&self) -> Made {
        match self {
            Number::Int(value) => value.to_python(),
            Number::Float(value) => value.to_python(),
        }
    }

    #[inline]
    fn is_same(&self, old: Value<'_>) -> bool {
        match self {
            Number::Int(value) => value.is_same(old),
            Number::Float(value) => value.is_same(old),
        }
    }
}
