//! Arrays are changed where they lie. Until a call is sure of its answer, what was there is kept.
//!
//! In: the arrays that a slice may write to. Out: a miss where one of them may not be written to;
//! else a guard that puts everything back, unless the call got to its end.

use super::convert::{is_writeable, place_of};
use crate::array::{Array, Base, Item, Saved};
use crate::python::entry::Leave;

/// An array whose elements can be put back.
pub trait Undoable {
    /// Keeps them.
    fn keep(&self) -> Box<dyn Kept>;
    /// May all of it be written to?
    fn is_writeable(&self) -> bool;
}

/// What was kept of one array.
pub trait Kept {
    /// Puts it back.
    fn restore(&self);
}

impl<T: Item, const N: usize> Undoable for Array<T, N> {
    fn keep(&self) -> Box<dyn Kept> {
        Box::new(Placed {
            place: place_of(self.base()),
            base: self.base().clone(),
            saved: self.save(),
        })
    }

    fn is_writeable(&self) -> bool {
        is_writeable(self.base())
    }
}

impl<T: Undoable> Undoable for Vec<T> {
    fn keep(&self) -> Box<dyn Kept> {
        Box::new(self.iter().map(T::keep).collect::<Vec<_>>())
    }

    fn is_writeable(&self) -> bool {
        self.iter().all(T::is_writeable)
    }
}

impl Kept for Vec<Box<dyn Kept>> {
    fn restore(&self) {
        for kept in self {
            kept.restore();
        }
    }
}

/// What was kept of an array, and where its memory was.
struct Placed<T: Item, const N: usize> {
    place: usize,
    base: Base,
    saved: Saved<T, N>,
}

impl<T: Item, const N: usize> Kept for Placed<T, N> {
    fn restore(&self) {
        // Somebody may have resized the array meanwhile: then its memory is another.
        if place_of(&self.base) == self.place {
            self.saved.restore();
        }
    }
}

/// What was kept for one call.
pub struct Undo(Vec<Box<dyn Kept>>);

impl Undo {
    /// Keeps what these arrays hold.
    pub fn of(arrays: &[&dyn Undoable]) -> Result<Undo, Leave> {
        if !arrays.iter().all(|array| array.is_writeable()) {
            return Err(Leave::Miss);
        }
        Ok(Undo(arrays.iter().map(|array| array.keep()).collect()))
    }

    /// The changes stay.
    pub fn stay(mut self) {
        self.0.clear();
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        for kept in &self.0 {
            kept.restore();
        }
    }
}
