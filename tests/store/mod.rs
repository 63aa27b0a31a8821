//! The store from outside: what it keeps, whatever happens to the disk below it.

mod facts;
pub(crate) mod family;
