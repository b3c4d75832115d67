//! Lists taken apart into as many names.

use crate::builtins::unpack;
use crate::error::Res;

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
