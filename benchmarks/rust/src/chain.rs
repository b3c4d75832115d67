//! `programs/chain.py`: the cheapest order to multiply matrices.

use pyo3::prelude::*;
use rustc_hash::FxHashMap;

type Memo = FxHashMap<(usize, usize), i64>;

fn cheapest(sizes: &[i64], first: usize, last: usize, memo: &mut Memo) -> i64 {
    if first == last {
        return 0;
    }
    if let Some(&cost) = memo.get(&(first, last)) {
        return cost;
    }
    let mut best = i64::MAX;
    for split in first..last {
        let cost = cheapest(sizes, first, split, memo)
            + cheapest(sizes, split + 1, last, memo)
            + sizes[first] * sizes[split + 1] * sizes[last + 1];
        best = best.min(cost);
    }
    memo.insert((first, last), best);
    best
}

/// The cost of the whole chain and how many parts were looked at.
#[pyfunction]
pub fn plan(sizes: Vec<i64>) -> (i64, usize) {
    let mut memo = Memo::default();
    let cost = cheapest(&sizes, 0, sizes.len() - 2, &mut memo);
    (cost, memo.len())
}
