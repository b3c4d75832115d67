//! Which Python the slice has to agree with.
//!
//! In: the minor version, told once at load. Out: the words of messages that differ by version.
//! A version that nobody has compared yet has no words here: such a raise becomes a redo.

use std::sync::atomic::{AtomicU8, Ordering};

static MINOR: AtomicU8 = AtomicU8::new(11);

/// The newest minor version whose behaviour was compared with this crate.
pub const NEWEST_COMPARED: u8 = 13;

/// `sys.version_info.minor` of the Python that the slice runs in.
#[inline]
pub fn python_version() -> u8 {
    MINOR.load(Ordering::Relaxed)
}

/// Tells the minor version; called once when the extension is loaded.
pub fn set_python_version(minor: u8) {
    MINOR.store(minor, Ordering::Relaxed);
}

/// Is this a version whose words and algorithms this crate knows?
pub fn is_compared() -> bool {
    (11..=NEWEST_COMPARED).contains(&python_version())
}
