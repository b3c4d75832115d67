//! Instances of Python classes as structs: plain attributes only.
//!
//! In: the classes that a slice was bound with, by index. Out: fields read from an instance, set on
//! an instance, or set on a new one. An attribute is plain when it lies in the instance's dict or
//! in a slot; a property, a class with `__getattribute__`, or an unset attribute is a miss.
#![allow(
    unsafe_code,
    reason = "reads slots and looks attributes up without running Python code"
)]

use std::cell::{Cell, RefCell};
use std::ffi::CStr;
use std::ptr::{addr_of_mut, null_mut};

use pyo3::ffi::{self, PyObject, PyTypeObject};

use super::convert::{FromPython, Made, Seen, ToPython};
use super::entry::Leave;
use super::gil::Guarded;
use super::guard::class_version;
use super::instance::Locator;
use super::value::{Owned, Value};
use super::{lend, raw};

/// What a step of the way out returns.
pub type Done = Result<(), Leave>;

/// Where instances of a class keep an attribute.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    /// In the instance's dict.
    Dict,
    /// In the instance's dict, with a plain default in the class.
    Default(*mut PyObject),
    /// At an offset in the instance.
    Slot(isize),
    /// Behind code of the user's.
    Hidden,
}

#[derive(Debug)]
struct Field {
    name: &'static CStr,
    locator: Locator,
    /// What was found, at which version of the class.
    place: Cell<Place>,
    version: Cell<u32>,
}

#[derive(Debug)]
pub(super) struct Class {
    object: Owned,
    fields: RefCell<Vec<&'static Field>>,
    /// Has an instance been read, so that `holds` is known?
    is_read: Cell<bool>,
    /// Was a field read that can be changed inside?
    holds: Cell<bool>,
}

static CLASSES: Guarded<Cell<&'static [Class]>> = Guarded::new(Cell::new(&[]));

/// Keeps the classes for `Record::CLASS`; false where one is not a class.
pub(super) fn bind(classes: &[Owned]) -> bool {
    let bound = CLASSES.get();
    let is_bound = bound.len() == classes.len()
        && bound
            .iter()
            .zip(classes)
            .all(|(old, new)| old.object.pointer() == new.pointer());
    if is_bound {
        return true;
    }
    // SAFETY: a type check of a live object.
    if classes
        .iter()
        .any(|class| unsafe { ffi::PyType_Check(class.pointer()) } == 0)
    {
        return false;
    }
    let fresh = |object: &Owned| Class {
        object: object.clone(),
        fields: RefCell::default(),
        is_read: Cell::new(false),
        holds: Cell::new(false),
    };
    // Few and small; a bind in the middle of a call must not free what that call is reading.
    CLASSES.set(Vec::leak(classes.iter().map(fresh).collect()));
    true
}

#[inline]
fn bound(index: usize) -> Option<&'static Class> {
    CLASSES.get().get(index)
}

impl Class {
    #[inline]
    fn pointer(&self) -> *mut PyTypeObject {
        self.object.pointer().cast()
    }

    /// The field of that name; `cursor` is where it is expected.
    #[inline]
    fn field(&self, name: &'static CStr, cursor: &Cell<usize>) -> &'static Field {
        let place = cursor.get();
        cursor.set(place + 1);
        let expected = self.fields.borrow().get(place).copied();
        match expected {
            Some(field) if field.name.as_ptr() == name.as_ptr() => field,
            _ => self.search(name, cursor),
        }
    }

    #[cold]
    fn search(&self, name: &'static CStr, cursor: &Cell<usize>) -> &'static Field {
        let mut fields = self.fields.borrow_mut();
        if let Some(place) = fields.iter().position(|field| field.name == name) {
            cursor.set(place + 1);
            return fields[place];
        }
        // SAFETY: a C string of ASCII letters; makes a new reference.
        let key = unsafe { Owned::from_new(ffi::PyUnicode_InternFromString(name.as_ptr())) };
        let key = key.expect("a name can be interned");
        let (place, version) = (Cell::new(Place::Hidden), Cell::new(0));
        let locator = Locator::new(key);
        fields.push(Box::leak(Box::new(Field {
            name,
            locator,
            place,
            version,
        })));
        cursor.set(fields.len());
        fields[fields.len() - 1]
    }

    /// Where instances keep the field, as the class is now.
    #[inline]
    fn place(&self, field: &Field) -> Place {
        let version = class_version(self.pointer());
        if version == 0 || field.version.get() != version {
            self.resolve(field);
        }
        field.place.get()
    }

    #[cold]
    fn resolve(&self, field: &Field) {
        // SAFETY: a live class and an interned name; what is found is borrowed.
        let place = unsafe {
            let found = raw::_PyType_Lookup(self.pointer(), field.locator.name());
            let reads = (*self.pointer()).tp_getattro.map(|reads| reads as usize);
            let plain_reads = ffi::PyObject_GenericGetAttr as *const () as usize;
            if reads != Some(plain_reads) {
                Place::Hidden
            } else if found.is_null() {
                Place::Dict
            } else {
                self.place_of(found)
            }
        };
        field.place.set(place);
        field.version.set(class_version(self.pointer()));
    }

    /// What an attribute of the class means for the instance's attribute of that name.
    unsafe fn place_of(&self, found: *mut PyObject) -> Place {
        // SAFETY: a live object; a member descriptor has the layout that its type promises.
        unsafe {
            let class = ffi::Py_TYPE(found);
            if class == addr_of_mut!(ffi::PyMemberDescr_Type) {
                let descriptor = found.cast::<ffi::PyMemberDescrObject>();
                let member = (*descriptor).d_member;
                let owner = (*descriptor).d_common.d_type;
                let is_ours = ffi::PyType_IsSubtype(self.pointer(), owner) != 0;
                return match (*member).type_code == ffi::Py_T_OBJECT_EX && is_ours {
                    true => Place::Slot((*member).offset),
                    false => Place::Hidden,
                };
            }
            match (*class).tp_descr_get.is_none() && (*class).tp_descr_set.is_none() {
                true => Place::Default(found),
                false => Place::Hidden,
            }
        }
    }

    /// Calls `read` with the field's value in the instance, where it is plain and set.
    #[inline]
    fn with<R>(
        &self,
        instance: Value<'_>,
        field: &Field,
        read: impl FnOnce(Value<'_>) -> R,
    ) -> Option<R> {
        // SAFETY: the instance is exactly of this class, so a slot lies at its offset, and the
        // class has no attribute that goes before the instance's; `read` runs no code of the
        // user's, so what is borrowed stays.
        unsafe {
            match self.place(field) {
                Place::Slot(offset) => {
                    let found = *instance
                        .pointer()
                        .byte_offset(offset)
                        .cast::<*mut PyObject>();
                    (!found.is_null()).then(|| read(Value::new(found)))
                }
                Place::Dict => field.locator.with(instance, read),
                Place::Default(default) => {
                    let found = generic(instance, field)?;
                    let is_own = found.pointer() != default || has_own(instance, field);
                    is_own.then(|| read(found.value()))
                }
                Place::Hidden => None,
            }
        }
    }

    fn write(&self, instance: Value<'_>, field: &Field, value: Owned) -> Done {
        // SAFETY: the instance is exactly of this class, so a slot lies at its offset; it is
        // changed before the old value is dropped, since that may run code of the user's.
        unsafe {
            match self.place(field) {
                Place::Slot(offset) => {
                    let slot = instance
                        .pointer()
                        .byte_offset(offset)
                        .cast::<*mut PyObject>();
                    drop(Owned::from_new(slot.replace(value.into_pointer())));
                    Ok(())
                }
                Place::Dict | Place::Default(_) => {
                    let (key, value) = (field.locator.name(), value.pointer());
                    match ffi::PyObject_GenericSetAttr(instance.pointer(), key, value) {
                        0 => Ok(()),
                        _ => Err(Leave::Raised),
                    }
                }
                Place::Hidden => Err(Leave::Miss),
            }
        }
    }

    /// `class.__new__(class)`, where that is `object.__new__`.
    fn make(&self) -> Made {
        // SAFETY: calls `object.__new__` with no arguments, which makes a new reference.
        unsafe {
            let class = self.pointer();
            let make = (*addr_of_mut!(ffi::PyBaseObject_Type)).tp_new;
            let is_plain =
                (*class).tp_new.map(|make| make as usize) == make.map(|make| make as usize);
            let (true, Some(make)) = (is_plain, make) else {
                return Err(Leave::Miss);
            };
            let nothing = Owned::from_new(ffi::PyTuple_New(0)).ok_or(Leave::Raised)?;
            Owned::from_new(make(class, nothing.pointer(), null_mut())).ok_or(Leave::Raised)
        }
    }

    /// Does `instance.name = value` run no code of the user's?
    fn sets_plainly(&self) -> bool {
        // SAFETY: a live class.
        let sets = unsafe { (*self.pointer()).tp_setattro }.map(|sets| sets as usize);
        sets == Some(ffi::PyObject_GenericSetAttr as *const () as usize)
    }
}

unsafe fn generic(instance: Value<'_>, field: &Field) -> Option<Owned> {
    let (instance, key) = (instance.pointer(), field.locator.name());
    // SAFETY: a live instance and an interned name; a missing attribute is null without an error.
    unsafe {
        Owned::from_new(raw::_PyObject_GenericGetAttrWithDict(
            instance,
            key,
            null_mut(),
            1,
        ))
    }
}

/// `name in vars(instance)`
unsafe fn has_own(instance: Value<'_>, field: &Field) -> bool {
    // SAFETY: a live instance with a dict; the new reference is dropped.
    unsafe {
        let dict = ffi::PyObject_GenericGetDict(instance.pointer(), null_mut());
        let Some(dict) = Owned::from_new(dict) else {
            ffi::PyErr_Clear();
            return false;
        };
        ffi::PyDict_Contains(dict.pointer(), field.locator.name()) == 1
    }
}

/// A struct that stands for the instances of a class.
pub trait Record: Sized {
    /// Which of the classes that the slice was bound with.
    const CLASS: usize;
    /// Does the slice leave every instance as it is, so that one may stand in several places?
    const FIXED: bool = false;

    /// Reads an instance; `None` where some field is not what it should be.
    fn read(fields: &Fields<'_>) -> Option<Self>;

    /// Sets the fields of a new instance.
    fn write(&self, out: &mut NewFields<'_>) -> Done;

    /// Was a field bound anew or changed inside, of an instance that several names hold?
    fn is_changed(&self) -> bool {
        true
    }

    /// Sets the fields that changed, of an instance that several names hold.
    fn update(&self, _out: &mut NewFields<'_>) -> Done {
        Ok(())
    }
}

/// The fields of an instance, to read.
#[derive(Debug)]
pub struct Fields<'a> {
    instance: Value<'a>,
    class: &'static Class,
    cursor: Cell<usize>,
    seen: Option<RefCell<&'a mut Seen>>,
}

impl<'a> Fields<'a> {
    /// The fields of an instance, the containers in them noted.
    pub(super) fn noting(
        instance: Value<'a>,
        class: usize,
        seen: &'a mut Seen,
    ) -> Option<Fields<'a>> {
        Some(Fields {
            instance,
            class: bound(class)?,
            cursor: Cell::new(0),
            seen: Some(RefCell::new(seen)),
        })
    }
}

impl Fields<'_> {
    /// Something, if the instance has no attribute of this name that would hide the class's method.
    #[inline]
    pub fn lacks(&self, name: &'static CStr) -> Option<()> {
        let field = self.class.field(name, &self.cursor);
        field.locator.is_absent(self.instance).then_some(())
    }

    /// `instance.name`, if it is plain and exactly a `T`.
    #[inline]
    pub fn get<T: FromPython>(&self, name: &'static CStr) -> Option<T> {
        let field = self.class.field(name, &self.cursor);
        self.class.with(self.instance, field, |value| {
            if let Some(seen) = &self.seen {
                seen.borrow_mut().note_parts([value].into_iter());
            }
            if T::MUTABLE {
                self.class.holds.set(true);
                if let Some(seen) = &self.seen
                    && !T::visit(value, &mut seen.borrow_mut())
                {
                    return None;
                }
            }
            T::from_python(value)
        })?
    }

    /// As `get`, for a field that borrows: the value is kept until the call is over.
    #[inline]
    pub fn lend<T: FromPython + 'static>(&self, name: &'static CStr) -> Option<&'static T> {
        self.get(name).map(lend::keep)
    }
}

/// The fields of an instance, to set.
#[derive(Debug)]
pub struct NewFields<'a> {
    instance: Value<'a>,
    class: &'static Class,
    cursor: Cell<usize>,
    is_new: bool,
    is_dry: bool,
}

impl NewFields<'_> {
    /// Are only the objects made, and nothing set yet?
    pub(super) fn is_dry(&self) -> bool {
        self.is_dry
    }

    /// `instance.name = value`; a value that is there already stays.
    #[inline]
    pub fn set(&mut self, name: &'static CStr, value: &(impl ToPython + ?Sized)) -> Done {
        let field = self.class.field(name, &self.cursor);
        if !self.is_new
            && self
                .class
                .with(self.instance, field, |old| value.is_same(old))
                == Some(true)
        {
            return Ok(());
        }
        self.class.write(self.instance, field, value.to_python()?)
    }

    /// `instance.name = value`, another object even where it is equal to the one that is there.
    pub fn put(&mut self, name: &'static CStr, value: &(impl ToPython + ?Sized)) -> Done {
        let field = self.class.field(name, &self.cursor);
        self.class.write(self.instance, field, value.to_python()?)
    }

    /// The object of a field, to commit changes inside it.
    pub fn inner(&mut self, name: &'static CStr, commit: impl FnOnce(Value<'_>) -> Done) -> Done {
        let field = self.class.field(name, &self.cursor);
        let inner = self.class.with(self.instance, field, |inner| inner.hold());
        let inner = inner.ok_or(Leave::Miss)?;
        commit(inner.value())
    }
}

/// Sets fields of an instance that came in.
pub(super) fn update(instance: Value<'_>, set: impl FnOnce(&mut NewFields<'_>) -> Done) -> Done {
    update_in(instance, false, set)
}

/// As `update`; where it is dry, it only makes sure that the fields can be set.
pub(super) fn update_in(
    instance: Value<'_>,
    is_dry: bool,
    set: impl FnOnce(&mut NewFields<'_>) -> Done,
) -> Done {
    let class = CLASSES
        .get()
        .iter()
        .find(|class| instance.is_exactly(class.pointer()));
    let Some(class) = class.filter(|class| class.sets_plainly()) else {
        return Err(Leave::Miss);
    };
    set(&mut NewFields {
        instance,
        class,
        cursor: Cell::new(0),
        is_new: false,
        is_dry,
    })
}

/// Is this exactly an instance of the class?
#[inline]
pub(super) fn is_of<T: Record>(value: Value<'_>) -> bool {
    bound(T::CLASS).is_some_and(|class| value.is_exactly(class.pointer()))
}

/// A new instance, without any attributes yet.
pub(super) fn make<T: Record>() -> Made {
    bound(T::CLASS).ok_or(Leave::Miss)?.make()
}

/// Sets the fields of a new instance.
pub(super) fn fill<T: Record>(
    instance: Value<'_>,
    set: impl FnOnce(&mut NewFields<'_>) -> Done,
) -> Done {
    let class = bound(T::CLASS).ok_or(Leave::Miss)?;
    set(&mut NewFields {
        instance,
        class,
        cursor: Cell::new(0),
        is_new: true,
        is_dry: false,
    })
}

/// Is this exactly of the class, and are its attributes set in the plain way?
pub(super) fn is_plain<T: Record>(instance: Value<'_>) -> bool {
    bound(T::CLASS)
        .is_some_and(|class| instance.is_exactly(class.pointer()) && class.sets_plainly())
}

impl<T: Record> FromPython for T {
    const MUTABLE: bool = true;

    #[inline]
    fn from_python(instance: Value<'_>) -> Option<T> {
        let class = bound(T::CLASS)?;
        if !instance.is_exactly(class.pointer()) {
            return None;
        }
        let read = T::read(&Fields {
            instance,
            class,
            cursor: Cell::new(0),
            seen: None,
        });
        if read.is_some() {
            class.is_read.set(true);
        }
        read
    }

    fn visit(instance: Value<'_>, seen: &mut Seen) -> bool {
        let Some(class) = bound(T::CLASS) else {
            return false;
        };
        if !instance.is_exactly(class.pointer()) {
            return false;
        }
        if !T::FIXED {
            seen.note(instance);
        }
        if class.is_read.get() && !class.holds.get() && !seen.wants_parts() {
            return true;
        }
        let seen = Some(RefCell::new(seen));
        T::read(&Fields {
            instance,
            class,
            cursor: Cell::new(0),
            seen,
        })
        .is_some()
    }
}

impl<T: Record> ToPython for T {
    fn to_python(&self) -> Made {
        let instance = make::<T>()?;
        fill::<T>(instance.value(), |out| self.write(out))?;
        Ok(instance)
    }
}
