//! Tables of characters: `str.maketrans` and `translate`.

use super::{Char, Str, StrBuf};
use crate::dict::Dict;
use crate::error::{Res, Stop};

/// `str.maketrans(from, to)`
pub fn table(from: &Str, to: &Str) -> Res<Dict<i64, i64>> {
    check_lengths(from, to)?;
    let pairs = from.chars().zip(to.chars());
    Ok(pairs.map(|(from, to)| (from.ord(), to.ord())).collect())
}

/// `str.maketrans(from, to, without)`
pub fn table_without(from: &Str, to: &Str, without: &Str) -> Res<Dict<i64, Option<i64>>> {
    check_lengths(from, to)?;
    let pairs = from.chars().zip(to.chars());
    let kept = pairs.map(|(from, to)| (from.ord(), Some(to.ord())));
    Ok(kept
        .chain(without.chars().map(|char| (char.ord(), None)))
        .collect())
}

/// `str.maketrans(changes)`
pub fn table_of<V: Clone>(changes: &Dict<Str, V>) -> Res<Dict<i64, V>> {
    let mut made = Dict::with_capacity(changes.len());
    for (key, value) in changes {
        if key.len() != 1 {
            return Err(Stop::value_error(
                "string keys in translate table must be of length 1",
            ));
        }
        made.insert(i64::from(key.view().point(0)), value.clone());
    }
    Ok(made)
}

fn check_lengths(from: &Str, to: &Str) -> Res<()> {
    if from.len() == to.len() {
        Ok(())
    } else {
        Err(Stop::value_error(
            "the first two maketrans arguments must have equal length",
        ))
    }
}

/// What a character can become.
pub trait Becomes {
    /// Appends what stands in its place.
    fn put(&self, out: &mut StrBuf) -> Res<()>;
}

impl Becomes for i64 {
    fn put(&self, out: &mut StrBuf) -> Res<()> {
        match u32::try_from(*self) {
            Ok(point) if point < 0x11_0000 => {
                out.push_char(Char::from_point(point));
                Ok(())
            }
            _ => Err(Stop::redo()),
        }
    }
}

impl Becomes for Str {
    fn put(&self, out: &mut StrBuf) -> Res<()> {
        out.push(self);
        Ok(())
    }
}

impl<T: Becomes> Becomes for Option<T> {
    fn put(&self, out: &mut StrBuf) -> Res<()> {
        self.as_ref().map_or(Ok(()), |value| value.put(out))
    }
}

/// `text.translate(table)`
pub fn translate<V: Becomes>(text: &Str, table: &Dict<i64, V>) -> Res<Str> {
    let mut out = StrBuf::with_capacity(text.len());
    for char in text.chars() {
        match table.get(&char.ord()) {
            Some(value) => value.put(&mut out)?,
            None => out.push_char(char),
        }
    }
    Ok(out.finish())
}
