//! `repr(text)`.

use std::fmt::Write;

use crate::error::Res;
use crate::string::{Char, Str, StrBuf, latin};
use crate::unicode::{self, Check};

/// `repr(text)`
pub fn quote(text: &Str) -> Res<Str> {
    let mut out = StrBuf::with_capacity(text.len() + 2);
    quote_to(text, &mut out)?;
    Ok(out.finish())
}

/// Appends `repr(text)`.
pub fn quote_to(text: &Str, out: &mut StrBuf) -> Res<()> {
    let has = |mark: char| text.chars().any(|char| char == mark);
    let mark = if has('\'') && !has('"') { '"' } else { '\'' };
    out.push_char(Char::new(mark));
    for char in text.chars() {
        quote_char(char, mark, out)?;
    }
    out.push_char(Char::new(mark));
    Ok(())
}

fn quote_char(char: Char, mark: char, out: &mut StrBuf) -> Res<()> {
    if char == mark || char == '\\' {
        out.push_char(Char::new('\\'));
        out.push_char(char);
        return Ok(());
    }
    if is_printable(char)? {
        out.push_char(char);
        return Ok(());
    }
    let written = match char.point() {
        9 => out.write_str("\\t"),
        10 => out.write_str("\\n"),
        13 => out.write_str("\\r"),
        point @ ..=0xff => write!(out, "\\x{point:02x}"),
        point @ ..=0xffff => write!(out, "\\u{point:04x}"),
        point => write!(out, "\\U{point:08x}"),
    };
    written.expect("a text can always grow");
    Ok(())
}

fn is_printable(char: Char) -> Res<bool> {
    match u8::try_from(char.point()) {
        Ok(unit) => Ok(latin::is(Check::Printable, unit)),
        // Surrogates never are, in any version.
        Err(_) if (0xd800..0xe000).contains(&char.point()) => Ok(false),
        Err(_) => unicode::check(Check::Printable, &char.to_str()),
    }
}
