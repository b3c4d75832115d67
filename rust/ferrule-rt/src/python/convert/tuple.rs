//! `tuple` of one to eight items of known types.
#![allow(
    unsafe_code,
    reason = "reads and fills CPython's tuple objects directly"
)]

use std::ptr::addr_of_mut;

use pyo3::ffi::{self, Py_ssize_t};

use super::scalar::made;
use super::{FromPython, Made, Seen, ToPython};
use crate::python::value::Value;

/// The item of a tuple; `None` where this is not exactly a tuple of that length.
#[inline(always)]
fn tuple_item<'a>(value: Value<'a>, index: usize) -> Value<'a> {
    // SAFETY: only called after `is_tuple_of`, with an index below the length.
    unsafe { Value::new(ffi::PyTuple_GET_ITEM(value.pointer(), index as Py_ssize_t)) }
}

#[inline(always)]
fn is_tuple_of(value: Value<'_>, length: usize) -> bool {
    value.is_exactly(addr_of_mut!(ffi::PyTuple_Type))
        // SAFETY: exactly a tuple.
        && unsafe { ffi::PyTuple_GET_SIZE(value.pointer()) } as usize == length
}

macro_rules! tuples {
    ($($length:literal: $($item:ident $index:tt),+;)+) => {$(
        impl<$($item: FromPython),+> FromPython for ($($item,)+) {
            const MUTABLE: bool = false $(|| $item::MUTABLE)+;

            #[inline]
            fn from_python(value: Value<'_>) -> Option<Self> {
                is_tuple_of(value, $length)
                    .then(|| Some(($($item::from_python(tuple_item(value, $index))?,)+)))?
            }

            #[inline(always)]
            unsafe fn read_into(value: Value<'_>, slot: *mut Self) -> bool {
                if !is_tuple_of(value, $length) {
                    return false;
                }
                // SAFETY: each part is written once, in order; those before one that can't be
                // read are dropped again.
                unsafe {
                    let mut read = 0;
                    let is_whole = $({
                        let part = addr_of_mut!((*slot).$index);
                        let is_read = $item::read_into(tuple_item(value, $index), part);
                        read += usize::from(is_read);
                        is_read
                    })&&+;
                    if !is_whole {
                        $(if read > $index {
                            addr_of_mut!((*slot).$index).drop_in_place();
                        })+
                    }
                    is_whole
                }
            }

            fn visit(value: Value<'_>, seen: &mut Seen) -> bool {
                is_tuple_of(value, $length) $(&& $item::visit(tuple_item(value, $index), seen))+
            }
        }

        impl<$($item: ToPython),+> ToPython for ($($item,)+) {
            #[inline]
            fn to_python(&self) -> Made {
                // SAFETY: a new tuple of this length is filled once, item by item; where an item
                // can't be made, the rest stays null, which deallocation allows.
                unsafe {
                    let tuple = made(ffi::PyTuple_New($length))?;
                    $(
                        let object = self.$index.to_python()?.into_pointer();
                        ffi::PyTuple_SET_ITEM(tuple.pointer(), $index, object);
                    )+
                    Ok(tuple)
                }
            }

            fn is_same(&self, old: Value<'_>) -> bool {
                is_tuple_of(old, $length) $(&& self.$index.is_same(tuple_item(old, $index)))+
            }
        }
    )+};
}

tuples! {
    1: A 0;
    2: A 0, B 1;
    3: A 0, B 1, C 2;
    4: A 0, B 1, C 2, D 3;
    5: A 0, B 1, C 2, D 3, E 4;
    6: A 0, B 1, C 2, D 3, E 4, F 5;
    7: A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
}
