//! `examples/mandelbrot.py`: escape times.

use pyo3::prelude::*;

fn escape_time(cx: f64, cy: f64, limit: u32) -> u32 {
    let (mut x, mut y) = (0.0, 0.0);
    for turn in 0..limit {
        let (xx, yy) = (x * x, y * y);
        if xx + yy > 4.0 {
            return turn;
        }
        y = 2.0 * x * y + cy;
        x = xx - yy + cx;
    }
    limit
}

/// The escape time of every point of a picture, row by row.
#[pyfunction]
pub fn escape_times(width: u32, height: u32, limit: u32) -> Vec<Vec<u32>> {
    (0..height)
        .map(|row| {
            let cy = 2.5 * f64::from(row) / f64::from(height) - 1.25;
            (0..width)
                .map(|column| {
                    let cx = 3.0 * f64::from(column) / f64::from(width) - 2.2;
                    escape_time(cx, cy, limit)
                })
                .collect()
        })
        .collect()
}
