//! `+ - *`, `-n` and `& | ^ ~` as Rust's operators: they cannot fail.

use std::ops::{
    Add, AddAssign, BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Mul, MulAssign,
    Neg, Not, Sub, SubAssign,
};
use std::sync::Arc;

use super::Int;
use super::value::Form;

/// An operator for operands that are borrowed, owned, or an `i64`; `&Int` by `&Int` is written out.
macro_rules! for_all_operands {
    ($trait:ident $method:ident) => {
        impl $trait<Int> for &Int {
            type Output = Int;

            #[inline]
            fn $method(self, other: Int) -> Int {
                self.$method(&other)
            }
        }

        impl $trait<Int> for Int {
            type Output = Int;

            #[inline]
            fn $method(self, other: Int) -> Int {
                self.$method(&other)
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
                self.$method(&Int::from(other))
            }
        }

        impl $trait<&Int> for i64 {
            type Output = Int;

            #[inline]
            fn $method(self, other: &Int) -> Int {
                (&Int::from(self)).$method(other)
            }
        }

        impl $trait<Int> for i64 {
            type Output = Int;

            #[inline]
            fn $method(self, other: Int) -> Int {
                (&Int::from(self)).$method(&other)
            }
        }
    };
}

macro_rules! arithmetic {
    ($($trait:ident $method:ident $assigning:ident $assign:ident $checked:ident $wide:ident;)*) => {$(
        impl $trait<&Int> for &Int {
            type Output = Int;

            #[inline]
            fn $method(self, other: &Int) -> Int {
                if let (Form::Small(a), Form::Small(b)) = (&self.0, &other.0)
                    && let Some(result) = a.$checked(*b)
                {
                    return Int::from(result);
                }
                $wide(self, other)
            }
        }

        #[inline(never)]
        fn $wide(one: &Int, other: &Int) -> Int {
            if let (Some(a), Some(b)) = (one.narrow(), other.narrow())
                && let Some(result) = a.$checked(b)
            {
                return Int::wide(result);
            }
            match (&one.0, &other.0) {
                (Form::Big(a), Form::Small(b)) => Int::from((&**a).$method(*b)),
                (Form::Small(a), Form::Big(b)) => Int::from((*a).$method(&**b)),
                _ => Int::from((&*one.big()).$method(&*other.big())),
            }
        }

        impl $trait<&Int> for Int {
            type Output = Int;

            #[inline]
            fn $method(mut self, other: &Int) -> Int {
                self.$assign(other);
                self
            }
        }

        for_all_operands!($trait $method);

        impl $assigning<&Int> for Int {
            #[inline]
            fn $assign(&mut self, other: &Int) {
                match (&mut self.0, &other.0) {
                    (Form::Small(a), Form::Small(b)) if let Some(result) = a.$checked(*b) => {
                        *a = result;
                    }
                    // In place where nobody else holds the digits; a result may have become small.
                    (Form::Big(digits), by) if Arc::strong_count(digits) == 1 => {
                        let digits = Arc::make_mut(digits);
                        match by {
                            Form::Small(by) => digits.$assign(*by),
                            Form::Wide(by) => digits.$assign(by.get()),
                            Form::Big(by) => digits.$assign(&**by),
                        }
                        self.shrink();
                    }
                    _ => *self = $wide(self, other),
                }
            }
        }

        impl $assigning<Int> for Int {
            #[inline]
            fn $assign(&mut self, other: Int) {
                self.$assign(&other);
            }
        }

        impl $assigning<i64> for Int {
            #[inline]
            fn $assign(&mut self, other: i64) {
                self.$assign(&Int::from(other));
            }
        }
    )*};
}
arithmetic! {
    Add add AddAssign add_assign checked_add add_wide;
    Sub sub SubAssign sub_assign checked_sub sub_wide;
    Mul mul MulAssign mul_assign checked_mul mul_wide;
}

macro_rules! by_bits {
    ($($trait:ident $method:ident $assigning:ident $assign:ident;)*) => {$(
        impl $trait<&Int> for &Int {
            type Output = Int;

            #[inline]
            fn $method(self, other: &Int) -> Int {
                match (self.narrow(), other.narrow()) {
                    (Some(a), Some(b)) => Int::wide(a.$method(b)),
                    _ => Int::from((&*self.big()).$method(&*other.big())),
                }
            }
        }

        impl $trait<&Int> for Int {
            type Output = Int;

            #[inline]
            fn $method(self, other: &Int) -> Int {
                (&self).$method(other)
            }
        }

        for_all_operands!($trait $method);

        impl<T> $assigning<T> for Int
        where
            for<'a> &'a Int: $trait<T, Output = Int>,
        {
            #[inline]
            fn $assign(&mut self, other: T) {
                *self = (&*self).$method(other);
            }
        }
    )*};
}
by_bits! {
    BitAnd bitand BitAndAssign bitand_assign;
    BitOr bitor BitOrAssign bitor_assign;
    BitXor bitxor BitXorAssign bitxor_assign;
}

impl Neg for &Int {
    type Output = Int;

    #[inline]
    fn neg(self) -> Int {
        match self.narrow().and_then(i128::checked_neg) {
            Some(value) => Int::wide(value),
            None => Int::from(-&*self.big()),
        }
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
        match self.narrow() {
            Some(value) => Int::wide(!value),
            None => Int::from(!&*self.big()),
        }
    }
}

impl Not for Int {
    type Output = Int;

    #[inline]
    fn not(self) -> Int {
        !&self
    }
}

impl Int {
    /// Brings a big form that has become small to its least form.
    pub(super) fn shrink(&mut self) {
        if let Form::Big(value) = &self.0
            && let Ok(value) = i128::try_from(&**value)
        {
            *self = Int::wide(value);
        }
    }
}
