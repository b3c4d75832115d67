//! Ten functions as people write them for Python: numbers, texts, lists, dicts, errors, a class.

use std::collections::HashMap;

use pyo3::exceptions::{PyValueError, PyZeroDivisionError};
use pyo3::prelude::*;

/// How many words of each kind.
#[pyfunction]
fn count_words(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in text.split_whitespace() {
        *counts.entry(word.to_lowercase()).or_insert(0) += 1;
    }
    counts
}

#[pyfunction]
fn mean(values: Vec<f64>) -> PyResult<f64> {
    if values.is_empty() {
        return Err(PyValueError::new_err("mean of nothing"));
    }
    Ok(values.iter().sum::<f64>() / values.len() as f64)
}

#[pyfunction]
fn primes_below(limit: usize) -> Vec<usize> {
    let mut is_prime = vec![true; limit.max(2)];
    is_prime[0] = false;
    is_prime[1] = false;
    let mut n = 2;
    while n * n < limit {
        if is_prime[n] {
            for multiple in (n * n..limit).step_by(n) {
                is_prime[multiple] = false;
            }
        }
        n += 1;
    }
    (0..limit).filter(|&n| is_prime[n]).collect()
}

#[pyfunction]
fn levenshtein(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut previous = row[0];
        row[0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let cost = previous + usize::from(x != y);
            previous = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(previous + 1);
        }
    }
    row[b.len()]
}

#[pyfunction]
#[pyo3(signature = (a, b, modulus = None))]
fn multiply(a: i64, b: i64, modulus: Option<i64>) -> PyResult<i64> {
    let product = a
        .checked_mul(b)
        .ok_or_else(|| PyValueError::new_err("too big"))?;
    match modulus {
        Some(0) => Err(PyZeroDivisionError::new_err("modulus is zero")),
        Some(modulus) => Ok(product.rem_euclid(modulus)),
        None => Ok(product),
    }
}

#[pyfunction]
fn transpose(rows: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let width = rows.iter().map(Vec::len).min().unwrap_or(0);
    (0..width)
        .map(|column| rows.iter().map(|row| row[column]).collect())
        .collect()
}

#[pyfunction]
fn initials(names: Vec<String>) -> Vec<(String, Option<char>)> {
    names
        .into_iter()
        .map(|name| {
            let first = name.chars().next();
            (name, first)
        })
        .collect()
}

#[pyfunction]
fn merge(mut first: Vec<i64>, second: Vec<i64>) -> Vec<i64> {
    first.extend(second);
    first.sort_unstable();
    first.dedup();
    first
}

#[pyfunction]
fn collatz(start: u64) -> PyResult<(u32, u64)> {
    let (mut n, mut steps, mut highest) = (start, 0, start);
    while n > 1 {
        n = if n % 2 == 0 {
            n / 2
        } else {
            n.checked_mul(3)
                .and_then(|n| n.checked_add(1))
                .ok_or_else(|| PyValueError::new_err(format!("{start} climbs too high")))?
        };
        steps += 1;
        highest = highest.max(n);
    }
    Ok((steps, highest))
}

#[pyfunction]
fn longest<'py>(texts: Vec<Bound<'py, PyAny>>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let mut best: Option<(usize, Bound<'py, PyAny>)> = None;
    for text in texts {
        let length = text.len()?;
        if best.as_ref().is_none_or(|(most, _)| length > *most) {
            best = Some((length, text));
        }
    }
    Ok(best.map(|(_, text)| text))
}

#[pymodule]
fn ten(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(count_words, m)?)?;
    m.add_function(wrap_pyfunction!(mean, m)?)?;
    m.add_function(wrap_pyfunction!(primes_below, m)?)?;
    m.add_function(wrap_pyfunction!(levenshtein, m)?)?;
    m.add_function(wrap_pyfunction!(multiply, m)?)?;
    m.add_function(wrap_pyfunction!(transpose, m)?)?;
    m.add_function(wrap_pyfunction!(initials, m)?)?;
    m.add_function(wrap_pyfunction!(merge, m)?)?;
    m.add_function(wrap_pyfunction!(collatz, m)?)?;
    m.add_function(wrap_pyfunction!(longest, m)?)?;
    Ok(())
}
