//! The verbs both doors call. Synchronous: a door hops to a blocking thread once and calls one of these.

mod outcome;

pub use crate::error::{Error, Noun, Why};
pub use outcome::{
    Answer, CategorySeen, CategoryTotal, DraftSeen, DraftWallets, Happened, Heard, Outcome, Page, Place,
    Recorded, Seen, Summary, Sums, WalletSeen,
};
