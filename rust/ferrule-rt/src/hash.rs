//! Hashes of keys: a fast one for dicts, and CPython's own, on which the order of sets hangs.
//!
//! In: keys. Out: `fast_hash`, which nobody can see, and `py_hash`, equal to Python's `hash`.
//! Hashes of text hang on a secret of the process; until it is told, `is_known` says no.

use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use crate::error::{Res, Stop};
use crate::string::{Char, Str, View};

/// What the interpreter's hashes of this process hang on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret {
    /// The first half of the key of SipHash-1-3.
    pub first: u64,
    /// The second half.
    pub second: u64,
}

static SECRET: OnceLock<Secret> = OnceLock::new();
static NONE_HASH: AtomicI64 = AtomicI64::new(0xfca8_6420);
static IS_NONE_TOLD: AtomicBool = AtomicBool::new(false);

/// Tells the secret of text hashes; the first one stays. Whoever tells it has compared
/// `text_hash` with the interpreter's `hash` of a text.
pub fn install(secret: Secret) {
    let _ = SECRET.set(secret);
}

/// Tells `hash(None)`, which is an address in Python 3.11.
pub fn set_none_hash(hash: i64) {
    NONE_HASH.store(hash, Ordering::Relaxed);
    IS_NONE_TOLD.store(true, Ordering::Release);
}

/// A key of a dict or an item of a set: hashable in Python, with an equality of its own.
pub trait PyHash: Eq {
    /// A fast hash; equal keys have equal hashes.
    fn fast_hash(&self) -> u64;

    /// What stands for the key where it is part of a tuple; equal keys have equal words.
    #[inline(always)]
    fn word(&self) -> u64 {
        self.fast_hash()
    }

    /// Is the key an object, whose hash Python may have taken when its attributes were others?
    const IS_OBJECT: bool = false;

    /// Is a key an int, so that keys can come in a row?
    const COUNTS: bool = false;

    /// The int that the key is, where keys of its type are.
    #[inline(always)]
    fn count(&self) -> i64 {
        0
    }

    /// `hash(key)`
    fn py_hash(&self) -> i64;

    /// Is `py_hash` the interpreter's own? It may hang on what only this process knows.
    #[inline]
    fn is_known() -> bool {
        true
    }
}

/// Are the interpreter's hashes of this type known here?
#[inline]
pub fn is_known<K: PyHash>() -> bool {
    K::is_known()
}

const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
const SALT: u64 = 0x2437_54b1_9d2f_4a6d;

/// Both halves of the product, folded.
#[inline(always)]
pub const fn fold(a: u64, b: u64) -> u64 {
    let product = a as u128 * b as u128;
    product as u64 ^ (product >> 64) as u64
}

/// Two words as one hash; the order counts.
#[inline(always)]
pub const fn combine(first: u64, second: u64) -> u64 {
    fold(first ^ SALT, second ^ MIX)
}

/// The hash of a tuple, from the words of its items.
#[inline(always)]
fn of_words(words: &[u64]) -> u64 {
    match words {
        [first, rest @ ..] if !rest.is_empty() => {
            rest.iter().fold(*first, |hash, word| combine(hash, *word))
        }
        _ => combine(words.first().copied().unwrap_or(0), 0),
    }
}

/// The seed of the fast hash of texts, so that nobody can choose keys that collide.
#[inline]
fn seed() -> u64 {
    static SEED: OnceLock<u64> = OnceLock::new();
    *SEED.get_or_init(|| RandomState::new().hash_one(0_u64))
}

#[inline]
fn fast_text(view: View<'_>) -> u64 {
    match view {
        View::Narrow(units) => match units.len() {
            8..=16 => fold(fast_start(units.len(), first(units)) ^ last(units), MIX),
            0..8 => fast_start(units.len(), packed(units)),
            _ => fast_long(units),
        },
        View::Wide(points) => fast_wide(points),
    }
}

#[inline(always)]
fn fast_start(len: usize, word: u64) -> u64 {
    fold(seed() ^ len as u64 ^ word, MIX)
}

/// The first eight units of a text, as one word.
#[inline(always)]
fn first(units: &[u8]) -> u64 {
    units
        .first_chunk::<8>()
        .map_or(0, |chunk| u64::from_le_bytes(*chunk))
}

/// The last eight units of a text, as one word.
#[inline(always)]
fn last(units: &[u8]) -> u64 {
    units
        .last_chunk::<8>()
        .map_or(0, |chunk| u64::from_le_bytes(*chunk))
}

/// All of a text of less than eight units, as one word.
#[inline(always)]
fn packed(units: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (units.first_chunk::<4>(), units.last_chunk::<4>()) {
        return u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32;
    }
    let unit = |place: usize| units.get(place).map_or(0, |unit| u64::from(*unit));
    unit(0) | unit(1) << 8 | unit(2) << 16
}

/// A long text, eight units at a time; the last eight may have been read in part before.
#[inline(never)]
fn fast_long(units: &[u8]) -> u64 {
    let (chunks, _) = units.as_chunks::<8>();
    let start = seed() ^ units.len() as u64;
    let hash = chunks.iter().fold(start, |hash, chunk| {
        fold(hash ^ u64::from_le_bytes(*chunk), MIX)
    });
    fold(hash ^ last(units), MIX ^ SALT)
}

#[inline(never)]
fn fast_wide(points: &[u32]) -> u64 {
    let start = seed() ^ points.len() as u64;
    points.iter().fold(start, |hash, point| {
        fold(hash ^ u64::from(*point), MIX ^ SALT)
    })
}

/// `hash(text)`; only Python's own once the secret is known.
pub fn text_hash(text: &Str) -> i64 {
    view_hash(text.view())
}

fn view_hash(view: View<'_>) -> i64 {
    if view.is_empty() {
        return 0;
    }
    let Some(secret) = SECRET.get() else {
        return not_minus_one(fast_text(view) as i64);
    };
    let hash = match view {
        View::Narrow(units) => sip13(*secret, units),
        // Python stores two bytes for each where that is enough, and hashes what it stores.
        View::Wide(points) if points.iter().all(|point| *point < 0x1_0000) => {
            let bytes = points
                .iter()
                .flat_map(|point| (*point as u16).to_ne_bytes());
            sip13(*secret, &bytes.collect::<Vec<u8>>())
        }
        View::Wide(points) => {
            let bytes = points.iter().flat_map(|point| point.to_ne_bytes());
            sip13(*secret, &bytes.collect::<Vec<u8>>())
        }
    };
    not_minus_one(hash as i64)
}

/// CPython keeps -1 for "an error happened".
#[inline]
const fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// SipHash-1-3, as `pyhash.c` has it.
pub fn sip13(secret: Secret, bytes: &[u8]) -> u64 {
    let mut state = [
        secret.first ^ 0x736f_6d65_7073_6575,
        secret.second ^ 0x646f_7261_6e64_6f6d,
        secret.first ^ 0x6c79_6765_6e65_7261,
        secret.second ^ 0x7465_6462_7974_6573,
    ];
    let (chunks, rest) = bytes.as_chunks::<8>();
    for chunk in chunks {
        absorb(&mut state, u64::from_le_bytes(*chunk));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    absorb(
        &mut state,
        u64::from_le_bytes(last) | (bytes.len() as u64) << 56,
    );
    state[2] ^= 0xff;
    for _ in 0..3 {
        sip_round(&mut state);
    }
    state[0] ^ state[1] ^ state[2] ^ state[3]
}

fn absorb(state: &mut [u64; 4], word: u64) {
    state[3] ^= word;
    sip_round(state);
    state[0] ^= word;
}

fn sip_round(state: &mut [u64; 4]) {
    let [mut a, mut b, mut c, mut d] = *state;
    a = a.wrapping_add(b);
    c = c.wrapping_add(d);
    b = b.rotate_left(13) ^ a;
    d = d.rotate_left(16) ^ c;
    a = a.rotate_left(32);
    c = c.wrapping_add(b);
    a = a.wrapping_add(d);
    b = b.rotate_left(17) ^ c;
    d = d.rotate_left(21) ^ a;
    c = c.rotate_left(32);
    *state = [a, b, c, d];
}

/// The prime by which CPython reduces hashes of numbers.
const PRIME: u64 = (1 << 61) - 1;

/// `hash(a)` of an int.
#[inline]
pub const fn int_hash(a: i64) -> i64 {
    let size = a.unsigned_abs();
    // At most 2 ** 63: a division only where there is something to reduce.
    let size = (if size < PRIME { size } else { size % PRIME }) as i64;
    not_minus_one(if a < 0 { -size } else { size })
}

/// `hash(x)` of a float that is not NaN.
pub fn float_hash(x: f64) -> i64 {
    if x.is_infinite() {
        return if x > 0.0 { 314_159 } else { -314_159 };
    }
    if x.trunc() == x && x.abs() < 9e18 {
        return int_hash(x as i64);
    }
    // x = mantissa * 2 ** exponent; and 2 ** 61 is 1 modulo the prime.
    let bits = x.abs().to_bits();
    let (field, fraction) = ((bits >> 52) as i64, bits & ((1 << 52) - 1));
    let (mantissa, exponent) = if field == 0 {
        (fraction, -1074)
    } else {
        (fraction | 1 << 52, field - 1075)
    };
    let turn = exponent.rem_euclid(61) as u32;
    let size = ((u128::from(mantissa) << turn) % u128::from(PRIME)) as i64;
    not_minus_one(if x < 0.0 { -size } else { size })
}

/// `hash(value)`
#[inline]
pub fn of<T: PyHash>(value: &T) -> Res<i64> {
    if T::is_known() {
        Ok(value.py_hash())
    } else {
        Err(Stop::redo())
    }
}

/// `hash(x)` of a float; a NaN's is a matter of identity, which is lost here: redo.
#[inline]
pub fn of_float(x: f64) -> Res<i64> {
    if x.is_nan() {
        Err(Stop::redo())
    } else {
        Ok(float_hash(x))
    }
}

/// `hash(value)` of an object whose `__hash__` gave this.
#[inline]
pub fn of_object(given: i64) -> i64 {
    not_minus_one(given)
}

/// `hash(items)` of a tuple, from the hashes of its items.
#[inline]
pub fn tuple_hash(items: &[i64]) -> i64 {
    const P1: u64 = 11_400_714_785_074_694_791;
    const P2: u64 = 14_029_467_366_897_019_727;
    const P5: u64 = 2_870_177_450_012_600_261;
    let mut sum = P5;
    for item in items {
        sum = sum.wrapping_add((*item as u64).wrapping_mul(P2));
        sum = sum.rotate_left(31).wrapping_mul(P1);
    }
    sum = sum.wrapping_add(items.len() as u64 ^ P5 ^ 3_527_539);
    if sum == u64::MAX {
        1_546_275_796
    } else {
        sum as i64
    }
}

/// Which bits of a hash choose the slot within eight that share a line of the cache.
const IN_LINE: u64 = 7 << 32;

impl PyHash for i64 {
    /// Eight ints in a row stand side by side in an index, as numbers of things often are used.
    #[inline(always)]
    fn fast_hash(&self) -> u64 {
        let number = *self as u64;
        fold(number >> 3 ^ SALT, MIX) & !IN_LINE | number << 32 & IN_LINE
    }

    const COUNTS: bool = true;

    #[inline(always)]
    fn count(&self) -> i64 {
        *self
    }

    #[inline(always)]
    fn word(&self) -> u64 {
        *self as u64
    }

    #[inline(always)]
    fn py_hash(&self) -> i64 {
        int_hash(*self)
    }
}

impl PyHash for bool {
    #[inline]
    fn fast_hash(&self) -> u64 {
        i64::from(*self).fast_hash()
    }

    #[inline]
    fn py_hash(&self) -> i64 {
        i64::from(*self)
    }
}

impl PyHash for () {
    #[inline]
    fn fast_hash(&self) -> u64 {
        SALT
    }

    #[inline]
    fn py_hash(&self) -> i64 {
        NONE_HASH.load(Ordering::Relaxed)
    }

    #[inline]
    fn is_known() -> bool {
        IS_NONE_TOLD.load(Ordering::Acquire)
    }
}

impl PyHash for Str {
    #[inline]
    fn fast_hash(&self) -> u64 {
        fast_text(self.view())
    }

    #[inline]
    fn py_hash(&self) -> i64 {
        text_hash(self)
    }

    #[inline]
    fn is_known() -> bool {
        SECRET.get().is_some()
    }
}

impl PyHash for Char {
    #[inline]
    fn fast_hash(&self) -> u64 {
        fold(self.word() ^ SALT, MIX)
    }

    #[inline(always)]
    fn word(&self) -> u64 {
        u64::from(self.point())
    }

    #[inline]
    fn py_hash(&self) -> i64 {
        match u8::try_from(self.point()) {
            Ok(unit) => view_hash(View::Narrow(&[unit])),
            Err(_) => view_hash(View::Wide(&[self.point()])),
        }
    }

    #[inline]
    fn is_known() -> bool {
        SECRET.get().is_some()
    }
}

impl<K: PyHash> PyHash for Option<K> {
    const IS_OBJECT: bool = K::IS_OBJECT;

    #[inline]
    fn fast_hash(&self) -> u64 {
        self.as_ref().map_or(SALT, K::fast_hash)
    }

    #[inline]
    fn py_hash(&self) -> i64 {
        self.as_ref().map_or_else(|| ().py_hash(), K::py_hash)
    }

    #[inline]
    fn is_known() -> bool {
        <()>::is_known() && K::is_known()
    }
}

macro_rules! tuples {
    ($(($first:ident $($name:ident $at:tt)*))*) => {$(
        impl<$first: PyHash, $($name: PyHash),*> PyHash for ($first, $($name,)*) {
            const IS_OBJECT: bool = $first::IS_OBJECT $(|| $name::IS_OBJECT)*;

            #[inline]
            fn fast_hash(&self) -> u64 {
                of_words(&[self.0.word(), $(self.$at.word()),*])
            }

            #[inline]
            fn py_hash(&self) -> i64 {
                tuple_hash(&[self.0.py_hash(), $(self.$at.py_hash()),*])
            }

            #[inline]
            fn is_known() -> bool {
                $first::is_known() $(&& $name::is_known())*
            }
        }
    )*};
}
tuples! {
    (A)
    (A B 1)
    (A B 1 C 2)
    (A B 1 C 2 D 3)
    (A B 1 C 2 D 3 E 4)
    (A B 1 C 2 D 3 E 4 F 5)
    (A B 1 C 2 D 3 E 4 F 5 G 6)
    (A B 1 C 2 D 3 E 4 F 5 G 6 H 7)
}
