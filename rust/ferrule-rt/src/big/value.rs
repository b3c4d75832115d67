//! The value: small or big, always in its least form.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use num_bigint::{BigInt, BigUint, Sign};

use crate::equal::PyEq;
use crate::error::{Res, Stop};
use crate::hash::{PyHash, combine, int_hash};
use crate::order::PyOrd;

/// What CPython's hashes of numbers are taken modulo of.
const PRIME: i64 = (1 << 61) - 1;

/// `int`
#[derive(Clone, Debug)]
pub struct Int(pub(super) Form);

/// Always the least form that holds the value: equal ints have equal forms. A big one is shared, as
/// in Python: a second name costs no copy of the digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Small(i64),
    Wide(Halves),
    Big(Arc<BigInt>),
}

/// An int of 128 bits that needs no more room around it than one of 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Halves {
    high: i64,
    low: u64,
}

impl Halves {
    #[inline]
    fn new(value: i128) -> Halves {
        Halves {
            high: (value >> 64) as i64,
            low: value as u64,
        }
    }

    #[inline]
    pub(super) fn get(self) -> i128 {
        i128::from(self.high) << 64 | i128::from(self.low)
    }
}

impl Int {
    /// `0`
    pub const ZERO: Int = Int(Form::Small(0));
    /// `1`
    pub const ONE: Int = Int(Form::Small(1));

    /// An int of at most 128 bits.
    #[inline]
    pub fn wide(value: i128) -> Int {
        match i64::try_from(value) {
            Ok(value) => Int::from(value),
            Err(_) => Int(Form::Wide(Halves::new(value))),
        }
    }

    /// `min(a, b)`: the first of equal ones, which nobody can tell
    pub fn min2(&self, other: &Int) -> Int {
        self.min(other).clone()
    }

    /// `max(a, b)`
    pub fn max2(&self, other: &Int) -> Int {
        self.max(other).clone()
    }

    /// The int as an `i64`, where it fits.
    #[inline]
    pub fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Form::Small(value) => Some(*value),
            Form::Wide(_) | Form::Big(_) => None,
        }
    }

    /// The int as an `i128`, where it fits.
    #[inline]
    pub(super) fn narrow(&self) -> Option<i128> {
        match &self.0 {
            Form::Small(value) => Some(i128::from(*value)),
            Form::Wide(value) => Some(value.get()),
            Form::Big(_) => None,
        }
    }

    /// The int as an `i64`; a redo where it does not fit.
    #[inline]
    pub fn small(&self) -> Res<i64> {
        self.to_i64().ok_or_else(Stop::redo)
    }

    /// A `u64` as an int.
    #[inline]
    pub fn from_word(value: u64) -> Int {
        Int::wide(i128::from(value))
    }

    /// The int as a `u64`; a redo where it does not fit.
    #[inline]
    pub fn word(&self) -> Res<u64> {
        self.narrow()
            .and_then(|value| u64::try_from(value).ok())
            .ok_or_else(Stop::redo)
    }

    /// `int & (2**64 - 1)`
    #[inline]
    pub fn low_word(&self) -> u64 {
        match self.narrow() {
            Some(value) => value as u64,
            None => (self & &Int::from_word(u64::MAX))
                .word()
                .unwrap_or_default(),
        }
    }

    /// The int as a `BigInt`, looked at where it lies if it is one.
    pub(super) fn big(&self) -> Cow<'_, BigInt> {
        match &self.0 {
            Form::Small(value) => Cow::Owned(BigInt::from(*value)),
            Form::Wide(value) => Cow::Owned(BigInt::from(value.get())),
            Form::Big(value) => Cow::Borrowed(value),
        }
    }

    /// The int as a `BigInt`.
    pub fn to_big(&self) -> BigInt {
        self.big().into_owned()
    }

    /// The int of these words of 32 bits, the lowest first.
    pub fn from_words(words: Vec<u32>, is_negative: bool) -> Int {
        let sign = if is_negative { Sign::Minus } else { Sign::Plus };
        Int::from(BigInt::from_biguint(sign, BigUint::new(words)))
    }

    /// The words of 32 bits of the int without its sign, the lowest first.
    pub fn words(&self) -> impl Iterator<Item = u32> + '_ {
        let narrow = self.narrow().map(i128::unsigned_abs);
        let few = (0..4).map_while(move |place| Some((narrow? >> (place * 32)) as u32));
        let many = match &self.0 {
            Form::Big(value) => Some(value.iter_u32_digits()),
            _ => None,
        };
        few.chain(many.into_iter().flatten())
    }

    /// Is the int below zero?
    #[inline]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Form::Small(value) => *value < 0,
            Form::Wide(value) => value.high < 0,
            Form::Big(value) => value.sign() == Sign::Minus,
        }
    }

    /// `not n`
    #[inline]
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Form::Small(0))
    }
}

impl From<i64> for Int {
    #[inline]
    fn from(value: i64) -> Int {
        Int(Form::Small(value))
    }
}

impl From<bool> for Int {
    #[inline]
    fn from(value: bool) -> Int {
        Int::from(i64::from(value))
    }
}

impl From<BigInt> for Int {
    fn from(value: BigInt) -> Int {
        match i128::try_from(&value) {
            Ok(value) => Int::wide(value),
            Err(_) => Int(Form::Big(Arc::new(value))),
        }
    }
}

impl Default for Int {
    fn default() -> Int {
        Int::ZERO
    }
}

impl PartialEq for Int {
    #[inline]
    fn eq(&self, other: &Int) -> bool {
        self.0 == other.0
    }
}

impl Eq for Int {}

impl Ord for Int {
    #[inline]
    fn cmp(&self, other: &Int) -> Ordering {
        match (&self.0, &other.0) {
            (Form::Small(a), Form::Small(b)) => a.cmp(b),
            (Form::Big(a), Form::Big(b)) => a.cmp(b),
            (_, Form::Big(b)) => BigInt::ZERO.cmp(b),
            (Form::Big(a), _) => BigInt::cmp(a, &BigInt::ZERO),
            _ => self.narrow().cmp(&other.narrow()),
        }
    }
}

impl PartialOrd for Int {
    #[inline]
    fn partial_cmp(&self, other: &Int) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq<i64> for Int {
    #[inline]
    fn eq(&self, other: &i64) -> bool {
        self.to_i64() == Some(*other)
    }
}

impl PartialOrd<i64> for Int {
    #[inline]
    fn partial_cmp(&self, other: &i64) -> Option<Ordering> {
        Some(match &self.0 {
            Form::Small(value) => value.cmp(other),
            _ if self.is_negative() => Ordering::Less,
            _ => Ordering::Greater,
        })
    }
}

impl PartialEq<Int> for i64 {
    #[inline]
    fn eq(&self, other: &Int) -> bool {
        other == self
    }
}

impl PartialOrd<Int> for i64 {
    #[inline]
    fn partial_cmp(&self, other: &Int) -> Option<Ordering> {
        other.partial_cmp(self).map(Ordering::reverse)
    }
}

impl PyEq for Int {
    #[inline]
    fn py_eq(&self, other: &Int) -> Res<bool> {
        Ok(self == other)
    }
}

impl PyOrd for Int {
    const IS_PLAIN: bool = true;

    #[inline]
    fn py_cmp(&self, other: &Int) -> Res<Ordering> {
        Ok(self.cmp(other))
    }
}

impl PyHash for Int {
    #[inline]
    fn fast_hash(&self) -> u64 {
        match &self.0 {
            Form::Small(value) => value.fast_hash(),
            Form::Wide(value) => combine(value.high as u64, value.low),
            Form::Big(value) => value.iter_u64_digits().fold(value.sign() as u64, combine),
        }
    }

    fn py_hash(&self) -> i64 {
        match &self.0 {
            Form::Small(value) => int_hash(*value),
            Form::Wide(value) => int_hash((value.get() % i128::from(PRIME)) as i64),
            Form::Big(value) => {
                let rest = &**value % BigInt::from(PRIME);
                int_hash(i64::try_from(&rest).unwrap_or(0))
            }
        }
    }
}
