use super::Plain;
use crate::equal::eq;
use crate::order::lt;
use crate::string::Str;
use crate::text::{repr, str};

#[test]
fn numbers_of_all_kinds_are_equal_and_texts_are_none() {
    let one = [Plain::Bool(true), Plain::Int(1), Plain::Float(1.0)];
    for a in &one {
        for b in &one {
            assert_eq!(eq(a, b).ok(), Some(true));
        }
        assert_eq!(eq(a, &Plain::Str(Str::ascii("1"))).ok(), Some(false));
        assert!(lt(a, &Plain::Str(Str::ascii("1"))).is_err());
    }
}

#[test]
fn a_text_is_shown_with_and_without_quotes() {
    let text = Plain::Str(Str::ascii("a"));
    assert_eq!(repr(&text).ok(), Some(Str::ascii("'a'")));
    assert_eq!(str(&text).ok(), Some(Str::ascii("a")));
    assert_eq!(str(&Plain::Bool(true)).ok(), Some(Str::ascii("True")));
}

#[test]
fn what_is_of_another_kind_is_given_back() {
    assert!(Plain::Bool(true).as_int().is_err());
    assert!(Plain::Int(1).as_float().is_err());
    assert!(Plain::Float(1.0).as_str().is_err());
}
