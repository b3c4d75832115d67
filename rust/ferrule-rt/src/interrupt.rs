//! Ctrl-C inside a slice: a flag that loops look at, and what to do when it is set.
//!
//! In: a ticker sets `TICK` every few milliseconds; a hook, installed once, asks the interpreter
//! for signals. Out: `poll`, which costs one relaxed load until the ticker has ticked.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::Res;
use crate::parallel;

/// Set by the ticker: it is time to ask the hook.
pub static TICK: AtomicBool = AtomicBool::new(false);

static HOOK: OnceLock<fn() -> Res<()>> = OnceLock::new();

/// Installs what a tick does; the first one stays.
pub fn install(hook: fn() -> Res<()>) {
    let _ = HOOK.set(hook);
}

/// Has a signal to be handled? Once in each turn of an outermost loop.
#[inline(always)]
pub fn poll() -> Res<()> {
    if TICK.load(Ordering::Relaxed) {
        ask()
    } else {
        Ok(())
    }
}

#[cold]
#[inline(never)]
fn ask() -> Res<()> {
    if let Some(answer) = parallel::goes_on() {
        return answer;
    }
    TICK.store(false, Ordering::Relaxed);
    HOOK.get().map_or(Ok(()), |hook| hook())
}
