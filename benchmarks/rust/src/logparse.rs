//! `examples/logparse.py`: the sums of a server log.

use indexmap::IndexMap;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use rustc_hash::FxBuildHasher;

type Table<K> = IndexMap<K, u64, FxBuildHasher>;

struct Request<'l> {
    host: &'l str,
    hour: usize,
    path: &'l str,
    status: u64,
    length: u64,
}

/// Exactly `N` pieces, or nothing.
fn unpack<'l, const N: usize>(pieces: impl Iterator<Item = &'l str>) -> Option<[&'l str; N]> {
    let mut pieces = pieces;
    let mut all = [""; N];
    for place in &mut all {
        *place = pieces.next()?;
    }
    pieces.next().is_none().then_some(all)
}

/// A request, or nothing if the line is broken.
fn parse_line(line: &str) -> Option<Request<'_>> {
    let [before, request, after] = unpack(line.split('"'))?;
    let host = before.split_whitespace().next()?;
    let start = before.find('[')? + 1;
    let end = before.find(']')?;
    let [_, hour, _, _] = unpack(before.get(start..end)?.split(':'))?;
    let [_, path, _] = unpack(request.split_whitespace())?;
    let [status, size] = unpack(after.split_whitespace())?;
    let length = if size == "-" { 0 } else { size.parse().ok()? };
    Some(Request {
        host,
        hour: hour.parse().ok()?,
        path,
        status: status.parse().ok()?,
        length,
    })
}

fn add(table: &mut Table<String>, key: &str, amount: u64) {
    if let Some(total) = table.get_mut(key) {
        *total += amount;
    } else {
        table.insert(key.to_owned(), amount);
    }
}

/// Requests by status and by hour, bytes by host, server errors by path; and broken lines.
type Summary<'py> = (
    Bound<'py, PyDict>,
    [u64; 24],
    Bound<'py, PyDict>,
    Bound<'py, PyDict>,
    u64,
);

/// Sum up the lines of a log.
#[pyfunction]
pub fn summarise<'py>(lines: &Bound<'py, PyList>) -> PyResult<Summary<'py>> {
    let mut by_status = Table::default();
    let mut by_hour = [0; 24];
    let mut bytes_by_host = Table::default();
    let mut errors = Table::default();
    let mut broken = 0;
    for line in lines {
        let line = line.cast_into::<PyString>()?;
        let Some(request) = parse_line(line.to_str()?) else {
            broken += 1;
            continue;
        };
        *by_status.entry(request.status).or_insert(0) += 1;
        *by_hour
            .get_mut(request.hour)
            .ok_or_else(|| PyIndexError::new_err("list index out of range"))? += 1;
        add(&mut bytes_by_host, request.host, request.length);
        if request.status >= 500 {
            add(&mut errors, request.path, 1);
        }
    }
    let py = lines.py();
    Ok((
        to_dict(py, by_status)?,
        by_hour,
        to_dict(py, bytes_by_host)?,
        to_dict(py, errors)?,
        broken,
    ))
}

fn to_dict<'py, K: IntoPyObject<'py>>(
    py: Python<'py>,
    table: Table<K>,
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (key, value) in table {
        dict.set_item(key, value)?;
    }
    Ok(dict)
}
