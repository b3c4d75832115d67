//! NumPy's arrays: views of memory that NumPy owns, looked at and changed where it lies.
//!
//! In: where the elements are, how many there are along each axis and how far they lie apart. Out:
//! elements, views, and changes in place, with NumPy's own bounds, messages and meaning of numbers.
//! A name for an array is a handle: cloning one copies no element, and all names see what one
//! changes. Assumes one thread at a time, as wherever Python's objects are.

mod axis;
mod index;
mod item;
mod mixed;
mod numbers;
mod saved;
#[cfg(test)]
mod tests;
mod view;

pub use item::{Item, NumPy};
pub use mixed::{Mixed, MixedInt};
pub use numbers::*;
pub use saved::Saved;
pub use view::{Array, Base};
