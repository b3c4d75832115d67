//! `random.Random`: the interpreter's own stream of random numbers.
//!
//! In: a seed, or a generator of Python's. Out: the numbers that Python would draw. Two names for
//! one generator are one: a clone is a second handle. What only Python can say is a redo.

mod draw;
mod spread;
#[cfg(test)]
mod tests;
pub mod twister;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::OnceLock;

use crate::error::{Res, Stop};

pub use spread::Real;
pub use twister::Twister;

/// `random.Random`
#[derive(Clone, Debug)]
pub struct Random(Rc<State>);

#[derive(Debug)]
struct State {
    twister: RefCell<Twister>,
    /// The second one of two numbers that `gauss` works out at once.
    gauss: Cell<Option<f64>>,
    is_changed: Cell<bool>,
}

static SHARED: OnceLock<fn() -> Option<Random>> = OnceLock::new();

/// Tells how to find the generator behind the functions of the module.
pub fn install(shared: fn() -> Option<Random>) {
    let _ = SHARED.set(shared);
}

/// The generator behind the functions of the module.
pub fn shared() -> Res<Random> {
    SHARED
        .get()
        .and_then(|shared| shared())
        .ok_or_else(Stop::redo)
}

/// `bool(generator)`
pub fn is_true(_generator: &Random) -> bool {
    true
}

impl Random {
    /// `random.Random(seed)`
    pub fn new(seed: i64) -> Random {
        Random::of(Twister::new(seed), None)
    }

    /// A generator in this state.
    pub fn of(twister: Twister, gauss: Option<f64>) -> Random {
        Random(Rc::new(State {
            twister: RefCell::new(twister),
            gauss: Cell::new(gauss),
            is_changed: Cell::new(false),
        }))
    }

    /// `generator.seed(seed)`
    pub fn seed(&self, seed: i64) {
        self.0.twister.replace(Twister::new(seed));
        self.0.gauss.set(None);
        self.0.is_changed.set(true);
    }

    /// Are both one generator?
    pub fn is(&self, other: &Random) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// Has anything been drawn?
    pub fn is_changed(&self) -> bool {
        self.0.is_changed.get()
    }

    /// Its state, and what `gauss` gives next.
    pub fn state(&self) -> (Twister, Option<f64>) {
        (self.0.twister.borrow().clone(), self.0.gauss.get())
    }

    #[inline]
    fn drawn<T>(&self, draw: impl FnOnce(&mut Twister) -> T) -> T {
        self.0.is_changed.set(true);
        draw(&mut self.0.twister.borrow_mut())
    }
}
