//! NumPy itself, asked for whole arrays: it knows best, and its answer is its own to the last bit.
//!
//! In: names of NumPy's functions and native values. Out: its answer as a native value; a redo where
//! that is of another type than the compiler counted on, or where NumPy raises or would have warned.
//! What is asked here has no effect that a program can see, other than on arrays that are put back
//! when the call is given up.
#![allow(unsafe_code, reason = "calls functions and methods of Python objects")]

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::CString;
use std::ptr::null_mut;

use pyo3::ffi::{self, PyObject};

use super::flags;
use crate::array::NumPy;
use crate::error::{Res, Stop};
use crate::kind::ExcKind;
use crate::python::convert::{FromPython, ToPython};
use crate::python::entry::Leave;
use crate::python::gil::Guarded;
use crate::python::value::Owned;
use crate::python::{pending, ticker};

/// The arguments of a call, as Python objects.
pub trait Args {
    /// Makes them.
    fn objects(&self) -> Res<Vec<Owned>>;
}

macro_rules! args {
    ($($name:ident $place:tt),*) => {
        impl<$($name: ToPython + ?Sized),*> Args for ($(&$name,)*) {
            fn objects(&self) -> Res<Vec<Owned>> {
                Ok(vec![$(out(self.$place)?),*])
            }
        }
    };
}
args!();
args!(A 0);
args!(A 0, B 1);
args!(A 0, B 1, C 2);
args!(A 0, B 1, C 2, D 3);

fn out(value: &(impl ToPython + ?Sized)) -> Res<Owned> {
    value.to_python().map_err(|leave| match leave {
        Leave::Raised => raised(),
        Leave::Miss => Stop::redo(),
        Leave::Stop(stop) => stop,
    })
}

/// Whatever NumPy raised, the original raises it again; Ctrl-C is kept.
#[cold]
fn raised() -> Stop {
    let stop = pending::take();
    if stop.matches(&[ExcKind::KeyboardInterrupt, ExcKind::SystemExit]) {
        return stop;
    }
    pending::clear();
    Stop::redo()
}

/// Asks, and takes the answer; NumPy begins with flags of its own.
fn asked<T: FromPython>(ask: impl FnOnce() -> *mut PyObject) -> Res<T> {
    ticker::prepare()?;
    flags::set_aside();
    // SAFETY: what is asked makes a new reference, or reports an error.
    let answer = unsafe { Owned::from_new(ask()) };
    flags::forget();
    ticker::review()?;
    T::from_python(answer.ok_or_else(raised)?.value()).ok_or_else(Stop::redo)
}

/// NumPy's functions, by name.
static FOUND: Guarded<RefCell<Option<HashMap<&'static str, Owned>>>> =
    Guarded::new(RefCell::new(None));

fn function(name: &'static str) -> Res<Owned> {
    let mut found = FOUND.borrow_mut();
    let table = found.get_or_insert_with(HashMap::new);
    if let Some(function) = table.get(name) {
        return Ok(function.clone());
    }
    let text = CString::new(name).map_err(|_| Stop::redo())?;
    // SAFETY: the GIL is held; each call makes a new reference, or reports an error.
    let made = unsafe {
        Owned::from_new(ffi::PyImport_ImportModule(c"numpy".as_ptr())).and_then(|module| {
            Owned::from_new(ffi::PyObject_GetAttrString(module.pointer(), text.as_ptr()))
        })
    };
    let made = made.ok_or_else(raised)?;
    table.insert(name, made.clone());
    Ok(made)
}

/// `np.name(*args)`
pub fn call<T: FromPython>(name: &'static str, args: impl Args) -> Res<T> {
    let function = function(name)?;
    let args = args.objects()?;
    let row: Vec<_> = args.iter().map(Owned::pointer).collect();
    // SAFETY: live objects.
    asked(|| unsafe {
        ffi::PyObject_Vectorcall(function.pointer(), row.as_ptr(), row.len(), null_mut())
    })
}

/// `array.name(*args)`
pub fn method<T: FromPython>(
    name: &'static str,
    array: &(impl ToPython + ?Sized),
    args: impl Args,
) -> Res<T> {
    let text = CString::new(name).map_err(|_| Stop::redo())?;
    let array = out(array)?;
    let args = args.objects()?;
    let mut row = vec![array.pointer()];
    row.extend(args.iter().map(Owned::pointer));
    // SAFETY: a name of Python's, and live objects.
    unsafe {
        let name = Owned::from_new(ffi::PyUnicode_InternFromString(text.as_ptr()));
        let name = name.ok_or_else(raised)?;
        asked(|| {
            ffi::PyObject_VectorcallMethod(name.pointer(), row.as_ptr(), row.len(), null_mut())
        })
    }
}

type Binary = unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> *mut PyObject;

fn both<T: FromPython>(
    ask: Binary,
    first: &(impl ToPython + ?Sized),
    second: &(impl ToPython + ?Sized),
) -> Res<T> {
    let (first, second) = (out(first)?, out(second)?);
    // SAFETY: live objects.
    asked(|| unsafe { ask(first.pointer(), second.pointer()) })
}

macro_rules! operators {
    ($($(#[$doc:meta])* $name:ident $function:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<T: FromPython>(first: &(impl ToPython + ?Sized), second: &(impl ToPython + ?Sized)) -> Res<T> {
            both(ffi::$function, first, second)
        }
    )*};
}
operators! {
    /// `a + b`
    add PyNumber_Add;
    /// `a - b`
    sub PyNumber_Subtract;
    /// `a * b`
    mul PyNumber_Multiply;
    /// `a / b`
    truediv PyNumber_TrueDivide;
    /// `a // b`
    floordiv PyNumber_FloorDivide;
    /// `a % b`
    modulo PyNumber_Remainder;
    /// `a @ b`
    matmul PyNumber_MatrixMultiply;
    /// `a & b`
    and PyNumber_And;
    /// `a | b`
    or PyNumber_Or;
    /// `a ^ b`
    xor PyNumber_Xor;
    /// `a += b`
    add_to PyNumber_InPlaceAdd;
    /// `a -= b`
    sub_from PyNumber_InPlaceSubtract;
    /// `a *= b`
    mul_by PyNumber_InPlaceMultiply;
    /// `a /= b`
    div_by PyNumber_InPlaceTrueDivide;
    /// `a[key]`
    part PyObject_GetItem;
}

/// `a ** b`
pub fn pow<T: FromPython>(
    first: &(impl ToPython + ?Sized),
    second: &(impl ToPython + ?Sized),
) -> Res<T> {
    let (first, second) = (out(first)?, out(second)?);
    // SAFETY: live objects; None lives as long as the interpreter.
    asked(|| unsafe { ffi::PyNumber_Power(first.pointer(), second.pointer(), ffi::Py_None()) })
}

/// `-a`
pub fn neg<T: FromPython>(array: &(impl ToPython + ?Sized)) -> Res<T> {
    let array = out(array)?;
    // SAFETY: a live object.
    asked(|| unsafe { ffi::PyNumber_Negative(array.pointer()) })
}

/// `~a`
pub fn invert<T: FromPython>(array: &(impl ToPython + ?Sized)) -> Res<T> {
    let array = out(array)?;
    // SAFETY: a live object.
    asked(|| unsafe { ffi::PyNumber_Invert(array.pointer()) })
}

fn compared<T: FromPython>(
    how: std::ffi::c_int,
    first: &(impl ToPython + ?Sized),
    second: &(impl ToPython + ?Sized),
) -> Res<T> {
    let (first, second) = (out(first)?, out(second)?);
    // SAFETY: live objects.
    asked(|| unsafe { ffi::PyObject_RichCompare(first.pointer(), second.pointer(), how) })
}

macro_rules! comparisons {
    ($($(#[$doc:meta])* $name:ident $how:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name<T: FromPython>(first: &(impl ToPython + ?Sized), second: &(impl ToPython + ?Sized)) -> Res<T> {
            compared(ffi::$how, first, second)
        }
    )*};
}
comparisons! {
    /// `a == b`
    eq Py_EQ;
    /// `a != b`
    ne Py_NE;
    /// `a < b`
    lt Py_LT;
    /// `a <= b`
    le Py_LE;
    /// `a > b`
    gt Py_GT;
    /// `a >= b`
    ge Py_GE;
}

fn assign_at(array: &Owned, key: *mut PyObject, value: &(impl ToPython + ?Sized)) -> Res<()> {
    let value = out(value)?;
    asked(|| {
        // SAFETY: live objects; None lives as long as the interpreter.
        unsafe {
            match ffi::PyObject_SetItem(array.pointer(), key, value.pointer()) {
                0 => ffi::Py_NewRef(ffi::Py_None()),
                _ => null_mut(),
            }
        }
    })
}

/// `a[...] = value`
pub fn assign(array: &(impl ToPython + ?Sized), value: &(impl ToPython + ?Sized)) -> Res<()> {
    // SAFETY: the Ellipsis lives as long as the interpreter.
    let all = unsafe { ffi::Py_Ellipsis() };
    assign_at(&out(array)?, all, value)
}

/// `a[key] = value`
pub fn assign_part(
    array: &(impl ToPython + ?Sized),
    key: &(impl ToPython + ?Sized),
    value: &(impl ToPython + ?Sized),
) -> Res<()> {
    let key = out(key)?;
    assign_at(&out(array)?, key.pointer(), value)
}

/// The number itself.
pub fn value<T>(number: NumPy<T>) -> T {
    number.0
}
