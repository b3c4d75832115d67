//! `programs/trees.py`: binary trees, grown and dropped.

use pyo3::prelude::*;

struct Node {
    below: Option<(Box<Node>, Box<Node>)>,
}

impl Node {
    fn count(&self) -> u64 {
        match &self.below {
            None => 1,
            Some((left, right)) => 1 + left.count() + right.count(),
        }
    }
}

fn grow(depth: u32) -> Box<Node> {
    let below = (depth > 0).then(|| (grow(depth - 1), grow(depth - 1)));
    Box::new(Node { below })
}

/// Many shallow trees, fewer deep ones, while a long-lived one stays: depth, trees, nodes.
#[pyfunction]
#[pyo3(signature = (deepest, shallowest = 4))]
pub fn churn(deepest: u32, shallowest: u32) -> Vec<(u32, u64, u64)> {
    let kept = grow(deepest);
    let mut lines = Vec::new();
    for depth in (shallowest..=deepest).step_by(2) {
        let trees = 1 << (deepest - depth + shallowest);
        let nodes = (0..trees).map(|_| grow(depth).count()).sum();
        lines.push((depth, trees, nodes));
    }
    lines.push((deepest, 1, kept.count()));
    lines
}
