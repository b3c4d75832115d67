//! `examples/levenshtein.py`: spelling suggestions.

use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};

/// Buffers of the distance, kept from word to word.
#[derive(Default)]
struct Rows {
    previous: Vec<usize>,
    current: Vec<usize>,
}

impl Rows {
    fn distance<'a>(&mut self, mut a: &'a [char], mut b: &'a [char]) -> usize {
        if a.len() < b.len() {
            (a, b) = (b, a);
        }
        self.previous.clear();
        self.previous.extend(0..=b.len());
        for (i, ca) in a.iter().enumerate() {
            self.current.clear();
            self.current.push(i + 1);
            let mut left = i + 1;
            for (cb, above) in b.iter().zip(self.previous.windows(2)) {
                let change = above[0] + usize::from(ca != cb);
                left = (above[1] + 1).min(left + 1).min(change);
                self.current.push(left);
            }
            std::mem::swap(&mut self.previous, &mut self.current);
        }
        self.previous[b.len()]
    }
}

/// The `limit` words nearest to `word`, the nearest first, then by the alphabet.
#[pyfunction]
#[pyo3(signature = (word, words, limit = 3))]
pub fn suggest<'py>(
    word: &str,
    words: &Bound<'py, PyList>,
    limit: usize,
) -> PyResult<Vec<Bound<'py, PyString>>> {
    let word: Vec<char> = word.chars().collect();
    let mut rows = Rows::default();
    let mut letters = Vec::new();
    let mut ranked = Vec::new();
    for candidate in words {
        let candidate = candidate.cast_into::<PyString>()?;
        letters.clear();
        letters.extend(candidate.to_str()?.chars());
        if letters.len().abs_diff(word.len()) <= 2 {
            ranked.push((rows.distance(&word, &letters), candidate));
        }
    }
    let texts: PyResult<Vec<&str>> = ranked.iter().map(|(_, text)| text.to_str()).collect();
    let texts = texts?;
    let mut order: Vec<usize> = (0..ranked.len()).collect();
    order.sort_unstable_by_key(|&i| (ranked[i].0, texts[i]));
    Ok(order
        .iter()
        .take(limit)
        .map(|&i| ranked[i].1.clone())
        .collect())
}
