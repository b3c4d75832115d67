//! Python's `str`: the types `Str`, `Char`, `StrBuf` and `View`, and the methods as functions.
//!
//! In: texts. Out: texts, places, answers, with Python's words for what goes wrong. Classes and
//! changes of characters outside ASCII are asked of the running Python (see `unicode`).

mod buffer;
mod case;
mod char;
mod class;
mod compare;
mod find;
mod join;
pub(crate) mod latin;
mod pad;
mod parts;
mod replace;
mod sequence;
mod sole;
mod spans;
mod split;
mod strip;
mod table;
mod value;
mod view;

#[cfg(test)]
mod tests;

pub use buffer::StrBuf;
pub use case::{capitalize, casefold, lower, swapcase, title, upper};
pub use char::{Char, Chars, only};
pub use class::{
    isalnum, isalpha, isascii, isdecimal, isdigit, isidentifier, islower, isnumeric, isprintable,
    isspace, istitle, isupper,
};
pub use find::{
    Pieces, contains, contains_char, count, count_in, endswith, endswith_any, endswith_in, find,
    find_in, index, index_in, rfind, rfind_in, rindex, rindex_in, startswith, startswith_any,
    startswith_at, startswith_in,
};
pub use join::{
    Joined, Piece, concat, concat_all, join, push, push_char, push_lower, push_upper, repeat,
};
pub use pad::{center, expandtabs, ljust, rjust, zfill};
pub use parts::{
    piece_at, pieces1, pieces2, pieces3, pieces4, word_at, words1, words2, words3, words4,
};
pub use replace::{removeprefix, removesuffix, replace, replace_count};
pub use sequence::{at, chars, chr, len, ord, slice};
pub use split::{
    partition, rpartition, rsplit, rsplit_sep, split, split_max, split_sep, splitlines,
};
pub use strip::{lstrip, lstrip_chars, rstrip, rstrip_chars, strip, strip_chars};
pub use table::{Becomes, table, table_of, table_without, translate};
pub use value::Str;
pub use view::View;
