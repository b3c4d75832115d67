//! The runtime of the Rust that Ferrule writes: what Python's operations mean, exactly.
//!
//! Everything outside `python/` is pure Rust that knows nothing of an interpreter. What only a
//! running interpreter can tell (Unicode tables, hash secrets, signals) comes in through hooks.
#![deny(unsafe_code)]

pub mod array;
pub mod big;
pub mod builtins;
pub mod bytes;
pub mod complex;
pub mod depth;
pub mod deque;
pub mod dict;
pub mod equal;
pub mod error;
pub mod float;
pub mod hash;
pub mod int;
pub mod interrupt;
pub mod itertools;
pub mod key;
pub mod keyed;
pub mod kind;
pub mod list;
pub mod maths;
pub mod meter;
pub mod number;
pub mod order;
pub mod parallel;
pub mod plain;
pub mod prelude;
pub mod print;
pub mod random;
pub mod range;
pub mod row;
pub mod set;
pub mod shared;
pub mod slicing;
pub mod string;
pub mod text;
pub mod unicode;
pub mod version;

#[cfg(feature = "python")]
pub mod python;
