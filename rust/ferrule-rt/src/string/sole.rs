//! A buffer that one text alone holds, to append to.
//!
//! `Arc::get_mut` locks the counts of a buffer, which costs more than appending a character to it.
//! No text ever makes a weak reference, so the count of owners says all.
#![allow(
    unsafe_code,
    reason = "appending to a text is what loops over text do most"
)]

use std::sync::Arc;
use std::sync::atomic::{Ordering, fence};

/// The content of a buffer that nobody else holds.
#[inline(always)]
pub(super) fn sole<T>(buffer: &mut Arc<Vec<T>>) -> Option<&mut Vec<T>> {
    if Arc::strong_count(buffer) != 1 {
        return None;
    }
    // What other threads did with the buffer, before they let go of it, comes first.
    fence(Ordering::Acquire);
    debug_assert_eq!(Arc::weak_count(buffer), 0);
    // SAFETY: this is the only reference, weak ones are never made, and `buffer` is borrowed as
    // mutable for as long as the result lives, so no other can be made meanwhile.
    Some(unsafe { &mut *Arc::as_ptr(buffer).cast_mut() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_owner_may_append() {
        let mut first = Arc::new(vec![1]);
        let second = Arc::clone(&first);
        assert!(sole(&mut first).is_none());
        drop(second);
        sole(&mut first).unwrap().push(2);
        assert_eq!(*first, [1, 2]);
    }
}
