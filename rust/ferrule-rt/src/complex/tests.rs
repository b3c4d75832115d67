use super::*;
use crate::string::Str;

#[test]
fn text_has_brackets_where_there_is_a_real_part() {
    let shown = |re, im| repr(new(re, im));
    assert_eq!(shown(1.0, 2.0), Str::ascii("(1+2j)"));
    assert_eq!(shown(0.0, 2.5), Str::ascii("2.5j"));
    assert_eq!(shown(-0.0, -2.5), Str::ascii("(-0-2.5j)"));
    assert_eq!(shown(0.0, -0.0), Str::ascii("-0j"));
    assert_eq!(shown(f64::INFINITY, f64::NAN), Str::ascii("(inf+nanj)"));
}

#[test]
fn powers_of_whole_exponents_are_products() {
    assert_eq!(pow(new(0.0, 1.0), new(2.0, 0.0)).ok(), Some(new(-1.0, 0.0)));
    assert!(pow(new(0.0, 0.0), new(-1.0, 0.0)).is_err());
}

#[test]
fn what_is_not_plain_is_given_back() {
    assert!(sqrt(new(f64::NAN, 0.0)).is_err());
    assert_eq!(sqrt(new(-4.0, 0.0)).ok(), Some(new(0.0, 2.0)));
    assert!(exp(new(1000.0, 0.0)).is_err());
}
