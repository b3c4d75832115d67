//! No code: `Cargo.toml` and `Cargo.lock` are what this folder is for.
