//! Words to draft: what a family's message means. Pure, never fails: it doubts.

mod reading;

pub use reading::{Doubt, Item, Kind, Question, Reading, Topic};

use crate::ledger::{
    CategorySlug, Currency, Day, Money, Permille, TransactionType, WALLET_TEMPLATES, WalletKind,
    WalletTemplate,
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
    /// What an amount without a currency is in.
    pub currency: Currency,
    pub wallets: Vec<KnownWallet>,
}

/// A wallet that a message may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownWallet {
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
            || Self { name: name.trim().to_owned(), aliases: Vec::new(), kind: WalletKind::Cash },
            |template| Self { name: name.trim().to_owned(), ..Self::template(template) },
        )
    }

    fn template(template: &WalletTemplate) -> Self {
        Self {
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
        Self { today, hour: 12, currency: Currency::IDR, wallets }
    }
}

/// A correction of something recorded or drafted: what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fix {
    /// "Hapus", "batal": take it back.
    pub void: bool,
    pub kind: Option<TransactionType>,
    pub amount: Option<Money>,
    /// The amount that the message says was wrong.
    pub replaces: Option<Money>,
    pub category: Option<CategorySlug>,
    pub wallet: Option<String>,
    pub to_wallet: Option<String>,
    pub day: Option<Day>,
    pub description: Option<String>,
}

/// What a message means. The grammar is not here yet: every message is chat.
pub fn read(text: &str, _setting: &Setting) -> Reading {
    Reading {
        text: text.to_owned(),
        kind: Kind::Other,
        confidence: Permille::ZERO,
        items: Vec::new(),
        doubts: Vec::new(),
        question: None,
    }
}

/// The correction a message makes, if it makes one.
pub const fn read_fix(_text: &str, _setting: &Setting) -> Option<Fix> {
    None
}
