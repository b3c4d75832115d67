//! `examples/dijkstra.py`: quickest ways.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use rustc_hash::FxHashMap;

/// The crossings numbered in the order of the dict; the streets from each lie side by side.
struct Town {
    names: Vec<i64>,
    numbers: FxHashMap<i64, usize>,
    first: Vec<usize>,
    streets: Vec<(i64, u64)>,
}

impl Town {
    fn read(streets: &Bound<'_, PyDict>) -> PyResult<Town> {
        let mut town = Town {
            names: Vec::with_capacity(streets.len()),
            numbers: FxHashMap::default(),
            first: vec![0],
            streets: Vec::new(),
        };
        for (here, ways) in streets {
            let here = here.extract()?;
            town.numbers.insert(here, town.names.len());
            town.names.push(here);
            for way in ways.cast::<PyList>()? {
                town.streets.push(way.extract()?);
            }
            town.first.push(town.streets.len());
        }
        Ok(town)
    }

    fn number(&self, name: i64) -> PyResult<usize> {
        self.numbers
            .get(&name)
            .copied()
            .ok_or_else(|| PyKeyError::new_err(name))
    }
}

/// The time to a crossing and the crossing before it.
#[derive(Clone, Copy)]
struct Arrival {
    time: u64,
    from: i64,
}

/// The time from `start` to each crossing, and the crossing just before it on the way.
#[pyfunction]
pub fn quickest<'py>(
    streets: &Bound<'py, PyDict>,
    start: i64,
) -> PyResult<(Bound<'py, PyDict>, Bound<'py, PyDict>)> {
    let town = Town::read(streets)?;
    let mut arrivals: Vec<Option<Arrival>> = vec![None; town.names.len()];
    let mut reached = Vec::with_capacity(town.names.len());
    let first = town.number(start)?;
    arrivals[first] = Some(Arrival {
        time: 0,
        from: start,
    });
    reached.push(first);
    let mut queue = BinaryHeap::from([Reverse((0, start, first))]);
    while let Some(Reverse((time, name, here))) = queue.pop() {
        if arrivals[here].is_some_and(|best| time > best.time) {
            continue;
        }
        for &(there_name, seconds) in &town.streets[town.first[here]..town.first[here + 1]] {
            let there = town.number(there_name)?;
            let arrival = time + seconds;
            match arrivals[there] {
                None => reached.push(there),
                Some(best) if arrival < best.time => {}
                Some(_) => continue,
            }
            arrivals[there] = Some(Arrival {
                time: arrival,
                from: name,
            });
            queue.push(Reverse((arrival, there_name, there)));
        }
    }
    write(streets.py(), &town, &arrivals, &reached)
}

fn write<'py>(
    py: Python<'py>,
    town: &Town,
    arrivals: &[Option<Arrival>],
    reached: &[usize],
) -> PyResult<(Bound<'py, PyDict>, Bound<'py, PyDict>)> {
    let times = PyDict::new(py);
    let came_from = PyDict::new(py);
    for &place in reached {
        if let Some(arrival) = arrivals[place] {
            times.set_item(town.names[place], arrival.time)?;
            if place != reached[0] {
                came_from.set_item(town.names[place], arrival.from)?;
            }
        }
    }
    Ok((times, came_from))
}
