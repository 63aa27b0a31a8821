//! What everyday Indonesian money words mean.
//!
//! The grammar of the root crate finds amounts, dates, wallets and the parts of a message; this crate says what
//! the remaining words mean: whether money moved at all ([`Kind`] and [`Cue`]), which way ([`Flow`]) and for what
//! (a category's slug), each with an honest probability. Pure, without I/O; it never fails and never panics.
//!
//! In reading order: [`message`](Message) is the interface, `lexicon` the words we wrote down, `spelling` how people
//! really type them, `judge` the decisions.

#[cfg(feature = "train")]
pub mod corpus;
mod judge;
mod lexicon;
mod message;
mod net;
pub mod sources;
mod spelling;
#[cfg(feature = "train")]
pub mod training;

pub use judge::Judge;
pub use message::{Cue, DecidedBy, Flow, Hints, ItemJudgement, Judgement, Kind, Message, Word};
pub use net::{Calibration, Encoder, Manifest, Second, Shape};
pub use spelling::{Normal, skeleton};
