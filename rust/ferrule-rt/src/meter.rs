//! Is reading the arguments in worth it? A binary search in a long list must not become slower
//! because the list is read from end to end.
//!
//! In: the moments at which a call has its arguments, and at which the work is done. Out: whether
//! the boundary costs so much more than the work that Python itself would be quicker.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Native code is seldom more than this many times as fast as Python's own.
const GAIN: u32 = 32;
/// A boundary that costs less is never felt.
const UNFELT_NS: u128 = 500;
/// The first calls are measured, later only one in so many.
const FIRST: u64 = 32;
const EVERY: u64 = 16;
/// How many calls in a row must be too heavy.
const STRIKES: u32 = 3;
/// How many calls then go to Python before native code is tried again; doubled each time.
const PAUSE: u32 = 64;
/// After a pause of this length the entry gives up.
const LONGEST_PAUSE: u32 = 1 << 10;

/// Objects that are read one by one, when they are first looked at: this many are felt.
const MANY_OBJECTS: u32 = 3;
/// A call that takes less for each of them has done little more than read them; Python's own way
/// from object to object is quicker.
const LEAST_NS_PER_OBJECT: u128 = 350;

/// Objects are not counted before so many calls: a proof must run natively, and has fewer.
pub const SETTLED: u64 = 1 << 9;

/// Whether calls are measured in this process.
static WEIGHS: AtomicBool = AtomicBool::new(true);

/// Measure calls, or let all run natively that can, however often they were given back before: a
/// proof wants that, and a test.
pub fn weigh(on: bool) {
    WEIGHS.store(on, Ordering::Relaxed);
}

/// Whether native code may be left alone where it costs more than it gives.
pub fn weighs() -> bool {
    WEIGHS.load(Ordering::Relaxed)
}

/// What follows from the weight of a call.
#[derive(Debug, PartialEq, Eq)]
pub enum Advice {
    /// Native code is worth it, or nothing is known.
    GoOn,
    /// Python runs until the pause is over.
    Rest,
    /// Native code is not worth it.
    GiveUp,
}

/// The moments of one call.
#[derive(Debug, Default)]
pub struct Meter {
    begun: Cell<Option<Instant>>,
    read: Cell<Option<Instant>>,
    done: Cell<Option<Instant>>,
    objects: Cell<Option<(u32, Duration)>>,
}

impl Meter {
    /// A container is read in: nothing else is worth measuring.
    pub fn begin(&self) {
        if self.begun.get().is_none() {
            self.begun.set(Some(Instant::now()));
        }
    }

    /// A container is read.
    pub fn read(&self) {
        self.read.set(Some(Instant::now()));
    }

    /// The work is done; what follows is the way back.
    #[inline]
    pub fn done(&self) {
        if self.read.get().is_some() && self.done.get().is_none() {
            self.done.set(Some(Instant::now()));
        }
    }

    /// So many objects were read one by one in a call that took so long.
    pub fn objects(&self, count: u32, whole: Duration) {
        self.objects.set(Some((count, whole)));
    }

    /// Whether this call would have been quicker in Python. None where nothing was measured.
    fn is_heavy(&self) -> Option<bool> {
        if let Some((count, whole)) = self.objects.get()
            && count >= MANY_OBJECTS
        {
            return Some(whole.as_nanos() < LEAST_NS_PER_OBJECT * u128::from(count));
        }
        let (begun, read) = (self.begun.get()?, self.read.get()?);
        let done = self.done.get()?;
        let work = done - read;
        let boundary = begun.elapsed().saturating_sub(work);
        Some(boundary.as_nanos() > UNFELT_NS && boundary > work * GAIN)
    }
}

/// What an entry remembers of the weight of its calls.
#[derive(Debug)]
pub struct Weight {
    strikes: Cell<u32>,
    pause: Cell<u32>,
    left: Cell<u32>,
}

impl Weight {
    /// Nothing is known yet.
    #[allow(clippy::new_without_default, reason = "it has to be const")]
    pub const fn new() -> Weight {
        Weight {
            strikes: Cell::new(0),
            pause: Cell::new(PAUSE),
            left: Cell::new(0),
        }
    }

    /// Is this call to be measured? `calls` have run natively so far.
    #[inline(always)]
    pub fn is_asked(&self, calls: u64) -> bool {
        let is_turn = calls < FIRST || calls.is_multiple_of(EVERY) || self.strikes.get() > 0;
        is_turn && WEIGHS.load(Ordering::Relaxed)
    }

    /// Takes in what a call showed.
    pub fn weigh(&self, meter: &Meter) -> Advice {
        match meter.is_heavy() {
            None => Advice::GoOn,
            Some(false) => {
                self.strikes.set(0);
                self.pause.set(PAUSE);
                Advice::GoOn
            }
            Some(true) => {
                self.strikes.set(self.strikes.get() + 1);
                if self.strikes.get() < STRIKES {
                    return Advice::GoOn;
                }
                let pause = self.pause.get();
                if pause > LONGEST_PAUSE {
                    return Advice::GiveUp;
                }
                self.left.set(pause);
                self.pause.set(pause * 2);
                Advice::Rest
            }
        }
    }

    /// One more call went to Python. True: the pause is over.
    pub fn wait(&self) -> bool {
        let left = self.left.get().saturating_sub(1);
        self.left.set(left);
        left == 0
    }
}

#[cfg(test)]
mod tests {
    use std::thread::sleep;

    use super::Advice::{GiveUp, GoOn, Rest};
    use super::*;

    fn call(boundary: Duration, work: Duration) -> Meter {
        let meter = Meter::default();
        meter.begin();
        sleep(boundary);
        meter.read();
        sleep(work);
        meter.done();
        meter
    }

    #[test]
    fn a_call_that_only_reads_objects_is_too_heavy() {
        let weight = Weight::new();
        let reading = Meter::default();
        reading.objects(1000, Duration::from_micros(150));
        assert_eq!(weight.weigh(&reading), GoOn);
        assert_eq!(weight.weigh(&reading), GoOn);
        assert_eq!(weight.weigh(&reading), Rest);
        let working = Meter::default();
        working.objects(1000, Duration::from_micros(900));
        assert_eq!(weight.weigh(&working), GoOn);
        let few = Meter::default();
        few.objects(2, Duration::from_nanos(400));
        assert_eq!(weight.weigh(&few), GoOn);
    }

    #[test]
    fn a_boundary_far_above_the_work_is_heavy() {
        let meter = call(Duration::from_millis(20), Duration::ZERO);
        assert_eq!(meter.is_heavy(), Some(true));
        let meter = call(Duration::from_millis(2), Duration::from_millis(20));
        assert_eq!(meter.is_heavy(), Some(false));
        assert_eq!(Meter::default().is_heavy(), None);
    }

    #[test]
    fn pauses_come_after_three_strikes_and_grow() {
        let heavy = call(Duration::from_millis(20), Duration::ZERO);
        let weight = Weight::new();
        let advice = || weight.weigh(&heavy);
        assert_eq!([advice(), advice(), advice()], [GoOn, GoOn, Rest]);
        assert_eq!((0..PAUSE).filter(|_| weight.wait()).count(), 1);
        assert_eq!(advice(), Rest, "still heavy after the pause");
        assert_eq!((0..2 * PAUSE).filter(|_| weight.wait()).count(), 1);
        let light = call(Duration::from_micros(1), Duration::from_millis(5));
        assert_eq!(weight.weigh(&light), GoOn);
        assert_eq!([advice(), advice()], [GoOn, GoOn]);
    }

    #[test]
    fn what_is_always_heavy_is_given_up() {
        let heavy = call(Duration::from_millis(20), Duration::ZERO);
        let weight = Weight::new();
        let advices: Vec<Advice> = (0..8).map(|_| weight.weigh(&heavy)).collect();
        assert_eq!(advices, [GoOn, GoOn, Rest, Rest, Rest, Rest, Rest, GiveUp]);
    }
}
