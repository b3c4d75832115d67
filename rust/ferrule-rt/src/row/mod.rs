//! Python's `tuple` where its length is not known beforehand: items of one type.
//!
//! In: items. Out: a value that is cheap to copy, with the equality, order, hash and `repr` of a
//! tuple. What only looks at items takes it for the slice that it is.

use std::cmp::Ordering;
use std::ops::Deref;
use std::rc::Rc;

use crate::equal::PyEq;
use crate::error::{Res, Stop};
use crate::hash::{self, PyHash};
use crate::list;
use crate::order::PyOrd;
use crate::slicing;
use crate::string::StrBuf;
use crate::text::{self, PyRepr};

/// `tuple[T, ...]`
#[derive(Clone, Debug)]
pub struct Row<T>(Rc<[T]>);

impl<T> Row<T> {
    /// `row[index]`
    #[inline]
    pub fn at(&self, index: i64) -> Res<&T> {
        match slicing::place(index, self.0.len()) {
            Some(place) => Ok(&self.0[place]),
            None => Err(Stop::index_error("tuple index out of range")),
        }
    }
}

impl<T: Clone> Row<T> {
    /// `row[lo:hi]`
    pub fn window(&self, lo: Option<i64>, hi: Option<i64>) -> Row<T> {
        Row::from(list::slice_ref(&self.0, lo, hi))
    }

    /// `row[lo:hi:step]`
    pub fn slice_step(&self, lo: Option<i64>, hi: Option<i64>, step: Option<i64>) -> Res<Row<T>> {
        Ok(Row::from(list::slice_step(&self.0, lo, hi, step)?))
    }

    /// `row + other`
    pub fn concat(&self, other: &Row<T>) -> Row<T> {
        Row::from(list::concat(&self.0, &other.0))
    }

    /// `row * times`
    pub fn repeat(&self, times: i64) -> Res<Row<T>> {
        Ok(Row::from(list::repeat(&self.0, times)?))
    }
}

impl<T: PyEq> Row<T> {
    /// `row.index(item)`
    pub fn index_of(&self, item: &T) -> Res<i64> {
        for (place, other) in self.0.iter().enumerate() {
            if other.py_eq(item)? {
                return Ok(place as i64);
            }
        }
        Err(Stop::value_error("tuple.index(x): x not in tuple"))
    }
}

impl<T> Deref for Row<T> {
    type Target = [T];

    #[inline(always)]
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> From<Vec<T>> for Row<T> {
    fn from(items: Vec<T>) -> Self {
        Row(items.into())
    }
}

impl<T: Clone> From<&[T]> for Row<T> {
    fn from(items: &[T]) -> Self {
        Row(items.into())
    }
}

impl<T, const N: usize> From<[T; N]> for Row<T> {
    fn from(items: [T; N]) -> Self {
        Row(Rc::new(items))
    }
}

impl<T> FromIterator<T> for Row<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Row(items.into_iter().collect())
    }
}

impl<'a, T> IntoIterator for &'a Row<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: PartialEq> PartialEq for Row<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T: Eq> Eq for Row<T> {}

impl<T: PyEq> PyEq for Row<T> {
    fn py_eq(&self, other: &Self) -> Res<bool> {
        self.0.py_eq(&other.0)
    }
}

impl<T: PyOrd> PyOrd for Row<T> {
    const IS_PLAIN: bool = T::IS_PLAIN;

    fn py_cmp(&self, other: &Self) -> Res<Ordering> {
        self.0.py_cmp(&other.0)
    }

    fn is_ordered(&self) -> bool {
        self.0.is_ordered()
    }
}

impl<T: PyHash> PyHash for Row<T> {
    fn fast_hash(&self) -> u64 {
        self.0.iter().fold(self.0.len() as u64, |hash, item| {
            hash::combine(hash, item.word())
        })
    }

    fn py_hash(&self) -> i64 {
        let hashes: Vec<i64> = self.0.iter().map(PyHash::py_hash).collect();
        hash::tuple_hash(&hashes)
    }

    fn is_known() -> bool {
        T::is_known()
    }
}

impl<T: PyRepr> PyRepr for Row<T> {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        out.push_str("(");
        text::items_to(&*self.0, out)?;
        out.push_str(if self.0.len() == 1 { ",)" } else { ")" });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Row;
    use crate::hash::PyHash;
    use crate::text;

    #[test]
    fn it_is_a_tuple_to_whoever_looks() {
        let row: Row<i64> = (1..4).collect();
        assert_eq!(row.py_hash(), (1_i64, 2_i64, 3_i64).py_hash());
        assert_eq!(
            text::repr(&row.window(Some(0), Some(1)))
                .unwrap()
                .to_utf8()
                .unwrap(),
            "(1,)"
        );
        assert!(row.at(3).is_err());
        assert_eq!(row.at(-3).unwrap(), &1);
    }
}
