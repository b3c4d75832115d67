//! Any Python value, worked on through Python's own protocol.
//!
//! In: objects that a slice captured or was given. Out: what Python answers; where it raises, a
//! `Stop` that a native `try` can match, and the very exception where nothing catches it.
//! What the slice printed so far is written before each call back. A call back may have effects:
//! the compiler allows no redo after one.
#![allow(unsafe_code, reason = "calls the abstract object protocol")]

use std::cell::RefCell;
use std::ffi::c_int;

use pyo3::ffi::{self, PyObject};

use super::convert::{FromPython, Made, ToPython};
use super::entry::Leave;
use super::gil::Guarded;
use super::value::{Owned, Value};
use super::{pending, stdout};
use crate::error::{Res, Stop};
use crate::string::Str;

/// Any Python object.
#[derive(Clone, Debug)]
pub struct Object(Owned);

static OBJECTS: Guarded<RefCell<Vec<Owned>>> = Guarded::new(RefCell::new(Vec::new()));

/// Keeps the objects for `global`.
pub(super) fn bind(objects: Vec<Owned>) {
    let old = OBJECTS.replace(objects);
    drop(old);
}

/// The captured object of that index.
pub fn global(index: usize) -> Res<Object> {
    OBJECTS
        .borrow()
        .get(index)
        .map(|object| Object(object.clone()))
        .ok_or_else(Stop::redo)
}

impl FromPython for Object {
    #[inline]
    fn from_python(value: Value<'_>) -> Option<Object> {
        Some(Object(value.hold()))
    }
}

impl ToPython for Object {
    #[inline]
    fn to_python(&self) -> Made {
        Ok(self.0.clone())
    }

    #[inline]
    fn is_same(&self, old: Value<'_>) -> bool {
        self.0.pointer() == old.pointer()
    }
}

/// Takes over a new reference, or the exception.
unsafe fn answer(pointer: *mut PyObject) -> Res<Object> {
    // SAFETY: the caller's promise: a new reference, or null with an exception set.
    unsafe { Owned::from_new(pointer) }
        .map(Object)
        .ok_or_else(pending::take)
}

fn status(status: c_int) -> Res<c_int> {
    if status < 0 {
        Err(pending::take())
    } else {
        Ok(status)
    }
}

fn name_object(name: &str) -> Res<Owned> {
    out(Str::from(name))
}

fn out(value: impl ToPython) -> Res<Owned> {
    value.to_python().map_err(|leave| match leave {
        Leave::Raised => pending::take(),
        Leave::Miss => Stop::redo(),
        Leave::Stop(stop) => stop,
    })
}

/// A native value as a Python object.
pub fn from_native(value: impl ToPython) -> Res<Object> {
    out(value).map(Object)
}

/// The object as a native value; a redo where it is not exactly that.
pub fn to_native<T: FromPython>(object: &Object) -> Res<T> {
    T::from_python(object.0.value()).ok_or_else(Stop::redo)
}

/// `func(*args)`
pub fn call(func: &Object, args: &[Object]) -> Res<Object> {
    stdout::flush()?;
    let row: Vec<*mut PyObject> = args.iter().map(|arg| arg.0.pointer()).collect();
    // SAFETY: live objects; no keywords.
    unsafe {
        let none = std::ptr::null_mut();
        answer(ffi::PyObject_Vectorcall(
            func.0.pointer(),
            row.as_ptr(),
            row.len(),
            none,
        ))
    }
}

/// `object.name(*args)`
pub fn method(object: &Object, name: &str, args: &[Object]) -> Res<Object> {
    stdout::flush()?;
    let name = name_object(name)?;
    let mut row = vec![object.0.pointer()];
    row.extend(args.iter().map(|arg| arg.0.pointer()));
    // SAFETY: live objects; the first is the object itself; no keywords.
    unsafe {
        let none = std::ptr::null_mut();
        answer(ffi::PyObject_VectorcallMethod(
            name.pointer(),
            row.as_ptr(),
            row.len(),
            none,
        ))
    }
}

/// `object.name`
pub fn getattr(object: &Object, name: &str) -> Res<Object> {
    stdout::flush()?;
    let name = name_object(name)?;
    // SAFETY: live objects.
    unsafe { answer(ffi::PyObject_GetAttr(object.0.pointer(), name.pointer())) }
}

/// `object.name = value`
pub fn setattr(object: &Object, name: &str, value: &Object) -> Res<()> {
    stdout::flush()?;
    let name = name_object(name)?;
    let (object, value) = (object.0.pointer(), value.0.pointer());
    // SAFETY: live objects.
    status(unsafe { ffi::PyObject_SetAttr(object, name.pointer(), value) }).map(drop)
}

/// `object[key]`
pub fn getitem(object: &Object, key: &Object) -> Res<Object> {
    stdout::flush()?;
    // SAFETY: live objects.
    unsafe { answer(ffi::PyObject_GetItem(object.0.pointer(), key.0.pointer())) }
}

/// `object[key] = value`
pub fn setitem(object: &Object, key: &Object, value: &Object) -> Res<()> {
    stdout::flush()?;
    let (object, key, value) = (object.0.pointer(), key.0.pointer(), value.0.pointer());
    // SAFETY: live objects.
    status(unsafe { ffi::PyObject_SetItem(object, key, value) }).map(drop)
}

/// `del object[key]`
pub fn delitem(object: &Object, key: &Object) -> Res<()> {
    stdout::flush()?;
    // SAFETY: live objects.
    status(unsafe { ffi::PyObject_DelItem(object.0.pointer(), key.0.pointer()) }).map(drop)
}

macro_rules! binary {
    ($($(#[$doc:meta])* $name:ident $function:ident)*) => {$(
        $(#[$doc])*
        pub fn $name(a: &Object, b: &Object) -> Res<Object> {
            stdout::flush()?;
            // SAFETY: live objects.
            unsafe { answer(ffi::$function(a.0.pointer(), b.0.pointer())) }
        }
    )*};
}

binary! {
    /// `a + b`
    add PyNumber_Add
    /// `a - b`
    sub PyNumber_Subtract
    /// `a * b`
    mul PyNumber_Multiply
    /// `a / b`
    truediv PyNumber_TrueDivide
    /// `a // b`
    floordiv PyNumber_FloorDivide
    /// `a % b`
    modulo PyNumber_Remainder
    /// `a @ b`
    matmul PyNumber_MatrixMultiply
    /// `a & b`
    and PyNumber_And
    /// `a | b`
    or PyNumber_Or
    /// `a ^ b`
    xor PyNumber_Xor
    /// `a << b`
    lshift PyNumber_Lshift
    /// `a >> b`
    rshift PyNumber_Rshift
}

/// `a ** b`
pub fn pow(a: &Object, b: &Object) -> Res<Object> {
    stdout::flush()?;
    // SAFETY: live objects; None stands for "no modulus".
    unsafe {
        answer(ffi::PyNumber_Power(
            a.0.pointer(),
            b.0.pointer(),
            ffi::Py_None(),
        ))
    }
}

/// A comparison of Python.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less = ffi::Py_LT as isize,
    /// `<=`
    LessOrEqual = ffi::Py_LE as isize,
    /// `==`
    Equal = ffi::Py_EQ as isize,
    /// `!=`
    NotEqual = ffi::Py_NE as isize,
    /// `>`
    Greater = ffi::Py_GT as isize,
    /// `>=`
    GreaterOrEqual = ffi::Py_GE as isize,
}

/// `a < b` and its kin.
pub fn compare(a: &Object, comparison: Comparison, b: &Object) -> Res<Object> {
    stdout::flush()?;
    let (a, b) = (a.0.pointer(), b.0.pointer());
    // SAFETY: live objects.
    unsafe { answer(ffi::PyObject_RichCompare(a, b, comparison as c_int)) }
}

/// `a is b`
pub fn is(a: &Object, b: &Object) -> bool {
    a.0.pointer() == b.0.pointer()
}

/// `bool(object)`
pub fn truth(object: &Object) -> Res<bool> {
    stdout::flush()?;
    // SAFETY: a live object.
    status(unsafe { ffi::PyObject_IsTrue(object.0.pointer()) }).map(|answer| answer != 0)
}

/// `len(object)`
pub fn len(object: &Object) -> Res<i64> {
    stdout::flush()?;
    // SAFETY: a live object.
    match unsafe { ffi::PyObject_Size(object.0.pointer()) } {
        -1 => Err(pending::take()),
        length => Ok(length as i64),
    }
}

/// `item in object`
pub fn contains(object: &Object, item: &Object) -> Res<bool> {
    stdout::flush()?;
    // SAFETY: live objects.
    let found = unsafe { ffi::PySequence_Contains(object.0.pointer(), item.0.pointer()) };
    status(found).map(|found| found != 0)
}

/// `iter(object)`
pub fn iterate(object: &Object) -> Res<Items> {
    stdout::flush()?;
    // SAFETY: a live object.
    unsafe { answer(ffi::PyObject_GetIter(object.0.pointer())) }.map(Items)
}

/// The items that an iterator gives.
#[derive(Debug)]
pub struct Items(Object);

impl Iterator for Items {
    type Item = Res<Object>;

    fn next(&mut self) -> Option<Res<Object>> {
        if let Err(stop) = stdout::flush() {
            return Some(Err(stop));
        }
        // SAFETY: an iterator; null without an exception is its end.
        unsafe {
            let next = ffi::PyIter_Next(self.0.0.pointer());
            match next.is_null() && ffi::PyErr_Occurred().is_null() {
                true => None,
                false => Some(answer(next)),
            }
        }
    }
}
