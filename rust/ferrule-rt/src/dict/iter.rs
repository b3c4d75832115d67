//! Walks over a dict that does not change meanwhile.

use std::iter::FusedIterator;
use std::slice::{Iter, IterMut};

use super::Dict;
use crate::hash::PyHash;

/// `d.items()`
#[derive(Clone, Debug)]
pub struct Items<'d, K, V> {
    entries: Iter<'d, Option<(K, V)>>,
    left: usize,
}

impl<'d, K, V> Iterator for Items<'d, K, V> {
    type Item = (&'d K, &'d V);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.entries.next()? {
                self.left -= 1;
                return Some((key, value));
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<K, V> DoubleEndedIterator for Items<'_, K, V> {
    #[inline]
    fn next_back(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.entries.next_back()? {
                self.left -= 1;
                return Some((key, value));
            }
        }
    }
}

impl<K, V> ExactSizeIterator for Items<'_, K, V> {}
impl<K, V> FusedIterator for Items<'_, K, V> {}

macro_rules! half {
    ($(#[$doc:meta])* $name:ident $item:ident $at:tt) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name<'d, K, V>(Items<'d, K, V>);

        impl<'d, K, V> Iterator for $name<'d, K, V> {
            type Item = &'d $item;

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                self.0.next().map(|item| item.$at)
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                self.0.size_hint()
            }
        }

        impl<K, V> DoubleEndedIterator for $name<'_, K, V> {
            #[inline]
            fn next_back(&mut self) -> Option<Self::Item> {
                self.0.next_back().map(|item| item.$at)
            }
        }

        impl<K, V> ExactSizeIterator for $name<'_, K, V> {}
        impl<K, V> FusedIterator for $name<'_, K, V> {}
    };
}
half! {
    /// `d.keys()`
    Keys K 0
}
half! {
    /// `d.values()`
    Values V 1
}

impl<K, V> Dict<K, V> {
    /// `d.items()`
    #[inline]
    pub fn items(&self) -> Items<'_, K, V> {
        Items {
            entries: self.entries.iter(),
            left: self.live,
        }
    }

    /// `d.items()`
    #[inline]
    pub fn iter(&self) -> Items<'_, K, V> {
        self.items()
    }

    /// `d.keys()`
    #[inline]
    pub fn keys(&self) -> Keys<'_, K, V> {
        Keys(self.items())
    }

    /// `d.values()`
    #[inline]
    pub fn values(&self) -> Values<'_, K, V> {
        Values(self.items())
    }

    /// `d.values()`, to change them in place.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.items_mut().map(|(_, value)| value)
    }

    /// `d.items()`, to change the values in place.
    pub fn items_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)> {
        let entries: IterMut<'_, Option<(K, V)>> = self.entries.iter_mut();
        entries.filter_map(|entry| entry.as_mut().map(|(key, value)| (&*key, value)))
    }

    /// The items, where the dict is not needed any more.
    pub fn into_items(self) -> impl Iterator<Item = (K, V)> {
        self.entries.into_iter().flatten()
    }
}

impl<'d, K, V> IntoIterator for &'d Dict<K, V> {
    type Item = (&'d K, &'d V);
    type IntoIter = Items<'d, K, V>;

    #[inline]
    fn into_iter(self) -> Items<'d, K, V> {
        self.items()
    }
}

impl<K: PyHash, V> FromIterator<(K, V)> for Dict<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(items: I) -> Dict<K, V> {
        let items = items.into_iter();
        let mut dict = Dict::with_capacity(items.size_hint().0);
        dict.update(items);
        dict
    }
}

impl<K: PyHash, V> Extend<(K, V)> for Dict<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, items: I) {
        self.update(items);
    }
}

impl<K: PyHash, V, const N: usize> From<[(K, V); N]> for Dict<K, V> {
    fn from(items: [(K, V); N]) -> Dict<K, V> {
        items.into_iter().collect()
    }
}
