//! Python's `int` as an `i64`: what does not fit asks for a redo, nothing ever wraps.
//!
//! In: `i64`. Out: `i64`, or `Stop` with Python's words, or a redo where the exact answer needs
//! more than 64 bits.

mod arith;
mod float;
mod long;
mod mixed;
mod number;
mod parse;
mod show;

#[cfg(test)]
mod tests;

pub(crate) use arith::zero_division;
pub use arith::{abs, add, divmod, floordiv, lshift, modulo, mul, neg, pow, round_n, rshift, sub};
pub use float::{
    cmp_float, eq_float, from_float, ge_float, gt_float, le_float, lt_float, ne_float, to_float,
    truediv,
};
pub use long::{long_add, long_mul, long_neg, long_sub, modulo_long, modulo_word, of_word, word};
pub use mixed::{max_bool_int, max_int_bool, min_bool_int, min_int_bool};
pub use number::{
    as_integer_ratio, as_len, bit_count, bit_length, comb, denominator, factorial, gcd, gcd_all,
    imag, isqrt, lcm, lcm_all, modpow, perm,
};
pub use parse::{parse, parse_base};
pub use show::{bin, hex, oct, to_str};
