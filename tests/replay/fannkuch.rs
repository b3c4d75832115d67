//! Functions of the Python module `fannkuch`.

use ferrule_rt::prelude::*;

/// The alternating sum of flips over all orders, and the most flips of any order.
pub fn fannkuch(size: i64) -> Res<(i64, i64)> {
    let mut stack: Vec<i64> = (0..size).collect();
    let mut turned: Vec<i64> = list::repeat(&[0], size)?;
    let mut checksum: i64 = 0;
    let mut most: i64 = 0;
    let mut sign: i64 = 1;
    loop {
        interrupt::poll()?;
        if *list::at(&stack, 0)? != 0 {
            let flips = count_flips(&stack)?;
            most = most.max(flips);
            checksum = int::add(checksum, sign * flips)?;
        }
        if !next_order(&mut stack, &mut turned)? {
            return Ok((checksum, most));
        }
        sign = -sign;
    }
}

/// How many flips of the top `stack[0] + 1` pancakes bring pancake 0 to the top.
pub fn count_flips(stack: &[i64]) -> Res<i64> {
    let mut pancakes = list::slice(stack, None, None);
    let mut flips: i64 = 0;
    let mut top = pancakes[0];
    while top != 0 {
        interrupt::poll()?;
        if top < 0 {
            return Err(Stop::redo());
        }
        let part = list::places(&pancakes, None, Some(int::add(top, 1)?));
        pancakes[part].reverse();
        flips += 1;
        top = *list::at(&pancakes, 0)?;
    }
    Ok(flips)
}

/// Change `stack` to the next order; false after the last one.
///
/// `turned[i]` counts how often the first `i + 1` pancakes have been rotated.
pub fn next_order(stack: &mut [i64], turned: &mut [i64]) -> Res<bool> {
    for i in 1..list::len(stack) {
        list::shift(stack, 0, i)?;
        let item = list::at_mut(turned, i)?;
        *item = int::add(*item, 1)?;
        if turned[i as usize] <= i {
            return Ok(true);
        }
        turned[i as usize] = 0;
    }
    Ok(false)
}
