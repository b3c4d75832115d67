//! How a slice stops: with a Python exception, or by asking Python to run the original.
//!
//! In: a kind and a message. Out: `Stop`, one pointer wide, carried by `Res`. A redo is never
//! caught by a `try` of the slice; a raise is, by kind.

use crate::kind::ExcKind;
use crate::string::Str;
use crate::text;

/// What every function that can stop returns.
pub type Res<T> = Result<T, Stop>;

/// A builtin exception raised inside a slice.
#[derive(Clone, Debug, PartialEq)]
pub struct Raise {
    /// The class of the exception.
    pub kind: ExcKind,
    /// `str(exception)`
    pub message: Str,
}

#[derive(Debug)]
enum Why {
    Redo,
    Raise(Raise),
}

/// Why a slice stopped before its end.
#[derive(Debug)]
pub struct Stop(Box<Why>);

macro_rules! raisers {
    ($($name:ident $kind:ident)*) => {
        impl Stop {$(
            #[doc = concat!("`raise ", stringify!($kind), "`, where `str(exception)` is the message")]
            #[cold]
            #[inline(never)]
            pub fn $name(message: impl Into<Str>) -> Stop {
                Stop::raise(ExcKind::$kind, message)
            }
        )*}
    };
}

raisers! {
    value_error ValueError
    type_error TypeError
    index_error IndexError
    zero_division ZeroDivisionError
    overflow_error OverflowError
    runtime_error RuntimeError
    assertion_error AssertionError
    attribute_error AttributeError
    not_implemented NotImplementedError
    recursion_error RecursionError
    key_error KeyError
    memory_error MemoryError
    arithmetic_error ArithmeticError
    lookup_error LookupError
    exception Exception
}

impl Stop {
    /// Give up: the snapshot is dropped and the original Python runs.
    #[cold]
    #[inline(never)]
    pub fn redo() -> Stop {
        Stop(Box::new(Why::Redo))
    }

    /// `raise kind(message)`
    #[cold]
    #[inline(never)]
    pub fn new(kind: ExcKind, message: impl Into<Str>) -> Stop {
        let message = message.into();
        if kind == ExcKind::KeyError {
            // `str` of a KeyError is the `repr` of its argument.
            return text::quote(&message).map_or_else(|stop| stop, Stop::key_error);
        }
        Stop::raise(kind, message)
    }

    /// The exception of this class for which `str(exception)` is `message`.
    #[cold]
    #[inline(never)]
    pub fn raise(kind: ExcKind, message: impl Into<Str>) -> Stop {
        Stop(Box::new(Why::Raise(Raise {
            kind,
            message: message.into(),
        })))
    }

    /// `raise StopIteration`
    #[cold]
    #[inline(never)]
    pub fn stop_iteration() -> Stop {
        Stop::raise(ExcKind::StopIteration, Str::EMPTY)
    }

    /// What stopped something that Python would have done later: nobody may catch it now.
    #[cold]
    #[inline(never)]
    pub fn too_early(self) -> Stop {
        match self.kind() {
            Some(ExcKind::KeyboardInterrupt) | None => self,
            Some(_) => Stop::redo(),
        }
    }

    /// Is this the wish to have the original run, rather than an exception?
    pub fn is_redo(&self) -> bool {
        matches!(*self.0, Why::Redo)
    }

    /// The exception, unless this is a redo.
    pub fn raised(&self) -> Option<&Raise> {
        match &*self.0 {
            Why::Redo => None,
            Why::Raise(raise) => Some(raise),
        }
    }

    /// `except (kinds):` would catch it; a redo is never caught.
    pub fn matches(&self, kinds: &[ExcKind]) -> bool {
        self.raised()
            .is_some_and(|raise| kinds.iter().any(|kind| raise.kind.is_a(*kind)))
    }

    /// `str(exception)`
    pub fn message(&self) -> Str {
        self.raised()
            .map_or(Str::EMPTY, |raise| raise.message.clone())
    }

    /// `type(exception)`; a redo has none.
    pub fn kind(&self) -> Option<ExcKind> {
        self.raised().map(|raise| raise.kind)
    }
}

impl From<Raise> for Stop {
    #[cold]
    fn from(raise: Raise) -> Stop {
        Stop(Box::new(Why::Raise(raise)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_is_one_pointer_wide() {
        assert_eq!(size_of::<Res<()>>(), size_of::<usize>());
    }

    #[test]
    fn a_redo_is_never_caught() {
        assert!(!Stop::redo().matches(&[ExcKind::BaseException]));
        assert!(Stop::key_error("1").matches(&[ExcKind::LookupError]));
        assert!(!Stop::key_error("1").matches(&[ExcKind::IndexError]));
    }
}
