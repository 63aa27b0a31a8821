//! What happened to money: an expense, an income, a transfer, or an adjustment to a real balance.

use super::{
    AttachmentId, CategorySlug, Currency, Day, HouseholdId, MemberId, Money, MoneyError, Permille, Tag,
    Timestamp, TransactionId, WalletId,
};

/// One thing that happened to the family's money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    pub id: TransactionId,
    pub household: HouseholdId,
    /// The family's day it counts on.
    pub day: Day,
    /// Who recorded it.
    pub member: MemberId,
    pub movement: Movement,
    /// The other person of a debt, a gift or a loan; at most 60 characters.
    pub person: Option<String>,
    pub note: Option<String>,
    pub particulars: Particulars,
    pub source: Source,
    pub recorded: Timestamp,
    /// Set when a person took it back. A voided transaction stays in the journal and counts nowhere.
    pub voided: Option<Timestamp>,
    /// Set when what people wrote about it was taken out for good, out of its history too. What it did to balances
    /// stays; it can be changed no more.
    pub erased: Option<Timestamp>,
    /// 1 when recorded, one more at every later fact.
    pub version: u32,
}

/// Which way the money went. Amounts are positive; the kind says the sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Movement {
    Expense {
        wallet: WalletId,
        lines: Vec<Line>,
    },
    Income {
        wallet: WalletId,
        lines: Vec<Line>,
    },
    Transfer {
        from: WalletId,
        to: WalletId,
        amount: Money,
        /// What arrived, where the other wallet is of another currency; else what left.
        received: Option<Money>,
        fee: Option<Money>,
        description: String,
    },
    /// "Setel saldo": what the wallet turned out to hold more (or, negative, less) than its entries said.
    Adjustment {
        wallet: WalletId,
        difference: Money,
        description: String,
    },
}

/// What else a person said about a transaction. The default says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Particulars {
    /// Who paid, where that is not who recorded it.
    pub paid_by: Option<MemberId>,
    /// For whom it was; nobody named: for all.
    pub for_whom: Vec<MemberId>,
    /// In the order they were given; none twice.
    pub tags: Vec<Tag>,
    pub attachments: Vec<AttachmentId>,
    /// The purchase whose money came back with this.
    pub refund_of: Option<TransactionId>,
    /// Until that day nobody but who recorded it sees it, nor counts it.
    pub secret_until: Option<Day>,
}

/// One thing bought, or one source of income.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub amount: Money,
    pub category: CategorySlug,
    /// At most 200 characters; may be empty.
    pub description: String,
}

/// Where a transaction came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub channel: Channel,
    /// The message as the person wrote it, for a capture.
    pub text: Option<String>,
    /// How sure the reading of the message was.
    pub confidence: Option<Permille>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    Telegram,
    /// The chat of the web app.
    Web,
    Api,
    /// The command line on the box.
    Box,
}

/// The type a person sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TransactionType {
    Expense,
    Income,
    Transfer,
    Adjustment,
}

/// What one transaction does to one wallet's balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub wallet: WalletId,
    /// Signed: negative leaves the wallet.
    pub amount: Money,
}

/// What one transaction adds to the totals: the cell of the table it falls in, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    pub kind: TransactionType,
    pub category: CategorySlug,
    pub wallet: WalletId,
    /// Positive for expense, income and transfer; signed for an adjustment.
    pub amount: Money,
}

/// A transaction breaks a rule of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    #[error("a transaction has 1 to {} lines", Transaction::MAX_LINES)]
    Lines,
    #[error("an amount is more than nothing and at most {}", Money::MAX_RECORD)]
    Amount,
    #[error("a transfer needs two different wallets")]
    SameWallet,
    #[error("a text is longer than the ledger holds")]
    TooLong,
    #[error("more tags, people or pictures than a transaction holds, or one of them twice")]
    TooMany,
    #[error("a transfer has no category but its own, and only an expense or income has others")]
    Category,
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Transaction {
    pub const MAX_LINES: usize = 100;
    pub const MAX_DESCRIPTION: usize = 200;
    pub const MAX_PERSON: usize = 60;
    pub const MAX_NOTE: usize = 1_000;
    pub const MAX_TAGS: usize = 10;
    pub const MAX_FOR_WHOM: usize = 20;
    pub const MAX_ATTACHMENTS: usize = 10;

    pub const fn kind(&self) -> TransactionType {
        match self.movement {
            Movement::Expense { .. } => TransactionType::Expense,
            Movement::Income { .. } => TransactionType::Income,
            Movement::Transfer { .. } => TransactionType::Transfer,
            Movement::Adjustment { .. } => TransactionType::Adjustment,
        }
    }

    pub const fn is_live(&self) -> bool {
        self.voided.is_none()
    }

    /// The wallet the money left, or came into for an income.
    pub const fn wallet(&self) -> WalletId {
        match &self.movement {
            Movement::Expense { wallet, .. }
            | Movement::Income { wallet, .. }
            | Movement::Transfer { from: wallet, .. }
            | Movement::Adjustment { wallet, .. } => *wallet,
        }
    }

    pub const fn to_wallet(&self) -> Option<WalletId> {
        match &self.movement {
            Movement::Transfer { to, .. } => Some(*to),
            _ => None,
        }
    }

    /// The whole amount, without a transfer's fee; signed only for an adjustment.
    pub fn amount(&self) -> Result<Money, MoneyError> {
        match &self.movement {
            Movement::Expense { lines, .. } | Movement::Income { lines, .. } => sum_of(lines),
            Movement::Transfer { amount, .. } => Ok(*amount),
            Movement::Adjustment { difference, .. } => Ok(*difference),
        }
    }

    /// The category to show: the first line's, or the movement's own.
    pub fn category(&self) -> CategorySlug {
        match &self.movement {
            Movement::Expense { lines, .. } | Movement::Income { lines, .. } => {
                lines.first().map_or(CategorySlug::LAINNYA, |line| line.category)
            }
            Movement::Transfer { .. } => CategorySlug::TRANSFER,
            Movement::Adjustment { .. } => CategorySlug::PENYESUAIAN,
        }
    }

    /// What to show as its name: the lines' descriptions, or the movement's own.
    pub fn description(&self) -> String {
        match &self.movement {
            Movement::Expense { lines, .. } | Movement::Income { lines, .. } => {
                let texts: Vec<&str> = lines
                    .iter()
                    .map(|line| line.description.as_str())
                    .filter(|text| !text.is_empty())
                    .collect();
                texts.join(", ")
            }
            Movement::Transfer { description, .. } | Movement::Adjustment { description, .. } => {
                description.clone()
            }
        }
    }

    /// Checks every rule a transaction must keep, whoever made it.
    pub fn check(&self) -> Result<(), Unsound> {
        let long = |text: &str, most: usize| text.chars().count() > most;
        if self.person.as_deref().is_some_and(|text| long(text, Self::MAX_PERSON))
            || self.note.as_deref().is_some_and(|text| long(text, Self::MAX_NOTE))
            || long(&self.description(), Self::MAX_DESCRIPTION * Self::MAX_LINES)
        {
            return Err(Unsound::TooLong);
        }
        self.particulars.check()?;
        match &self.movement {
            Movement::Expense { lines, .. } | Movement::Income { lines, .. } => check_lines(lines),
            Movement::Transfer { from, to, amount, received, fee, description } => {
                if from == to {
                    return Err(Unsound::SameWallet);
                }
                let fee_is_sound =
                    fee.is_none_or(|fee| fee.is_recordable() && fee.currency() == amount.currency());
                // Another amount arrives only where another currency does.
                let received_is_sound = received.is_none_or(|received| {
                    received.is_recordable() && received.currency() != amount.currency()
                });
                if !amount.is_recordable() || !fee_is_sound || !received_is_sound {
                    return Err(Unsound::Amount);
                }
                if long(description, Self::MAX_DESCRIPTION) { Err(Unsound::TooLong) } else { Ok(()) }
            }
            Movement::Adjustment { difference, .. } => {
                let most = Money::MAX_RECORD;
                if difference.is_zero() || difference.minor() > most || difference.minor() < -most {
                    return Err(Unsound::Amount);
                }
                Ok(())
            }
        }
    }

    /// What it does to balances. A voided transaction does nothing.
    pub fn entries(&self) -> Result<Vec<Entry>, MoneyError> {
        if !self.is_live() {
            return Ok(Vec::new());
        }
        Ok(match &self.movement {
            Movement::Expense { wallet, lines } => {
                vec![Entry { wallet: *wallet, amount: sum_of(lines)?.negated()? }]
            }
            Movement::Income { wallet, lines } => vec![Entry { wallet: *wallet, amount: sum_of(lines)? }],
            Movement::Transfer { from, to, amount, received, fee, .. } => {
                let leaving = fee.map_or(Ok(*amount), |fee| amount.plus(fee))?;
                vec![
                    Entry { wallet: *from, amount: leaving.negated()? },
                    Entry { wallet: *to, amount: received.unwrap_or(*amount) },
                ]
            }
            Movement::Adjustment { wallet, difference, .. } => {
                vec![Entry { wallet: *wallet, amount: *difference }]
            }
        })
    }

    /// What it adds to the totals. A transfer's fee is an expense of its own, under `tagihan`.
    pub fn postings(&self) -> Vec<Posting> {
        if !self.is_live() {
            return Vec::new();
        }
        let of_lines = |kind, wallet: WalletId, lines: &[Line]| {
            lines
                .iter()
                .map(|line| Posting { kind, category: line.category, wallet, amount: line.amount })
                .collect()
        };
        match &self.movement {
            Movement::Expense { wallet, lines } => of_lines(TransactionType::Expense, *wallet, lines),
            Movement::Income { wallet, lines } => of_lines(TransactionType::Income, *wallet, lines),
            Movement::Transfer { from, amount, fee, .. } => {
                let transfer = Posting {
                    kind: TransactionType::Transfer,
                    category: CategorySlug::TRANSFER,
                    wallet: *from,
                    amount: *amount,
                };
                let fee = fee.map(|fee| Posting {
                    kind: TransactionType::Expense,
                    category: CategorySlug::TAGIHAN,
                    wallet: *from,
                    amount: fee,
                });
                std::iter::once(transfer).chain(fee).collect()
            }
            Movement::Adjustment { wallet, difference, .. } => vec![Posting {
                kind: TransactionType::Adjustment,
                category: CategorySlug::PENYESUAIAN,
                wallet: *wallet,
                amount: *difference,
            }],
        }
    }

    /// The wallets whose balance or history it touches.
    pub fn wallets(&self) -> impl Iterator<Item = WalletId> {
        std::iter::once(self.wallet()).chain(self.to_wallet())
    }

    pub fn currency(&self) -> Currency {
        match &self.movement {
            Movement::Expense { lines, .. } | Movement::Income { lines, .. } => {
                lines.first().map_or(Currency::IDR, |line| line.amount.currency())
            }
            Movement::Transfer { amount, .. } => amount.currency(),
            Movement::Adjustment { difference, .. } => difference.currency(),
        }
    }
}

impl Particulars {
    fn check(&self) -> Result<(), Unsound> {
        let within = self.tags.len() <= Transaction::MAX_TAGS
            && self.for_whom.len() <= Transaction::MAX_FOR_WHOM
            && self.attachments.len() <= Transaction::MAX_ATTACHMENTS;
        if within && is_set(&self.tags) && is_set(&self.for_whom) && is_set(&self.attachments) {
            Ok(())
        } else {
            Err(Unsound::TooMany)
        }
    }

    /// Whether somebody other than who recorded it may not see it on that day.
    pub fn is_secret_on(&self, day: Day) -> bool {
        self.secret_until.is_some_and(|until| day < until)
    }
}

/// Whether nothing stands in it twice.
fn is_set<T: PartialEq>(list: &[T]) -> bool {
    list.iter().enumerate().all(|(place, one)| !list[..place].contains(one))
}

fn sum_of(lines: &[Line]) -> Result<Money, MoneyError> {
    let currency = lines.first().map_or(Currency::IDR, |line| line.amount.currency());
    lines.iter().try_fold(Money::zero(currency), |sum, line| sum.plus(line.amount))
}

fn check_lines(lines: &[Line]) -> Result<(), Unsound> {
    if lines.is_empty() || lines.len() > Transaction::MAX_LINES {
        return Err(Unsound::Lines);
    }
    for line in lines {
        if !line.amount.is_recordable() {
            return Err(Unsound::Amount);
        }
        if line.description.chars().count() > Transaction::MAX_DESCRIPTION {
            return Err(Unsound::TooLong);
        }
        if line.category == CategorySlug::TRANSFER || line.category == CategorySlug::PENYESUAIAN {
            return Err(Unsound::Category);
        }
    }
    if sum_of(lines)?.is_recordable() { Ok(()) } else { Err(Unsound::Amount) }
}
