//! `np.ndarray` in and out.
#![allow(unsafe_code, reason = "reads the fields of array objects")]

use std::rc::Rc;

use super::api::{ALIGNED, ArrayObject, WRITEABLE, api};
use super::scalar::Kind;
use crate::array::{Array, Base};
use crate::python::convert::{FromPython, Made, Seen, ToPython};
use crate::python::entry::Leave;
use crate::python::value::{Owned, Value};

/// How another byte order than the machine's is written.
const FOREIGN: u8 = if cfg!(target_endian = "big") {
    b'<'
} else {
    b'>'
};

fn fields(value: Value<'_>) -> Option<&ArrayObject> {
    let is_array = value.is_exactly(api()?.array_type());
    // SAFETY: exactly an array, and alive.
    is_array.then(|| unsafe { &*value.pointer().cast::<ArrayObject>() })
}

/// May the array of this owner be written to?
pub(super) fn is_writeable(base: &Base) -> bool {
    base.owner()
        .downcast_ref::<Owned>()
        .and_then(|object| fields(object.value()))
        .is_none_or(|found| found.flags & WRITEABLE != 0)
}

/// Where the memory of this owner lies, and how much of it there is, as one word.
pub(super) fn place_of(base: &Base) -> usize {
    let found = base
        .owner()
        .downcast_ref::<Owned>()
        .and_then(|object| fields(object.value()));
    found.map_or(0, |found| {
        // SAFETY: as many lengths as axes.
        let shape = unsafe { std::slice::from_raw_parts(found.shape, found.axes as usize) };
        let mix = |word: usize, size: &isize| word.rotate_left(7) ^ *size as usize;
        shape.iter().fold(found.data as usize, mix)
    })
}

impl<T: Kind, const N: usize> FromPython for Array<T, N> {
    const MUTABLE: bool = true;

    fn from_python(value: Value<'_>) -> Option<Array<T, N>> {
        let found = fields(value)?;
        if found.axes as usize != N || found.flags & ALIGNED == 0 {
            return None;
        }
        let (mut shape, mut steps) = ([0; N], [0; N]);
        let size = size_of::<T::Raw>() as isize;
        // SAFETY: an array has a kind, and as many lengths and steps as axes.
        unsafe {
            if (*found.kind).number != T::NUMBER || (*found.kind).order as u8 == FOREIGN {
                return None;
            }
            for axis in 0..N {
                shape[axis] = *found.shape.add(axis) as i64;
                let step = *found.steps.add(axis);
                if step % size != 0 {
                    return None;
                }
                steps[axis] = step / size;
            }
            let base = Base::whole(Rc::new(value.hold()));
            Some(Array::new(found.data.cast(), shape, steps, base))
        }
    }

    /// Its elements may change while others run, as Python sees them change, too; but not where
    /// they lie.
    fn visit(value: Value<'_>, seen: &mut Seen) -> bool {
        let Some(found) = fields(value) else {
            return false;
        };
        seen.note(value);
        // SAFETY: as many lengths as axes.
        let shape = unsafe { std::slice::from_raw_parts(found.shape, found.axes as usize) };
        seen.note_words(shape.iter().map(|size| *size as usize));
        seen.note_words([found.data as usize, found.kind as usize].into_iter());
        true
    }
}

impl<T: Kind, const N: usize> ToPython for Array<T, N> {
    fn to_python(&self) -> Made {
        let owner = self
            .base()
            .owner()
            .downcast_ref::<Owned>()
            .ok_or(Leave::Miss)?;
        if !self.base().is_part() {
            return Ok(owner.clone());
        }
        if let Some(made) = self.base().made().get() {
            return made.downcast_ref::<Owned>().cloned().ok_or(Leave::Miss);
        }
        let size = size_of::<T::Raw>() as isize;
        let flags = fields(owner.value()).ok_or(Leave::Miss)?.flags & (WRITEABLE | ALIGNED);
        let (shape, steps) = (
            self.shape().map(|one| one as isize),
            self.steps().map(|one| one * size),
        );
        // SAFETY: a view of the owner's memory.
        let made = unsafe {
            api().ok_or(Leave::Miss)?.view(
                T::NUMBER,
                (&shape, &steps),
                self.start().cast(),
                flags,
                owner.clone(),
            )
        };
        let made = made.ok_or(Leave::Raised)?;
        let _ = self.base().made().set(Rc::new(made.clone()));
        Ok(made)
    }
}
