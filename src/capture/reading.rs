//! What a message turned out to mean.

use crate::ledger::{CategorySlug, Day, Money, Period, Permille, TransactionType};

/// The understanding of one message. Never an error: what is unclear is in `doubts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The message as it came.
    pub text: String,
    pub kind: Kind,
    /// How probable it is that the whole record is right.
    pub confidence: Permille,
    /// In the order of the message; empty unless `kind` is [`Kind::Transaction`].
    pub items: Vec<Item>,
    /// Why it must be asked, whatever the confidence. Empty: nothing is unclear.
    pub doubts: Vec<Doubt>,
    /// What was asked, when `kind` is [`Kind::Query`].
    pub question: Option<Question>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Money moved.
    Transaction,
    /// A question about the data.
    Query,
    /// Chat, noise, wishes, plans.
    Other,
}

/// One transaction to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Never [`TransactionType::Adjustment`].
    pub kind: TransactionType,
    /// `None` when the message names none: it will be asked.
    pub amount: Option<Money>,
    pub category: CategorySlug,
    /// The name of a known wallet, exactly as the caller gave it (or a template's name); `None` when the
    /// message names none. For a transfer, where the money leaves.
    pub wallet: Option<String>,
    /// For a transfer, where it arrives.
    pub to_wallet: Option<String>,
    pub fee: Option<Money>,
    pub day: Day,
    /// First letter upper case, without amount, wallet and date: `Makan padang`.
    pub description: String,
    /// The other person of a debt or gift: `Budi`.
    pub person: Option<String>,
    pub confidence: Permille,
    pub decided: Decided,
}

/// What made an item's type and category what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub by: DecidedBy,
    /// The words that decided, as written, in the order of the message. Those of the model are only looked for
    /// when somebody asks for them.
    pub words: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecidedBy {
    /// Words with a known meaning, and the rules over them.
    Rule,
    /// What the household taught.
    Habit,
    /// The trained net.
    Model,
}

/// A reason to ask before recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// The item at this position has no amount.
    NoAmount { item: usize },
    /// A bare small number: the amount written may mean itself or a thousand times as much. The item carries
    /// the likelier one; `other` is the alternative.
    Magnitude { item: usize, other: Money },
    /// A transfer names only one of its two wallets.
    OneWallet { item: usize },
    /// The date lies in the future or far in the past.
    OddDay { item: usize },
    /// It may not have happened (yet), or may not be about money at all.
    MaybeNotMoney,
    /// The parts do not add up to the total that the message names.
    TotalDiffers { total: Money },
}

/// A question about the family's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub topic: Topic,
    pub period: Option<Period>,
    pub category: Option<CategorySlug>,
    pub wallet: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// How much was spent.
    Spending,
    /// How much came in.
    Income,
    /// What wallets hold.
    Balance,
    /// Both sides, a summary.
    Summary,
    /// A question this house cannot answer yet.
    Unknown,
}
