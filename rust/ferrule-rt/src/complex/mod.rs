//! `Complex`: Python's `complex`, and the `cmath` module.
//!
//! In: two floats that are one number. Out: what `complexobject.c` and `cmathmodule.c` give, bit
//! for bit. What is not a plain finite case there, or another one since Python 3.14, asks for a redo.

mod arith;
mod maths;
mod value;

#[cfg(test)]
mod tests;

pub use arith::{add, add_real, div, mul, pow, real_sub, sub, sub_real, sum, sum_of_some};
pub use maths::{cos, cosh, exp, log, phase, polar, rect, sin, sinh, sqrt};
pub use value::{Complex, abs, eq_float, eq_int, new, repr};
