//! Python's `dict`: insertion order, deletion in constant time, Python's words.
//!
//! In: keys with `PyHash`. Out: values, or `KeyError` with the `repr` of the key. A key that is
//! there stays the key when its value is set again, as in Python.

mod counted;
mod cursor;
mod entry;
mod index;
mod iter;
mod kinds;
mod sequence;
mod table;
mod values;

#[cfg(test)]
mod tests;

pub use counted::counted;
pub use cursor::{Cursor, cursor};
pub use entry::Entry;
pub use iter::{Items, Keys, Values};
pub use kinds::{Counter, DefaultDict, Factory, factory};
pub use table::{Dict, get, merged, plain, update};
