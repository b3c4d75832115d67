//! The builtins by which a program ties a slice to its Python side.
//!
//! In: the original functions, guards, classes and captured objects. Out: entries that run.
#![allow(unsafe_code, reason = "builtins called by CPython with raw arguments")]

use std::cell::{Cell, RefCell};
use std::ffi::CStr;
use std::ptr::{addr_of_mut, null_mut};

use pyo3::ffi::{self, Py_ssize_t, PyObject};

use super::convert::{FromPython, ToPython};
use super::entry::Memory;
use super::export::Row;
use super::gil::Guarded;
use super::guard::Guard;
use super::value::{Owned, Value};
use super::{classes, hooks, known, object};
use crate::meter;
use crate::string::Str;

type Builtin = (&'static CStr, ffi::PyCFunctionFast, &'static CStr);

/// The builtins that every slice has beside its entries.
pub(super) const BUILTINS: [Builtin; 5] = [
    (
        c"bind",
        bind,
        c"bind(name, original, guards, classes, objects, keywords)\n--\n\n\
          Ties an entry to its original; a guard is (dict or class, name[, expected]) or \
          (function, code).",
    ),
    (
        c"recognise",
        known::recognise,
        c"recognise(matches)\n--\n\nWhat is asked whether an argument is a function of a name.",
    ),
    (
        c"stats",
        stats,
        c"stats()\n--\n\nWhat each entry has done so far.",
    ),
    (
        c"switch",
        switch,
        c"switch(name, on)\n--\n\nSwitches the native runs of an entry on or off.",
    ),
    (
        c"weigh",
        weigh,
        c"weigh(on)\n--\n\nWhether entries rest whose boundary outweighs their work.",
    ),
];

static ROWS: Guarded<RefCell<Vec<Row>>> = Guarded::new(RefCell::new(Vec::new()));

pub(super) fn set_rows(rows: &[Row]) {
    *ROWS.borrow_mut() = rows.to_vec();
}

/// The state of the entry of that name.
fn find(name: Value<'_>) -> Option<&'static Memory> {
    let name = Str::from_python(name)?.to_utf8()?;
    let rows = ROWS.borrow();
    let row = rows
        .iter()
        .find(|row| row.name.to_bytes() == name.as_bytes())?;
    Some(row.state.memory())
}

/// `raise TypeError(message)`
fn type_error(message: &CStr) -> *mut PyObject {
    // SAFETY: the GIL is held; the message is a C string.
    unsafe { ffi::PyErr_SetString(ffi::PyExc_TypeError, message.as_ptr()) };
    null_mut()
}

fn none() -> *mut PyObject {
    ().to_python().map_or(null_mut(), Owned::into_pointer)
}

/// The arguments of a builtin.
unsafe fn row<'a>(args: *const *mut PyObject, count: Py_ssize_t) -> &'a [Value<'a>] {
    match count {
        0 => &[],
        // SAFETY: CPython hands over `count` objects that live for the call.
        _ => unsafe { std::slice::from_raw_parts(args.cast(), count as usize) },
    }
}

/// The items of a tuple or list.
fn items(value: Value<'_>) -> Option<Vec<Owned>> {
    // SAFETY: a fast sequence is a list or tuple; its items are borrowed, then owned.
    unsafe {
        let is_row =
            ffi::PyTuple_Check(value.pointer()) != 0 || ffi::PyList_Check(value.pointer()) != 0;
        let fast = is_row.then(|| Owned::from_new(ffi::PySequence_Tuple(value.pointer())))??;
        let length = ffi::PyTuple_GET_SIZE(fast.pointer());
        let item = |index| Value::new(ffi::PyTuple_GET_ITEM(fast.pointer(), index)).hold();
        Some((0..length).map(item).collect())
    }
}

fn guard(value: Value<'_>) -> Option<Guard> {
    match &items(value)?[..] {
        [holder, name] => Guard::of_function(holder.value(), name.value())
            .or_else(|| Guard::new(holder.value(), name.value(), None)),
        [holder, name, expected] => {
            Guard::new(holder.value(), name.value(), Some(expected.clone()))
        }
        _ => None,
    }
}

unsafe extern "C" fn bind(
    _module: *mut PyObject,
    args: *mut *mut PyObject,
    count: Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: CPython's own arguments.
    let args = unsafe { row(args, count) };
    let (Some(name), Some(original)) = (args.first(), args.get(1)) else {
        return type_error(c"bind(name, original, guards, classes, objects, keywords)");
    };
    let Some(memory) = find(*name) else {
        return type_error(c"no entry of that name");
    };
    let rest = |index: usize| {
        args.get(index)
            .map_or(Some(Vec::new()), |value| items(*value))
    };
    let (Some(guards), Some(bound), Some(objects)) = (rest(2), rest(3), rest(4)) else {
        return type_error(c"guards, classes and objects are tuples or lists");
    };
    let Some(guards) = guards
        .iter()
        .map(|one| guard(one.value()))
        .collect::<Option<Vec<_>>>()
    else {
        return type_error(c"a guard is (dict or class, name[, expected]) or (function, code)");
    };
    if args.len() > 3 && !classes::bind(&bound) {
        return type_error(c"classes are types");
    }
    if args.len() > 4 {
        object::bind(objects);
    }
    if let Some(keywords) = args.get(5)
        && !keywords.is_none()
    {
        if !keywords.is_exactly(addr_of_mut!(ffi::PyTuple_Type)) {
            return type_error(c"keywords is a tuple of names");
        }
        replace(&memory.keywords, *keywords);
    }
    replace(&memory.original, *original);
    // Few and small; a bind in the middle of a call must not free what that call is reading.
    memory.guards.set(Vec::leak(guards));
    memory.switch_on();
    none()
}

fn replace(cell: &Cell<*mut PyObject>, value: Value<'_>) {
    let old = cell.replace(value.hold().into_pointer());
    // SAFETY: the cell held a reference, or null.
    drop(unsafe { Owned::from_new(old) });
}

unsafe extern "C" fn switch(
    _module: *mut PyObject,
    args: *mut *mut PyObject,
    count: Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: CPython's own arguments.
    let [name, on] = (unsafe { row(args, count) }) else {
        return type_error(c"switch(name, on)");
    };
    let (Some(memory), Some(on)) = (find(*name), bool::from_python(*on)) else {
        return type_error(c"switch(name: str, on: bool)");
    };
    match on {
        true => memory.switch_on(),
        false => memory.switch_off(),
    }
    none()
}

unsafe extern "C" fn weigh(
    _module: *mut PyObject,
    args: *mut *mut PyObject,
    count: Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: CPython's own arguments.
    let [on] = (unsafe { row(args, count) }) else {
        return type_error(c"weigh(on)");
    };
    let Some(on) = bool::from_python(*on) else {
        return type_error(c"weigh(on: bool)");
    };
    meter::weigh(on);
    none()
}

unsafe extern "C" fn stats(
    _module: *mut PyObject,
    _args: *mut *mut PyObject,
    count: Py_ssize_t,
) -> *mut PyObject {
    if count != 0 {
        return type_error(c"stats() takes no arguments");
    }
    all_stats().map_or(null_mut(), Owned::into_pointer)
}

fn all_stats() -> Option<Owned> {
    // SAFETY: new references, or null with an error set.
    let all = unsafe { Owned::from_new(ffi::PyDict_New()) }?;
    for row in ROWS.borrow().iter() {
        let one = entry_stats(row.state.memory())?;
        put(&all, row.name, &one)?;
    }
    Some(all)
}

fn entry_stats(memory: &Memory) -> Option<Owned> {
    // SAFETY: a new reference, or null with an error set.
    let stats = unsafe { Owned::from_new(ffi::PyDict_New()) }?;
    let counts = [
        &memory.native,
        &memory.misses,
        &memory.redos,
        &memory.panics,
        &memory.direct,
    ];
    let calls: u64 = counts.iter().map(|count| count.get()).sum();
    put(&stats, c"calls", &(calls as i64).to_python().ok()?)?;
    let names = [c"native", c"misses", c"redos", c"panics", c"direct"];
    for (name, count) in names.into_iter().zip(counts) {
        put(&stats, name, &(count.get() as i64).to_python().ok()?)?;
    }
    if memory.panics.get() > 0 {
        put(&stats, c"panic", &hooks::last_panic().to_python().ok()?)?;
    }
    put(&stats, c"off", &memory.is_off().to_python().ok()?)?;
    Some(stats)
}

fn put(dict: &Owned, key: &CStr, value: &Owned) -> Option<()> {
    // SAFETY: a dict, a C string, an object; the dict takes its own references.
    let failed =
        unsafe { ffi::PyDict_SetItemString(dict.pointer(), key.as_ptr(), value.pointer()) };
    (failed == 0).then_some(())
}
