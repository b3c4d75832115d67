//! `dict` as `Dict`: the same order, exact keys.
#![allow(unsafe_code, reason = "walks and fills CPython's dicts")]

use std::ptr::{addr_of_mut, null_mut};

use pyo3::ffi::{self, Py_ssize_t, PyObject};

use super::scalar::made;
use super::{FromPython, Made, Seen, ToPython};
use crate::dict::Dict;
use crate::hash::PyHash;
use crate::python::classes::Done;
use crate::python::commit;
use crate::python::library::{COUNTER, DEFAULT_DICT};
use crate::python::raw;
use crate::python::value::{Owned, Value};

/// Is this exactly a dict?
pub(crate) fn is_dict(value: Value<'_>) -> bool {
    value.is_exactly(addr_of_mut!(ffi::PyDict_Type))
}

/// A walk over the items of a dict, which must not change meanwhile.
pub(crate) struct DictItems<'a> {
    dict: Value<'a>,
    place: Py_ssize_t,
}

/// The items of a dict, or of a kind of it that keeps its items as a dict does.
pub(crate) fn dict_items(dict: Value<'_>) -> Option<DictItems<'_>> {
    let is_one = is_dict(dict) || COUNTER.is_of(dict) || DEFAULT_DICT.is_of(dict);
    is_one.then_some(DictItems { dict, place: 0 })
}

impl<'a> Iterator for DictItems<'a> {
    type Item = (Value<'a>, Value<'a>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (mut key, mut value): (*mut PyObject, *mut PyObject) = (null_mut(), null_mut());
        // SAFETY: exactly a dict; key and value are borrowed from it.
        unsafe {
            let dict = self.dict.pointer();
            match ffi::PyDict_Next(dict, &mut self.place, &mut key, &mut value) {
                0 => None,
                _ => Some((Value::new(key), Value::new(value))),
            }
        }
    }
}

fn dict_len(dict: Value<'_>) -> usize {
    // SAFETY: exactly a dict.
    unsafe { ffi::PyDict_Size(dict.pointer()) as usize }
}

impl<K: FromPython + PyHash, V: FromPython> FromPython for Dict<K, V> {
    const MUTABLE: bool = true;

    fn from_python(value: Value<'_>) -> Option<Dict<K, V>> {
        is_dict(value).then(|| read(value))?
    }

    fn visit(value: Value<'_>, seen: &mut Seen) -> bool {
        is_dict(value) && visit::<K, V>(value, seen)
    }
}

/// The items of a dict, or of a kind of it.
fn walk(dict: Value<'_>) -> DictItems<'_> {
    DictItems { dict, place: 0 }
}

/// The items of what is known to be a dict or a kind of it.
pub(super) fn read<K: FromPython + PyHash, V: FromPython>(value: Value<'_>) -> Option<Dict<K, V>> {
    let mut dict = Dict::with_capacity(dict_len(value));
    for (key, item) in walk(value) {
        let native = K::from_python(key)?;
        if K::IS_OBJECT && !is_filed(value, key, native.py_hash()) {
            return None;
        }
        dict.insert(native, V::from_python(item)?);
    }
    Some(dict)
}

/// Is this key of the dict found by this hash? It was filed by the hash that it had by then.
#[cold]
fn is_filed(dict: Value<'_>, key: Value<'_>, hash: i64) -> bool {
    // SAFETY: exactly a dict and one of its keys, which is found by its identity.
    unsafe {
        let found = raw::_PyDict_GetItem_KnownHash(dict.pointer(), key.pointer(), hash as _);
        if found.is_null() {
            ffi::PyErr_Clear();
        }
        !found.is_null()
    }
}

/// Notes what is known to be a dict or a kind of it, and what is inside.
pub(super) fn visit<K: FromPython, V: FromPython>(value: Value<'_>, seen: &mut Seen) -> bool {
    seen.note(value);
    if seen.wants_parts() {
        seen.note_parts(walk(value).flat_map(|(key, value)| [key, value]));
    }
    !(K::MUTABLE || V::MUTABLE)
        || walk(value).all(|(key, value)| K::visit(key, seen) && V::visit(value, seen))
}

/// Puts all items into a new dict or a kind of it.
pub(super) fn fill<K: ToPython, V: ToPython>(dict: Owned, items: &Dict<K, V>) -> Made {
    for (key, value) in items {
        set_item(dict.value(), key, value)?;
    }
    Ok(dict)
}

/// Does what is known to be a dict or a kind of it hold exactly these items?
pub(super) fn items_in<K: ToPython, V: ToPython>(items: &Dict<K, V>, old: Value<'_>) -> bool {
    let mut found = walk(old);
    dict_len(old) == items.len()
        && items.iter().all(|(key, value)| {
            let old = found.next();
            old.is_some_and(|old| key.is_same(old.0) && value.is_same(old.1))
        })
}

fn set_item(dict: Value<'_>, key: &impl ToPython, value: &impl ToPython) -> Done {
    let (key, value) = (key.to_python()?, value.to_python()?);
    // SAFETY: exactly a dict; it takes its own references.
    commit::done(unsafe { ffi::PyDict_SetItem(dict.pointer(), key.pointer(), value.pointer()) })
}

impl<K: ToPython, V: ToPython> ToPython for Dict<K, V> {
    fn to_python(&self) -> Made {
        // SAFETY: makes a new reference.
        fill(
            unsafe { made(raw::_PyDict_NewPresized(self.len() as Py_ssize_t)) }?,
            self,
        )
    }

    fn is_same(&self, old: Value<'_>) -> bool {
        is_dict(old) && items_in(self, old)
    }
}

/// What has to happen to an entry that was there.
enum Change {
    Delete(Owned),
    Set(Owned, Owned),
}

impl<K: ToPython, V: ToPython> commit::Replace for Dict<K, V> {
    fn replace(&self, target: Value<'_>) -> Done {
        if !is_dict(target) {
            return Err(super::Leave::Miss);
        }
        replace(self, target)
    }
}

/// Makes these the items of what is known to be a dict or a kind of it. It only ever loses entries
/// and gains others at its end: what stayed stays in place.
pub(super) fn replace<K: ToPython, V: ToPython>(items: &Dict<K, V>, target: Value<'_>) -> Done {
    commit::mark()?;
    let mut new = items.iter().peekable();
    // First looked at, then changed: a change may run code that changes the dict.
    let mut changes = Vec::new();
    for (key, value) in walk(target) {
        match new.next_if(|item| item.0.is_same(key)) {
            Some(item) if item.1.is_same(value) => {}
            Some(item) => changes.push(Change::Set(key.hold(), item.1.to_python()?)),
            None => changes.push(Change::Delete(key.hold())),
        }
    }
    changes
        .into_iter()
        .try_for_each(|change| change.apply(target))?;
    new.try_for_each(|(key, value)| set_item(target, key, value))
}

impl Change {
    fn apply(self, dict: Value<'_>) -> Done {
        let dict = dict.pointer();
        // SAFETY: exactly a dict, and live objects of which it takes its own references.
        commit::done(unsafe {
            match self {
                Change::Delete(key) => ffi::PyDict_DelItem(dict, key.pointer()),
                Change::Set(key, value) => {
                    ffi::PyDict_SetItem(dict, key.pointer(), value.pointer())
                }
            }
        })
    }
}
