//! Where a slice meets the interpreter: entry, guard, snapshot, commit, and back.
//!
//! In: calls from Python, with the GIL held. Out: the native result, or the original function's.
//! Nothing here is seen by the pure modules; what they need of the interpreter goes in as hooks.
//! `unsafe` lives only here; each file that needs it says so in its first lines.
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
pub mod guard;
pub mod hooks;
mod instance;
pub mod object;
pub mod pending;
pub mod prelude;
mod raw;
pub mod recursion;
mod secret;
pub mod stdout;
pub mod ticker;
pub mod value;
