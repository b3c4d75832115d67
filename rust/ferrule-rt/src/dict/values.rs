//! A dict as a value: equality and `repr`.

use super::Dict;
use crate::equal::PyEq;
use crate::error::Res;
use crate::hash::PyHash;
use crate::string::StrBuf;
use crate::text::PyRepr;

impl<K: PyHash, V: PyEq> PyEq for Dict<K, V> {
    fn py_eq(&self, other: &Self) -> Res<bool> {
        if self.len() != other.len() {
            return Ok(false);
        }
        for (key, value) in self {
            match other.get(key) {
                Some(theirs) if value.py_eq(theirs)? => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }
}

impl<K: PyHash, V: PartialEq> PartialEq for Dict<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .iter()
                .all(|(key, value)| other.get(key).is_some_and(|theirs| theirs == value))
    }
}

impl<K: PyRepr, V: PyRepr> PyRepr for Dict<K, V> {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        out.push_str("{");
        for (place, (key, value)) in self.iter().enumerate() {
            if place > 0 {
                out.push_str(", ");
            }
            key.repr_to(out)?;
            out.push_str(": ");
            value.repr_to(out)?;
        }
        out.push_str("}");
        Ok(())
    }
}
