//! Bits, ints and places in a sequence, drawn by the steps that `random.py` takes.

use super::{Random, Twister};
use crate::error::{Res, Stop};

/// So many bits, at most 64.
#[inline]
fn bits(twister: &mut Twister, count: u32) -> u64 {
    if count <= 32 {
        return u64::from(twister.word() >> (32 - count));
    }
    let low = u64::from(twister.word());
    low | u64::from(twister.word() >> (64 - count)) << 32
}

/// An int from 0 to below a number that is not zero.
#[inline]
fn below(twister: &mut Twister, limit: u64) -> u64 {
    let count = 64 - limit.leading_zeros();
    loop {
        let found = bits(twister, count);
        if found < limit {
            return found;
        }
    }
}

impl Random {
    /// `generator.random()`
    #[inline]
    pub fn random(&self) -> f64 {
        self.drawn(|twister| {
            let (high, low) = (twister.word() >> 5, twister.word() >> 6);
            (f64::from(high) * 67_108_864.0 + f64::from(low)) * (1.0 / 9_007_199_254_740_992.0)
        })
    }

    /// `generator.getrandbits(count)`
    pub fn getrandbits(&self, count: i64) -> Res<i64> {
        match u32::try_from(count) {
            Ok(0) => Ok(0),
            Ok(count @ 1..64) => Ok(self.drawn(|twister| bits(twister, count)) as i64),
            Ok(_) => Err(Stop::redo()),
            Err(_) => Err(Stop::redo()),
        }
    }

    /// A place in a sequence of this length; of an empty one Python tells.
    #[inline]
    pub fn below(&self, length: i64) -> Res<i64> {
        if length <= 0 {
            return Err(Stop::redo());
        }
        Ok(self.drawn(|twister| below(twister, length as u64)) as i64)
    }

    /// `generator.randrange(start, stop)`
    #[inline]
    pub fn randrange(&self, start: i64, stop: i64) -> Res<i64> {
        let width = stop.checked_sub(start).ok_or_else(Stop::redo)?;
        Ok(start + self.below(width)?)
    }

    /// `generator.randrange(start, stop, step)`
    pub fn randrange_step(&self, start: i64, stop: i64, step: i64) -> Res<i64> {
        let width = stop.checked_sub(start).ok_or_else(Stop::redo)?;
        let fitting = match step {
            1.. => width
                .checked_add(step - 1)
                .map(|room| room.div_euclid(step)),
            0 => None,
            _ if width >= 0 => None,
            _ => width
                .checked_add(step + 1)
                .map(|room| room.checked_neg().map_or(0, |room| room / -step)),
        };
        let place = self.below(fitting.ok_or_else(Stop::redo)?)?;
        Ok(start + step * place)
    }

    /// `generator.randint(a, b)`
    #[inline]
    pub fn randint(&self, a: i64, b: i64) -> Res<i64> {
        self.randrange(a, b.checked_add(1).ok_or_else(Stop::redo)?)
    }

    /// `generator.shuffle(items)`
    pub fn shuffle<T>(&self, items: &mut [T]) {
        self.drawn(|twister| {
            for place in (1..items.len()).rev() {
                items.swap(place, below(twister, place as u64 + 1) as usize);
            }
        });
    }

    /// The places of `generator.sample(items, count)` in a sequence of this length.
    pub fn sample_of(&self, length: i64, count: i64) -> Res<Vec<i64>> {
        if !(0..=length).contains(&count) {
            return Err(Stop::redo());
        }
        let small = match count {
            6.. => 21 + table_size(count)?,
            _ => 21,
        };
        self.drawn(|twister| match length <= small {
            true => Ok(from_pool(twister, length, count)),
            false => Ok(without_pool(twister, length as u64, count)),
        })
    }

    /// The places of `generator.choices(items, k=count)` in a sequence of this length.
    pub fn choices_of(&self, length: i64, count: i64) -> Res<Vec<i64>> {
        if length <= 0 {
            return Err(Stop::redo());
        }
        Ok((0..count)
            .map(|_| (self.random() * length as f64) as i64)
            .collect())
    }
}

/// `4 ** ceil(log(count * 3, 4))`
fn table_size(count: i64) -> Res<i64> {
    let items = count.checked_mul(3).ok_or_else(Stop::redo)?;
    let power = crate::maths::log(items as f64)? / crate::maths::log(4.0)?;
    4_i64
        .checked_pow(power.ceil() as u32)
        .ok_or_else(Stop::redo)
}

/// What was taken makes room for the last one that is left.
fn from_pool(twister: &mut Twister, length: i64, count: i64) -> Vec<i64> {
    let mut pool: Vec<i64> = (0..length).collect();
    (0..count)
        .map(|_| pool.swap_remove(below(twister, pool.len() as u64) as usize))
        .collect()
}

/// What was taken before is drawn again.
fn without_pool(twister: &mut Twister, length: u64, count: i64) -> Vec<i64> {
    let mut taken = std::collections::HashSet::new();
    (0..count)
        .map(|_| {
            loop {
                let place = below(twister, length);
                if taken.insert(place) {
                    return place as i64;
                }
            }
        })
        .collect()
}
