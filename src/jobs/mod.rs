//! Promises kept later. Each job is idempotent and takes no input: the store says what is due, so waking one early
//! and being on time run the same code.

mod backup;
mod beat;
mod bin;
mod farewell;
mod faults;
mod keys;
mod retention;
mod sweep;

pub use backup::tend_backups;
pub use beat::keep_beating;
pub use bin::empty_bins;
pub use farewell::carry_out_farewells;
pub use faults::keep_faults;
pub use keys::tend_keys;
pub use retention::keep_retention;
pub use sweep::sweep;
