//! The instances of a call that may hold one another in a ring: counting alone would keep them.
//!
//! In: new instances. Out: nothing; those that only hold one another let go, from time to time and
//! when the call is over. What is asked is what CPython's own collector asks: which instances are
//! held by nobody but instances of the list?

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::{Rc, Weak};

use super::handle::{Held, Linked};

/// Is told the address of each instance that another one holds.
pub type See<'a> = dyn FnMut(usize) + 'a;

trait Node {
    fn unlink(&self);
    fn visit(&self, see: &mut See<'_>);
}

impl<T: Linked> Node for Held<T> {
    fn unlink(&self) {
        if let Some(body) = self.body() {
            body.unlink();
        }
    }

    fn visit(&self, see: &mut See<'_>) {
        if let Some(body) = self.body() {
            body.visit(see);
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
    let node = Rc::downgrade(&node);
    let is_full = LIVE.with_borrow_mut(|live| {
        live.nodes.push(node);
        live.nodes.len() > live.limit
    });
    if is_full {
        look_through();
    }
}

#[cold]
fn look_through() {
    let mut nodes = LIVE.with_borrow_mut(|live| std::mem::take(&mut live.nodes));
    nodes.retain(|one| one.strong_count() > 0);
    if nodes.len() > FIRST_LIMIT / 2 {
        collect(&nodes);
        nodes.retain(|one| one.strong_count() > 0);
    }
    LIVE.with_borrow_mut(|live| {
        live.limit = FIRST_LIMIT.max(nodes.len() * 2);
        // Letting go runs nothing that could note others.
        live.nodes = nodes;
    });
}

/// Lets those go of one another that nobody else holds.
fn collect(nodes: &[Weak<dyn Node>]) {
    let live: Vec<Rc<dyn Node>> = nodes.iter().filter_map(Weak::upgrade).collect();
    let places: HashMap<usize, usize> = live
        .iter()
        .enumerate()
        .map(|(place, node)| (Rc::as_ptr(node).cast::<()>() as usize, place))
        .collect();
    // One of the handles is the list's own.
    let mut outside: Vec<usize> = live.iter().map(|node| Rc::strong_count(node) - 1).collect();
    for node in &live {
        node.visit(&mut |address| {
            if let Some(place) = places.get(&address) {
                outside[*place] = outside[*place].saturating_sub(1);
            }
        });
    }
    let mut is_reached: Vec<bool> = outside.iter().map(|count| *count > 0).collect();
    let mut waiting: Vec<usize> = (0..live.len()).filter(|place| is_reached[*place]).collect();
    while let Some(place) = waiting.pop() {
        live[place].visit(&mut |address| {
            if let Some(place) = places.get(&address)
                && !std::mem::replace(&mut is_reached[*place], true)
            {
                waiting.push(*place);
            }
        });
    }
    for (node, is_reached) in live.iter().zip(&is_reached) {
        if !is_reached {
            node.unlink();
        }
    }
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
