//! Generators of `random` that come from Python, and go back in the state that a slice left.
//!
//! In: exact `random.Random` objects, read when a slice first meets them. Out: the same objects,
//! their state set when the call is done; untouched where it is given back. Two objects that are
//! one are one handle.
#![allow(unsafe_code, reason = "reads and writes the state of _random.Random")]

use std::cell::{Cell, OnceCell, RefCell};
use std::ffi::{CStr, c_int};

use pyo3::ffi::{self, PyObject, PyTypeObject};

use super::commit;
use super::convert::{FromPython, Made, ToPython};
use super::entry::{Given, Leave, Reply};
use super::gil::Guarded;
use super::value::{Owned, Value};
use crate::error::Stop;
use crate::random::twister::WORDS;
use crate::random::{self, Random, Twister};

/// What `_random.Random` begins with, the same from 3.11 to 3.13; `find` looks whether it is so.
#[repr(C)]
struct Raw {
    head: PyObject,
    given: c_int,
    words: [u32; WORDS],
}

/// A generator that this call has met.
#[derive(Debug)]
struct Met {
    object: Owned,
    random: Random,
    /// How it was when it was read.
    before: Twister,
}

/// What is needed of the module `random`.
#[derive(Debug)]
struct Module {
    class: Owned,
    shared: Owned,
}

static MODULE: Guarded<OnceCell<Option<Module>>> = Guarded::new(OnceCell::new());

thread_local! {
    static MET: RefCell<Vec<Met>> = const { RefCell::new(Vec::new()) };
    static IS_MET: Cell<bool> = const { Cell::new(false) };
}

/// Tells the pure modules how to find the generator of the module.
pub(super) fn install() {
    random::install(|| Random::from_python(module()?.shared.value()));
}

fn module() -> Option<&'static Module> {
    MODULE
        .get_or_init(|| {
            let found = find();
            if found.is_none() {
                // SAFETY: the GIL is held.
                unsafe { ffi::PyErr_Clear() };
            }
            found
        })
        .as_ref()
}

fn attribute(object: &Owned, name: &CStr) -> Option<Owned> {
    // SAFETY: a live object and a C string; makes a new reference, or reports an error.
    unsafe { Owned::from_new(ffi::PyObject_GetAttrString(object.pointer(), name.as_ptr())) }
}

/// The module, if its generators are laid out as this file believes.
fn find() -> Option<Module> {
    // SAFETY: as above.
    let module = unsafe { Owned::from_new(ffi::PyImport_ImportModule(c"random".as_ptr()))? };
    let class = attribute(&module, c"Random")?;
    let shared = attribute(&module, c"_inst")?;
    let twister = Twister::new(5);
    let made = made_of(&class, 5)?;
    // SAFETY: a live object; the size is looked at before the state is.
    let is_large =
        unsafe { (*ffi::Py_TYPE(made.pointer())).tp_basicsize as usize } >= size_of::<Raw>();
    (is_large && shared.value().is_exactly(class.pointer().cast()) && read(&made) == twister)
        .then_some(Module { class, shared })
}

/// `Random(seed)`
fn made_of(class: &Owned, seed: i64) -> Option<Owned> {
    let seed = seed.to_python().ok()?;
    // SAFETY: a live class and an int; makes a new reference, or reports an error.
    unsafe { Owned::from_new(ffi::PyObject_CallOneArg(class.pointer(), seed.pointer())) }
}

fn read(object: &Owned) -> Twister {
    // SAFETY: an exact `Random`, whose layout `find` has looked at; the GIL is held.
    let raw = unsafe { &*object.pointer().cast::<Raw>() };
    Twister {
        words: raw.words,
        given: usize::try_from(raw.given).unwrap_or(WORDS),
    }
}

fn write(object: &Owned, twister: &Twister) {
    // SAFETY: as above; nobody else looks at it while the GIL is held.
    let raw = unsafe { &mut *object.pointer().cast::<Raw>() };
    raw.words = twister.words;
    raw.given = twister.given as c_int;
}

fn write_gauss(object: &Owned, gauss: Option<f64>) -> Result<(), Leave> {
    let value = gauss.to_python()?;
    // SAFETY: a live object, its attribute and a live value.
    commit::done(unsafe {
        ffi::PyObject_SetAttrString(object.pointer(), c"gauss_next".as_ptr(), value.pointer())
    })
}

impl FromPython for Random {
    const MUTABLE: bool = true;

    fn from_python(value: Value<'_>) -> Option<Random> {
        let met = MET.with_borrow(|all| {
            let found = all
                .iter()
                .find(|met| met.object.pointer() == value.pointer());
            found.map(|met| met.random.clone())
        });
        if met.is_some() {
            return met;
        }
        let class = module()?.class.pointer().cast::<PyTypeObject>();
        if !value.is_exactly(class) {
            return None;
        }
        let object = value.hold();
        let gauss = Option::<f64>::from_python(attribute(&object, c"gauss_next")?.value())?;
        let before = read(&object);
        let random = Random::of(before.clone(), gauss);
        remember(object, &random, before);
        Some(random)
    }
}

fn remember(object: Owned, random: &Random, before: Twister) {
    IS_MET.set(true);
    let random = random.clone();
    MET.with_borrow_mut(|all| {
        all.push(Met {
            object,
            random,
            before,
        })
    });
}

impl ToPython for Random {
    fn to_python(&self) -> Made {
        let met = MET.with_borrow(|all| {
            let found = all.iter().find(|met| met.random.is(self));
            found.map(|met| met.object.clone())
        });
        if let Some(object) = met {
            return Ok(object);
        }
        let class = &module().ok_or_else(Stop::redo)?.class;
        let object = made_of(class, 0).ok_or(Leave::Raised)?;
        let (state, gauss) = self.state();
        write(&object, &state);
        write_gauss(&object, gauss)?;
        remember(object.clone(), self, state);
        Ok(object)
    }

    fn is_same(&self, old: Value<'_>) -> bool {
        MET.with_borrow(|all| {
            all.iter()
                .any(|met| met.random.is(self) && met.object.pointer() == old.pointer())
        })
    }
}

/// Before the first change: a redo, if somebody else has drawn meanwhile.
pub(super) fn settle() -> Result<(), Leave> {
    if !IS_MET.get() {
        return Ok(());
    }
    let is_as_before = MET.with_borrow(|all| all.iter().all(|met| read(&met.object) == met.before));
    match is_as_before {
        true => Ok(()),
        false => Err(Leave::Stop(Stop::redo())),
    }
}

/// Sets the generators that were drawn from to where the slice left them.
#[inline]
pub(super) fn hand_back(given: Given) -> Reply {
    if IS_MET.get() {
        set_all(given)
    } else {
        Ok(given)
    }
}

fn set_all(given: Given) -> Reply {
    let reply = commit::mark().and_then(|()| {
        for met in MET.take() {
            if met.random.is_changed() {
                let (state, gauss) = met.random.state();
                write(&met.object, &state);
                write_gauss(&met.object, gauss)?;
            }
        }
        Ok(given)
    });
    forget();
    reply
}

/// The call is given back: nothing was drawn.
#[inline]
pub(super) fn forget() {
    if IS_MET.replace(false) {
        drop(MET.take());
    }
}
