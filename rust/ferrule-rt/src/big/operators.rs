//! `+ - *`, `-n` and `& | ^ ~` as Rust's operators: they cannot fail.

use std::ops::{Add, AddAssign, BitAnd, BitOr, BitXor, Mul, MulAssign, Neg, Not, Sub, SubAssign};

use num_bigint::BigInt;

use super::Int;
use super::value::Form;

/// For two values of any form: small where it can be, big where it has to be.
#[inline]
fn on_both(
    a: &Int,
    b: &Int,
    small: impl FnOnce(i64, i64) -> Option<i64>,
    big: impl FnOnce(&BigInt, &BigInt) -> BigInt,
) -> Int {
    if let (Form::Small(x), Form::Small(y)) = (&a.0, &b.0)
        && let Some(result) = small(*x, *y)
    {
        return Int::from(result);
    }
    widely(a, b, big)
}

#[cold]
#[inline(never)]
fn widely(a: &Int, b: &Int, big: impl FnOnce(&BigInt, &BigInt) -> BigInt) -> Int {
    let result = match (&a.0, &b.0) {
        (Form::Big(x), Form::Big(y)) => big(x, y),
        (Form::Big(x), Form::Small(y)) => big(x, &BigInt::from(*y)),
        (Form::Small(x), Form::Big(y)) => big(&BigInt::from(*x), y),
        (Form::Small(x), Form::Small(y)) => big(&BigInt::from(*x), &BigInt::from(*y)),
    };
    Int::from(result)
}

macro_rules! operators {
    ($($trait:ident $method:ident $small:expr;)*) => {$(
        impl $trait<&Int> for &Int {
            type Output = Int;

            #[inline]
            fn $method(self, other: &Int) -> Int {
                on_both(self, other, $small, |a, b| a.$method(b))
            }
        }

        impl $trait<Int> for Int {
            type Output = Int;

            #[inline]
            fn $method(self, other: Int) -> Int {
                (&self).$method(&other)
            }
        }

        impl $trait<&Int> for Int {
            type Output = Int;

            #[inline]
            fn $method(self, other: &Int) -> Int {
                (&self).$method(other)
            }
        }

        impl $trait<i64> for &Int {
            type Output = Int;

            #[inline]
            fn $method(self, other: i64) -> Int {
                self.$method(&Int::from(other))
            }
        }

        impl $trait<i64> for Int {
            type Output = Int;

            #[inline]
            fn $method(self, other: i64) -> Int {
                (&self).$method(&Int::from(other))
            }
        }
    )*};
}
operators! {
    Add add i64::checked_add;
    Sub sub i64::checked_sub;
    Mul mul i64::checked_mul;
    BitAnd bitand |a, b| Some(a & b);
    BitOr bitor |a, b| Some(a | b);
    BitXor bitxor |a, b| Some(a ^ b);
}

impl Neg for &Int {
    type Output = Int;

    #[inline]
    fn neg(self) -> Int {
        &Int::ZERO - self
    }
}

impl Neg for Int {
    type Output = Int;

    #[inline]
    fn neg(self) -> Int {
        -&self
    }
}

impl Not for &Int {
    type Output = Int;

    #[inline]
    fn not(self) -> Int {
        &Int::from(-1) - self
    }
}

macro_rules! assigning {
    ($($trait:ident $method:ident $big:ident $checked:ident;)*) => {$(
        impl $trait<&Int> for Int {
            #[inline]
            fn $method(&mut self, other: &Int) {
                match (&mut self.0, &other.0) {
                    (Form::Small(a), Form::Small(b)) if let Some(sum) = a.$checked(*b) => *a = sum,
                    // In place where the buffer is there already; a result may have become small.
                    (Form::Big(a), Form::Big(b)) => {
                        a.$method(&**b);
                        self.shrink();
                    }
                    (Form::Big(a), Form::Small(b)) => {
                        a.$method(*b);
                        self.shrink();
                    }
                    _ => *self = (&*self).$big(other),
                }
            }
        }

        impl $trait<i64> for Int {
            #[inline]
            fn $method(&mut self, other: i64) {
                self.$method(&Int::from(other));
            }
        }
    )*};
}
assigning! {
    AddAssign add_assign add checked_add;
    SubAssign sub_assign sub checked_sub;
    MulAssign mul_assign mul checked_mul;
}

impl Int {
    /// Brings a big form that has become small to its least form.
    pub(super) fn shrink(&mut self) {
        if let Form::Big(value) = &self.0
            && let Ok(small) = i64::try_from(&**value)
        {
            self.0 = Form::Small(small);
        }
    }
}
