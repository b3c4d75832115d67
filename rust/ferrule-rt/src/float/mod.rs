//! Python's `float`: the same operations on the same bits, with Python's errors.
//!
//! In: `f64`. Out: `f64`, or `Stop`. Plain `+ - *` are Rust's own and not here.

mod arith;
mod compare;
mod parse;
mod round;
mod show;
mod square;

#[cfg(test)]
mod tests;

pub use arith::{div, divmod, floordiv, modulo, pow};
pub use compare::{eq_int, ge_int, gt_int, le_int, lt_int, max2, min2, ne_int};
pub use parse::parse;
pub(crate) use round::scaled;
pub use round::{as_integer_ratio, ceil, floor, imag, is_integer, round, round_n, trunc};
pub(crate) use show::write as write_repr;
pub use show::{hex, repr};
