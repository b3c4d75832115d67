//! A Python exception on its way through native code.
//!
//! In: the exception that a signal handler or a call back raised. Out: a `Stop` that a native
//! `try` can match; and where nothing catches it, the very exception, raised again.
#![allow(
    unsafe_code,
    reason = "fetches and restores CPython's current exception"
)]

use std::cell::RefCell;
use std::ptr::{addr_of_mut, null_mut};

use pyo3::ffi::{self, PyObject};

use super::convert::FromPython;
use super::gil::Guarded;
use super::value::Owned;
use crate::error::Stop;
use crate::kind::ExcKind;
use crate::string::Str;

struct Pending {
    exception: Owned,
    kind: ExcKind,
    message: Str,
}

static PENDING: Guarded<RefCell<Option<Pending>>> = Guarded::new(RefCell::new(None));

/// Takes the exception that Python has just raised, as a stop of the slice.
#[cold]
pub fn take() -> Stop {
    let Some(exception) = fetch() else {
        return Stop::redo();
    };
    let (kind, message) = (kind_of(&exception), message_of(&exception));
    let old = PENDING.replace(Some(Pending {
        exception,
        kind,
        message: message.clone(),
    }));
    drop(old);
    Stop::raise(kind, message)
}

/// Raises the pending exception in Python, if this stop stands for it.
#[cold]
pub(super) fn restore(stop: &Stop) -> bool {
    let Some(raised) = stop.raised() else {
        return false;
    };
    let Some(pending) = PENDING.take() else {
        return false;
    };
    if pending.kind != raised.kind || pending.message != raised.message {
        return false;
    }
    let exception = pending.exception.into_pointer();
    // SAFETY: an exception object; `Restore` takes the three references over.
    unsafe {
        let class = ffi::Py_NewRef(ffi::Py_TYPE(exception).cast());
        let traceback = ffi::PyException_GetTraceback(exception);
        ffi::PyErr_Restore(class, exception, traceback);
    }
    true
}

/// Forgets a pending exception: the slice caught it, or redoes.
pub(super) fn clear() {
    drop(PENDING.take());
}

#[allow(deprecated, reason = "the newer form is not in 3.11")]
fn fetch() -> Option<Owned> {
    let (mut class, mut exception, mut traceback) = (null_mut(), null_mut(), null_mut());
    // SAFETY: the three out-pointers take over the references.
    unsafe {
        ffi::PyErr_Fetch(&mut class, &mut exception, &mut traceback);
        ffi::PyErr_NormalizeException(&mut class, &mut exception, &mut traceback);
        if !traceback.is_null() && !exception.is_null() {
            ffi::PyException_SetTraceback(exception, traceback);
        }
        drop((Owned::from_new(class), Owned::from_new(traceback)));
        Owned::from_new(exception)
    }
}

fn message_of(exception: &Owned) -> Str {
    // SAFETY: makes a new reference, or reports an error that is dropped.
    let text = unsafe { Owned::from_new(ffi::PyObject_Str(exception.pointer())) };
    match text {
        Some(text) => Str::from_python(text.value()).unwrap_or_default(),
        None => {
            // SAFETY: the GIL is held.
            unsafe { ffi::PyErr_Clear() };
            Str::EMPTY
        }
    }
}

/// The nearest builtin class that an exception belongs to.
fn kind_of(exception: &Owned) -> ExcKind {
    // SAFETY: the exception classes live as long as the interpreter.
    let class = unsafe { ffi::Py_TYPE(exception.pointer()) }.cast::<PyObject>();
    let matching = kinds().into_iter().filter(|(_, base)| {
        // SAFETY: both are classes.
        unsafe { ffi::PyErr_GivenExceptionMatches(class, *base) != 0 }
    });
    let depth = |kind: ExcKind| std::iter::successors(Some(kind), |kind| kind.base()).count();
    matching
        .map(|(kind, _)| kind)
        .max_by_key(|kind| depth(*kind))
        .unwrap_or(ExcKind::Exception)
}

fn kinds() -> Vec<(ExcKind, *mut PyObject)> {
    macro_rules! table {
        ($($kind:ident $class:ident)*) => {
            // SAFETY: the exception classes are set up before any extension is loaded.
            vec![$((ExcKind::$kind, unsafe { *addr_of_mut!(ffi::$class) })),*]
        };
    }
    table! {
        BaseException PyExc_BaseException
        KeyboardInterrupt PyExc_KeyboardInterrupt
        SystemExit PyExc_SystemExit
        GeneratorExit PyExc_GeneratorExit
        Exception PyExc_Exception
        ArithmeticError PyExc_ArithmeticError
        FloatingPointError PyExc_FloatingPointError
        OverflowError PyExc_OverflowError
        ZeroDivisionError PyExc_ZeroDivisionError
        AssertionError PyExc_AssertionError
        AttributeError PyExc_AttributeError
        BufferError PyExc_BufferError
        EOFError PyExc_EOFError
        ImportError PyExc_ImportError
        ModuleNotFoundError PyExc_ModuleNotFoundError
        LookupError PyExc_LookupError
        IndexError PyExc_IndexError
        KeyError PyExc_KeyError
        MemoryError PyExc_MemoryError
        NameError PyExc_NameError
        UnboundLocalError PyExc_UnboundLocalError
        OSError PyExc_OSError
        FileExistsError PyExc_FileExistsError
        FileNotFoundError PyExc_FileNotFoundError
        PermissionError PyExc_PermissionError
        TimeoutError PyExc_TimeoutError
        ReferenceError PyExc_ReferenceError
        RuntimeError PyExc_RuntimeError
        NotImplementedError PyExc_NotImplementedError
        RecursionError PyExc_RecursionError
        StopIteration PyExc_StopIteration
        StopAsyncIteration PyExc_StopAsyncIteration
        SyntaxError PyExc_SyntaxError
        SystemError PyExc_SystemError
        TypeError PyExc_TypeError
        ValueError PyExc_ValueError
        UnicodeError PyExc_UnicodeError
        UnicodeDecodeError PyExc_UnicodeDecodeError
        UnicodeEncodeError PyExc_UnicodeEncodeError
        UnicodeTranslateError PyExc_UnicodeTranslateError
        Warning PyExc_Warning
        DeprecationWarning PyExc_DeprecationWarning
        RuntimeWarning PyExc_RuntimeWarning
        UserWarning PyExc_UserWarning
    }
}
