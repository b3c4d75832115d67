//! The view itself: where it begins, its shape, and how far it is from one element to the next.
#![allow(
    unsafe_code,
    reason = "reads and writes memory that somebody else owns"
)]

use std::any::Any;
use std::cell::OnceCell;
use std::fmt;
use std::rc::Rc;

use super::item::Item;

/// What keeps an array's memory alive, and the Python object that stands for the view.
#[derive(Clone)]
pub struct Base(Rc<Kept>);

struct Kept {
    owner: Rc<dyn Any>,
    is_part: bool,
    made: OnceCell<Rc<dyn Any>>,
}

impl Base {
    /// The whole of what the owner holds.
    pub fn whole(owner: Rc<dyn Any>) -> Base {
        Base(Rc::new(Kept {
            owner,
            is_part: false,
            made: OnceCell::new(),
        }))
    }

    /// A view of its own into the same memory.
    pub(super) fn part(&self) -> Base {
        Base(Rc::new(Kept {
            owner: Rc::clone(&self.0.owner),
            is_part: true,
            made: OnceCell::new(),
        }))
    }

    /// Who owns the memory.
    pub fn owner(&self) -> &Rc<dyn Any> {
        &self.0.owner
    }

    /// Is it a view into what the owner holds, rather than the owner itself?
    pub fn is_part(&self) -> bool {
        self.0.is_part
    }

    /// What stands for this view elsewhere: made once, so that it stays one object.
    pub fn made(&self) -> &OnceCell<Rc<dyn Any>> {
        &self.0.made
    }
}

/// Elements that no Python object holds.
struct Memory<R>(*mut [R]);

impl<R> Drop for Memory<R> {
    fn drop(&mut self) {
        // SAFETY: made from a box, and dropped once, with the last view of it.
        drop(unsafe { Box::from_raw(self.0) });
    }
}

/// `np.ndarray` of one type of elements and `N` axes
pub struct Array<T: Item, const N: usize> {
    pub(super) start: *mut T::Raw,
    pub(super) shape: [i64; N],
    /// From one element to the next along each axis, in elements.
    pub(super) steps: [isize; N],
    pub(super) base: Base,
}

impl<T: Item, const N: usize> Clone for Array<T, N> {
    #[inline]
    fn clone(&self) -> Array<T, N> {
        Array {
            start: self.start,
            shape: self.shape,
            steps: self.steps,
            base: self.base.clone(),
        }
    }
}

impl<T: Item, const N: usize> fmt::Debug for Array<T, N> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Array{:?}", self.shape)
    }
}

impl<T: Item, const N: usize> Array<T, N> {
    /// A view of memory that the base keeps alive.
    ///
    /// # Safety
    /// Every element that shape and steps lead to lies in memory that is aligned, may be read, and
    /// may be written to if the view is; it stays there for as long as the base lives, and nobody
    /// else touches it while a method of this type runs.
    pub unsafe fn new(
        start: *mut T::Raw,
        shape: [i64; N],
        steps: [isize; N],
        base: Base,
    ) -> Array<T, N> {
        Array {
            start,
            shape,
            steps,
            base,
        }
    }

    /// A new array in memory of its own, the last axis the closest.
    pub fn from_vec(shape: [i64; N], items: Vec<T>) -> Array<T, N> {
        let count: i64 = shape.iter().product();
        assert!(count == items.len() as i64 && shape.iter().all(|&one| one >= 0));
        let raw: Vec<T::Raw> = items.into_iter().map(T::store).collect();
        let mut steps = [0; N];
        let mut step = 1;
        for axis in (0..N).rev() {
            steps[axis] = step;
            step *= shape[axis].max(1) as isize;
        }
        let memory = Memory(Box::into_raw(raw.into_boxed_slice()));
        let start = memory.0.cast::<T::Raw>();
        let base = Base::whole(Rc::new(memory));
        Array {
            start,
            shape,
            steps,
            base,
        }
    }

    /// Who keeps the memory alive.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// Where the first element lies.
    pub fn start(&self) -> *mut T::Raw {
        self.start
    }

    /// `a.shape`
    #[inline(always)]
    pub fn shape(&self) -> [i64; N] {
        self.shape
    }

    /// How far it is from one element to the next along each axis, in elements.
    pub fn steps(&self) -> [isize; N] {
        self.steps
    }

    /// `a.size`
    #[inline]
    pub fn size(&self) -> i64 {
        self.shape.iter().product()
    }

    /// The element so many steps from the first.
    #[inline(always)]
    pub(super) fn load(&self, offset: isize) -> T {
        // SAFETY: only called with offsets that lead to an element.
        T::load(unsafe { self.start.offset(offset).read() })
    }

    /// Puts an element so many steps from the first.
    #[inline(always)]
    pub(super) fn store(&self, offset: isize, item: T) {
        // SAFETY: as above; that the memory may be written to is the promise made to `new`.
        unsafe { self.start.offset(offset).write(item.store()) };
    }

    /// Do the elements lie one after the other, as `np.ascontiguousarray` would have them?
    pub fn is_contiguous(&self) -> bool {
        let mut step = 1;
        for axis in (0..N).rev() {
            if self.shape[axis] != 1 && self.steps[axis] != step {
                return false;
            }
            step *= self.shape[axis] as isize;
        }
        true
    }

    /// The offsets of all elements, the last axis the fastest.
    pub(super) fn offsets(&self, mut visit: impl FnMut(isize)) {
        if self.shape.contains(&0) {
            return;
        }
        let mut index = [0_i64; N];
        let mut offset = 0_isize;
        loop {
            visit(offset);
            let mut axis = N;
            loop {
                if axis == 0 {
                    return;
                }
                axis -= 1;
                index[axis] += 1;
                offset += self.steps[axis];
                if index[axis] < self.shape[axis] {
                    break;
                }
                offset -= self.steps[axis] * index[axis] as isize;
                index[axis] = 0;
            }
        }
    }
}
