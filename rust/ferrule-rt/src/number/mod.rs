//! `Number`: a Python value that is an int or a float, decided at run time.
//!
//! In: numbers of either kind. Out: numbers, with Python's rules for mixing; ints are `i64`, and
//! what does not fit asks for a redo.

mod arith;
mod sum;
mod value;

#[cfg(test)]
mod tests;

pub use arith::{
    add, add_float, divmod, float_add, float_mul, float_sub, floordiv, modulo, mul, mul_float, neg,
    pow, pow_ints, round_n, sub, sub_float, truediv,
};
pub use sum::{Sum, sum};
pub use value::{
    Number, abs, ceil, eq, floor, ge, gt, le, lt, max2, min2, ne, repr, round, to_float, to_int,
    trunc, truth,
};
