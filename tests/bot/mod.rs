//! The Telegram door, seen from Telegram.

mod client;
mod emulator;
mod farewell;
mod home;
mod hostile;
mod inlet;
mod lessons;
mod linking;
mod once;
mod outbox;
mod people;
mod photos;
mod reports;
mod story;
mod trouble;
