//! The C library's functions, the ones that CPython calls.
//!
//! Never inlined: LLVM knows these names, and would put `x * x` for `pow(x, 2.0)` or compute a
//! constant with its own host's library; both can differ in the last bit from the call.
#![allow(
    unsafe_code,
    reason = "declares C functions, each safe to call with any float"
)]

mod c {
    unsafe extern "C" {
        pub safe fn acos(x: f64) -> f64;
        pub safe fn acosh(x: f64) -> f64;
        pub safe fn asin(x: f64) -> f64;
        pub safe fn asinh(x: f64) -> f64;
        pub safe fn atan(x: f64) -> f64;
        pub safe fn atan2(y: f64, x: f64) -> f64;
        pub safe fn atanh(x: f64) -> f64;
        pub safe fn cos(x: f64) -> f64;
        pub safe fn cosh(x: f64) -> f64;
        pub safe fn erf(x: f64) -> f64;
        pub safe fn erfc(x: f64) -> f64;
        pub safe fn exp(x: f64) -> f64;
        pub safe fn exp2(x: f64) -> f64;
        pub safe fn expm1(x: f64) -> f64;
        pub safe fn hypot(x: f64, y: f64) -> f64;
        pub safe fn log(x: f64) -> f64;
        pub safe fn log10(x: f64) -> f64;
        pub safe fn log1p(x: f64) -> f64;
        pub safe fn log2(x: f64) -> f64;
        pub safe fn pow(x: f64, y: f64) -> f64;
        pub safe fn sin(x: f64) -> f64;
        pub safe fn sinh(x: f64) -> f64;
        pub safe fn tan(x: f64) -> f64;
        pub safe fn tanh(x: f64) -> f64;
    }
}

macro_rules! calls {
    ($($name:ident)*) => {$(
        #[inline(never)]
        pub fn $name(x: f64) -> f64 {
            c::$name(x)
        }
    )*};
}
calls! {
    acos acosh asin asinh atan atanh cos cosh erf erfc exp exp2 expm1 log log10 log1p log2
    sin sinh tan tanh
}

#[inline(never)]
pub fn hypot(x: f64, y: f64) -> f64 {
    c::hypot(x, y)
}

#[inline(never)]
pub fn atan2(y: f64, x: f64) -> f64 {
    c::atan2(y, x)
}

#[inline(never)]
pub fn pow(x: f64, y: f64) -> f64 {
    c::pow(x, y)
}
