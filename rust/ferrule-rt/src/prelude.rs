//! The one `use` that emitted code needs.

pub use crate::array::{Array, Mixed, MixedInt};
pub use crate::big::Int;
pub use crate::builtins::EnumerateFrom;
pub use crate::bytes::Bytes;
pub use crate::complex::Complex;
pub use crate::deque::Deque;
pub use crate::dict::{Counter, DefaultDict, Dict};
pub use crate::equal::PyEq;
pub use crate::error::{Raise, Res, Stop};
pub use crate::hash::PyHash;
pub use crate::key::FloatKey;
pub use crate::keyed;
pub use crate::keyed::Keyed;
pub use crate::kind::ExcKind;
pub use crate::number::Number;
pub use crate::order::PyOrd;
pub use crate::plain::Plain;
pub use crate::random::Random;
pub use crate::row::Row;
pub use crate::set::{FrozenSet, Set};
pub use crate::shared::{Field, Handle, Linked, Links, See, Shared};
pub use crate::string::{Char, Str, StrBuf, View};
pub use crate::text::{PyFormat, PyPercent, PyRepr};
pub use crate::{
    array, builtins, bytes, complex, depth, dict, equal, float, hash, int, interrupt, itertools,
    list, maths, number, order, parallel, print, random, range, set, shared, slicing, string, text,
};
