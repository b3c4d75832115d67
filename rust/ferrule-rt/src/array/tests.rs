//! Views into views, and what is put back.

use super::{Array, floordiv, modulo};

fn table() -> Array<i64, 2> {
    Array::from_vec([3, 4], (0..12).collect())
}

#[test]
fn an_index_counts_from_the_end() {
    let a = table();
    assert_eq!(a.at([1, 2]).unwrap(), 6);
    assert_eq!(a.at([-1, -4]).unwrap(), 8);
    let stop = a.at([0, 4]).unwrap_err();
    assert_eq!(
        stop.message().to_string(),
        "index 4 is out of bounds for axis 1 with size 4"
    );
}

#[test]
fn a_view_shows_what_is_changed() {
    let a = table();
    let column = a.pick(1, -1).unwrap();
    let turned = column.slice(0, None, None, Some(-1)).unwrap();
    a.put([2, 3], 100).unwrap();
    assert_eq!(turned.iter().collect::<Vec<_>>(), [100, 7, 3]);
    turned.put([0], 5).unwrap();
    assert_eq!(a.get([2, 3]), 5);
    let none = a.slice(0, Some(5), Some(1), None).unwrap();
    assert_eq!((none.shape(), none.size()), ([0, 4], 0));
}

#[test]
fn what_was_changed_is_put_back() {
    let a = table();
    let part = a.slice(1, None, None, Some(2)).unwrap();
    let saved = part.save();
    for row in a.iter() {
        row.put([0], -1).unwrap();
        row.put([1], -1).unwrap();
    }
    saved.restore();
    assert_eq!(a.row(1).unwrap().iter().collect::<Vec<_>>(), [4, -1, 6, 7]);
}

#[test]
fn division_rounds_down() {
    assert_eq!(floordiv(-7_i8, 2).unwrap(), -4);
    assert_eq!(modulo(-7_i8, 2).unwrap(), 1);
    assert_eq!(modulo(7_u8, 200).unwrap(), 7);
    assert!(floordiv(i64::MIN, -1).is_err());
    assert!(modulo(1_i64, 0).is_err());
}
