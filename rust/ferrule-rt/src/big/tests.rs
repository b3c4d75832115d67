//! The border between small and big; values are compared with CPython elsewhere.

use super::*;
use crate::hash::PyHash;

fn int(text: &str) -> Int {
    Int::parse(&text.into()).unwrap()
}

#[test]
fn results_take_their_least_form() {
    let over = Int::from(i64::MAX) + 1;
    assert!(over.to_i64().is_none());
    assert_eq!((over.clone() - 1).to_i64(), Some(i64::MAX));
    let mut back = over.clone();
    back -= 1;
    assert_eq!(back, Int::from(i64::MAX));
    assert_eq!(-&over, Int::from(i64::MIN) - 0);
    assert_eq!(Int::from(i64::MIN).floordiv(&Int::from(-1)).unwrap(), over);
}

#[test]
fn floats_are_rounded_once() {
    assert_eq!(
        int("9007199254740993").to_float().unwrap(),
        9_007_199_254_740_992.0
    );
    assert_eq!(
        int("18446744073709552641").to_float().unwrap(),
        18_446_744_073_709_552_640.0
    );
    assert_eq!(
        int("36893488147419105281").to_float().unwrap(),
        36_893_488_147_419_107_328.0
    );
    let two_to_1024 = Int::from(2).pow(1024).unwrap();
    assert_eq!(
        two_to_1024.to_float().unwrap_err().message(),
        "int too large to convert to float"
    );
    assert_eq!(
        two_to_1024.truediv(&(two_to_1024.clone() - 1)).unwrap(),
        1.0
    );
    assert_eq!(
        Int::from(1).truediv(&two_to_1024).unwrap(),
        f64::from_bits(1 << 50)
    );
    assert_eq!(Int::from_float(1e300).unwrap().to_float().unwrap(), 1e300);
}

#[test]
fn text_and_hash_are_pythons() {
    let big = int("-1_000_000_000_000_000_000_000");
    assert_eq!(big.to_str().unwrap(), "-1000000000000000000000");
    assert_eq!(
        big.py_hash(),
        -(1_000_000_000_000_000_000_000_i128 % ((1 << 61) - 1)) as i64
    );
    assert_eq!(big.modulo(&Int::from(7)).unwrap(), Int::from(1));
}
