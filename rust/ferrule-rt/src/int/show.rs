//! Ints as text: `str`, `bin`, `oct`, `hex`.

use crate::string::Str;

/// `str(a)`
pub fn to_str(a: i64) -> Str {
    let mut digits = [0; 20];
    let mut place = digits.len();
    let mut rest = a.unsigned_abs();
    loop {
        place -= 1;
        digits[place] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if a < 0 {
        place -= 1;
        digits[place] = b'-';
    }
    Str::from_narrow(&digits[place..])
}

/// The sign of an int, as its text begins.
fn sign(a: i64) -> &'static str {
    if a < 0 { "-" } else { "" }
}

/// `bin(a)`
pub fn bin(a: i64) -> Str {
    Str::from(format!("{}0b{:b}", sign(a), a.unsigned_abs()))
}

/// `oct(a)`
pub fn oct(a: i64) -> Str {
    Str::from(format!("{}0o{:o}", sign(a), a.unsigned_abs()))
}

/// `hex(a)`
pub fn hex(a: i64) -> Str {
    Str::from(format!("{}0x{:x}", sign(a), a.unsigned_abs()))
}
