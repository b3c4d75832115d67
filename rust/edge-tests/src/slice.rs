//! The native functions: they know nothing of Python.

use ferrule_rt::interrupt;
use ferrule_rt::prelude::*;
use ferrule_rt::print;

pub struct Body {
    pub x: f64,
    pub vx: f64,
    pub name: Str,
}

pub struct Slotted {
    pub count: i64,
    pub items: Vec<i64>,
}

pub fn add(a: i64, b: i64) -> Res<i64> {
    int::add(a, b)
}

pub fn levenshtein<'a>(mut a: &'a Str, mut b: &'a Str) -> Res<i64> {
    if a.len() < b.len() {
        (a, b) = (b, a);
    }
    let mut previous: Vec<i64> = (0..=b.len() as i64).collect();
    for (i, ca) in a.chars().enumerate() {
        interrupt::poll()?;
        let mut current = vec![i as i64 + 1];
        for (j, cb) in b.chars().enumerate() {
            let change = previous[j] + i64::from(ca != cb);
            current.push((previous[j + 1] + 1).min(current[j] + 1).min(change));
        }
        previous = current;
    }
    Ok(previous[previous.len() - 1])
}

pub fn bubble_sort(xs: &mut [i64]) -> Res<()> {
    for i in 0..xs.len() {
        interrupt::poll()?;
        for j in 0..xs.len() - 1 - i {
            if xs[j] > xs[j + 1] {
                xs.swap(j, j + 1);
            }
        }
    }
    Ok(())
}

pub fn advance(bodies: &mut [Body], dt: f64) -> Res<()> {
    for body in bodies {
        body.x += body.vx * dt;
        body.vx = -body.vx;
    }
    Ok(())
}

pub fn spin(seconds: f64) -> Res<i64> {
    let mut turns = 0;
    let start = std::time::Instant::now();
    while start.elapsed().as_secs_f64() < seconds {
        interrupt::poll()?;
        turns += 1;
    }
    Ok(turns)
}

pub fn shout(words: &[Str]) -> Res<i64> {
    for word in words {
        print::write(word);
        print::write(&Str::from("\n"));
    }
    Ok(words.len() as i64)
}

pub fn index(xs: &[i64], at: i64) -> Res<i64> {
    xs.get(at as usize)
        .copied()
        .ok_or_else(|| Stop::index_error("list index out of range"))
}

pub fn down(n: i64) -> Res<i64> {
    let _depth = ferrule_rt::depth::enter()?;
    if n == 0 {
        Ok(0)
    } else {
        int::add(down(n - 1)?, 1)
    }
}

/// Adds (1), discards (0) or pops (2).
pub fn churn<K: ferrule_rt::hash::PyHash + Clone>(set: &mut Set<K>, steps: &[(i64, K)]) -> Res<()> {
    for (what, key) in steps {
        match what {
            0 => {
                set.discard(key);
            }
            1 => {
                set.add(key.clone());
            }
            _ if set.is_empty() => {}
            _ => {
                set.pop()?;
            }
        }
    }
    Ok(())
}
