//! Forms and sharing, which Python cannot see; the methods are compared with CPython elsewhere.

use super::*;

fn text(text: &str) -> Str {
    Str::from(text)
}

#[test]
fn a_text_is_three_words_wide() {
    assert_eq!(size_of::<Str>(), 24);
    assert_eq!(size_of::<Option<Str>>(), 24);
}

#[test]
fn equal_texts_have_equal_forms() {
    let wide = text("a long text with a snowman ☃ inside of it, to be cut");
    let cut = wide.window(0, 26);
    assert!(matches!(cut.view(), View::Narrow(_)));
    assert_eq!(cut, text("a long text with a snowman"));
    assert_eq!(replace(&text("x☃x"), &text("☃"), &text("y")), text("xyx"));
    assert!(matches!(
        replace(&text("x☃x"), &text("☃"), &text("")).view(),
        View::Narrow(_)
    ));
}

#[test]
fn growing_keeps_the_shared_text() {
    let mut grown = text("0123456789012345678901234567890");
    let before = grown.clone();
    push_char(&mut grown, Char::new('x'));
    assert_eq!(before.len() + 1, grown.len());
    let part = grown.window(0, 30);
    let shared = grown.window(0, 25);
    drop(part);
    push(&mut grown, &text("é☃"));
    assert_eq!(grown, text("0123456789012345678901234567890xé☃"));
    assert_eq!(shared, text("0123456789012345678901234"));
}

#[test]
fn a_cut_that_grows_forgets_what_it_cut_off() {
    let mut cut = text("0123456789012345678901234567890").window(1, 27);
    push(&mut cut, &text("!"));
    assert_eq!(cut, text("12345678901234567890123456!"));
}

#[test]
fn a_unit_is_found_at_every_place() {
    for len in 0..80 {
        for place in 0..len {
            let mut units = vec![b'a'; len];
            units[place] = b'b';
            assert_eq!(find::find_unit(&units, b'b'), Some(place));
            let behind = units.iter().position(|unit| *unit == b'a');
            assert_eq!(find::find_unit(&units, b'a'), behind);
            assert_eq!(find::find_unit(&units, b'c'), None);
        }
    }
}
