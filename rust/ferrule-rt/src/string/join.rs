//! Texts put together: `+`, `+=`, `*`, `str.join`.

use super::sole::sole;
use super::value::{Body, INLINE, length};
use super::{Char, Str, StrBuf, View};
use crate::error::{Res, Stop};

/// What `str.join` can take: a text or a character.
pub trait Piece {
    /// Appends this to a growing text.
    fn push_to(&self, text: &mut StrBuf);
}

impl Piece for Str {
    #[inline]
    fn push_to(&self, text: &mut StrBuf) {
        text.push(self);
    }
}

impl Piece for Char {
    #[inline]
    fn push_to(&self, text: &mut StrBuf) {
        text.push_char(*self);
    }
}

impl<P: Piece + ?Sized> Piece for &P {
    #[inline]
    fn push_to(&self, text: &mut StrBuf) {
        (**self).push_to(text);
    }
}

impl<P: Piece + ?Sized> Piece for &mut P {
    #[inline]
    fn push_to(&self, text: &mut StrBuf) {
        (**self).push_to(text);
    }
}

/// `a + b`
pub fn concat(a: &Str, b: &Str) -> Str {
    let (left, right) = (a.view(), b.view());
    if left.is_empty() {
        return b.clone();
    }
    if right.is_empty() {
        return a.clone();
    }
    let room = left.len() + right.len();
    if let (View::Narrow(x), View::Narrow(y)) = (left, right)
        && room <= INLINE
    {
        return inline(x, y);
    }
    let mut text = StrBuf::with_capacity(room);
    text.push_view(left);
    text.push_view(right);
    text.finish()
}

/// Two texts that fit into one without a buffer.
fn inline(left: &[u8], right: &[u8]) -> Str {
    let mut units = [0; INLINE];
    let room = left.len() + right.len();
    units[..left.len()].copy_from_slice(left);
    units[left.len()..room].copy_from_slice(right);
    Str(Body::Inline {
        len: room as u8,
        units,
    })
}

/// `"".join(parts)`, or an f-string of parts.
pub fn concat_all(parts: &[&Str]) -> Str {
    let mut text = StrBuf::with_capacity(parts.iter().map(|part| part.len()).sum());
    for part in parts {
        text.push(part);
    }
    text.finish()
}

/// `text += piece`; in place where nothing else shares the buffer.
#[inline]
pub fn push(text: &mut Str, piece: &Str) {
    if let (
        Body::Inline { len, units },
        Body::Inline {
            len: 1,
            units: more,
        },
    ) = (&mut text.0, &piece.0)
        && let Some(unit) = units.get_mut(usize::from(*len))
    {
        *unit = more[0];
        *len += 1;
        return;
    }
    push_view(text, piece.view());
}

/// `text += char`; in place where nothing else shares the buffer.
#[inline]
pub fn push_char(text: &mut Str, char: Char) {
    match (&mut text.0, u8::try_from(char.point())) {
        (Body::Inline { len, units }, Ok(new)) if usize::from(*len) < INLINE => {
            units[usize::from(*len)] = new;
            *len += 1;
        }
        (Body::Narrow { buffer, start, len }, Ok(new)) if *start == 0 => match sole(buffer) {
            Some(units) if units.len() == *len as usize && units.len() < units.capacity() => {
                units.push(new);
                *len = length(units.len());
            }
            _ => push_view(text, View::Narrow(&[new])),
        },
        (_, Ok(unit)) => push_view(text, View::Narrow(&[unit])),
        (_, Err(_)) => push_view(text, View::Wide(&[char.point()])),
    }
}

/// `text += char.lower()`
#[inline]
pub fn push_lower(text: &mut Str, char: Char) -> Res<()> {
    match u8::try_from(char.point()) {
        Ok(unit) if unit < 128 => {
            push_char(text, Char::from_point(u32::from(unit.to_ascii_lowercase())));
        }
        _ => push(text, &char.lower()?),
    }
    Ok(())
}

/// `text += char.upper()`
#[inline]
pub fn push_upper(text: &mut Str, char: Char) -> Res<()> {
    match u8::try_from(char.point()) {
        Ok(unit) if unit < 128 => {
            push_char(text, Char::from_point(u32::from(unit.to_ascii_uppercase())));
        }
        _ => push(text, &char.upper()?),
    }
    Ok(())
}

#[inline(never)]
fn push_view(text: &mut Str, piece: View<'_>) {
    match (&mut text.0, piece) {
        (_, View::Narrow([])) => return,
        (Body::Inline { len, units }, View::Narrow(more)) => {
            let end = usize::from(*len) + more.len();
            if let Some(room) = units.get_mut(usize::from(*len)..end) {
                room.copy_from_slice(more);
                *len = end as u8;
                return;
            }
        }
        (Body::Narrow { buffer, start, len }, View::Narrow(more)) => {
            if let Some(units) = sole(buffer) {
                units.truncate((*start + *len) as usize);
                units.extend_from_slice(more);
                *len = length(units.len()) - *start;
                return;
            }
        }
        (Body::Wide { buffer, start, len }, more) => {
            if let Some(points) = sole(buffer) {
                points.truncate((*start + *len) as usize);
                points.extend(more.chars().map(Char::point));
                *len = length(points.len()) - *start;
                return;
            }
        }
        _ => {}
    }
    *text = grown(text.view(), piece);
}

/// A fresh buffer with room to grow, as the next `+=` will want it.
#[cold]
#[inline(never)]
fn grown(text: View<'_>, piece: View<'_>) -> Str {
    if let (View::Narrow(units), View::Narrow(more)) = (text, piece)
        && units.len() + more.len() <= INLINE
    {
        return inline(units, more);
    }
    let mut buffer = StrBuf::with_capacity((text.len() + piece.len()) * 2);
    buffer.push_view(text);
    buffer.push_view(piece);
    buffer.finish()
}

/// What there surely is memory for; beyond it Rust would end the process where Python raises.
pub(super) const MOST: usize = 1 << 28;

/// `text * times`; an absurd size is left to Python.
pub fn repeat(text: &Str, times: i64) -> Res<Str> {
    let times = usize::try_from(times).unwrap_or(0);
    if times == 1 {
        return Ok(text.clone());
    }
    match text.len().checked_mul(times) {
        Some(size) if size <= MOST => {}
        _ => return Err(Stop::redo()),
    }
    Ok(match text.view() {
        View::Narrow(units) => Str::from_narrow_vec(units.repeat(times)),
        View::Wide(_) if times == 0 => Str::EMPTY,
        View::Wide(points) => Str::from_wide_vec(points.repeat(times)),
    })
}

/// `separator.join(parts)`
pub fn join<P: Piece>(separator: &Str, parts: impl IntoIterator<Item = P>) -> Str {
    let mut text = Joined::by(separator);
    for part in parts {
        text.push(part);
    }
    text.finish()
}

/// `separator.join(…)`, part by part.
#[derive(Debug)]
pub struct Joined<'a> {
    text: StrBuf,
    separator: &'a Str,
    is_begun: bool,
}

impl<'a> Joined<'a> {
    /// Nothing yet.
    pub fn by(separator: &'a Str) -> Joined<'a> {
        Joined {
            text: StrBuf::new(),
            separator,
            is_begun: false,
        }
    }

    /// The next part.
    #[inline]
    pub fn push(&mut self, part: impl Piece) {
        if self.is_begun {
            self.text.push(self.separator);
        }
        self.is_begun = true;
        part.push_to(&mut self.text);
    }

    /// The whole text.
    pub fn finish(self) -> Str {
        self.text.finish()
    }
}
