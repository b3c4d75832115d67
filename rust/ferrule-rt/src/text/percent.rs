//! `format % values`.
//!
//! In: a format and its values. Out: the text; whatever Python refuses asks for a redo.

use super::digits::{self, Style};
use super::repr::PyRepr;
use crate::dict::Dict;
use crate::error::{Res, Stop};
use crate::hash::PyHash;
use crate::int;
use crate::set::Set;
use crate::string::{Char, Str, StrBuf};

/// One conversion: `%[flags][width][.precision]type`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Conversion {
    is_left: bool,
    is_signed: bool,
    is_spaced: bool,
    is_alternate: bool,
    is_zero_filled: bool,
    width: usize,
    precision: Option<usize>,
    kind: u8,
}

/// A value that can stand behind `%`.
pub trait PyPercent {
    /// Appends the value as a conversion wants it.
    fn percent_to(&self, conversion: &Conversion, out: &mut StrBuf) -> Res<()>;
}

/// `format % (values)`
pub fn percent(format: &Str, values: &[&dyn PyPercent]) -> Res<Str> {
    let view = format.view();
    let mut out = StrBuf::with_capacity(view.len() + 16);
    let mut values = values.iter();
    let mut at = 0;
    while at < view.len() {
        let rest = view.window(at, view.len());
        let plain = rest
            .chars()
            .position(|char| char == '%')
            .unwrap_or(rest.len());
        out.push_view(rest.window(0, plain));
        at += plain;
        if at == view.len() {
            break;
        }
        let (conversion, after) = read(format, at + 1)?;
        at = after;
        if conversion.kind == b'%' {
            out.push_char(Char::new('%'));
        } else {
            values
                .next()
                .ok_or_else(Stop::redo)?
                .percent_to(&conversion, &mut out)?;
        }
    }
    if values.next().is_some() {
        Err(Stop::redo())
    } else {
        Ok(out.finish())
    }
}

/// `format % (values)`, where the values stand in a tuple.
pub fn percent_tuple(format: &Str, values: &impl Values) -> Res<Str> {
    values.with(|values| percent(format, values))
}

/// A tuple of values that can stand behind `%`.
pub trait Values {
    /// Hands the values over.
    fn with(&self, use_them: impl FnOnce(&[&dyn PyPercent]) -> Res<Str>) -> Res<Str>;
}

macro_rules! tuples_of_values {
    ($(($($name:ident $at:tt)+))*) => {$(
        impl<$($name: PyPercent),+> Values for ($($name,)+) {
            #[inline]
            fn with(&self, use_them: impl FnOnce(&[&dyn PyPercent]) -> Res<Str>) -> Res<Str> {
                use_them(&[$(&self.$at),+])
            }
        }
    )*};
}
tuples_of_values! {
    (A 0)
    (A 0 B 1)
    (A 0 B 1 C 2)
    (A 0 B 1 C 2 D 3)
    (A 0 B 1 C 2 D 3 E 4)
    (A 0 B 1 C 2 D 3 E 4 F 5)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7)
}

/// The conversion behind a percent sign, and the place behind it.
fn read(format: &Str, mut at: usize) -> Res<(Conversion, usize)> {
    let view = format.view();
    let unit = |at: usize| match at < view.len() {
        true => u8::try_from(view.point(at)).map_err(|_| Stop::redo()),
        false => Err(Stop::redo()),
    };
    let mut found = Conversion::default();
    loop {
        match unit(at)? {
            b'-' => found.is_left = true,
            b'+' => found.is_signed = true,
            b' ' => found.is_spaced = true,
            b'#' => found.is_alternate = true,
            b'0' => found.is_zero_filled = true,
            _ => break,
        }
        at += 1;
    }
    let number = |at: &mut usize| -> Res<usize> {
        let mut value = 0;
        while unit(*at)?.is_ascii_digit() && value < 100_000_000 {
            value = value * 10 + usize::from(unit(*at)? - b'0');
            *at += 1;
        }
        Ok(value)
    };
    found.width = number(&mut at)?;
    if unit(at)? == b'.' {
        at += 1;
        found.precision = Some(number(&mut at)?);
    }
    found.kind = unit(at)?;
    let is_escape = found.kind == b'%';
    if is_escape && unit(at - 1)? != b'%' {
        return Err(Stop::redo());
    }
    Ok((found, at + 1))
}

impl Conversion {
    fn text_to(&self, text: &Str, out: &mut StrBuf) {
        let len = self
            .precision
            .map_or(text.len(), |most| text.len().min(most));
        let padding = self.width.saturating_sub(len);
        let blank = Char::new(' ');
        out.pad(blank, if self.is_left { 0 } else { padding });
        out.push_view(text.view().window(0, len));
        out.pad(blank, if self.is_left { padding } else { 0 });
    }

    fn number_to(&self, is_negative: bool, prefix: &str, digits: &str, out: &mut StrBuf) {
        let sign = match is_negative {
            true => "-",
            false if self.is_signed => "+",
            false if self.is_spaced => " ",
            false => "",
        };
        let padding = self
            .width
            .saturating_sub(sign.len() + prefix.len() + digits.len());
        let is_zero_filled = self.is_zero_filled && !self.is_left;
        if !self.is_left && !is_zero_filled {
            out.pad(Char::new(' '), padding);
        }
        out.push_str(sign);
        out.push_str(prefix);
        if is_zero_filled {
            out.pad(Char::new('0'), padding);
        }
        out.push_str(digits);
        if self.is_left {
            out.pad(Char::new(' '), padding);
        }
    }

    /// Appends an int of any size, given a way to write it in base 8, 10 or 16.
    pub(crate) fn int_to(
        &self,
        is_negative: bool,
        write: impl FnOnce(u32) -> String,
        out: &mut StrBuf,
    ) -> Res<()> {
        let (radix, prefix) = match self.kind {
            b'd' | b'i' | b'u' => (10, ""),
            b'o' => (8, "0o"),
            b'x' => (16, "0x"),
            b'X' => (16, "0X"),
            _ => return Err(Stop::redo()),
        };
        let mut digits = write(radix);
        if self.kind == b'X' {
            digits.make_ascii_uppercase();
        }
        let missing = self.precision.unwrap_or(0).saturating_sub(digits.len());
        let digits = "0".repeat(missing) + &digits;
        self.number_to(
            is_negative,
            if self.is_alternate { prefix } else { "" },
            &digits,
            out,
        );
        Ok(())
    }

    fn float_to(&self, x: f64, out: &mut StrBuf) -> Res<()> {
        let style = Style {
            code: self.kind.to_ascii_lowercase(),
            precision: self.precision.unwrap_or(6),
            is_alternate: self.is_alternate,
            has_point: false,
        };
        let mut digits = digits::write(x.abs(), style);
        if self.kind.is_ascii_uppercase() {
            digits.make_ascii_uppercase();
        }
        self.number_to(x.is_sign_negative() && !x.is_nan(), "", &digits, out);
        Ok(())
    }

    /// Appends `%s` or `%r` of a value.
    pub(crate) fn shown_to<T: PyRepr + ?Sized>(&self, value: &T, out: &mut StrBuf) -> Res<()> {
        let mut text = StrBuf::new();
        match self.kind {
            b's' => value.str_to(&mut text)?,
            b'r' => value.repr_to(&mut text)?,
            _ => return Err(Stop::redo()),
        }
        self.text_to(&text.finish(), out);
        Ok(())
    }

    /// The type letter.
    pub(crate) fn kind(&self) -> u8 {
        self.kind
    }

    /// Is this one of the conversions to a float?
    pub(crate) fn is_float(&self) -> bool {
        matches!(self.kind, b'e' | b'E' | b'f' | b'F' | b'g' | b'G')
    }

    /// Is this `%s` or `%r`?
    pub(crate) fn is_text(&self) -> bool {
        matches!(self.kind, b's' | b'r')
    }
}

impl PyPercent for i64 {
    fn percent_to(&self, conversion: &Conversion, out: &mut StrBuf) -> Res<()> {
        if conversion.is_text() {
            return conversion.shown_to(self, out);
        }
        if conversion.is_float() {
            return conversion.float_to(*self as f64, out);
        }
        if conversion.kind == b'c' {
            let plain = Conversion {
                precision: None,
                ..*conversion
            };
            let point = u32::try_from(*self)
                .ok()
                .filter(|point| *point <= 0x10_ffff);
            plain.text_to(&Str::from_point(point.ok_or_else(Stop::redo)?), out);
            return Ok(());
        }
        let size = self.unsigned_abs();
        let write = |radix| match radix {
            8 => format!("{size:o}"),
            16 => format!("{size:x}"),
            _ => size.to_string(),
        };
        conversion.int_to(*self < 0, write, out)
    }
}

impl PyPercent for bool {
    fn percent_to(&self, conversion: &Conversion, out: &mut StrBuf) -> Res<()> {
        if conversion.is_text() {
            return conversion.shown_to(self, out);
        }
        i64::from(*self).percent_to(conversion, out)
    }
}

impl PyPercent for f64 {
    fn percent_to(&self, conversion: &Conversion, out: &mut StrBuf) -> Res<()> {
        if conversion.is_text() {
            return conversion.shown_to(self, out);
        }
        if conversion.is_float() {
            return conversion.float_to(*self, out);
        }
        match conversion.kind {
            b'd' | b'i' | b'u' => int::from_float(*self)?.percent_to(conversion, out),
            _ => Err(Stop::redo()),
        }
    }
}

impl PyPercent for Str {
    fn percent_to(&self, conversion: &Conversion, out: &mut StrBuf) -> Res<()> {
        if conversion.kind == b'c' && self.len() == 1 {
            Conversion {
                precision: None,
                ..*conversion
            }
            .text_to(self, out);
            return Ok(());
        }
        conversion.shown_to(self, out)
    }
}

impl PyPercent for Char {
    fn percent_to(&self, conversion: &Conversion, out: &mut StrBuf) -> Res<()> {
        self.to_str().percent_to(conversion, out)
    }
}

macro_rules! shown {
    ($(($($name:ident: $bound:path),+) $type:ty;)*) => {$(
        impl<$($name: $bound),+> PyPercent for $type {
            fn percent_to(&self, conversion: &Conversion, out: &mut StrBuf) -> Res<()> {
                conversion.shown_to(self, out)
            }
        }
    )*};
}
shown! {
    (T: PyRepr) Vec<T>;
    (T: PyRepr) Option<T>;
    (A: PyRepr) (A,);
    (A: PyRepr, B: PyRepr) (A, B);
    (A: PyRepr, B: PyRepr, C: PyRepr) (A, B, C);
    (K: ShownKey, V: PyRepr) Dict<K, V>;
    (K: ShownKey) Set<K>;
}

/// A key that can be shown.
pub trait ShownKey: PyHash + PyRepr {}

impl<K: PyHash + PyRepr> ShownKey for K {}

/// Any other value: `%s` and `%r` only.
#[derive(Debug)]
pub struct Shown<'v, T: ?Sized>(pub &'v T);

impl<T: PyRepr + ?Sized> PyPercent for Shown<'_, T> {
    fn percent_to(&self, conversion: &Conversion, out: &mut StrBuf) -> Res<()> {
        conversion.shown_to(self.0, out)
    }
}
