//! Values as text: `repr`, `str`, and the format mini-languages.

mod digits;
mod format;
mod lay;
mod percent;
mod quote;
mod repr;
mod spec;

pub(crate) use format::int_to;
pub use format::{PyFormat, format, format_by};
pub use percent::{Conversion, PyPercent, Shown, ShownKey, Values, percent, percent_tuple};
pub use quote::quote;
pub(crate) use repr::items_to;
pub use repr::{PyRepr, bool_str, repr, str};
pub use spec::{Align, Spec, spec};
