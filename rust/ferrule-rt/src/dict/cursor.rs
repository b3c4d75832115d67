//! A walk over a dict that may change meanwhile, with Python's error where it did.

use super::Dict;
use crate::error::{Res, Stop};

/// Where a walk stands.
#[derive(Clone, Copy, Debug)]
pub struct Cursor {
    place: usize,
    live: usize,
    cuts: u64,
}

/// `iter(d)`, for a loop whose body may change the dict.
#[inline]
pub fn cursor<K, V>(dict: &Dict<K, V>) -> Cursor {
    Cursor {
        place: 0,
        live: dict.live,
        cuts: dict.cuts,
    }
}

impl Cursor {
    /// `next(iterator)`; `None` at the end.
    #[inline]
    pub fn next<'d, K, V>(&mut self, dict: &'d Dict<K, V>) -> Res<Option<(&'d K, &'d V)>> {
        if self.live != dict.live {
            return Err(Stop::runtime_error(
                "dictionary changed size during iteration",
            ));
        }
        if self.cuts != dict.cuts {
            // Taken out and put in again: how far Python's walk gets hangs on its table.
            return Err(Stop::redo());
        }
        while let Some(entry) = dict.entries.get(self.place) {
            self.place += 1;
            if let Some((key, value)) = entry {
                return Ok(Some((key, value)));
            }
        }
        Ok(None)
    }
}

impl<K, V> Dict<K, V> {
    /// `iter(d)`, for a loop whose body may change the dict.
    #[inline]
    pub fn cursor(&self) -> Cursor {
        cursor(self)
    }
}
