//! What the property tests of the rows can't see.

use super::Deque;

#[test]
fn a_limit_drops_at_the_other_end() {
    let mut d = Deque::limited(vec![1, 2, 3, 4], Some(2)).unwrap();
    assert_eq!(d.iter().copied().collect::<Vec<_>>(), [3, 4]);
    d.push_front(9);
    assert_eq!(d.to_vec(), [9, 3]);
    d.extend([5, 6, 7]);
    assert_eq!(d.to_vec(), [6, 7]);
    assert!(d.insert(0, 1).is_err());
    assert!(Deque::limited(vec![1], Some(-1)).is_err());
}

#[test]
fn a_walk_sees_what_was_changed() {
    let mut d = Deque::from([1, 2]);
    let mut walk = d.cursor();
    assert_eq!(walk.next(&d).unwrap(), Some(&1));
    d.set(1, 5).unwrap();
    assert_eq!(walk.next(&d).unwrap(), Some(&5));
    d.push_back(3);
    assert!(walk.next(&d).is_err());
}

#[test]
fn rotation_goes_both_ways() {
    let mut d = Deque::from([1, 2, 3]);
    d.rotate(-4);
    assert_eq!(d.to_vec(), [2, 3, 1]);
    d.rotate(i64::MIN);
    assert_eq!(d.len(), 3);
}
