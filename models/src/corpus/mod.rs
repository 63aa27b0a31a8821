//! The corpus a model learns from: messages with the record a careful family member would make of each.
//!
//! `models/corpus/README.md` says where it comes from and how its files are written. In reading order: [`Labelled`]
//! is one message with its record, `gold` reads the hand-written rows, `template`, `lists`, `things` and `money` read
//! and fill slots, `draw` fills one frame, `generator` picks frames, `noise` makes the result look typed.

mod draw;
mod generator;
mod gold;
mod labelled;
mod lists;
mod money;
mod noise;
mod template;
mod things;

pub use generator::Generator;
pub use gold::{WALLETS, read_folder};
pub use labelled::{Item, Labelled};

use crate::sources::texts;
pub use crate::sources::{Error, folder, hash};

#[cfg(test)]
mod tests;
