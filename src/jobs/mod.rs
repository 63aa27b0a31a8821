//! Promises kept later. Each job is idempotent and takes no input: the store says what is due, so waking one early
//! and being on time run the same code.

mod bin;
mod sweep;

pub use bin::empty_bins;
pub use sweep::sweep;
