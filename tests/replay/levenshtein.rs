//! Functions of the Python module `levenshtein`.

use ferrule_rt::prelude::*;

/// The `limit` words nearest to `word`, the nearest first, then by the alphabet.
pub fn suggest(word: &Str, words: &[Str], limit: i64) -> Res<Vec<Str>> {
    let mut ranked: Vec<(i64, Str)> = Vec::new();
    for candidate in words {
        interrupt::poll()?;
        if (string::len(candidate) - string::len(word)).abs() <= 2 {
            ranked.push((distance(word.clone(), candidate.clone())?, candidate.clone()));
        }
    }
    list::sort(&mut ranked)?;
    Ok(list::slice_ref(&ranked, None, Some(limit)).iter().map(|(_, candidate_1)| candidate_1.clone()).collect())
}

/// The edit distance between two words.
pub fn distance(mut a: Str, mut b: Str) -> Res<i64> {
    if string::len(&a) < string::len(&b) {
        (a, b) = (b, a);
    }
    let mut previous: Vec<i64> = (0..string::len(&b) + 1).collect();
    for (i, ca) in (1_i64..).zip(a.chars()) {
        interrupt::poll()?;
        let mut current: Vec<i64> = Vec::with_capacity(b.len() + 1);
        current.push(i);
        for (j, cb) in (1_i64..).zip(b.chars()) {
            let insert = previous[j as usize] + 1;
            let delete = current[(j - 1) as usize] + 1;
            let change = previous[(j - 1) as usize] + i64::from(ca != cb);
            current.push(insert.min(delete).min(change));
        }
        previous = current;
    }
    Ok(*list::at(&previous, -1)?)
}
