//! What can be seen without CPython; orders are compared with it elsewhere.

use super::*;
use crate::string::Str;
use crate::text;

#[test]
fn small_ints_stand_in_order_and_collisions_do_not() {
    let order = |set: &Set<i64>| set.iter().unwrap().copied().collect::<Vec<i64>>();
    assert_eq!(order(&Set::from([3, 1, 2])), [1, 2, 3]);
    assert_eq!(order(&Set::from([8, 0, 16])), [8, 0, 16]);
    assert_eq!(text::repr(&Set::from([1_i64])).unwrap(), "{1}");
}

#[test]
fn a_walk_over_texts_needs_the_secret() {
    let mut set: Set<Str> = Set::from(["a".into(), "b".into()]);
    assert!(set.contains(&"a".into()));
    assert!(set.iter().unwrap_err().is_redo());
    assert_eq!(set.remove(&"c".into()).unwrap_err().message(), "'c'");
}

#[test]
fn a_walk_notices_changes() {
    let mut set = Set::from([1_i64, 2]);
    let mut walk = set.cursor();
    assert_eq!(walk.next(&set).unwrap(), Some(&1));
    set.add(3);
    assert_eq!(
        walk.next(&set).unwrap_err().message(),
        "Set changed size during iteration"
    );
}
