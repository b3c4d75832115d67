//! How deep a slice may call itself: as deep as Python would, and no deeper than the stack.
//!
//! In: the thread's recursion count and the bounds of its stack. Out: the limits of `depth`.
//! Past them a slice redoes, and Python itself finds its `RecursionError`; so the limits may be
//! too low, never too high.
#![allow(
    unsafe_code,
    reason = "reads CPython's thread state and asks for the stack's bounds"
)]

use std::cell::Cell;
use std::ffi::c_int;
use std::ptr::null_mut;

use pyo3::ffi::{self, PyThreadState};

use super::gil::Guarded;
use super::raw;
use super::value::Owned;
use crate::depth::{self, Limits};

/// Calls kept for functions of the slice that don't count theirs.
const SPARE_CALLS: usize = 32;
/// Stack kept for everything between two counted calls.
const SPARE_STACK: usize = 256 << 10;

/// The stack of the thread that asked last: lowest usable and highest address.
static STACK: Guarded<Cell<(usize, usize)>> = Guarded::new(Cell::new((0, 0)));
/// Where a thread state keeps what is left of its recursion limit; `UNKNOWN` before the first call.
static OFFSET: Guarded<Cell<usize>> = Guarded::new(Cell::new(UNKNOWN));

const UNKNOWN: usize = usize::MAX;
/// In this Python the place is not known: frames are counted.
const NOWHERE: usize = usize::MAX - 1;

/// Sets the limits of a call; gives those of the call around it.
#[inline]
pub(super) fn enter() -> Limits {
    depth::set(Limits {
        calls: remaining().saturating_sub(SPARE_CALLS),
        lowest: lowest(),
    })
}

/// Sets the limits back.
#[inline]
pub(super) fn leave(around: Limits) {
    depth::set(around);
}

/// How many more calls Python would allow.
#[inline]
fn remaining() -> usize {
    // SAFETY: the GIL is held, so there is a thread state.
    let thread = unsafe { ffi::PyThreadState_Get() };
    match OFFSET.get() {
        UNKNOWN => find_offset(thread),
        NOWHERE => counted(),
        // SAFETY: the place was checked by `find_offset`.
        offset => unsafe { read(thread, offset) }.max(0) as usize,
    }
}

unsafe fn read(thread: *mut PyThreadState, offset: usize) -> c_int {
    // SAFETY: inside the thread state, by the caller's promise.
    unsafe { *thread.cast::<u8>().add(offset).cast::<c_int>() }
}

/// Where the count lies in the versions that were looked at; the limit stands right behind it.
#[cold]
fn find_offset(thread: *mut PyThreadState) -> usize {
    let offset = match raw::minor_version() {
        11 => 32,
        12 => 28,
        13 => 44,
        _ => NOWHERE,
    };
    let is_there = offset != NOWHERE && {
        // SAFETY: both fields lie in the first 64 bytes of a thread state of these versions.
        let (left, limit) = unsafe { (read(thread, offset), read(thread, offset + 4)) };
        // SAFETY: the GIL is held.
        limit == unsafe { ffi::Py_GetRecursionLimit() } && left <= limit
    };
    OFFSET.set(if is_there { offset } else { NOWHERE });
    remaining()
}

/// The same by counting the frames of the thread.
#[cold]
fn counted() -> usize {
    // SAFETY: the GIL is held; `GetFrame` borrows, `GetBack` makes new references.
    unsafe {
        let mut open = 0;
        let frame = ffi::PyEval_GetFrame();
        let mut frame = Owned::from_new(ffi::Py_XNewRef(frame.cast()));
        while let Some(this) = frame {
            open += 1;
            frame = Owned::from_new(ffi::PyFrame_GetBack(this.pointer().cast()).cast());
        }
        (ffi::Py_GetRecursionLimit().max(0) as usize).saturating_sub(open)
    }
}

/// The lowest address that the stack of this thread may reach.
#[inline]
fn lowest() -> usize {
    let here = depth::stack_address();
    let (low, high) = STACK.get();
    if low < here && here < high {
        low
    } else {
        look(here)
    }
}

#[cold]
fn look(here: usize) -> usize {
    let bounds = bounds().filter(|(low, high)| (*low..*high).contains(&here));
    // Where nobody tells, half of the smallest stack in use is taken to be left.
    let (low, high) = bounds.unwrap_or((here.saturating_sub(64 << 10), here + 1));
    let low = low + SPARE_STACK.min((high - low) / 4);
    STACK.set((low, high));
    low
}

#[cfg(target_os = "linux")]
fn bounds() -> Option<(usize, usize)> {
    use std::ffi::c_void;
    // More than any C library's `pthread_attr_t` takes.
    type Attributes = [u64; 32];
    unsafe extern "C" {
        fn pthread_self() -> usize;
        fn pthread_getattr_np(thread: usize, attributes: *mut Attributes) -> c_int;
        fn pthread_attr_getstack(
            attributes: *const Attributes,
            low: *mut *mut c_void,
            size: *mut usize,
        ) -> c_int;
        fn pthread_attr_destroy(attributes: *mut Attributes) -> c_int;
    }
    let (mut attributes, mut low, mut size) = ([0; 32], null_mut(), 0);
    // SAFETY: asks for the attributes of this very thread, and gives them back.
    unsafe {
        if pthread_getattr_np(pthread_self(), &mut attributes) != 0 {
            return None;
        }
        let failed = pthread_attr_getstack(&attributes, &mut low, &mut size);
        pthread_attr_destroy(&mut attributes);
        (failed == 0).then_some((low as usize, low as usize + size))
    }
}

#[cfg(target_os = "macos")]
fn bounds() -> Option<(usize, usize)> {
    use std::ffi::c_void;
    unsafe extern "C" {
        fn pthread_self() -> usize;
        fn pthread_get_stackaddr_np(thread: usize) -> *mut c_void;
        fn pthread_get_stacksize_np(thread: usize) -> usize;
    }
    // SAFETY: asks about this very thread.
    unsafe {
        let high = pthread_get_stackaddr_np(pthread_self()) as usize;
        Some((high - pthread_get_stacksize_np(pthread_self()), high))
    }
}

#[cfg(windows)]
fn bounds() -> Option<(usize, usize)> {
    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn GetCurrentThreadStackLimits(low: *mut usize, high: *mut usize);
    }
    let (mut low, mut high) = (0, 0);
    // SAFETY: asks about this very thread.
    unsafe { GetCurrentThreadStackLimits(&mut low, &mut high) };
    Some((low, high))
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn bounds() -> Option<(usize, usize)> {
    None
}
