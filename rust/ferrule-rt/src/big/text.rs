//! Ints of any size as text, and from text.

use std::sync::OnceLock;

use num_bigint::BigInt;

use super::Int;
use super::value::Form;
use crate::error::{Res, Stop};
use crate::int;
use crate::parallel;
use crate::string::{Str, StrBuf, View, strip};
use crate::text::{Conversion, PyFormat, PyPercent, PyRepr, Spec, int_to};

/// As many decimal digits Python always reads and writes, whatever it was told.
const ALWAYS: usize = 640;
/// A limit of the running Python's, unless it is told otherwise.
const USUAL: usize = 4300;

static LIMIT: OnceLock<fn() -> Option<usize>> = OnceLock::new();

/// Tells how to ask for `sys.get_int_max_str_digits()`; the first one stays.
pub fn install_limit(ask: fn() -> Option<usize>) {
    let _ = LIMIT.set(ask);
}

/// The limit as it is now, as far as it is known; in a helping thread Python can't be asked.
fn limit() -> Option<usize> {
    match LIMIT.get() {
        Some(_) if parallel::is_helper() => None,
        Some(ask) => ask(),
        None => Some(USUAL),
    }
}

/// Whether Python refuses a decimal text of so many digits now.
fn is_too_long(digits: usize) -> bool {
    digits > ALWAYS
        && match limit() {
            Some(0) => false,
            Some(limit) => digits > limit,
            None => true,
        }
}

impl Int {
    /// `int(text)`
    pub fn parse(text: &Str) -> Res<Int> {
        match int::parse(text) {
            Err(stop) if stop.is_redo() => {}
            result => return result.map(Int::from),
        }
        // Valid but long, or not ASCII; int::parse has refused what is neither.
        let stripped = strip(text);
        let View::Narrow(units) = stripped.view() else {
            return Err(Stop::redo());
        };
        if !units.is_ascii() {
            return Err(Stop::redo());
        }
        if is_too_long(units.len()) || units.len() > ALWAYS && units.contains(&b'_') {
            return Err(Stop::redo());
        }
        let digits: Vec<u8> = units.iter().copied().filter(|unit| *unit != b'_').collect();
        BigInt::parse_bytes(&digits, 10)
            .map(Int::from)
            .ok_or_else(Stop::redo)
    }

    /// A literal that does not fit 128 bits, in hexadecimal digits.
    ///
    /// # Panics
    /// When the text is not such an int.
    pub fn literal(text: &str) -> Int {
        let digits = text.replacen("0x", "", 1);
        Int::from(BigInt::parse_bytes(digits.as_bytes(), 16).expect("a hexadecimal int"))
    }

    /// The digits without sign, in base 2, 8, 10 or 16; a redo where Python may refuse.
    fn digits(&self, radix: u32) -> Res<String> {
        match &self.0 {
            Form::Small(_) | Form::Wide(_) => {
                let size = self.narrow().unwrap_or(0).unsigned_abs();
                Ok(match radix {
                    2 => format!("{size:b}"),
                    8 => format!("{size:o}"),
                    16 => format!("{size:x}"),
                    _ => size.to_string(),
                })
            }
            // Ten bits hold three digits and a little: so many there are at least.
            Form::Big(value) if radix == 10 && is_too_long(value.bits() as usize / 10 * 3) => {
                Err(Stop::redo())
            }
            Form::Big(value) => {
                let digits = value.magnitude().to_str_radix(radix);
                if radix == 10 && is_too_long(digits.len()) {
                    return Err(Stop::redo());
                }
                Ok(digits)
            }
        }
    }

    /// `str(n)`
    pub fn to_str(&self) -> Res<Str> {
        match &self.0 {
            Form::Small(value) => Ok(int::to_str(*value)),
            _ => self.with_prefix("", 10),
        }
    }

    fn with_prefix(&self, prefix: &str, radix: u32) -> Res<Str> {
        let sign = if self.is_negative() { "-" } else { "" };
        Ok(Str::from(format!("{sign}{prefix}{}", self.digits(radix)?)))
    }

    /// `bin(n)`
    pub fn bin(&self) -> Res<Str> {
        self.with_prefix("0b", 2)
    }

    /// `oct(n)`
    pub fn oct(&self) -> Res<Str> {
        self.with_prefix("0o", 8)
    }

    /// `hex(n)`
    pub fn hex(&self) -> Res<Str> {
        self.with_prefix("0x", 16)
    }
}

impl PyRepr for Int {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        out.push(&self.to_str()?);
        Ok(())
    }
}

/// The base that a type letter of a format stands for.
fn radix_of(kind: u8) -> u32 {
    match kind {
        b'b' => 2,
        b'o' => 8,
        b'x' | b'X' => 16,
        _ => 10,
    }
}

impl PyFormat for Int {
    fn format_to(&self, spec: &Spec, out: &mut StrBuf) -> Res<()> {
        match &self.0 {
            Form::Small(value) => value.format_to(spec, out),
            _ if spec.is_empty => self.repr_to(out),
            _ => match spec.kind {
                b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'%' => {
                    self.to_float()?.format_to(spec, out)
                }
                kind => {
                    let digits = self.digits(radix_of(kind))?;
                    int_to(self.is_negative(), |_| digits, spec, out)
                }
            },
        }
    }
}

impl PyPercent for Int {
    fn percent_to(&self, conversion: &Conversion, out: &mut StrBuf) -> Res<()> {
        match &self.0 {
            Form::Small(value) => value.percent_to(conversion, out),
            _ if conversion.is_text() => conversion.shown_to(self, out),
            _ if conversion.is_float() => self.to_float()?.percent_to(conversion, out),
            _ => {
                let digits = self.digits(radix_of(conversion.kind()))?;
                conversion.int_to(self.is_negative(), |_| digits, out)
            }
        }
    }
}
