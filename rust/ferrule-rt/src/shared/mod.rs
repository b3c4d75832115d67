//! Instances that several names hold: counted references, as in Python.
//!
//! In: instances that the slice makes, and objects that are read when they are first looked at.
//! Out: handles; two handles are the same instance or two, which is Python's `is`. A long chain is
//! dropped without recursion, and what only holds itself goes when the call is over.

mod container;
mod field;
mod handle;
mod last;
mod links;
mod live;

pub use container::{Container, Handle};
pub use field::{Change, Field};
pub use handle::{Held, Linked, Same, Shared, is};
pub use links::Links;
pub use live::{Live, See, begin, end};

/// What a slice throws where an object is not what it should be: its call is given back to Python.
#[derive(Debug)]
pub struct GivenUp;

/// Leaves the slice without an answer, from where no `Res` can carry that out.
#[cold]
#[inline(never)]
pub fn give_up() -> ! {
    std::panic::resume_unwind(Box::new(GivenUp))
}
