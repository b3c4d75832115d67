//! The format mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
//!
//! In: the text after the colon, best in a `const`. Out: `Spec`. A text that Python refuses gives
//! a spec that asks for a redo when it is used.

/// Where a value stands in its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// As the type has it.
    Default,
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Center,
    /// `=`
    AfterSign,
}

/// A format specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spec {
    /// The character that fills the width.
    pub fill: char,
    /// Where the value stands.
    pub align: Align,
    /// `+`, `-`, a space, or zero.
    pub sign: u8,
    /// `z`: a negative zero loses its sign.
    pub is_zero_plain: bool,
    /// `#`
    pub is_alternate: bool,
    /// `0` before the width.
    pub is_zero_filled: bool,
    /// The least width.
    pub width: u32,
    /// `,` or `_`, or zero.
    pub grouping: u8,
    /// What stands after the point.
    pub precision: Option<u32>,
    /// The presentation type, or zero.
    pub kind: u8,
    /// Did Python's grammar accept the text?
    pub is_valid: bool,
    /// Is it the empty text, which means `str(value)`?
    pub is_empty: bool,
}

impl Spec {
    /// The empty specification.
    pub const EMPTY: Spec = Spec {
        fill: ' ',
        align: Align::Default,
        sign: 0,
        is_zero_plain: false,
        is_alternate: false,
        is_zero_filled: false,
        width: 0,
        grouping: 0,
        precision: None,
        kind: 0,
        is_valid: true,
        is_empty: true,
    };

    const INVALID: Spec = Spec {
        is_valid: false,
        is_empty: false,
        ..Spec::EMPTY
    };
}

const fn align_of(unit: u8) -> Option<Align> {
    match unit {
        b'<' => Some(Align::Left),
        b'>' => Some(Align::Right),
        b'^' => Some(Align::Center),
        b'=' => Some(Align::AfterSign),
        _ => None,
    }
}

/// The unit at a place, or zero behind the end.
const fn unit(units: &[u8], at: usize) -> u8 {
    if at < units.len() { units[at] } else { 0 }
}

/// The length and the code point of the first character of UTF-8.
const fn first_char(units: &[u8]) -> (usize, u32) {
    let head = unit(units, 0) as u32;
    if head < 0x80 {
        return (1, head);
    }
    let tail = [
        unit(units, 1) as u32 & 0x3f,
        unit(units, 2) as u32 & 0x3f,
        unit(units, 3) as u32 & 0x3f,
    ];
    if head < 0xe0 {
        (2, (head & 0x1f) << 6 | tail[0])
    } else if head < 0xf0 {
        (3, (head & 0x0f) << 12 | tail[0] << 6 | tail[1])
    } else {
        (
            4,
            (head & 0x07) << 18 | tail[0] << 12 | tail[1] << 6 | tail[2],
        )
    }
}

/// Digits from a place on: their value and the place behind them; too large a value is invalid.
const fn number(units: &[u8], mut at: usize) -> (Option<u32>, usize) {
    let mut value: u32 = 0;
    while unit(units, at).is_ascii_digit() {
        if value > 100_000_000 {
            return (None, at);
        }
        value = value * 10 + (units[at] - b'0') as u32;
        at += 1;
    }
    (Some(value), at)
}

/// Reads a specification.
pub const fn spec(text: &str) -> Spec {
    let units = text.as_bytes();
    if units.is_empty() {
        return Spec::EMPTY;
    }
    let mut spec = Spec {
        is_empty: false,
        ..Spec::EMPTY
    };
    let mut at = 0;
    let (fill_len, fill) = first_char(units);
    let mut has_fill = false;
    if let Some(align) = align_of(unit(units, fill_len)) {
        let Some(fill) = char::from_u32(fill) else {
            return Spec::INVALID;
        };
        (spec.fill, spec.align, has_fill) = (fill, align, true);
        at = fill_len + 1;
    } else if let Some(align) = align_of(units[0]) {
        spec.align = align;
        at = 1;
    }
    if matches!(unit(units, at), b'+' | b'-' | b' ') {
        spec.sign = units[at];
        at += 1;
    }
    if unit(units, at) == b'z' {
        spec.is_zero_plain = true;
        at += 1;
    }
    if unit(units, at) == b'#' {
        spec.is_alternate = true;
        at += 1;
    }
    if !has_fill && unit(units, at) == b'0' {
        spec.is_zero_filled = true;
        spec.fill = '0';
        at += 1;
    }
    let (width, after) = number(units, at);
    let Some(width) = width else {
        return Spec::INVALID;
    };
    spec.width = width;
    at = after;
    if matches!(unit(units, at), b',' | b'_') {
        spec.grouping = units[at];
        at += 1;
    }
    if unit(units, at) == b'.' {
        let (precision, after) = number(units, at + 1);
        if after == at + 1 || precision.is_none() {
            return Spec::INVALID;
        }
        spec.precision = precision;
        at = after;
    }
    if at < units.len() {
        spec.kind = units[at];
        at += 1;
    }
    if at < units.len() {
        Spec::INVALID
    } else {
        spec
    }
}
