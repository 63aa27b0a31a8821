//! What is findable of one transaction: its words, its labels and its numbers. The index is made of these, and what it
//! has not come to yet is looked through as these.

use std::collections::BTreeSet;

use super::nearness::Nearness;
use super::query::{Ask, AskedWord, Label, Place, Query, Sort};
use super::{message, root, words};
use crate::ledger::{
    Currency, Day, HouseholdId, Line, MemberId, Movement, Sight, Timestamp, Transaction, TransactionId,
    TransactionType, WalletId,
};

/// A transaction as a search sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Card {
    pub(super) id: TransactionId,
    pub(super) household: HouseholdId,
    /// [`order_of`] its day and id.
    pub(super) order: u64,
    /// Milliseconds since 1970.
    pub(super) recorded: u64,
    /// The whole amount, in the minor unit, without its sign.
    pub(super) amount: u64,
    pub(super) currency: Currency,
    /// What it adds to income, or negative, to expense.
    pub(super) flow: i64,
    /// What is written about it.
    pub(super) words: Wording,
    /// What the message says besides, which not all read who see the record.
    pub(super) told: Wording,
    /// Who wrote the message.
    pub(super) writer: MemberId,
    pub(super) labels: BTreeSet<Label>,
    /// The wallets it touches.
    pub(super) wallets: (WalletId, Option<WalletId>),
    pub(super) secret: Option<Secret>,
}

/// The words of some texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Wording {
    pub(super) words: BTreeSet<String>,
    /// What the words are forms of.
    pub(super) roots: BTreeSet<String>,
    /// Words that stand side by side.
    pub(super) pairs: BTreeSet<String>,
}

/// Until that day, only this member finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Secret {
    pub(super) until: Day,
    pub(super) of: MemberId,
}

impl Card {
    pub(super) fn of(transaction: &Transaction) -> Self {
        let amount = transaction.amount().map_or(0, crate::ledger::Money::minor);
        let more = &transaction.particulars;
        let mut card = Self {
            id: transaction.id,
            household: transaction.household,
            order: order_of(transaction.day, transaction.id),
            recorded: u64::try_from(transaction.recorded.as_millisecond()).unwrap_or(0),
            amount: amount.unsigned_abs(),
            currency: transaction.currency(),
            flow: flow_of(transaction),
            words: Wording::default(),
            told: Wording::default(),
            writer: transaction.member,
            labels: labels_of(transaction),
            wallets: (transaction.wallet(), transaction.to_wallet()),
            secret: more.secret_until.map(|until| Secret { until, of: transaction.member }),
        };
        let texts = texts_of(transaction);
        if let Some(message) = transaction.source.text.as_deref() {
            card.told.take_in(&message::part_of(message, &texts, &amounts_of(transaction)));
        }
        for text in &texts {
            card.words.take_in(text);
        }
        for text in [transaction.person.as_deref(), transaction.note.as_deref()].into_iter().flatten() {
            card.words.take_in(text);
        }
        for tag in &transaction.particulars.tags {
            card.words.take_in(tag.as_str());
        }
        card.told.leave_out(&card.words);
        card
    }

    /// How near it is to everything asked, as near as the farthest; none when it is no hit, or that sight does not show it.
    pub(super) fn answers(&self, query: &Query, sight: &Sight) -> Option<Nearness> {
        if !self.is_seen_by(sight) {
            return None;
        }
        let mut farthest = Nearness::Same;
        for clause in &query.clauses {
            match (self.nearness(&clause.ask, sight), clause.negated) {
                (None, true) => {}
                (Some(nearness), false) => farthest = farthest.max(nearness),
                _ => return None,
            }
        }
        Some(farthest)
    }

    /// As [`Sight::shows`].
    fn is_seen_by(&self, sight: &Sight) -> bool {
        let (wallet, to) = self.wallets;
        let is_open = |secret: Secret| secret.of == sight.member() || secret.until <= sight.today();
        std::iter::once(wallet).chain(to).any(|wallet| sight.sees(wallet)) && self.secret.is_none_or(is_open)
    }

    /// What that sight may read of it.
    fn read_by(&self, sight: &Sight) -> impl Iterator<Item = &Wording> {
        let recorded = i64::try_from(self.recorded).ok().and_then(|at| Timestamp::from_millisecond(at).ok());
        let reads = recorded.is_some_and(|recorded| sight.reads_what(self.writer, recorded));
        std::iter::once(&self.words).chain(reads.then_some(&self.told))
    }

    fn nearness(&self, ask: &Ask, sight: &Sight) -> Option<Nearness> {
        let holds = match ask {
            Ask::Word(asked) => return self.nearness_of_word(asked, sight),
            Ask::Phrase(words) => match words.as_slice() {
                [] => true,
                [word] => self.read_by(sight).any(|read| read.words.contains(word)),
                many => many.windows(2).all(|pair| {
                    let pair = words::pair(&pair[0], &pair[1]);
                    self.read_by(sight).any(|read| read.pairs.contains(&pair))
                }),
            },
            Ask::Any(labels) => labels.iter().any(|label| self.labels.contains(label)),
            Ask::All(labels) => labels.iter().all(|label| self.labels.contains(label)),
            Ask::Amount { least, most, currency } => {
                (*least..=*most).contains(&self.amount)
                    && currency.is_none_or(|currency| currency == self.currency)
            }
            Ask::Days(days) => day_of(self.order).is_some_and(|day| days.contains(day)),
        };
        holds.then_some(Nearness::Same)
    }

    fn nearness_of_word(&self, asked: &AskedWord, sight: &Sight) -> Option<Nearness> {
        let named = asked.names.iter().filter(|(_, label)| self.labels.contains(label));
        let words = self.read_by(sight).flat_map(|read| &read.words);
        let spelt = words.filter_map(|word| Nearness::of_spelling(word, &asked.text));
        let roots = root::roots(&asked.text);
        let akin = self.read_by(sight).any(|read| !roots.is_disjoint(&read.roots));
        named.map(|(nearness, _)| *nearness).chain(spelt).chain(akin.then_some(Nearness::Akin)).min()
    }

    /// Where it stands in an order.
    pub(super) fn place(&self, sort: Sort, nearness: Nearness) -> Place {
        let (nearness, key) = match sort {
            Sort::Day => (0, self.order),
            Sort::Amount => (0, self.amount),
            Sort::Recorded => (0, self.recorded),
            Sort::Best => (nearness.rank(), self.order),
        };
        Place { nearness, key, id: self.id }
    }
}

impl Wording {
    fn take_in(&mut self, text: &str) {
        let words = words::of(text);
        for pair in words.windows(2) {
            self.pairs.insert(words::pair(&pair[0].text, &pair[1].text));
        }
        for word in words {
            self.roots.extend(root::roots(&word.text));
            self.words.insert(word.text);
        }
    }

    /// Forgets what the other says, too.
    fn leave_out(&mut self, other: &Self) {
        self.words.retain(|word| !other.words.contains(word));
        self.roots.retain(|root| !other.roots.contains(root));
        self.pairs.retain(|pair| !other.pairs.contains(pair));
    }
}

/// What a transaction was for.
fn texts_of(transaction: &Transaction) -> Vec<String> {
    match &transaction.movement {
        Movement::Expense { lines, .. } | Movement::Income { lines, .. } => {
            lines.iter().map(|line| line.description.clone()).collect()
        }
        Movement::Transfer { description, .. } | Movement::Adjustment { description, .. } => {
            vec![description.clone()]
        }
    }
}

/// The whole amount and those of the lines, without their signs.
fn amounts_of(transaction: &Transaction) -> BTreeSet<u64> {
    let lines: &[Line] = match &transaction.movement {
        Movement::Expense { lines, .. } | Movement::Income { lines, .. } => lines,
        Movement::Transfer { .. } | Movement::Adjustment { .. } => &[],
    };
    let of_lines = lines.iter().map(|line| line.amount.minor());
    let whole = transaction.amount().ok().map(crate::ledger::Money::minor);
    of_lines.chain(whole).map(i64::unsigned_abs).collect()
}

fn labels_of(transaction: &Transaction) -> BTreeSet<Label> {
    let more = &transaction.particulars;
    let mut labels = BTreeSet::from([Label::Type(transaction.kind()), Label::By(transaction.member)]);
    labels.extend(transaction.wallets().map(Label::Wallet));
    labels.extend(amounts_of(transaction).into_iter().map(Label::Amount));
    labels.extend(more.paid_by.map(Label::By));
    labels.extend(more.for_whom.iter().copied().map(Label::For));
    labels.extend(more.tags.iter().cloned().map(Label::Tag));
    labels.extend(transaction.person.iter().flat_map(|name| words::each(name)).map(Label::Person));
    labels.extend((!more.attachments.is_empty()).then_some(Label::Attachment));
    labels.extend(transaction.note.as_ref().map(|_| Label::Note));
    match &transaction.movement {
        Movement::Expense { lines, .. } | Movement::Income { lines, .. } => {
            labels.extend(lines.iter().map(|line| Label::Category(line.category)));
        }
        Movement::Transfer { .. } | Movement::Adjustment { .. } => {
            labels.insert(Label::Category(transaction.category()));
        }
    }
    labels
}

fn flow_of(transaction: &Transaction) -> i64 {
    let flows = transaction.postings().into_iter().map(|posting| match posting.kind {
        TransactionType::Expense => posting.amount.minor().saturating_neg(),
        TransactionType::Income => posting.amount.minor(),
        TransactionType::Transfer | TransactionType::Adjustment => 0,
    });
    flows.fold(0, i64::saturating_add)
}

/// How many of [`order_of`]'s bits tell when in a day something was made.
const MOMENT_BITS: u32 = 42;

/// A number that sorts by day, then by the moment the id was made, in steps of 64 milliseconds: what does not fit
/// beside the day into 64 bits. What lies closer together is put right by the id.
pub(super) fn order_of(day: Day, id: TransactionId) -> u64 {
    let (high, _) = halves(id);
    first_order_of(day.number()) | high >> (u64::BITS - MOMENT_BITS)
}

/// The least order of a day, by its number.
pub(super) fn first_order_of(day: u32) -> u64 {
    u64::from(day) << MOMENT_BITS
}

/// The day in an order.
pub(super) fn day_of(order: u64) -> Option<Day> {
    Day::from_number(u32::try_from(order >> MOMENT_BITS).ok()?).ok()
}

/// The id's first and last eight bytes.
pub(super) fn halves(id: TransactionId) -> (u64, u64) {
    let id = u128::from_be_bytes(id.to_bytes());
    let half = |part: u128| u64::try_from(part & u128::from(u64::MAX)).unwrap_or(0);
    (half(id >> u64::BITS), half(id))
}

/// The id of these halves.
pub(super) fn id_of(high: u64, low: u64) -> TransactionId {
    TransactionId::from_bytes((u128::from(high) << u64::BITS | u128::from(low)).to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_make_the_id_again() {
        let id = TransactionId::compose(1_764_000_000_123, [1, 2, 3, 4, 5, 6, 7, 8, 9, 255]);
        let (high, low) = halves(id);
        assert_eq!(id_of(high, low), id);
    }

    #[test]
    fn an_order_sorts_by_day_then_by_moment_and_knows_its_day() {
        let (first, last): (Day, Day) = ("2026-11-20".parse().unwrap(), Day::LAST);
        let (early, late) =
            (TransactionId::compose(1_000, [0; 10]), TransactionId::compose(9_000_000, [0; 10]));
        assert!(order_of(first, late) < order_of(last, early));
        assert!(order_of(first, early) < order_of(first, late));
        for day in [first, last, Day::FIRST] {
            assert_eq!(day_of(order_of(day, late)), Some(day));
        }
    }
}
