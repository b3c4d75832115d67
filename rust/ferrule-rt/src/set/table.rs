//! The table of a set, probed and grown exactly as `setobject.c` does it.

use crate::dict::Dict;
use crate::error::{Res, Stop};
use crate::hash::{PyHash, is_known};
use crate::text::{self, PyRepr};

const LEAST: usize = 8;
const LINEAR_PROBES: usize = 9;
const PERTURB_SHIFT: u32 = 5;

/// A place of the table.
#[derive(Clone, Debug)]
pub enum Slot<K> {
    /// Never used.
    Empty,
    /// A key was here and is gone: probing goes on past it.
    Dummy,
    /// A key with its hash, which is never -1.
    Live(i64, K),
}

/// `set`
#[derive(Clone, Debug)]
pub struct Set<K> {
    /// A power of two of slots, eight at least; none before the first key.
    pub(super) slots: Vec<Slot<K>>,
    /// Slots that are not empty.
    pub(super) fill: usize,
    /// Keys.
    pub(super) used: usize,
    /// Where `pop` goes on.
    finger: usize,
}

/// What a probe found.
enum Found {
    Key,
    Free { place: usize, is_dummy: bool },
}

impl<K> Default for Set<K> {
    fn default() -> Set<K> {
        Set {
            slots: Vec::new(),
            fill: 0,
            used: 0,
            finger: 0,
        }
    }
}

impl<K> Set<K> {
    /// `set()`
    #[inline]
    pub fn new() -> Set<K> {
        Set::default()
    }

    /// `len(s)`
    #[inline]
    pub fn len(&self) -> usize {
        self.used
    }

    /// `not s`
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.used == 0
    }

    /// The mask of CPython's table, which has eight places from the start.
    #[inline]
    pub(super) fn mask(&self) -> usize {
        self.slots.len().max(LEAST) - 1
    }

    /// `s.clear()`
    pub fn clear(&mut self) {
        let finger = self.finger;
        *self = Set {
            finger,
            ..Set::default()
        };
    }

    /// The keys with their hashes, in the order of the table.
    #[inline]
    pub(super) fn live(&self) -> impl Iterator<Item = (i64, &K)> {
        self.slots.iter().filter_map(|slot| match slot {
            Slot::Live(hash, key) => Some((*hash, key)),
            Slot::Empty | Slot::Dummy => None,
        })
    }

    /// The table as it is, for a copy of the Python set that has one like it.
    pub fn slots(&self) -> &[Slot<K>] {
        &self.slots
    }

    /// Where `pop` goes on.
    pub fn finger(&self) -> usize {
        self.finger
    }

    /// A set with the table of a Python set; the number of slots is a power of two, at least 8.
    pub fn from_slots(slots: Vec<Slot<K>>, finger: usize) -> Set<K> {
        assert!(
            slots.len() >= LEAST && slots.len().is_power_of_two(),
            "not a table of CPython"
        );
        let used = slots
            .iter()
            .filter(|slot| matches!(slot, Slot::Live(..)))
            .count();
        let dummies = slots
            .iter()
            .filter(|slot| matches!(slot, Slot::Dummy))
            .count();
        Set {
            slots,
            fill: used + dummies,
            used,
            finger,
        }
    }
}

/// The places that are probed for a hash, group by group, without end.
#[inline(always)]
fn probe<R>(hash: i64, mask: usize, mut visit: impl FnMut(usize) -> Option<R>) -> R {
    let mut perturb = hash as usize;
    let mut place = perturb & mask;
    loop {
        let run = if place + LINEAR_PROBES <= mask {
            LINEAR_PROBES
        } else {
            0
        };
        for near in place..=place + run {
            if let Some(result) = visit(near) {
                return result;
            }
        }
        perturb >>= PERTURB_SHIFT;
        place = place.wrapping_mul(5).wrapping_add(1).wrapping_add(perturb) & mask;
    }
}

impl<K: PyHash> Set<K> {
    /// Where a key is.
    #[inline]
    pub(super) fn find(&self, hash: i64, key: &K) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        probe(hash, self.slots.len() - 1, |place| {
            match &self.slots[place] {
                Slot::Empty => Some(None),
                Slot::Live(other, there) if *other == hash && there == key => Some(Some(place)),
                Slot::Live(..) | Slot::Dummy => None,
            }
        })
    }

    /// Where a key is, or where it would go: the last dummy on the way, or the first empty slot.
    #[inline]
    fn find_or_free(&self, hash: i64, key: &K) -> Found {
        let mut free = None;
        probe(hash, self.slots.len() - 1, |place| {
            match &self.slots[place] {
                Slot::Empty => Some(match free {
                    Some(place) => Found::Free {
                        place,
                        is_dummy: true,
                    },
                    None => Found::Free {
                        place,
                        is_dummy: false,
                    },
                }),
                Slot::Live(other, there) if *other == hash && there == key => Some(Found::Key),
                Slot::Live(..) => None,
                Slot::Dummy => {
                    free = Some(place);
                    None
                }
            }
        })
    }

    /// Adds a key with its hash; says whether it was new.
    #[inline]
    pub(super) fn add_hashed(&mut self, hash: i64, key: K) -> bool {
        if self.slots.is_empty() {
            self.slots.resize_with(LEAST, || Slot::Empty);
        }
        let Found::Free { place, is_dummy } = self.find_or_free(hash, &key) else {
            return false;
        };
        self.slots[place] = Slot::Live(hash, key);
        self.used += 1;
        if !is_dummy {
            self.fill += 1;
            if self.fill * 5 >= self.mask() * 3 {
                self.resize(self.roomy());
            }
        }
        true
    }

    /// What CPython wants to have room for when a table has become too full.
    #[inline]
    pub(super) fn roomy(&self) -> usize {
        if self.used > 50_000 {
            self.used * 2
        } else {
            self.used * 4
        }
    }

    /// A new table with more places than `wanted`; dummies are left behind.
    #[cold]
    #[inline(never)]
    pub(super) fn resize(&mut self, wanted: usize) {
        let size = (wanted + 1).next_power_of_two().max(LEAST);
        if size == LEAST && self.slots.len() <= LEAST && self.fill == self.used {
            return;
        }
        let mut fresh = Vec::new();
        fresh.resize_with(size, || Slot::Empty);
        let old = std::mem::replace(&mut self.slots, fresh);
        self.fill = self.used;
        for slot in old {
            if let Slot::Live(hash, key) = slot {
                self.put_clean(hash, key);
            }
        }
    }

    /// Puts a key that is not there into a table without dummies.
    pub(super) fn put_clean(&mut self, hash: i64, key: K) {
        let place = probe(hash, self.slots.len() - 1, |place| {
            matches!(self.slots[place], Slot::Empty).then_some(place)
        });
        self.slots[place] = Slot::Live(hash, key);
    }

    pub(super) fn discard_hashed(&mut self, hash: i64, key: &K) -> bool {
        let Some(place) = self.find(hash, key) else {
            return false;
        };
        self.slots[place] = Slot::Dummy;
        self.used -= 1;
        true
    }

    /// `s.add(key)`; says whether the key was new.
    #[inline]
    pub fn add(&mut self, key: K) -> bool {
        self.add_hashed(key.py_hash(), key)
    }

    /// `key in s`
    #[inline]
    pub fn contains(&self, key: &K) -> bool {
        !self.slots.is_empty() && self.find(key.py_hash(), key).is_some()
    }

    /// `s.discard(key)`; says whether the key was there.
    #[inline]
    pub fn discard(&mut self, key: &K) -> bool {
        self.discard_hashed(key.py_hash(), key)
    }

    /// `s.remove(key)`
    pub fn remove(&mut self, key: &K) -> Res<()>
    where
        K: PyRepr,
    {
        if self.discard(key) {
            return Ok(());
        }
        Err(text::repr(key).map_or_else(|stop| stop, Stop::key_error))
    }

    /// `s.pop()`
    pub fn pop(&mut self) -> Res<K> {
        if self.used == 0 {
            return Err(Stop::key_error("'pop from an empty set'"));
        }
        if !is_known::<K>() {
            return Err(Stop::redo());
        }
        let mask = self.slots.len() - 1;
        let mut place = self.finger & mask;
        loop {
            if let Slot::Live(..) = self.slots[place] {
                break;
            }
            place = if place == mask { 0 } else { place + 1 };
        }
        self.finger = place + 1;
        self.used -= 1;
        match std::mem::replace(&mut self.slots[place], Slot::Dummy) {
            Slot::Live(_, key) => Ok(key),
            Slot::Empty | Slot::Dummy => unreachable!("the place of a key"),
        }
    }

    /// `set(d)`, `s.update(d)`: room for all keys first.
    pub fn update_dict<V>(&mut self, dict: &Dict<K, V>)
    where
        K: Clone,
    {
        if (self.fill + dict.len()) * 5 >= self.mask() * 3 {
            self.resize((self.used + dict.len()) * 2);
        }
        self.extend(dict.keys().cloned());
    }
}

impl<K: PyHash> Extend<K> for Set<K> {
    /// `s.update(items)`
    fn extend<I: IntoIterator<Item = K>>(&mut self, items: I) {
        for key in items {
            self.add(key);
        }
    }
}

impl<K: PyHash> FromIterator<K> for Set<K> {
    /// `set(items)`
    fn from_iter<I: IntoIterator<Item = K>>(items: I) -> Set<K> {
        let mut set = Set::new();
        set.extend(items);
        set
    }
}

impl<K: PyHash, const N: usize> From<[K; N]> for Set<K> {
    /// `{a, b, c}`
    fn from(items: [K; N]) -> Set<K> {
        items.into_iter().collect()
    }
}
