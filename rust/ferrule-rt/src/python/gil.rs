//! A cell for what the GIL protects.
//!
//! In: values that only code holding the GIL reads or writes. Out: shared access without a lock.
#![allow(unsafe_code, reason = "the GIL is the lock of these cells")]

use std::ops::Deref;

/// A value that may only be touched with the GIL held.
#[derive(Debug, Default)]
pub struct Guarded<T>(T);

// SAFETY: this module is reached from CPython only, which holds the GIL at each call; the ticker
// thread touches nothing but atomics.
unsafe impl<T> Sync for Guarded<T> {}
// SAFETY: as above; nothing in such a cell is tied to the thread that made it.
unsafe impl<T> Send for Guarded<T> {}

impl<T> Guarded<T> {
    pub(super) const fn new(value: T) -> Guarded<T> {
        Guarded(value)
    }
}

impl<T> Deref for Guarded<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}
