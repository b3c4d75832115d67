//! Python's `collections.deque`, with its limit and its error on change during a walk.
//!
//! In: items. Out: items, walks, other deques. What has no words of its own in Python, such as
//! `push_back` for `append`, bears the name that Rust's own deque gives it.

mod change;
mod cursor;
mod value;
mod whole;

#[cfg(test)]
mod tests;

pub use cursor::Cursor;
pub use value::Deque;
