//! Functions of the Python module `sieve`.

use ferrule_rt::prelude::*;

/// The primes smaller than `limit`, by the sieve of Eratosthenes.
pub fn primes_below(limit: i64) -> Res<Vec<i64>> {
    if limit <= 2 {
        return Ok(Vec::new());
    }
    let mut is_prime = list::repeat(&[true], limit)?;
    is_prime[0] = false;
    is_prime[1] = false;
    for number in 2..int::isqrt(limit - 1)? + 1 {
        interrupt::poll()?;
        if is_prime[number as usize] {
            for multiple in range::step(number * number, limit, number)? {
                is_prime[multiple as usize] = false;
            }
        }
    }
    Ok((0_i64..).zip(&is_prime).filter(|&(_, &prime)| prime).map(|(number_1, _)| number_1).collect())
}

/// The widest gap between neighbours, and the prime it starts at.
pub fn widest_gap(primes: &[i64]) -> Res<(i64, i64)> {
    let mut widest: i64 = 0;
    let mut start = *list::at(primes, 0)?;
    for i in 1..list::len(primes) {
        let gap = int::sub(primes[i as usize], primes[(i - 1) as usize])?;
        if gap > widest {
            widest = gap;
            start = primes[(i - 1) as usize];
        }
    }
    Ok((widest, start))
}

/// How many primes end in each digit.
pub fn last_digits(primes: &[i64]) -> Res<Vec<i64>> {
    let mut counts: Vec<i64> = list::repeat(&[0], 10)?;
    for &prime in primes {
        let index_1 = int::modulo(prime, 10)?;
        counts[index_1 as usize] += 1;
    }
    Ok(counts)
}
