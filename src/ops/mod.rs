//! Running the box: its log, and the private line by which commands reach a box that is at work.

pub mod backups;
pub mod control;
pub mod logging;
