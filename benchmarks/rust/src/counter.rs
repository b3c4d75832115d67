//! `programs/counter.py`: a queue at a post office.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use pyo3::prelude::*;

use crate::mersenne::Random;

#[derive(PartialEq)]
struct Clock(f64);

impl Eq for Clock {}

impl PartialOrd for Clock {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Clock {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The mean and the longest wait, how many left in anger, and when the last one was served.
#[pyfunction]
#[pyo3(signature = (customers, counters, seed = 29))]
pub fn simulate(customers: u32, counters: usize, seed: u64) -> (f64, f64, u32, f64) {
    let mut numbers = Random::new(seed);
    let mut free_at: BinaryHeap<Reverse<Clock>> =
        (0..counters).map(|_| Reverse(Clock(0.0))).collect();
    let (mut clock, mut total, mut longest) = (0.0, 0.0, 0.0_f64);
    let mut angry = 0;
    for _ in 0..customers {
        clock += numbers.expovariate(1.0);
        let Some(mut first) = free_at.peek_mut() else {
            break;
        };
        let start = first.0.0.max(clock);
        let wait = start - clock;
        if wait > 8.0 && numbers.random() < 0.5 {
            angry += 1;
            continue;
        }
        let mut service = numbers.uniform(1.0, 4.0);
        if numbers.randint(1, 10) == 1 {
            service += numbers.expovariate(0.25);
        }
        *first = Reverse(Clock(start + service));
        total += wait;
        longest = longest.max(wait);
    }
    let end = free_at.iter().map(|free| free.0.0).fold(0.0, f64::max);
    (total / f64::from(customers), longest, angry, end)
}
