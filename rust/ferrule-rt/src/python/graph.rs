//! Objects that several names hold: read when they are first looked at, written back where changed.
//!
//! In: instances of the slice's classes. Out: one handle for each object, however often it is met;
//! and, when the slice is done, the changes in the objects and new objects for new instances.
//! Assumes that Python changes nothing while the slice runs, since the GIL is held.
#![allow(unsafe_code, reason = "reads objects again by their address")]

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use pyo3::ffi::PyObject;

use super::classes::{self, Done, Fields, NewFields, Record};
use super::commit;
use super::convert::{FromPython, Made, Seen, ToPython};
use super::entry::Leave;
use super::gil::Guarded;
use super::met::Met;
use super::value::{Owned, Value};
use crate::shared::{self, Change, Field, Held, Linked, Shared};

/// What can be done with an instance whose type is not known.
pub(super) struct Acts {
    /// Sets the attributes that changed; or only makes the objects for them.
    pub(super) update: fn(&dyn Any, Value<'_>, bool) -> Done,
    /// Was an attribute bound anew, or changed inside?
    pub(super) is_changed: fn(&dyn Any) -> bool,
    /// Sets all attributes of a new object.
    pub(super) fill: fn(&dyn Any, Value<'_>) -> Done,
    pub(super) unlink: fn(&dyn Any),
}

struct Kept {
    object: Owned,
    node: Rc<dyn Any>,
    acts: &'static Acts,
    /// Made by the slice: its attributes are set all at once.
    is_new: bool,
}

/// The objects met in one call.
#[derive(Default)]
pub(super) struct Graph {
    places: Met<usize>,
    kept: Vec<Kept>,
    /// Containers that attributes hold: each must belong to one attribute.
    containers: Met<()>,
    unfilled: Vec<usize>,
    is_filling: bool,
    /// How many objects were read.
    read: u32,
}

static GRAPH: Guarded<RefCell<Option<Box<Graph>>>> = Guarded::new(RefCell::new(None));

/// An empty one with some room, for the next call.
static SPARE: Guarded<Cell<Option<Box<Graph>>>> = Guarded::new(Cell::new(None));

/// A graph of more objects gives its room back.
const SMALL: usize = 64;

#[inline]
fn with<R>(act: impl FnOnce(&mut Graph) -> R) -> R {
    act(GRAPH
        .borrow_mut()
        .get_or_insert_with(|| SPARE.take().unwrap_or_default()))
}

/// What the call around keeps.
#[derive(Default)]
pub(super) struct Around {
    graph: Option<Box<Graph>>,
    live: shared::Live,
}

/// Opens a call. Gives what belongs to the call around it.
#[inline]
pub(super) fn begin() -> Around {
    Around {
        graph: GRAPH.take(),
        live: shared::begin(),
    }
}

/// Ends a call. Gives how many objects were read in it.
#[inline]
pub(super) fn end(around: Around) -> u32 {
    shared::end(around.live);
    chosen();
    // Dropped when the cell is free again, since that may run code of the user's.
    let Some(mut graph) = GRAPH.replace(around.graph) else {
        return 0;
    };
    for kept in &graph.kept {
        (kept.acts.unlink)(&*kept.node);
    }
    let read = std::mem::take(&mut graph.read);
    graph.kept.clear();
    graph.unfilled.clear();
    graph.is_filling = false;
    if graph.places.clear() && graph.containers.clear() && graph.kept.capacity() <= SMALL {
        SPARE.set(Some(graph));
    }
    read
}

/// What an object of Python's can stand behind.
pub(super) trait Acting: Linked {
    const ACTS: Acts;
    /// Is it read at once where its type decides which way a call is run?
    const DECIDES: bool = false;

    /// Reads the object.
    fn load(object: Value<'_>) -> Option<Self>;
}

impl<T: Record + Linked> Acting for T {
    const ACTS: Acts = Acts {
        update: update::<Self>,
        is_changed: is_changed::<Self>,
        fill: fill::<Self>,
        unlink: unlink::<Self>,
    };

    fn load(object: Value<'_>) -> Option<T> {
        let mut seen = Seen::default();
        let read = T::read(&Fields::noting(object, T::CLASS, &mut seen)?)?;
        hold(&seen).then_some(read)
    }
}

pub(super) fn body<T: Linked>(node: &dyn Any) -> Option<&T> {
    node.downcast_ref::<Held<T>>()?.body()
}

fn update<T: Record + Linked>(node: &dyn Any, object: Value<'_>, is_dry: bool) -> Done {
    match body::<T>(node) {
        Some(body) => classes::update_in(object, is_dry, |out| body.update(out)),
        None => Ok(()),
    }
}

fn is_changed<T: Record + Linked>(node: &dyn Any) -> bool {
    body::<T>(node).is_some_and(T::is_changed)
}

fn fill<T: Record + Linked>(node: &dyn Any, object: Value<'_>) -> Done {
    let body = body::<T>(node).ok_or(Leave::Miss)?;
    classes::fill::<T>(object, |out| body.write(out))
}

pub(super) fn unlink<T: Linked>(node: &dyn Any) {
    if let Some(body) = body::<T>(node) {
        body.unlink();
    }
}

/// Reads the object at an address that the graph keeps alive.
fn load<T: Acting>(address: usize) -> Option<T> {
    // SAFETY: `find` keeps the object alive until the call is over.
    let object = unsafe { Value::new(address as *mut PyObject) };
    with(|graph| graph.read = graph.read.saturating_add(1));
    T::load(object)
}

/// Notes containers; false where one belongs to somebody else already.
pub(super) fn hold(seen: &Seen) -> bool {
    seen.addresses().is_empty()
        || with(|graph| {
            seen.addresses().iter().all(|address| {
                let is_free = graph.places.get(*address).is_none()
                    && graph.containers.get(*address).is_none();
                graph.containers.insert(*address, ());
                is_free
            })
        })
}

/// The handle of an object; none where it stands for a value of another kind already.
pub(super) fn find<T: Acting>(value: Value<'_>) -> Option<Shared<T>> {
    let address = value.pointer() as usize;
    let (handle, is_new) = with(|graph| {
        if let Some(place) = graph.places.get(address) {
            let node = Rc::clone(&graph.kept[place].node);
            let held = node.downcast::<Held<T>>().ok()?;
            return Some((Shared::from_held(held), false));
        }
        if graph.containers.get(address).is_some() {
            return None;
        }
        let held = Rc::new(Held::unread(address, load::<T>));
        graph.keep(value.hold(), held.clone(), &T::ACTS);
        Some((Shared::from_held(held), true))
    })?;
    let is_read = !T::DECIDES || !is_new || !CHOOSING.get() || handle.held().is_readable();
    is_read.then_some(handle)
}

/// Is the call looking for the way that its arguments fit?
static CHOOSING: Guarded<Cell<bool>> = Guarded::new(Cell::new(false));

/// The next way to run a call is tried: what was read for another one is forgotten.
pub(super) fn choose() {
    CHOOSING.set(true);
    if GRAPH.borrow().is_some() {
        with(|graph| {
            graph.kept.clear();
            graph.places.clear();
            graph.containers.clear();
        });
    }
}

/// A way was found, or there is none.
pub(super) fn chosen() {
    CHOOSING.set(false);
}

/// The object stands for a new instance; false where it was met before.
pub(super) fn bind<T: Record + Linked>(object: Value<'_>, instance: &Shared<T>) -> bool {
    let address = object.pointer() as usize;
    with(|graph| {
        let is_new = graph.places.get(address).is_none();
        if is_new {
            instance.held().set_origin(address);
            let place = graph.keep(object.hold(), instance.held().clone(), &T::ACTS);
            graph.kept[place].is_new = true;
        }
        is_new
    })
}

impl Graph {
    fn keep(&mut self, object: Owned, node: Rc<dyn Any>, acts: &'static Acts) -> usize {
        let place = self.kept.len();
        self.places.insert(object.pointer() as usize, place);
        self.kept.push(Kept {
            object,
            node,
            acts,
            is_new: false,
        });
        place
    }
}

/// One of the kept instances; the cell is free while something is done with it.
fn kept(place: usize) -> (Owned, Rc<dyn Any>, &'static Acts) {
    with(|graph| {
        let kept = &graph.kept[place];
        (kept.object.clone(), Rc::clone(&kept.node), kept.acts)
    })
}

fn fill_all() -> Done {
    if with(|graph| std::mem::replace(&mut graph.is_filling, true)) {
        return Ok(());
    }
    while let Some(place) = with(|graph| graph.unfilled.pop()) {
        let (object, node, acts) = kept(place);
        (acts.fill)(&*node, object.value())?;
    }
    with(|graph| graph.is_filling = false);
    Ok(())
}

/// Writes the changes of all objects that were read back into them.
pub(super) fn commit() -> Done {
    if GRAPH.borrow().is_none() {
        return Ok(());
    }
    // New objects come behind these.
    let changed = with(|graph| {
        let places = 0..graph.kept.len();
        let is_changed = |place: &usize| {
            let kept = &graph.kept[*place];
            !kept.is_new && (kept.acts.is_changed)(&*kept.node)
        };
        places.filter(is_changed).collect::<Vec<_>>()
    });
    for is_dry in [true, false] {
        for place in &changed {
            let (object, node, acts) = kept(*place);
            (acts.update)(&*node, object.value(), is_dry)?;
        }
    }
    Ok(())
}

/// A new object, still empty, stands for what the slice has made; it gets its content.
pub(super) fn stand_behind<T: Acting>(object: &Owned, made: &Shared<T>) -> Done {
    let held = made.held();
    held.set_origin(object.pointer() as usize);
    with(|graph| {
        let place = graph.keep(object.clone(), held.clone(), &T::ACTS);
        graph.unfilled.push(place);
    });
    fill_all()
}

impl<T: Record + Linked> FromPython for Shared<T> {
    #[inline]
    fn from_python(value: Value<'_>) -> Option<Shared<T>> {
        classes::is_of::<T>(value).then(|| find(value))?
    }
}

impl<T: Record + Linked> ToPython for Shared<T> {
    fn to_python(&self) -> Made {
        let held = self.held();
        if held.origin() != 0 {
            // SAFETY: the graph keeps the object alive until the call is over.
            return Ok(unsafe { Value::new(held.origin() as *mut PyObject) }.hold());
        }
        let object = classes::make::<T>()?;
        stand_behind(&object, self)?;
        Ok(object)
    }

    #[inline]
    fn is_same(&self, old: Value<'_>) -> bool {
        self.held().origin() == old.pointer() as usize
    }
}

impl<T: FromPython> FromPython for Field<T> {
    const MUTABLE: bool = T::MUTABLE;

    #[inline]
    fn from_python(value: Value<'_>) -> Option<Field<T>> {
        T::from_python(value).map(Field::new)
    }

    fn visit(value: Value<'_>, seen: &mut Seen) -> bool {
        T::visit(value, seen)
    }
}

impl<T: ToPython> ToPython for Field<T> {
    fn to_python(&self) -> Made {
        self.borrow().to_python()
    }

    fn is_same(&self, old: Value<'_>) -> bool {
        self.borrow().is_same(old)
    }
}

impl NewFields<'_> {
    /// `instance.name = value`, where the slice has bound another value.
    pub fn change<T: ToPython>(&mut self, name: &'static std::ffi::CStr, field: &Field<T>) -> Done {
        match (field.change(), self.is_dry()) {
            (Change::None, _) => Ok(()),
            (_, true) => field.to_python().map(drop),
            (_, false) => {
                commit::mark()?;
                self.put(name, field)
            }
        }
    }

    /// As `change`, for a container in which there are others: what has changed inside can't be
    /// written into the very objects that are there, so that Python has to do it.
    pub fn change_whole<T: ToPython>(
        &mut self,
        name: &'static std::ffi::CStr,
        field: &Field<T>,
    ) -> Done {
        match field.change() {
            Change::Inside => Err(Leave::Miss),
            _ => self.change(name, field),
        }
    }

    /// As `change`, for a container, whose content may be another.
    pub fn change_inside<T: ToPython + commit::Replace>(
        &mut self,
        name: &'static std::ffi::CStr,
        field: &Field<T>,
    ) -> Done {
        match (field.change(), self.is_dry()) {
            (Change::Inside, false) => self.inner(name, |target| field.borrow().replace(target)),
            _ => self.change(name, field),
        }
    }
}
