//! Transactions: look, correct, take back.

use poem_openapi::param::Path;
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::amendment::Amendment;
use super::body::Body;
use super::caller::Caller;
use super::lessons::Lesson;
use super::problem::{ActingOnOne, Changing, LookingAtOne, Refused};
use super::reply::{Current, Shown, Versioned};
use super::scalar::{Instant, Nullable};
use super::tag::IfMatch;
use super::view::{Channel, MemberRef, TransactionType, WalletRef, share_of};
use crate::app::{self, Acting, Error, Noun, Outcome, Seen};
use crate::ledger::{
    self, AttachmentId, Categories, CategorySlug, Day, MemberId, Movement, Tag, TransactionId,
};
use crate::words;

#[derive(Debug)]
pub(super) struct Transactions;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Transactions")]
impl Transactions {
    /// Look at one transaction
    ///
    /// One that was taken back can still be looked at.
    #[oai(path = "/transactions/:id", method = "get", operation_id = "look_at_transaction")]
    async fn look(
        &self,
        caller: Caller,
        id: Path<TransactionId>,
    ) -> Result<Current<Transaction>, Refused<LookingAtOne>> {
        Ok(Current(caller.read(move |me| Transaction::of(&me.open(id.0)?)).await?))
    }

    /// Correct a transaction
    ///
    /// A part that is left out stays as it is. With `version` the correction is refused as `stale`, and with
    /// `If-Match` as `outdated`, when somebody else was quicker.
    #[oai(path = "/transactions/:id", method = "patch", operation_id = "amend_transaction")]
    async fn amend(
        &self,
        caller: Caller,
        id: Path<TransactionId>,
        /// The `ETag` of the transaction that the person was looking at, or `"v3"` for its version.
        #[oai(name = "If-Match")]
        seen: IfMatch,
        amendment: Body<Amendment>,
    ) -> Result<Shown<Changed>, Refused<Changing>> {
        let version = seen.or(amendment.0.version);
        let amendment = app::Amendment { version, ..amendment.0.into() };
        Ok(Shown(caller.run(move |me| Changed::of(&me, &me.amend(id.0, amendment)?)).await?))
    }

    /// Take a transaction back
    ///
    /// It counts nowhere any more, stays in the journal, and can be restored by undoing the change.
    #[oai(path = "/transactions/:id", method = "delete", operation_id = "void_transaction")]
    async fn void(
        &self,
        caller: Caller,
        id: Path<TransactionId>,
        /// The `ETag` of the transaction that the person was looking at, or `"v3"` for its version.
        #[oai(name = "If-Match")]
        seen: IfMatch,
    ) -> Result<Shown<Changed>, Refused<ActingOnOne>> {
        let seen = seen.or(None);
        Ok(Shown(caller.run(move |me| Changed::of(&me, &me.void_seen(vec![id.0], seen)?)).await?))
    }
}

/// Something that happened to the family's money.
#[derive(Debug, Object)]
pub(super) struct Transaction {
    pub id: TransactionId,
    #[oai(rename = "type")]
    pub kind: TransactionType,
    /// In the currency's minor unit, without a transfer's fee. Positive; signed only for an adjustment.
    pub amount: i64,
    /// ISO 4217; the rupiah has no decimals here.
    pub currency: String,
    /// The first line's.
    pub category: CategorySlug,
    /// Where the money left, or came into for an income.
    pub wallet: WalletRef,
    /// For a transfer, where it arrived.
    pub to_wallet: Nullable<WalletRef>,
    /// For a transfer into a wallet of another currency, what arrived there, in that one's minor unit.
    pub received: Nullable<i64>,
    /// For a transfer, what moving it cost.
    pub fee: Nullable<i64>,
    /// The family's day it counts on.
    pub day: Day,
    pub description: String,
    /// The other person of a debt, a gift or a loan.
    pub person: Nullable<String>,
    pub note: Nullable<String>,
    /// What an expense or income was made of; empty for the others.
    pub lines: Vec<Line>,
    /// Who recorded it.
    pub member: MemberRef,
    /// Who paid, where that is somebody else.
    pub paid_by: Nullable<MemberRef>,
    /// For whom it was; empty: for all.
    pub for_whom: Vec<MemberRef>,
    pub tags: Vec<Tag>,
    /// Its pictures.
    pub attachments: Vec<AttachmentId>,
    /// The purchase whose money came back with this.
    pub refund_of: Nullable<TransactionId>,
    /// Until that day nobody but who recorded it sees it.
    pub secret_until: Nullable<Day>,
    pub channel: Channel,
    /// The message as the person wrote it.
    pub text: Nullable<String>,
    /// How sure the reading of the message was, 0 to 1.
    pub confidence: Nullable<f64>,
    pub recorded: Instant,
    /// When it was taken back.
    pub voided: Nullable<Instant>,
    /// When what people wrote about it was erased for good.
    pub erased: Nullable<Instant>,
    /// 1 when recorded, one more at every later change.
    pub version: u32,
}

/// One thing bought, or one source of income.
#[derive(Debug, Object)]
pub(super) struct Line {
    /// In the transaction's currency.
    pub amount: i64,
    pub category: CategorySlug,
    pub description: String,
}

/// A changed transaction.
#[derive(Debug, Object)]
pub(super) struct Changed {
    /// As it is now.
    pub transaction: Transaction,
    /// The change's position in the journal, for undoing it.
    pub change: u64,
    /// What the box learnt from the correction.
    pub learned: Vec<Lesson>,
    /// What looks odd about it. Nothing was refused for it.
    pub warnings: Vec<Warning>,
}

/// Something that looks odd, and is kept as it was said.
#[derive(Debug, Object)]
pub(super) struct Warning {
    pub code: WarningCode,
    /// By how much, in the currency's minor unit.
    pub amount: i64,
    /// The same in a sentence of the member's language.
    pub message: String,
}

/// `refund_exceeds`: more came back of a purchase than it cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum WarningCode {
    RefundExceeds,
}

impl Transaction {
    pub(super) fn all(seen: &[Seen]) -> Result<Vec<Self>, Error> {
        seen.iter().map(Self::of).collect()
    }

    pub(super) fn of(seen: &Seen) -> Result<Self, Error> {
        let transaction = &seen.transaction;
        let amount = transaction.amount()?;
        let minor = |money: &Option<ledger::Money>| money.map(ledger::Money::minor);
        let (received, fee, lines) = match &transaction.movement {
            Movement::Expense { lines, .. } | Movement::Income { lines, .. } => {
                (None, None, lines.as_slice())
            }
            Movement::Transfer { received, fee, .. } => (minor(received), minor(fee), [].as_slice()),
            Movement::Adjustment { .. } => (None, None, [].as_slice()),
        };
        let particulars = &transaction.particulars;
        let named = |(id, name): (&MemberId, &String)| MemberRef { id: *id, name: name.clone() };
        Ok(Self {
            id: transaction.id,
            kind: transaction.kind().into(),
            amount: amount.minor(),
            currency: amount.currency().to_string(),
            category: seen.categories.resolve(transaction.category()),
            wallet: WalletRef::from(&seen.wallet.wallet),
            to_wallet: seen.to_wallet.as_ref().map(|to| WalletRef::from(&to.wallet)).into(),
            received: received.into(),
            fee: fee.into(),
            day: transaction.day,
            description: transaction.description(),
            person: transaction.person.clone().into(),
            note: transaction.note.clone().into(),
            lines: lines.iter().map(|line| Line::of(line, &seen.categories)).collect(),
            member: MemberRef { id: transaction.member, name: seen.member.clone() },
            paid_by: particulars.paid_by.as_ref().zip(seen.paid_by.as_ref()).map(named).into(),
            for_whom: particulars.for_whom.iter().zip(&seen.for_whom).map(named).collect(),
            tags: particulars.tags.clone(),
            attachments: particulars.attachments.clone(),
            refund_of: particulars.refund_of.into(),
            secret_until: particulars.secret_until.into(),
            channel: transaction.source.channel.into(),
            text: transaction.source.text.clone().into(),
            confidence: share_of(transaction.source.confidence),
            recorded: transaction.recorded.into(),
            voided: transaction.voided.map(Instant).into(),
            erased: transaction.erased.map(Instant).into(),
            version: transaction.version,
        })
    }
}

impl Versioned for Transaction {
    fn version(&self) -> u32 {
        self.version
    }
}

impl Line {
    fn of(line: &ledger::Line, categories: &Categories) -> Self {
        Self {
            amount: line.amount.minor(),
            category: categories.resolve(line.category),
            description: line.description.clone(),
        }
    }
}

impl Warning {
    /// What looks odd about a transaction.
    pub(super) fn all(me: &Acting, id: TransactionId) -> Result<Vec<Self>, Error> {
        let words = words::of(me.member().language);
        let over = me.over_refunded(id)?.map(|by| Self {
            code: WarningCode::RefundExceeds,
            amount: by.minor(),
            message: (words.entry.over_refunded)(by),
        });
        Ok(over.into_iter().collect())
    }
}

impl Changed {
    pub(super) fn of(me: &Acting, outcome: &Outcome) -> Result<Self, Error> {
        let (Outcome::Amended { change, transactions, .. } | Outcome::Voided { change, transactions }) =
            outcome
        else {
            return Err(unexpected(outcome));
        };
        let seen = transactions.first().ok_or_else(|| Error::missing(Noun::Transaction, &""))?;
        let learned = Lesson::all(outcome.learned())?;
        let warnings = Warning::all(me, seen.transaction.id)?;
        Ok(Self { transaction: Transaction::of(seen)?, change: *change, learned, warnings })
    }
}

/// A verb came to something that none of its calls here can come to.
pub(super) fn unexpected(outcome: &Outcome) -> Error {
    // Only the kind: what is inside may hold names and amounts, and this goes to the log.
    let kind = format!("{:?}", super::captures::OutcomeKind::from(outcome));
    Error::broken("showing what a verb came to", kind)
}
