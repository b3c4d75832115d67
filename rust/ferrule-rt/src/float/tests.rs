//! Known traps; everything else is compared with CPython elsewhere.

use super::*;

#[test]
fn repr_has_pythons_digits_and_layout() {
    let shown = |x: f64| repr(x).to_string();
    assert_eq!(shown(721_020_846_143_981.2), "721020846143981.2");
    assert_eq!(shown(1e16), "1e+16");
    assert_eq!(shown(123_456_789_012_345_680.0), "1.2345678901234568e+17");
    assert_eq!(shown(0.0001), "0.0001");
    assert_eq!(shown(0.00001), "1e-05");
    assert_eq!(shown(-0.0), "-0.0");
    assert_eq!(shown(5e-324), "5e-324");
    assert_eq!(shown(100.0), "100.0");
}

#[test]
fn rounding_is_on_the_exact_value() {
    assert_eq!(round_n(2.675, 2).unwrap(), 2.67);
    assert_eq!(round_n(0.5, 0).unwrap(), 0.0);
    assert_eq!(round_n(1e300, -300).unwrap(), 1e300);
    assert_eq!(round_n(25.0, -1).unwrap(), 20.0);
    assert_eq!(round_n(25.5, -1).unwrap(), 30.0);
    assert_eq!(round_n(-996.0, -1).unwrap(), -1000.0);
    assert!(round_n(f64::MAX, -308).is_err());
}
