//! Running the box: its log, and the private line by which commands reach a box that is at work.

pub mod backups;
mod catch;
pub mod control;
pub mod heartbeat;
pub mod logging;
pub mod sentry;
