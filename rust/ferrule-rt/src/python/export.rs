//! Makes the extension module of a slice.
//!
//! In: the entries of a binding. Out: the module's init function, with one builtin per entry and
//! the four builtins of `bind`.
#![allow(unsafe_code, reason = "builds CPython's method and module tables")]

use std::ffi::{CStr, c_int};
use std::ptr::null_mut;

use pyo3::ffi::{self, METH_FASTCALL, PyMethodDef, PyMethodDefPointer, PyModuleDef, PyObject};

use super::entry::{self, Exported, State};
use super::{bind, hooks, layout};

/// The module object, as CPython takes it from the init function.
pub type RawObject = PyObject;

/// One line of a slice's table of entries.
#[derive(Clone, Copy)]
pub struct Row {
    pub(super) name: &'static CStr,
    pub(super) state: &'static State,
    doc: &'static CStr,
    enter: ffi::PyCFunctionFast,
}

/// The line of one entry.
pub fn row<E: Exported>() -> Row {
    Row {
        name: E::NAME,
        state: E::state(),
        doc: E::DOC,
        enter: entry::enter::<E>,
    }
}

/// Makes the module; called once, by its init function.
pub fn module(name: &'static CStr, rows: &[Row]) -> *mut RawObject {
    hooks::install();
    if !layout::is_known() {
        // SAFETY: the GIL is held; the message is a C string.
        unsafe {
            let message = c"made for another Python: its objects look different here";
            ffi::PyErr_SetString(ffi::PyExc_ImportError, message.as_ptr());
        }
        return null_mut();
    }
    bind::set_rows(rows);
    let entries = rows.iter().map(|row| method(row.name, row.enter, row.doc));
    let builtins = bind::BUILTINS
        .iter()
        .map(|(name, enter, doc)| method(name, *enter, doc));
    let methods: Vec<PyMethodDef> = entries
        .chain(builtins)
        .chain([PyMethodDef::zeroed()])
        .collect();
    let definition = PyModuleDef {
        m_base: ffi::PyModuleDef_HEAD_INIT,
        m_name: name.as_ptr(),
        m_doc: null_mut(),
        m_size: -1,
        m_methods: Vec::leak(methods).as_mut_ptr(),
        m_slots: null_mut(),
        m_traverse: None,
        m_clear: None,
        m_free: None,
    };
    // SAFETY: the tables are leaked, so they live as long as the module.
    unsafe { ffi::PyModule_Create(Box::leak(Box::new(definition))) }
}

fn method(name: &CStr, enter: ffi::PyCFunctionFast, doc: &CStr) -> PyMethodDef {
    PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: PyMethodDefPointer {
            PyCFunctionFast: enter,
        },
        ml_flags: METH_FASTCALL as c_int,
        ml_doc: doc.as_ptr(),
    }
}

/// `export!(module: Entry, …)` makes `PyInit_module` with one builtin for each entry.
#[macro_export]
macro_rules! export {
    ($module:ident : $($entry:ident),+ $(,)?) => {
        $(
            impl $crate::python::entry::Exported for $entry {
                fn state() -> &'static $crate::python::entry::State {
                    static STATE: $crate::python::entry::State =
                        $crate::python::entry::State::new();
                    &STATE
                }
            }
        )+

        /// Makes the module when Python imports it.
        #[unsafe(export_name = concat!("PyInit_", stringify!($module)))]
        pub extern "C" fn module_init() -> *mut $crate::python::export::RawObject {
            const NAME: &::std::ffi::CStr =
                match ::std::ffi::CStr::from_bytes_with_nul(
                    concat!(stringify!($module), "\0").as_bytes(),
                ) {
                    Ok(name) => name,
                    Err(_) => panic!("a module name has no null byte"),
                };
            $crate::python::export::module(
                NAME,
                &[$($crate::python::export::row::<$entry>()),+],
            )
        }
    };
}
