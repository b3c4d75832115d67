//! Digits of floats, as `PyOS_double_to_string` writes them, without sign.
//!
//! In: a float ≥ 0 and a format code. Out: ASCII text, alike in `format` and `%`.

use crate::float::{scaled, write_repr};

/// How the digits of a float are written.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// `e`, `f`, `g`, or `r` for the shortest digits.
    pub code: u8,
    /// How many digits; unused for `r`.
    pub precision: usize,
    /// `#`: the point stays, and so do zeros at the end.
    pub is_alternate: bool,
    /// `.0` behind what would look like an int.
    pub has_point: bool,
}

/// The digits of a float ≥ 0.
pub fn write(x: f64, style: Style) -> String {
    if x.is_nan() {
        return "nan".to_owned();
    }
    if x.is_infinite() {
        return "inf".to_owned();
    }
    match style.code {
        b'e' => scientific(x, style.precision, style.is_alternate),
        b'f' => fixed(x, style.precision, style.is_alternate),
        b'g' => general(x, style),
        _ => shortest(x),
    }
}

fn shortest(x: f64) -> String {
    let mut text = [0; 32];
    let len = write_repr(x, &mut text);
    text[..len].iter().map(|unit| char::from(*unit)).collect()
}

fn fixed(x: f64, precision: usize, is_alternate: bool) -> String {
    if let Some(whole) = scaled(x, precision) {
        return pointed(whole as u64, precision, is_alternate);
    }
    let mut text = padded(precision, |kept| format!("{x:.kept$}"));
    if is_alternate && precision == 0 {
        text.push('.');
    }
    text
}

/// A scaled value with its point: 1234 with two places is `12.34`.
fn pointed(value: u64, places: usize, is_alternate: bool) -> String {
    let mut units = [b'0'; 24];
    let mut at = units.len();
    let mut rest = value;
    let mut written = 0;
    while rest > 0 || written <= places {
        if written == places && (places > 0 || is_alternate) {
            at -= 1;
            units[at] = b'.';
        }
        at -= 1;
        units[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        written += 1;
    }
    units[at..].iter().map(|unit| char::from(*unit)).collect()
}

/// Rust writes at most 65,535 places; no double has more than 1,074, so zeros do for the rest.
fn padded(precision: usize, write: impl FnOnce(usize) -> String) -> String {
    let kept = precision.min(1100);
    let mut text = write(kept);
    text.extend(std::iter::repeat_n('0', precision - kept));
    text
}

/// Mantissa digits and exponent, correctly rounded.
fn rounded(x: f64, precision: usize) -> (String, i32) {
    let kept = precision.min(1100);
    let text = format!("{x:.kept$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let mut mantissa = mantissa.to_owned();
    mantissa.extend(std::iter::repeat_n('0', precision - kept));
    (mantissa, exponent.parse().unwrap_or(0))
}

fn exponent(exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("e{sign}{:02}", exponent.unsigned_abs())
}

fn scientific(x: f64, precision: usize, is_alternate: bool) -> String {
    let (mut mantissa, power) = rounded(x, precision);
    if is_alternate && precision == 0 {
        mantissa.push('.');
    }
    mantissa + &exponent(power)
}

fn general(x: f64, style: Style) -> String {
    let precision = style.precision.max(1);
    let (mantissa, power) = rounded(x, precision - 1);
    let most = precision as i32 - i32::from(style.has_point);
    let is_scientific = power < -4 || power + 1 > most;
    let mut text = if is_scientific {
        mantissa
    } else {
        let places = (precision as i32 - 1 - power).max(0) as usize;
        padded(places, |kept| format!("{x:.kept$}"))
    };
    if style.is_alternate {
        if !text.contains('.') {
            text.push('.');
        }
    } else if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if is_scientific {
        return text + &exponent(power);
    }
    if style.has_point && !text.contains('.') {
        text.push_str(".0");
    }
    text
}
