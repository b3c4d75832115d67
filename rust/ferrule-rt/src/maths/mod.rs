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
    copysign, degrees, fabs, fmod, frexp, isclose, isfinite, isinf, isnan, ldexp, modf, radians,
    remainder, ulp,
};
pub use gamma::{gamma, lgamma};
pub(crate) use libm::pow as libm_pow;
pub use power::{
    exp, exp2, expm1, log, log_base, log_int, log1p, log2, log2_int, log10, log10_int, pow,
};
pub use sum::{dist, fsum, hypot, hypot_all, prod, prod_float};
pub use wrap::{
    acos, acosh, asin, asinh, atan, atan2, atanh, cbrt, cos, cosh, erf, erfc, sin, sinh, sqrt, tan,
    tanh,
};

pub use crate::float::{ceil, floor, trunc};
pub use crate::int::{comb, factorial, gcd, isqrt, lcm, perm};
