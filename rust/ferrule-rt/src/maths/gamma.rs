//! `math.gamma` and `math.lgamma`: CPython's own, by Lanczos' formula.
#![allow(clippy::excessive_precision, reason = "numbers as CPython writes them")]

use std::f64::consts::PI;

use super::libm;
use super::wrap::{domain, range};
use crate::error::Res;

const LOG_PI: f64 = 1.144_729_885_849_400_174_143_427_351_353_058_711_647;
const G: f64 = 6.024_680_040_776_729_583_740_234_375;
const G_MINUS_HALF: f64 = 5.524_680_040_776_729_583_740_234_375;

const OVER: [f64; 13] = [
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786772,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
];
const UNDER: [f64; 13] = [
    0.0,
    39916800.0,
    120543840.0,
    150917976.0,
    105258076.0,
    45995730.0,
    13339535.0,
    2637558.0,
    357423.0,
    32670.0,
    1925.0,
    66.0,
    1.0,
];

/// `(n - 1)!` for small n.
fn factorial_before(n: usize) -> f64 {
    (1..n).map(|factor| factor as f64).product()
}

fn sin_pi(x: f64) -> f64 {
    let y = x.abs() % 2.0;
    let sine = match (2.0 * y).round() as i32 {
        0 => libm::sin(PI * y),
        1 => libm::cos(PI * (y - 0.5)),
        2 => libm::sin(PI * (1.0 - y)),
        3 => -libm::cos(PI * (y - 1.5)),
        _ => libm::sin(PI * (y - 2.0)),
    };
    1_f64.copysign(x) * sine
}

fn lanczos(x: f64) -> f64 {
    let (mut over, mut under) = (0.0, 0.0);
    if x < 5.0 {
        for (a, b) in OVER.iter().zip(&UNDER).rev() {
            over = over * x + a;
            under = under * x + b;
        }
    } else {
        for (a, b) in OVER.iter().zip(&UNDER) {
            over = over / x + a;
            under = under / x + b;
        }
    }
    over / under
}

/// `math.gamma(x)`
pub fn gamma(x: f64) -> Res<f64> {
    if x.is_nan() || x == f64::INFINITY {
        return Ok(x);
    }
    if x.is_infinite() || x == 0.0 || x < 0.0 && x == x.floor() {
        return Err(domain());
    }
    if x == x.floor() && x <= 23.0 {
        return Ok(factorial_before(x as usize));
    }
    let size = x.abs();
    let result = if size < 1e-20 {
        1.0 / x
    } else if size > 200.0 {
        if x > 0.0 {
            return Err(range());
        }
        0.0 / sin_pi(x)
    } else {
        gamma_by_lanczos(x, size)
    };
    if result.is_infinite() {
        Err(range())
    } else {
        Ok(result)
    }
}

fn gamma_by_lanczos(x: f64, size: f64) -> f64 {
    let y = size + G_MINUS_HALF;
    // The error that was made in the sum.
    let lost = if size > G_MINUS_HALF {
        (y - size) - G_MINUS_HALF
    } else {
        (y - G_MINUS_HALF) - size
    };
    let z = lost * G / y;
    if x < 0.0 {
        let mut result = -PI / sin_pi(size) / size * libm::exp(y) / lanczos(size);
        result -= z * result;
        if size < 140.0 {
            return result / libm::pow(y, size - 0.5);
        }
        let root = libm::pow(y, size / 2.0 - 0.25);
        return result / root / root;
    }
    let mut result = lanczos(size) / libm::exp(y);
    result += z * result;
    if size < 140.0 {
        return result * libm::pow(y, size - 0.5);
    }
    let root = libm::pow(y, size / 2.0 - 0.25);
    result * root * root
}

/// `math.lgamma(x)`
pub fn lgamma(x: f64) -> Res<f64> {
    if x.is_nan() {
        return Ok(x);
    }
    if x.is_infinite() {
        return Ok(f64::INFINITY);
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { Err(domain()) } else { Ok(0.0) };
    }
    let size = x.abs();
    if size < 1e-20 {
        return Ok(-libm::log(size));
    }
    let mut result = libm::log(lanczos(size)) - G;
    result += (size - 0.5) * (libm::log(size + G - 0.5) - 1.0);
    if x < 0.0 {
        result = LOG_PI - libm::log(sin_pi(size).abs()) - libm::log(size) - result;
    }
    if result.is_infinite() {
        Err(range())
    } else {
        Ok(result)
    }
}
