//! What an array held before it was changed, to be put back where a call is given up.

use super::item::Item;
use super::view::Array;

/// The elements of an array at one moment.
pub struct Saved<T: Item, const N: usize> {
    array: Array<T, N>,
    items: Vec<T>,
}

impl<T: Item, const N: usize> Array<T, N> {
    /// Its elements as they are now.
    pub fn save(&self) -> Saved<T, N> {
        let mut items = Vec::with_capacity(self.size().max(0) as usize);
        match self.is_contiguous() {
            true => items.extend((0..self.size() as isize).map(|offset| self.load(offset))),
            false => self.offsets(|offset| items.push(self.load(offset))),
        }
        Saved {
            array: self.clone(),
            items,
        }
    }
}

impl<T: Item, const N: usize> Saved<T, N> {
    /// Puts them back.
    pub fn restore(&self) {
        let mut items = self.items.iter();
        self.array.offsets(|offset| {
            if let Some(item) = items.next() {
                self.array.store(offset, *item);
            }
        });
    }
}
