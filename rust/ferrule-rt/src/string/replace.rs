//! Pieces exchanged or cut off: `replace`, `removeprefix`, `removesuffix`.

use super::{Str, StrBuf, find};

/// `text.replace(old, new)`
pub fn replace(text: &Str, old: &Str, new: &Str) -> Str {
    replace_count(text, old, new, -1)
}

/// `text.replace(old, new, count)`
pub fn replace_count(text: &Str, old: &Str, new: &Str, count: i64) -> Str {
    let mut left = usize::try_from(count).unwrap_or(usize::MAX);
    if old.is_empty() {
        return interleave(text, new, left);
    }
    let (view, piece) = (text.view(), old.view());
    let mut built = StrBuf::new();
    let mut from = 0;
    while left > 0
        && let Some(place) = find::first(view.window(from, view.len()), piece)
    {
        built.push_view(view.window(from, from + place));
        built.push(new);
        from += place + piece.len();
        left -= 1;
    }
    if from == 0 {
        return text.clone();
    }
    built.push_view(view.window(from, view.len()));
    built.finish()
}

/// `text.replace("", new, count)`: before each character and at the end.
fn interleave(text: &Str, new: &Str, count: usize) -> Str {
    let mut built = StrBuf::new();
    let gaps = count.min(text.len() + 1);
    for (place, char) in text.chars().enumerate() {
        if place < gaps {
            built.push(new);
        }
        built.push_char(char);
    }
    if text.len() < gaps {
        built.push(new);
    }
    built.finish()
}

/// `text.removeprefix(prefix)`
pub fn removeprefix(text: &Str, prefix: &Str) -> Str {
    if find::startswith(text, prefix) {
        text.window(prefix.len(), text.len())
    } else {
        text.clone()
    }
}

/// `text.removesuffix(suffix)`
pub fn removesuffix(text: &Str, suffix: &Str) -> Str {
    if find::endswith(text, suffix) {
        text.window(0, text.len() - suffix.len())
    } else {
        text.clone()
    }
}
