//! Writes a slice's changes back into the objects that came in.
//!
//! In: an argument, and its content as the slice left it. Out: the same object with that content;
//! items that did not change keep their identity.
//! Assumes that everything that can still be declined was done before: from here on there is no
//! redo.
#![allow(unsafe_code, reason = "changes CPython's containers")]

use std::cell::Cell;
use std::ptr::{addr_of_mut, null_mut};

use pyo3::ffi::{self, Py_ssize_t};

use super::classes::{self, NewFields, Record};
use super::convert::{ToPython, dict_items, list_items};
use super::entry::Leave;
use super::graph;
use super::random;
use super::ticker;
use super::value::Value;
use crate::dict::Dict;

pub use super::classes::Done;

thread_local! {
    // A commit can run code of the user's, and with that another thread's call.
    static COMMITTED: Cell<bool> = const { Cell::new(false) };
}

/// Opens a call: nothing is committed yet. Gives what was so of the call around it.
#[inline]
pub(super) fn begin() -> bool {
    COMMITTED.replace(false)
}

/// Closes a call: has it committed something?
#[inline]
pub(super) fn end(before: bool) -> bool {
    COMMITTED.replace(before)
}

/// The first change: from here on there is no redo, so nothing may have come in between.
pub(super) fn mark() -> Done {
    if !COMMITTED.get() {
        ticker::settle()?;
        random::settle()?;
        COMMITTED.set(true);
    }
    Ok(())
}

/// Success or failure of a CPython call that gives -1 on failure.
pub(super) fn done(status: i32) -> Done {
    if status < 0 {
        Err(Leave::Raised)
    } else {
        Ok(())
    }
}

/// Content that can take the place of a container's.
pub trait Replace {
    /// Makes this the content of the container.
    fn replace(&self, target: Value<'_>) -> Done;
}

/// `target[:] = content`, for a list, dict or set.
pub fn replace(target: Value<'_>, content: &(impl Replace + ?Sized)) -> Done {
    content.replace(target)
}

/// Appends what the list has got; what was in it stays as it is.
pub fn appended<T: ToPython>(target: Value<'_>, items: &[T]) -> Done {
    let old = list_items(target).ok_or(Leave::Miss)?.len();
    let more = items.get(old..).ok_or(Leave::Miss)?;
    if !more.is_empty() {
        mark()?;
    }
    more.iter().try_for_each(|item| append(target, item))
}

/// Commits inside each item of a list whose items are the same objects as before.
pub fn each<T>(target: Value<'_>, items: &[T], commit: impl Fn(Value<'_>, &T) -> Done) -> Done {
    let old = list_items(target).ok_or(Leave::Miss)?;
    if old.len() != items.len() {
        return Err(Leave::Miss);
    }
    // Held, since a commit may drop objects, and with that run code that changes the list.
    let held: Vec<_> = old.iter().map(|item| item.hold()).collect();
    held.iter()
        .zip(items)
        .try_for_each(|(target, item)| commit(target.value(), item))
}

/// Commits inside each value of a dict whose entries are the same objects as before.
pub fn each_value<K: ToPython, V>(
    target: Value<'_>,
    items: &Dict<K, V>,
    commit: impl Fn(Value<'_>, &V) -> Done,
) -> Done {
    let old = dict_items(target).ok_or(Leave::Miss)?;
    let held: Vec<_> = old.map(|(key, value)| (key.hold(), value.hold())).collect();
    let is_same = held.len() == items.len()
        && held
            .iter()
            .zip(items.keys())
            .all(|(old, key)| key.is_same(old.0.value()));
    if !is_same {
        return Err(Leave::Miss);
    }
    held.iter()
        .zip(items.values())
        .try_for_each(|(old, value)| commit(old.1.value(), value))
}

/// Writes the changes of all instances that several names hold into their objects.
pub fn shared() -> Done {
    graph::commit()
}

/// Sets the fields that an `__init__` has made: what was there before is no longer there.
pub fn made<T: Record>(target: Value<'_>, value: &T) -> Done {
    mark()?;
    classes::fill::<T>(target, |out| value.write(out))
}

/// Sets fields of an instance.
pub fn fields(target: Value<'_>, set: impl FnOnce(&mut NewFields<'_>) -> Done) -> Done {
    mark()?;
    classes::update(target, set)
}

impl<T: ToPython> Replace for Vec<T> {
    fn replace(&self, target: Value<'_>) -> Done {
        self[..].replace(target)
    }
}

impl<T: ToPython> Replace for [T] {
    fn replace(&self, target: Value<'_>) -> Done {
        if !target.is_exactly(addr_of_mut!(ffi::PyList_Type)) {
            return Err(Leave::Miss);
        }
        mark()?;
        for (index, item) in self.iter().enumerate() {
            // Read anew each time: dropping an old item may run code that changes the list.
            match list_items(target).and_then(|items| items.get(index)) {
                Some(old) if item.is_same(*old) => {}
                Some(_) => set_item(target, index, item)?,
                None => append(target, item)?,
            }
        }
        cut(target, self.len())
    }
}

fn set_item(list: Value<'_>, index: usize, item: &impl ToPython) -> Done {
    let item = item.to_python()?.into_pointer();
    // SAFETY: exactly a list; takes the reference over, and checks the index.
    done(unsafe { ffi::PyList_SetItem(list.pointer(), index as Py_ssize_t, item) })
}

fn append(list: Value<'_>, item: &impl ToPython) -> Done {
    let item = item.to_python()?;
    // SAFETY: exactly a list; takes its own reference.
    done(unsafe { ffi::PyList_Append(list.pointer(), item.pointer()) })
}

/// `del list[length:]`
fn cut(list: Value<'_>, length: usize) -> Done {
    // SAFETY: exactly a list.
    unsafe {
        let old = ffi::PyList_GET_SIZE(list.pointer());
        if old as usize <= length {
            return Ok(());
        }
        done(ffi::PyList_SetSlice(
            list.pointer(),
            length as Py_ssize_t,
            old,
            null_mut(),
        ))
    }
}
