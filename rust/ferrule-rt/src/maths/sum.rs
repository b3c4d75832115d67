//! Sums and products over many values: `fsum`, `hypot`, `dist`, `prod`.

use crate::error::{Res, Stop};
use crate::int;

/// The sum of two floats and what rounding lost; the first has the greater size.
#[inline]
fn fast_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, (a - sum) + b)
}

/// The product of two floats and what rounding lost.
#[inline]
fn product(x: f64, y: f64) -> (f64, f64) {
    let high = x * y;
    (high, x.mul_add(y, -high))
}

/// The exponent of `frexp` of a finite float that is not zero.
fn exponent(x: f64) -> i32 {
    super::frexp(x).1 as i32
}

/// `vector_norm`: the root of the sum of squares, as good as correctly rounded.
fn norm(values: &mut [f64], most: f64, has_nan: bool) -> f64 {
    if most.is_infinite() {
        return most;
    }
    if has_nan {
        return f64::NAN;
    }
    if most == 0.0 || values.len() <= 1 {
        return most;
    }
    let power = exponent(most);
    if power < -1023 {
        // Subnormals are made normal first.
        values
            .iter_mut()
            .for_each(|value| *value /= f64::MIN_POSITIVE);
        return f64::MIN_POSITIVE * norm(values, most / f64::MIN_POSITIVE, has_nan);
    }
    let scale = power_of_two(-power);
    let (mut sum, mut first, mut second) = (1.0, 0.0, 0.0);
    let mut add = |square: (f64, f64)| {
        let (high, low) = fast_sum(sum, square.0);
        sum = high;
        first += square.1;
        second += low;
        sum - 1.0 + (first + second)
    };
    let mut total = 0.0;
    for value in values.iter() {
        let scaled = value * scale;
        total = add(product(scaled, scaled));
    }
    let root = total.sqrt();
    let rest = add(product(-root, root));
    (root + rest / (2.0 * root)) / scale
}

/// `2.0 ** power` for the powers that `norm` meets, subnormal ones among them.
fn power_of_two(power: i32) -> f64 {
    super::ldexp(1.0, i64::from(power)).unwrap_or(f64::INFINITY)
}

/// `math.hypot(x, y)`
pub fn hypot(x: f64, y: f64) -> f64 {
    hypot_all(&[x, y])
}

/// `math.hypot(*values)`
pub fn hypot_all(values: &[f64]) -> f64 {
    let mut sizes: Vec<f64> = values.iter().map(|value| value.abs()).collect();
    let most = sizes
        .iter()
        .fold(0.0, |most, size| if *size > most { *size } else { most });
    let has_nan = sizes.iter().any(|size| size.is_nan());
    norm(&mut sizes, most, has_nan)
}

/// `math.dist(p, q)`
pub fn dist(p: &[f64], q: &[f64]) -> Res<f64> {
    if p.len() != q.len() {
        return Err(Stop::value_error(
            "both points must have the same number of dimensions",
        ));
    }
    let steps: Vec<f64> = p.iter().zip(q).map(|(a, b)| a - b).collect();
    Ok(hypot_all(&steps))
}

/// `math.prod(ints)`
pub fn prod(values: impl IntoIterator<Item = i64>) -> Res<i64> {
    values.into_iter().try_fold(1, int::mul)
}

/// `math.prod(ints, start=start)`
pub fn prod_from(values: impl IntoIterator<Item = i64>, start: i64) -> Res<i64> {
    values.into_iter().try_fold(start, int::mul)
}

/// `math.prod(floats)`; of none it is the int 1: a redo.
pub fn prod_of_some(values: &[f64]) -> Res<f64> {
    match values {
        [] => Err(Stop::redo()),
        some => Ok(prod_float(some.iter().copied(), 1.0)),
    }
}

/// The floats that Python makes of ints.
pub fn floats(values: &[i64]) -> Vec<f64> {
    values.iter().map(|value| int::to_float(*value)).collect()
}

/// `math.prod(floats, start=start)` for a float `start`, or `1.0` for floats of which there are
/// some.
pub fn prod_float(values: impl IntoIterator<Item = f64>, start: f64) -> f64 {
    values
        .into_iter()
        .fold(start, |product, value| product * value)
}

/// `math.fsum(values)`
pub fn fsum(values: impl IntoIterator<Item = f64>) -> Res<f64> {
    let mut partials: Vec<f64> = Vec::new();
    let (mut special, mut infinite) = (0.0, 0.0);
    for value in values {
        let mut x = value;
        let mut kept = 0;
        for at in 0..partials.len() {
            let mut y = partials[at];
            if x.abs() < y.abs() {
                (x, y) = (y, x);
            }
            let (high, low) = (x + y, y - ((x + y) - x));
            if low != 0.0 {
                partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        partials.truncate(kept);
        if x == 0.0 {
            continue;
        }
        if x.is_finite() {
            partials.push(x);
            continue;
        }
        if value.is_finite() {
            return Err(Stop::overflow_error("intermediate overflow in fsum"));
        }
        if value.is_infinite() {
            infinite += value;
        }
        special += value;
        partials.clear();
    }
    if special != 0.0 {
        let is_opposed = f64::is_nan(infinite);
        return if is_opposed {
            Err(Stop::value_error("-inf + inf in fsum"))
        } else {
            Ok(special)
        };
    }
    Ok(exact_sum(&mut partials))
}

/// The sum of partial sums that do not overlap, rounded once, half to even.
fn exact_sum(partials: &mut Vec<f64>) -> f64 {
    let Some(mut high) = partials.pop() else {
        return 0.0;
    };
    let mut low = 0.0;
    while let Some(y) = partials.pop() {
        let x = high;
        high = x + y;
        low = y - (high - x);
        if low != 0.0 {
            break;
        }
    }
    if let Some(next) = partials.last()
        && (low < 0.0 && *next < 0.0 || low > 0.0 && *next > 0.0)
    {
        let y = low * 2.0;
        let x = high + y;
        if y == x - high {
            high = x;
        }
    }
    high
}
