//! Python's `bytes`.
//!
//! In: bytes, texts, ints. Out: bytes, and what they say, with Python's words. What Python says of
//! an encoding that does not fit is left to it.

mod methods;

use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use crate::equal::PyEq;
use crate::error::{Res, Stop};
use crate::hash::PyHash;
use crate::order::PyOrd;
use crate::string::{Str, StrBuf};
use crate::text::PyRepr;
use crate::{list, slicing};

/// `bytes`
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bytes(Rc<[u8]>);

impl Bytes {
    /// `data[index]`
    #[inline]
    pub fn at(&self, index: i64) -> Res<i64> {
        match slicing::place(index, self.0.len()) {
            Some(place) => Ok(i64::from(self.0[place])),
            None => Err(Stop::index_error("index out of range")),
        }
    }

    /// `iter(data)`
    #[inline]
    pub fn ints(&self) -> impl DoubleEndedIterator<Item = i64> + ExactSizeIterator + Clone {
        self.0.iter().map(|byte| i64::from(*byte))
    }

    /// `data[lo:hi]`
    pub fn window(&self, lo: Option<i64>, hi: Option<i64>) -> Bytes {
        Bytes(list::slice_ref(&self.0, lo, hi).into())
    }

    /// `data[lo:hi:step]`
    pub fn slice_step(&self, lo: Option<i64>, hi: Option<i64>, step: Option<i64>) -> Res<Bytes> {
        Ok(Bytes(list::slice_step(&self.0, lo, hi, step)?.into()))
    }

    /// `data + other`
    pub fn concat(&self, other: &Bytes) -> Bytes {
        Bytes([&*self.0, &*other.0].concat().into())
    }

    /// `data * times`
    pub fn repeat(&self, times: i64) -> Res<Bytes> {
        Ok(Bytes(list::repeat(&self.0, times)?.into()))
    }

    /// `byte in data`
    pub fn contains_int(&self, byte: i64) -> Res<bool> {
        match u8::try_from(byte) {
            Ok(byte) => Ok(self.0.contains(&byte)),
            Err(_) => Err(Stop::value_error("byte must be in range(0, 256)")),
        }
    }

    /// `byte not in data`
    pub fn lacks_int(&self, byte: i64) -> Res<bool> {
        Ok(!self.contains_int(byte)?)
    }

    fn place_of(&self, piece: &Bytes) -> Option<usize> {
        memchr::memmem::find(&self.0, &piece.0)
    }

    /// `piece in data`
    pub fn contains(&self, piece: &Bytes) -> bool {
        self.place_of(piece).is_some()
    }

    /// `data.find(piece)`
    pub fn find(&self, piece: &Bytes) -> i64 {
        self.place_of(piece).map_or(-1, |place| place as i64)
    }

    /// `data.startswith(piece)`
    pub fn startswith(&self, piece: &Bytes) -> bool {
        self.0.starts_with(&piece.0)
    }

    /// `data.endswith(piece)`
    pub fn endswith(&self, piece: &Bytes) -> bool {
        self.0.ends_with(&piece.0)
    }

    /// `data.hex()`
    pub fn hex(&self) -> Str {
        let digit = |half: u8| b"0123456789abcdef"[usize::from(half)];
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        Str::from_narrow_vec(digits.map(digit).collect())
    }

    /// `data.decode(encoding)`
    pub fn decode(&self, encoding: &Str) -> Res<Str> {
        match encoding_of(encoding)? {
            Encoding::Latin => Ok(Str::from_narrow(&self.0)),
            Encoding::Ascii if self.0.is_ascii() => Ok(Str::from_narrow(&self.0)),
            Encoding::Utf8 => match std::str::from_utf8(&self.0) {
                Ok(text) => Ok(Str::from(text)),
                Err(_) => Err(Stop::redo()),
            },
            Encoding::Ascii => Err(Stop::redo()),
        }
    }

    /// `data.join(parts)`
    pub fn join(&self, parts: &[Bytes]) -> Bytes {
        let parts: Vec<&[u8]> = parts.iter().map(|part| &*part.0).collect();
        Bytes(parts.join(&*self.0).into())
    }
}

enum Encoding {
    Ascii,
    Latin,
    Utf8,
}

fn encoding_of(name: &Str) -> Res<Encoding> {
    match name.to_utf8().as_deref() {
        Some("utf-8" | "utf8" | "UTF-8") => Ok(Encoding::Utf8),
        Some("ascii" | "us-ascii" | "ASCII") => Ok(Encoding::Ascii),
        Some("latin-1" | "latin1" | "iso-8859-1") => Ok(Encoding::Latin),
        _ => Err(Stop::redo()),
    }
}

/// `text.encode(encoding)`
pub fn encode(text: &Str, encoding: &Str) -> Res<Bytes> {
    let limit = match encoding_of(encoding)? {
        Encoding::Utf8 => {
            let text = text.to_utf8().ok_or_else(Stop::redo)?;
            return Ok(Bytes::from(text.as_bytes()));
        }
        Encoding::Ascii => 128,
        Encoding::Latin => 256,
    };
    let fits = |char: crate::string::Char| match u8::try_from(char.point()) {
        Ok(byte) if char.point() < limit => Ok(byte),
        _ => Err(Stop::redo()),
    };
    Ok(Bytes(
        text.chars().map(fits).collect::<Res<Vec<u8>>>()?.into(),
    ))
}

/// `bytes(ints)`
pub fn of_ints(ints: impl IntoIterator<Item = i64>) -> Res<Bytes> {
    let byte =
        |int| u8::try_from(int).map_err(|_| Stop::value_error("bytes must be in range(0, 256)"));
    let bytes = ints.into_iter().map(byte).collect::<Res<Vec<u8>>>()?;
    Ok(Bytes(bytes.into()))
}

/// `bytes(count)`
pub fn zeros(count: i64) -> Res<Bytes> {
    match usize::try_from(count) {
        Ok(count) if count < 1 << 30 => Ok(Bytes(vec![0; count].into())),
        Ok(_) => Err(Stop::redo()),
        Err(_) => Err(Stop::value_error("negative count")),
    }
}

/// `bytes.fromhex(text)`; what is no hexadecimal text is left to Python.
pub fn from_hex(text: &Str) -> Res<Bytes> {
    let text = text.to_utf8().ok_or_else(Stop::redo)?;
    let digits: Vec<u8> = text
        .split_ascii_whitespace()
        .map(|run| match run.len() % 2 {
            0 => Ok(run.bytes()),
            _ => Err(Stop::redo()),
        })
        .collect::<Res<Vec<_>>>()?
        .into_iter()
        .flatten()
        .map(|digit| (digit as char).to_digit(16).map(|value| value as u8))
        .collect::<Option<Vec<u8>>>()
        .ok_or_else(Stop::redo)?;
    let pairs = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]);
    Ok(Bytes(pairs.collect()))
}

/// Is this byte order `"big"`?
fn is_big(order: &Str) -> Res<bool> {
    match order.to_utf8().as_deref() {
        Some("big") => Ok(true),
        Some("little") => Ok(false),
        _ => Err(Stop::value_error(
            "byteorder must be either 'little' or 'big'",
        )),
    }
}

/// `int.from_bytes(data, order)`; what needs more than 64 bits is left to Python.
pub fn to_int(data: &Bytes, order: &Str) -> Res<i64> {
    let is_big = is_big(order)?;
    let step = |sum: Option<u64>, byte: &u8| match sum {
        Some(sum) if sum >> 56 == 0 => Some(sum << 8 | u64::from(*byte)),
        _ => None,
    };
    let found = match is_big {
        true => data.0.iter().fold(Some(0), step),
        false => data.0.iter().rev().fold(Some(0), step),
    };
    found
        .and_then(|found| i64::try_from(found).ok())
        .ok_or_else(Stop::redo)
}

/// `int.from_bytes(data, order, signed=is_signed)`
pub fn to_int_signed(data: &Bytes, order: &Str, is_signed: bool) -> Res<i64> {
    if !is_signed {
        return to_int(data, order);
    }
    let in_order: Vec<u8> = match is_big(order)? {
        true => data.0.to_vec(),
        false => data.0.iter().rev().copied().collect(),
    };
    let Some(first) = in_order.first() else {
        return Ok(0);
    };
    let fill = if first & 0x80 == 0 { 0 } else { 0xff };
    let extra = in_order.len().saturating_sub(8);
    let mut word = [fill; 8];
    let low = &in_order[extra..];
    word[8 - low.len()..].copy_from_slice(low);
    let is_lost = in_order[..extra].iter().any(|byte| *byte != fill);
    if is_lost || (word[0] ^ fill) & 0x80 != 0 {
        return Err(Stop::redo());
    }
    Ok(i64::from_be_bytes(word))
}

/// `int.to_bytes(length, order, signed=is_signed)`
pub fn from_int_signed(int: i64, length: i64, order: &Str, is_signed: bool) -> Res<Bytes> {
    if !is_signed || int >= 0 && length > 8 {
        return from_int(int, length, order);
    }
    let is_big = is_big(order)?;
    let Ok(length) = usize::try_from(length) else {
        return Err(Stop::value_error("length argument must be non-negative"));
    };
    if length > 1 << 20 {
        return Err(Stop::redo());
    }
    let fits = match length {
        0 => int == 0,
        1..8 => {
            let bits = 64 - 8 * length;
            int << bits >> bits == int
        }
        _ => true,
    };
    if !fits {
        return Err(Stop::overflow_error("int too big to convert"));
    }
    let mut bytes: Vec<u8> = int.to_le_bytes().into_iter().take(length).collect();
    bytes.resize(length, if int < 0 { 0xff } else { 0 });
    if is_big {
        bytes.reverse();
    }
    Ok(Bytes(bytes.into()))
}

/// `int.to_bytes(length, order)`
pub fn from_int(int: i64, length: i64, order: &Str) -> Res<Bytes> {
    let is_big = is_big(order)?;
    let Ok(length) = usize::try_from(length) else {
        return Err(Stop::value_error("length argument must be non-negative"));
    };
    if int < 0 {
        return Err(Stop::overflow_error(
            "can't convert negative int to unsigned",
        ));
    }
    if length > 1 << 20 {
        return Err(Stop::redo());
    }
    let own = int.to_le_bytes();
    if own.iter().skip(length).any(|byte| *byte != 0) {
        return Err(Stop::overflow_error("int too big to convert"));
    }
    let mut bytes: Vec<u8> = own.into_iter().take(length).collect();
    bytes.resize(length, 0);
    if is_big {
        bytes.reverse();
    }
    Ok(Bytes(bytes.into()))
}

impl Deref for Bytes {
    type Target = [u8];

    #[inline(always)]
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Bytes(bytes.into())
    }
}

impl<const N: usize> From<&[u8; N]> for Bytes {
    fn from(bytes: &[u8; N]) -> Self {
        Bytes(bytes.as_slice().into())
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl PyEq for Bytes {
    #[inline]
    fn py_eq(&self, other: &Self) -> Res<bool> {
        Ok(self == other)
    }
}

impl PyOrd for Bytes {
    const IS_PLAIN: bool = true;

    #[inline]
    fn py_cmp(&self, other: &Self) -> Res<std::cmp::Ordering> {
        Ok(self.cmp(other))
    }
}

impl PyHash for Bytes {
    fn fast_hash(&self) -> u64 {
        Str::from_narrow(&self.0).fast_hash()
    }

    /// Python hashes bytes as it hashes the text of these characters.
    fn py_hash(&self) -> i64 {
        Str::from_narrow(&self.0).py_hash()
    }

    fn is_known() -> bool {
        Str::is_known()
    }
}

impl PyRepr for Bytes {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        let quote = match self.0.contains(&b'\'') && !self.0.contains(&b'"') {
            true => '"',
            false => '\'',
        };
        let mut text = format!("b{quote}");
        for byte in self.0.iter() {
            match byte {
                b'\\' => text.push_str("\\\\"),
                b'\t' => text.push_str("\\t"),
                b'\n' => text.push_str("\\n"),
                b'\r' => text.push_str("\\r"),
                byte if char::from(*byte) == quote => {
                    text.push('\\');
                    text.push(quote);
                }
                b' '..=b'~' => text.push(char::from(*byte)),
                byte => text.push_str(&format!("\\x{byte:02x}")),
            }
        }
        text.push(quote);
        out.push_str(&text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    #[test]
    fn it_is_shown_as_python_shows_it() {
        let shown = |bytes: &[u8]| text::repr(&Bytes::from(bytes)).unwrap().to_utf8().unwrap();
        assert_eq!(shown(b"a'\x80\n\\"), "b\"a'\\x80\\n\\\\\"");
        assert_eq!(shown(b"'\""), "b'\\'\"'");
    }

    #[test]
    fn ints_go_both_ways() {
        let big = Str::from("big");
        let bytes = from_int(258, 4, &big).unwrap();
        assert_eq!(&*bytes, [0, 0, 1, 2]);
        assert_eq!(to_int(&bytes, &big).unwrap(), 258);
        assert!(from_int(256, 1, &big).is_err());
        assert!(to_int(&Bytes::from(&[255; 8]), &big).is_err());
    }
}
