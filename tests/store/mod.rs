//! The store from outside: what it keeps, whatever happens to the disk below it.

pub(crate) mod beside;
pub(crate) mod disk;
mod erasing;
mod facts;
pub(crate) mod family;
mod faults;
mod opening;
mod properties;
pub(crate) mod queue;
mod writing;
