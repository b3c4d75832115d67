//! A key looked up once, to read, set or add its value.

use super::Dict;
use super::table::Free;
use crate::hash::PyHash;

/// The place of a key in a dict, taken or free.
#[derive(Debug)]
pub struct Entry<'d, K, V> {
    pub(super) dict: &'d mut Dict<K, V>,
    pub(super) key: K,
    pub(super) place: Result<usize, Free>,
}

impl<'d, K: PyHash, V> Entry<'d, K, V> {
    /// `d.setdefault(key, value)`
    #[inline]
    pub fn or_insert(self, value: V) -> &'d mut V {
        self.or_insert_with(|| value)
    }

    /// `d.setdefault(key, make())`, where `make` is called only for a new key.
    #[inline]
    pub fn or_insert_with(self, make: impl FnOnce() -> V) -> &'d mut V {
        let place = match self.place {
            Ok(place) => place,
            Err(free) => self.dict.push(free, self.key, make()),
        };
        self.dict.value_mut(place)
    }

    /// `d[key]` of a `defaultdict` of this type's empty value.
    #[inline]
    pub fn or_default(self) -> &'d mut V
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }
}
