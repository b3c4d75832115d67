//! How the last handle of an instance goes: a long chain one after the other, not one inside the
//! other.

use std::any::Any;
use std::cell::{Cell, RefCell};

/// How many instances may go inside one another.
const DEEPEST: usize = 128;

thread_local! {
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    static LATER: RefCell<Vec<Box<dyn Any>>> = const { RefCell::new(Vec::new()) };
}

/// Lets an instance go of others, now or, with `keep`, a little later.
#[inline]
pub(super) fn unlink(now: impl FnOnce(), keep: impl FnOnce() -> Box<dyn Any>) {
    let depth = DEPTH.get();
    if depth >= DEEPEST {
        LATER.with_borrow_mut(|later| later.push(keep()));
        return;
    }
    DEPTH.set(depth + 1);
    now();
    if depth == 0 {
        while let Some(one) = LATER.with_borrow_mut(Vec::pop) {
            drop(one);
        }
    }
    DEPTH.set(depth);
}
