//! `list` as `Vec`, and `bytes`.
#![allow(
    unsafe_code,
    reason = "reads and fills CPython's list objects directly"
)]

use std::ptr::addr_of_mut;

use pyo3::ffi::{self, Py_ssize_t, PyListObject};

use super::scalar::made;
use super::{FromPython, Made, Seen, ToPython};
use crate::python::value::Value;

/// The items of a list, if this is exactly a list.
///
/// Good as long as nothing runs that could change the list.
#[inline(always)]
pub(crate) fn list_items(value: Value<'_>) -> Option<&[Value<'_>]> {
    if !value.is_exactly(addr_of_mut!(ffi::PyList_Type)) {
        return None;
    }
    let list = value.pointer().cast::<PyListObject>();
    // SAFETY: exactly a list; its items are never null while Python code can see it, and `Value`
    // is a transparent pointer. An empty list may have no array.
    unsafe {
        let length = ffi::PyList_GET_SIZE(value.pointer()) as usize;
        if length == 0 {
            return Some(&[]);
        }
        Some(std::slice::from_raw_parts(
            (*list).ob_item.cast::<Value<'_>>(),
            length,
        ))
    }
}

impl<T: FromPython> FromPython for Vec<T> {
    const MUTABLE: bool = true;

    #[inline]
    fn from_python(value: Value<'_>) -> Option<Vec<T>> {
        T::from_row(list_items(value)?)
    }

    fn visit(value: Value<'_>, seen: &mut Seen) -> bool {
        let Some(items) = list_items(value) else {
            return false;
        };
        seen.note(value);
        seen.note_parts(items.iter().copied());
        !T::MUTABLE || items.iter().all(|item| T::visit(*item, seen))
    }
}

impl<T: ToPython> ToPython for [T] {
    #[inline]
    fn to_python(&self) -> Made {
        // SAFETY: a new list of this length is filled once, item by item; where an item can't be
        // made, the rest stays null, which deallocation allows.
        unsafe {
            let list = made(ffi::PyList_New(self.len() as Py_ssize_t))?;
            for (index, item) in self.iter().enumerate() {
                let object = item.to_python()?.into_pointer();
                ffi::PyList_SET_ITEM(list.pointer(), index as Py_ssize_t, object);
            }
            Ok(list)
        }
    }

    fn is_same(&self, old: Value<'_>) -> bool {
        list_items(old).is_some_and(|items| {
            items.len() == self.len() && self.iter().zip(items).all(|(new, old)| new.is_same(*old))
        })
    }
}

impl<T: ToPython> ToPython for Vec<T> {
    #[inline]
    fn to_python(&self) -> Made {
        self[..].to_python()
    }

    fn is_same(&self, old: Value<'_>) -> bool {
        self[..].is_same(old)
    }
}

impl<T: ToPython, const N: usize> ToPython for [T; N] {
    #[inline]
    fn to_python(&self) -> Made {
        self[..].to_python()
    }

    fn is_same(&self, old: Value<'_>) -> bool {
        self[..].is_same(old)
    }
}
