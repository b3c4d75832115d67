//! What structs borrow: containers read from attributes, kept until the call is over.
//!
//! In: a native value. Out: a borrow of it, good until the entry that is running gives its answer.
#![allow(
    unsafe_code,
    reason = "lends what a list keeps alive, for as long as the call lasts"
)]

use std::any::Any;
use std::cell::Cell;
use std::ptr::{NonNull, null_mut};

thread_local! {
    /// What the call that runs on this thread keeps; other threads' calls may lie in between.
    static OPEN: Cell<*mut Vec<Kept>> = const { Cell::new(null_mut()) };
}

/// A value on the heap that others look at.
#[derive(Debug)]
struct Kept(NonNull<dyn Any>);

impl Drop for Kept {
    fn drop(&mut self) {
        // SAFETY: made from a box in `keep`, and dropped once.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}

/// What a call keeps; to be dropped when the call has given its answer.
#[derive(Debug, Default)]
pub(super) struct Lent(Vec<Kept>);

/// Keeps a value until the call is over.
///
/// The lifetime is longer than the call's, since a struct is named without one where it is read;
/// the emitted code, which is safe and generic over it, keeps no struct beyond its own return.
///
/// Panics outside of a call; a panic is a redo.
pub(super) fn keep<T: 'static>(value: T) -> &'static T {
    let open = OPEN.get();
    assert!(!open.is_null(), "values are read inside of a call");
    let kept = NonNull::from(Box::leak(Box::new(value)));
    // SAFETY: `during` set it to the list of the call that runs; nobody else holds it now.
    unsafe { (*open).push(Kept(kept)) };
    // SAFETY: alive until the call's list is dropped, and nobody changes it.
    unsafe { kept.as_ref() }
}

/// Runs a call whose values are kept in `lent`.
#[inline(always)]
pub(super) fn during<T>(lent: &mut Lent, run: impl FnOnce() -> T) -> T {
    let around = OPEN.replace(&raw mut lent.0);
    let result = run();
    OPEN.set(around);
    result
}
