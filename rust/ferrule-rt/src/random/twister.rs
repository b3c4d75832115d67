//! The Mersenne Twister, MT19937, as it was published: the stream that Python's `random` gives.
//!
//! In: a seed. Out: words of 32 bits.

/// How many words the state has.
pub const WORDS: usize = 624;
const MIDDLE: usize = 397;
const MATRIX: u32 = 0x9908_b0df;
const UPPER: u32 = 0x8000_0000;
const LOWER: u32 = 0x7fff_ffff;

/// The state of a generator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twister {
    /// The words from which the next ones come.
    pub words: [u32; WORDS],
    /// How many of them were given already.
    pub given: usize,
}

impl Twister {
    /// `Random(seed)` for an int
    pub fn new(seed: i64) -> Twister {
        let size = seed.unsigned_abs();
        let (low, high) = (size as u32, (size >> 32) as u32);
        match high {
            0 => Twister::of_key(&[low]),
            _ => Twister::of_key(&[low, high]),
        }
    }

    fn of_word(seed: u32) -> Twister {
        let mut words = [seed; WORDS];
        for place in 1..WORDS {
            let before = words[place - 1];
            words[place] = (before ^ before >> 30)
                .wrapping_mul(1_812_433_253)
                .wrapping_add(place as u32);
        }
        Twister {
            words,
            given: WORDS,
        }
    }

    /// The state that comes of a row of words.
    fn of_key(key: &[u32]) -> Twister {
        let mut made = Twister::of_word(19_650_218);
        let words = &mut made.words;
        let (mut place, mut part) = (1, 0);
        for _ in 0..WORDS.max(key.len()) {
            let before = words[place - 1];
            words[place] = (words[place] ^ (before ^ before >> 30).wrapping_mul(1_664_525))
                .wrapping_add(key[part])
                .wrapping_add(part as u32);
            place += 1;
            part = (part + 1) % key.len();
            if place == WORDS {
                words[0] = words[WORDS - 1];
                place = 1;
            }
        }
        for _ in 1..WORDS {
            let before = words[place - 1];
            words[place] = (words[place] ^ (before ^ before >> 30).wrapping_mul(1_566_083_941))
                .wrapping_sub(place as u32);
            place += 1;
            if place == WORDS {
                words[0] = words[WORDS - 1];
                place = 1;
            }
        }
        words[0] = UPPER;
        made
    }

    /// The next word.
    #[inline]
    pub fn word(&mut self) -> u32 {
        if self.given >= WORDS {
            self.turn();
        }
        let mut word = self.words[self.given];
        self.given += 1;
        word ^= word >> 11;
        word ^= word << 7 & 0x9d2c_5680;
        word ^= word << 15 & 0xefc6_0000;
        word ^ word >> 18
    }

    fn turn(&mut self) {
        for place in 0..WORDS {
            let (here, after) = (self.words[place], self.words[(place + 1) % WORDS]);
            let mixed = here & UPPER | after & LOWER;
            let odd = if mixed & 1 == 0 { 0 } else { MATRIX };
            self.words[place] = self.words[(place + MIDDLE) % WORDS] ^ mixed >> 1 ^ odd;
        }
        self.given = 0;
    }
}
