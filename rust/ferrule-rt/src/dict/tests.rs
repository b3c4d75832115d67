//! Order, gaps and growth, against a plain list of pairs.

use super::*;
use crate::string::Str;
use crate::text;

/// A little random, the same in every run.
fn numbers(mut state: u64) -> impl Iterator<Item = u64> {
    std::iter::repeat_with(move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    })
}

#[test]
fn it_behaves_like_a_list_of_pairs() {
    let mut random = numbers(7);
    compare(20_000, &mut numbers(8), |_| {
        (random.next().unwrap() % 300) as i64
    });
}

#[test]
fn keys_in_a_row_are_like_any_others() {
    for seed in 0..400 {
        let mut random = numbers(seed);
        let first = [0, 1, -3, i64::MAX - 2, i64::MIN][seed as usize % 5];
        // Mostly the next, sometimes one that was, one before, or one far away.
        compare(60, &mut numbers(seed + 1000), |len| {
            let next = first.wrapping_add(len as i64);
            match random.next().unwrap() % 40 {
                0 => next.wrapping_add(7),
                1 => first.wrapping_sub(1),
                2..=9 => first.wrapping_add((random.next().unwrap() % 8) as i64),
                _ => next,
            }
        });
    }
}

/// The same steps on a dict and on a list of pairs; `key` makes a key, told how many there are.
fn compare(turns: i64, random: &mut impl Iterator<Item = u64>, mut key: impl FnMut(usize) -> i64) {
    let mut dict: Dict<i64, i64> = Dict::new();
    let mut pairs: Vec<(i64, i64)> = Vec::new();
    for turn in 0..turns {
        let key = key(pairs.len());
        let at = pairs.iter().position(|pair| pair.0 == key);
        assert_eq!(dict.get(&key), at.map(|at| &pairs[at].1));
        match (random.next().unwrap() % 10, at) {
            (0..=4, Some(at)) => {
                assert!(dict.contains(&key));
                assert_eq!(dict.pop(&key).unwrap(), pairs.remove(at).1);
            }
            (5, _) if !pairs.is_empty() => {
                assert_eq!(dict.popitem().unwrap(), pairs.pop().unwrap());
            }
            (_, Some(at)) => {
                dict.insert(key, turn);
                pairs[at].1 = turn;
            }
            (_, None) => {
                *dict.entry(key).or_insert(0) += turn;
                pairs.push((key, turn));
            }
        }
        assert_eq!(dict.len(), pairs.len());
        if turn % 100 == 0 {
            assert!(
                dict.items()
                    .map(|(key, value)| (*key, *value))
                    .eq(pairs.iter().copied())
            );
        }
    }
}

#[test]
fn a_queue_stays_small() {
    let mut dict: Dict<i64, i64> = Dict::new();
    for turn in 0..10_000 {
        dict.insert(turn, turn);
        if turn >= 10 {
            dict.remove(&(turn - 10)).unwrap();
        }
    }
    assert!(dict.entries.capacity() < 256);
    assert_eq!(
        dict.keys().copied().collect::<Vec<_>>(),
        (9990..10_000).collect::<Vec<_>>()
    );
}

#[test]
fn a_walk_notices_changes() {
    let mut dict = Dict::from([(1, 1), (2, 2)]);
    let mut walk = dict.cursor();
    assert_eq!(walk.next(&dict).unwrap(), Some((&1, &1)));
    dict.insert(3, 3);
    assert_eq!(
        walk.next(&dict).unwrap_err().message(),
        "dictionary changed size during iteration"
    );
    dict.remove(&1).unwrap();
    assert!(walk.next(&dict).unwrap_err().is_redo());
}

#[test]
fn words_are_pythons() {
    let dict: Dict<Str, f64> = Dict::from([("a".into(), 1.0)]);
    assert_eq!(dict.at(&"b".into()).unwrap_err().message(), "'b'");
    assert_eq!(text::repr(&dict).unwrap(), "{'a': 1.0}");
}
