//! Functions of the Python module `tokenizer`.

use ferrule_rt::prelude::*;

/// The tokens of a line as (kind, text); kinds are number, name and operator.
pub fn tokenize(line: &Str) -> Res<Vec<(Str, Str)>> {
    let mut tokens: Vec<(Str, Str)> = Vec::new();
    let mut i: i64 = 0;
    while i < string::len(line) {
        interrupt::poll()?;
        let char = string::at(line, i)?;
        if char == Char::new('#') {
            break;
        }
        if char.isspace()? {
            i += 1;
        } else if char.isdigit()? || char == Char::new('.') {
            let start = i;
            while i < string::len(line) && (string::at(line, i)?.isdigit()? || string::at(line, i)? == Char::new('.')) {
                interrupt::poll()?;
                i += 1;
            }
            tokens.push((Str::ascii("number"), string::slice(line, Some(start), Some(i), None)?));
        } else if char.isalpha()? || char == Char::new('_') {
            let start = i;
            while i < string::len(line) && (string::at(line, i)?.isalnum()? || string::at(line, i)? == Char::new('_')) {
                interrupt::poll()?;
                i += 1;
            }
            tokens.push((Str::ascii("name"), string::slice(line, Some(start), Some(i), None)?));
        } else if string::contains_char(&Str::ascii("+-*/()="), char) {
            tokens.push((Str::ascii("operator"), Str::from(char)));
            i += 1;
        } else {
            return Err(Stop::new(ExcKind::User(0), string::concat_all(&[&Str::ascii("unexpected "), &text::quote(&Str::from(char))?, &Str::ascii(" in column "), &int::to_str(i + 1)])));
        }
    }
    Ok(tokens)
}
