//! What is known of objects, by their addresses: of a few in a row, of many in a table.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Addresses are spread well enough by one multiplication.
#[derive(Default)]
struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _bytes: &[u8]) {
        unreachable!("only addresses are hashed");
    }

    fn write_usize(&mut self, address: usize) {
        let spread = (address as u64 >> 4).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = spread ^ (spread >> 32);
    }
}

/// So many are looked through faster than one is hashed.
const FEW: usize = 8;

#[derive(Default)]
pub(super) struct Met<T> {
    few: Vec<(usize, T)>,
    many: HashMap<usize, T, BuildHasherDefault<AddressHasher>>,
}

impl<T: Copy> Met<T> {
    /// What is known of the object at this address.
    #[inline]
    pub(super) fn get(&self, address: usize) -> Option<T> {
        if self.many.is_empty() {
            let found = self.few.iter().find(|one| one.0 == address);
            return found.map(|one| one.1);
        }
        self.many.get(&address).copied()
    }

    /// Notes something of an object that is not known yet.
    #[inline]
    pub(super) fn insert(&mut self, address: usize, fact: T) {
        if self.many.is_empty() {
            if self.few.len() < FEW {
                self.few.push((address, fact));
                return;
            }
            self.many.extend(self.few.drain(..));
        }
        self.many.insert(address, fact);
    }

    /// Forgets all; false where it has grown too much to be kept for another call.
    pub(super) fn clear(&mut self) -> bool {
        self.few.clear();
        let is_small = self.many.capacity() == 0;
        self.many = HashMap::default();
        is_small
    }
}
