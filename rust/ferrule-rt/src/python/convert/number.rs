//! Ints of any size, and values that are an int or a float.
#![allow(unsafe_code, reason = "reads CPython's int objects")]

use super::scalar::{DIGIT_BITS, digits, new_int};
use super::{FromPython, Made, ToPython};
use crate::big::Int;
use crate::number::Number;
use crate::plain::Plain;
use crate::python::value::Value;
use crate::string::Str;

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
    if let [a, b, c, rest @ ..] = digits
        && let [] | [_] = rest
    {
        let high = rest.first().copied().unwrap_or(0);
        let size = [high, *c, *b, *a].iter().fold(0_i128, |size, digit| {
            size << DIGIT_BITS | i128::from(*digit)
        });
        return Int::wide(if is_negative { -size } else { size });
    }
    let mut words = Vec::with_capacity(digits.len() + 1);
    let (mut bits, mut count) = (0_u64, 0);
    for digit in digits {
        bits |= u64::from(*digit) << count;
        count += DIGIT_BITS;
        if count >= 32 {
            words.push(bits as u32);
            bits >>= 32;
            count -= 32;
        }
    }
    words.push(bits as u32);
    Int::from_words(words, is_negative)
}

/// The digits of 30 bits of these words, the lowest first, written over `digits`.
fn write_digits(words: impl Iterator<Item = u32>, digits: &mut [u32]) {
    let (mut bits, mut count, mut place) = (0_u64, 0, 0);
    for word in words {
        bits |= u64::from(word) << count;
        count += 32;
        while count >= DIGIT_BITS && place < digits.len() {
            digits[place] = bits as u32 & ((1 << DIGIT_BITS) - 1);
            bits >>= DIGIT_BITS;
            count -= DIGIT_BITS;
            place += 1;
        }
    }
    if let Some(last) = digits.get_mut(place) {
        *last = bits as u32;
    }
}

impl ToPython for Int {
    #[inline]
    fn to_python(&self) -> Made {
        if let Some(small) = self.to_i64() {
            return small.to_python();
        }
        let count = (self.bit_length() as usize).div_ceil(DIGIT_BITS as usize);
        // SAFETY: a new int with room for so many digits, which are all written.
        unsafe {
            new_int(count, self.is_negative(), |room| {
                write_digits(self.words(), room)
            })
        }
    }

    #[inline]
    fn is_same(&self, old: Value<'_>) -> bool {
        Int::from_python(old).is_some_and(|old| old == *self)
    }
}

/// An int from 0 to 2**64 - 1; another one is none of these.
impl FromPython for u64 {
    #[inline]
    fn from_python(value: Value<'_>) -> Option<u64> {
        match i64::from_python(value) {
            Some(small) => u64::try_from(small).ok(),
            None => Int::from_python(value).and_then(|int| int.word().ok()),
        }
    }
}

impl ToPython for u64 {
    #[inline]
    fn to_python(&self) -> Made {
        match i64::try_from(*self) {
            Ok(small) => small.to_python(),
            Err(_) => Int::from_word(*self).to_python(),
        }
    }

    #[inline]
    fn is_same(&self, old: Value<'_>) -> bool {
        u64::from_python(old) == Some(*self)
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

impl FromPython for Plain {
    #[inline]
    fn from_python(value: Value<'_>) -> Option<Plain> {
        if let Some(number) = Number::from_python(value) {
            return Some(Plain::from(number));
        }
        match Str::from_python(value) {
            Some(text) => Some(Plain::Str(text)),
            None => bool::from_python(value).map(Plain::Bool),
        }
    }
}

impl ToPython for Plain {
    fn to_python(&self) -> Made {
        match self {
            Plain::Bool(value) => value.to_python(),
            Plain::Int(value) => value.to_python(),
            Plain::Float(value) => value.to_python(),
            Plain::Str(value) => value.to_python(),
        }
    }

    fn is_same(&self, old: Value<'_>) -> bool {
        match self {
            Plain::Bool(value) => value.is_same(old),
            Plain::Int(value) => value.is_same(old),
            Plain::Float(value) => value.is_same(old),
            Plain::Str(value) => value.is_same(old),
        }
    }
}
