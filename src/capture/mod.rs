//! Words to draft: what a family's message means. Pure, never fails: it doubts.
//!
//! A message becomes tokens (`words`), then spans that mean one thing each (`mark`: amounts, days, wallets,
//! words), then parts with one amount each (`item`), whose kind, type and category the judge decides, unless the
//! household taught otherwise (`habit`).

mod amount;
mod arithmetic;
mod calibrate;
mod correction;
mod date;
mod describe;
mod fees;
mod habit;
mod hear;
mod item;
mod judging;
mod mark;
mod number;
mod outcome;
mod own;
mod person;
mod phrase;
mod place;
mod price;
mod question;
mod read;
mod reading;
mod reply;
mod roles;
mod shares;
mod span;
mod strange;
mod terms;
mod transfer;
mod units;
mod wallet;
mod words;

pub use calibrate::Signs;
pub use habit::Habits;
pub use hear::{Heard, hear};
pub use phrase::{Hand, Phrase, nickname, phrase, whole_phrase};
pub use read::{explain, read, read_with_signs};
pub use reading::{Decided, DecidedBy, Doubt, Item, Kind, Question, Reading, Topic};
pub use reply::{Fix, read_fix};

use std::sync::Arc;

use crate::ledger::{
    Categories, Currency, Cycle, Day, WALLET_TEMPLATES, WalletId, WalletKind, WalletTemplate,
};

/// The longest message that is read, in characters; a longer one is no chat message.
pub const LONGEST: usize = 4_000;

/// What a reader must know about the family and the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The family's day.
    pub today: Day,
    /// The hour on the family's clock, 0 to 23: after midnight "tadi malam" is still yesterday's evening.
    pub hour: i8,
    /// How the family's months go: what "bulan ini" is in a question.
    pub cycle: Cycle,
    /// What an amount without a currency is in.
    pub currency: Currency,
    pub wallets: Vec<KnownWallet>,
    /// What the household taught by its corrections.
    pub habits: Arc<Habits>,
    /// The household's categories: which count as which, and what they are called.
    pub categories: Arc<Categories>,
}

/// A wallet that a message may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownWallet {
    /// None for one that the family does not have.
    pub id: Option<WalletId>,
    /// As readings give it back.
    pub name: String,
    /// Other words that mean it, lower case.
    pub aliases: Vec<String>,
    pub kind: WalletKind,
}

impl KnownWallet {
    /// A wallet of this name, with the aliases of the template it is called after, if it is.
    pub fn named(name: &str) -> Self {
        WalletTemplate::named(name.trim()).map_or_else(
            || Self { id: None, name: name.trim().to_owned(), aliases: Vec::new(), kind: WalletKind::Cash },
            |template| Self { name: name.trim().to_owned(), ..Self::template(template) },
        )
    }

    fn template(template: &WalletTemplate) -> Self {
        Self {
            id: None,
            name: template.name.to_owned(),
            aliases: template.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            kind: template.kind,
        }
    }
}

impl Setting {
    /// Noon of a day, in rupiah, with every template's wallet known.
    pub fn templates(today: Day) -> Self {
        Self::with(today, WALLET_TEMPLATES.iter().map(KnownWallet::template).collect())
    }

    /// Noon of a day, in rupiah, with these wallets known.
    pub fn with(today: Day, wallets: Vec<KnownWallet>) -> Self {
        Self {
            today,
            hour: 12,
            cycle: Cycle::Calendar,
            currency: Currency::IDR,
            wallets,
            habits: Arc::default(),
            categories: Arc::default(),
        }
    }
}
