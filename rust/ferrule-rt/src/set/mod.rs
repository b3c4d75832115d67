//! Python's `set` and `frozenset`, with CPython's own table, so that walks have CPython's order.
//!
//! In: keys with `PyHash`. Out: answers, other sets, and walks in the order of the table, which
//! is a port of `setobject.c` (probing, growth and the algebra alike in 3.11 to 3.13). A walk
//! over keys whose hashes are not known here asks for a redo; membership never does.

mod algebra;
mod compare;
mod frozen;
mod iter;
mod table;

#[cfg(test)]
mod tests;

pub use frozen::FrozenSet;
pub use iter::{Cursor, Iter, cursor};
pub use table::{Set, Slot};
