//! One compiled function as Python calls it: native first, the original where native declines.
//!
//! In: a call from the interpreter. Out: what the original would have returned or raised.
//! Assumes that `Entry::run` changes nothing outside before its commit.
#![allow(unsafe_code, reason = "called by CPython with raw arguments")]

use std::cell::Cell;
use std::ffi::CStr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::null_mut;
use std::time::Instant;

use pyo3::ffi::{self, Py_ssize_t, PyObject};

use super::call::Call;
use super::gil::Guarded;
use super::guard::Guard;
use super::value::Owned;
use super::{
    commit, graph,
    lend::{self, Lent},
    pending, random, recursion, stdout, ticker,
};
use crate::error::Stop;
use crate::meter::{self, Advice, Meter, SETTLED, Weight};
use crate::shared::GivenUp;

/// The result of a native run, on its way to Python.
#[derive(Debug)]
pub struct Given(pub(super) Owned);

/// Why a native run does not give a result.
#[derive(Debug)]
pub enum Leave {
    /// A guard failed: the original runs.
    Miss,
    /// The slice stopped: the original runs, unless Python raised in a call back.
    Stop(Stop),
    /// Python raised while the result was handed over: its exception is set.
    Raised,
}

impl From<Stop> for Leave {
    #[inline]
    fn from(stop: Stop) -> Leave {
        Leave::Stop(stop)
    }
}

/// What a native run returns.
pub type Reply = Result<Given, Leave>;

/// A compiled function that Python can call.
pub trait Entry {
    /// The name of the builtin in the extension.
    const NAME: &'static CStr;
    /// Its docstring.
    const DOC: &'static CStr = c"";
    /// Does the slice count its calls with `depth`? When in doubt, it does.
    const RECURSES: bool = true;
    /// Has the slice instances that several names hold?
    const SHARES: bool = false;
    /// Does the slice print? When in doubt, it does.
    const PRINTS: bool = true;

    /// Takes the arguments, runs the slice, commits, and gives the result.
    fn run(call: &Call<'_>) -> Reply;
}

/// An entry with its state; `export!` writes this.
pub trait Exported: Entry {
    /// The one state of this entry.
    fn state() -> &'static State;
}

/// How many failures without a success make an entry give up.
const CREDIT: i64 = 8;
/// How many failures a long row of successes can pay for.
const MOST_CREDIT: i64 = 64;

/// What an entry remembers between calls.
#[derive(Debug)]
pub struct State(Guarded<Memory>);

#[derive(Debug)]
pub(super) struct Memory {
    /// How many redos are running, plus `OFF` and `HEAVY`: if not zero, calls go straight to the original.
    bypass: Cell<u64>,
    pub(super) original: Cell<*mut PyObject>,
    pub(super) keywords: Cell<*mut PyObject>,
    pub(super) guards: Cell<&'static [Guard]>,
    credit: Cell<i64>,
    pub(super) native: Cell<u64>,
    pub(super) misses: Cell<u64>,
    pub(super) redos: Cell<u64>,
    pub(super) panics: Cell<u64>,
    pub(super) direct: Cell<u64>,
    weight: Weight,
}

const OFF: u64 = 1 << 63;
/// The boundary is too heavy at present.
const HEAVY: u64 = 1 << 62;

impl State {
    /// The state of an entry that is not bound yet.
    #[allow(clippy::new_without_default, reason = "it has to be const")]
    pub const fn new() -> State {
        State(Guarded::new(Memory {
            bypass: Cell::new(OFF),
            original: Cell::new(null_mut()),
            keywords: Cell::new(null_mut()),
            guards: Cell::new(&[]),
            credit: Cell::new(CREDIT),
            native: Cell::new(0),
            misses: Cell::new(0),
            redos: Cell::new(0),
            panics: Cell::new(0),
            direct: Cell::new(0),
            weight: Weight::new(),
        }))
    }

    #[inline(always)]
    pub(super) fn memory(&self) -> &Memory {
        &self.0
    }
}

fn count(cell: &Cell<u64>) {
    cell.set(cell.get() + 1);
}

impl Memory {
    pub(super) fn is_off(&self) -> bool {
        self.bypass.get() & OFF != 0
    }

    /// Switches native runs on, with full credit.
    pub(super) fn switch_on(&self) {
        self.credit.set(CREDIT);
        self.bypass.set(self.bypass.get() & !OFF);
    }

    /// Switches native runs off: the original always runs.
    pub(super) fn switch_off(&self) {
        self.bypass.set(self.bypass.get() | OFF);
    }

    fn succeed(&self) {
        count(&self.native);
        let credit = self.credit.get();
        if credit < MOST_CREDIT {
            self.credit.set(credit + 1);
        }
    }

    /// Is it time to try native code again?
    #[inline]
    fn rest(&self) {
        if self.bypass.get() & HEAVY != 0 && self.weight.wait() {
            self.bypass.set(self.bypass.get() & !HEAVY);
        }
    }

    fn weigh(&self, meter: &Meter) {
        match self.weight.weigh(meter) {
            Advice::GoOn => (),
            Advice::Rest => self.bypass.set(self.bypass.get() | HEAVY),
            Advice::GiveUp => self.switch_off(),
        }
    }

    fn fail(&self) {
        if !meter::weighs() {
            return; // whoever proves this wants to see every call that can run natively
        }
        self.credit.set(self.credit.get() - 1);
        if self.credit.get() <= 0 {
            self.switch_off();
        }
    }

    /// Calls the original with the arguments as they came.
    unsafe fn call_original(&self, args: *const *mut PyObject, count: Py_ssize_t) -> *mut PyObject {
        let original = self.original.get();
        if original.is_null() {
            // SAFETY: the GIL is held; the message is a C string.
            unsafe {
                ffi::PyErr_SetString(ffi::PyExc_RuntimeError, c"not bound yet".as_ptr());
            }
            return null_mut();
        }
        let keywords = self.keywords.get();
        let positional = match keywords.is_null() {
            true => count,
            // SAFETY: `bind` stores nothing but tuples here.
            false => count - unsafe { ffi::PyTuple_GET_SIZE(keywords) },
        };
        // SAFETY: the arguments are the interpreter's, alive for this call; a rebind in the middle
        // could drop the original, so it is held.
        unsafe {
            ffi::Py_INCREF(original);
            let result =
                ffi::PyObject_Vectorcall(original, args, positional.max(0) as usize, keywords);
            ffi::Py_DECREF(original);
            result
        }
    }

    /// Calls the original; until it is done, nested calls go straight to it too.
    #[cold]
    unsafe fn redo(&self, args: *const *mut PyObject, count: Py_ssize_t) -> *mut PyObject {
        self.fail();
        self.bypass.set(self.bypass.get() + 1);
        // SAFETY: handed through from the interpreter.
        let result = unsafe { self.call_original(args, count) };
        self.bypass.set(self.bypass.get() - 1);
        result
    }
}

/// The C function behind an entry.
///
/// # Safety
/// Called by CPython, by the rules of `METH_FASTCALL`.
pub(super) unsafe extern "C" fn enter<E: Exported>(
    _module: *mut PyObject,
    args: *mut *mut PyObject,
    count: Py_ssize_t,
) -> *mut PyObject {
    let memory = E::state().memory();
    if memory.bypass.get() != 0 {
        self::count(&memory.direct);
        memory.rest();
        // SAFETY: handed through from the interpreter.
        return unsafe { memory.call_original(args, count) };
    }
    // SAFETY: the arguments live as long as this call.
    let meter = memory.weight.is_asked(memory.native.get());
    let call = unsafe { Call::new(args, count, meter.then(Meter::default)) };
    let guards = memory.guards.get();
    let frame = ticker::Frame::new(guards, &call);
    // Objects that are read when they are first looked at must stay as they are meanwhile.
    let around = ticker::enter((!E::SHARES).then_some(&frame));
    let limits = E::RECURSES.then(recursion::enter);
    let was_committed = commit::begin();
    let counts = meter && memory.native.get() >= SETTLED;
    let shared = E::SHARES.then(|| (graph::begin(), counts.then(Instant::now)));
    let mut lent = Lent::default();
    let reply = match guards.iter().all(Guard::holds) {
        true => lend::during(&mut lent, || {
            catch_unwind(AssertUnwindSafe(|| E::run(&call)))
        }),
        false => Ok(Err(Leave::Miss)),
    };
    drop(lent);
    let reply = match reply {
        Ok(Ok(given)) => Ok(random::hand_back(given)),
        other => {
            random::forget();
            other
        }
    };
    if let Some((around, begun)) = shared {
        let objects = graph::end(around);
        if let (Some(meter), Some(begun)) = (&call.meter, begun) {
            meter.objects(objects, begun.elapsed());
        }
    }
    let has_committed = commit::end(was_committed);
    ticker::leave(around);
    if let Some(limits) = limits {
        recursion::leave(limits);
    }
    if let Ok(Ok(Given(result))) = reply {
        if let Some(meter) = &call.meter {
            memory.weigh(meter);
        }
        memory.succeed();
        return if E::PRINTS {
            stdout::finish(result)
        } else {
            result.into_pointer()
        };
    }
    // SAFETY: handed through from the interpreter.
    unsafe { decline(memory, reply, has_committed, args, count) }
}

/// What happens instead of a native result.
#[cold]
#[inline(never)]
unsafe fn decline(
    memory: &Memory,
    reply: std::thread::Result<Reply>,
    has_committed: bool,
    args: *const *mut PyObject,
    nargs: Py_ssize_t,
) -> *mut PyObject {
    match reply {
        Ok(Ok(_)) => unreachable!("a result is no decline"),
        Ok(Err(Leave::Raised)) => {
            stdout::drop_text();
            return null_mut();
        }
        Ok(Err(Leave::Stop(stop))) if pending::restore(&stop) => {
            // What was printed before the exception has been printed.
            stdout::finish_raised();
            return null_mut();
        }
        Ok(Err(Leave::Stop(_))) => count(&memory.redos),
        Ok(Err(Leave::Miss)) => count(&memory.misses),
        Err(thrown) if thrown.is::<GivenUp>() => count(&memory.redos),
        Err(_) => count(&memory.panics),
    }
    pending::clear();
    stdout::drop_text();
    if has_committed {
        // The arguments are changed already: running the original would change them twice.
        // SAFETY: the GIL is held; the message is a C string.
        unsafe {
            let message = c"ferrule: a slice stopped after its commit (please report this)";
            ffi::PyErr_SetString(ffi::PyExc_SystemError, message.as_ptr());
        }
        return null_mut();
    }
    // SAFETY: handed through from the interpreter.
    unsafe { memory.redo(args, nargs) }
}
