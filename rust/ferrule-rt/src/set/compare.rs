//! Sets compared, and shown.

use super::Set;
use crate::equal::PyEq;
use crate::error::Res;
use crate::hash::PyHash;
use crate::string::StrBuf;
use crate::text::{PyRepr, items_to};

impl<K: PyHash> Set<K> {
    /// `s.issubset(other)`, `s <= other`
    pub fn issubset(&self, other: &Set<K>) -> bool {
        self.used <= other.used
            && self
                .live()
                .all(|(hash, key)| other.find(hash, key).is_some())
    }

    /// `s.issuperset(other)`, `s >= other`
    pub fn issuperset(&self, other: &Set<K>) -> bool {
        other.issubset(self)
    }

    /// `s < other`
    pub fn is_proper_subset(&self, other: &Set<K>) -> bool {
        self.used < other.used && self.issubset(other)
    }

    /// `s == other`, of sets and frozen sets
    pub fn is_equal(&self, other: &Set<K>) -> bool {
        self.used == other.used && self.issubset(other)
    }

    /// `s.isdisjoint(other)`
    pub fn isdisjoint(&self, other: &Set<K>) -> bool {
        let (walked, asked) = if other.used > self.used {
            (self, other)
        } else {
            (other, self)
        };
        !walked
            .live()
            .any(|(hash, key)| asked.find(hash, key).is_some())
    }
}

impl<K: PyHash> PartialEq for Set<K> {
    fn eq(&self, other: &Set<K>) -> bool {
        self.used == other.used && self.issubset(other)
    }
}

impl<K: PyHash> Eq for Set<K> {}

impl<K: PyHash> PyEq for Set<K> {
    fn py_eq(&self, other: &Self) -> Res<bool> {
        Ok(self == other)
    }
}

impl<K: PyHash + PyRepr> PyRepr for Set<K> {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        if self.is_empty() {
            out.push_str("set()");
            return Ok(());
        }
        out.push_str("{");
        items_to(self.iter()?, out)?;
        out.push_str("}");
        Ok(())
    }
}
