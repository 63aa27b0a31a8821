//! One transaction's history, and what it is linked to.

use poem_openapi::param::Path;
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::caller::Caller;
use super::events::ChangeAct;
use super::problem::{LookingAtOne, Refused};
use super::reply::Shown;
use super::scalar::{Instant, Nullable};
use super::view::{Channel, MemberRef};
use crate::app::{self, Acting, Error, PartSeen};
use crate::ledger::{self, Act, Day, TransactionId};
use crate::say;
use crate::words;

#[derive(Debug)]
pub(super) struct History;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Transactions")]
impl History {
    /// Look at a transaction's history
    ///
    /// Every change of it, newest first, with what each changed part said before and after. Any of them can be undone
    /// by its `seq`, not only the newest: later changes of other parts stand.
    #[oai(path = "/transactions/:id/changes", method = "get", operation_id = "history_of_transaction")]
    async fn changes(
        &self,
        caller: Caller,
        id: Path<TransactionId>,
    ) -> Result<Shown<PastChanges>, Refused<LookingAtOne>> {
        Ok(Shown(caller.run(move |me| Ok(PastChanges::of(&me, &me.changes_of(id.0)?))).await?))
    }

    /// Look at a transaction's links
    ///
    /// Of a refund, the purchase it belongs to; of a purchase, what came back of it.
    #[oai(path = "/transactions/:id/links", method = "get", operation_id = "links_of_transaction")]
    async fn links(
        &self,
        caller: Caller,
        id: Path<TransactionId>,
    ) -> Result<Shown<Links>, Refused<LookingAtOne>> {
        Ok(Shown(caller.run(move |me| Links::of(&me.links_of(id.0)?)).await?))
    }
}

/// A transaction's changes, newest first.
#[derive(Debug, Object)]
pub(super) struct PastChanges {
    pub items: Vec<PastChange>,
}

/// One change of a transaction.
#[derive(Debug, Object)]
pub(super) struct PastChange {
    /// Its position in the journal: what `POST /changes/{seq}/undo` takes back.
    pub seq: u64,
    pub act: ChangeAct,
    /// The same in a word of the member's language.
    pub title: String,
    /// For `undo`: the change it took back.
    pub undoes: Nullable<u64>,
    pub at: Instant,
    /// Nobody, when the box itself acted.
    pub member: Nullable<MemberRef>,
    pub channel: Channel,
    /// The change that took this one back.
    pub undone_by: Nullable<u64>,
    /// Whether this member may try to take it back. Later changes of the same parts may still be in the way.
    pub may_undo: bool,
    pub differences: Vec<Difference>,
}

/// One part of a transaction before and after a change; `null` where it said nothing.
#[derive(Debug, Object)]
pub(super) struct Difference {
    pub field: FieldName,
    /// What the part is called in the member's language.
    pub name: String,
    pub before: Nullable<Value>,
    pub after: Nullable<Value>,
}

/// What a part said.
#[derive(Debug, Object)]
pub(super) struct Value {
    /// As the API writes it elsewhere: minor units, slugs, ids, days; several with commas between. `null` for
    /// something that this member does not see.
    pub value: Nullable<String>,
    /// As a person reads it, in the member's language.
    pub text: String,
}

/// A part of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum FieldName {
    Type,
    Amount,
    Category,
    Description,
    Lines,
    Wallet,
    ToWallet,
    Received,
    Fee,
    Day,
    Person,
    Note,
    PaidBy,
    ForWhom,
    Tags,
    Attachments,
    RefundOf,
    SecretUntil,
    Voided,
}

/// What belongs to a transaction.
#[derive(Debug, Object)]
pub(super) struct Links {
    /// Of a refund: the purchase whose money came back.
    pub refund_of: Nullable<Purchase>,
    /// Of a purchase: what came back of it, oldest first.
    pub refunds: Vec<LinkedTransaction>,
    /// What is left of this purchase after what came back, in its currency's minor unit; less than nothing when more
    /// came back than it cost. `null` without a refund.
    pub left: Nullable<i64>,
}

/// A purchase of which money came back.
#[derive(Debug, Object)]
pub(super) struct Purchase {
    pub transaction: LinkedTransaction,
    /// What is left of it after everything that came back.
    pub left: i64,
}

/// A transaction, as another one mentions it.
#[derive(Debug, Object)]
pub(super) struct LinkedTransaction {
    pub id: TransactionId,
    pub day: Day,
    pub description: String,
    /// In the currency's minor unit.
    pub amount: i64,
    /// ISO 4217; the rupiah has no decimals here.
    pub currency: String,
}

impl PastChanges {
    fn of(me: &Acting, changes: &[app::Past]) -> Self {
        Self { items: changes.iter().map(|past| PastChange::of(me, past)).collect() }
    }
}

impl PastChange {
    fn of(me: &Acting, past: &app::Past) -> Self {
        let words = words::of(me.member().language);
        let undoes = match past.act {
            Act::Undo { seq } => Some(seq),
            _ => None,
        };
        let value = |part: &PartSeen| Value {
            value: value_of(part).into(),
            text: say::part(words, &past.categories, part, me.today()),
        };
        Self {
            seq: past.seq,
            act: past.act.into(),
            title: words.entry.act(past.act).to_owned(),
            undoes: undoes.into(),
            at: past.at.into(),
            member: past.member.clone().map(|(id, name)| MemberRef { id, name }).into(),
            channel: past.channel.into(),
            undone_by: past.undone_by.into(),
            may_undo: past.may_undo,
            differences: past
                .differences
                .iter()
                .map(|difference| Difference {
                    field: difference.field.into(),
                    name: words.entry.field(difference.field).to_owned(),
                    before: difference.before.as_ref().map(value).into(),
                    after: difference.after.as_ref().map(value).into(),
                })
                .collect(),
        }
    }
}

/// As the API writes a part elsewhere.
fn value_of(part: &PartSeen) -> Option<String> {
    let listed = |values: Vec<String>| values.join(",");
    Some(match part {
        PartSeen::Type(kind) => match kind {
            ledger::TransactionType::Expense => "expense".to_owned(),
            ledger::TransactionType::Income => "income".to_owned(),
            ledger::TransactionType::Transfer => "transfer".to_owned(),
            ledger::TransactionType::Adjustment => "adjustment".to_owned(),
        },
        PartSeen::Money(money) => money.minor().to_string(),
        PartSeen::Category(slug) => slug.to_string(),
        PartSeen::Text(text) => text.clone(),
        PartSeen::Lines(lines) => listed(lines.iter().map(|line| line.amount.minor().to_string()).collect()),
        PartSeen::Wallet(id, _) => id.to_string(),
        PartSeen::Members(members) => listed(members.iter().map(|(id, _)| id.to_string()).collect()),
        PartSeen::Day(day) => day.to_string(),
        PartSeen::Tags(tags) => listed(tags.iter().map(ToString::to_string).collect()),
        PartSeen::Pictures(count) => count.to_string(),
        PartSeen::Transaction(id, _) => id.to_string(),
        PartSeen::Moment(at) => at.to_string(),
        PartSeen::Hidden => return None,
    })
}

impl From<ledger::Field> for FieldName {
    fn from(field: ledger::Field) -> Self {
        use ledger::Field as F;
        match field {
            F::Type => Self::Type,
            F::Amount => Self::Amount,
            F::Category => Self::Category,
            F::Description => Self::Description,
            F::Lines => Self::Lines,
            F::Wallet => Self::Wallet,
            F::ToWallet => Self::ToWallet,
            F::Received => Self::Received,
            F::Fee => Self::Fee,
            F::Day => Self::Day,
            F::Person => Self::Person,
            F::Note => Self::Note,
            F::PaidBy => Self::PaidBy,
            F::ForWhom => Self::ForWhom,
            F::Tags => Self::Tags,
            F::Attachments => Self::Attachments,
            F::RefundOf => Self::RefundOf,
            F::SecretUntil => Self::SecretUntil,
            F::Voided => Self::Voided,
        }
    }
}

impl Links {
    fn of(links: &app::Links) -> Result<Self, Error> {
        let refund_of = links.refund_of.as_ref().map(|refunded| -> Result<_, Error> {
            let transaction = LinkedTransaction::of(&refunded.purchase)?;
            Ok(Purchase { transaction, left: refunded.left.minor() })
        });
        Ok(Self {
            refund_of: refund_of.transpose()?.into(),
            refunds: links.refunds.iter().map(LinkedTransaction::of).collect::<Result<_, _>>()?,
            left: links.left.map(ledger::Money::minor).into(),
        })
    }
}

impl LinkedTransaction {
    fn of(transaction: &ledger::Transaction) -> Result<Self, Error> {
        let amount = transaction.amount()?;
        Ok(Self {
            id: transaction.id,
            day: transaction.day,
            description: transaction.description(),
            amount: amount.minor(),
            currency: amount.currency().to_string(),
        })
    }
}
