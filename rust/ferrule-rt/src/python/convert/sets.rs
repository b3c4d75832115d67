//! `set` and `frozenset`: the table itself goes in and out, so that walks keep their order.
//!
//! In: CPython's table, slot by slot, with the places of deleted keys. Out: a set with the table
//! that the slice left. Where the hashes of the process are not known, only membership survives on
//! the way in, and nothing goes out.
#![allow(unsafe_code, reason = "reads and fills the tables of CPython's sets")]

use std::ptr::{addr_of_mut, null_mut};

use pyo3::ffi::{self, Py_ssize_t, PyObject, PySet_MINSIZE, PySetObject, setentry};

use super::scalar::made;
use super::{FromPython, Made, Seen, ToPython};
use crate::hash::{self, PyHash};
use crate::python::classes::Done;
use crate::python::commit::{self, Replace};
use crate::python::entry::Leave;
use crate::python::raw;
use crate::python::value::{Owned, Value};
use crate::set::{FrozenSet, Set, Slot};

fn is_set(value: Value<'_>) -> bool {
    value.is_exactly(addr_of_mut!(ffi::PySet_Type))
}

fn is_frozen(value: Value<'_>) -> bool {
    value.is_exactly(addr_of_mut!(ffi::PyFrozenSet_Type))
}

/// The table of a set; good as long as nothing runs that could change it.
fn table(set: Value<'_>) -> &[setentry] {
    let set = set.pointer().cast::<PySetObject>();
    // SAFETY: exactly a set or frozenset: its table has one place more than its mask tells.
    unsafe { std::slice::from_raw_parts((*set).table, (*set).mask as usize + 1) }
}

/// Where `pop` goes on.
fn finger(set: Value<'_>) -> usize {
    // SAFETY: exactly a set or frozenset.
    unsafe { (*set.pointer().cast::<PySetObject>()).finger as usize }
}

/// What stands in one place of the table; `None` where the key is no `K`.
fn slot<K: FromPython + PyHash>(entry: &setentry) -> Option<Slot<K>> {
    if entry.key.is_null() {
        return Some(Slot::Empty);
    }
    if entry.hash == -1 {
        return Some(Slot::Dummy);
    }
    // SAFETY: a live key, kept by the set.
    let key = unsafe { Value::new(entry.key) };
    let hash = entry.hash as i64;
    let key = K::from_python(key)?;
    (!K::IS_OBJECT || key.py_hash() == hash).then_some(Slot::Live(hash, key))
}

fn read<K: FromPython + PyHash>(value: Value<'_>) -> Option<Set<K>> {
    let slots = table(value)
        .iter()
        .map(slot::<K>)
        .collect::<Option<Vec<_>>>()?;
    if hash::is_known::<K>() {
        return Some(Set::from_slots(slots, finger(value)));
    }
    let keys = slots.into_iter().filter_map(|slot| match slot {
        Slot::Live(_, key) => Some(key),
        Slot::Empty | Slot::Dummy => None,
    });
    Some(keys.collect())
}

impl<K: FromPython + PyHash> FromPython for Set<K> {
    const MUTABLE: bool = true;

    fn from_python(value: Value<'_>) -> Option<Set<K>> {
        is_set(value).then(|| read(value))?
    }

    fn visit(value: Value<'_>, seen: &mut Seen) -> bool {
        if !is_set(value) {
            return false;
        }
        seen.note(value);
        if seen.wants_parts() {
            seen.note_parts(table(value).iter().filter_map(slot_value));
        }
        true
    }
}

impl<K: FromPython + PyHash> FromPython for FrozenSet<K> {
    fn from_python(value: Value<'_>) -> Option<FrozenSet<K>> {
        is_frozen(value).then(|| read(value))?.map(FrozenSet::new)
    }
}

/// A table for a set object, with references to its keys.
struct Table {
    slots: Vec<Slot<Owned>>,
    finger: usize,
}

impl Table {
    /// The table of a native set; keys that stand in the same place of `old` keep their identity.
    fn new<K: ToPython + PyHash>(set: &Set<K>, old: Option<Value<'_>>) -> Result<Table, Leave> {
        if !hash::is_known::<K>() {
            return Err(Leave::Miss);
        }
        let old = old.map_or(&[][..], table);
        let object = |place: usize, key: &K| match old.get(place).map(slot_value) {
            Some(Some(old)) if key.is_same(old) => Ok(old.hold()),
            _ => key.to_python(),
        };
        let slots = set.slots().iter().enumerate().map(|(place, slot)| {
            Ok(match slot {
                Slot::Empty => Slot::Empty,
                Slot::Dummy => Slot::Dummy,
                Slot::Live(hash, key) => Slot::Live(*hash, object(place, key)?),
            })
        });
        let slots = slots.collect::<Result<_, Leave>>()?;
        Ok(Table {
            slots,
            finger: set.finger(),
        })
    }

    /// Puts the table into a set object, in the place of the old one.
    fn install(self, set: Value<'_>) -> Done {
        let places = self.slots.len().max(PySet_MINSIZE);
        let (mut used, mut fill, finger) = (0, 0, self.finger);
        let set = set.pointer().cast::<PySetObject>();
        // SAFETY: exactly a set, or a frozenset that nobody else has seen. Between taking the old
        // table out and putting the new one in nothing runs that could see the set.
        unsafe {
            let fresh: *mut setentry = match places == PySet_MINSIZE {
                true => null_mut(),
                false => ffi::PyMem_Calloc(places, size_of::<setentry>()).cast(),
            };
            if fresh.is_null() && places != PySet_MINSIZE {
                ffi::PyErr_NoMemory();
                return Err(Leave::Raised);
            }
            let old = take_table(set);
            let target = match fresh.is_null() {
                true => addr_of_mut!((*set).smalltable).cast::<setentry>(),
                false => fresh,
            };
            for (place, slot) in self.slots.into_iter().enumerate() {
                let (key, hash) = match slot {
                    Slot::Empty => continue,
                    Slot::Dummy => (raw::_PySet_Dummy, -1),
                    Slot::Live(hash, key) => {
                        used += 1;
                        (key.into_pointer(), hash as ffi::Py_hash_t)
                    }
                };
                fill += 1;
                target.add(place).write(setentry { key, hash });
            }
            (*set).table = target;
            (*set).mask = places as Py_ssize_t - 1;
            (*set).fill = fill;
            (*set).used = used;
            (*set).finger = finger as Py_ssize_t;
            drop(old);
        }
        Ok(())
    }
}

fn slot_value(entry: &setentry) -> Option<Value<'_>> {
    let is_live = !entry.key.is_null() && entry.hash != -1;
    // SAFETY: a live key, kept by the set.
    is_live.then(|| unsafe { Value::new(entry.key) })
}

/// Takes all keys out of a set object, which is empty then.
unsafe fn take_table(set: *mut PySetObject) -> Vec<Owned> {
    // SAFETY: the keys' references move into the result; a table of its own is given back.
    unsafe {
        let small = addr_of_mut!((*set).smalltable).cast::<setentry>();
        let (old, places) = ((*set).table, (*set).mask as usize + 1);
        let mut keys = Vec::new();
        for entry in std::slice::from_raw_parts(old, places) {
            if !entry.key.is_null() && entry.hash != -1 {
                keys.extend(Owned::from_new(entry.key));
            }
        }
        if old != small {
            ffi::PyMem_Free(old.cast());
        }
        small.write_bytes(0, PySet_MINSIZE);
        (*set).table = small;
        (*set).mask = PySet_MINSIZE as Py_ssize_t - 1;
        (*set).fill = 0;
        (*set).used = 0;
        keys
    }
}

fn fresh<K: ToPython + PyHash>(
    set: &Set<K>,
    make: unsafe extern "C" fn(*mut PyObject) -> *mut PyObject,
) -> Made {
    let table = Table::new(set, None)?;
    // SAFETY: makes a new, empty set that nobody has seen.
    let object = unsafe { made(make(null_mut())) }?;
    table.install(object.value())?;
    Ok(object)
}

fn is_same_table<K: ToPython>(set: &Set<K>, old: Value<'_>) -> bool {
    if finger(old) != set.finger() {
        return false;
    }
    let old = table(old);
    set.slots().len() == old.len()
        && set.slots().iter().zip(old).all(|(new, old)| match new {
            Slot::Empty => old.key.is_null(),
            Slot::Dummy => !old.key.is_null() && old.hash == -1,
            Slot::Live(_, key) => slot_value(old).is_some_and(|old| key.is_same(old)),
        })
}

impl<K: ToPython + PyHash> ToPython for Set<K> {
    fn to_python(&self) -> Made {
        fresh(self, ffi::PySet_New)
    }

    fn is_same(&self, old: Value<'_>) -> bool {
        is_set(old) && is_same_table(self, old)
    }
}

impl<K: ToPython + PyHash> ToPython for FrozenSet<K> {
    fn to_python(&self) -> Made {
        fresh(self, ffi::PyFrozenSet_New)
    }

    fn is_same(&self, old: Value<'_>) -> bool {
        is_frozen(old) && is_same_table(self, old)
    }
}

impl<K: ToPython + PyHash> Replace for Set<K> {
    fn replace(&self, target: Value<'_>) -> Done {
        if !is_set(target) {
            return Err(Leave::Miss);
        }
        if is_same_table(self, target) {
            return Ok(());
        }
        let table = Table::new(self, Some(target))?;
        commit::mark()?;
        table.install(target)
    }
}
