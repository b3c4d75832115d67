//! How deep a slice may call itself before Python has to decide.
//!
//! In: two limits, set when a slice is entered: calls, and an address that the stack must not
//! pass. Out: a guard for each call; past either limit a redo, and Python raises its
//! `RecursionError`, or does not. Assumes a stack that grows towards lower addresses.

use std::cell::Cell;

use crate::error::{Res, Stop};

/// How far calls may go on this thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many more calls may be open at once.
    pub calls: usize,
    /// The lowest address that the stack may reach.
    pub lowest: usize,
}

// One variable, as each costs a look-up of its own.
thread_local! {
    static LIMITS: Cell<Limits> = const {
        Cell::new(Limits {
            calls: 1000,
            lowest: 0,
        })
    };
}

/// Sets the limits of this thread and gives the old ones, to be set again at the end.
pub fn set(limits: Limits) -> Limits {
    LIMITS.replace(limits)
}

/// An address on the stack, about where it now ends.
#[inline(always)]
pub fn stack_address() -> usize {
    let here = 0_u8;
    &raw const here as usize
}

/// One open call; dropping it closes the call.
#[derive(Debug)]
pub struct Depth(());

/// Opens a call of a function that can call itself; past a limit: redo.
#[inline]
pub fn enter() -> Res<Depth> {
    LIMITS.with(|limits| {
        let Limits { calls, lowest } = limits.get();
        if calls == 0 || stack_address() < lowest {
            return Err(Stop::redo());
        }
        let calls = calls - 1;
        limits.set(Limits { calls, lowest });
        Ok(Depth(()))
    })
}

impl Drop for Depth {
    #[inline]
    fn drop(&mut self) {
        LIMITS.with(|limits| {
            let Limits { calls, lowest } = limits.get();
            let calls = calls + 1;
            limits.set(Limits { calls, lowest });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn down(left: u32) -> Res<u32> {
        let _depth = enter()?;
        if left == 0 {
            Ok(0)
        } else {
            Ok(down(left - 1)? + 1)
        }
    }

    #[test]
    fn too_deep_asks_for_a_redo_and_leaves_nothing_behind() {
        let old = set(Limits {
            calls: 10,
            lowest: 0,
        });
        assert_eq!(down(9).unwrap(), 9);
        assert!(down(10).unwrap_err().is_redo());
        assert_eq!(down(9).unwrap(), 9);
        set(Limits {
            calls: 10,
            lowest: usize::MAX,
        });
        assert!(down(0).unwrap_err().is_redo());
        set(old);
    }
}
