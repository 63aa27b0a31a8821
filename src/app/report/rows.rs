//! The records behind a figure, each with what it has in it.

use std::cmp::Reverse;
use std::ops::ControlFlow;

use super::super::outcome::{Page, Place, Seen};
use super::super::{Acting, Error};
use super::figures::{Counts, Rows};
use super::view::View;
use crate::ledger::{
    CategorySlug, Money, MoneyError, Movement, Period, Transaction, TransactionType, phrase,
};
use crate::store::{Cursor, Gathered, Group, Look, TransactionFilter};

/// A record, and what it has in a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub seen: Seen,
    /// Negative for what was spent, where both sides count.
    pub amount: Money,
}

/// How many records are looked at in one go.
const BATCH: usize = 64;

impl Acting {
    /// The records that a figure was made of, newest day first; together they come to the figure.
    pub fn figure_rows(&self, rows: &Rows, after: Option<Place>, most: usize) -> Result<Page<Row>, Error> {
        self.viewed(|view, look| {
            let mut found: Vec<(Transaction, Money)> = Vec::new();
            let mut reached = after.map(|place| Cursor { day: place.day, id: place.id });
            // One more than asked tells whether there is a next page.
            while found.len() <= most {
                let batch = self.candidates(view, look, rows, reached)?;
                let Some(last) = batch.last() else { break };
                reached = Some(Cursor { day: last.day, id: last.id });
                for transaction in batch {
                    if let Some(amount) = contribution(view, rows, &transaction)? {
                        found.push((transaction, amount));
                    }
                }
            }
            let more = found.len() > most;
            found.truncate(most);
            let next =
                if more { found.last().map(|(last, _)| Place { day: last.day, id: last.id }) } else { None };
            let (transactions, amounts): (Vec<_>, Vec<_>) = found.into_iter().unzip();
            let items = self.see(look, transactions)?.into_iter().zip(amounts);
            Ok(Page { items: items.map(|(seen, amount)| Row { seen, amount }).collect(), next })
        })
    }

    /// The next records after a place that may be among the rows; none when there are no more.
    fn candidates(
        &self,
        view: &View<'_>,
        look: &Look<'_>,
        rows: &Rows,
        after: Option<Cursor>,
    ) -> Result<Vec<Transaction>, Error> {
        let household = self.household.id;
        if let Some(category) = rows.category {
            return self.of_category(view, look, rows, category, after);
        }
        let word = rows.tag.as_deref().map(|tag| (Gathered::Tags, tag));
        let word = word.or(rows.phrase.as_deref().map(|phrase| (Gathered::Phrases, phrase)));
        let Some((gathered, word)) = word else {
            let filter = TransactionFilter { days: Some(rows.days), wallet: rows.wallet };
            return Ok(look.transactions(household, &filter, after, BATCH)?);
        };
        let last = after.map_or(rows.days.last, |cursor| cursor.day.min(rows.days.last));
        let mut batch = Vec::new();
        look.days_of_word(gathered, household, word, Period { last, ..rows.days }, &mut |day| {
            let filter = TransactionFilter { days: Some(Period::day(day)), wallet: rows.wallet };
            batch.extend(look.transactions(household, &filter, after, usize::MAX)?);
            Ok(if batch.len() < BATCH { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        Ok(batch)
    }

    /// The next records of a category and those merged into it.
    fn of_category(
        &self,
        view: &View<'_>,
        look: &Look<'_>,
        rows: &Rows,
        category: CategorySlug,
        after: Option<Cursor>,
    ) -> Result<Vec<Transaction>, Error> {
        let before = after.map_or(rows.days.last, |cursor| cursor.day.min(rows.days.last)).plus_days(1);
        let mut places: Vec<Cursor> = Vec::new();
        for kind in [TransactionType::Expense, TransactionType::Income, TransactionType::Transfer] {
            for category in view.counting_as(category) {
                let group = Group { kind, category, currency: view.currency() };
                let mut left = BATCH;
                look.parts_before(self.household.id, group, before, &mut |part| {
                    let place = Cursor { day: part.day, id: part.transaction };
                    if part.day < rows.days.first || left == 0 {
                        return ControlFlow::Break(());
                    }
                    if after.is_none_or(|after| place < after) {
                        places.push(place);
                        left -= 1;
                    }
                    ControlFlow::Continue(())
                })?;
            }
        }
        places.sort_unstable_by_key(|place| Reverse(*place));
        places.dedup();
        // Behind the end of the shortest list there may be others that were not looked at yet.
        places.truncate(BATCH);
        let mut batch = Vec::with_capacity(places.len());
        for place in places {
            batch.extend(look.transaction(place.id)?);
        }
        Ok(batch)
    }
}

/// What a record has among the rows; none when it is not among them.
fn contribution(
    view: &View<'_>,
    rows: &Rows,
    transaction: &Transaction,
) -> Result<Option<Money>, MoneyError> {
    let tagged = |tag: &String| transaction.particulars.tags.iter().any(|own| own.as_str() == tag);
    if !view.shows_record(transaction)
        || !rows.days.contains(transaction.day)
        || rows.member.is_some_and(|member| member != transaction.member)
        || !rows.tag.as_ref().is_none_or(tagged)
    {
        return Ok(None);
    }
    let mut sum: Option<Money> = None;
    for (kind, category, amount) in parts(rows, transaction) {
        let counts = match kind {
            TransactionType::Expense => rows.counts != Counts::Income,
            TransactionType::Income => rows.counts != Counts::Expense,
            TransactionType::Transfer | TransactionType::Adjustment => false,
        };
        let fits = rows.wallet.is_none_or(|wallet| wallet == transaction.wallet())
            && view.sees(transaction.wallet())
            && amount.currency() == view.currency()
            && rows.category.is_none_or(|wanted| wanted == view.counts_as(category));
        if counts && fits {
            let spent = rows.counts == Counts::Both && kind == TransactionType::Expense;
            let amount = if spent { amount.negated()? } else { amount };
            sum = Some(sum.map_or(Ok(amount), |sum| sum.plus(amount))?);
        }
    }
    Ok(sum)
}

/// What a record is made of; of a phrase, the lines that say it.
fn parts(rows: &Rows, transaction: &Transaction) -> Vec<(TransactionType, CategorySlug, Money)> {
    let Some(wanted) = &rows.phrase else {
        let postings = transaction.postings().into_iter();
        return postings.map(|posting| (posting.kind, posting.category, posting.amount)).collect();
    };
    match &transaction.movement {
        Movement::Expense { lines, .. } | Movement::Income { lines, .. } => lines
            .iter()
            .filter(|line| phrase(&line.description) == *wanted)
            .map(|line| (transaction.kind(), line.category, line.amount))
            .collect(),
        Movement::Transfer { .. } | Movement::Adjustment { .. } => Vec::new(),
    }
}
