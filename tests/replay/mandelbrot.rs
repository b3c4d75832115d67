//! Functions of the Python module `mandelbrot`.

use ferrule_rt::prelude::*;

/// The escape time of every point of a picture, row by row.
pub fn escape_times(width: i64, height: i64, limit: i64) -> Res<Vec<Vec<i64>>> {
    let mut rows: Vec<Vec<i64>> = Vec::with_capacity(list::room(0..height));
    for row in 0..height {
        interrupt::poll()?;
        let cy = 2.5 * int::to_float(row) / int::to_float(height) - 1.25;
        rows.push({
            let mut items: Vec<i64> = Vec::with_capacity(list::room(0..width));
            for column in 0..width {
                interrupt::poll()?;
                items.push(escape_time(3.0 * int::to_float(column) / int::to_float(width) - 2.2, cy, limit)?);
            }
            items
        });
    }
    Ok(rows)
}

/// How many turns of z = z * z + c the point lasts inside the circle of radius two.
pub fn escape_time(cx: f64, cy: f64, limit: i64) -> Res<i64> {
    let mut x = 0.0;
    let mut y = 0.0;
    for first in (0..limit).step_by(4096) {
        interrupt::poll()?;
        for turn in first..limit.min(first.saturating_add(4096)) {
            let xx = x * x;
            let yy = y * y;
            if xx + yy > 4.0 {
                return Ok(turn);
            }
            y = 2.0 * x * y + cy;
            x = xx - yy + cx;
        }
    }
    Ok(limit)
}
