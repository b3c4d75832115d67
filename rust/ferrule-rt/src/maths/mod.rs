//! Python's `math` module, bit for bit.
//!
//! In: floats (an int is converted before, as Python does), slices, iterators. Out: what
//! `mathmodule.c` gives, with its errors. Number theory on ints is in `int`.

mod basic;
mod gamma;
pub(crate) mod libm;
mod power;
mod sum;
mod wrap;

#[cfg(test)]
mod tests;

pub use basic::{
    copysign, degrees, fabs, fmod, frexp, isclose, isfinite, isinf, isnan, ldexp, modf, nextafter,
    radians, remainder, ulp,
};
pub use gamma::{gamma, lgamma};
pub(crate) use libm::{
    atan2 as libm_atan2, cos as libm_cos, cosh as libm_cosh, exp as libm_exp, hypot as libm_hypot,
    log as libm_log, log1p as libm_log1p, pow as libm_pow, sin as libm_sin, sinh as libm_sinh,
};
pub use power::{
    exp, exp2, expm1, log, log_base, log_int, log1p, log2, log2_int, log10, log10_int, pow,
};
pub use sum::{dist, floats, fsum, hypot, hypot_all, prod, prod_float, prod_from, prod_of_some};
pub use wrap::{
    acos, acosh, asin, asinh, atan, atan2, atanh, cbrt, cos, cosh, erf, erfc, sin, sinh, sqrt, tan,
    tanh,
};

pub use crate::float::{ceil, floor, trunc};
pub use crate::int::{comb, factorial, gcd, isqrt, lcm, perm};
