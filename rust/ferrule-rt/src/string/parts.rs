//! The parts of a text taken one by one: into as many names, or one of them, without a list.

use super::find::first;
use super::{Str, View};
use crate::builtins::unpack;
use crate::error::{Res, Stop};
use crate::list;
use crate::unicode::is_space;

/// `iter(text.split())`
struct Words<'a> {
    text: &'a Str,
    from: usize,
}

impl Iterator for Words<'_> {
    type Item = Str;

    #[inline]
    fn next(&mut self) -> Option<Str> {
        let (start, stop) = match self.text.view() {
            View::Narrow(units) => word(units, self.from),
            View::Wide(points) => word(points, self.from),
        }?;
        self.from = stop;
        Some(self.text.window(start, stop))
    }
}

/// The bounds of the first word behind a place.
#[inline]
fn word<U: Copy + Into<u32>>(units: &[U], from: usize) -> Option<(usize, usize)> {
    let is_blank = |unit: &U| is_space((*unit).into());
    let rest = &units[from..];
    let gap = rest.iter().position(|unit| !is_blank(unit))?;
    let len = rest[gap..].iter().position(is_blank);
    let stop = len.map_or(units.len(), |len| from + gap + len);
    Some((from + gap, stop))
}

/// `iter(text.split(separator))`, of a separator that is not empty.
struct Pieces<'a> {
    text: &'a Str,
    separator: View<'a>,
    /// Where the next piece starts; nowhere after the last one.
    from: Option<usize>,
}

impl Iterator for Pieces<'_> {
    type Item = Str;

    #[inline]
    fn next(&mut self) -> Option<Str> {
        let from = self.from?;
        let view = self.text.view();
        let found = first(view.window(from, view.len()), self.separator);
        self.from = found.map(|place| from + place + self.separator.len());
        let stop = found.map_or(view.len(), |place| from + place);
        Some(self.text.window(from, stop))
    }
}

#[inline]
fn pieces<'a>(text: &'a Str, separator: &'a Str) -> Res<Pieces<'a>> {
    if separator.is_empty() {
        return Err(Stop::value_error("empty separator"));
    }
    Ok(Pieces {
        text,
        separator: separator.view(),
        from: Some(0),
    })
}

macro_rules! into_names {
    ($($words:ident $pieces:ident ($($name:ident $type:ident),+))*) => {$(
        #[doc = concat!("`", stringify!($($name),+), " = text.split()`")]
        pub fn $words(text: &Str) -> Res<($($type,)+)> {
            let [$($name),+] = unpack(Words { text, from: 0 })?;
            Ok(($($name,)+))
        }

        #[doc = concat!("`", stringify!($($name),+), " = text.split(separator)`")]
        pub fn $pieces(text: &Str, separator: &Str) -> Res<($($type,)+)> {
            let [$($name),+] = unpack(pieces(text, separator)?)?;
            Ok(($($name,)+))
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
    at(Words { text, from: 0 }, index)
}

/// `text.split(separator)[index]`
pub fn piece_at(text: &Str, separator: &Str, index: i64) -> Res<Str> {
    at(pieces(text, separator)?, index)
}

#[inline]
fn at(mut parts: impl Iterator<Item = Str>, index: i64) -> Res<Str> {
    match usize::try_from(index) {
        Ok(index) => match parts.nth(index) {
            Some(part) => Ok(part),
            None => Err(Stop::index_error("list index out of range")),
        },
        Err(_) => list::at(&parts.collect::<Vec<Str>>(), index).cloned(),
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
            let words: Vec<Str> = Words {
                text: &text,
                from: 0,
            }
            .collect();
            assert_eq!(words, split(&text));
            for separator in [",", "c", "ei", "\u{4e00}", ",,"].map(Str::from) {
                let listed = split_sep(&text, &separator, -1).unwrap();
                let taken: Vec<Str> = pieces(&text, &separator).unwrap().collect();
                assert_eq!(taken, listed);
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
