//! A message on its way to becoming transactions: understood, but waiting for a person's yes.

use super::{
    CategorySlug, Channel, Day, DraftId, HouseholdId, Line, MemberId, Money, Movement, Particulars, Permille,
    Source, Tag, Timestamp, Transaction, TransactionId, TransactionType, Unsound, WalletId,
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

impl DraftItem {
    /// Whether the member's usual wallet stands in when none is named. A transfer must say both of its own.
    pub const fn may_assume_wallet(&self) -> bool {
        !matches!(self.kind, TransactionType::Transfer)
    }
}

/// What a settled draft's transactions need beyond what the draft holds.
#[derive(Debug, Clone)]
pub struct Settling {
    /// For items that name no wallet.
    pub usual_wallet: Option<WalletId>,
    /// Names of template wallets, and the wallets they have become.
    pub added: Vec<(String, WalletId)>,
    /// One for each item.
    pub ids: Vec<TransactionId>,
    pub now: Timestamp,
}

impl Draft {
    /// The only way from words to transactions: every item sound and complete, or the doubts that are left.
    pub fn settle(&self, settling: &Settling) -> Result<Vec<Transaction>, Unsettled> {
        let missing = self.missing();
        if !missing.is_empty() {
            return Err(Unsettled::Doubts(missing));
        }
        // A tag is about the whole message.
        let mut tags = Tag::written_in(&self.text).0;
        tags.truncate(Transaction::MAX_TAGS);
        let mut transactions = Vec::with_capacity(self.items.len());
        for (item, id) in self.items.iter().zip(&settling.ids) {
            let transaction = Transaction {
                id: *id,
                household: self.household,
                day: item.day,
                member: self.member,
                movement: item.movement(settling).ok_or(Unsettled::NoWallet)?,
                person: item.person.clone(),
                note: None,
                particulars: Particulars { tags: tags.clone(), ..Particulars::default() },
                source: Source {
                    channel: self.channel,
                    text: Some(self.text.clone()),
                    confidence: Some(self.confidence),
                },
                recorded: settling.now,
                voided: None,
                erased: None,
                version: 1,
            };
            transaction.check()?;
            transactions.push(transaction);
        }
        if transactions.is_empty() { Err(Unsettled::Unsound(Unsound::Lines)) } else { Ok(transactions) }
    }

    /// What no yes can supply: an amount that is not there, a transfer's other wallet.
    pub fn missing(&self) -> Vec<DraftDoubt> {
        let mut missing = Vec::new();
        for (index, item) in self.items.iter().enumerate() {
            if item.amount.is_none() {
                missing.push(DraftDoubt::NoAmount { item: index });
            }
            let transfer = matches!(item.kind, TransactionType::Transfer);
            if transfer && (item.wallet.is_none() || item.to_wallet.is_none()) {
                missing.push(DraftDoubt::OneWallet { item: index });
            }
        }
        missing
    }
}

impl DraftItem {
    fn movement(&self, settling: &Settling) -> Option<Movement> {
        let amount = self.amount?;
        let resolve = |choice: &WalletChoice| match choice {
            WalletChoice::Known(id) => Some(*id),
            WalletChoice::Template(name) => {
                settling.added.iter().find(|(added, _)| added == name).map(|(_, id)| *id)
            }
        };
        let named = self.wallet.as_ref().map(resolve);
        let line = || vec![Line { amount, category: self.category, description: self.description.clone() }];
        match self.kind {
            TransactionType::Expense => {
                Some(Movement::Expense { wallet: named.unwrap_or(settling.usual_wallet)?, lines: line() })
            }
            TransactionType::Income => {
                Some(Movement::Income { wallet: named.unwrap_or(settling.usual_wallet)?, lines: line() })
            }
            TransactionType::Transfer => Some(Movement::Transfer {
                from: named??,
                to: resolve(self.to_wallet.as_ref()?)?,
                amount,
                received: None,
                fee: self.fee,
                description: self.description.clone(),
            }),
            TransactionType::Adjustment => None,
        }
    }
}

/// Why a draft cannot become transactions yet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsettled {
    #[error("something is still missing")]
    Doubts(Vec<DraftDoubt>),
    #[error("the household has no wallet to take it from")]
    NoWallet,
    #[error(transparent)]
    Unsound(#[from] Unsound),
}
