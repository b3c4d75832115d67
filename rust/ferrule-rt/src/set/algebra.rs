//! `|`, `&`, `-`, `^` and their updates, step by step as `setobject.c`, for the order's sake.

use super::Set;
use super::Slot;
use crate::hash::PyHash;

impl<K: PyHash + Clone> Set<K> {
    /// `s.copy()`, `set(s)`
    pub fn copy(&self) -> Set<K> {
        let mut copy = Set::new();
        copy.update(self);
        copy
    }

    /// `{1, 2, 3}` of three constants or more: made from a frozen set.
    pub fn from_constants(items: impl IntoIterator<Item = K>) -> Set<K> {
        items.into_iter().collect::<Set<K>>().copy()
    }

    /// `s.update(other)`, `s |= other`
    pub fn update(&mut self, other: &Set<K>) {
        if other.used == 0 {
            return;
        }
        if (self.fill + other.used) * 5 >= self.mask() * 3 {
            self.resize((self.used + other.used) * 2);
        }
        if self.fill > 0 {
            for (hash, key) in other.live() {
                self.add_hashed(hash, key.clone());
            }
            return;
        }
        if self.mask() == other.mask() && other.fill == other.used {
            self.slots.clone_from(&other.slots);
        } else {
            let size = self.mask() + 1;
            self.slots.resize_with(size, || Slot::Empty);
            for (hash, key) in other.live() {
                self.put_clean(hash, key.clone());
            }
        }
        (self.fill, self.used) = (other.used, other.used);
    }

    /// `s.union(other)`, `s | other`
    pub fn union(&self, other: &Set<K>) -> Set<K> {
        let mut union = self.copy();
        union.update(other);
        union
    }

    /// `s.union(items)`
    pub fn union_iter(&self, items: impl IntoIterator<Item = K>) -> Set<K> {
        let mut union = self.copy();
        union.extend(items);
        union
    }

    /// `s.intersection(other)`, `s & other`
    pub fn intersection(&self, other: &Set<K>) -> Set<K> {
        if std::ptr::eq(self, other) {
            return self.copy();
        }
        let (walked, asked) = if other.used > self.used {
            (self, other)
        } else {
            (other, self)
        };
        let mut both = Set::new();
        for (hash, key) in walked.live() {
            if asked.find(hash, key).is_some() {
                both.add_hashed(hash, key.clone());
            }
        }
        both
    }

    /// `s.intersection(items)`
    pub fn intersection_iter(&self, items: impl IntoIterator<Item = K>) -> Set<K> {
        let mut both = Set::new();
        for key in items {
            let hash = key.py_hash();
            if self.find(hash, &key).is_some() {
                both.add_hashed(hash, key);
                if both.used >= self.used {
                    break;
                }
            }
        }
        both
    }

    /// `s.intersection_update(other)`, `s &= other`
    pub fn intersection_update(&mut self, other: &Set<K>) {
        let both = self.intersection(other);
        // CPython swaps the tables and leaves the finger of `pop` where it was.
        (self.slots, self.fill, self.used) = (both.slots, both.fill, both.used);
    }

    /// `s.intersection_update(items)`
    pub fn intersection_update_iter(&mut self, items: impl IntoIterator<Item = K>) {
        let both = self.intersection_iter(items);
        (self.slots, self.fill, self.used) = (both.slots, both.fill, both.used);
    }

    /// `s.difference_update(other)`, `s -= other`
    pub fn difference_update(&mut self, other: &Set<K>) {
        if other.used >> 3 > self.used {
            let both = self.intersection(other);
            both.live().for_each(|(hash, key)| {
                self.discard_hashed(hash, key);
            });
        } else {
            other.live().for_each(|(hash, key)| {
                self.discard_hashed(hash, key);
            });
        }
        self.drop_dummies();
    }

    /// `s.difference_update(items)`
    pub fn difference_update_iter(&mut self, items: impl IntoIterator<Item = K>) {
        for key in items {
            self.discard(&key);
        }
        self.drop_dummies();
    }

    /// If more than a quarter are dummies, they are left behind.
    fn drop_dummies(&mut self) {
        if self.fill - self.used > self.mask() / 4 {
            self.resize(self.roomy());
        }
    }

    /// `s.difference(other)`, `s - other`
    pub fn difference(&self, other: &Set<K>) -> Set<K> {
        if self.used >> 2 > other.used {
            let mut rest = self.copy();
            rest.difference_update(other);
            return rest;
        }
        let mut rest = Set::new();
        for (hash, key) in self.live() {
            if other.find(hash, key).is_none() {
                rest.add_hashed(hash, key.clone());
            }
        }
        rest
    }

    /// `s.difference(items)`
    pub fn difference_iter(&self, items: impl IntoIterator<Item = K>) -> Set<K> {
        let mut rest = self.copy();
        rest.difference_update_iter(items);
        rest
    }

    /// `s.symmetric_difference_update(other)`, `s ^= other`
    pub fn symmetric_difference_update(&mut self, other: &Set<K>) {
        for (hash, key) in other.live() {
            if !self.discard_hashed(hash, key) {
                self.add_hashed(hash, key.clone());
            }
        }
    }

    /// `s.symmetric_difference_update(items)`
    pub fn symmetric_difference_update_iter(&mut self, items: impl IntoIterator<Item = K>) {
        self.symmetric_difference_update(&items.into_iter().collect());
    }

    /// `s.symmetric_difference(items)`
    pub fn symmetric_difference_iter(&self, items: impl IntoIterator<Item = K>) -> Set<K> {
        let mut either: Set<K> = items.into_iter().collect();
        either.symmetric_difference_update(self);
        either
    }

    /// `s.symmetric_difference(other)`, `s ^ other`
    pub fn symmetric_difference(&self, other: &Set<K>) -> Set<K> {
        let mut either = other.copy();
        either.symmetric_difference_update(self);
        either
    }
}
