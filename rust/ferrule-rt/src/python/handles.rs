//! Containers that several names hold: one handle for each object, and each object back as itself.
//!
//! In: lists, dicts and sets. Out: handles, read when they are first looked at; when the slice is
//! done, the changes in the very objects, and one new object for each container that it has made.
//! Assumes what `graph` assumes.
#![allow(unsafe_code, reason = "hands out objects by their address")]

use std::any::Any;
use std::ptr::addr_of_mut;
use std::rc::Rc;

use pyo3::ffi::{self, PyObject, PyTypeObject};

use super::classes::Done;
use super::commit::{self, Replace};
use super::convert::{FromPython, Made, ToPython};
use super::entry::Leave;
use super::graph::{self, Acting, Acts};
use super::value::{Owned, Value};
use crate::dict::Dict;
use crate::set::Set;
use crate::shared::{Change, Container, Field, Shared};

/// A kind of container.
pub trait Kind: Container + FromPython + ToPython + Replace {
    /// Its type.
    fn kind() -> *mut PyTypeObject;

    /// A new one, empty.
    fn empty() -> *mut PyObject;
}

impl<T: FromPython + ToPython> Kind for Vec<T>
where
    Vec<T>: Container,
{
    #[inline]
    fn kind() -> *mut PyTypeObject {
        addr_of_mut!(ffi::PyList_Type)
    }

    fn empty() -> *mut PyObject {
        // SAFETY: the GIL is held.
        unsafe { ffi::PyList_New(0) }
    }
}

impl<K, V> Kind for Dict<K, V>
where
    Dict<K, V>: Container + FromPython + ToPython + Replace,
{
    #[inline]
    fn kind() -> *mut PyTypeObject {
        addr_of_mut!(ffi::PyDict_Type)
    }

    fn empty() -> *mut PyObject {
        // SAFETY: the GIL is held.
        unsafe { ffi::PyDict_New() }
    }
}

impl<T> Kind for Set<T>
where
    Set<T>: Container + FromPython + ToPython + Replace,
{
    #[inline]
    fn kind() -> *mut PyTypeObject {
        addr_of_mut!(ffi::PySet_Type)
    }

    fn empty() -> *mut PyObject {
        // SAFETY: the GIL is held; null stands for no items.
        unsafe { ffi::PySet_New(std::ptr::null_mut()) }
    }
}

impl<C: Kind> Acting for Field<C> {
    const ACTS: Acts = Acts {
        update: update::<C>,
        is_changed: is_changed::<C>,
        fill: fill::<C>,
        unlink: graph::unlink::<Field<C>>,
    };

    fn load(object: Value<'_>) -> Option<Field<C>> {
        C::from_python(object).map(Field::new)
    }
}

fn is_changed<C: Kind>(node: &dyn Any) -> bool {
    graph::body::<Field<C>>(node).is_some_and(Field::is_changed)
}

fn update<C: Kind>(node: &dyn Any, object: Value<'_>, is_dry: bool) -> Done {
    match graph::body::<Field<C>>(node) {
        Some(body) if body.change() == Change::None => Ok(()),
        // Only instances of classes can be declined.
        Some(body) if is_dry && C::HOLDS => body.borrow().to_python().map(drop),
        Some(_) if is_dry => Ok(()),
        Some(body) => commit::replace(object, &*body.borrow()),
        None => Ok(()),
    }
}

fn fill<C: Kind>(node: &dyn Any, object: Value<'_>) -> Done {
    let body = graph::body::<Field<C>>(node).ok_or(Leave::Miss)?;
    body.borrow().replace(object)
}

impl<C: Kind> FromPython for Shared<Field<C>> {
    #[inline]
    fn from_python(value: Value<'_>) -> Option<Shared<Field<C>>> {
        value.is_exactly(C::kind()).then(|| graph::find(value))?
    }
}

impl<C: Kind> ToPython for Shared<Field<C>> {
    fn to_python(&self) -> Made {
        let held = self.held();
        if held.origin() != 0 {
            // SAFETY: the graph keeps the object alive until the call is over.
            return Ok(unsafe { Value::new(held.origin() as *mut PyObject) }.hold());
        }
        if Rc::strong_count(held) == 1 {
            // Nobody else can ask for this object.
            return self.borrow().to_python();
        }
        // SAFETY: a new reference.
        let object = unsafe { Owned::from_new(C::empty()) }.ok_or(Leave::Raised)?;
        graph::stand_behind(&object, self)?;
        Ok(object)
    }

    #[inline]
    fn is_same(&self, old: Value<'_>) -> bool {
        self.held().origin() == old.pointer() as usize
    }
}
