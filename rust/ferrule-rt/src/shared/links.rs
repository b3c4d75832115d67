//! Which instances a value holds.

use super::field::Field;
use super::handle::{Linked, Shared};
use super::live::See;
use crate::dict::Dict;

/// A value that may hold instances.
pub trait Links {
    /// Tells of each instance that it holds.
    fn visit(&self, see: &mut See<'_>);
}

impl<T: Linked> Links for Shared<T> {
    fn visit(&self, see: &mut See<'_>) {
        see(self.address());
    }
}

impl<T: Links> Links for Option<T> {
    fn visit(&self, see: &mut See<'_>) {
        if let Some(value) = self {
            value.visit(see);
        }
    }
}

impl<T: Links> Links for Vec<T> {
    fn visit(&self, see: &mut See<'_>) {
        self.iter().for_each(|item| item.visit(see));
    }
}

impl<K, V: Links> Links for Dict<K, V> {
    fn visit(&self, see: &mut See<'_>) {
        self.values().for_each(|value| value.visit(see));
    }
}

impl<T: Links> Links for Field<T> {
    /// A value that is being changed is not looked at: what it holds then counts as held by others.
    fn visit(&self, see: &mut See<'_>) {
        if let Some(value) = self.look() {
            value.visit(see);
        }
    }
}
