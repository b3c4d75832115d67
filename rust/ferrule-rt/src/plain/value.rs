//! The value itself.

use std::cmp::Ordering;

use crate::equal::PyEq;
use crate::error::{Res, Stop};
use crate::number::Number;
use crate::order::PyOrd;
use crate::string::{Char, Str, StrBuf};
use crate::text::{Conversion, PyFormat, PyPercent, PyRepr, Spec};

/// `bool | int | float | str`
#[derive(Clone, Debug)]
pub enum Plain {
    /// A bool.
    Bool(bool),
    /// An int.
    Int(i64),
    /// A float.
    Float(f64),
    /// A text.
    Str(Str),
}

use Plain::{Bool, Float, Int};

impl From<Number> for Plain {
    #[inline]
    fn from(number: Number) -> Plain {
        match number {
            Number::Int(value) => Int(value),
            Number::Float(value) => Float(value),
        }
    }
}

impl From<Char> for Plain {
    #[inline]
    fn from(char: Char) -> Plain {
        Plain::Str(Str::from(char))
    }
}

impl Plain {
    /// `bool(value)`
    #[inline]
    pub fn truth(&self) -> bool {
        match self {
            Bool(value) => *value,
            Int(value) => *value != 0,
            Float(value) => *value != 0.0,
            Plain::Str(value) => !value.is_empty(),
        }
    }

    /// The bool, where it is one.
    #[inline]
    pub fn as_bool(&self) -> Res<bool> {
        match self {
            Bool(value) => Ok(*value),
            _ => Err(Stop::redo()),
        }
    }

    /// The int, where it is one; a bool is none.
    #[inline]
    pub fn as_int(&self) -> Res<i64> {
        match self {
            Int(value) => Ok(*value),
            _ => Err(Stop::redo()),
        }
    }

    /// The float, where it is one.
    #[inline]
    pub fn as_float(&self) -> Res<f64> {
        match self {
            Float(value) => Ok(*value),
            _ => Err(Stop::redo()),
        }
    }

    /// The int or float, where it is one; a bool is none.
    #[inline]
    pub fn as_number(&self) -> Res<Number> {
        match self {
            Int(value) => Ok(Number::Int(*value)),
            Float(value) => Ok(Number::Float(*value)),
            _ => Err(Stop::redo()),
        }
    }

    /// The text, where it is one.
    #[inline]
    pub fn as_str(&self) -> Res<&Str> {
        match self {
            Plain::Str(value) => Ok(value),
            _ => Err(Stop::redo()),
        }
    }

    /// What compares as a number.
    fn number(&self) -> Option<Number> {
        match self {
            Bool(value) => Some(Number::from(*value)),
            Int(value) => Some(Number::Int(*value)),
            Float(value) => Some(Number::Float(*value)),
            Plain::Str(_) => None,
        }
    }
}

impl PyEq for Plain {
    #[inline]
    fn py_eq(&self, other: &Plain) -> Res<bool> {
        match (self, other) {
            (Plain::Str(a), Plain::Str(b)) => Ok(a == b),
            (Plain::Str(_), _) | (_, Plain::Str(_)) => Ok(false),
            (Int(a), Int(b)) => Ok(a == b),
            (a, b) => match (a.number(), b.number()) {
                (Some(a), Some(b)) => a.py_eq(&b),
                _ => Ok(false),
            },
        }
    }
}

impl PyOrd for Plain {
    // `1`, `1.0` and `True` are equal, and they can be told apart.
    const IS_PLAIN: bool = false;

    fn py_cmp(&self, other: &Plain) -> Res<Ordering> {
        match (self, other) {
            (Plain::Str(a), Plain::Str(b)) => a.py_cmp(b),
            (a, b) => match (a.number(), b.number()) {
                (Some(a), Some(b)) => a.py_cmp(&b),
                _ => Err(Stop::redo()), // raises, with words of Python's own
            },
        }
    }

    fn py_lt(&self, other: &Plain) -> Res<bool> {
        match (self, other) {
            (Plain::Str(a), Plain::Str(b)) => a.py_lt(b),
            (a, b) => match (a.number(), b.number()) {
                (Some(a), Some(b)) => a.py_lt(&b),
                _ => Err(Stop::redo()),
            },
        }
    }

    /// A text beside a number is noticed only by comparing them.
    fn is_ordered(&self) -> bool {
        false
    }
}

impl PyRepr for Plain {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        match self {
            Bool(value) => value.repr_to(out),
            Int(value) => value.repr_to(out),
            Float(value) => value.repr_to(out),
            Plain::Str(value) => value.repr_to(out),
        }
    }

    fn str_to(&self, out: &mut StrBuf) -> Res<()> {
        match self {
            Plain::Str(value) => value.str_to(out),
            other => other.repr_to(out),
        }
    }
}

impl PyFormat for Plain {
    fn format_to(&self, spec: &Spec, out: &mut StrBuf) -> Res<()> {
        match self {
            Bool(value) => value.format_to(spec, out),
            Int(value) => value.format_to(spec, out),
            Float(value) => value.format_to(spec, out),
            Plain::Str(value) => value.format_to(spec, out),
        }
    }
}

impl PyPercent for Plain {
    fn percent_to(&self, conversion: &Conversion, out: &mut StrBuf) -> Res<()> {
        match self {
            Bool(value) => value.percent_to(conversion, out),
            Int(value) => value.percent_to(conversion, out),
            Float(value) => value.percent_to(conversion, out),
            Plain::Str(value) => value.percent_to(conversion, out),
        }
    }
}
