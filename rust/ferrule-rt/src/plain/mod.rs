//! `Plain`: a Python value that is a bool, an int, a float or a text, decided at run time.
//!
//! In: values of any of these kinds. Out: what holds for all of them (equality, order, text, truth),
//! or the value itself where it is of the kind that is wanted; where it is not, a redo.

mod value;

#[cfg(test)]
mod tests;

pub use value::Plain;
