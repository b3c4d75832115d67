//! `programs/sensors.py`: readings cleaned by a chain of iterators.

use pyo3::prelude::*;
use pyo3::types::PyList;

fn smooth(values: impl Iterator<Item = f64>, weight: f64) -> impl Iterator<Item = f64> {
    values.scan(None, move |average, value| {
        *average = Some(average.map_or(value, |before| before + weight * (value - before)));
        *average
    })
}

fn changes(values: impl Iterator<Item = f64>, least: f64) -> impl Iterator<Item = f64> {
    let mut last: Option<f64> = None;
    values.filter(move |&value| {
        let differs = last.is_none_or(|before| (value - before).abs() >= least);
        if differs {
            last = Some(value);
        }
        differs
    })
}

/// How many changes there were, their sum and the highest.
#[pyfunction]
#[pyo3(signature = (readings, weight = 0.2, least = 0.05))]
pub fn summarise(
    readings: &Bound<'_, PyList>,
    weight: f64,
    least: f64,
) -> PyResult<(u64, f64, f64)> {
    let readings = readings
        .iter()
        .map(|reading| reading.extract())
        .collect::<PyResult<Vec<i64>>>()?;
    let volts = readings
        .iter()
        .filter(|&&reading| reading >= 0)
        .map(|&reading| reading as f64 * 5.0 / 1023.0);
    let (mut count, mut total, mut highest) = (0, 0.0, 0.0_f64);
    for value in changes(smooth(volts, weight), least) {
        count += 1;
        total += value;
        highest = highest.max(value);
    }
    Ok((count, total, highest))
}
