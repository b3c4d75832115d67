//! `programs/roads.py`: Floyd and Warshall's algorithm.

use pyo3::prelude::*;

/// The length of the shortest way between any two towns, and the town to go to next.
#[pyfunction]
pub fn shortest_ways(roads: Vec<Vec<f64>>) -> (Vec<Vec<f64>>, Vec<Vec<i32>>) {
    let mut distance = roads;
    let mut following: Vec<Vec<i32>> = distance
        .iter()
        .map(|row| {
            row.iter()
                .zip(0..)
                .map(|(&length, j)| if length < f64::INFINITY { j } else { -1 })
                .collect()
        })
        .collect();
    for k in 0..distance.len() {
        let second = distance[k].clone();
        for (row, next) in distance.iter_mut().zip(&mut following) {
            let (first, towards) = (row[k], next[k]);
            for ((length, town), &rest) in row.iter_mut().zip(next).zip(&second) {
                let through = first + rest;
                if through < *length {
                    *length = through;
                    *town = towards;
                }
            }
        }
    }
    (distance, following)
}
