//! Containers that several names hold: one handle for each object, and each object back as itself.
//!
//! In: lists, dicts and sets. Out: handles, read when they are first looked at; when the slice is
//! done, the changes in the very objects, and one new object for each container that it has made.
//! Assumes what `graph` assumes.
#![allow(unsafe_code, reason = "hands out objects by their address")]

use std::any::Any;
use std::ptr::addr_of_mut;
use std::rc::Rc;

use pyo3::ffi::{self, PyObject};

use super::classes::Done;
use super::commit::{self, Replace};
use super::convert::{FromPython, Made, ToPython};
use super::entry::Leave;
use super::graph::{self, Acting, Acts};
use super::library::{COUNTER, DEFAULT_DICT, DEQUE};
use super::value::Value;
use crate::deque::Deque;
use crate::dict::{Counter, DefaultDict, Dict};
use crate::set::Set;
use crate::shared::{Change, Container, Field, Shared};

/// A kind of container.
pub trait Kind: Container + FromPython + ToPython + Replace {
    /// Is this exactly an object of its type?
    fn is_kind(object: Value<'_>) -> bool;

    /// A new one, empty.
    fn empty(&self) -> Made {
        Self::default().to_python()
    }
}

impl<T> Kind for Vec<T>
where
    Vec<T>: Container + FromPython + ToPython + Replace,
{
    #[inline]
    fn is_kind(object: Value<'_>) -> bool {
        object.is_exactly(addr_of_mut!(ffi::PyList_Type))
    }
}

impl<T> Kind for Deque<T>
where
    Deque<T>: Container + FromPython + ToPython + Replace,
{
    #[inline]
    fn is_kind(object: Value<'_>) -> bool {
        DEQUE.is_of(object)
    }

    fn empty(&self) -> Made {
        Deque::<T>::limited(Vec::new(), self.maxlen())?.to_python()
    }
}

impl<K, V> Kind for Dict<K, V>
where
    Dict<K, V>: Container + FromPython + ToPython + Replace,
{
    #[inline]
    fn is_kind(object: Value<'_>) -> bool {
        object.is_exactly(addr_of_mut!(ffi::PyDict_Type))
    }
}

impl<K, V> Kind for Counter<K, V>
where
    Counter<K, V>: Container + FromPython + ToPython + Replace,
{
    #[inline]
    fn is_kind(object: Value<'_>) -> bool {
        COUNTER.is_of(object)
    }
}

impl<K, V, F> Kind for DefaultDict<K, V, F>
where
    DefaultDict<K, V, F>: Container + FromPython + ToPython + Replace,
{
    /// Its factory is looked at when it is read.
    #[inline]
    fn is_kind(object: Value<'_>) -> bool {
        DEFAULT_DICT.is_of(object)
    }
}

impl<T> Kind for Set<T>
where
    Set<T>: Container + FromPython + ToPython + Replace,
{
    #[inline]
    fn is_kind(object: Value<'_>) -> bool {
        object.is_exactly(addr_of_mut!(ffi::PySet_Type))
    }
}

impl<C: Kind> Acting for Field<C> {
    const ACTS: Acts = Acts {
        update: update::<C>,
        is_changed: is_changed::<C>,
        fill: fill::<C>,
        unlink: graph::unlink::<Field<C>>,
    };

    const DECIDES: bool = true;

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
        C::is_kind(value).then(|| graph::find(value))?
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
        let object = self.borrow().empty()?;
        graph::stand_behind(&object, self)?;
        Ok(object)
    }

    #[inline]
    fn is_same(&self, old: Value<'_>) -> bool {
        self.held().origin() == old.pointer() as usize
    }
}
