//! Python's `list` as a `Vec`: indexes, slices, and the methods, with Python's words.
//!
//! In: slices to read, vectors to change. Out: items, places, new lists. `append`, `extend` and
//! `clear` are Rust's own `push`, `extend` and `clear`.

mod change;
mod columns;
mod index;
mod search;
mod slice;
mod sort;
mod unpack;

#[cfg(test)]
mod tests;

pub use change::{
    del_at, insert, iter_at, pop, pop_at, repeat, repeat_in_place, reverse, room, set, shift,
};
pub use columns::{columns, columns_of, width};
pub use index::{at, at_mut, len, place, take};
pub use search::{cmp, contains, count, eq, index_of, index_of_in, lacks, ne, remove};
pub use slice::{
    concat, del_slice, del_slice_step, places, set_slice, set_slice_step, slice, slice_ref,
    slice_step,
};
pub use sort::{sort, sort_by_key, sort_reverse, sorted};
pub use unpack::{at_least, unpack1, unpack2, unpack3, unpack4};
