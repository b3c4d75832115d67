//! `format(value, spec)`, and with it f-strings and `str.format`.

use super::digits::{self, Style};
use super::lay::{Parts, lay};
use super::repr::PyRepr;
use super::spec::{Align, Spec, spec};
use crate::error::{Res, Stop};
use crate::string::{Char, Str, StrBuf};

/// A value with a `__format__` of its own. What Python refuses asks for a redo.
pub trait PyFormat: PyRepr {
    /// Appends `format(value, spec)`.
    fn format_to(&self, spec: &Spec, out: &mut StrBuf) -> Res<()>;
}

/// `format(value, spec)`
pub fn format<T: PyFormat + ?Sized>(value: &T, spec: &Spec) -> Res<Str> {
    let mut out = StrBuf::new();
    value.format_to(spec, &mut out)?;
    Ok(out.finish())
}

/// `format(value, text)`, where the specification is not known before.
pub fn format_by<T: PyFormat + ?Sized>(value: &T, text: &Str) -> Res<Str> {
    let text = text.to_utf8().ok_or_else(Stop::redo)?;
    format(value, &spec(&text))
}

impl PyFormat for i64 {
    fn format_to(&self, spec: &Spec, out: &mut StrBuf) -> Res<()> {
        if spec.is_empty {
            return self.repr_to(out);
        }
        match spec.kind {
            b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'%' => (*self as f64).format_to(spec, out),
            b'c' => char_to(*self, spec, out),
            _ => int_to(
                *self < 0,
                |radix| in_radix(self.unsigned_abs(), radix),
                spec,
                out,
            ),
        }
    }
}

fn in_radix(size: u64, radix: u32) -> String {
    match radix {
        2 => format!("{size:b}"),
        8 => format!("{size:o}"),
        16 => format!("{size:x}"),
        _ => size.to_string(),
    }
}

/// Appends an int of any size, given a way to write it in base 2, 8, 10 or 16.
pub(crate) fn int_to(
    is_negative: bool,
    write: impl FnOnce(u32) -> String,
    spec: &Spec,
    out: &mut StrBuf,
) -> Res<()> {
    let (radix, prefix) = match spec.kind {
        b'b' => (2, "0b"),
        b'o' => (8, "0o"),
        b'x' => (16, "0x"),
        b'X' => (16, "0X"),
        b'd' | 0 => (10, ""),
        _ => return Err(Stop::redo()),
    };
    let is_refused =
        spec.precision.is_some() || spec.is_zero_plain || spec.grouping == b',' && radix != 10;
    if !spec.is_valid || is_refused {
        return Err(Stop::redo());
    }
    let mut digits = write(radix);
    if spec.kind == b'X' {
        digits.make_ascii_uppercase();
    }
    let parts = Parts {
        is_negative,
        prefix: if spec.is_alternate { prefix } else { "" },
        whole: &digits,
        rest: "",
        group: if radix == 10 { 3 } else { 4 },
    };
    lay(&parts, spec, out)
}

fn char_to(point: i64, spec: &Spec, out: &mut StrBuf) -> Res<()> {
    let is_plain = spec.is_valid
        && spec.precision.is_none()
        && spec.sign == 0
        && spec.grouping == 0
        && !spec.is_alternate
        && !spec.is_zero_plain
        && !spec.is_zero_filled;
    match u32::try_from(point) {
        Ok(point @ 0..=0x10_ffff) if is_plain && spec.align != Align::AfterSign => {
            let align = if spec.align == Align::Default {
                Align::Right
            } else {
                spec.align
            };
            text_to(
                &Str::from_point(point),
                &Spec {
                    align,
                    kind: 0,
                    ..*spec
                },
                out,
            )
        }
        _ => Err(Stop::redo()),
    }
}

impl PyFormat for f64 {
    fn format_to(&self, spec: &Spec, out: &mut StrBuf) -> Res<()> {
        if spec.is_empty {
            return self.repr_to(out);
        }
        let style = Style {
            code: match spec.kind {
                b'e' | b'E' => b'e',
                b'f' | b'F' | b'%' => b'f',
                b'g' | b'G' => b'g',
                0 if spec.precision.is_some() => b'g',
                0 => b'r',
                _ => return Err(Stop::redo()),
            },
            precision: spec.precision.unwrap_or(6) as usize,
            is_alternate: spec.is_alternate,
            has_point: spec.kind == 0,
        };
        if !spec.is_valid || style.code == b'r' && spec.is_alternate {
            return Err(Stop::redo());
        }
        let value = if spec.kind == b'%' {
            self * 100.0
        } else {
            *self
        };
        let mut digits = digits::write(value.abs(), style);
        if matches!(spec.kind, b'E' | b'F' | b'G') {
            digits.make_ascii_uppercase();
        }
        if spec.kind == b'%' {
            digits.push('%');
        }
        let cut = digits
            .bytes()
            .position(|unit| !unit.is_ascii_digit())
            .unwrap_or(digits.len());
        let is_zero = || {
            !digits
                .bytes()
                .any(|unit| matches!(unit, b'1'..=b'9' | b'n' | b'N'))
        };
        let is_negative = value.is_sign_negative() && !value.is_nan();
        let parts = Parts {
            is_negative: is_negative && !(spec.is_zero_plain && is_zero()),
            prefix: "",
            whole: &digits[..cut],
            rest: &digits[cut..],
            group: 3,
        };
        lay(&parts, spec, out)
    }
}

fn text_to(text: &Str, spec: &Spec, out: &mut StrBuf) -> Res<()> {
    let is_refused = !matches!(spec.kind, 0 | b's')
        || spec.align == Align::AfterSign
        || spec.sign != 0
        || spec.is_alternate
        || spec.is_zero_plain
        || spec.grouping != 0;
    if !spec.is_valid || is_refused {
        return Err(Stop::redo());
    }
    let len = spec
        .precision
        .map_or(text.len(), |most| text.len().min(most as usize));
    let padding = (spec.width as usize).saturating_sub(len);
    let before = match spec.align {
        Align::Right => padding,
        Align::Center => padding / 2,
        _ => 0,
    };
    let fill = Char::new(spec.fill);
    out.pad(fill, before);
    out.push_view(text.view().window(0, len));
    out.pad(fill, padding - before);
    Ok(())
}

impl PyFormat for Str {
    fn format_to(&self, spec: &Spec, out: &mut StrBuf) -> Res<()> {
        text_to(self, spec, out)
    }
}

impl PyFormat for Char {
    fn format_to(&self, spec: &Spec, out: &mut StrBuf) -> Res<()> {
        text_to(&self.to_str(), spec, out)
    }
}

impl PyFormat for bool {
    fn format_to(&self, spec: &Spec, out: &mut StrBuf) -> Res<()> {
        if spec.is_empty {
            self.repr_to(out)
        } else {
            i64::from(*self).format_to(spec, out)
        }
    }
}

impl<T: PyFormat + ?Sized> PyFormat for &T {
    fn format_to(&self, spec: &Spec, out: &mut StrBuf) -> Res<()> {
        (**self).format_to(spec, out)
    }
}
