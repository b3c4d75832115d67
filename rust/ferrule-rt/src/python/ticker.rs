//! The clock by which a slice remembers to look for Ctrl-C.
//!
//! In: slices that run. Out: every 20 ms a raised flag that `interrupt::poll` sees; it then asks
//! the interpreter for signals. The thread ends when no slice ran for a second, and starts anew
//! with the next one, in a forked child too.
#![allow(unsafe_code, reason = "asks CPython for signals; notices forks")]

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use pyo3::ffi;

use super::gil::Guarded;
use super::guard::Guard;
use super::pending;
use crate::error::{Res, Stop};
use crate::interrupt;

const PERIOD: Duration = Duration::from_millis(20);
const IDLE_PERIODS: u32 = 50;

/// A slice was entered, or polled, since the last tick.
static USED: AtomicBool = AtomicBool::new(false);
static RUNNING: AtomicBool = AtomicBool::new(false);

/// What the running slice relies on, if it changes nothing outside: others may then run.
static YIELDING: Guarded<Cell<Reliance>> = Guarded::new(Cell::new(None));

/// The guards of a call that may give the GIL away in its middle.
pub(super) type Reliance = Option<&'static [Guard]>;

/// Opens a call. Gives what was so of the call around it.
#[inline(always)]
pub(super) fn enter(yielding: Reliance) -> Reliance {
    wind();
    YIELDING.replace(yielding)
}

/// Closes a call.
#[inline(always)]
pub(super) fn leave(around: Reliance) {
    YIELDING.set(around);
}

/// Tells the clock that a slice runs.
#[inline(always)]
fn wind() {
    USED.store(true, Ordering::Relaxed);
    if !RUNNING.load(Ordering::Relaxed) {
        start();
    }
}

/// Installs the answer to a tick, and the note about forks.
pub(super) fn install() {
    interrupt::install(check);
    notice_forks();
}

fn check() -> Res<()> {
    wind();
    if let Some(guards) = YIELDING.get() {
        let_others_run();
        if !guards.iter().all(Guard::holds) {
            // A global is another now: perhaps the very one that ends this loop.
            return Err(Stop::redo());
        }
    }
    // SAFETY: the GIL is held; outside of the main thread this does nothing.
    match unsafe { ffi::PyErr_CheckSignals() } {
        0 => Ok(()),
        _ => Err(pending::take()),
    }
}

/// Gives the GIL to a thread that waits for it, as Python does every few milliseconds. What others
/// do meanwhile can't be undone by a commit, since a pure slice has none.
fn let_others_run() {
    let own = YIELDING.replace(None);
    // SAFETY: the GIL is held, and held again afterwards; nothing in between touches Python.
    unsafe { ffi::PyEval_RestoreThread(ffi::PyEval_SaveThread()) };
    YIELDING.set(own);
}

#[cold]
fn start() {
    if RUNNING.swap(true, Ordering::SeqCst) {
        return;
    }
    let started = thread::Builder::new()
        .name("ferrule-tick".into())
        .stack_size(64 << 10);
    if started.spawn(run).is_err() {
        // Without a thread every poll asks the interpreter: slower, but Ctrl-C still works.
        RUNNING.store(false, Ordering::SeqCst);
        interrupt::TICK.store(true, Ordering::Relaxed);
    }
}

fn run() {
    let mut idle = 0;
    while idle < IDLE_PERIODS {
        thread::sleep(PERIOD);
        interrupt::TICK.store(true, Ordering::Relaxed);
        idle = if USED.swap(false, Ordering::SeqCst) {
            0
        } else {
            idle + 1
        };
    }
    RUNNING.store(false, Ordering::SeqCst);
    // A slice that was entered just now may still have seen the clock running.
    thread::sleep(Duration::from_millis(1));
    if USED.load(Ordering::SeqCst) {
        start();
    }
}

/// In a forked child the thread is gone.
#[cfg(unix)]
fn notice_forks() {
    unsafe extern "C" {
        fn pthread_atfork(
            prepare: Option<extern "C" fn()>,
            parent: Option<extern "C" fn()>,
            child: Option<extern "C" fn()>,
        ) -> std::ffi::c_int;
    }
    extern "C" fn in_child() {
        RUNNING.store(false, Ordering::SeqCst);
    }
    // SAFETY: the handler only stores to an atomic, and the extension is never unloaded.
    unsafe { pthread_atfork(None, None, Some(in_child)) };
}

#[cfg(not(unix))]
fn notice_forks() {}
