//! A number laid out: sign, prefix, digits in groups, the rest, and the filling.

use super::spec::{Align, Spec};
use crate::error::{Res, Stop};
use crate::string::{Char, StrBuf};

/// A number in pieces, each ASCII.
#[derive(Debug)]
pub struct Parts<'a> {
    /// Is it below zero?
    pub is_negative: bool,
    /// `0x` and its kin.
    pub prefix: &'a str,
    /// The digits before the point; what is grouped.
    pub whole: &'a str,
    /// Point, decimals, exponent, percent sign; or `inf`, `nan`.
    pub rest: &'a str,
    /// Digits in a group.
    pub group: usize,
}

/// Appends a number as a specification wants it.
pub fn lay(parts: &Parts<'_>, spec: &Spec, out: &mut StrBuf) -> Res<()> {
    let width = spec.width as usize;
    if width > 1 << 28 {
        return Err(Stop::redo());
    }
    let sign = match (parts.is_negative, spec.sign) {
        (true, _) => "-",
        (false, b'+') => "+",
        (false, b' ') => " ",
        _ => "",
    };
    let align = match spec.align {
        Align::Default if spec.is_zero_filled => Align::AfterSign,
        Align::Default => Align::Right,
        align => align,
    };
    let fixed = sign.len() + parts.prefix.len() + parts.rest.len();
    let is_zero_filled = spec.fill == '0' && align == Align::AfterSign;
    let least = if is_zero_filled {
        width.saturating_sub(fixed)
    } else {
        0
    };
    let grouped;
    let whole = if spec.grouping != 0 && !parts.whole.is_empty() {
        grouped = group(parts.whole, parts.group, spec.grouping, least);
        &grouped
    } else {
        parts.whole
    };
    let padding = width.saturating_sub(fixed + whole.len());
    let (before, inside, after) = match align {
        Align::Left => (0, 0, padding),
        Align::Center => (padding / 2, 0, padding - padding / 2),
        Align::AfterSign => (0, padding, 0),
        Align::Right | Align::Default => (padding, 0, 0),
    };
    let fill = Char::new(spec.fill);
    out.pad(fill, before);
    out.push_str(sign);
    out.push_str(parts.prefix);
    out.pad(fill, inside);
    out.push_str(whole);
    out.push_str(parts.rest);
    out.pad(fill, after);
    Ok(())
}

/// Digits with separators, with zeros before them up to a least width, as CPython does it.
fn group(digits: &str, size: usize, separator: u8, least: usize) -> String {
    let (mut left, mut least) = (digits.len(), least as i64);
    let mut backwards = Vec::new();
    loop {
        let len = (size as i64).min((left as i64).max(least).max(1));
        if !backwards.is_empty() {
            backwards.push(separator);
        }
        let taken = left.min(len as usize);
        backwards.extend(digits[left - taken..left].bytes().rev());
        backwards.extend(std::iter::repeat_n(b'0', len as usize - taken));
        left -= taken;
        least -= len;
        if left == 0 && least <= 0 {
            break;
        }
        least -= 1;
    }
    backwards
        .iter()
        .rev()
        .map(|unit| char::from(*unit))
        .collect()
}
