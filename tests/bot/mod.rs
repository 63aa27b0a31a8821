//! The Telegram door, seen from Telegram.

mod client;
