//! `examples/wordcount.py`: how often each word occurs.

use indexmap::IndexMap;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rustc_hash::FxBuildHasher;

type Counts = IndexMap<String, u64, FxBuildHasher>;

fn count(counts: &mut Counts, word: &mut String) {
    if let Some(times) = counts.get_mut(word.as_str()) {
        *times += 1;
    } else {
        counts.insert(word.clone(), 1);
    }
    word.clear();
}

/// How often each word occurs. An apostrophe inside a word belongs to it.
#[pyfunction]
pub fn count_words<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyDict>> {
    let mut counts = Counts::default();
    let mut word = String::new();
    for letter in text.chars() {
        if letter.is_ascii_alphabetic() {
            word.push(letter.to_ascii_lowercase());
        } else if letter.is_alphabetic() || (letter == '\'' && !word.is_empty()) {
            word.extend(letter.to_lowercase());
        } else if !word.is_empty() {
            count(&mut counts, &mut word);
        }
    }
    if !word.is_empty() {
        count(&mut counts, &mut word);
    }
    let result = PyDict::new(py);
    for (word, times) in counts {
        result.set_item(word, times)?;
    }
    Ok(result)
}
