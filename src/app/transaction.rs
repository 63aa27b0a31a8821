//! Transactions: list them, look at one, say it was different, take it back.

use super::outcome::{Outcome, Page, Place, Seen};
use super::{Acting, Error, Noun, Why};
use crate::ledger::{
    Act, CategorySlug, Day, Fact, Flow, Line, Money, Movement, Period, Transaction, TransactionId,
    TransactionType, WalletId,
};
use crate::store::{Cursor, Look, Pen, TransactionFilter};

/// What a person says was different. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Amendment {
    /// The version the person was looking at; a later one means somebody else was quicker.
    pub version: Option<u32>,
    pub kind: Option<TransactionType>,
    /// Of the wallet's currency, more than nothing.
    pub amount: Option<i64>,
    pub category: Option<CategorySlug>,
    pub wallet: Option<WalletId>,
    pub to_wallet: Option<WalletId>,
    pub day: Option<Day>,
    pub description: Option<String>,
    /// Some(empty) takes the note away.
    pub note: Option<String>,
    /// Some(empty) takes the person away.
    pub person: Option<String>,
}

impl Acting {
    /// Live transactions, newest day first.
    pub fn transactions(
        &self,
        days: Option<Period>,
        wallet: Option<WalletId>,
        after: Option<Place>,
        most: usize,
    ) -> Result<Page<Seen>, Error> {
        self.app.store().read(|look| {
            let filter = TransactionFilter { days, wallet };
            let after = after.map(|place| Cursor { day: place.day, id: place.id });
            // One more than asked tells whether there is a next page.
            let household = self.household.id;
            let mut found = look.transactions_seen(household, &filter, &self.sight, after, most + 1)?;
            let more = found.len() > most;
            found.truncate(most);
            let next =
                if more { found.last().map(|last| Place { day: last.day, id: last.id }) } else { None };
            Ok(Page { items: self.see(look, found)?, next })
        })
    }

    /// One transaction, voided ones too.
    pub fn transaction(&self, id: TransactionId) -> Result<Seen, Error> {
        self.app.store().read(|look| {
            let transaction = self.own(look, id)?;
            self.see(look, vec![transaction])?.pop().ok_or_else(|| Error::missing(Noun::Transaction, &id))
        })
    }

    /// Records a later word about a transaction.
    pub fn amend(&self, id: TransactionId, amendment: Amendment) -> Result<Outcome, Error> {
        self.amend_all(vec![id], amendment)
    }

    /// The same later word about several, as one act.
    pub fn amend_all(&self, ids: Vec<TransactionId>, amendment: Amendment) -> Result<Outcome, Error> {
        self.must_record()?;
        let this = self.clone();
        self.write(move |pen| {
            let mut facts = Vec::new();
            let mut lessons = this.pupil(pen)?;
            for id in &ids {
                let before = this.own(pen, *id)?;
                this.must_change(&before)?;
                if amendment.version.is_some_and(|version| version != before.version) {
                    return Err(Error::Stale { noun: Noun::Transaction });
                }
                if !before.is_live() {
                    return Err(Error::Gone { noun: Noun::Transaction });
                }
                let mut after = this.amended(pen, &before, &amendment)?;
                if after == before {
                    continue;
                }
                after.version += 1;
                after.check()?;
                lessons.hear(pen, &before, &after)?;
                facts.push(fact(Some(before), after));
            }
            facts.extend(lessons.facts());
            let (change, transactions) = this.append_and_see(pen, Act::Amend, facts, &ids)?;
            Ok(Outcome::Amended { change, transactions, learned: lessons.seen(pen)? })
        })
    }

    /// Takes transactions back, as one act. They stay in the journal and can be restored.
    pub fn void(&self, ids: Vec<TransactionId>) -> Result<Outcome, Error> {
        self.must_record()?;
        let this = self.clone();
        self.write(move |pen| {
            let mut facts = Vec::new();
            for id in &ids {
                let before = this.own(pen, *id)?;
                this.must_change(&before)?;
                if !before.is_live() {
                    return Err(Error::Gone { noun: Noun::Transaction });
                }
                let after =
                    Transaction { voided: Some(this.ctx.now), version: before.version + 1, ..before.clone() };
                facts.push(fact(Some(before), after));
            }
            this.append_and_see(pen, Act::Void, facts, &ids)
                .map(|(change, transactions)| Outcome::Voided { change, transactions })
        })
    }

    /// A transaction that this member is shown; any other looks the same as none.
    pub(super) fn own(&self, look: &Look<'_>, id: TransactionId) -> Result<Transaction, Error> {
        look.transaction(id)?
            .filter(|found| found.household == self.household.id && self.sight.shows(found))
            .ok_or_else(|| Error::missing(Noun::Transaction, &id))
    }

    /// Appends the facts, if any, and gives the change's position and the transactions as they are now. An act
    /// that changes nothing points at the newest change that made them what they are.
    pub(super) fn append_and_see(
        &self,
        pen: &mut Pen<'_>,
        act: Act,
        facts: Vec<Fact>,
        ids: &[TransactionId],
    ) -> Result<(u64, Vec<Seen>), Error> {
        let change = if facts.is_empty() {
            let history = ids.first().map(|id| pen.changes_of_transaction(*id)).transpose()?;
            history.and_then(|changes| changes.last().map(|change| change.seq)).unwrap_or(0)
        } else {
            self.append(pen, act, facts)?.seq
        };
        let mut transactions = Vec::new();
        for id in ids {
            let found = pen.transaction(*id)?;
            transactions.push(found.ok_or_else(|| Error::missing(Noun::Transaction, id))?);
        }
        Ok((change, self.see(pen, transactions)?))
    }

    fn amended(
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
        let parts = Parts::of(before).with(amendment)?;
        after.movement = parts.movement(|id| self.currency_of(look, id))?;
        Ok(after)
    }

    fn currency_of(&self, look: &Look<'_>, id: WalletId) -> Result<crate::ledger::Currency, Error> {
        Ok(self.own_wallet(look, id)?.currency)
    }
}

pub(super) fn fact(before: Option<Transaction>, after: Transaction) -> Fact {
    Fact::Transaction { before: before.map(Box::new), after: Box::new(after) }
}

/// A movement taken apart, so that one part can change whatever its type.
struct Parts {
    kind: TransactionType,
    wallet: WalletId,
    to_wallet: Option<WalletId>,
    received: Option<Money>,
    fee: Option<Money>,
    lines: Vec<Line>,
}

impl Parts {
    fn of(transaction: &Transaction) -> Self {
        let single =
            |amount, category| vec![Line { amount, category, description: transaction.description() }];
        let (lines, received, fee) = match &transaction.movement {
            Movement::Expense { lines, .. } | Movement::Income { lines, .. } => (lines.clone(), None, None),
            Movement::Transfer { amount, received, fee, .. } => {
                (single(*amount, CategorySlug::TRANSFER), *received, *fee)
            }
            Movement::Adjustment { difference, .. } => {
                (single(*difference, CategorySlug::PENYESUAIAN), None, None)
            }
        };
        Self {
            kind: transaction.kind(),
            wallet: transaction.wallet(),
            to_wallet: transaction.to_wallet(),
            received,
            fee,
            lines,
        }
    }

    fn with(mut self, amendment: &Amendment) -> Result<Self, Error> {
        if let Some(kind) = amendment.kind.filter(|kind| *kind != self.kind) {
            self.become_kind(kind)?;
        }
        if let Some(amount) = amendment.amount {
            match self.lines.as_mut_slice() {
                [line] => line.amount = Money::new(amount, line.amount.currency()),
                // Which of the lines it was about is not ours to guess.
                _ => return Err(Error::invalid("amount", Why::Misfit)),
            }
        }
        if let Some(category) = amendment.category {
            if !fits(self.kind, category) {
                return Err(Error::invalid("category", Why::Misfit));
            }
            for line in &mut self.lines {
                line.category = category;
            }
        }
        if let Some(description) = &amendment.description {
            match self.lines.as_mut_slice() {
                [line] => line.description = super::text::clean_line(description),
                _ => return Err(Error::invalid("description", Why::Misfit)),
            }
        }
        self.wallet = amendment.wallet.unwrap_or(self.wallet);
        if let Some(to) = amendment.to_wallet {
            if self.kind != TransactionType::Transfer {
                return Err(Error::invalid("to_wallet", Why::Misfit));
            }
            self.to_wallet = Some(to);
        }
        Ok(self)
    }

    fn become_kind(&mut self, kind: TransactionType) -> Result<(), Error> {
        use TransactionType::{Adjustment, Expense, Income, Transfer};
        if self.kind == Adjustment || kind == Adjustment {
            return Err(Error::invalid("type", Why::Misfit));
        }
        let usual = match kind {
            Expense => CategorySlug::LAINNYA,
            Income => CategorySlug::PEMASUKAN_LAIN,
            Transfer | Adjustment => CategorySlug::TRANSFER,
        };
        if kind == Transfer && self.lines.len() != 1 {
            return Err(Error::invalid("type", Why::Misfit));
        }
        self.kind = kind;
        self.fee = self.fee.filter(|_| kind == Transfer);
        self.received = self.received.filter(|_| kind == Transfer);
        for line in &mut self.lines {
            if !fits(kind, line.category) {
                line.category = usual;
            }
        }
        Ok(())
    }

    fn movement(
        self,
        currency_of: impl Fn(WalletId) -> Result<crate::ledger::Currency, Error>,
    ) -> Result<Movement, Error> {
        let Self { kind, wallet, to_wallet, received, fee, mut lines } = self;
        let currency = currency_of(wallet)?;
        for line in &mut lines {
            line.amount = Money::new(line.amount.minor(), currency);
        }
        Ok(match kind {
            TransactionType::Expense => Movement::Expense { wallet, lines },
            TransactionType::Income => Movement::Income { wallet, lines },
            TransactionType::Transfer => {
                let to = to_wallet.ok_or(Error::invalid("to_wallet", Why::Missing))?;
                if currency_of(to)? != currency {
                    return Err(Error::invalid("to_wallet", Why::Currency));
                }
                let (amount, description) = only(lines)?;
                Movement::Transfer { from: wallet, to, amount, received, fee, description }
            }
            TransactionType::Adjustment => {
                let (difference, description) = only(lines)?;
                Movement::Adjustment { wallet, difference, description }
            }
        })
    }
}

fn only(lines: Vec<Line>) -> Result<(Money, String), Error> {
    let line = lines.into_iter().next().ok_or(Error::invalid("lines", Why::Misfit))?;
    Ok((line.amount, line.description))
}

/// Whether money of this type may be of that category. `utang` flows both ways.
pub(super) fn fits(kind: TransactionType, category: CategorySlug) -> bool {
    let Some(system) = category.system() else {
        return false;
    };
    match kind {
        TransactionType::Expense => system.flow == Flow::Expense,
        TransactionType::Income => system.flow == Flow::Income || category == CategorySlug::UTANG,
        TransactionType::Transfer => system.flow == Flow::Transfer,
        TransactionType::Adjustment => false,
    }
}
