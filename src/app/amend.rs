//! What a person says was different about a record: one part of it, or many.

use super::transaction::fitting;
use super::{Acting, Error, Noun, Why};
use crate::ledger::{
    Categories, CategorySlug, Currency, Day, Line, MemberId, Money, Movement, Particulars, Parts, Tag,
    Transaction, TransactionId, TransactionType, WalletId,
};
use crate::store::Look;

/// What a person says was different. What is `None` or [`Put::Keep`] stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Amendment {
    /// The version the person was looking at; a later one means somebody else was quicker.
    pub version: Option<u32>,
    pub kind: Option<TransactionType>,
    /// Of the wallet's currency, more than nothing. Only for what has one line.
    pub amount: Option<i64>,
    /// Of every line.
    pub category: Option<CategorySlug>,
    pub wallet: Option<WalletId>,
    pub to_wallet: Option<WalletId>,
    /// What arrived in a wallet of another currency, in that one.
    pub received: Option<i64>,
    /// Of the wallet's currency; nothing takes the fee away.
    pub fee: Option<i64>,
    pub day: Option<Day>,
    /// Only for what has one line.
    pub description: Option<String>,
    /// In place of all lines there are.
    pub lines: Option<Vec<NewLine>>,
    /// Some(empty) takes the note away.
    pub note: Option<String>,
    /// Some(empty) takes the person away.
    pub person: Option<String>,
    pub paid_by: Put<MemberId>,
    /// Some(empty) says for all.
    pub for_whom: Option<Vec<MemberId>>,
    /// In place of all tags there are.
    pub tags: Option<Vec<Tag>>,
    pub add_tags: Vec<Tag>,
    pub remove_tags: Vec<Tag>,
    pub refund_of: Put<TransactionId>,
    pub secret_until: Put<Day>,
}

/// A later word about something that may be left unsaid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Put<T> {
    #[default]
    Keep,
    /// It is unsaid from now on.
    Clear,
    This(T),
}

/// One line as a person gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLine {
    /// Of the wallet's currency, more than nothing.
    pub amount: i64,
    /// None: that of the line that stood in its place, or the usual one of the type.
    pub category: Option<CategorySlug>,
    pub description: String,
}

impl<T: Copy> Put<T> {
    fn onto(self, earlier: Option<T>) -> Option<T> {
        match self {
            Self::Keep => earlier,
            Self::Clear => None,
            Self::This(value) => Some(value),
        }
    }
}

impl Acting {
    /// A record as it is after a later word about it.
    pub(super) fn amended(
        &self,
        look: &Look<'_>,
        before: &Transaction,
        amendment: &Amendment,
    ) -> Result<Transaction, Error> {
        let mut after = before.clone();
        if let Some(day) = amendment.day {
            after.day = day;
        }
        if let Some(note) = &amendment.note {
            after.note = Some(super::text::clean_line(note)).filter(|note| !note.is_empty());
        }
        if let Some(person) = &amendment.person {
            after.person = Some(super::text::clean_line(person)).filter(|person| !person.is_empty());
        }
        after.movement = self.moved(look, before, amendment)?;
        after.particulars = self.with_particulars(look, &after, amendment)?;
        Ok(after)
    }

    fn moved(&self, look: &Look<'_>, before: &Transaction, amendment: &Amendment) -> Result<Movement, Error> {
        let categories = look.known_categories(self.household.id)?;
        let mut parts = Parts::of(&before.movement);
        if let Some(kind) = amendment.kind.filter(|kind| *kind != parts.kind) {
            become_kind(&mut parts, kind, &categories)?;
        }
        set_lines(&mut parts, amendment, &categories)?;
        if let Some(wallet) = amendment.wallet {
            parts.wallet = self.chosen_wallet(look, before, wallet)?;
        }
        let currency = self.currency_of(look, parts.wallet)?;
        if currency != before.currency() {
            let said_anew = amendment.amount.is_some() || amendment.lines.is_some();
            let fee_is_sound = parts.fee.is_none() || amendment.fee.is_some();
            if !said_anew || !fee_is_sound {
                // So many rupiah are not so many dollars.
                return Err(Error::invalid("wallet", Why::Currency));
            }
            for line in &mut parts.lines {
                line.amount = Money::new(line.amount.minor(), currency);
            }
        }
        if parts.kind == TransactionType::Transfer {
            self.set_transfer(look, before, &mut parts, amendment, currency)?;
        } else {
            let alone = [
                ("to_wallet", amendment.to_wallet.is_some()),
                ("fee", amendment.fee.is_some_and(|fee| fee != 0)),
                ("received", amendment.received.is_some()),
            ];
            if let Some((field, _)) = alone.into_iter().find(|(_, said)| *said) {
                return Err(Error::invalid(field, Why::Misfit));
            }
        }
        parts.movement().ok_or(Error::invalid("lines", Why::Misfit))
    }

    fn set_transfer(
        &self,
        look: &Look<'_>,
        before: &Transaction,
        parts: &mut Parts,
        amendment: &Amendment,
        currency: Currency,
    ) -> Result<(), Error> {
        if let Some(to) = amendment.to_wallet {
            parts.to_wallet = Some(self.chosen_wallet(look, before, to)?);
        }
        if let Some(fee) = amendment.fee {
            parts.fee = Some(Money::new(fee, currency)).filter(|fee| !fee.is_zero());
        }
        let to = parts.to_wallet.ok_or(Error::invalid("to_wallet", Why::Missing))?;
        let other = self.currency_of(look, to)?;
        if other == currency {
            if amendment.received.is_some() {
                return Err(Error::invalid("received", Why::Misfit));
            }
            parts.received = None;
            return Ok(());
        }
        let said = amendment.received.map(|minor| Money::new(minor, other));
        let received = said.or(parts.received.filter(|earlier| earlier.currency() == other));
        parts.received = Some(received.ok_or(Error::invalid("received", Why::Missing))?);
        Ok(())
    }

    /// A wallet somebody names for a record: one of the household's that they see, and that still takes records
    /// unless this one lies in it already.
    fn chosen_wallet(&self, look: &Look<'_>, before: &Transaction, id: WalletId) -> Result<WalletId, Error> {
        if before.wallets().any(|known| known == id) {
            return Ok(id);
        }
        self.open_wallet(look, id)
    }

    /// A wallet of the household that this member may record in.
    pub(super) fn open_wallet(&self, look: &Look<'_>, id: WalletId) -> Result<WalletId, Error> {
        let wallet = self.own_wallet(look, id)?;
        if !self.sight.sees(id) {
            return Err(Error::missing(Noun::Wallet, &id));
        }
        if wallet.archived { Err(Error::invalid("wallet", Why::Archived)) } else { Ok(id) }
    }

    fn currency_of(&self, look: &Look<'_>, id: WalletId) -> Result<Currency, Error> {
        Ok(self.own_wallet(look, id)?.currency)
    }

    /// What else is said about it. `after` is the record with its new movement and its old particulars.
    fn with_particulars(
        &self,
        look: &Look<'_>,
        after: &Transaction,
        amendment: &Amendment,
    ) -> Result<Particulars, Error> {
        let mut particulars = after.particulars.clone();
        if let Put::This(member) = amendment.paid_by {
            self.must_be_kin(look, "paid_by", member)?;
        }
        particulars.paid_by = amendment.paid_by.onto(particulars.paid_by);
        if let Some(members) = &amendment.for_whom {
            for member in members.iter().filter(|member| !particulars.for_whom.contains(member)) {
                self.must_be_kin(look, "for_whom", *member)?;
            }
            particulars.for_whom = each_once(members);
        }
        let tags = amendment.tags.as_ref().unwrap_or(&particulars.tags);
        let kept = tags.iter().filter(|tag| !amendment.remove_tags.contains(tag));
        particulars.tags = each_once(kept.chain(&amendment.add_tags));
        if particulars.tags.len() > Transaction::MAX_TAGS {
            return Err(Error::invalid("tags", Why::TooMany { most: Transaction::MAX_TAGS }));
        }
        if amendment.secret_until != Put::Keep {
            // A secret is its keeper's: nobody else may make or tell it.
            if after.member != self.member.id {
                return Err(Error::Forbidden);
            }
            if matches!(amendment.secret_until, Put::This(day) if day <= self.today()) {
                return Err(Error::invalid("secret_until", Why::Past));
            }
        }
        particulars.secret_until = amendment.secret_until.onto(particulars.secret_until);
        let is_income = after.kind() == TransactionType::Income;
        match amendment.refund_of {
            Put::This(purchase) => {
                self.must_be_refundable(look, after, purchase)?;
                particulars.refund_of = Some(purchase);
            }
            put => particulars.refund_of = put.onto(particulars.refund_of).filter(|_| is_income),
        }
        Ok(particulars)
    }

    fn must_be_kin(&self, look: &Look<'_>, field: &'static str, id: MemberId) -> Result<(), Error> {
        let member = look.member(id)?.filter(|member| member.household == self.household.id);
        if member.is_some_and(|member| member.removed.is_none()) {
            Ok(())
        } else {
            Err(Error::invalid(field, Why::Unknown))
        }
    }

    /// Money comes back as an income, of something bought in the same currency.
    fn must_be_refundable(
        &self,
        look: &Look<'_>,
        refund: &Transaction,
        id: TransactionId,
    ) -> Result<(), Error> {
        let purchase = self.own(look, id)?;
        let bought = purchase.kind() == TransactionType::Expense && purchase.is_live();
        if !bought || refund.kind() != TransactionType::Income {
            return Err(Error::invalid("refund_of", Why::Misfit));
        }
        if purchase.currency() == refund.currency() {
            Ok(())
        } else {
            Err(Error::invalid("refund_of", Why::Currency))
        }
    }
}

fn set_lines(parts: &mut Parts, amendment: &Amendment, categories: &Categories) -> Result<(), Error> {
    let currency = parts.lines.first().map_or(Currency::IDR, |line| line.amount.currency());
    if let Some(said) = &amendment.lines {
        if amendment.amount.is_some() || amendment.description.is_some() {
            // The lines say both already.
            return Err(Error::invalid("lines", Why::Misfit));
        }
        let usual = usual_category(parts.kind);
        let earlier = std::mem::take(&mut parts.lines);
        let lines = said.iter().enumerate().map(|(place, line)| {
            let stood = earlier.get(place).map(|line| line.category);
            let category = line.category.or(stood).unwrap_or(usual);
            Line {
                amount: Money::new(line.amount, currency),
                category,
                description: super::text::clean_line(&line.description),
            }
        });
        parts.lines = lines.collect();
        for line in &mut parts.lines {
            line.category = fitting(categories, parts.kind, line.category)?;
        }
    }
    if let Some(amount) = amendment.amount {
        match parts.lines.as_mut_slice() {
            [line] => line.amount = Money::new(amount, currency),
            // Which of the lines it was about is not ours to guess.
            _ => return Err(Error::invalid("amount", Why::Misfit)),
        }
    }
    if let Some(category) = amendment.category {
        let category = fitting(categories, parts.kind, category)?;
        // What counts as that already is not touched: it would come apart from what it was recorded under.
        for line in parts.lines.iter_mut().filter(|line| categories.resolve(line.category) != category) {
            line.category = category;
        }
    }
    if let Some(description) = &amendment.description {
        match parts.lines.as_mut_slice() {
            [line] => line.description = super::text::clean_line(description),
            _ => return Err(Error::invalid("description", Why::Misfit)),
        }
    }
    Ok(())
}

fn become_kind(parts: &mut Parts, kind: TransactionType, categories: &Categories) -> Result<(), Error> {
    use TransactionType::{Adjustment, Transfer};
    if parts.kind == Adjustment || kind == Adjustment || kind == Transfer && parts.lines.len() != 1 {
        return Err(Error::invalid("type", Why::Misfit));
    }
    parts.kind = kind;
    if kind != Transfer {
        (parts.to_wallet, parts.received, parts.fee) = (None, None, None);
    }
    for line in &mut parts.lines {
        if categories.fit(kind, line.category).is_none() {
            line.category = categories.resolve(usual_category(kind));
        }
    }
    Ok(())
}

/// Where something goes of which nothing else is known.
pub(super) const fn usual_category(kind: TransactionType) -> CategorySlug {
    match kind {
        TransactionType::Expense => CategorySlug::LAINNYA,
        TransactionType::Income => CategorySlug::PEMASUKAN_LAIN,
        TransactionType::Transfer => CategorySlug::TRANSFER,
        TransactionType::Adjustment => CategorySlug::PENYESUAIAN,
    }
}

/// The same without repetitions.
fn each_once<'a, T: PartialEq + Clone + 'a>(list: impl IntoIterator<Item = &'a T>) -> Vec<T> {
    let mut once = Vec::new();
    for one in list {
        if !once.contains(one) {
            once.push(one.clone());
        }
    }
    once
}
