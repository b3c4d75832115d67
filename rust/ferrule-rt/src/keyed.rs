//! Objects as keys: told apart by what their `__eq__` compares and their `__hash__` hashes.
//!
//! In: what the class makes its hash of. Out: the object itself as a key of a dict, an item of a
//! set. Its attributes are never set anew while it is one.

use crate::hash::PyHash;
use crate::shared::{Linked, Same, Shared};

/// An object whose `==` and `hash` are those of one key.
pub trait Keyed {
    /// A value of plain types.
    type Key: PyHash;

    /// What is compared and hashed.
    fn key(&self) -> Self::Key;
}

/// Makes an object that holds its attributes itself a key.
#[macro_export]
macro_rules! keyed {
    ($name:ty) => {
        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &$name) -> bool {
                $crate::keyed::Keyed::key(self) == $crate::keyed::Keyed::key(other)
            }
        }

        impl Eq for $name {}

        impl $crate::equal::PyEq for $name {
            #[inline]
            fn py_eq(&self, other: &$name) -> $crate::error::Res<bool> {
                Ok(self == other)
            }
        }

        impl $crate::hash::PyHash for $name {
            const IS_OBJECT: bool = true;

            #[inline]
            fn fast_hash(&self) -> u64 {
                $crate::hash::PyHash::fast_hash(&$crate::keyed::Keyed::key(self))
            }

            #[inline]
            fn py_hash(&self) -> i64 {
                $crate::hash::PyHash::py_hash(&$crate::keyed::Keyed::key(self))
            }

            #[inline]
            fn is_known() -> bool {
                $crate::hash::is_known::<<$name as $crate::keyed::Keyed>::Key>()
            }
        }
    };
}

impl<T: Linked + Keyed> PartialEq for Shared<T> {
    #[inline]
    fn eq(&self, other: &Shared<T>) -> bool {
        self.is(other) || self.key() == other.key()
    }
}

impl<T: Linked + Keyed> Eq for Shared<T> {}

impl<T: Linked + Keyed> PyHash for Shared<T> {
    const IS_OBJECT: bool = true;

    #[inline]
    fn fast_hash(&self) -> u64 {
        self.key().fast_hash()
    }

    #[inline]
    fn py_hash(&self) -> i64 {
        self.key().py_hash()
    }

    #[inline]
    fn is_known() -> bool {
        T::Key::is_known()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dict::Dict;
    use crate::set::Set;

    #[derive(Clone, Debug)]
    struct Cell {
        row: i64,
        col: i64,
    }

    impl Keyed for Cell {
        type Key = (i64, i64);

        fn key(&self) -> (i64, i64) {
            (self.row, self.col)
        }
    }

    keyed!(Cell);

    #[test]
    fn objects_with_equal_keys_are_one_key() {
        let cells = [(0, 1), (1, 0), (0, 1)].map(|(row, col)| Cell { row, col });
        let set: Set<Cell> = cells.iter().cloned().collect();
        assert_eq!(set.len(), 2);
        let mut dict = Dict::new();
        for cell in &cells {
            dict.insert(cell.clone(), 1);
        }
        assert_eq!(dict.len(), 2);
        assert_eq!(cells[0].py_hash(), (0, 1).py_hash());
    }
}
