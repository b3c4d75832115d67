//! What an array can hold: each type as it is worked with, and as it lies in memory.

/// An element of an array.
pub trait Item: Copy + Default + 'static {
    /// How it lies in memory.
    type Raw: Copy + 'static;

    /// The element that lies there.
    fn load(raw: Self::Raw) -> Self;

    /// What is put into memory for it.
    fn store(self) -> Self::Raw;
}

macro_rules! as_they_are {
    ($($name:ident)*) => {$(
        impl Item for $name {
            type Raw = $name;

            #[inline(always)]
            fn load(raw: $name) -> $name {
                raw
            }

            #[inline(always)]
            fn store(self) -> $name {
                self
            }
        }
    )*};
}
as_they_are! { f64 f32 i64 i32 i16 i8 u64 u32 u16 u8 }

/// A byte that may be any, as a view of another array's memory shows it.
impl Item for bool {
    type Raw = u8;

    #[inline(always)]
    fn load(raw: u8) -> bool {
        raw != 0
    }

    #[inline(always)]
    fn store(self) -> u8 {
        u8::from(self)
    }
}

/// A number that is one of NumPy's own where Python sees it, as `np.float64` is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumPy<T>(pub T);
