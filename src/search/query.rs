//! What can be asked: clauses that must all hold, in an order, page by page.

use std::collections::BTreeMap;

use super::nearness::Nearness;
use super::words;
use super::{card, catalogue};
use crate::ledger::{
    CategorySlug, Currency, Day, MemberId, Period, Tag, TransactionId, TransactionType, WalletId,
};

/// What is looked for: everything that all clauses hold of. The empty one holds of everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    pub clauses: Vec<Clause>,
}

/// One thing that must hold, or must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    pub ask: Ask,
    pub negated: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// A word of the text, or one near it; or what it is the name of.
    Word(AskedWord),
    /// These words, each beside the next, exactly. One alone is that word and no other.
    Phrase(Vec<String>),
    /// One of these at least.
    Any(Vec<Label>),
    /// All of these.
    All(Vec<Label>),
    /// The whole amount lies between these, both included, in the minor unit; without its sign, and of that currency
    /// if one is given.
    Amount {
        least: u64,
        most: u64,
        currency: Option<Currency>,
    },
    Days(Period),
}

/// A word that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedWord {
    /// As texts are cut: lower case, without accents.
    pub text: String,
    /// What it is the name of, and how near it is to that name: a wallet, a category, a person, an amount.
    pub names: Vec<(Nearness, Label)>,
}

/// Something a transaction either has or has not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    Type(TransactionType),
    /// Of one of its lines.
    Category(CategorySlug),
    /// Where money left or came in.
    Wallet(WalletId),
    /// Who recorded it, or paid.
    By(MemberId),
    /// For whom it was, where somebody was named.
    For(MemberId),
    Tag(Tag),
    /// A word of the name of the other person of a debt, a gift or a loan.
    Person(String),
    /// The whole amount or a line's, in the minor unit, without its sign.
    Amount(u64),
    Attachment,
    Note,
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub enum Sort {
    /// By day, and within a day by when it was recorded.
    #[default]
    Day,
    /// By whole amount, whatever its sign.
    Amount,
    /// By when it was recorded.
    Recorded,
    /// What has the words as they were typed, then what has words that begin so or are forms of them, then what has
    /// them with a letter wrong; each newest first.
    Best,
}

/// How a search is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    pub sort: Sort,
    /// The least first: the oldest, the smallest. Not for [`Sort::Best`].
    pub ascending: bool,
    /// The page that follows this place.
    pub after: Option<Place>,
    /// How many at most.
    pub limit: usize,
    /// Whether all hits are counted and summed too.
    pub with_totals: bool,
}

/// Where a hit stands in an order. What is recorded meanwhile neither repeats nor hides anything after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// For [`Sort::Best`], how near: more is nearer.
    pub nearness: u8,
    /// By what is sorted.
    pub key: u64,
    pub id: TransactionId,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// In the order asked for.
    pub ids: Vec<TransactionId>,
    /// Where the next page begins; none on the last.
    pub next: Option<Place>,
    /// Of all hits, when they were asked for.
    pub totals: Option<Totals>,
    /// True while the index is still catching up with the journal: older things may be missing.
    pub is_partial: bool,
}

/// All hits together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    pub count: u64,
    /// What moved, by currency. A transfer moves only its fee, which is an expense.
    pub sums: BTreeMap<Currency, Flows>,
}

/// In the minor unit; both positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flows {
    pub income: i64,
    pub expense: i64,
}

impl Place {
    /// Where a record stands among others by day, newest or oldest first.
    pub fn of_day(day: Day, id: TransactionId) -> Self {
        Self { nearness: 0, key: card::order_of(day, id), id }
    }

    /// The day and id of a place in an order by day; none when its key is of no day.
    pub fn day(self) -> Option<(Day, TransactionId)> {
        Some((card::day_of(self.key)?, self.id))
    }
}

impl Query {
    #[must_use]
    pub fn and(mut self, ask: Ask) -> Self {
        self.clauses.push(Clause { ask, negated: false });
        self
    }

    #[must_use]
    pub fn and_not(mut self, ask: Ask) -> Self {
        self.clauses.push(Clause { ask, negated: true });
        self
    }
}

impl Label {
    /// As the index writes it: a letter for what it is, and its own bytes.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let (kind, rest): (u8, Vec<u8>) = match self {
            Self::Type(kind) => {
                let number = match kind {
                    TransactionType::Expense => 1,
                    TransactionType::Income => 2,
                    TransactionType::Transfer => 3,
                    TransactionType::Adjustment => 4,
                };
                (b't', vec![number])
            }
            Self::Category(slug) => (b'c', slug.as_str().as_bytes().to_vec()),
            Self::Wallet(id) => (b'w', id.to_bytes().to_vec()),
            Self::By(id) => (b'b', id.to_bytes().to_vec()),
            Self::For(id) => (b'f', id.to_bytes().to_vec()),
            Self::Tag(tag) => (b'#', tag.as_str().as_bytes().to_vec()),
            Self::Person(word) => (b'p', word.as_bytes().to_vec()),
            Self::Amount(minor) => (b'a', minor.to_be_bytes().to_vec()),
            Self::Attachment => (b'i', Vec::new()),
            Self::Note => (b'n', Vec::new()),
        };
        [vec![kind], rest].concat()
    }
}

/// What whoever is called so has.
pub fn person_labels(name: &str) -> Vec<Label> {
    words::each(name).into_iter().map(Label::Person).collect()
}

impl Totals {
    /// One more hit, which moved so much: positive came in, negative went out.
    pub(super) fn add(&mut self, currency: Currency, flow: i64) {
        self.count += 1;
        if flow != 0 {
            self.sums.entry(currency).or_default().add(flow);
        }
    }

    /// The hits of another piece, too.
    pub(super) fn take_in(&mut self, other: &Self) {
        self.count += other.count;
        for (currency, Flows { income, expense }) in &other.sums {
            let sum = self.sums.entry(*currency).or_default();
            sum.add(*income);
            sum.add(expense.saturating_neg());
        }
    }

    /// Those of 64 hits at most whose bit is set, each of which moved as [`catalogue::flow_number`] says. Without a
    /// branch, so that the processor takes several at once.
    pub(super) fn add_marked(&mut self, currency: Currency, marked: u64, numbers: &[u64]) {
        let (mut income, mut expense) = (0_i64, 0_i64);
        for (bit, number) in numbers.iter().enumerate() {
            let is_marked = (marked >> bit & 1).wrapping_neg();
            // All ledgers' amounts are far below a 64th of what the sum can hold.
            let flow = (catalogue::flow_of(*number).cast_unsigned() & is_marked).cast_signed();
            income = income.wrapping_add(flow.max(0));
            expense = expense.wrapping_add(flow.min(0));
        }
        self.count += u64::from(marked.count_ones());
        for flow in [income, expense] {
            if flow != 0 {
                self.sums.entry(currency).or_default().add(flow);
            }
        }
    }
}

impl Flows {
    /// Sums that no ledger can hold are shown as the largest it can.
    fn add(&mut self, flow: i64) {
        if flow > 0 {
            self.income = self.income.saturating_add(flow);
        } else {
            self.expense = self.expense.saturating_add(flow.saturating_neg());
        }
    }
}
