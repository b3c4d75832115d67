//! The index of a dict: which entry has which hash. Open addressing, no tombstones.
//!
//! A slot holds the place of an entry and 32 bits of its hash, so that most misses are seen
//! without a look at the entries, and a bigger index is built without hashing again.

const EMPTY: u64 = u64::MAX;
const LEAST: usize = 8;

/// The most entries that a dict can have had since it was last packed.
pub const MOST: usize = u32::MAX as usize - 1;

/// From hashes to places of entries.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// `hash << 32 | place`, or `EMPTY`; the length is zero or a power of two.
    slots: Vec<u64>,
}

/// Up to this many slots an index grows by four, since it is small; then by two.
const SMALL: usize = 1 << 12;

/// Where a search ended: the slot for the key that was sought.
#[derive(Clone, Copy, Debug)]
pub struct FreeSlot(usize);

/// The half of a hash that is stored.
#[inline(always)]
fn stored(hash: u64) -> u64 {
    hash >> 32
}

impl Index {
    /// An index with room for some entries.
    pub fn with_room(entries: usize) -> Index {
        match entries {
            0 => Index::default(),
            _ => Index {
                slots: vec![EMPTY; (entries * 3 / 2 + 1).next_power_of_two().max(LEAST)],
            },
        }
    }

    /// Is another entry one too many? At most two slots in three are taken.
    #[inline(always)]
    pub fn is_full(&self, entries: usize) -> bool {
        (entries + 1) * 3 > self.slots.len() * 2
    }

    /// The place of the entry with this hash for which `is_same` holds.
    #[inline(always)]
    pub fn find(&self, hash: u64, is_same: impl FnMut(usize) -> bool) -> Option<usize> {
        self.look(hash, is_same).ok()
    }

    /// The place of the entry with this hash for which `is_same` holds, or the free slot at which
    /// the search ended.
    #[inline(always)]
    pub fn look(
        &self,
        hash: u64,
        mut is_same: impl FnMut(usize) -> bool,
    ) -> Result<usize, FreeSlot> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = stored(hash) as usize & mask;
        loop {
            // Also the end of an index without slots.
            let slot = self.slots.get(at).copied().unwrap_or(EMPTY);
            if slot == EMPTY {
                return Err(FreeSlot(at));
            }
            let place = slot as u32 as usize;
            if slot >> 32 == stored(hash) && is_same(place) {
                return Ok(place);
            }
            at = (at + 1) & mask;
        }
    }

    /// Adds an entry where the search for it ended; nothing may have changed since.
    #[inline(always)]
    pub fn fill(&mut self, free: FreeSlot, hash: u64, place: usize) {
        self.slots[free.0] = stored(hash) << 32 | place as u64;
    }

    #[inline(always)]
    fn slot_of(&self, hash: u64, is_same: &mut impl FnMut(usize) -> bool) -> Option<usize> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = stored(hash) as usize & mask;
        loop {
            // Also the end of an index without slots.
            let slot = *self.slots.get(at)?;
            if slot == EMPTY {
                return None;
            }
            if slot >> 32 == stored(hash) && is_same(slot as u32 as usize) {
                return Some(at);
            }
            at = (at + 1) & mask;
        }
    }

    /// Adds an entry that is not there; there has to be room.
    #[inline]
    pub fn add(&mut self, hash: u64, place: usize) {
        self.put(stored(hash) << 32 | place as u64);
    }

    #[inline(always)]
    fn put(&mut self, slot: u64) {
        let mask = self.slots.len() - 1;
        let mut at = (slot >> 32) as usize & mask;
        while self.slots[at] != EMPTY {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
    }

    /// Takes an entry out and gives its place; what was pushed aside moves up.
    pub fn take(&mut self, hash: u64, mut is_same: impl FnMut(usize) -> bool) -> Option<usize> {
        let mut hole = self.slot_of(hash, &mut is_same)?;
        let place = self.slots[hole] as u32 as usize;
        let mask = self.slots.len() - 1;
        let mut at = hole;
        loop {
            at = (at + 1) & mask;
            let slot = self.slots[at];
            if slot == EMPTY {
                break;
            }
            let home = (slot >> 32) as usize & mask;
            // Would it still be found if it stood in the hole?
            if at.wrapping_sub(home) & mask >= at.wrapping_sub(hole) & mask {
                self.slots[hole] = slot;
                hole = at;
            }
        }
        self.slots[hole] = EMPTY;
        Some(place)
    }

    /// Makes room for at least some entries.
    #[cold]
    #[inline(never)]
    pub fn grow(&mut self, entries: usize) {
        let slots = self.slots.len();
        let least = if slots <= SMALL { slots * 2 } else { slots };
        let wanted = Index::with_room(entries.max(least));
        let old = std::mem::replace(self, wanted);
        for slot in old.slots.into_iter().filter(|slot| *slot != EMPTY) {
            self.put(slot);
        }
    }

    /// Tells entries their new places: `moved[old]` is the new one.
    pub fn renumber(&mut self, moved: &[u32]) {
        for slot in self.slots.iter_mut().filter(|slot| **slot != EMPTY) {
            *slot = *slot >> 32 << 32 | u64::from(moved[*slot as u32 as usize]);
        }
    }

    /// Forgets all entries and keeps the room.
    pub fn clear(&mut self) {
        self.slots.fill(EMPTY);
    }
}
