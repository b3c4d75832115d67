//! Where a slice meets the interpreter: entry, guard, snapshot, commit, and back.
//!
//! In: calls from Python, with the GIL held. Out: the native result, or the original function's.
//! Nothing here is seen by the pure modules; what they need of the interpreter goes in as hooks.
//! `unsafe` lives only here; each file that needs it says so in its first lines.
//!
//! A slice's binding is a few lines for each function (`rust/edge-tests` has one of every kind):
//!
//! ```ignore
//! use crate::slice::*;
//! use ferrule_rt::python::prelude::*;
//!
//! ferrule_rt::export!(_slice_ab12cd: BubbleSort);
//!
//! struct BubbleSort;
//!
//! impl Entry for BubbleSort {
//!     const NAME: &'static CStr = c"bubble_sort";
//!     const RECURSES: bool = false; // no `depth::enter` in the slice
//!     const PRINTS: bool = false; // no `print` in the slice
//!
//!     fn run(call: &Call<'_>) -> Reply {
//!         let mut xs: Vec<i64> = call.take(0)?; // exactly a list of ints, or the original runs
//!         call.distinct(&[0])?; // what is changed stands once among and inside the arguments
//!         bubble_sort(&mut xs)?;
//!         commit::replace(call.arg(0), &xs)?; // after the first commit nothing may be declined
//!         call.give_arg(0) // the same object goes out
//!     }
//! }
//! ```
//!
//! Assumes CPython 3.11 or newer with a GIL, and one copy of this crate in each extension (so a
//! `static` here belongs to one slice).

pub mod bind;
pub mod call;
pub mod classes;
pub mod commit;
pub mod convert;
pub mod entry;
pub mod export;
pub mod gil;
mod graph;
pub mod guard;
mod handles;
mod held;
pub mod hooks;
mod instance;
mod known;
mod layout;
mod lend;
mod library;
mod met;
pub mod numpy;
pub mod object;
mod pending;
pub mod prelude;
mod random;
mod raw;
pub mod recursion;
pub mod regex;
mod secret;
pub mod stdout;
pub mod ticker;
mod unchanged;
pub mod value;

pub(crate) use held::Held;
