//! `Number`: a Python value that is an int or a float, decided at run time.
//!
//! In: numbers of either kind. Out: numbers, with Python's rules for mixing; ints are `i64`, and
//! what does not fit asks for a redo.

mod arith;
mod value;

#[cfg(test)]
mod tests;

pub use arith::{add, divmod, floordiv, modulo, mul, neg, pow, pow_ints, round_n, sub, truediv};
pub use value::{Number, abs, ceil, floor, int, round, sum, trunc};
