//! The `cmath` module: its plain cases. What `cmathmodule.c` looks up in tables (infinities, NaN)
//! or scales (what is near the largest float) asks for a redo.

use super::value::{Complex, abs, new};
use crate::error::{Res, Stop};
use crate::maths::{
    libm_atan2, libm_cos, libm_cosh, libm_exp, libm_hypot, libm_log, libm_log1p, libm_sin,
    libm_sinh,
};

const LARGE: f64 = f64::MAX / 4.0;
const LOG_LARGE: f64 = 708.0; // a little less than the logarithm of `LARGE`

fn plain(z: Complex) -> Res<Complex> {
    match z.is_finite() {
        true => Ok(z),
        false => Err(Stop::redo()),
    }
}

/// `cmath.sqrt(z)`
pub fn sqrt(z: Complex) -> Res<Complex> {
    let z = plain(z)?;
    if z.re == 0.0 && z.im == 0.0 {
        return Ok(new(0.0, z.im));
    }
    let (x, y) = (z.re.abs(), z.im.abs());
    if x < f64::MIN_POSITIVE && y < f64::MIN_POSITIVE {
        return Err(Stop::redo());
    }
    let x = x / 8.0;
    let root = 2.0 * (x + libm_hypot(x, y / 8.0)).sqrt();
    let other = y / (2.0 * root);
    Ok(match z.re >= 0.0 {
        true => new(root, other.copysign(z.im)),
        false => new(other, root.copysign(z.im)),
    })
}

/// `cmath.exp(z)`
pub fn exp(z: Complex) -> Res<Complex> {
    let z = plain(z)?;
    if z.re > LOG_LARGE {
        return Err(Stop::redo());
    }
    let length = libm_exp(z.re);
    Ok(new(length * libm_cos(z.im), length * libm_sin(z.im)))
}

/// `cmath.log(z)`
pub fn log(z: Complex) -> Res<Complex> {
    let z = plain(z)?;
    let (x, y) = (z.re.abs(), z.im.abs());
    if x > LARGE || y > LARGE || (x < f64::MIN_POSITIVE && y < f64::MIN_POSITIVE) {
        return Err(Stop::redo());
    }
    let size = libm_hypot(x, y);
    let re = if (0.71..=1.73).contains(&size) {
        let (most, least) = (x.max(y), x.min(y));
        libm_log1p((most - 1.0) * (most + 1.0) + least * least) / 2.0
    } else {
        libm_log(size)
    };
    Ok(new(re, libm_atan2(z.im, z.re)))
}

/// `cmath.phase(z)`
pub fn phase(z: Complex) -> Res<f64> {
    let z = plain(z)?;
    Ok(libm_atan2(z.im, z.re))
}

/// `cmath.polar(z)`
pub fn polar(z: Complex) -> Res<(f64, f64)> {
    Ok((abs(plain(z)?).map_err(|_| Stop::redo())?, phase(z)?))
}

/// `cmath.rect(r, phi)`
pub fn rect(r: f64, phi: f64) -> Res<Complex> {
    plain(new(r, phi))?;
    Ok(match phi == 0.0 {
        true => new(r, r * phi),
        false => new(r * libm_cos(phi), r * libm_sin(phi)),
    })
}

/// `cmath.cosh(z)`
pub fn cosh(z: Complex) -> Res<Complex> {
    let z = plain(z)?;
    if z.re.abs() > LOG_LARGE {
        return Err(Stop::redo());
    }
    Ok(new(
        libm_cos(z.im) * libm_cosh(z.re),
        libm_sin(z.im) * libm_sinh(z.re),
    ))
}

/// `cmath.sinh(z)`
pub fn sinh(z: Complex) -> Res<Complex> {
    let z = plain(z)?;
    if z.re.abs() > LOG_LARGE {
        return Err(Stop::redo());
    }
    Ok(new(
        libm_cos(z.im) * libm_sinh(z.re),
        libm_sin(z.im) * libm_cosh(z.re),
    ))
}

/// `cmath.cos(z)`
pub fn cos(z: Complex) -> Res<Complex> {
    cosh(new(-z.im, z.re))
}

/// `cmath.sin(z)`
pub fn sin(z: Complex) -> Res<Complex> {
    let turned = sinh(new(-z.im, z.re))?;
    Ok(new(turned.im, -turned.re))
}
