//! How the last handle of an instance goes: a long chain one after the other, not one inside the
//! other.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How many instances may go inside one another.
const DEEPEST: usize = 128;

thread_local! {
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    static LATER: RefCell<Vec<Rc<dyn Any>>> = const { RefCell::new(Vec::new()) };
}

/// Drops an instance and with it what it holds, now or a little later.
#[inline]
pub(super) fn drop_last<T: 'static>(held: Rc<T>) {
    let depth = DEPTH.get();
    if depth >= DEEPEST {
        LATER.with_borrow_mut(|later| later.push(held));
        return;
    }
    DEPTH.set(depth + 1);
    drop(held);
    if depth == 0 {
        while let Some(one) = LATER.with_borrow_mut(Vec::pop) {
            drop(one);
        }
    }
    DEPTH.set(depth);
}
