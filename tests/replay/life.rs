//! Functions of the Python module `life`.

use ferrule_rt::prelude::*;

/// The cells after some generations, and how many lived in each.
pub fn run(
    cells: &Handle<Set<(i64, i64)>>,
    generations: i64,
) -> Res<(Handle<Set<(i64, i64)>>, Vec<i64>)> {
    let history = vec![cells.borrow().len() as i64];
    for first in (0..generations).step_by(4096) {
        interrupt::poll()?;
        for _ in first..generations.min(first.saturating_add(4096)) {
            return Err(Stop::redo());
        }
    }
    Ok((cells.clone(), history))
}
