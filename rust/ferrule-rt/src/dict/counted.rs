//! How often each item occurs.

use super::Dict;
use crate::hash::PyHash;

/// `dict(Counter(items))`
pub fn counted<K: PyHash + Clone>(items: &[K]) -> Dict<K, i64> {
    let mut counts = Dict::new();
    for item in items {
        *counts.entry(item.clone()).or_insert(0) += 1;
    }
    counts
}
