//! `programs/scatter.py`: how well hashes scatter.

use pyo3::prelude::*;

fn xorshift(mut state: u64) -> u64 {
    state ^= state << 13;
    state ^= state >> 7;
    state ^ (state << 17)
}

fn mix(mut key: u64) -> u64 {
    key = key.wrapping_add(0x9E37_79B9_7F4A_7C15);
    key = (key ^ (key >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    key = (key ^ (key >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    key ^ (key >> 31)
}

fn lcg(state: u64) -> u64 {
    state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407)
}

/// How many keys fall into each bucket, and a checksum of all hashes.
#[pyfunction]
#[pyo3(signature = (keys, buckets, seed = 88_172_645_463_325_252))]
pub fn fill(keys: u64, buckets: usize, seed: u64) -> (Vec<u64>, u64) {
    let mut counts = vec![0; buckets];
    let mut checksum = 0_u64;
    let (mut first, mut second) = (seed, seed);
    for _ in 0..keys {
        first = xorshift(first);
        second = lcg(second);
        let hashed = mix(first ^ second);
        counts[(hashed % buckets as u64) as usize] += 1;
        checksum = checksum.wrapping_mul(31).wrapping_add(hashed);
    }
    (counts, checksum)
}
