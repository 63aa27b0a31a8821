//! Promises kept later. Each job is idempotent and takes no input: the store says what is due, so waking one early
//! and being on time run the same code.

mod sweep;

pub use sweep::sweep;
