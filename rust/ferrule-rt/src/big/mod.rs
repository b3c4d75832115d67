//! `Int`: an int of any size, for where a redo is not allowed or would come every time.
//!
//! In: `i64`, texts, bytes. Out: exact results; small ones stay `i64` inside. What even Python
//! refuses, or a size that only hurts, asks for a redo.

mod arith;
mod bits;
mod divide;
mod float;
mod operators;
mod text;
mod value;

#[cfg(test)]
mod tests;

pub use text::install_limit;
pub use value::Int;
