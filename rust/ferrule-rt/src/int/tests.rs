//! Edges of 64 bits; everything else is compared with CPython elsewhere.

use std::cmp::Ordering;

use super::*;

#[test]
fn what_does_not_fit_asks_for_a_redo() {
    assert!(add(i64::MAX, 1).unwrap_err().is_redo());
    assert!(floordiv(i64::MIN, -1).unwrap_err().is_redo());
    assert_eq!(modulo(i64::MIN, -1).unwrap(), 0);
    assert!(lshift(1, 63).unwrap_err().is_redo());
    assert_eq!(lshift(-1, 63).unwrap(), i64::MIN);
    assert!(pow(2, 63).unwrap_err().is_redo());
    assert_eq!(pow(-2, 63).unwrap(), i64::MIN);
    assert!(round_n(i64::MAX, -1).unwrap_err().is_redo());
    assert_eq!(round_n(25, -1).unwrap(), 20);
    assert_eq!(round_n(-35, -1).unwrap(), -40);
}

#[test]
fn remainders_of_long_products() {
    let edges = [
        i64::MIN,
        i64::MIN + 1,
        -7,
        -1,
        0,
        1,
        2,
        10,
        i64::MAX - 1,
        i64::MAX,
    ];
    for a in edges {
        for b in edges {
            let product = i128::from(a) * i128::from(b);
            assert!(modulo_long(product, 0).is_err());
            for m in edges.into_iter().filter(|m| *m != 0) {
                let rest = modulo_long(product, m).unwrap();
                assert_eq!((product - i128::from(rest)) % i128::from(m), 0);
                assert!(rest.abs_diff(0) < m.abs_diff(0) && (rest == 0 || (rest < 0) == (m < 0)));
            }
        }
    }
}

#[test]
fn remainders_of_words() {
    for a in [0, 1, 41, 1 << 63, u64::MAX] {
        assert!(modulo_word(a, 0).is_err());
        for b in [i64::MIN, -7, -1, 1, 2, 10, i64::MAX] {
            let rest = modulo_word(a, b).unwrap();
            assert_eq!(rest, modulo_long(i128::from(a), b).unwrap());
        }
    }
}

#[test]
fn floats_compare_exactly() {
    assert_eq!(
        cmp_float(i64::MAX, 9_223_372_036_854_775_808.0),
        Some(Ordering::Less)
    );
    assert_eq!(
        cmp_float((1 << 53) + 1, 9_007_199_254_740_992.0),
        Some(Ordering::Greater)
    );
    assert_eq!(cmp_float(3, 3.5), Some(Ordering::Less));
    assert_eq!(cmp_float(3, f64::NAN), None);
    assert!(eq_float(i64::MIN, -9_223_372_036_854_775_808.0));
}

#[test]
fn texts_are_read_as_python_reads_them() {
    let read = |text: &str| parse(&text.into());
    assert_eq!(read(" -1_0\n").unwrap(), -10);
    assert_eq!(read("-9223372036854775808").unwrap(), i64::MIN);
    assert!(read("9223372036854775808").unwrap_err().is_redo());
    assert_eq!(
        read("1__0").unwrap_err().message(),
        "invalid literal for int() with base 10: '1__0'"
    );
}
