//! Regular expressions: Python's own engine, asked for one answer at a time.
//!
//! In: patterns and matches, held as the Python objects that they are, and native texts. Out: native
//! answers of exactly the types that the compiler counted on; anything else asks for a redo. What is
//! called here has no effects that a program can see, so a redo is allowed after it; an exception
//! can be caught natively, and where nothing catches it, the original raises it again.
#![allow(unsafe_code, reason = "calls methods of the pattern and match objects")]

use std::cell::{OnceCell, RefCell};
use std::ffi::CStr;
use std::ptr::null_mut;

use pyo3::ffi::{self, PyTypeObject};

use super::convert::{FromPython, Made, ToPython};
use super::entry::Leave;
use super::gil::Guarded;
use super::value::{Owned, Value};
use super::{pending, ticker};
use crate::error::{Res, Stop};
use crate::kind::ExcKind;
use crate::string::Str;

/// `re.Pattern` for texts
#[derive(Clone, Debug)]
pub struct Pattern(Owned);

/// `re.Match`
#[derive(Clone, Debug)]
pub struct Match(Owned);

/// What is needed of the module `re`.
#[derive(Debug)]
struct Module {
    module: Owned,
    pattern: Owned,
    matching: Owned,
}

/// The pattern that was last seen to be one for texts.
static LAST: Guarded<RefCell<Option<Owned>>> = Guarded::new(RefCell::new(None));
static MODULE: Guarded<OnceCell<Option<Module>>> = Guarded::new(OnceCell::new());

fn module() -> Option<&'static Module> {
    MODULE.get_or_init(find_module).as_ref()
}

fn find_module() -> Option<Module> {
    // SAFETY: the GIL is held; each call makes a new reference, or reports an error.
    unsafe {
        let found =
            Owned::from_new(ffi::PyImport_ImportModule(c"re".as_ptr())).and_then(|module| {
                let attribute = |name: &CStr| {
                    Owned::from_new(ffi::PyObject_GetAttrString(module.pointer(), name.as_ptr()))
                };
                Some(Module {
                    pattern: attribute(c"Pattern")?,
                    matching: attribute(c"Match")?,
                    module,
                })
            });
        if found.is_none() {
            ffi::PyErr_Clear();
        }
        found
    }
}

fn is_of(value: Value<'_>, class: impl FnOnce(&'static Module) -> &'static Owned) -> bool {
    module().is_some_and(|module| value.is_exactly(class(module).pointer().cast::<PyTypeObject>()))
}

impl FromPython for Pattern {
    fn from_python(value: Value<'_>) -> Option<Pattern> {
        if let Some(last) = &*LAST.borrow()
            && last.pointer() == value.pointer()
        {
            return Some(Pattern(last.clone()));
        }
        if !is_of(value, |module| &module.pattern) {
            return None;
        }
        // SAFETY: a live object; makes a new reference, or reports an error.
        let text = unsafe {
            Owned::from_new(ffi::PyObject_GetAttrString(
                value.pointer(),
                c"pattern".as_ptr(),
            ))
        };
        // Patterns of bytes are another type.
        Str::from_python(text?.value())?;
        let before = LAST.replace(Some(value.hold()));
        drop(before);
        Some(Pattern(value.hold()))
    }
}

impl FromPython for Match {
    fn from_python(value: Value<'_>) -> Option<Match> {
        is_of(value, |module| &module.matching).then(|| Match(value.hold()))
    }
}

macro_rules! goes_out {
    ($($name:ident)*) => {$(
        impl ToPython for $name {
            #[inline]
            fn to_python(&self) -> Made {
                Ok(self.0.clone())
            }

            #[inline]
            fn is_same(&self, old: Value<'_>) -> bool {
                self.0.pointer() == old.pointer()
            }
        }
    )*};
}
goes_out! { Pattern Match }

/// The exception that a call raised. It is not kept: where nothing catches it, the original runs,
/// and raises it where Python does. Ctrl-C is kept.
#[cold]
fn raised() -> Stop {
    let stop = pending::take();
    if !stop.matches(&[ExcKind::KeyboardInterrupt, ExcKind::SystemExit]) {
        pending::clear();
    }
    stop
}

fn out(value: &impl ToPython) -> Res<Owned> {
    value.to_python().map_err(|leave| match leave {
        Leave::Raised => raised(),
        Leave::Miss => Stop::redo(),
        Leave::Stop(stop) => stop,
    })
}

/// The name of a method, made once.
#[derive(Debug)]
struct Name {
    text: &'static CStr,
    object: Guarded<OnceCell<Option<Owned>>>,
}

impl Name {
    const fn new(text: &'static CStr) -> Name {
        Name {
            text,
            object: Guarded::new(OnceCell::new()),
        }
    }

    fn object(&self) -> Res<&Owned> {
        let made = self.object.get_or_init(|| {
            // SAFETY: a C string; makes a new reference, or reports an error.
            let name =
                unsafe { Owned::from_new(ffi::PyUnicode_InternFromString(self.text.as_ptr())) };
            if name.is_none() {
                // SAFETY: the GIL is held.
                unsafe { ffi::PyErr_Clear() };
            }
            name
        });
        made.as_ref().ok_or_else(Stop::redo)
    }
}

macro_rules! name {
    ($text:literal) => {{
        static NAME: Name = Name::new($text);
        &NAME
    }};
}

/// `object.name(*args)` as a native value; a redo where it is not exactly that.
fn ask<T: FromPython>(object: &Owned, name: &'static Name, args: &[Owned]) -> Res<T> {
    ticker::prepare()?;
    let name = name.object()?;
    let mut row = [null_mut(); 4];
    row[0] = object.pointer();
    for (place, arg) in row[1..].iter_mut().zip(args) {
        *place = arg.pointer();
    }
    // SAFETY: live objects; the first is the object itself; no keywords; makes a new reference.
    let answer = unsafe {
        Owned::from_new(ffi::PyObject_VectorcallMethod(
            name.pointer(),
            row.as_ptr(),
            args.len() + 1,
            null_mut(),
        ))
    };
    let answer = answer.ok_or_else(raised)?;
    T::from_python(answer.value()).ok_or_else(Stop::redo)
}

impl Pattern {
    /// `pattern.match(text)`
    pub fn match_start(&self, text: &Str) -> Res<Option<Match>> {
        ask(&self.0, name!(c"match"), &[out(text)?])
    }

    /// `pattern.search(text)`
    pub fn search(&self, text: &Str) -> Res<Option<Match>> {
        ask(&self.0, name!(c"search"), &[out(text)?])
    }

    /// `pattern.fullmatch(text)`
    pub fn fullmatch(&self, text: &Str) -> Res<Option<Match>> {
        ask(&self.0, name!(c"fullmatch"), &[out(text)?])
    }

    /// `pattern.match(text, pos)`
    pub fn match_from(&self, text: &Str, from: i64) -> Res<Option<Match>> {
        ask(&self.0, name!(c"match"), &[out(text)?, out(&from)?])
    }

    /// `pattern.search(text, pos)`
    pub fn search_from(&self, text: &Str, from: i64) -> Res<Option<Match>> {
        ask(&self.0, name!(c"search"), &[out(text)?, out(&from)?])
    }

    /// `pattern.findall(text)`, of a pattern with one group or none
    pub fn findall(&self, text: &Str) -> Res<Vec<Str>> {
        ask(&self.0, name!(c"findall"), &[out(text)?])
    }

    /// `list(pattern.finditer(text))`
    pub fn finditer(&self, text: &Str) -> Res<Vec<Match>> {
        let matches = ask::<Walk>(&self.0, name!(c"finditer"), &[out(text)?])?;
        // SAFETY: a live iterator; makes a new reference, or reports an error.
        let list = unsafe { Owned::from_new(ffi::PySequence_List(matches.0.pointer())) };
        Vec::from_python(list.ok_or_else(raised)?.value()).ok_or_else(Stop::redo)
    }

    /// `pattern.split(text)`
    pub fn split(&self, text: &Str) -> Res<Vec<Str>> {
        ask(&self.0, name!(c"split"), &[out(text)?])
    }

    /// `pattern.sub(by, text)`
    pub fn sub(&self, by: &Str, text: &Str) -> Res<Str> {
        ask(&self.0, name!(c"sub"), &[out(by)?, out(text)?])
    }

    /// `pattern.sub(by, text, count)`
    pub fn sub_some(&self, by: &Str, text: &Str, count: i64) -> Res<Str> {
        ask(
            &self.0,
            name!(c"sub"),
            &[out(by)?, out(text)?, out(&count)?],
        )
    }
}

/// Any object that came from the engine.
struct Walk(Owned);

impl FromPython for Walk {
    fn from_python(value: Value<'_>) -> Option<Walk> {
        Some(Walk(value.hold()))
    }
}

impl Match {
    /// `match.group()`
    pub fn group(&self) -> Res<Str> {
        ask(&self.0, name!(c"group"), &[])
    }

    /// `match.group(number)`, of a group that took part
    pub fn group_at(&self, number: i64) -> Res<Str> {
        ask(&self.0, name!(c"group"), &[out(&number)?])
    }

    /// `match.group(name)`, of a group that took part
    pub fn group_named(&self, name: &Str) -> Res<Str> {
        ask(&self.0, name!(c"group"), &[out(name)?])
    }

    /// `match.start()`
    pub fn start(&self) -> Res<i64> {
        ask(&self.0, name!(c"start"), &[])
    }

    /// `match.start(number)`
    pub fn start_at(&self, number: i64) -> Res<i64> {
        ask(&self.0, name!(c"start"), &[out(&number)?])
    }

    /// `match.end()`
    pub fn end(&self) -> Res<i64> {
        ask(&self.0, name!(c"end"), &[])
    }

    /// `match.end(number)`
    pub fn end_at(&self, number: i64) -> Res<i64> {
        ask(&self.0, name!(c"end"), &[out(&number)?])
    }

    /// `match.span()`
    pub fn span(&self) -> Res<(i64, i64)> {
        ask(&self.0, name!(c"span"), &[])
    }
}

/// `re.name(*args)`
fn of_module<T: FromPython>(name: &'static Name, args: &[Owned]) -> Res<T> {
    ask(&module().ok_or_else(Stop::redo)?.module, name, args)
}

/// `re.match(pattern, text)`
pub fn match_start(pattern: &Str, text: &Str) -> Res<Option<Match>> {
    of_module(name!(c"match"), &[out(pattern)?, out(text)?])
}

/// `re.search(pattern, text)`
pub fn search(pattern: &Str, text: &Str) -> Res<Option<Match>> {
    of_module(name!(c"search"), &[out(pattern)?, out(text)?])
}

/// `re.fullmatch(pattern, text)`
pub fn fullmatch(pattern: &Str, text: &Str) -> Res<Option<Match>> {
    of_module(name!(c"fullmatch"), &[out(pattern)?, out(text)?])
}

/// `re.findall(pattern, text)`, of a pattern with one group or none
pub fn findall(pattern: &Str, text: &Str) -> Res<Vec<Str>> {
    of_module(name!(c"findall"), &[out(pattern)?, out(text)?])
}

/// `re.split(pattern, text)`
pub fn split(pattern: &Str, text: &Str) -> Res<Vec<Str>> {
    of_module(name!(c"split"), &[out(pattern)?, out(text)?])
}

/// `re.sub(pattern, by, text)`
pub fn sub(pattern: &Str, by: &Str, text: &Str) -> Res<Str> {
    of_module(name!(c"sub"), &[out(pattern)?, out(by)?, out(text)?])
}
