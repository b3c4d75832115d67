//! NumPy's arrays and numbers at the boundary: borrowed without a copy, given out as they came in.
//!
//! In: objects of exactly NumPy's own types. Out: native views and numbers, and the way back. Only
//! what NumPy's own C interface promises is used; NumPy is never imported here, only found.

mod api;
mod ask;

mod convert;
mod flags;
mod scalar;
mod undo;

pub use ask::*;
pub use flags::{Flags, Raising};
pub use scalar::Kind;
pub use undo::{Undo, Undoable};
