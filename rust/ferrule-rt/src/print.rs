//! What a slice prints: kept in order until the commit writes it through `sys.stdout`.
//!
//! In: texts. Out: everything since the last `take`. One buffer for each thread.

use std::cell::RefCell;

use crate::string::{Char, Str, StrBuf};

thread_local! {
    static PRINTED: RefCell<StrBuf> = const { RefCell::new(StrBuf::new()) };
}

/// Prints a text, with nothing after it.
pub fn write(text: &Str) {
    PRINTED.with_borrow_mut(|printed| printed.push(text));
}

/// Prints a character, with nothing after it.
pub fn write_char(char: Char) {
    PRINTED.with_borrow_mut(|printed| printed.push_char(char));
}

/// `print(text)`
pub fn line(text: &Str) {
    PRINTED.with_borrow_mut(|printed| {
        printed.push(text);
        printed.push_char(Char::new('\n'));
    });
}

/// `print(*texts, sep=separator, end=end)`
pub fn all(texts: &[&Str], separator: &Str, end: &Str) {
    PRINTED.with_borrow_mut(|printed| {
        for (place, text) in texts.iter().enumerate() {
            if place > 0 {
                printed.push(separator);
            }
            printed.push(text);
        }
        printed.push(end);
    });
}

/// Has anything been printed since the last `take`?
pub fn is_empty() -> bool {
    PRINTED.with_borrow(StrBuf::is_empty)
}

/// Everything printed since the last `take`; a redo takes it and drops it.
pub fn take() -> Str {
    PRINTED.take().finish()
}
