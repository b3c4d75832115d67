//! `frozenset`: a set that does not change, and can be a key.

use std::ops::Deref;

use super::Set;
use crate::equal::PyEq;
use crate::error::Res;
use crate::hash::{PyHash, combine};
use crate::string::StrBuf;
use crate::text::{PyRepr, items_to};

/// `frozenset`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenSet<K: PyHash>(Set<K>);

impl<K: PyHash> FrozenSet<K> {
    /// A set that was just made, frozen: `frozenset(items)`, `a | b` of frozen sets.
    pub fn new(set: Set<K>) -> FrozenSet<K> {
        FrozenSet(set)
    }
}

impl<K: PyHash> Deref for FrozenSet<K> {
    type Target = Set<K>;

    #[inline]
    fn deref(&self) -> &Set<K> {
        &self.0
    }
}

impl<K: PyHash> FromIterator<K> for FrozenSet<K> {
    fn from_iter<I: IntoIterator<Item = K>>(items: I) -> FrozenSet<K> {
        FrozenSet(items.into_iter().collect())
    }
}

const fn shuffle(hash: u64) -> u64 {
    ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167)
}

impl<K: PyHash> PyHash for FrozenSet<K> {
    fn fast_hash(&self) -> u64 {
        combine(self.py_hash() as u64, 0)
    }

    fn py_hash(&self) -> i64 {
        let mixed = self
            .0
            .live()
            .fold(0, |mixed, (hash, _)| mixed ^ shuffle(hash as u64));
        let mut hash = mixed ^ (self.len() as u64 + 1).wrapping_mul(1_927_868_237);
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
        if hash == u64::MAX {
            590_923_713
        } else {
            hash as i64
        }
    }

    fn is_known() -> bool {
        K::is_known()
    }
}

impl<K: PyHash> PyEq for FrozenSet<K> {
    fn py_eq(&self, other: &Self) -> Res<bool> {
        Ok(self == other)
    }
}

impl<K: PyHash + PyRepr> PyRepr for FrozenSet<K> {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        if self.is_empty() {
            out.push_str("frozenset()");
            return Ok(());
        }
        out.push_str("frozenset({");
        items_to(self.iter()?, out)?;
        out.push_str("})");
        Ok(())
    }
}
