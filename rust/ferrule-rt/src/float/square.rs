//! `x ** 2`, which need not go through `pow` to have the bits of `pow`.
//!
//! In: an `f64`. Out: what the C library's `pow(x, 2.0)` gives. The GNU C library promises an error
//! below 0.54 units in the last place, so wherever the exact square lies within 0.45 units of the
//! rounded one, `pow` has to give that as well. How far off the rounded square is can be told
//! exactly. All other cases ask `pow`.

use super::arith::power;
use crate::error::Res;

/// `x ** 2`
#[inline]
pub(super) fn square(x: f64) -> Res<f64> {
    let rounded = x * x;
    let is_normal = rounded > 1e-280 && rounded < 1e280;
    if cfg!(all(target_os = "linux", target_env = "gnu")) && is_normal {
        // The unit in the last place: the power of two of the exponent, times 2^-52.
        let unit = f64::from_bits(rounded.to_bits() & 0x7ff0_0000_0000_0000) * f64::EPSILON;
        if lost(x, rounded).abs() <= 0.45 * unit {
            return Ok(rounded);
        }
    }
    power(x, 2.0)
}

/// `x * x - rounded`, exactly, for a `rounded` that is `x * x` and far from both ends.
#[inline(always)]
fn lost(x: f64, rounded: f64) -> f64 {
    if cfg!(target_feature = "fma") {
        return x.mul_add(x, -rounded);
    }
    // Dekker's product: the halves of x have so few bits that their products are exact.
    let large = x * 134_217_729.0;
    let high = large - (large - x);
    let low = x - high;
    ((high * high - rounded) + 2.0 * high * low) + low * low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maths::libm_pow;

    #[test]
    fn a_square_has_the_bits_of_pow() {
        // A linear congruential generator: all signs and exponents, and many near one.
        let mut state: u64 = 1;
        for turn in 0..400_000_u64 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let bits = match turn % 2 {
                0 => state,
                _ => (state >> 12) | 0x3ff0_0000_0000_0000,
            };
            let x = f64::from_bits(bits);
            let wanted = libm_pow(x, 2.0);
            if x.is_finite() && wanted.is_finite() && wanted > f64::from_bits(1) {
                assert_eq!(wanted.to_bits(), square(x).unwrap().to_bits(), "{x:e}");
            }
        }
    }
}
