//! Lists taken apart into as many names.

use crate::builtins::unpack;
use crate::error::{Res, Stop};

/// `a, b, *rest = xs`: are there enough items?
pub fn at_least<T>(xs: &[T], count: i64) -> Res<()> {
    if xs.len() as i64 >= count {
        return Ok(());
    }
    Err(Stop::value_error(format!(
        "not enough values to unpack (expected at least {count}, got {})",
        xs.len()
    )))
}

/// `a, = xs`
pub fn unpack1<T: Clone>(xs: &[T]) -> Res<(T,)> {
    let [a] = unpack(xs)?;
    Ok((a.clone(),))
}

/// `a, b = xs`
pub fn unpack2<T: Clone>(xs: &[T]) -> Res<(T, T)> {
    let [a, b] = unpack(xs)?;
    Ok((a.clone(), b.clone()))
}

/// `a, b, c = xs`
pub fn unpack3<T: Clone>(xs: &[T]) -> Res<(T, T, T)> {
    let [a, b, c] = unpack(xs)?;
    Ok((a.clone(), b.clone(), c.clone()))
}

/// `a, b, c, d = xs`
pub fn unpack4<T: Clone>(xs: &[T]) -> Res<(T, T, T, T)> {
    let [a, b, c, d] = unpack(xs)?;
    Ok((a.clone(), b.clone(), c.clone(), d.clone()))
}
