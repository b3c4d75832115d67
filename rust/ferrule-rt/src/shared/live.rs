//! The instances of a call that may hold one another in a ring: counting alone would keep them.
//!
//! In: new instances. Out: nothing; when the call is over they let go of one another. Those that
//! are gone by then cost a word each until the list is next looked through.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use super::handle::{Held, Linked};

trait Node {
    fn unlink(&self);
}

impl<T: Linked> Node for Held<T> {
    fn unlink(&self) {
        if let Some(body) = self.body() {
            body.unlink();
        }
    }
}

/// The instances noted since the call began, and at which number the list is looked through.
#[derive(Default)]
pub struct Live {
    nodes: Vec<Weak<dyn Node>>,
    limit: usize,
}

const FIRST_LIMIT: usize = 4096;

thread_local! {
    static LIVE: RefCell<Live> = RefCell::default();
}

/// Notes an instance.
#[inline]
pub(super) fn note<T: Linked>(held: &Rc<Held<T>>) {
    let node: Rc<dyn Node> = held.clone();
    LIVE.with_borrow_mut(|live| {
        if live.nodes.len() >= live.limit {
            live.nodes.retain(|one| one.strong_count() > 0);
            live.limit = FIRST_LIMIT.max(live.nodes.len() * 2);
        }
        live.nodes.push(Rc::downgrade(&node));
    });
}

/// Opens a call. Gives the list of the call around it.
#[inline]
pub fn begin() -> Live {
    LIVE.take()
}

/// Ends a call: its instances let go of one another.
pub fn end(before: Live) {
    let live = LIVE.replace(before);
    for node in live.nodes.iter().filter_map(Weak::upgrade) {
        node.unlink();
    }
}

impl std::fmt::Debug for Live {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Live({})", self.nodes.len())
    }
}
