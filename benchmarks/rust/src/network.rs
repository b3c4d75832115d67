//! `programs/network.py`: Kruskal's algorithm.

use pyo3::prelude::*;
use pyo3::types::PyList;

struct Groups {
    parent: Vec<usize>,
    rank: Vec<u32>,
}

impl Groups {
    fn new(size: usize) -> Self {
        Self {
            parent: (0..size).collect(),
            rank: vec![0; size],
        }
    }

    fn find(&mut self, mut x: usize) -> usize {
        while self.parent[x] != x {
            self.parent[x] = self.parent[self.parent[x]];
            x = self.parent[x];
        }
        x
    }

    fn join(&mut self, a: usize, b: usize) -> bool {
        let (mut a, mut b) = (self.find(a), self.find(b));
        if a == b {
            return false;
        }
        if self.rank[a] < self.rank[b] {
            (a, b) = (b, a);
        }
        self.parent[b] = a;
        if self.rank[a] == self.rank[b] {
            self.rank[a] += 1;
        }
        true
    }
}

/// The cables that are laid, and how long they are together.
#[pyfunction]
pub fn connect(houses: usize, cables: &Bound<'_, PyList>) -> PyResult<(Vec<(usize, usize)>, i64)> {
    let mut cables = cables
        .iter()
        .map(|cable| cable.extract())
        .collect::<PyResult<Vec<(usize, usize, i64)>>>()?;
    cables.sort_by_key(|cable| cable.2);
    let mut groups = Groups::new(houses);
    let mut laid = Vec::new();
    let mut total = 0;
    for (a, b, length) in cables {
        if groups.join(a, b) {
            laid.push((a, b));
            total += length;
        }
    }
    Ok((laid, total))
}
