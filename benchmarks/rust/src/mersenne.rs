//! `random.Random`: Matsumoto and Nishimura's generator, seeded and read as CPython does.

const SIZE: usize = 624;
const SHIFT: usize = 397;

pub struct Random {
    state: [u32; SIZE],
    next: usize,
}

impl Random {
    pub fn new(seed: u64) -> Self {
        let mut key = vec![seed as u32];
        if seed >> 32 != 0 {
            key.push((seed >> 32) as u32);
        }
        let mut random = Self::seeded(19_650_218);
        random.stir(&key);
        random
    }

    fn seeded(seed: u32) -> Self {
        let mut state = [seed; SIZE];
        for i in 1..SIZE {
            let before = state[i - 1];
            state[i] = (before ^ (before >> 30))
                .wrapping_mul(1_812_433_253)
                .wrapping_add(i as u32);
        }
        Self { state, next: SIZE }
    }

    fn stir(&mut self, key: &[u32]) {
        let state = &mut self.state;
        let (mut i, mut j) = (1, 0);
        for _ in 0..SIZE.max(key.len()) {
            let before = state[i - 1];
            state[i] = (state[i] ^ (before ^ (before >> 30)).wrapping_mul(1_664_525))
                .wrapping_add(key[j])
                .wrapping_add(j as u32);
            i = Self::after(state, i);
            j = (j + 1) % key.len();
        }
        for _ in 1..SIZE {
            let before = state[i - 1];
            state[i] = (state[i] ^ (before ^ (before >> 30)).wrapping_mul(1_566_083_941))
                .wrapping_sub(i as u32);
            i = Self::after(state, i);
        }
        state[0] = 0x8000_0000;
    }

    fn after(state: &mut [u32; SIZE], i: usize) -> usize {
        if i + 1 < SIZE {
            return i + 1;
        }
        state[0] = state[SIZE - 1];
        1
    }

    fn refill(&mut self) {
        for i in 0..SIZE {
            let bits = (self.state[i] & 0x8000_0000) | (self.state[(i + 1) % SIZE] & 0x7fff_ffff);
            let twist = if bits & 1 == 1 { 0x9908_b0df } else { 0 };
            self.state[i] = self.state[(i + SHIFT) % SIZE] ^ (bits >> 1) ^ twist;
        }
        self.next = 0;
    }

    fn word(&mut self) -> u32 {
        if self.next == SIZE {
            self.refill();
        }
        let mut word = self.state[self.next];
        self.next += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    pub fn random(&mut self) -> f64 {
        let high = f64::from(self.word() >> 5);
        let low = f64::from(self.word() >> 6);
        (high * 67_108_864.0 + low) * (1.0 / 9_007_199_254_740_992.0)
    }

    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.random()
    }

    pub fn expovariate(&mut self, rate: f64) -> f64 {
        -(1.0 - self.random()).ln() / rate
    }

    /// An int from `low` to `high`, both included, that are less than 2**32 apart.
    pub fn randint(&mut self, low: i64, high: i64) -> i64 {
        let width = (high - low + 1) as u32;
        let unused = width.leading_zeros();
        loop {
            let drawn = self.word() >> unused;
            if drawn < width {
                return low + i64::from(drawn);
            }
        }
    }
}
