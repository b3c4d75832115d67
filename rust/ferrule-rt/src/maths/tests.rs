//! Edges; values are compared with CPython elsewhere.

use super::*;

#[test]
fn parts_of_floats_come_back_together() {
    for x in [
        1.0,
        -3.75,
        5e-324,
        1e-310,
        f64::MAX,
        f64::MIN_POSITIVE,
        -0.1,
    ] {
        let (mantissa, power) = frexp(x);
        assert!((0.5..1.0).contains(&mantissa.abs()));
        assert_eq!(ldexp(mantissa, power).unwrap(), x);
    }
    assert_eq!(ldexp(3.0, -1075).unwrap(), 1e-323);
    assert_eq!(ldexp(1.0, -1075).unwrap(), 0.0);
    assert!(ldexp(1.0, 1024).is_err());
}

#[test]
fn errors_are_pythons() {
    assert_eq!(sqrt(-1.0).unwrap_err().message(), "math domain error");
    assert_eq!(exp(1000.0).unwrap_err().message(), "math range error");
    assert_eq!(gamma(-1.0).unwrap_err().message(), "math domain error");
    assert_eq!(
        log_base(2.0, 1.0).unwrap_err().message(),
        "float division by zero"
    );
}

#[test]
fn sums_are_exact() {
    assert_eq!(fsum([0.1; 10]).unwrap(), 1.0);
    assert_eq!(fsum([1e-16, 1.0, 1e16]).unwrap(), 10_000_000_000_000_002.0);
    assert_eq!(hypot(3.0, 4.0), 5.0);
    assert_eq!(hypot(5e-324, 5e-324), 5e-324);
}
