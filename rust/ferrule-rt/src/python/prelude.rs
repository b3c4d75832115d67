//! The one `use` that a slice's binding needs.

pub use std::ffi::CStr;

pub use super::call::Call;
pub use super::classes::{Fields, NewFields, Record};
pub use super::commit;
pub use super::convert::{FromPython, Seen, ToPython};
pub use super::entry::{Entry, Given, Leave, Reply};
pub use super::numpy;
pub use super::object::{self, Object};
pub use super::regex::{Match, Pattern};
pub use super::value::{Owned, Value};
pub use crate::array::NumPy;
pub use crate::prelude::*;
