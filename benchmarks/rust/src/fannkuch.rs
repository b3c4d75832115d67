//! `examples/fannkuch.py`: pancake flipping.

use pyo3::prelude::*;

fn count_flips(stack: &[usize], pancakes: &mut [usize]) -> i64 {
    pancakes.copy_from_slice(stack);
    let mut flips = 0;
    let mut top = pancakes[0];
    while top != 0 {
        pancakes[..=top].reverse();
        flips += 1;
        top = pancakes[0];
    }
    flips
}

fn next_order(stack: &mut [usize], turned: &mut [usize]) -> bool {
    for i in 1..stack.len() {
        stack[..=i].rotate_left(1);
        turned[i] += 1;
        if turned[i] <= i {
            return true;
        }
        turned[i] = 0;
    }
    false
}

/// The alternating sum of flips over all orders, and the most flips of any order.
#[pyfunction]
pub fn fannkuch(size: usize) -> (i64, i64) {
    let mut stack: Vec<usize> = (0..size).collect();
    let mut pancakes = stack.clone();
    let mut turned = vec![0; size];
    let (mut checksum, mut most, mut sign) = (0, 0, 1);
    loop {
        if stack[0] != 0 {
            let flips = count_flips(&stack, &mut pancakes);
            most = most.max(flips);
            checksum += sign * flips;
        }
        if !next_order(&mut stack, &mut turned) {
            return (checksum, most);
        }
        sign = -sign;
    }
}
