//! The classes of the first 256 code points, alike in every Python this crate was compared with.
//!
//! Each table is a set of bits, made from the answers of the `str` methods for `chr(0..256)`.

use crate::unicode::Check;

type Bits = [u64; 4];

/// `chr(unit).method()` for the method of the question.
#[inline]
pub fn is(question: Check, unit: u8) -> bool {
    let bits = match question {
        Check::Alnum => &ALNUM,
        Check::Alpha => &ALPHA,
        Check::Decimal => &DECIMAL,
        Check::Digit => &DIGIT,
        Check::Identifier => &IDENTIFIER,
        Check::Lower => &LOWER,
        Check::Numeric => &NUMERIC,
        Check::Printable => &PRINTABLE,
        Check::Space => &SPACE,
        Check::Title => &TITLE,
        Check::Upper => &UPPER,
    };
    bits[usize::from(unit >> 6)] >> (unit & 63) & 1 == 1
}

const ALNUM: Bits = [
    0x03ff_0000_0000_0000,
    0x07ff_fffe_07ff_fffe,
    0x762c_0400_0000_0000,
    0xff7f_ffff_ff7f_ffff,
];
const ALPHA: Bits = [
    0,
    0x07ff_fffe_07ff_fffe,
    0x0420_0400_0000_0000,
    0xff7f_ffff_ff7f_ffff,
];
const DECIMAL: Bits = [0x03ff_0000_0000_0000, 0, 0, 0];
const DIGIT: Bits = [0x03ff_0000_0000_0000, 0, 0x020c_0000_0000_0000, 0];
const IDENTIFIER: Bits = [
    0,
    0x07ff_fffe_87ff_fffe,
    0x0420_0400_0000_0000,
    0xff7f_ffff_ff7f_ffff,
];
const LOWER: Bits = [
    0,
    0x07ff_fffe_0000_0000,
    0x0420_0400_0000_0000,
    0xff7f_ffff_8000_0000,
];
const NUMERIC: Bits = [0x03ff_0000_0000_0000, 0, 0x720c_0000_0000_0000, 0];
const PRINTABLE: Bits = [
    0xffff_ffff_0000_0000,
    0x7fff_ffff_ffff_ffff,
    0xffff_dffe_0000_0000,
    0xffff_ffff_ffff_ffff,
];
const SPACE: Bits = [0x0000_0001_f000_3e00, 0, 0x0000_0001_0000_0020, 0];
const TITLE: Bits = [0, 0x0000_0000_07ff_fffe, 0, 0x0000_0000_7f7f_ffff];
const UPPER: Bits = [0, 0x0000_0000_07ff_fffe, 0, 0x0000_0000_7f7f_ffff];
