//! `x ** 2`, which need not go through `pow` to have the bits of `pow`.
//!
//! In: an `f64`. Out: what the C library's `pow(x, 2.0)` gives. The GNU C library promises an error
//! below 0.54 units in the last place, and, as the logarithm has a small part in that, below 0.513
//! where the square is neither very large nor very small. So wherever the exact square lies within
//! 0.45 or 0.48 units of the rounded one, `pow` has to give that as well. How far off the rounded
//! square is can be told exactly. All other cases ask `pow`.

use super::arith::power;
use crate::error::Res;

const FRACTION_BITS: u32 = 52;
const BIAS: u64 = 1023;

/// `x ** 2`
#[inline]
pub(super) fn square(x: f64) -> Res<f64> {
    let rounded = x * x;
    if cfg!(all(target_os = "linux", target_env = "gnu")) {
        let doubt = match rounded.to_bits() >> FRACTION_BITS {
            983..=1063 => u64::MAX / 50, // 2^-40 and 2^40
            93..=1953 => u64::MAX / 20,
            _ => u64::MAX / 2,
        };
        if from_midpoint(x, rounded) > doubt {
            return Ok(rounded);
        }
    }
    power(x, 2.0)
}

/// How far the exact square is from the middle between two floats, where 2^64 is their distance,
/// for a `rounded` that is `x * x` and far from both ends.
#[inline(always)]
fn from_midpoint(x: f64, rounded: f64) -> u64 {
    let (bits, rounded) = (x.to_bits(), rounded.to_bits());
    let digits = bits & ((1 << FRACTION_BITS) - 1) | 1 << FRACTION_BITS;
    // The square of 53 digits has 105 or 106, of which 53 are kept: what is cut off stands in the
    // lowest 64, and so does what the product needs not have more of.
    let exponent = bits >> FRACTION_BITS & 0x7ff;
    let is_longer = (rounded >> FRACTION_BITS).wrapping_add(BIAS) != 2 * exponent;
    let cut_off = digits.wrapping_mul(digits) << if is_longer { 11 } else { 12 };
    (cut_off as i64).wrapping_sub(i64::MIN).unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maths::libm_pow;

    #[test]
    fn what_is_cut_off_of_a_square() {
        let share = |x: f64| from_midpoint(x, x * x) as f64 / 2_f64.powi(64);
        assert_eq!(share(3.0), 0.5);
        assert_eq!(share(-1.5e10), 0.5);
        assert_eq!(share(1.0 + 2_f64.powi(-27)), 0.25);
        let middle = 2.0 - 2_f64.powi(-26);
        assert_eq!(share(middle), 0.0);
        assert_eq!(share(-middle * 1024.0), 0.0);
    }

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
