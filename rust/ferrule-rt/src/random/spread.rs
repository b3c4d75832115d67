//! Floats spread in one way or another, by the steps that `random.py` takes.

use super::Random;
use crate::error::{Res, Stop};
use crate::maths::{acos, cos, exp, log, sin, sqrt};
use crate::number::Number;

const TWO_PI: f64 = std::f64::consts::TAU;
/// Ints up to here are floats exactly, and so is what is worked out from them in the same way.
const EXACT: i64 = 1 << 53;

/// An operand that Python would make a float.
pub trait Real {
    /// The float; a redo where the way to it would show.
    fn real(self) -> Res<f64>;
}

impl Real for f64 {
    #[inline(always)]
    fn real(self) -> Res<f64> {
        Ok(self)
    }
}

impl Real for i64 {
    #[inline]
    fn real(self) -> Res<f64> {
        match (-EXACT..=EXACT).contains(&self) {
            true => Ok(self as f64),
            false => Err(Stop::redo()),
        }
    }
}

impl Real for Number {
    #[inline]
    fn real(self) -> Res<f64> {
        match self {
            Number::Int(value) => value.real(),
            Number::Float(value) => Ok(value),
        }
    }
}

/// `a / b`; Python raises where `b` is zero.
fn ratio(a: f64, b: f64) -> Res<f64> {
    if b == 0.0 {
        return Err(Stop::redo());
    }
    Ok(a / b)
}

/// `bisect(sums, point)`, step by step: sums that go down, too, have the place that Python finds.
fn place_of(point: f64, sums: &[f64]) -> i64 {
    let (mut low, mut high) = (0, sums.len());
    while low < high {
        let middle = (low + high) / 2;
        if point < sums[middle] {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low as i64
}

impl Random {
    /// `generator.uniform(a, b)`
    #[inline]
    pub fn uniform(&self, a: impl Real, b: impl Real) -> Res<f64> {
        let (a, b) = (a.real()?, b.real()?);
        Ok(a + (b - a) * self.random())
    }

    /// `generator.triangular(low, high, mode)`
    pub fn triangular(&self, low: impl Real, high: impl Real, mode: impl Real) -> Res<f64> {
        let (low, high, mode) = (low.real()?, high.real()?, mode.real()?);
        let drawn = self.random();
        let turn = ratio(mode - low, high - low)?;
        if drawn > turn {
            let root = sqrt((1.0 - drawn) * (1.0 - turn))?;
            return Ok(high + (low - high) * root);
        }
        Ok(low + (high - low) * sqrt(drawn * turn)?)
    }

    /// `generator.expovariate(rate)`
    #[inline]
    pub fn expovariate(&self, rate: impl Real) -> Res<f64> {
        ratio(-log(1.0 - self.random())?, rate.real()?)
    }

    /// `generator.gauss(mu, sigma)`
    pub fn gauss(&self, mu: impl Real, sigma: impl Real) -> Res<f64> {
        let (mu, sigma) = (mu.real()?, sigma.real()?);
        let found = match self.0.gauss.take() {
            Some(kept) => kept,
            None => {
                let angle = self.random() * TWO_PI;
                let radius = sqrt(-2.0 * log(1.0 - self.random())?)?;
                self.0.gauss.set(Some(sin(angle)? * radius));
                cos(angle)? * radius
            }
        };
        self.0.is_changed.set(true);
        Ok(mu + found * sigma)
    }

    /// `generator.normalvariate(mu, sigma)`
    pub fn normalvariate(&self, mu: impl Real, sigma: impl Real) -> Res<f64> {
        let (mu, sigma) = (mu.real()?, sigma.real()?);
        let factor = 4.0 * exp(-0.5)? / sqrt(2.0)?;
        loop {
            let (first, second) = (self.random(), 1.0 - self.random());
            let found = factor * (first - 0.5) / second;
            if found * found / 4.0 <= -log(second)? {
                return Ok(mu + found * sigma);
            }
        }
    }

    /// `generator.lognormvariate(mu, sigma)`
    pub fn lognormvariate(&self, mu: impl Real, sigma: impl Real) -> Res<f64> {
        exp(self.normalvariate(mu, sigma)?)
    }

    /// `generator.paretovariate(alpha)`
    pub fn paretovariate(&self, alpha: impl Real) -> Res<f64> {
        let power = ratio(-1.0, alpha.real()?)?;
        crate::float::pow(1.0 - self.random(), power)
    }

    /// `generator.weibullvariate(alpha, beta)`
    pub fn weibullvariate(&self, alpha: impl Real, beta: impl Real) -> Res<f64> {
        let (alpha, power) = (alpha.real()?, ratio(1.0, beta.real()?)?);
        Ok(alpha * crate::float::pow(-log(1.0 - self.random())?, power)?)
    }

    /// `generator.vonmisesvariate(mu, kappa)`
    pub fn vonmisesvariate(&self, mu: impl Real, kappa: impl Real) -> Res<f64> {
        let (mu, kappa) = (mu.real()?, kappa.real()?);
        if kappa <= 1e-6 {
            return Ok(TWO_PI * self.random());
        }
        if !kappa.is_finite() {
            return Err(Stop::redo()); // Python draws for ever, until somebody stops it
        }
        let half = 0.5 / kappa;
        let r = half + sqrt(1.0 + half * half)?;
        let z = loop {
            let z = cos(std::f64::consts::PI * self.random())?;
            let d = z / (r + z);
            let drawn = self.random();
            if drawn < 1.0 - d * d || drawn <= (1.0 - d) * exp(d)? {
                break z;
            }
        };
        let q = 1.0 / r;
        let turn = acos((q + z) / (1.0 + q * z))?;
        let angle = if self.random() > 0.5 {
            mu + turn
        } else {
            mu - turn
        };
        crate::float::modulo(angle, TWO_PI)
    }

    /// The places of `generator.choices(items, weights, k=count)` in a sequence of this length.
    pub fn choices_by<W: Real + Copy>(
        &self,
        length: i64,
        weights: &[W],
        count: i64,
    ) -> Res<Vec<i64>> {
        let mut sums: Vec<f64> = Vec::with_capacity(weights.len());
        for weight in weights {
            let sum = sums.last().map_or(0.0, |last| *last);
            let weight = weight.real()?;
            let sum = if sums.is_empty() {
                weight
            } else {
                sum + weight
            };
            if sum.abs() > EXACT as f64 && sum.fract() == 0.0 {
                return Err(Stop::redo());
            }
            sums.push(sum);
        }
        let total = sums.last().copied().unwrap_or(0.0);
        if sums.len() as i64 != length || !(total > 0.0 && total.is_finite()) {
            return Err(Stop::redo());
        }
        let last = sums.len() - 1;
        Ok((0..count)
            .map(|_| place_of(self.random() * total, &sums[..last]))
            .collect())
    }
}
