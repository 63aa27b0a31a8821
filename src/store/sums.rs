//! What reports are read from beside the totals: sums by tag and by description, and what moved each wallet in each
//! month. Kept in the write that moves the totals.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::error::{StoreError, Unreadable};
use super::facts::places;
use super::key::{self, Parts};
use super::look::{Look, record_of, unreadable};
use super::pen::Pen;
use super::record::Record;
use super::source::Span;
use super::tables::Table;
use super::transactions::{Part, parts};
use crate::ledger::{
    Currency, Day, HouseholdId, Money, MoneyError, Month, Movement, Period, Transaction, TransactionType,
    WalletId, phrase,
};

/// The words that amounts are summed under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gathered {
    Tags,
    /// What descriptions come to when their case, marks and figures are left out.
    Phrases,
}

/// What one word came to in one wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordCell {
    pub word: String,
    /// Expense or income.
    pub kind: TransactionType,
    pub wallet: WalletId,
    pub amount: Money,
    /// How many transactions it stands in.
    pub count: u64,
}

impl Gathered {
    /// By day and by month.
    const fn tables(self) -> (Table, Table) {
        match self {
            Self::Tags => (Table::DayTags, Table::MonthTags),
            Self::Phrases => (Table::DayPhrases, Table::MonthPhrases),
        }
    }
}

/// Kind (1), SHA-256 of the word (32), wallet (16), currency (3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WordKey {
    kind: u8,
    word: [u8; 32],
    wallet: WalletId,
    currency: Currency,
}

/// What one row of the words' sums holds, or by how much it is moved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct WordTally {
    minor: i64,
    count: i64,
    word: String,
}

impl WordTally {
    fn plus(&self, other: &Self, times: i64) -> Result<Self, MoneyError> {
        let sum = |own: i64, more: i64| more.checked_mul(times).and_then(|more| own.checked_add(more));
        Ok(Self {
            minor: sum(self.minor, other.minor).ok_or(MoneyError::Overflow)?,
            count: sum(self.count, other.count).ok_or(MoneyError::Overflow)?,
            word: other.word.clone(),
        })
    }
}

impl Record for WordTally {
    type Form = (i64, i64, String);

    fn form(&self) -> Self::Form {
        (self.minor, self.count, self.word.clone())
    }

    fn restore((minor, count, word): Self::Form) -> Result<Self, Unreadable> {
        if count < 1 {
            return Err(Unreadable("a sum of fewer than one transaction"));
        }
        Ok(Self { minor, count, word })
    }
}

/// By how much a month moved a wallet, in the wallet's minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Drift(pub(super) i64);

impl Record for Drift {
    type Form = i64;

    fn form(&self) -> i64 {
        self.0
    }

    fn restore(minor: i64) -> Result<Self, Unreadable> {
        Ok(Self(minor))
    }
}

/// What transactions add to the sums, row by row.
#[derive(Debug, Default)]
pub(super) struct Sums {
    words: BTreeMap<(Table, Vec<u8>), WordTally>,
    drifts: BTreeMap<Vec<u8>, i64>,
}

impl Sums {
    /// Adds a transaction so many times: once, or minus once.
    pub(super) fn shift(&mut self, transaction: &Transaction, times: i64) -> Result<(), MoneyError> {
        let month = transaction.day.month().number();
        for entry in transaction.entries()? {
            let moved = self.drifts.entry(drift_key(entry.wallet, month).to_vec()).or_default();
            let by = entry.amount.times(times)?.minor();
            *moved = moved.checked_add(by).ok_or(MoneyError::Overflow)?;
        }
        let household = transaction.household;
        for (gathered, word, tally) in words(transaction)? {
            let (days, months) = gathered.tables();
            for (table, number) in [(days, transaction.day.number()), (months, month)] {
                let moved =
                    self.words.entry((table, word_key(household, number, word).to_vec())).or_default();
                *moved = moved.plus(&tally, times)?;
            }
        }
        Ok(())
    }

    /// Takes out the rows of one table, as they are when nothing else was there.
    pub(super) fn take(&mut self, table: Table) -> Result<BTreeMap<Vec<u8>, Vec<u8>>, StoreError> {
        let written = |key: Vec<u8>, row: Result<Vec<u8>, Unreadable>| match row {
            Ok(row) => Ok((key, row)),
            Err(why) => Err(unreadable(table, &key, why)),
        };
        if table == Table::WalletMonths {
            let moved = std::mem::take(&mut self.drifts).into_iter().filter(|(_, minor)| *minor != 0);
            return moved.map(|(key, minor)| written(key, super::record::write(&Drift(minor)))).collect();
        }
        let mut of_table = self.words.split_off(&(table, Vec::new()));
        let after = of_table.iter().find(|((of, _), _)| *of != table).map(|(key, _)| key.clone());
        if let Some(after) = after {
            self.words.append(&mut of_table.split_off(&after));
        }
        let of_table = of_table.into_iter().filter(|(_, tally)| tally.count != 0);
        of_table.map(|((_, key), tally)| written(key, super::record::write(&tally))).collect()
    }
}

/// The words of a live transaction's expense or income, each with what it comes to.
fn words(transaction: &Transaction) -> Result<Vec<(Gathered, WordKey, WordTally)>, MoneyError> {
    let mut sums: BTreeMap<(Gathered, WordKey), WordTally> = BTreeMap::new();
    let mut add = |gathered, word: &str, kind, wallet, amount: Money| -> Result<(), MoneyError> {
        let key =
            WordKey { kind: key::kind(kind), word: key::folded(word), wallet, currency: amount.currency() };
        let sum =
            sums.entry((gathered, key)).or_insert(WordTally { minor: 0, count: 1, word: word.to_owned() });
        sum.minor = sum.minor.checked_add(amount.minor()).ok_or(MoneyError::Overflow)?;
        Ok(())
    };
    for posting in transaction.postings() {
        if matches!(posting.kind, TransactionType::Expense | TransactionType::Income) {
            for tag in &transaction.particulars.tags {
                add(Gathered::Tags, tag.as_str(), posting.kind, posting.wallet, posting.amount)?;
            }
        }
    }
    if let (true, Movement::Expense { wallet, lines } | Movement::Income { wallet, lines }) =
        (transaction.is_live(), &transaction.movement)
    {
        for line in lines {
            let phrase = phrase(&line.description);
            if !phrase.is_empty() {
                add(Gathered::Phrases, &phrase, transaction.kind(), *wallet, line.amount)?;
            }
        }
    }
    Ok(sums.into_iter().map(|((gathered, key), tally)| (gathered, key, tally)).collect())
}

/// Wallet (16), month (4).
fn drift_key(wallet: WalletId, month: u32) -> [u8; 20] {
    key::join(&[&wallet.to_bytes(), &month.to_be_bytes()])
}

/// Household (16), number of the day or month (4), the word's key (52).
fn word_key(household: HouseholdId, number: u32, word: WordKey) -> [u8; 72] {
    let WordKey { kind, word, wallet, currency } = word;
    key::join(&[
        &household.to_bytes(),
        &number.to_be_bytes(),
        &[kind],
        &word,
        &wallet.to_bytes(),
        &currency.to_bytes(),
    ])
}

fn word_of(key: &[u8]) -> Result<WordKey, Unreadable> {
    let mut parts = Parts::of(key, 72)?;
    parts.take::<20>()?;
    let [kind] = parts.take()?;
    Ok(WordKey {
        kind,
        word: parts.take()?,
        wallet: WalletId::from_bytes(parts.take()?),
        currency: key::currency_of(parts.take()?)?,
    })
}

impl Pen<'_> {
    /// Brings the sums to where the facts moved them.
    pub(super) fn settle_sums(&mut self, sums: Sums) -> Result<(), StoreError> {
        for (key, by) in sums.drifts {
            let held = self.fetch::<Drift>(Table::WalletMonths, &key)?.map_or(0, |held| held.0);
            let now = held.checked_add(by).ok_or(MoneyError::Overflow)?;
            match (now, by) {
                (_, 0) => {}
                (0, _) => drop(self.delete(Table::WalletMonths, &key)?),
                _ => self.put(Table::WalletMonths, &key, &Drift(now))?,
            }
        }
        for ((table, key), by) in sums.words {
            if by.minor == 0 && by.count == 0 {
                continue;
            }
            let now = self.fetch::<WordTally>(table, &key)?.unwrap_or_default().plus(&by, 1)?;
            if now.count == 0 {
                self.delete(table, &key)?;
            } else {
                self.put(table, &key, &now)?;
            }
        }
        Ok(())
    }

    /// Fills the sums and lists of a store that did not keep them, from its transactions.
    pub(super) fn sum_up(&mut self) -> Result<(), StoreError> {
        /// Enough that a row is written seldom, and few enough for a small memory.
        const AT_ONCE: usize = 5_000;
        let mut span = Span::all();
        loop {
            let some: Vec<Transaction> = self.records(Table::Transactions, &span, AT_ONCE)?;
            let Some(last) = some.last() else { return Ok(()) };
            span = span.after(&last.id.to_bytes());
            let mut sums = Sums::default();
            for transaction in &some {
                sums.shift(transaction, 1)?;
                for (table, key) in places(transaction) {
                    self.list(table, &key)?;
                }
            }
            self.settle_sums(sums)?;
        }
    }
}

impl Look<'_> {
    /// What every word came to in a period, wallet by wallet.
    pub fn words(
        &self,
        gathered: Gathered,
        household: HouseholdId,
        period: Period,
    ) -> Result<Vec<WordCell>, StoreError> {
        let (days, months) = gathered.tables();
        let mut cells: BTreeMap<WordKey, WordTally> = BTreeMap::new();
        for part in parts(period) {
            let (table, first, last) = match part {
                Part::Days(first, last) => (days, first.number(), last.number()),
                Part::Months(first, last) => (months, first, last),
            };
            let span = Span::between(&household.to_bytes(), &first.to_be_bytes(), &last.to_be_bytes());
            self.scan(table, &span, &mut |key, value| {
                let word = word_of(key).map_err(|why| unreadable(table, key, why))?;
                let tally: WordTally = record_of(table, key, value)?;
                let sum = cells.entry(word).or_default();
                *sum = sum.plus(&tally, 1)?;
                Ok(ControlFlow::Continue(()))
            })?;
        }
        Ok(cells.into_iter().filter_map(|(key, tally)| word_cell(key, tally)).collect())
    }

    /// Calls `visit` with the days of a period on which a word stands somewhere, the latest first, until it says stop.
    pub fn days_of_word(
        &self,
        gathered: Gathered,
        household: HouseholdId,
        word: &str,
        period: Period,
        visit: &mut dyn FnMut(Day) -> Result<ControlFlow<()>, StoreError>,
    ) -> Result<(), StoreError> {
        let (days, months) = gathered.tables();
        let word = key::folded(word);
        let stands = |table, number: u32| -> Result<bool, StoreError> {
            for kind in [TransactionType::Expense, TransactionType::Income] {
                let prefix =
                    [&household.to_bytes()[..], &number.to_be_bytes(), &[key::kind(kind)], &word].concat();
                if !self.gather(table, &Span::of(&prefix), 1, |_, _| Ok(()))?.is_empty() {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        let mut day = period.last;
        while day >= period.first {
            let month = day.month();
            if !stands(months, month.number())? {
                if month.first_day() <= period.first {
                    break;
                }
                day = month.previous().last_day();
                continue;
            }
            if stands(days, day.number())? && visit(day)?.is_break() {
                break;
            }
            if day == Day::FIRST {
                break;
            }
            day = day.plus_days(-1);
        }
        Ok(())
    }

    /// By how much each month from `first` on moved a wallet, in its minor unit; months of nothing are left out.
    pub fn moved_since(&self, wallet: WalletId, first: Month) -> Result<Vec<(Month, i64)>, StoreError> {
        let span = Span::between(&wallet.to_bytes(), &first.number().to_be_bytes(), &[0xFF; 4]);
        let mut moved = Vec::new();
        self.scan(Table::WalletMonths, &span, &mut |key, value| {
            let Drift(minor) = record_of(Table::WalletMonths, key, value)?;
            let number = key.last_chunk().map_or(0, |number| u32::from_be_bytes(*number));
            let month = Month::from_number(number)
                .map_err(|_| unreadable(Table::WalletMonths, key, Unreadable("not a month")))?;
            moved.push((month, minor));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(moved)
    }
}

/// What the words of one transaction come to, as [`Look::words`] gives them: to take a record out of sums that must
/// not count it.
pub fn words_of(transaction: &Transaction, gathered: Gathered) -> Result<Vec<WordCell>, MoneyError> {
    let own = words(transaction)?.into_iter().filter(|(of, ..)| *of == gathered);
    Ok(own.filter_map(|(_, key, tally)| word_cell(key, tally)).collect())
}

fn word_cell(key: WordKey, tally: WordTally) -> Option<WordCell> {
    Some(WordCell {
        word: tally.word,
        kind: key::kind_of(key.kind)?,
        wallet: key.wallet,
        amount: Money::new(tally.minor, key.currency),
        count: tally.count.unsigned_abs(),
    })
}
