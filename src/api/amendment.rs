//! A later word about a transaction.

use poem_openapi::{Enum, Object};

use super::view::TransactionType;
use crate::app;
use crate::ledger::{self, CategorySlug, Day, MemberId, Tag, TransactionId, WalletId};

/// What should be different. What is left out or `null` stays as it is.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct Amendment {
    /// The version that the person was looking at.
    #[oai(nullable)]
    pub version: Option<u32>,
    #[oai(rename = "type", nullable)]
    kind: Option<TransactionType>,
    /// In the wallet's currency; only for a transaction of one line.
    #[oai(nullable, validator(minimum(value = "1"), maximum(value = "9000000000000000")))]
    amount: Option<i64>,
    #[oai(nullable)]
    category: Option<CategorySlug>,
    #[oai(nullable)]
    wallet: Option<WalletId>,
    /// Only for a transfer.
    #[oai(nullable)]
    to_wallet: Option<WalletId>,
    /// What arrived in a wallet of another currency, in that one's minor unit.
    #[oai(nullable, validator(minimum(value = "1"), maximum(value = "9000000000000000")))]
    received: Option<i64>,
    /// What a transfer cost; 0 takes the fee away.
    #[oai(nullable, validator(minimum(value = "0"), maximum(value = "9000000000000000")))]
    fee: Option<i64>,
    #[oai(nullable)]
    day: Option<Day>,
    #[oai(nullable, validator(max_length = 200))]
    description: Option<String>,
    /// In place of all lines there are: how a purchase is split, or made one again.
    #[oai(nullable, validator(min_items = 1, max_items = 100))]
    lines: Option<Vec<NewLine>>,
    /// An empty one takes the note away.
    #[oai(nullable, validator(max_length = 1000))]
    note: Option<String>,
    /// An empty one takes the person away.
    #[oai(nullable, validator(max_length = 60))]
    person: Option<String>,
    /// Who paid, where that is not who recorded it.
    #[oai(nullable)]
    paid_by: Option<MemberId>,
    /// For whom it was; an empty list says for all.
    #[oai(nullable, validator(max_items = 20))]
    for_whom: Option<Vec<MemberId>>,
    /// In place of all tags there are.
    #[oai(nullable, validator(max_items = 10))]
    tags: Option<Vec<Tag>>,
    /// The purchase whose money came back with this; only for an income.
    #[oai(nullable)]
    refund_of: Option<TransactionId>,
    /// Until that day nobody but who recorded it sees it; only they may say so.
    #[oai(nullable)]
    secret_until: Option<Day>,
    /// What is not so any more.
    #[oai(nullable, validator(max_items = 3))]
    clear: Option<Vec<Unsaid>>,
}

/// One thing bought, or one source of income, as it is given.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewLine {
    /// In the wallet's currency.
    #[oai(validator(minimum(value = "1"), maximum(value = "9000000000000000")))]
    amount: i64,
    /// When left out, that of the line that stood in its place, or the usual one.
    #[oai(nullable)]
    category: Option<CategorySlug>,
    #[oai(nullable, validator(max_length = 200))]
    description: Option<String>,
}

/// Something that may be unsaid again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum Unsaid {
    PaidBy,
    RefundOf,
    SecretUntil,
}

impl From<Amendment> for app::Amendment {
    fn from(amendment: Amendment) -> Self {
        let clear = amendment.clear.unwrap_or_default();
        Self {
            version: amendment.version,
            kind: amendment.kind.map(ledger::TransactionType::from),
            amount: amendment.amount,
            category: amendment.category,
            wallet: amendment.wallet,
            to_wallet: amendment.to_wallet,
            received: amendment.received,
            fee: amendment.fee,
            day: amendment.day,
            description: amendment.description,
            lines: amendment.lines.map(NewLine::all),
            note: amendment.note,
            person: amendment.person,
            paid_by: put(amendment.paid_by, clear.contains(&Unsaid::PaidBy)),
            for_whom: amendment.for_whom,
            tags: amendment.tags,
            refund_of: put(amendment.refund_of, clear.contains(&Unsaid::RefundOf)),
            secret_until: put(amendment.secret_until, clear.contains(&Unsaid::SecretUntil)),
            ..Self::default()
        }
    }
}

/// A value given wins over its being unsaid.
const fn put<T: Copy>(value: Option<T>, clear: bool) -> app::Put<T> {
    match value {
        Some(value) => app::Put::This(value),
        None if clear => app::Put::Clear,
        None => app::Put::Keep,
    }
}

impl NewLine {
    pub(super) fn all(lines: Vec<Self>) -> Vec<app::NewLine> {
        let line = |line: Self| app::NewLine {
            amount: line.amount,
            category: line.category,
            description: line.description.unwrap_or_default(),
        };
        lines.into_iter().map(line).collect()
    }
}
