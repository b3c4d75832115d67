//! From Python values to native ones and back: exact types only.
//!
//! In: a borrowed object. Out: a native value, or `None` where the type is another (a bool is not
//! an int, a subclass is not its base). No conversion runs Python code of the user.
#![allow(unsafe_code, reason = "makes values where they shall be")]

mod bytes;
mod deque;
mod kinds;
mod number;
mod range;
mod row;
mod scalar;
mod seq;
mod sets;
mod table;
mod text;
mod tuple;

use std::collections::HashSet;

pub(super) use seq::list_items;
pub(super) use table::dict_items;

use super::entry::Leave;
use super::value::{Owned, Value};

/// A Python object made from a native value.
pub type Made = Result<Owned, Leave>;

/// The addresses of the changeable objects met on a walk.
#[derive(Debug, Default)]
pub struct Seen {
    addresses: Vec<usize>,
    /// What is inside of them, where that is asked for, too.
    parts: Option<Parts>,
}

/// What the changeable objects of a walk hold: the same words mean the same content.
#[derive(Debug, Default)]
pub(super) struct Parts {
    words: Vec<usize>,
    /// Kept alive, so that no other object gets the address of one of these.
    held: Vec<Owned>,
    /// Memory that is looked at where it lies: it must not move.
    pub(super) is_lent: bool,
}

impl PartialEq for Parts {
    fn eq(&self, other: &Parts) -> bool {
        self.words == other.words
    }
}

impl Seen {
    /// For a walk that looks at the content as well.
    pub(super) fn with_parts() -> Seen {
        Seen {
            addresses: Vec::new(),
            parts: Some(Parts::default()),
        }
    }

    pub(super) fn into_parts(self) -> Option<Parts> {
        self.parts
    }

    pub(super) fn wants_parts(&self) -> bool {
        self.parts.is_some()
    }

    /// Notes what an object holds.
    pub(super) fn note_parts<'a>(&mut self, items: impl Iterator<Item = Value<'a>>) {
        let Some(parts) = &mut self.parts else {
            return;
        };
        let before = parts.words.len();
        for item in items {
            parts.words.push(item.pointer() as usize);
            parts.held.push(item.hold());
        }
        parts.words.push(parts.words.len() - before);
    }

    /// Notes words that stand for what an object holds.
    pub(super) fn note_words(&mut self, words: impl Iterator<Item = usize>) {
        if let Some(parts) = &mut self.parts {
            parts.words.extend(words);
            parts.is_lent = true;
        }
    }

    /// Notes an object that can be changed.
    #[inline]
    pub fn note(&mut self, value: Value<'_>) {
        self.addresses.push(value.pointer() as usize);
    }

    /// The addresses, in the order of the walk.
    pub(super) fn addresses(&self) -> &[usize] {
        &self.addresses
    }

    /// Did every object come once?
    pub fn is_distinct(&self) -> bool {
        match &self.addresses[..] {
            [] | [_] => true,
            [first, second] => first != second,
            all if all.len() <= 8 => all
                .iter()
                .enumerate()
                .all(|(index, one)| !all[..index].contains(one)),
            all => {
                let mut met = HashSet::with_capacity(all.len());
                all.iter().all(|one| met.insert(*one))
            }
        }
    }
}

/// A native type that a Python value can be read as.
pub trait FromPython: Sized {
    /// Can Python code change such a value, or something inside it?
    const MUTABLE: bool = false;

    /// The native value, if this is exactly such a value.
    fn from_python(value: Value<'_>) -> Option<Self>;

    /// Reads the value into a slot; false, and nothing in it, where it is not such a value. What
    /// has several parts is made where it shall be: moving it there would cost more than reading.
    ///
    /// # Safety
    /// The slot may be written to, and holds nothing yet.
    #[inline(always)]
    unsafe fn read_into(value: Value<'_>, slot: *mut Self) -> bool {
        match Self::from_python(value) {
            // SAFETY: the caller's promise.
            Some(native) => unsafe { slot.write(native) },
            None => return false,
        }
        true
    }

    /// A row of values.
    #[inline]
    fn from_row(row: &[Value<'_>]) -> Option<Vec<Self>> {
        let mut taken: Vec<Self> = Vec::with_capacity(row.len());
        for (place, value) in row.iter().enumerate() {
            // SAFETY: there is room for all of the row; what was read so far counts.
            unsafe {
                if !Self::read_into(*value, taken.as_mut_ptr().add(place)) {
                    return None;
                }
                taken.set_len(place + 1);
            }
        }
        Some(taken)
    }

    /// Notes every object in the value that can be changed; false where it is not such a value.
    fn visit(_value: Value<'_>, _seen: &mut Seen) -> bool {
        true
    }
}

/// A native type that can go out as a Python value.
pub trait ToPython {
    /// A Python object of this value.
    fn to_python(&self) -> Made;

    /// Is the object exactly this value already (same type, same content)?
    fn is_same(&self, _old: Value<'_>) -> bool {
        false
    }
}
