//! A slice written by hand: what emitted code looks like, and what it must survive.
#![forbid(unsafe_code)]

mod binding;
mod slice;
