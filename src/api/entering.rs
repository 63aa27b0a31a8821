//! What is recorded outright, and changing many records at once.

use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::amendment::NewLine;
use super::body::Body;
use super::caller::Caller;
use super::lessons::Lesson;
use super::problem::{Fixing, Refused, Several};
use super::reply::Shown;
use super::transactions::{Transaction, Warning, unexpected};
use super::view::TransactionType;
use crate::app::{self, Acting, Error, Noun, Outcome};
use crate::ledger::{self, CategorySlug, Day, MemberId, Tag, TransactionId, WalletId};

#[derive(Debug)]
pub(super) struct Entering;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Transactions")]
impl Entering {
    /// Correct several transactions
    ///
    /// The same correction of up to 500 transactions as one act, which one undo takes back. When it does not fit one
    /// of them, none is changed.
    #[oai(path = "/transactions/amend", method = "post", operation_id = "amend_transactions")]
    async fn amend(
        &self,
        caller: Caller,
        amendment: Body<BulkAmendment>,
    ) -> Result<Shown<AllChanged>, Refused<Fixing>> {
        let (ids, said) = amendment.0.parts();
        Ok(Shown(caller.run(move |me| AllChanged::of(&me.amend_all(ids, said)?)).await?))
    }

    /// Take several transactions back
    ///
    /// Up to 500 as one act. They go into the bin, and undoing the change restores them.
    #[oai(path = "/transactions/void", method = "post", operation_id = "void_transactions")]
    async fn void(&self, caller: Caller, these: Body<These>) -> Result<Shown<AllChanged>, Refused<Several>> {
        let ids = these.0.ids;
        Ok(Shown(caller.run(move |me: Acting| AllChanged::of(&me.void(ids)?)).await?))
    }
}

/// What happened to the family's money.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewTransaction {
    /// An adjustment is made by setting a wallet's balance.
    #[oai(rename = "type")]
    kind: TransactionType,
    /// In the wallet's currency; left out when there are `lines`.
    #[oai(nullable, validator(minimum(value = "1"), maximum(value = "9000000000000000")))]
    amount: Option<i64>,
    /// Of the amount, or of every line that has none of its own.
    #[oai(nullable)]
    category: Option<CategorySlug>,
    #[oai(nullable, validator(max_length = 200))]
    description: Option<String>,
    /// What it was made of, each with its own amount and category.
    #[oai(nullable, validator(min_items = 1, max_items = 100))]
    lines: Option<Vec<NewLine>>,
    /// Where the money left, or came into for an income; the member's usual one when left out.
    #[oai(nullable)]
    wallet: Option<WalletId>,
    /// Where a transfer arrived.
    #[oai(nullable)]
    to_wallet: Option<WalletId>,
    /// What arrived in a wallet of another currency, in that one's minor unit.
    #[oai(nullable, validator(minimum(value = "1"), maximum(value = "9000000000000000")))]
    received: Option<i64>,
    /// What a transfer cost, beside the amount.
    #[oai(nullable, validator(minimum(value = "0"), maximum(value = "9000000000000000")))]
    fee: Option<i64>,
    /// Today when left out.
    #[oai(nullable)]
    day: Option<Day>,
    /// The other person of a debt, a gift or a loan.
    #[oai(nullable, validator(max_length = 60))]
    person: Option<String>,
    #[oai(nullable, validator(max_length = 1000))]
    note: Option<String>,
    /// Who paid, where that is not who records it.
    #[oai(nullable)]
    paid_by: Option<MemberId>,
    /// For whom it was; nobody named: for all.
    #[oai(nullable, validator(max_items = 20))]
    for_whom: Option<Vec<MemberId>>,
    #[oai(nullable, validator(max_items = 10))]
    tags: Option<Vec<Tag>>,
    /// The purchase whose money came back with this; only for an income.
    #[oai(nullable)]
    refund_of: Option<TransactionId>,
    /// Until that day nobody but who records it sees it.
    #[oai(nullable)]
    secret_until: Option<Day>,
}

/// A transaction that was recorded.
#[derive(Debug, Object)]
pub(super) struct Entered {
    pub transaction: Transaction,
    /// The change's position in the journal, for undoing it.
    pub change: u64,
    /// What looks odd about it. Nothing was refused for it.
    pub warnings: Vec<Warning>,
}

/// Transactions, by their ids.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct These {
    #[oai(validator(min_items = 1, max_items = 500))]
    pub ids: Vec<TransactionId>,
}

/// What should be different about all of them. What is left out or `null` stays as it is.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct BulkAmendment {
    #[oai(validator(min_items = 1, max_items = 500))]
    ids: Vec<TransactionId>,
    /// Of every line.
    #[oai(nullable)]
    category: Option<CategorySlug>,
    #[oai(nullable)]
    wallet: Option<WalletId>,
    #[oai(nullable)]
    day: Option<Day>,
    #[oai(nullable, validator(max_items = 10))]
    add_tags: Option<Vec<Tag>>,
    #[oai(nullable, validator(max_items = 10))]
    remove_tags: Option<Vec<Tag>>,
    /// An empty one takes the person away.
    #[oai(nullable, validator(max_length = 60))]
    person: Option<String>,
    /// An empty list says for all.
    #[oai(nullable, validator(max_items = 20))]
    for_whom: Option<Vec<MemberId>>,
}

/// Changed transactions.
#[derive(Debug, Object)]
pub(super) struct AllChanged {
    /// As they are now, in the order they were given.
    pub transactions: Vec<Transaction>,
    /// The change's position in the journal, for undoing it.
    pub change: u64,
    /// What the box learnt from the correction.
    pub learned: Vec<Lesson>,
}

impl From<NewTransaction> for app::Amendment {
    fn from(new: NewTransaction) -> Self {
        let mut lines = new.lines.map(NewLine::all);
        // Beside lines, a category is theirs who have none.
        let category = if let Some(lines) = &mut lines {
            for line in lines {
                line.category = line.category.or(new.category);
            }
            None
        } else {
            new.category
        };
        Self {
            kind: Some(ledger::TransactionType::from(new.kind)),
            amount: new.amount,
            category,
            wallet: new.wallet,
            to_wallet: new.to_wallet,
            received: new.received,
            fee: new.fee,
            day: new.day,
            description: new.description,
            lines,
            note: new.note,
            person: new.person,
            paid_by: new.paid_by.map_or(app::Put::Keep, app::Put::This),
            for_whom: new.for_whom,
            tags: new.tags,
            refund_of: new.refund_of.map_or(app::Put::Keep, app::Put::This),
            secret_until: new.secret_until.map_or(app::Put::Keep, app::Put::This),
            ..Self::default()
        }
    }
}

impl BulkAmendment {
    fn parts(self) -> (Vec<TransactionId>, app::Amendment) {
        let said = app::Amendment {
            category: self.category,
            wallet: self.wallet,
            day: self.day,
            person: self.person,
            for_whom: self.for_whom,
            add_tags: self.add_tags.unwrap_or_default(),
            remove_tags: self.remove_tags.unwrap_or_default(),
            ..app::Amendment::default()
        };
        (self.ids, said)
    }
}

impl Entered {
    pub(super) fn of(me: &Acting, outcome: &Outcome) -> Result<Self, Error> {
        let Outcome::Recorded(recorded) = outcome else { return Err(unexpected(outcome)) };
        let seen = recorded.transactions.first().ok_or_else(|| Error::missing(Noun::Transaction, &""))?;
        let warnings = Warning::all(me, seen.transaction.id)?;
        Ok(Self { transaction: Transaction::of(seen)?, change: recorded.change, warnings })
    }
}

impl AllChanged {
    pub(super) fn of(outcome: &Outcome) -> Result<Self, Error> {
        let (Outcome::Amended { change, transactions, .. }
        | Outcome::Voided { change, transactions }
        | Outcome::Restored { change, transactions }) = outcome
        else {
            return Err(unexpected(outcome));
        };
        let learned = Lesson::all(outcome.learned())?;
        Ok(Self { transactions: Transaction::all(transactions)?, change: *change, learned })
    }
}
