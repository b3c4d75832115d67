//! Python's corner cases of slices and sorts; the rest is compared with CPython elsewhere.

use super::*;

#[test]
fn deleting_steps_keeps_the_rest() {
    let mut xs: Vec<i64> = (0..10).collect();
    del_slice_step(&mut xs, None, None, Some(-3)).unwrap();
    assert_eq!(xs, [1, 2, 4, 5, 7, 8]);
}

#[test]
fn a_reversed_sort_is_stable() {
    let mut xs = vec![(1, 'a'), (2, 'b'), (1, 'c')];
    sort_by_key(&mut xs, true, |item| Ok(item.0)).unwrap();
    assert_eq!(xs, [(2, 'b'), (1, 'a'), (1, 'c')]);
}

#[test]
fn nan_is_left_to_python() {
    assert!(sort(&mut [1.0, f64::NAN]).unwrap_err().is_redo());
    assert!(contains(&[f64::NAN], &f64::NAN).unwrap_err().is_redo());
    assert!(!contains(&[f64::NAN], &1.0).unwrap());
}

#[test]
fn words_are_pythons() {
    let mut xs = vec![1, 2];
    assert_eq!(
        at(&xs, -3).unwrap_err().message(),
        "list index out of range"
    );
    assert_eq!(
        set(&mut xs, 2, 0).unwrap_err().message(),
        "list assignment index out of range"
    );
    assert_eq!(
        pop_at(&mut xs, 2).unwrap_err().message(),
        "pop index out of range"
    );
    assert_eq!(index_of(&xs, &5).unwrap_err().message(), "5 is not in list");
}
