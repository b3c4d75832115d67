//! The clock by which a slice remembers to look for Ctrl-C.
//!
//! In: slices that run. Out: every 20 ms a raised flag that `interrupt::poll` sees; it then asks
//! the interpreter for signals. The thread ends when no slice ran for a second, and starts anew
//! with the next one, in a forked child too.
#![allow(unsafe_code, reason = "asks CPython for signals; notices forks")]

use std::cell::{Cell, RefCell};
use std::ptr::null;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use pyo3::ffi;

use super::call::Call;
use super::convert::Parts;
use super::entry::Leave;
use super::guard::Guard;
use super::pending;
use crate::error::{Res, Stop};
use crate::interrupt;

const PERIOD: Duration = Duration::from_millis(20);
const IDLE_PERIODS: u32 = 50;

/// A slice was entered, or polled, since the last tick.
static USED: AtomicBool = AtomicBool::new(false);
static RUNNING: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// The call that runs on this thread, if Python code may run in its middle.
    static OPEN: Cell<*const Frame<'static>> = const { Cell::new(null()) };
}

/// Looking again at what a call relies on may cost this part of its time.
const SHARE: u32 = 20;

/// What a call relies on while others run: its guards, and the content of its arguments.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    guards: &'static [Guard],
    call: &'a Call<'a>,
    /// What the arguments held before anybody else ran.
    parts: RefCell<Option<Parts>>,
    /// Somebody ran since it was looked at last.
    is_stale: Cell<bool>,
    /// A tick came while it ran: at the next one it has lasted as long as a tick.
    was_ticked: Cell<bool>,
    next_look: Cell<Option<Instant>>,
}

/// What `leave` sets back.
pub(super) struct Around(*const Frame<'static>);

/// Opens a call; without a frame nobody else runs until it is done. Gives what was so before.
#[inline(always)]
pub(super) fn enter(frame: Option<&Frame<'_>>) -> Around {
    wind();
    let frame = frame.map_or(null(), |frame| std::ptr::from_ref(frame).cast());
    Around(OPEN.replace(frame))
}

/// Closes a call.
#[inline(always)]
pub(super) fn leave(around: Around) {
    OPEN.set(around.0);
}

/// Before the first change: a redo, if an argument has become another since it was read.
pub(super) fn settle() -> Result<(), Leave> {
    match open() {
        Some(frame) if frame.is_stale.get() => Ok(frame.look()?),
        _ => Ok(()),
    }
}

/// Before Python's own code is asked for something, in the middle of which others may run; a redo
/// where nobody could tell what they changed.
pub(super) fn prepare() -> Res<()> {
    open().ok_or_else(Stop::redo)?.prepare()
}

/// After Python's own code was asked: a redo, if memory that is looked at where it lies has moved.
pub(super) fn review() -> Res<()> {
    match open() {
        Some(frame) if frame.lends() => frame.look(),
        _ => Ok(()),
    }
}

fn open<'a>() -> Option<&'a Frame<'a>> {
    // SAFETY: `enter` and `leave` set it to a frame that lives as long as the call.
    unsafe { OPEN.get().cast::<Frame<'a>>().as_ref() }
}

impl<'a> Frame<'a> {
    #[inline(always)]
    pub(super) fn new(guards: &'static [Guard], call: &'a Call<'a>) -> Frame<'a> {
        Frame {
            guards,
            call,
            parts: RefCell::new(None),
            is_stale: Cell::new(false),
            was_ticked: Cell::new(false),
            next_look: Cell::new(None),
        }
    }

    /// Before anybody else runs.
    fn prepare(&self) -> Res<()> {
        if self.parts.borrow().is_none() {
            let started = Instant::now();
            let parts = self.call.parts().ok_or_else(Stop::redo)?;
            self.parts.replace(Some(parts));
            self.rest(started);
        }
        self.is_stale.set(true);
        Ok(())
    }

    /// After somebody else ran. Now and then only, since it takes the longer the more there is;
    /// a global or an argument that is another now may be the very one that ends a loop.
    fn review(&self) -> Res<()> {
        match self.next_look.get() {
            Some(next) if Instant::now() < next && !self.lends() => Ok(()),
            _ => self.look(),
        }
    }

    /// Is memory of the arguments looked at where it lies? Then it must not have moved.
    fn lends(&self) -> bool {
        self.parts
            .borrow()
            .as_ref()
            .is_some_and(|parts| parts.is_lent)
    }

    fn look(&self) -> Res<()> {
        let started = Instant::now();
        let is_same = self.guards.iter().all(Guard::holds)
            && self
                .call
                .parts()
                .is_some_and(|now| self.parts.borrow().as_ref() == Some(&now));
        if !is_same {
            return Err(Stop::redo());
        }
        self.rest(started);
        self.is_stale.set(false);
        Ok(())
    }

    fn rest(&self, started: Instant) {
        let ended = Instant::now();
        self.next_look.set(Some(ended + (ended - started) * SHARE));
    }
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
    let Some(frame) = open() else {
        return handle_signals();
    };
    if !frame.was_ticked.replace(true) {
        return Ok(()); // a short call is over before anybody has to wait
    }
    frame.prepare()?;
    let_others_run();
    handle_signals()?;
    frame.review()
}

fn handle_signals() -> Res<()> {
    // SAFETY: the GIL is held; outside of the main thread this does nothing.
    match unsafe { ffi::PyErr_CheckSignals() } {
        0 => Ok(()),
        _ => Err(pending::take()),
    }
}

/// Gives the GIL to a thread that waits for it, as Python does every few milliseconds.
fn let_others_run() {
    // SAFETY: the GIL is held, and held again afterwards; nothing in between touches Python.
    unsafe { ffi::PyEval_RestoreThread(ffi::PyEval_SaveThread()) };
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
