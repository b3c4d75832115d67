//! `collections.deque` as `Deque`: items, limit, and what Python would notice of a change.
#![allow(unsafe_code, reason = "calls methods of deques")]

use std::ffi::CStr;

use pyo3::ffi;

use super::scalar::made;
use super::seq::list_items;
use super::{FromPython, Made, Seen, ToPython};
use crate::deque::Deque;
use crate::python::classes::Done;
use crate::python::commit::{self, Replace};
use crate::python::entry::Leave;
use crate::python::library::DEQUE;
use crate::python::value::{Owned, Value};

/// The items of a deque in a list of their own.
fn items_of(value: Value<'_>) -> Option<Owned> {
    if !DEQUE.is_of(value) {
        return None;
    }
    // SAFETY: a live object that is exactly a deque; makes a new reference, or reports an error.
    let items = unsafe { Owned::from_new(ffi::PySequence_List(value.pointer())) };
    if items.is_none() {
        // SAFETY: the GIL is held.
        unsafe { ffi::PyErr_Clear() };
    }
    items
}

/// `value.maxlen`
fn limit_of(value: Value<'_>) -> Option<Option<i64>> {
    // SAFETY: a live object that is exactly a deque; makes a new reference, or reports an error.
    let limit = unsafe {
        Owned::from_new(ffi::PyObject_GetAttrString(
            value.pointer(),
            c"maxlen".as_ptr(),
        ))
    };
    Option::<i64>::from_python(limit?.value())
}

impl<T: FromPython> FromPython for Deque<T> {
    const MUTABLE: bool = true;

    fn from_python(value: Value<'_>) -> Option<Deque<T>> {
        let items = items_of(value)?;
        let row = T::from_row(list_items(items.value())?)?;
        Deque::limited(row, limit_of(value)?).ok()
    }

    fn visit(value: Value<'_>, seen: &mut Seen) -> bool {
        let Some(items) = items_of(value) else {
            return false;
        };
        let Some(items) = list_items(items.value()) else {
            return false;
        };
        seen.note(value);
        seen.note_parts(items.iter().copied());
        !T::MUTABLE || items.iter().all(|item| T::visit(*item, seen))
    }
}

impl<T: ToPython> ToPython for Deque<T> {
    fn to_python(&self) -> Made {
        let items = self.iter().map(ToPython::to_python);
        let items = list_of(items.collect::<Result<Vec<_>, _>>()?)?;
        let class = DEQUE.object().ok_or(Leave::Miss)?;
        let limit = self.maxlen().to_python()?;
        // SAFETY: live objects; makes a new reference, or reports an error.
        unsafe {
            made(ffi::PyObject_CallFunctionObjArgs(
                class.pointer(),
                items.pointer(),
                limit.pointer(),
                std::ptr::null_mut::<ffi::PyObject>(),
            ))
        }
    }

    fn is_same(&self, old: Value<'_>) -> bool {
        items_of(old).is_some_and(|items| {
            list_items(items.value()).is_some_and(|items| {
                items.len() == self.len()
                    && self.iter().zip(items).all(|(new, old)| new.is_same(*old))
            })
        })
    }
}

/// A list of these objects.
fn list_of(items: Vec<Owned>) -> Made {
    // SAFETY: a new list of this length is filled once, item by item.
    unsafe {
        let list = made(ffi::PyList_New(items.len() as ffi::Py_ssize_t))?;
        for (place, item) in items.into_iter().enumerate() {
            ffi::PyList_SET_ITEM(
                list.pointer(),
                place as ffi::Py_ssize_t,
                item.into_pointer(),
            );
        }
        Ok(list)
    }
}

impl<T: ToPython> Replace for Deque<T> {
    /// Items that stayed keep their identity; a walk of somebody else's ends as in Python.
    fn replace(&self, target: Value<'_>) -> Done {
        let held = items_of(target).ok_or(Leave::Miss)?;
        let old = list_items(held.value()).ok_or(Leave::Miss)?;
        commit::mark()?;
        if self.changes == 0 {
            for (place, (new, old)) in self.iter().zip(old).enumerate() {
                if !new.is_same(*old) {
                    set_item(target, place, &new.to_python()?)?;
                }
            }
            return Ok(());
        }
        let shift = self.items.front().map_or(0, |first| {
            old.iter()
                .position(|item| first.is_same(*item))
                .unwrap_or(0)
        });
        let items = self
            .iter()
            .enumerate()
            .map(|(place, new)| match old.get(place + shift) {
                Some(old) if new.is_same(*old) => Ok(old.hold()),
                _ => new.to_python(),
            });
        let items = list_of(items.collect::<Result<Vec<_>, _>>()?)?;
        call(target, c"clear", None)?;
        call(target, c"extend", Some(&items))
    }
}

fn set_item(deque: Value<'_>, place: usize, item: &Owned) -> Done {
    // SAFETY: a deque and an object; it takes its own reference, and checks the place.
    commit::done(unsafe {
        ffi::PySequence_SetItem(deque.pointer(), place as ffi::Py_ssize_t, item.pointer())
    })
}

/// `deque.name(argument)`
fn call(deque: Value<'_>, name: &CStr, argument: Option<&Owned>) -> Done {
    // SAFETY: live objects; makes new references, or reports an error.
    unsafe {
        let method = made(ffi::PyObject_GetAttrString(deque.pointer(), name.as_ptr()))?;
        let argument = argument.map_or(std::ptr::null_mut(), Owned::pointer);
        made(ffi::PyObject_CallFunctionObjArgs(
            method.pointer(),
            argument,
            std::ptr::null_mut::<ffi::PyObject>(),
        ))?;
    }
    Ok(())
}
