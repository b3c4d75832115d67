//! `programs/cipher.py`: Caesar's cipher, broken.

use pyo3::prelude::*;

const FREQUENT: &str = "etaoinshrdlu";

fn moved(letter: char, first: u8, places: i32) -> char {
    let place = (letter as i32 - i32::from(first) + places).rem_euclid(26);
    char::from(first + place as u8)
}

fn shift(text: &str, places: i32) -> String {
    text.chars()
        .map(|letter| match letter {
            'a'..='z' => moved(letter, b'a', places),
            'A'..='Z' => moved(letter, b'A', places),
            other => other,
        })
        .collect()
}

fn score(text: &str) -> f64 {
    let (mut letters, mut frequent) = (0_u32, 0_u32);
    for letter in text.to_lowercase().chars() {
        if letter.is_alphabetic() {
            letters += 1;
            frequent += u32::from(FREQUENT.contains(letter));
        }
    }
    if letters == 0 {
        return 0.0;
    }
    f64::from(frequent) / f64::from(letters)
}

/// The most likely text and how far it had been moved.
#[pyfunction]
pub fn crack(secret: &str) -> (String, i32) {
    let (mut best, mut highest) = (0, f64::NEG_INFINITY);
    for places in 0..26 {
        let found = score(&shift(secret, -places));
        if found > highest {
            (best, highest) = (places, found);
        }
    }
    (shift(secret, -best), best)
}
