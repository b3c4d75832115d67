//! Sums of ints and floats together.

use super::arith;
use super::value::Number::{self, Float, Int};
use crate::error::{Res, Stop};
use crate::version::python_version;

/// A sum that is still being added up: an int until a float comes.
#[derive(Clone, Copy, Debug)]
pub struct Sum {
    total: Number,
    /// What rounding lost; always zero before Python 3.12.
    lost: f64,
}

impl Sum {
    /// Nothing but its start.
    #[inline]
    pub fn from(start: Number) -> Sum {
        Sum {
            total: start,
            lost: 0.0,
        }
    }

    /// Adds one more, as the running Python does.
    #[inline]
    pub fn add(&mut self, item: Number) -> Res<()> {
        match self.total {
            Int(_) => self.total = arith::add(self.total, item)?,
            Float(total) => self.total = Float(self.add_to_float(total, item)?),
        }
        Ok(())
    }

    /// Floats are compensated since 3.12; ints have no part in that, until they do in 3.14.
    #[inline]
    fn add_to_float(&mut self, total: f64, item: Number) -> Res<f64> {
        let x = item.to_float();
        let next = total + x;
        if item.is_int() && python_version() > 13 {
            return Err(Stop::redo());
        }
        if !item.is_int() && python_version() > 11 {
            self.lost += if total.abs() >= x.abs() {
                (total - next) + x
            } else {
                (x - next) + total
            };
        }
        Ok(next)
    }

    /// The sum.
    #[inline]
    pub fn value(self) -> Number {
        match self.total {
            Float(total) if self.lost != 0.0 && self.lost.is_finite() => Float(total + self.lost),
            total => total,
        }
    }
}

/// `sum(numbers, start)`
pub fn sum(items: impl IntoIterator<Item = Number>, start: Number) -> Res<Number> {
    let mut sum = Sum::from(start);
    for item in items {
        sum.add(item)?;
    }
    Ok(sum.value())
}
