//! `Counter` and `defaultdict`: exactly these classes, over the dicts that they are.
#![allow(
    unsafe_code,
    reason = "calls the classes, reads the factory of a defaultdict"
)]

use pyo3::ffi::{self, PyObject};

use super::scalar::made;
use super::table::{fill, items_in, read, replace, visit};
use super::{FromPython, Made, Seen, ToPython};
use crate::dict::{Counter, DefaultDict, Factory};
use crate::hash::PyHash;
use crate::python::classes::Done;
use crate::python::commit::Replace;
use crate::python::entry::Leave;
use crate::python::library::{COUNTER, Class, DEFAULT_DICT};
use crate::python::value::{Owned, Value};

/// `class(argument)`
fn call(class: &Class, argument: Option<&Owned>) -> Made {
    let class = class.object().ok_or(Leave::Miss)?;
    let argument = argument.map_or(std::ptr::null_mut(), Owned::pointer);
    // SAFETY: live objects; makes a new reference, or reports an error.
    unsafe {
        made(ffi::PyObject_CallFunctionObjArgs(
            class.pointer(),
            argument,
            std::ptr::null_mut::<PyObject>(),
        ))
    }
}

/// The builtin class of this name.
fn factory_named(name: &str) -> Option<Owned> {
    // SAFETY: the builtin types live as long as the interpreter.
    unsafe {
        let class = match name {
            "int" => std::ptr::addr_of_mut!(ffi::PyLong_Type),
            "float" => std::ptr::addr_of_mut!(ffi::PyFloat_Type),
            "bool" => std::ptr::addr_of_mut!(ffi::PyBool_Type),
            "str" => std::ptr::addr_of_mut!(ffi::PyUnicode_Type),
            "list" => std::ptr::addr_of_mut!(ffi::PyList_Type),
            "set" => std::ptr::addr_of_mut!(ffi::PySet_Type),
            "dict" => std::ptr::addr_of_mut!(ffi::PyDict_Type),
            _ => return None,
        };
        Some(Value::new(class.cast::<PyObject>()).hold())
    }
}

/// `value.default_factory is factory`
fn has_factory(value: Value<'_>, factory: &Owned) -> bool {
    // SAFETY: a live object; makes a new reference, or reports an error.
    let found = unsafe {
        Owned::from_new(ffi::PyObject_GetAttrString(
            value.pointer(),
            c"default_factory".as_ptr(),
        ))
    };
    found.is_some_and(|found| found.pointer() == factory.pointer())
}

impl<K: FromPython + PyHash, V: FromPython> FromPython for Counter<K, V> {
    const MUTABLE: bool = true;

    fn from_python(value: Value<'_>) -> Option<Self> {
        if !COUNTER.is_of(value) {
            return None;
        }
        Some(Counter::from(read(value)?))
    }

    fn visit(value: Value<'_>, seen: &mut Seen) -> bool {
        COUNTER.is_of(value) && visit::<K, V>(value, seen)
    }
}

impl<K: ToPython, V: ToPython> ToPython for Counter<K, V> {
    fn to_python(&self) -> Made {
        fill(call(&COUNTER, None)?, self)
    }

    fn is_same(&self, old: Value<'_>) -> bool {
        COUNTER.is_of(old) && items_in(self, old)
    }
}

impl<K: ToPython, V: ToPython> Replace for Counter<K, V> {
    fn replace(&self, target: Value<'_>) -> Done {
        if !COUNTER.is_of(target) {
            return Err(Leave::Miss);
        }
        replace(self, target)
    }
}

fn is_default<F: Factory>(value: Value<'_>) -> bool {
    DEFAULT_DICT.is_of(value)
        && factory_named(F::NAME).is_some_and(|factory| has_factory(value, &factory))
}

impl<K: FromPython + PyHash, V: FromPython, F: Factory> FromPython for DefaultDict<K, V, F> {
    const MUTABLE: bool = true;

    fn from_python(value: Value<'_>) -> Option<Self> {
        if !is_default::<F>(value) {
            return None;
        }
        Some(DefaultDict::from(read(value)?))
    }

    fn visit(value: Value<'_>, seen: &mut Seen) -> bool {
        is_default::<F>(value) && visit::<K, V>(value, seen)
    }
}

impl<K: ToPython, V: ToPython, F: Factory> ToPython for DefaultDict<K, V, F> {
    fn to_python(&self) -> Made {
        let factory = factory_named(F::NAME).ok_or(Leave::Miss)?;
        fill(call(&DEFAULT_DICT, Some(&factory))?, self)
    }

    fn is_same(&self, old: Value<'_>) -> bool {
        is_default::<F>(old) && items_in(self, old)
    }
}

impl<K: ToPython, V: ToPython, F: Factory> Replace for DefaultDict<K, V, F> {
    fn replace(&self, target: Value<'_>) -> Done {
        if !is_default::<F>(target) {
            return Err(Leave::Miss);
        }
        replace(self, target)
    }
}
