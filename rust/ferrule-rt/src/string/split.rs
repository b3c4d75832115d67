//! A text taken apart: `split`, `rsplit`, `splitlines`, `partition`.

use super::find::{first, last};
use super::spans::{Unit, pieces, words};
use super::{Str, View};
use crate::error::{Res, Stop};
use crate::unicode::{is_line_end, is_space};

#[cold]
#[inline(never)]
fn empty_separator() -> Stop {
    Stop::value_error("empty separator")
}

/// How many cuts a `maxsplit` argument allows.
fn cuts(maxsplit: i64) -> usize {
    usize::try_from(maxsplit).unwrap_or(usize::MAX)
}

/// How many parts to make room for at first.
#[inline]
fn guess(len: usize) -> usize {
    if len < 24 { 4 } else { 8 }
}

/// `text.split()`
pub fn split(text: &Str) -> Vec<Str> {
    split_max(text, -1)
}

/// `text.split(None, maxsplit)`
pub fn split_max(text: &Str, maxsplit: i64) -> Vec<Str> {
    match text.view() {
        View::Narrow(units) => listed(text, units, cuts(maxsplit)),
        View::Wide(points) => listed(text, points, cuts(maxsplit)),
    }
}

fn listed<U: Unit>(text: &Str, units: &[U], cuts: usize) -> Vec<Str> {
    let mut found = Vec::with_capacity(guess(units.len()));
    let mut words = words(units);
    while found.len() < cuts
        && let Some((start, stop)) = words.next()
    {
        found.push(text.window(start, stop));
    }
    if let Some((start, stop)) = words.rest() {
        found.push(text.window(start, stop));
    }
    found
}

/// `text.split(separator, maxsplit)`
pub fn split_sep(text: &Str, separator: &Str, maxsplit: i64) -> Res<Vec<Str>> {
    let mut found = Vec::with_capacity(guess(text.len()));
    let mut pieces = pieces(text.view(), separator.view())?;
    for (start, stop) in pieces.by_ref().take(cuts(maxsplit)) {
        found.push(text.window(start, stop));
    }
    if let Some((start, stop)) = pieces.rest() {
        found.push(text.window(start, stop));
    }
    Ok(found)
}

/// `text.rsplit(None, maxsplit)`
pub fn rsplit(text: &Str, maxsplit: i64) -> Vec<Str> {
    let (view, cuts) = (text.view(), cuts(maxsplit));
    let is_blank = |place: &usize| is_space(view.point(*place));
    let mut found = Vec::new();
    let mut end = view.len();
    while let Some(stop) = (0..end).rev().find(|place| !is_blank(place)) {
        if found.len() == cuts {
            found.push(text.window(0, stop + 1));
            break;
        }
        let start = (0..stop).rev().find(is_blank).map_or(0, |blank| blank + 1);
        found.push(text.window(start, stop + 1));
        end = start;
    }
    found.reverse();
    found
}

/// `text.rsplit(separator, maxsplit)`
pub fn rsplit_sep(text: &Str, separator: &Str, maxsplit: i64) -> Res<Vec<Str>> {
    let (units, piece) = (text.view(), separator.view());
    if piece.is_empty() {
        return Err(empty_separator());
    }
    let cuts = cuts(maxsplit);
    let mut found = Vec::new();
    let mut end = units.len();
    while found.len() < cuts
        && let Some(place) = last(units.window(0, end), piece)
    {
        found.push(text.window(place + piece.len(), end));
        end = place;
    }
    found.push(text.window(0, end));
    found.reverse();
    Ok(found)
}

/// `text.splitlines(keepends)`
pub fn splitlines(text: &Str, keepends: bool) -> Vec<Str> {
    let view = text.view();
    let mut found = Vec::new();
    let mut start = 0;
    while start < view.len() {
        let end = (start..view.len()).find(|place| is_line_end(view.point(*place)));
        let end = end.unwrap_or(view.len());
        let is_pair = end + 1 < view.len() && view.point(end) == 13 && view.point(end + 1) == 10;
        let next = (end + 1 + usize::from(is_pair)).min(view.len());
        found.push(text.window(start, if keepends { next } else { end }));
        start = next;
    }
    found
}

/// `text.partition(separator)`
pub fn partition(text: &Str, separator: &Str) -> Res<(Str, Str, Str)> {
    if separator.is_empty() {
        return Err(empty_separator());
    }
    Ok(match first(text.view(), separator.view()) {
        Some(place) => parts(text, separator, place),
        None => (text.clone(), Str::EMPTY, Str::EMPTY),
    })
}

/// `text.rpartition(separator)`
pub fn rpartition(text: &Str, separator: &Str) -> Res<(Str, Str, Str)> {
    if separator.is_empty() {
        return Err(empty_separator());
    }
    Ok(match last(text.view(), separator.view()) {
        Some(place) => parts(text, separator, place),
        None => (Str::EMPTY, Str::EMPTY, text.clone()),
    })
}

fn parts(text: &Str, separator: &Str, place: usize) -> (Str, Str, Str) {
    let rest = text.window(place + separator.len(), text.len());
    (text.window(0, place), separator.clone(), rest)
}
