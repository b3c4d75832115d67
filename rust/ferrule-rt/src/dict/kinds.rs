//! Dicts of other classes: `Counter` and `defaultdict`. What they hold is what a dict holds.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use super::{Dict, counted};
use crate::equal::PyEq;
use crate::error::{Res, Stop};
use crate::hash::PyHash;
use crate::order::PyOrd;
use crate::string::StrBuf;
use crate::text::PyRepr;
use crate::{int, list};

/// `collections.Counter`
#[derive(Clone, Debug)]
pub struct Counter<K, V = i64>(Dict<K, V>);

/// `collections.defaultdict` with a builtin class as what makes the missing values.
#[derive(Debug)]
pub struct DefaultDict<K, V, F>(Dict<K, V>, PhantomData<F>);

/// A builtin class that a `defaultdict` calls.
pub trait Factory {
    /// Its name.
    const NAME: &'static str;
}

/// The classes that a `defaultdict` can call.
pub mod factory {
    macro_rules! factories {
        ($($name:ident $text:literal)*) => {$(
            #[doc = concat!("`", $text, "`")]
            #[derive(Clone, Copy, Debug)]
            pub struct $name;

            impl super::Factory for $name {
                const NAME: &'static str = $text;
            }
        )*};
    }
    factories! {
        Int "int" Float "float" Bool "bool" Str "str" List "list" Set "set" Dict "dict"
    }
}

macro_rules! like_a_dict {
    ($(($($name:ident),*) $kind:ty;)*) => {$(
        impl<$($name),*> Deref for $kind {
            type Target = Dict<K, V>;

            #[inline(always)]
            fn deref(&self) -> &Dict<K, V> {
                &self.0
            }
        }

        impl<$($name),*> DerefMut for $kind {
            #[inline(always)]
            fn deref_mut(&mut self) -> &mut Dict<K, V> {
                &mut self.0
            }
        }

        impl<'a, $($name),*> IntoIterator for &'a $kind {
            type Item = (&'a K, &'a V);
            type IntoIter = <&'a Dict<K, V> as IntoIterator>::IntoIter;

            fn into_iter(self) -> Self::IntoIter {
                (&self.0).into_iter()
            }
        }
    )*};
}
like_a_dict! {
    (K, V) Counter<K, V>;
    (K, V, F) DefaultDict<K, V, F>;
}

impl<K: PyHash, V> Counter<K, V> {
    /// `Counter()`
    pub fn new() -> Self {
        Counter(Dict::new())
    }
}

impl<K: PyHash, V> Default for Counter<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> From<Dict<K, V>> for Counter<K, V> {
    fn from(items: Dict<K, V>) -> Self {
        Counter(items)
    }
}

impl<K: PyHash + Clone> Counter<K> {
    /// `Counter(items)`
    pub fn of(items: &[K]) -> Self {
        Counter(counted(items))
    }

    /// `counter.update(items)`
    pub fn count(&mut self, items: &[K]) -> Res<()> {
        for item in items {
            let count = self.0.entry(item.clone()).or_insert(0);
            *count = int::add(*count, 1)?;
        }
        Ok(())
    }

    /// `counter.update(other)`
    pub fn grow(&mut self, other: &Self) -> Res<()> {
        for (key, by) in &other.0 {
            let count = self.0.entry(key.clone()).or_insert(0);
            *count = int::add(*by, *count)?;
        }
        Ok(())
    }

    /// `counter.subtract(other)`
    pub fn shrink(&mut self, other: &Self) -> Res<()> {
        for (key, by) in &other.0 {
            let count = self.0.entry(key.clone()).or_insert(0);
            *count = int::sub(*count, *by)?;
        }
        Ok(())
    }

    fn amount(&self, key: &K) -> i64 {
        self.0.get(key).copied().unwrap_or(0)
    }

    /// Both in the order of the first, then of what only the second has; positive counts stay.
    fn joined(&self, other: &Self, join: impl Fn(i64, i64) -> Res<i64>) -> Res<Self> {
        let mut made = Dict::new();
        let own = self.0.keys();
        for key in own.chain(other.0.keys().filter(|key| !self.0.contains(key))) {
            let count = join(self.amount(key), other.amount(key))?;
            if count > 0 {
                made.insert(key.clone(), count);
            }
        }
        Ok(Counter(made))
    }

    /// `counter + other`
    pub fn plus(&self, other: &Self) -> Res<Self> {
        self.joined(other, int::add)
    }

    /// `counter - other`
    pub fn minus(&self, other: &Self) -> Res<Self> {
        self.joined(other, int::sub)
    }

    /// `counter | other`
    pub fn most(&self, other: &Self) -> Res<Self> {
        self.joined(other, |a, b| Ok(a.max(b)))
    }

    /// `counter & other`
    pub fn least(&self, other: &Self) -> Res<Self> {
        self.joined(other, |a, b| Ok(a.min(b)))
    }

    /// `counter.total()`
    pub fn total(&self) -> Res<i64> {
        crate::builtins::sum(self.0.values().copied())
    }
}

impl<K: Clone, V: Clone + PyOrd> Counter<K, V> {
    /// `counter.most_common(count)`
    pub fn most_common(&self, count: Option<i64>) -> Res<Vec<(K, V)>> {
        let items = self.0.items();
        let mut items: Vec<(K, V)> = items.map(|(key, n)| (key.clone(), n.clone())).collect();
        list::sort_by_key(&mut items, true, |item| Ok(item.1.clone()))?;
        if let Some(count) = count {
            items.truncate(usize::try_from(count).unwrap_or(0));
        }
        Ok(items)
    }
}

impl<K: PyHash, V: PyEq> PyEq for Counter<K, V> {
    /// Counts of zero are as good as none; which they are is only known here for ints.
    fn py_eq(&self, other: &Self) -> Res<bool> {
        if self.0.py_eq(&other.0)? {
            return Ok(true);
        }
        if self.0.len() == other.0.len() && self.0.keys().all(|key| other.0.contains(key)) {
            return Ok(false);
        }
        Err(Stop::redo())
    }
}

impl<K: PyRepr + Clone, V: PyRepr + PyOrd + Clone> PyRepr for Counter<K, V> {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        if self.0.is_empty() {
            out.push_str("Counter()");
            return Ok(());
        }
        out.push_str("Counter({");
        for (place, (key, value)) in self.most_common(None)?.iter().enumerate() {
            if place > 0 {
                out.push_str(", ");
            }
            key.repr_to(out)?;
            out.push_str(": ");
            value.repr_to(out)?;
        }
        out.push_str("})");
        Ok(())
    }
}

impl<K: PyHash, V, F> DefaultDict<K, V, F> {
    /// `defaultdict(factory)`
    pub fn new() -> Self {
        Self::from(Dict::new())
    }
}

impl<K: PyHash, V, F> Default for DefaultDict<K, V, F> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Clone, V: Clone, F> Clone for DefaultDict<K, V, F> {
    fn clone(&self) -> Self {
        Self::from(self.0.clone())
    }
}

impl<K, V, F> From<Dict<K, V>> for DefaultDict<K, V, F> {
    fn from(items: Dict<K, V>) -> Self {
        DefaultDict(items, PhantomData)
    }
}

impl<K: PyHash, V: PyEq, F> PyEq for DefaultDict<K, V, F> {
    fn py_eq(&self, other: &Self) -> Res<bool> {
        self.0.py_eq(&other.0)
    }
}

impl<K: PyRepr, V: PyRepr, F: Factory> PyRepr for DefaultDict<K, V, F> {
    fn repr_to(&self, out: &mut StrBuf) -> Res<()> {
        out.push_str(&format!("defaultdict(<class '{}'>, ", F::NAME));
        self.0.repr_to(out)?;
        out.push_str(")");
        Ok(())
    }
}
