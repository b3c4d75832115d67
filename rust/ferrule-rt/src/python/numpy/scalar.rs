//! NumPy's single numbers, and variables that may hold either kind.
#![allow(unsafe_code, reason = "NumPy copies numbers in and out of memory")]

use std::ffi::{c_int, c_long};
use std::ptr::{addr_of, addr_of_mut};

use super::api::api;
use crate::array::{Item, Mixed, MixedInt, NumPy};
use crate::python::convert::{FromPython, Made, ToPython};
use crate::python::entry::Leave;
use crate::python::value::Value;

/// An element whose kind has a number in NumPy.
pub trait Kind: Item {
    /// That number.
    const NUMBER: c_int;
}

const LONG_IS_64: bool = size_of::<c_long>() == 8;

macro_rules! kinds {
    ($($name:ident $number:expr;)*) => {$(
        impl Kind for $name {
            const NUMBER: c_int = $number;
        }
    )*};
}
kinds! {
    bool 0;
    i8 1;
    u8 2;
    i16 3;
    u16 4;
    i32 if LONG_IS_64 { 5 } else { 7 };
    u32 if LONG_IS_64 { 6 } else { 8 };
    i64 if LONG_IS_64 { 7 } else { 9 };
    u64 if LONG_IS_64 { 8 } else { 10 };
    f32 11;
    f64 12;
}

impl<T: Kind> FromPython for NumPy<T> {
    #[inline]
    fn from_python(value: Value<'_>) -> Option<NumPy<T>> {
        let api = api()?;
        if !value.is_exactly(api.class(T::NUMBER)) {
            return None;
        }
        let mut raw = T::default().store();
        // SAFETY: exactly a number of that kind.
        unsafe { api.value_of(value.pointer(), addr_of_mut!(raw).cast()) };
        Some(NumPy(T::load(raw)))
    }
}

impl<T: Kind> ToPython for NumPy<T> {
    fn to_python(&self) -> Made {
        let raw = self.0.store();
        let api = api().ok_or(Leave::Miss)?;
        // SAFETY: a number of that kind.
        unsafe { api.scalar(T::NUMBER, addr_of!(raw).cast()) }.ok_or(Leave::Raised)
    }
}

impl FromPython for Mixed {
    fn from_python(value: Value<'_>) -> Option<Mixed> {
        if let Some(float) = f64::from_python(value) {
            return Some(Mixed::Float(float));
        }
        if let Some(int) = i64::from_python(value) {
            return Some(Mixed::Int(int));
        }
        NumPy::from_python(value).map(|NumPy(number)| Mixed::NumPy(number))
    }
}

impl ToPython for Mixed {
    fn to_python(&self) -> Made {
        match self {
            Mixed::Int(value) => value.to_python(),
            Mixed::Float(value) => value.to_python(),
            Mixed::NumPy(value) => NumPy(*value).to_python(),
        }
    }
}

impl FromPython for MixedInt {
    fn from_python(value: Value<'_>) -> Option<MixedInt> {
        if let Some(int) = i64::from_python(value) {
            return Some(MixedInt::Int(int));
        }
        NumPy::from_python(value).map(|NumPy(number)| MixedInt::NumPy(number))
    }
}

impl ToPython for MixedInt {
    fn to_python(&self) -> Made {
        match self {
            MixedInt::Int(value) => value.to_python(),
            MixedInt::NumPy(value) => NumPy(*value).to_python(),
        }
    }
}
