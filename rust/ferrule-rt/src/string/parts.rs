//! The parts of a text taken one by one: into as many names, or one of them, without a list.

use super::spans::{Span, pieces, pieces_at, words};
use super::{Str, View};
use crate::builtins::unpack;
use crate::error::{Res, Stop};
use crate::list;

macro_rules! into_names {
    ($($words:ident $pieces:ident ($($name:ident $type:ident),+))*) => {$(
        #[doc = concat!("`", stringify!($($name),+), " = text.split()`")]
        pub fn $words(text: &Str) -> Res<($($type,)+)> {
            let [$($name),+] = match text.view() {
                View::Narrow(units) => unpack(words(units)),
                View::Wide(points) => unpack(words(points)),
            }?;
            Ok(($(text.window($name.0, $name.1),)+))
        }

        #[doc = concat!("`", stringify!($($name),+), " = text.split(separator)`")]
        pub fn $pieces(text: &Str, separator: &Str) -> Res<($($type,)+)> {
            let [$($name),+] = match (text.view(), separator.view()) {
                (View::Narrow(units), View::Narrow([unit])) => unpack(pieces_at(units, *unit)),
                (view, separator) => unpack(pieces(view, separator)?),
            }?;
            Ok(($(text.window($name.0, $name.1),)+))
        }
    )*};
}
into_names! {
    words1 pieces1 (a Str)
    words2 pieces2 (a Str, b Str)
    words3 pieces3 (a Str, b Str, c Str)
    words4 pieces4 (a Str, b Str, c Str, d Str)
}

/// `text.split()[index]`
pub fn word_at(text: &Str, index: i64) -> Res<Str> {
    let (start, stop) = match text.view() {
        View::Narrow(units) => at(words(units), index),
        View::Wide(points) => at(words(points), index),
    }?;
    Ok(text.window(start, stop))
}

/// `text.split(separator)[index]`
pub fn piece_at(text: &Str, separator: &Str, index: i64) -> Res<Str> {
    let (start, stop) = match (text.view(), separator.view()) {
        (View::Narrow(units), View::Narrow([unit])) => at(pieces_at(units, *unit), index),
        (view, separator) => at(pieces(view, separator)?, index),
    }?;
    Ok(text.window(start, stop))
}

#[inline]
fn at(mut parts: impl Iterator<Item = Span>, index: i64) -> Res<Span> {
    match usize::try_from(index) {
        Ok(index) => match parts.nth(index) {
            Some(part) => Ok(part),
            None => Err(Stop::index_error("list index out of range")),
        },
        Err(_) => list::at(&parts.collect::<Vec<Span>>(), index).copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::string::{split, split_sep};

    const TEXTS: [&str; 8] = [
        "",
        " ",
        "a",
        " a b ",
        "a,b,c",
        ",,",
        "eins zwei drei vier fünf",
        "ä\u{4e00},\u{3000}b c",
    ];

    #[test]
    fn parts_are_those_of_the_list() {
        for text in TEXTS.map(Str::from) {
            let words = split(&text);
            for separator in [",", "c", "ei", "\u{4e00}", ",,"].map(Str::from) {
                let listed = split_sep(&text, &separator, -1).unwrap();
                for index in -6..6 {
                    let part = piece_at(&text, &separator, index);
                    let (part, listed) = (part, list::at(&listed, index).cloned());
                    assert_eq!(
                        part.map_err(|e| e.message()),
                        listed.map_err(|e| e.message())
                    );
                }
            }
            for index in -6..6 {
                let (part, listed) = (word_at(&text, index), list::at(&words, index).cloned());
                assert_eq!(
                    part.map_err(|e| e.message()),
                    listed.map_err(|e| e.message())
                );
            }
        }
    }

    #[test]
    fn names_get_as_many_parts() {
        let text = Str::from("a b c");
        let (a, b, c) = words3(&text).unwrap();
        assert_eq!([a, b, c], ["a", "b", "c"].map(Str::from));
        assert_eq!(
            words2(&text).unwrap_err().message(),
            "too many values to unpack (expected 2)"
        );
        assert_eq!(
            pieces2(&text, &Str::from(",")).unwrap_err().message(),
            "not enough values to unpack (expected 2, got 1)"
        );
        let stop = pieces2(&text, &Str::EMPTY).unwrap_err();
        assert_eq!(stop.message(), "empty separator");
    }
}
