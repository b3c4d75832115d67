//! A float beside an int, compared exactly; the less and the greater of two.

use crate::int;

/// `x == a`, exactly.
#[inline]
pub fn eq_int(x: f64, a: i64) -> bool {
    int::eq_float(a, x)
}

/// `x != a`, exactly.
#[inline]
pub fn ne_int(x: f64, a: i64) -> bool {
    int::ne_float(a, x)
}

/// `x < a`, exactly.
#[inline]
pub fn lt_int(x: f64, a: i64) -> bool {
    int::gt_float(a, x)
}

/// `x <= a`, exactly.
#[inline]
pub fn le_int(x: f64, a: i64) -> bool {
    int::ge_float(a, x)
}

/// `x > a`, exactly.
#[inline]
pub fn gt_int(x: f64, a: i64) -> bool {
    int::lt_float(a, x)
}

/// `x >= a`, exactly.
#[inline]
pub fn ge_int(x: f64, a: i64) -> bool {
    int::le_float(a, x)
}

/// `min(x, y)`: the first, unless the second is less.
#[inline]
pub fn min2(x: f64, y: f64) -> f64 {
    if y < x { y } else { x }
}

/// `max(x, y)`: the first, unless the second is greater.
#[inline]
pub fn max2(x: f64, y: f64) -> f64 {
    if y > x { y } else { x }
}
