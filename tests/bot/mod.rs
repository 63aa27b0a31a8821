//! The Telegram door, seen from Telegram.

mod client;
mod home;
mod story;
