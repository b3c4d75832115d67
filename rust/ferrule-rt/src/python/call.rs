//! The arguments of one call, and the way back.
//!
//! In: CPython's argument array. Out: native values, each checked exactly; and the result.
#![allow(unsafe_code, reason = "reads CPython's argument array")]

use std::cell::{Cell, RefCell};
use std::ffi::CStr;
use std::marker::PhantomData;

use pyo3::ffi::{Py_ssize_t, PyObject};

use super::classes::{self, Record};
use super::convert::{FromPython, Parts, Seen, ToPython};
use super::entry::{Given, Leave, Reply};
use super::graph;
use super::known;
use super::value::Value;
use crate::error::Stop;
use crate::meter::Meter;
use crate::shared::{Linked, Shared};

type Visit = fn(Value<'_>, &mut Seen) -> bool;

/// One call of an entry.
#[derive(Debug)]
pub struct Call<'a> {
    args: *const *mut PyObject,
    count: usize,
    /// How to walk those taken arguments that Python code could change.
    visits: RefCell<Vec<(usize, Visit)>>,
    /// Were all arguments so far what they were taken for?
    fits: Cell<bool>,
    /// There if this call is measured.
    pub(super) meter: Option<Meter>,
    lifetime: PhantomData<&'a PyObject>,
}

impl<'a> Call<'a> {
    /// # Safety
    /// `args` points to `count` objects that live for `'a`.
    #[inline(always)]
    pub(super) unsafe fn new(
        args: *const *mut PyObject,
        count: Py_ssize_t,
        meter: Option<Meter>,
    ) -> Call<'a> {
        let visits = RefCell::new(Vec::new());
        Call {
            args,
            count: count as usize,
            visits,
            fits: Cell::new(true),
            meter,
            lifetime: PhantomData,
        }
    }

    #[inline(always)]
    fn find(&self, index: usize) -> Option<Value<'a>> {
        // SAFETY: inside the array, by the promise made to `new`.
        (index < self.count).then(|| unsafe { Value::new(*self.args.add(index)) })
    }

    /// The argument itself.
    ///
    /// Panics when there is no such argument; a panic is a redo.
    #[inline]
    pub fn arg(&self, index: usize) -> Value<'a> {
        self.end_work();
        self.find(index)
            .expect("the binding takes as many arguments as the function has")
    }

    /// How many arguments came.
    pub fn count(&self) -> usize {
        self.count
    }

    /// A snapshot of the argument; a miss when it is not exactly a `T`.
    #[inline]
    pub fn take<T: FromPython>(&self, index: usize) -> Result<T, Leave> {
        if T::MUTABLE {
            self.visits.borrow_mut().push((index, T::visit));
            if let Some(meter) = &self.meter {
                meter.begin();
                let taken = self.find(index).and_then(T::from_python);
                meter.read();
                return taken.ok_or_else(|| self.miss());
            }
        }
        self.find(index)
            .and_then(T::from_python)
            .ok_or_else(|| self.miss())
    }

    /// A miss when the argument is not the function of this name.
    pub fn is_function(&self, index: usize, name: &'static CStr) -> Result<(), Leave> {
        let is_it = self
            .find(index)
            .is_some_and(|value| known::is_function(value, name));
        if is_it { Ok(()) } else { Err(self.miss()) }
    }

    /// The first of several ways to run the call that its arguments fit.
    pub fn first_fitting(&self, ways: &[fn(&Call<'_>) -> Reply]) -> Reply {
        for way in ways {
            self.visits.borrow_mut().clear();
            self.fits.set(true);
            graph::choose();
            let reply = way(self);
            if self.fits.get() {
                graph::chosen();
                return reply;
            }
        }
        graph::chosen();
        Err(Leave::Miss)
    }

    /// The arguments are no such ones: nothing ran yet.
    #[cold]
    fn miss(&self) -> Leave {
        self.fits.set(false);
        Leave::Miss
    }

    #[inline(always)]
    fn end_work(&self) {
        if let Some(meter) = &self.meter {
            meter.done();
        }
    }

    /// A miss when the argument is no instance of exactly this class, or sets attributes its own way.
    #[inline]
    pub fn expect<T: Record>(&self, index: usize) -> Result<(), Leave> {
        let is_plain = self.find(index).is_some_and(classes::is_plain::<T>);
        if is_plain { Ok(()) } else { Err(self.miss()) }
    }

    /// The argument is the object of this new instance; a redo where it stood for another before.
    pub fn becomes<T: Record + Linked>(
        &self,
        index: usize,
        instance: &Shared<T>,
    ) -> Result<(), Leave> {
        match graph::bind(self.arg(index), instance) {
            true => Ok(()),
            false => Err(Leave::Stop(Stop::redo())),
        }
    }

    /// What the arguments hold that Python code could change; `None` where they are others now.
    pub(super) fn parts(&self) -> Option<Parts> {
        let mut seen = Seen::with_parts();
        for (index, visit) in self.visits.borrow().iter() {
            if !visit(self.find(*index)?, &mut seen) {
                return None;
            }
        }
        seen.into_parts()
    }

    /// A miss when some object that can be changed stands twice among or inside these arguments.
    ///
    /// The arguments must have been taken before, so that their types are known.
    pub fn distinct(&self, indexes: &[usize]) -> Result<(), Leave> {
        let mut seen = Seen::default();
        for (index, visit) in self.visits.borrow().iter() {
            if indexes.contains(index)
                && !self.find(*index).is_some_and(|one| visit(one, &mut seen))
            {
                return Err(self.miss());
            }
        }
        match seen.is_distinct() {
            true => Ok(()),
            false => Err(self.miss()),
        }
    }

    /// A miss when a container that can be changed stands twice among and inside these arguments.
    /// Attributes of instances that several names hold must hold others.
    pub fn hold(&self, indexes: &[usize]) -> Result<(), Leave> {
        let mut seen = Seen::default();
        for (index, visit) in self.visits.borrow().iter() {
            if indexes.contains(index) && !visit(self.arg(*index), &mut seen) {
                return Err(self.miss());
            }
        }
        match graph::hold(&seen) {
            true => Ok(()),
            false => Err(self.miss()),
        }
    }

    /// `return value`
    #[inline]
    pub fn give(&self, value: impl ToPython) -> Reply {
        self.end_work();
        value.to_python().map(Given)
    }

    /// `return value`, of something borrowed.
    #[inline]
    pub fn give_ref(&self, value: &(impl ToPython + ?Sized)) -> Reply {
        self.end_work();
        value.to_python().map(Given)
    }

    /// `return argument`, the same object.
    #[inline]
    pub fn give_arg(&self, index: usize) -> Reply {
        Ok(Given(self.arg(index).hold()))
    }

    /// `return value`, or the argument itself where the value is that of the argument.
    #[inline]
    pub fn give_same(&self, index: usize, value: &impl ToPython) -> Reply {
        match value.is_same(self.arg(index)) {
            true => self.give_arg(index),
            false => self.give_ref(value),
        }
    }
}
