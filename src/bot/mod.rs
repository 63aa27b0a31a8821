//! The Telegram door.

pub mod client;
pub mod wire;
