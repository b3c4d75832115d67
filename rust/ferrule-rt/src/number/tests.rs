//! Mixing; the operations themselves are tested where they are.

use super::*;

#[test]
fn ints_stay_ints_until_a_float_comes() {
    assert!(matches!(add(1, 2).unwrap(), Number::Int(3)));
    assert!(matches!(add(1, 2.0).unwrap(), Number::Float(3.0)));
    assert!(matches!(pow(2, -1).unwrap(), Number::Float(0.5)));
    assert!(matches!(floordiv(7, 2.0).unwrap(), Number::Float(3.0)));
    assert_eq!(truediv(1, 2).unwrap(), 0.5);
    assert!(add(i64::MAX, 1).unwrap_err().is_redo());
}

#[test]
fn kinds_compare_exactly() {
    assert!(Number::Int((1 << 53) + 1) > Number::Float(9_007_199_254_740_992.0));
    assert!(Number::Int(1) == Number::Float(1.0));
    assert!(Number::Float(f64::NAN) != Number::Int(1));
}

#[test]
fn a_sum_is_an_int_until_a_float_comes() {
    let items = [Number::Int(1), Number::Int(2)];
    assert!(matches!(
        sum(items, Number::Int(0)).unwrap(),
        Number::Int(3)
    ));
    let items = [Number::Int(1), Number::Float(0.5), Number::Int(2)];
    assert!(matches!(
        sum(items, Number::Int(0)).unwrap(),
        Number::Float(3.5)
    ));
}
