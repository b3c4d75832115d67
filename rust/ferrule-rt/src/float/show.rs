//! `repr(x)`: the shortest digits that give the same float back, laid out as Python does.

use crate::string::Str;

/// `repr(x)`
pub fn repr(x: f64) -> Str {
    let mut text = [0; 32];
    let len = write(x, &mut text);
    Str::from_narrow(&text[..len])
}

/// `x.hex()`
pub fn hex(x: f64) -> Str {
    if !x.is_finite() {
        return repr(x);
    }
    let bits = x.to_bits();
    let sign = if x.is_sign_negative() { "-" } else { "" };
    let (exponent, fraction) = ((bits >> 52 & 0x7ff) as i32, bits & ((1 << 52) - 1));
    let text = match (exponent, fraction) {
        (0, 0) => format!("{sign}0x0.0p+0"),
        (0, _) => format!("{sign}0x0.{fraction:013x}p-1022"),
        _ => format!("{sign}0x1.{fraction:013x}p{:+}", exponent - 1023),
    };
    Str::from_narrow(text.as_bytes())
}

/// Writes `repr(x)` and gives its length; no float needs more than 24 characters.
pub(crate) fn write(x: f64, text: &mut [u8; 32]) -> usize {
    let mut out = Out { text, len: 0 };
    if x.is_nan() {
        out.put(b"nan");
        return out.len;
    }
    if x.is_sign_negative() {
        out.put(b"-");
    }
    if x.is_infinite() {
        out.put(b"inf");
        return out.len;
    }
    let mut buffer = [0; 32];
    let (digits, point) = shortest(x.abs(), &mut buffer);
    out.lay(digits, point);
    out.len
}

/// The shortest digits of a finite float ≥ 0, and where the decimal point stands among them.
pub(crate) fn shortest(x: f64, digits: &mut [u8; 32]) -> (&[u8], i32) {
    if x == 0.0 {
        digits[0] = b'0';
        return (&digits[..1], 1);
    }
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(x).as_bytes();
    let cut = text
        .iter()
        .position(|unit| *unit == b'e')
        .unwrap_or(text.len());
    let exponent = std::str::from_utf8(&text[(cut + 1).min(text.len())..]);
    let exponent: i32 = exponent
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let (mut len, mut point, mut has_point, mut is_leading) = (0, 0, false, true);
    for unit in &text[..cut] {
        if *unit == b'.' {
            has_point = true;
            continue;
        }
        is_leading &= *unit == b'0';
        if is_leading {
            point -= i32::from(has_point);
            continue;
        }
        digits[len] = *unit;
        len += 1;
        point += i32::from(!has_point);
    }
    while len > 1 && digits[len - 1] == b'0' {
        len -= 1;
    }
    (&digits[..len], point + exponent)
}

struct Out<'a> {
    text: &'a mut [u8; 32],
    len: usize,
}

impl Out<'_> {
    fn put(&mut self, units: &[u8]) {
        self.text[self.len..self.len + units.len()].copy_from_slice(units);
        self.len += units.len();
    }

    fn zeros(&mut self, count: usize) {
        self.text[self.len..self.len + count].fill(b'0');
        self.len += count;
    }

    fn lay(&mut self, digits: &[u8], point: i32) {
        match point {
            -3..=0 => {
                self.put(b"0.");
                self.zeros(point.unsigned_abs() as usize);
                self.put(digits);
            }
            1..=16 if point as usize >= digits.len() => {
                self.put(digits);
                self.zeros(point as usize - digits.len());
                self.put(b".0");
            }
            1..=16 => {
                self.put(&digits[..point as usize]);
                self.put(b".");
                self.put(&digits[point as usize..]);
            }
            _ => {
                self.put(&digits[..1]);
                if digits.len() > 1 {
                    self.put(b".");
                    self.put(&digits[1..]);
                }
                self.exponent(point - 1);
            }
        }
    }

    /// At least two digits, always a sign.
    fn exponent(&mut self, exponent: i32) {
        self.put(if exponent < 0 { b"e-" } else { b"e+" });
        let size = exponent.unsigned_abs() as u16;
        if size >= 100 {
            self.put(&[b'0' + (size / 100) as u8]);
        }
        self.put(&[b'0' + (size / 10 % 10) as u8, b'0' + (size % 10) as u8]);
    }
}
