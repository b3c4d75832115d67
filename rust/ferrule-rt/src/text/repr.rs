//! `repr` and `str` of values.

use super::quote::quote_to;
use crate::error::Res;
use crate::float;
use crate::int;
use crate::string::{Char, Str, StrBuf};

/// A value with `repr` and `str`. Both can ask for a redo: which characters outside ASCII are
/// printable, only the running Python knows.
pub trait PyRepr {
    /// Appends `repr(value)`.
    fn repr_to(&self, out: &mut StrBuf) -> Res<()>;

    /// Appends `str(value)`.
    #[inline]
    fn str_to(&self, out: &mut StrBuf) -> Res<()> {
        self.repr_to(out)
    }
}

/// `repr(value)`
pub fn repr<T: PyRepr + ?Sized>(value: &T) -> Res<Str> {
    let mut out = StrBuf::new();
    value.repr_to(&mut out)?;
    Ok(out.finish())
}

/// `str(value)`
pub fn str<T: PyRepr + ?Sized>(value: &T) -> Res<Str> {
    let mut out = StrBuf::new();
    value.str_to(&mut out)?;
    Ok(out.finish())
}

/// `str(value)` of a bool.
pub const fn bool_str(value: bool) -> Str {
    Str::ascii(if value { "True" } else { "False" })
}

impl PyRepr for i64 {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        out.push(&int::to_str(*self));
        Ok(())
    }
}

impl PyRepr for f64 {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        out.push(&float::repr(*self));
        Ok(())
    }
}

impl PyRepr for bool {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        out.push_str(if *self { "True" } else { "False" });
        Ok(())
    }
}

impl PyRepr for () {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        out.push_str("None");
        Ok(())
    }
}

impl PyRepr for Str {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        quote_to(self, out)
    }

    fn str_to(&self, out: &mut StrBuf) -> Res<()> {
        out.push(self);
        Ok(())
    }
}

impl PyRepr for Char {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        quote_to(&self.to_str(), out)
    }

    fn str_to(&self, out: &mut StrBuf) -> Res<()> {
        out.push_char(*self);
        Ok(())
    }
}

impl<T: PyRepr> PyRepr for Option<T> {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        match self {
            Some(value) => value.repr_to(out),
            None => ().repr_to(out),
        }
    }

    fn str_to(&self, out: &mut StrBuf) -> Res<()> {
        match self {
            Some(value) => value.str_to(out),
            None => ().str_to(out),
        }
    }
}

impl<T: PyRepr + ?Sized> PyRepr for &T {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        (**self).repr_to(out)
    }

    fn str_to(&self, out: &mut StrBuf) -> Res<()> {
        (**self).str_to(out)
    }
}

impl<T: PyRepr + ?Sized> PyRepr for Box<T> {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        (**self).repr_to(out)
    }

    fn str_to(&self, out: &mut StrBuf) -> Res<()> {
        (**self).str_to(out)
    }
}

/// Appends `a, b, c`.
pub(crate) fn items_to<T: PyRepr>(items: impl IntoIterator<Item = T>, out: &mut StrBuf) -> Res<()> {
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            out.push_str(", ");
        }
        item.repr_to(out)?;
    }
    Ok(())
}

impl<T: PyRepr> PyRepr for [T] {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        out.push_str("[");
        items_to(self, out)?;
        out.push_str("]");
        Ok(())
    }
}

impl<T: PyRepr> PyRepr for Vec<T> {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        self.as_slice().repr_to(out)
    }
}

impl<A: PyRepr> PyRepr for (A,) {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        out.push_str("(");
        self.0.repr_to(out)?;
        out.push_str(",)");
        Ok(())
    }
}

macro_rules! tuples {
    ($(($first:ident $($name:ident $at:tt)+))*) => {$(
        impl<$first: PyRepr, $($name: PyRepr),+> PyRepr for ($first, $($name,)+) {
            fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
                out.push_str("(");
                self.0.repr_to(out)?;
                $(
                    out.push_str(", ");
                    self.$at.repr_to(out)?;
                )+
                out.push_str(")");
                Ok(())
            }
        }
    )*};
}
tuples! {
    (A B 1)
    (A B 1 C 2)
    (A B 1 C 2 D 3)
    (A B 1 C 2 D 3 E 4)
    (A B 1 C 2 D 3 E 4 F 5)
    (A B 1 C 2 D 3 E 4 F 5 G 6)
    (A B 1 C 2 D 3 E 4 F 5 G 6 H 7)
}
