//! `Dict`: entries in the order they came, and an index over them.

use super::entry::Entry;
use super::index::{FreeSlot, Index, MOST};
use super::sequence::Sequence;
use crate::error::{Res, Stop};
use crate::hash::PyHash;
use crate::text::{self, PyRepr};

/// `dict`
#[derive(Clone, Debug)]
pub struct Dict<K, V> {
    /// Empty as long as the keys are in a row.
    index: Index,
    sequence: Sequence,
    /// In the order of insertion; a deleted entry leaves a gap until the next packing.
    pub(super) entries: Vec<Option<(K, V)>>,
    pub(super) live: usize,
    /// How often an entry was taken out: what a walk has to notice.
    pub(super) cuts: u64,
}

impl<K, V> Default for Dict<K, V> {
    fn default() -> Dict<K, V> {
        Dict {
            index: Index::default(),
            sequence: Sequence::NEW,
            entries: Vec::new(),
            live: 0,
            cuts: 0,
        }
    }
}

impl<K, V> Dict<K, V> {
    /// `{}`
    #[inline]
    pub fn new() -> Dict<K, V> {
        Dict::default()
    }

    /// `len(d)`
    #[inline]
    pub fn len(&self) -> usize {
        self.live
    }

    /// `not d`
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// `d.clear()`
    pub fn clear(&mut self) {
        self.index.clear();
        self.sequence = Sequence::NEW;
        self.entries.clear();
        self.live = 0;
        self.cuts += 1;
    }
}

#[cold]
#[inline(never)]
fn missing<K: PyRepr>(key: &K) -> Stop {
    text::repr(key).map_or_else(|stop| stop, Stop::key_error)
}

/// `d.get(key, default)`
#[inline]
pub fn get<K: PyHash, V: Clone>(dict: &Dict<K, V>, key: &K, default: V) -> V {
    dict.get(key).cloned().unwrap_or(default)
}

/// `d.update(other)`
pub fn update<K: PyHash + Clone, V: Clone>(dict: &mut Dict<K, V>, other: &Dict<K, V>) {
    for (key, value) in other.items() {
        dict.insert(key.clone(), value.clone());
    }
}

/// `dict(counter)`, and of other kinds of dicts.
pub fn plain<K: Clone, V: Clone>(dict: &Dict<K, V>) -> Dict<K, V> {
    dict.clone()
}

/// `dict | other`
pub fn merged<K: PyHash + Clone, V: Clone>(dict: &Dict<K, V>, other: &Dict<K, V>) -> Dict<K, V> {
    let mut merged = dict.clone();
    update(&mut merged, other);
    merged
}

/// Where a search for a key that is not there ended.
#[derive(Clone, Copy, Debug)]
pub(super) enum Free {
    /// Behind the last entry, or not in the row at all.
    InSequence,
    Slot(FreeSlot, u64),
}

impl<K: PyHash, V> Dict<K, V> {
    /// `{}` with room for some entries.
    pub fn with_capacity(entries: usize) -> Dict<K, V> {
        Dict {
            index: Index::with_room(if K::COUNTS { 0 } else { entries }),
            entries: Vec::with_capacity(entries),
            ..Dict::default()
        }
    }

    #[inline]
    fn place(&self, key: &K) -> Option<usize> {
        if self.sequence.is_kept::<K>() {
            let place = self.sequence.place(key);
            return matches!(self.entries.get(place), Some(Some(_))).then_some(place);
        }
        self.index
            .find(key.fast_hash(), |place| self.has(place, key))
    }

    #[inline]
    fn look(&self, key: &K) -> Result<usize, Free> {
        if self.sequence.is_kept::<K>() {
            return self.place(key).ok_or(Free::InSequence);
        }
        let hash = key.fast_hash();
        let found = self.index.look(hash, |place| self.has(place, key));
        found.map_err(|slot| Free::Slot(slot, hash))
    }

    #[inline(always)]
    fn has(&self, place: usize, key: &K) -> bool {
        matches!(&self.entries[place], Some((other, _)) if other == key)
    }

    /// `key in d`
    #[inline]
    pub fn contains(&self, key: &K) -> bool {
        self.place(key).is_some()
    }

    /// `d.get(key)`
    #[inline]
    pub fn get(&self, key: &K) -> Option<&V> {
        let place = self.place(key)?;
        self.entries[place].as_ref().map(|(_, value)| value)
    }

    /// `d.get(key)`, to change the value in place.
    #[inline]
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let place = self.place(key)?;
        self.entries[place].as_mut().map(|(_, value)| value)
    }

    /// `d[key]`
    #[inline]
    pub fn at(&self, key: &K) -> Res<&V>
    where
        K: PyRepr,
    {
        match self.get(key) {
            Some(value) => Ok(value),
            None => Err(missing(key)),
        }
    }

    /// Where `d[key]` is, until an entry is added or taken out.
    #[inline]
    pub fn place_of(&self, key: &K) -> Res<usize>
    where
        K: PyRepr,
    {
        match self.place(key) {
            Some(place) => Ok(place),
            None => Err(missing(key)),
        }
    }

    /// The value at a place that `place_of` gave.
    #[inline(always)]
    pub fn value_at(&self, place: usize) -> &V {
        match &self.entries[place] {
            Some((_, value)) => value,
            None => unreachable!("a place is good until an entry is taken out"),
        }
    }

    /// The value at a place that `place_of` gave, to change it in place.
    #[inline(always)]
    pub fn value_at_mut(&mut self, place: usize) -> &mut V {
        self.value_mut(place)
    }

    /// `d[key]`, to change the value in place.
    #[inline]
    pub fn at_mut(&mut self, key: &K) -> Res<&mut V>
    where
        K: PyRepr,
    {
        match self.place(key) {
            Some(place) => Ok(self.value_mut(place)),
            None => Err(missing(key)),
        }
    }

    #[inline(always)]
    pub(super) fn value_mut(&mut self, place: usize) -> &mut V {
        match &mut self.entries[place] {
            Some((_, value)) => value,
            None => unreachable!("the index knows living entries only"),
        }
    }

    /// `d[key] = value`
    #[inline]
    pub fn insert(&mut self, key: K, value: V) {
        match self.look(&key) {
            Ok(place) => *self.value_mut(place) = value,
            Err(free) => {
                self.push(free, key, value);
            }
        }
    }

    /// Adds a key that is not there, where the search for it ended, and gives its place.
    #[inline]
    pub(super) fn push(&mut self, free: Free, key: K, value: V) -> usize {
        if self.entries.len() == self.entries.capacity() {
            self.pack_if_sparse();
        }
        let place = self.entries.len();
        assert!(place < MOST, "a dict of more than four billion entries");
        match free {
            Free::InSequence if self.goes_on(&key, place) => {}
            Free::Slot(slot, hash) if !self.index.is_full(self.live) => {
                self.index.fill(slot, hash, place);
            }
            _ => self.add_to_index(&key, place),
        }
        self.entries.push(Some((key, value)));
        self.live += 1;
        place
    }

    #[inline(always)]
    fn goes_on(&mut self, key: &K, next: usize) -> bool {
        self.sequence.is_kept::<K>() && self.sequence.goes_on(key, next)
    }

    /// Adds a key to the index, which is built or grows before.
    #[cold]
    #[inline(never)]
    fn add_to_index(&mut self, key: &K, place: usize) {
        if self.sequence.is_kept::<K>() {
            self.build_index();
        }
        if self.index.is_full(self.live) {
            self.index.grow(self.live + 1);
        }
        self.index.add(key.fast_hash(), place);
    }

    /// From now on keys are found by an index.
    fn build_index(&mut self) {
        self.sequence.end();
        self.index = Index::with_room(self.entries.capacity());
        for (place, entry) in self.entries.iter().enumerate() {
            if let Some((key, _)) = entry {
                self.index.add(key.fast_hash(), place);
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn pack_if_sparse(&mut self) {
        if self.live + self.live / 4 < self.entries.len() {
            self.pack();
        }
    }

    /// Closes the gaps that deleted entries left.
    fn pack(&mut self) {
        if self.sequence.is_kept::<K>() {
            self.entries.retain(Option::is_some);
            return self.build_index();
        }
        let mut moved = vec![0; self.entries.len()];
        let mut place = 0;
        for (old, entry) in self.entries.iter().enumerate() {
            moved[old] = place;
            place += u32::from(entry.is_some());
        }
        self.entries.retain(Option::is_some);
        self.index.renumber(&moved);
    }

    /// Takes an entry out.
    fn take(&mut self, key: &K) -> Option<(K, V)> {
        if self.sequence.is_kept::<K>() {
            let place = self.place(key)?;
            return self.remove_place(place);
        }
        let entries = &self.entries;
        let place = self.index.take(
            key.fast_hash(),
            |place| matches!(&entries[place], Some((other, _)) if other == key),
        )?;
        self.remove_place(place)
    }

    /// Takes out the entry at a place that the index has forgotten.
    fn remove_place(&mut self, place: usize) -> Option<(K, V)> {
        let entry = self.entries[place].take();
        self.live -= 1;
        self.cuts += 1;
        while let Some(None) = self.entries.last() {
            self.entries.pop();
        }
        if self.entries.len() > 32 && self.live < self.entries.len() / 4 {
            self.pack();
        }
        entry
    }

    /// `del d[key]`
    pub fn remove(&mut self, key: &K) -> Res<()>
    where
        K: PyRepr,
    {
        self.pop(key).map(drop)
    }

    /// `d.pop(key)`
    pub fn pop(&mut self, key: &K) -> Res<V>
    where
        K: PyRepr,
    {
        match self.take(key) {
            Some((_, value)) => Ok(value),
            None => Err(missing(key)),
        }
    }

    /// `d.pop(key, default)`
    pub fn pop_default(&mut self, key: &K, default: V) -> V {
        self.take(key).map_or(default, |(_, value)| value)
    }

    /// `d.pop(key, None)`
    pub fn pop_maybe(&mut self, key: &K) -> Option<V> {
        self.take(key).map(|(_, value)| value)
    }

    /// `d.popitem()`
    pub fn popitem(&mut self) -> Res<(K, V)> {
        let Some(Some((key, _))) = self.entries.last() else {
            return Err(Stop::key_error("'popitem(): dictionary is empty'"));
        };
        let last = self.entries.len() - 1;
        if !self.sequence.is_kept::<K>() {
            self.index.take(key.fast_hash(), |place| place == last);
        }
        self.remove_place(last).ok_or_else(Stop::redo)
    }

    /// `d.setdefault(key, default)`
    #[inline]
    pub fn setdefault(&mut self, key: K, default: V) -> &mut V {
        self.entry(key).or_insert(default)
    }

    /// The place of a key, taken or free, looked up once.
    #[inline]
    pub fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        let place = self.look(&key);
        Entry {
            dict: self,
            key,
            place,
        }
    }

    /// `d.setdefault(key, value)`
    #[inline]
    pub fn or_insert(&mut self, key: K, value: V) -> &mut V {
        self.entry(key).or_insert(value)
    }

    /// `d[key]`, and where it is missing `d[key] = make()` before, as `defaultdict` does.
    #[inline]
    pub fn or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        self.entry(key).or_insert_with(make)
    }

    /// `d.update(items)`
    pub fn update(&mut self, items: impl IntoIterator<Item = (K, V)>) {
        for (key, value) in items {
            self.insert(key, value);
        }
    }
}
