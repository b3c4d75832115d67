//! Python's `itertools`: walks over choices of items, in Python's order, made as they are asked for.
//!
//! In: the items, which Python too puts into a tuple beforehand. Out: iterators of tuples.

use crate::error::{Res, Stop};
use crate::int;
use crate::row::Row;

/// Places chosen from so many, one choice after the other.
#[derive(Debug)]
pub struct Choices {
    places: Vec<usize>,
    next: fn(&mut [usize], usize) -> bool,
    count: usize,
    is_begun: bool,
    is_done: bool,
}

impl Choices {
    fn new(places: Vec<usize>, count: usize, next: fn(&mut [usize], usize) -> bool) -> Choices {
        Choices {
            is_done: places.iter().any(|place| *place >= count),
            places,
            next,
            count,
            is_begun: false,
        }
    }

    fn advance(&mut self) -> Option<&[usize]> {
        if self.is_done {
            return None;
        }
        if self.is_begun && !(self.next)(&mut self.places, self.count) {
            self.is_done = true;
            return None;
        }
        self.is_begun = true;
        Some(&self.places)
    }
}

fn next_combination(places: &mut [usize], count: usize) -> bool {
    let length = places.len();
    let Some(turn) = (0..length).rfind(|at| places[*at] != at + count - length) else {
        return false;
    };
    places[turn] += 1;
    for at in turn + 1..length {
        places[at] = places[at - 1] + 1;
    }
    true
}

fn next_with_replacement(places: &mut [usize], count: usize) -> bool {
    let Some(turn) = places.iter().rposition(|place| *place != count - 1) else {
        return false;
    };
    let place = places[turn] + 1;
    places[turn..].fill(place);
    true
}

fn next_product(places: &mut [usize], count: usize) -> bool {
    for place in places.iter_mut().rev() {
        *place += 1;
        if *place < count {
            return true;
        }
        *place = 0;
    }
    false
}

fn next_permutation(places: &mut [usize], count: usize) -> bool {
    // The next choice in lexicographic order: raise the last place that can be raised, then take
    // the smallest ones that are free.
    let mut free = vec![true; count];
    places.iter().for_each(|place| free[*place] = false);
    for at in (0..places.len()).rev() {
        free[places[at]] = true;
        let Some(higher) = (places[at] + 1..count).find(|place| free[*place]) else {
            continue;
        };
        free[higher] = false;
        places[at] = higher;
        for later in &mut places[at + 1..] {
            let Some(lowest) = (0..count).find(|place| free[*place]) else {
                return false;
            };
            free[lowest] = false;
            *later = lowest;
        }
        return true;
    }
    false
}

/// Rows of the items at the places chosen.
#[derive(Debug)]
pub struct Rows<T> {
    items: Vec<T>,
    choices: Choices,
}

impl<T: Clone> Iterator for Rows<T> {
    type Item = Row<T>;

    #[inline]
    fn next(&mut self) -> Option<Row<T>> {
        let items = &self.items;
        let places = self.choices.advance()?;
        Some(places.iter().map(|place| items[*place].clone()).collect())
    }
}

/// The same as tuples of a length known beforehand.
#[derive(Debug)]
pub struct Fixed<T, const N: usize>(Rows<T>);

macro_rules! fixed {
    ($($count:literal: $($name:ident $at:literal)+;)*) => {$(
        impl<T: Clone> Iterator for Fixed<T, $count> {
            type Item = ($(fixed!(@ T $name),)+);

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                let items = &self.0.items;
                let places = self.0.choices.advance()?;
                Some(($(items[places[$at]].clone(),)+))
            }
        }
    )*};
    (@ $type:ident $name:ident) => { $type };
}
fixed! {
    2: a 0 b 1;
    3: a 0 b 1 c 2;
    4: a 0 b 1 c 2 d 3;
}

/// The length of the choices; a negative one is an error, a huge one is left to Python.
fn length(count: i64) -> Res<usize> {
    if count < 0 {
        return Err(Stop::value_error("r must be non-negative"));
    }
    match usize::try_from(count) {
        Ok(count) if count <= 1 << 20 => Ok(count),
        _ => Err(Stop::redo()),
    }
}

fn rows<T>(items: Vec<T>, first: Vec<usize>, next: fn(&mut [usize], usize) -> bool) -> Rows<T> {
    let choices = Choices::new(first, items.len(), next);
    Rows { items, choices }
}

/// `permutations(items)`
pub fn permutations<T: Clone>(items: Vec<T>) -> Rows<T> {
    let first = (0..items.len()).collect();
    rows(items, first, next_permutation)
}

/// `permutations(items, count)`
pub fn permutations_of<T: Clone>(items: Vec<T>, count: i64) -> Res<Rows<T>> {
    Ok(rows(items, (0..length(count)?).collect(), next_permutation))
}

/// `combinations(items, count)`
pub fn combinations<T: Clone>(items: Vec<T>, count: i64) -> Res<Rows<T>> {
    Ok(rows(items, (0..length(count)?).collect(), next_combination))
}

/// `combinations_with_replacement(items, count)`
pub fn with_replacement<T: Clone>(items: Vec<T>, count: i64) -> Res<Rows<T>> {
    Ok(rows(items, vec![0; length(count)?], next_with_replacement))
}

/// `product(items, repeat=count)`
pub fn product_of<T: Clone>(items: Vec<T>, count: i64) -> Res<Rows<T>> {
    if count < 0 {
        return Err(Stop::value_error("repeat argument cannot be negative"));
    }
    Ok(rows(items, vec![0; length(count)?], next_product))
}

/// `permutations(items, N)` for a small number.
pub fn permutations_by<T: Clone, const N: usize>(items: Vec<T>) -> Fixed<T, N> {
    Fixed(rows(items, (0..N).collect(), next_permutation))
}

/// `combinations(items, N)` for a small number.
pub fn combinations_by<T: Clone, const N: usize>(items: Vec<T>) -> Fixed<T, N> {
    Fixed(rows(items, (0..N).collect(), next_combination))
}

/// `combinations_with_replacement(items, N)` for a small number.
pub fn with_replacement_by<T: Clone, const N: usize>(items: Vec<T>) -> Fixed<T, N> {
    Fixed(rows(items, vec![0; N], next_with_replacement))
}

/// `product(items, repeat=N)` for a small number.
pub fn product_by<T: Clone, const N: usize>(items: Vec<T>) -> Fixed<T, N> {
    Fixed(rows(items, vec![0; N], next_product))
}

/// `product(a, b)`
pub fn product2<A: Clone, B: Clone>(a: Vec<A>, b: Vec<B>) -> impl Iterator<Item = (A, B)> {
    a.into_iter()
        .flat_map(move |a| b.clone().into_iter().map(move |b| (a.clone(), b)))
}

/// `product(a, b, c)`
pub fn product3<A: Clone, B: Clone, C: Clone>(
    a: Vec<A>,
    b: Vec<B>,
    c: Vec<C>,
) -> impl Iterator<Item = (A, B, C)> {
    a.into_iter().flat_map(move |a| {
        let pairs = product2(b.clone(), c.clone());
        pairs.map(move |(b, c)| (a.clone(), b, c))
    })
}

/// `pairwise(items)`
pub fn pairwise<T: Clone>(items: Vec<T>) -> impl Iterator<Item = (T, T)> {
    (1..items.len()).map(move |place| (items[place - 1].clone(), items[place].clone()))
}

/// `accumulate(ints)`
pub fn accumulate(items: Vec<i64>) -> Res<Vec<i64>> {
    accumulate_by(items, int::add)
}

/// `accumulate(ints, operator.mul)`
pub fn accumulate_by(mut items: Vec<i64>, step: fn(i64, i64) -> Res<i64>) -> Res<Vec<i64>> {
    for place in 1..items.len() {
        items[place] = step(items[place - 1], items[place])?;
    }
    Ok(items)
}

/// `accumulate(floats)`
pub fn accumulate_floats(mut items: Vec<f64>) -> Vec<f64> {
    for place in 1..items.len() {
        items[place] += items[place - 1];
    }
    items
}

/// `zip_longest(a, b, fillvalue=fill)`
pub fn zip_longest<A: Clone, B: Clone>(a: Vec<A>, b: Vec<B>, fill_a: A, fill_b: B) -> Vec<(A, B)> {
    let length = a.len().max(b.len());
    let a = a.into_iter().chain(std::iter::repeat(fill_a));
    let b = b.into_iter().chain(std::iter::repeat(fill_b));
    a.zip(b).take(length).collect()
}

/// `zip_longest(a, b)`
pub fn zip_longest_none<A: Clone, B: Clone>(a: Vec<A>, b: Vec<B>) -> Vec<(Option<A>, Option<B>)> {
    let a = a.into_iter().map(Some).collect();
    zip_longest(a, b.into_iter().map(Some).collect(), None, None)
}

/// `groupby(items)`, of items of which each equals itself.
pub fn groupby<T: Clone + PartialEq>(items: Vec<T>) -> Vec<(T, Vec<T>)> {
    let mut groups: Vec<(T, Vec<T>)> = Vec::new();
    for item in items {
        match groups.last_mut() {
            Some((key, group)) if *key == item => group.push(item),
            _ => groups.push((item.clone(), vec![item])),
        }
    }
    groups
}

/// `groupby(items, key)`, the keys worked out beforehand.
pub fn groupby_keys<K: PartialEq, T>(keys: Vec<K>, items: Vec<T>) -> Vec<(K, Vec<T>)> {
    let mut groups: Vec<(K, Vec<T>)> = Vec::new();
    for (key, item) in keys.into_iter().zip(items) {
        match groups.last_mut() {
            Some((known, group)) if *known == key => group.push(item),
            _ => groups.push((key, vec![item])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_come_in_order() {
        let pairs: Vec<_> = permutations_by::<_, 2>(vec![1, 2, 3]).collect();
        assert_eq!(pairs, [(1, 2), (1, 3), (2, 1), (2, 3), (3, 1), (3, 2)]);
        assert_eq!(permutations(vec![1, 2, 3, 4]).count(), 24);
        assert_eq!(permutations(Vec::<i64>::new()).count(), 1);
        assert_eq!(combinations(vec![1, 2, 3, 4], 2).unwrap().count(), 6);
        assert_eq!(combinations(vec![1, 2], 3).unwrap().count(), 0);
        assert_eq!(with_replacement(vec![1, 2, 3], 2).unwrap().count(), 6);
        assert_eq!(with_replacement(Vec::<i64>::new(), 0).unwrap().count(), 1);
        assert_eq!(product_of(vec![0, 1], 3).unwrap().count(), 8);
        assert_eq!(product_of(Vec::<i64>::new(), 1).unwrap().count(), 0);
        assert!(product_of(vec![1], -1).is_err());
    }
}
