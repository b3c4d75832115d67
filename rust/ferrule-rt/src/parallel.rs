//! Turns of a loop that have nothing to do with one another, on all cores.
//!
//! In: a range and what one turn works out. Out: all results in their order, as if one core had
//! done it. Threads are started for the call and are gone with it, so nothing is left for a fork
//! to lose; a loop that is over sooner than threads start stays where it is. Only the thread of
//! the slice ever asks the interpreter for anything.

use std::cell::RefCell;
use std::num::NonZero;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::{self, Builder, ScopedJoinHandle, Thread};
use std::time::{Duration, Instant};

use crate::error::{Res, Stop};
use crate::{interrupt, list};

/// With less than that still to do, one core is done before others have begun.
const WORTH: Duration = Duration::from_micros(200);
/// How often the slice's own thread looks for Ctrl-C while it waits for the others.
const LOOK: Duration = Duration::from_millis(5);
/// Each thread takes its turns in about so many portions, so that none is left with the longest.
const PORTIONS: usize = 16;

thread_local! {
    /// In a helping thread: whether its work is not wanted any more.
    static HELPS: RefCell<Option<Arc<AtomicBool>>> = const { RefCell::new(None) };
}

/// Is this thread one that helps a slice, so that it must not ask the interpreter?
pub fn is_helper() -> bool {
    HELPS.with_borrow(Option::is_some)
}

/// In a helping thread, whether to go on; nothing in the slice's own.
pub(crate) fn goes_on() -> Option<Res<()>> {
    HELPS.with_borrow(|ended| {
        let is_ended = ended.as_ref()?.load(Ordering::Relaxed);
        Some(if is_ended { Err(Stop::redo()) } else { Ok(()) })
    })
}

/// How many threads work on a loop: `FERRULE_THREADS`, or as many as there are cores.
fn threads() -> usize {
    static THREADS: OnceLock<usize> = OnceLock::new();
    *THREADS.get_or_init(|| {
        std::env::var("FERRULE_THREADS")
            .ok()
            .and_then(|text| text.parse().ok())
            .or_else(|| thread::available_parallelism().ok())
            .map_or(1, NonZero::get)
    })
}

/// `[turn(i) for i in range(…)]`; an exception in any turn is left to Python, which has to do
/// what came before it in the loop.
pub fn map<T: Send>(range: Range<i64>, turn: impl Fn(i64) -> Res<T> + Sync) -> Res<Vec<T>> {
    let turns = range
        .end
        .checked_sub(range.start)
        .unwrap_or(i64::MAX)
        .max(0) as usize;
    let mut results = Vec::with_capacity(list::room(range.clone()));
    let is_alone = threads() == 1 || is_helper();
    let started = Instant::now();
    let mut next_look = 1;
    for index in range.clone() {
        interrupt::poll()?;
        results.push(turn(index).map_err(Stop::too_early)?);
        let done = results.len();
        if done == next_look && !is_alone {
            let left = started.elapsed().as_secs_f64() / done as f64 * (turns - done) as f64;
            if left > WORTH.as_secs_f64() {
                return share(results, index + 1..range.end, &turn);
            }
            next_look = done * 2;
        }
    }
    Ok(results)
}

/// One loop that several threads work on.
struct Work<'w, F> {
    first: i64,
    turns: usize,
    portion: usize,
    taken: AtomicUsize,
    is_ended: Arc<AtomicBool>,
    turn: &'w F,
}

/// The results of the turns from some place on.
type Portion<T> = (usize, Vec<T>);

fn share<T: Send, F>(mut results: Vec<T>, range: Range<i64>, turn: &F) -> Res<Vec<T>>
where
    F: Fn(i64) -> Res<T> + Sync,
{
    let turns = (range.end - range.start) as usize;
    let work = Work {
        first: range.start,
        turns,
        portion: turns.div_ceil(threads() * PORTIONS),
        taken: AtomicUsize::new(0),
        is_ended: Arc::new(AtomicBool::new(false)),
        turn,
    };
    let mut portions = thread::scope(|scope| {
        let waiting = thread::current();
        let helpers: Vec<_> = (1..threads())
            .map_while(|_| {
                let (work, waiting) = (&work, waiting.clone());
                Builder::new()
                    .spawn_scoped(scope, move || work.help(&waiting))
                    .ok()
            })
            .collect();
        let own = work.portions().inspect_err(|_| work.end());
        let patience = work.wait(&helpers);
        let mut portions = own?;
        for helper in helpers {
            portions.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        patience.map(|()| portions)
    })?;
    portions.sort_unstable_by_key(|portion| portion.0);
    results.extend(portions.into_iter().flat_map(|portion| portion.1));
    Ok(results)
}

impl<T: Send, F: Fn(i64) -> Res<T> + Sync> Work<'_, F> {
    /// The portions that this thread could get hold of.
    fn portions(&self) -> Res<Vec<Portion<T>>> {
        let mut found = Vec::new();
        loop {
            let from = self.taken.fetch_add(self.portion, Ordering::Relaxed);
            if from >= self.turns {
                return Ok(found);
            }
            let to = self.turns.min(from + self.portion);
            let mut results = Vec::with_capacity(to - from);
            for place in from..to {
                goes_on().unwrap_or_else(interrupt::poll)?;
                let result = (self.turn)(self.first + place as i64);
                results.push(result.map_err(Stop::too_early)?);
            }
            found.push((from, results));
        }
    }

    fn help(&self, waiting: &Thread) -> Res<Vec<Portion<T>>> {
        HELPS.set(Some(Arc::clone(&self.is_ended)));
        let found = self.portions().inspect_err(|_| self.end());
        waiting.unpark();
        found
    }

    /// Until all helpers are done, with an eye on Ctrl-C.
    fn wait<R>(&self, helpers: &[ScopedJoinHandle<'_, R>]) -> Res<()> {
        let mut patience = Ok(());
        while helpers.iter().any(|helper| !helper.is_finished()) {
            thread::park_timeout(LOOK);
            if patience.is_ok() {
                patience = interrupt::poll().inspect_err(|_| self.end());
            }
        }
        patience
    }
}

impl<F> Work<'_, F> {
    /// Nobody wants the results any more.
    fn end(&self) {
        self.is_ended.store(true, Ordering::Relaxed);
        self.taken.store(self.turns, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slow(index: i64) -> i64 {
        (0..20_000).fold(index, |sum, x| sum.wrapping_mul(31) ^ x)
    }

    #[test]
    fn results_are_in_order() {
        for (first, last) in [
            (0, 0),
            (0, 1),
            (5, 3),
            (-3, 400),
            (i64::MAX - 300, i64::MAX),
        ] {
            let range = first..last;
            let expected: Vec<i64> = range.clone().map(slow).collect();
            assert_eq!(map(range, |index| Ok(slow(index))).unwrap(), expected);
        }
    }

    #[test]
    fn an_exception_in_any_turn_is_left_to_python() {
        for bad in [0, 1, 17, 399] {
            let turn = |index| match index {
                _ if index == bad => Err(Stop::value_error("no")),
                _ => Ok(slow(index)),
            };
            assert!(map(0..400, turn).unwrap_err().is_redo());
        }
    }

    #[test]
    fn a_loop_inside_a_turn_has_its_thread_alone() {
        let rows = map(0..40, |row| {
            map(0..20, |column| Ok(slow(row * column)))
                .map(|cells| cells.iter().fold(0, |all, cell| all ^ cell))
        });
        let expected: Vec<i64> = (0..40)
            .map(|row| (0..20).fold(0, |all, column| all ^ slow(row * column)))
            .collect();
        assert_eq!(rows.unwrap(), expected);
    }
}
