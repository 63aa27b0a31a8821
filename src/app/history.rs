//! The history of one record: who changed what of it, when and through which door.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::undo::is_undoable;
use super::{Acting, Error};
use crate::ledger::{
    Act, Categories, CategorySlug, Change, Channel, Day, Fact, Field, Line, MemberId, Money, Parts, Tag,
    Timestamp, Transaction, TransactionId, TransactionType, WalletId,
};
use crate::store::Look;

/// One change of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    pub seq: u64,
    pub at: Timestamp,
    /// Nobody, when the box itself acted.
    pub member: Option<(MemberId, String)>,
    pub channel: Channel,
    pub act: Act,
    /// The change that took it back.
    pub undone_by: Option<u64>,
    /// Whether this member may try to take it back. Later changes may still be in the way.
    pub may_undo: bool,
    pub differences: Vec<Difference>,
    /// The household's, for the names in the differences.
    pub categories: Arc<Categories>,
}

/// One part of a record before and after a change; none where it said nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub field: Field,
    pub before: Option<PartSeen>,
    pub after: Option<PartSeen>,
}

/// What a part of a record says, with the names in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartSeen {
    Type(TransactionType),
    Money(Money),
    Category(CategorySlug),
    Text(String),
    Lines(Vec<Line>),
    Wallet(WalletId, String),
    Members(Vec<(MemberId, String)>),
    Day(Day),
    Tags(Vec<Tag>),
    Pictures(usize),
    Transaction(TransactionId, String),
    Moment(Timestamp),
    /// Something that this member does not see.
    Hidden,
}

/// Every part of a record, in the order a person reads them.
const ALL: [Field; 19] = [
    Field::Type,
    Field::Amount,
    Field::Category,
    Field::Description,
    Field::Lines,
    Field::Wallet,
    Field::ToWallet,
    Field::Received,
    Field::Fee,
    Field::Day,
    Field::Person,
    Field::Note,
    Field::PaidBy,
    Field::ForWhom,
    Field::Tags,
    Field::Attachments,
    Field::RefundOf,
    Field::SecretUntil,
    Field::Voided,
];

impl Acting {
    /// Every change of one record, newest first.
    pub fn changes_of(&self, id: TransactionId) -> Result<Vec<Past>, Error> {
        let changes = self.app.store().read(|look| {
            let now = self.own(look, id)?;
            let categories = Arc::new(look.known_categories(self.household.id)?);
            let mut names = Names { acting: self, categories, members: BTreeMap::new() };
            let mut changes = look.changes_of_transaction(id)?;
            changes.reverse();
            let past: Result<Vec<Past>, Error> =
                changes.iter().map(|change| names.past(look, change, &now)).collect();
            Ok::<_, Error>((past?, now))
        });
        let (past, now) = changes?;
        self.has_opened(&now);
        Ok(past)
    }
}

/// Each member's name looked up once.
struct Names<'a> {
    acting: &'a Acting,
    categories: Arc<Categories>,
    members: BTreeMap<MemberId, String>,
}

impl Names<'_> {
    fn past(&mut self, look: &Look<'_>, change: &Change, now: &Transaction) -> Result<Past, Error> {
        let mut differences = Vec::new();
        for fact in &change.facts {
            if let Fact::Transaction { before, after } = fact
                && after.id == now.id
            {
                // What this member may not read of a record they may not read of its past either.
                let veiled = |state: &Transaction| self.acting.sight.veiled(state.clone());
                let (before, after) = (before.as_deref().map(veiled), veiled(after));
                differences.extend(self.differences(look, before.as_ref(), &after)?);
            }
        }
        let undone_by = look.undo_of(change.seq)?;
        let allowed = self.acting.may_take_back(change);
        Ok(Past {
            seq: change.seq,
            at: change.at,
            member: change.member.map(|id| self.member(look, id)).transpose()?,
            channel: change.channel,
            act: change.act,
            undone_by,
            may_undo: allowed && is_undoable(change.act) && undone_by.is_none() && now.erased.is_none(),
            differences,
            categories: self.categories.clone(),
        })
    }

    fn differences(
        &mut self,
        look: &Look<'_>,
        before: Option<&Transaction>,
        after: &Transaction,
    ) -> Result<Vec<Difference>, Error> {
        let fields = before.map_or_else(|| ALL.to_vec(), |before| before.differs_in(after));
        let mut differences = Vec::new();
        for field in fields {
            let was = before.map(|before| self.part(look, before, field)).transpose()?.flatten();
            let is = self.part(look, after, field)?;
            if was.is_some() || is.is_some() {
                differences.push(Difference { field, before: was, after: is });
            }
        }
        Ok(differences)
    }

    fn part(&mut self, look: &Look<'_>, of: &Transaction, field: Field) -> Result<Option<PartSeen>, Error> {
        let parts = Parts::of(&of.movement);
        let particulars = &of.particulars;
        let single = match parts.lines.as_slice() {
            [line] => Some(line),
            _ => None,
        };
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty()).map(PartSeen::Text);
        Ok(match field {
            Field::Type => Some(PartSeen::Type(parts.kind)),
            Field::Amount => single.map(|line| PartSeen::Money(line.amount)),
            Field::Category => single.map(|line| PartSeen::Category(line.category)),
            Field::Description => single.and_then(|line| text(&line.description)),
            // A single line is told by its parts, unless it is or was one of several.
            Field::Lines => single.is_none().then_some(PartSeen::Lines(parts.lines)),
            Field::Wallet => Some(self.wallet(look, parts.wallet)?),
            Field::ToWallet => parts.to_wallet.map(|id| self.wallet(look, id)).transpose()?,
            Field::Received => parts.received.map(PartSeen::Money),
            Field::Fee => parts.fee.map(PartSeen::Money),
            Field::Day => Some(PartSeen::Day(of.day)),
            Field::Person => of.person.as_deref().and_then(text),
            Field::Note => of.note.as_deref().and_then(text),
            Field::PaidBy => {
                let member = particulars.paid_by.map(|id| self.member(look, id)).transpose()?;
                member.map(|member| PartSeen::Members(vec![member]))
            }
            Field::ForWhom if particulars.for_whom.is_empty() => None,
            Field::ForWhom => {
                let members = particulars.for_whom.iter().map(|id| self.member(look, *id));
                Some(PartSeen::Members(members.collect::<Result<_, _>>()?))
            }
            Field::Tags => Some(particulars.tags.clone()).filter(|tags| !tags.is_empty()).map(PartSeen::Tags),
            Field::Attachments => {
                Some(particulars.attachments.len()).filter(|count| *count > 0).map(PartSeen::Pictures)
            }
            Field::RefundOf => particulars.refund_of.map(|id| self.purchase(look, id)).transpose()?,
            Field::SecretUntil => particulars.secret_until.map(PartSeen::Day),
            Field::Voided => of.voided.map(PartSeen::Moment),
        })
    }

    fn member(&mut self, look: &Look<'_>, id: MemberId) -> Result<(MemberId, String), Error> {
        if let Some(name) = self.members.get(&id) {
            return Ok((id, name.clone()));
        }
        let name = look.member(id)?.map(|member| member.name).unwrap_or_default();
        self.members.insert(id, name.clone());
        Ok((id, name))
    }

    fn wallet(&self, look: &Look<'_>, id: WalletId) -> Result<PartSeen, Error> {
        if !self.acting.sight.sees(id) {
            return Ok(PartSeen::Hidden);
        }
        Ok(PartSeen::Wallet(id, self.acting.own_wallet(look, id)?.name))
    }

    fn purchase(&self, look: &Look<'_>, id: TransactionId) -> Result<PartSeen, Error> {
        let purchase = look.transaction(id)?.filter(|purchase| self.acting.shows(purchase));
        Ok(purchase.map_or(PartSeen::Hidden, |purchase| PartSeen::Transaction(id, purchase.description())))
    }
}
