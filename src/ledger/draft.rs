//! A message on its way to becoming transactions: understood, but waiting for a person's yes.

use super::{
    CategorySlug, Channel, Day, DraftId, HouseholdId, MemberId, Money, Permille, Timestamp, TransactionType, WalletId,
};

/// What the box understood of a message and did not dare to record without asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: DraftId,
    pub household: HouseholdId,
    /// Who wrote the message, and whose yes it needs.
    pub member: MemberId,
    pub channel: Channel,
    /// The message as the person wrote it.
    pub text: String,
    pub items: Vec<DraftItem>,
    /// Why it must be asked, in the order to ask.
    pub doubts: Vec<DraftDoubt>,
    pub confidence: Permille,
    pub created: Timestamp,
    /// From this moment on it can no longer be confirmed.
    pub expires: Timestamp,
    /// The change that recorded it. A settled draft is kept for a while, so that a second yes, or a reply to
    /// its message, finds what became of it.
    pub settled: Option<u64>,
}

/// One transaction to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftItem {
    /// Never [`TransactionType::Adjustment`].
    pub kind: TransactionType,
    /// `None` when the message names none: it must be filled in before the yes.
    pub amount: Option<Money>,
    /// The other thing a bare small number may mean, offered beside `amount`.
    pub other_amount: Option<Money>,
    pub category: CategorySlug,
    /// For a transfer, where the money leaves.
    pub wallet: Option<WalletChoice>,
    /// For a transfer, where it arrives.
    pub to_wallet: Option<WalletChoice>,
    pub fee: Option<Money>,
    pub day: Day,
    pub description: String,
    /// The other person of a debt, a gift or a loan.
    pub person: Option<String>,
    pub confidence: Permille,
}

/// The wallet an item names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WalletChoice {
    /// One of the family's.
    Known(WalletId),
    /// A well-known wallet that the family does not have yet, by its template's name: the yes adds it.
    Template(String),
}

/// A reason to ask before recording. `item` is a position in [`Draft::items`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftDoubt {
    /// It has no amount.
    NoAmount { item: usize },
    /// Its amount may mean itself or a thousand times as much.
    Magnitude { item: usize },
    /// A transfer of which only one wallet is known.
    OneWallet { item: usize },
    /// Its day lies in the future or far in the past.
    OddDay { item: usize },
    /// It may not have happened, or may not be about money at all.
    MaybeNotMoney,
    /// The parts do not add up to the total that the message names.
    TotalDiffers { total: Money },
    /// Nothing in particular: the reading as a whole is below the household's threshold.
    Unsure,
}
