//! Methods of `bytes` that search, split and change; only ASCII letters have a case.

use memchr::memmem;

use super::Bytes;
use crate::error::{Res, Stop};

const SPACES: &[u8] = b" \t\n\r\x0b\x0c";

fn made(bytes: &[u8]) -> Bytes {
    Bytes::from(bytes)
}

fn missing() -> Stop {
    Stop::value_error("subsection not found")
}

impl Bytes {
    /// `data.rfind(piece)`
    pub fn rfind(&self, piece: &Bytes) -> i64 {
        memmem::rfind(self, piece).map_or(-1, |place| place as i64)
    }

    /// `data.index(piece)`
    pub fn index(&self, piece: &Bytes) -> Res<i64> {
        match self.find(piece) {
            -1 => Err(missing()),
            place => Ok(place),
        }
    }

    /// `data.rindex(piece)`
    pub fn rindex(&self, piece: &Bytes) -> Res<i64> {
        match self.rfind(piece) {
            -1 => Err(missing()),
            place => Ok(place),
        }
    }

    /// `data.count(piece)`
    pub fn count(&self, piece: &Bytes) -> i64 {
        match piece.len() {
            0 => self.len() as i64 + 1,
            _ => memmem::find_iter(self, &**piece).count() as i64,
        }
    }

    /// `data.count(byte)`
    pub fn count_int(&self, byte: i64) -> Res<i64> {
        match u8::try_from(byte) {
            Ok(byte) => Ok(self.iter().filter(|one| **one == byte).count() as i64),
            Err(_) => Err(Stop::value_error("byte must be in range(0, 256)")),
        }
    }

    /// `data.split(separator)`
    pub fn split(&self, separator: &Bytes) -> Res<Vec<Bytes>> {
        if separator.is_empty() {
            return Err(Stop::value_error("empty separator"));
        }
        let mut parts = Vec::new();
        let mut start = 0;
        for place in memmem::find_iter(self, &**separator) {
            parts.push(made(&self[start..place]));
            start = place + separator.len();
        }
        parts.push(made(&self[start..]));
        Ok(parts)
    }

    /// `data.split()`
    pub fn words(&self) -> Vec<Bytes> {
        <[u8]>::split(self, |byte| SPACES.contains(byte))
            .filter(|word| !word.is_empty())
            .map(made)
            .collect()
    }

    fn without(&self, outer: &[u8], at_start: bool, at_end: bool) -> Bytes {
        let is_kept = |byte: &u8| !outer.contains(byte);
        let first = if at_start {
            self.iter().position(is_kept).unwrap_or(self.len())
        } else {
            0
        };
        let end = if at_end {
            self.iter()
                .rposition(is_kept)
                .map_or(first, |last| last + 1)
        } else {
            self.len()
        };
        made(&self[first..end.max(first)])
    }

    /// `data.strip()`
    pub fn strip(&self) -> Bytes {
        self.without(SPACES, true, true)
    }

    /// `data.lstrip()`
    pub fn lstrip(&self) -> Bytes {
        self.without(SPACES, true, false)
    }

    /// `data.rstrip()`
    pub fn rstrip(&self) -> Bytes {
        self.without(SPACES, false, true)
    }

    /// `data.strip(outer)`
    pub fn strip_of(&self, outer: &Bytes) -> Bytes {
        self.without(outer, true, true)
    }

    /// `data.lstrip(outer)`
    pub fn lstrip_of(&self, outer: &Bytes) -> Bytes {
        self.without(outer, true, false)
    }

    /// `data.rstrip(outer)`
    pub fn rstrip_of(&self, outer: &Bytes) -> Bytes {
        self.without(outer, false, true)
    }

    /// `data.replace(old, new)`
    pub fn replace(&self, old: &Bytes, new: &Bytes) -> Bytes {
        let mut found = Vec::with_capacity(self.len());
        if old.is_empty() {
            for byte in self.iter() {
                found.extend_from_slice(new);
                found.push(*byte);
            }
            found.extend_from_slice(new);
            return made(&found);
        }
        let mut start = 0;
        for place in memmem::find_iter(self, &**old) {
            found.extend_from_slice(&self[start..place]);
            found.extend_from_slice(new);
            start = place + old.len();
        }
        found.extend_from_slice(&self[start..]);
        made(&found)
    }

    /// `data.upper()`
    pub fn upper(&self) -> Bytes {
        made(&self.to_ascii_uppercase())
    }

    /// `data.lower()`
    pub fn lower(&self) -> Bytes {
        made(&self.to_ascii_lowercase())
    }

    /// `data.removeprefix(prefix)`
    pub fn removeprefix(&self, prefix: &Bytes) -> Bytes {
        made(self.strip_prefix(&**prefix).unwrap_or(self))
    }

    /// `data.removesuffix(suffix)`
    pub fn removesuffix(&self, suffix: &Bytes) -> Bytes {
        made(self.strip_suffix(&**suffix).unwrap_or(self))
    }

    /// `data.partition(separator)`
    pub fn partition(&self, separator: &Bytes) -> Res<(Bytes, Bytes, Bytes)> {
        if separator.is_empty() {
            return Err(Stop::value_error("empty separator"));
        }
        let nothing = || made(b"");
        Ok(match memmem::find(self, separator) {
            None => (self.clone(), nothing(), nothing()),
            Some(place) => (
                made(&self[..place]),
                separator.clone(),
                made(&self[place + separator.len()..]),
            ),
        })
    }

    fn all(&self, is_of: impl Fn(&u8) -> bool) -> bool {
        !self.is_empty() && self.iter().all(is_of)
    }

    /// `data.isdigit()`
    pub fn isdigit(&self) -> bool {
        self.all(u8::is_ascii_digit)
    }

    /// `data.isalpha()`
    pub fn isalpha(&self) -> bool {
        self.all(u8::is_ascii_alphabetic)
    }

    /// `data.isalnum()`
    pub fn isalnum(&self) -> bool {
        self.all(u8::is_ascii_alphanumeric)
    }

    /// `data.isspace()`
    pub fn isspace(&self) -> bool {
        self.all(|byte| SPACES.contains(byte))
    }

    /// `data.isupper()`
    pub fn isupper(&self) -> bool {
        let has_cased = self.iter().any(u8::is_ascii_uppercase);
        has_cased && !self.iter().any(u8::is_ascii_lowercase)
    }

    /// `data.islower()`
    pub fn islower(&self) -> bool {
        let has_cased = self.iter().any(u8::is_ascii_lowercase);
        has_cased && !self.iter().any(u8::is_ascii_uppercase)
    }
}
