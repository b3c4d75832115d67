//! `programs/textdiff.py`: what changed between two versions of a text.

use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};

fn common_lengths(old: &[&str], new: &[&str]) -> Vec<Vec<u32>> {
    let mut table = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        let (above, below) = table.split_at_mut(i + 1);
        let (row, below) = (&mut above[i], &below[0]);
        for j in (0..new.len()).rev() {
            row[j] = if old[i] == new[j] {
                below[j + 1] + 1
            } else {
                below[j].max(row[j + 1])
            };
        }
    }
    table
}

fn marked(old: &[&str], new: &[&str]) -> Vec<String> {
    let table = common_lengths(old, new);
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            out.push(format!("  {}", old[i]));
            i += 1;
            j += 1;
        } else if table[i + 1][j] >= table[i][j + 1] {
            out.push(format!("- {}", old[i]));
            i += 1;
        } else {
            out.push(format!("+ {}", new[j]));
            j += 1;
        }
    }
    out.extend(old[i..].iter().map(|line| format!("- {line}")));
    out.extend(new[j..].iter().map(|line| format!("+ {line}")));
    out
}

/// Lines with a mark: kept, taken out or put in.
#[pyfunction]
pub fn diff(old: &Bound<'_, PyList>, new: &Bound<'_, PyList>) -> PyResult<Vec<String>> {
    let (old, new) = (held(old)?, held(new)?);
    Ok(marked(&borrowed(&old)?, &borrowed(&new)?))
}

fn held<'py>(lines: &Bound<'py, PyList>) -> PyResult<Vec<Bound<'py, PyString>>> {
    lines.iter().map(|line| Ok(line.cast_into()?)).collect()
}

fn borrowed<'a>(lines: &'a [Bound<'_, PyString>]) -> PyResult<Vec<&'a str>> {
    lines.iter().map(|line| line.to_str()).collect()
}
