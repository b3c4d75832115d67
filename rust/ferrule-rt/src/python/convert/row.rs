//! `tuple` of any length as `Row`.
#![allow(
    unsafe_code,
    reason = "reads and fills CPython's tuple objects directly"
)]

use std::ptr::addr_of_mut;

use pyo3::ffi::{self, Py_ssize_t, PyTupleObject};

use super::scalar::made;
use super::{FromPython, Made, Seen, ToPython};
use crate::python::value::Value;
use crate::row::Row;

/// The items of a tuple, if this is exactly a tuple.
fn items(value: Value<'_>) -> Option<&[Value<'_>]> {
    if !value.is_exactly(addr_of_mut!(ffi::PyTuple_Type)) {
        return None;
    }
    let tuple = value.pointer().cast::<PyTupleObject>();
    // SAFETY: exactly a tuple; its items are never null while Python code can see it, and `Value`
    // is a transparent pointer.
    unsafe {
        let length = ffi::PyTuple_GET_SIZE(value.pointer()) as usize;
        let first = (*tuple).ob_item.as_ptr().cast::<Value<'_>>();
        Some(std::slice::from_raw_parts(first, length))
    }
}

impl<T: FromPython> FromPython for Row<T> {
    const MUTABLE: bool = T::MUTABLE;

    fn from_python(value: Value<'_>) -> Option<Row<T>> {
        Some(Row::from(T::from_row(items(value)?)?))
    }

    fn visit(value: Value<'_>, seen: &mut Seen) -> bool {
        items(value).is_some_and(|items| items.iter().all(|item| T::visit(*item, seen)))
    }
}

impl<T: ToPython> ToPython for Row<T> {
    fn to_python(&self) -> Made {
        // SAFETY: a new tuple of this length is filled once, item by item; where an item can't be
        // made, the rest stays null, which deallocation allows. The empty tuple is only one.
        unsafe {
            let tuple = made(ffi::PyTuple_New(self.len() as Py_ssize_t))?;
            for (place, item) in self.iter().enumerate() {
                let object = item.to_python()?.into_pointer();
                ffi::PyTuple_SET_ITEM(tuple.pointer(), place as Py_ssize_t, object);
            }
            Ok(tuple)
        }
    }

    fn is_same(&self, old: Value<'_>) -> bool {
        items(old).is_some_and(|items| {
            items.len() == self.len() && self.iter().zip(items).all(|(new, old)| new.is_same(*old))
        })
    }
}
