//! What a search found, as the API shows it.

use std::ops::Range;

use poem_openapi::{Enum, Object};

use super::lists::next_cursor;
use super::scalar::Nullable;
use super::transactions::Transaction;
use super::view::Period;
use crate::app::{self, Error, Finding, Seen};
use crate::ledger;

/// A page of what a search found.
#[derive(Debug, Object)]
pub(super) struct SearchPage {
    pub items: Vec<SearchHit>,
    /// Leads to the next page; `null` on the last one.
    pub next_cursor: Nullable<String>,
    /// Of all hits, not only this page's.
    pub totals: SearchTotals,
    /// What each part of the text was taken for.
    pub understood: Vec<SearchPart>,
    /// Where nothing was found: a text that finds something.
    pub did_you_mean: Nullable<String>,
    /// False while the box is still making its records findable: older ones may be missing.
    pub complete: bool,
}

/// A found transaction, and where in it the words stand that were looked for.
#[derive(Debug, Object)]
pub(super) struct SearchHit {
    pub transaction: Transaction,
    /// In its `description`.
    pub in_description: Vec<Stretch>,
    /// In its `note`.
    pub in_note: Vec<Stretch>,
    /// In its `person`.
    pub in_person: Vec<Stretch>,
    /// In its `text`.
    pub in_text: Vec<Stretch>,
}

/// A part of a text, counted in Unicode characters from 0.
#[derive(Debug, Object)]
pub(super) struct Stretch {
    /// The first character.
    pub start: u32,
    /// The one after the last.
    pub end: u32,
}

/// All hits together.
#[derive(Debug, Object)]
pub(super) struct SearchTotals {
    pub count: u64,
    /// What came in and went out, for each currency that moved. A transfer moves only its fee.
    pub sums: Vec<SearchSum>,
}

/// What came in and went out in one currency, in its minor unit.
#[derive(Debug, Object)]
pub(super) struct SearchSum {
    /// ISO 4217; the rupiah has no decimals here.
    pub currency: String,
    pub income: i64,
    pub expense: i64,
}

/// What a part of a search was taken for.
#[derive(Debug, Object)]
pub(super) struct SearchPart {
    /// As it was typed.
    pub text: String,
    pub means: SearchMeans,
    /// It must not be so.
    pub negated: bool,
    /// Which days, where it names some.
    pub days: Nullable<Period>,
}

/// What a part of a search may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum SearchMeans {
    Word,
    Phrase,
    Type,
    Category,
    Wallet,
    /// Who recorded it, or paid.
    By,
    /// For whom it was.
    For,
    /// The other person.
    Person,
    Tag,
    Amount,
    Days,
    Attachment,
    Note,
}

/// Completions of a search, the best first.
#[derive(Debug, Object)]
pub(super) struct Suggestions {
    pub items: Vec<Suggestion>,
}

/// A completion of a search.
#[derive(Debug, Object)]
pub(super) struct Suggestion {
    /// What is offered.
    pub label: String,
    pub kind: SuggestionKind,
    /// The whole search with it.
    pub q: String,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum SuggestionKind {
    Description,
    Category,
    Wallet,
    Member,
    Person,
    Tag,
}

impl SearchPage {
    pub(super) fn of(finding: &Finding, paging: app::Paging) -> Result<Self, Error> {
        let sum = |(currency, flows): (&ledger::Currency, &app::Flows)| SearchSum {
            currency: currency.to_string(),
            income: flows.income,
            expense: flows.expense,
        };
        Ok(Self {
            items: finding.hits.items.iter().map(SearchHit::of).collect::<Result<_, _>>()?,
            next_cursor: next_cursor(finding.hits.next, paging),
            totals: SearchTotals {
                count: finding.totals.count,
                sums: finding.totals.sums.iter().map(sum).collect(),
            },
            understood: finding.parts.iter().map(SearchPart::from).collect(),
            did_you_mean: finding.did_you_mean.clone().into(),
            complete: finding.is_complete,
        })
    }
}

impl SearchHit {
    fn of(hit: &app::Hit) -> Result<Self, Error> {
        let app::Hit { seen, marks } = hit;
        let Seen { transaction, .. } = seen;
        let within = |text: Option<&str>, ranges: &[Range<usize>]| {
            let stretch = |range: &Range<usize>| Stretch::of(text.unwrap_or_default(), range);
            ranges.iter().map(stretch).collect::<Vec<_>>()
        };
        Ok(Self {
            transaction: Transaction::of(seen)?,
            in_description: within(Some(&transaction.description()), &marks.description),
            in_note: within(transaction.note.as_deref(), &marks.note),
            in_person: within(transaction.person.as_deref(), &marks.person),
            in_text: within(transaction.source.text.as_deref(), &marks.text),
        })
    }
}

impl Stretch {
    fn of(text: &str, range: &Range<usize>) -> Self {
        let letters = |until: usize| {
            let count = text.get(..until).unwrap_or(text).chars().count();
            u32::try_from(count).unwrap_or(u32::MAX)
        };
        Self { start: letters(range.start), end: letters(range.end) }
    }
}

impl From<&app::Part> for SearchPart {
    fn from(part: &app::Part) -> Self {
        let (means, days) = match part.means {
            app::Means::Word => (SearchMeans::Word, None),
            app::Means::Phrase => (SearchMeans::Phrase, None),
            app::Means::Type => (SearchMeans::Type, None),
            app::Means::Category => (SearchMeans::Category, None),
            app::Means::Wallet => (SearchMeans::Wallet, None),
            app::Means::By => (SearchMeans::By, None),
            app::Means::For => (SearchMeans::For, None),
            app::Means::Person => (SearchMeans::Person, None),
            app::Means::Tag => (SearchMeans::Tag, None),
            app::Means::Amount => (SearchMeans::Amount, None),
            app::Means::Days(days) => (SearchMeans::Days, Some(days)),
            app::Means::Attachment => (SearchMeans::Attachment, None),
            app::Means::Note => (SearchMeans::Note, None),
        };
        Self { text: part.text.clone(), means, negated: part.negated, days: days.map(Period::from).into() }
    }
}

impl From<app::Suggestion> for Suggestion {
    fn from(suggestion: app::Suggestion) -> Self {
        let kind = match suggestion.is {
            app::Suggested::Description => SuggestionKind::Description,
            app::Suggested::Category => SuggestionKind::Category,
            app::Suggested::Wallet => SuggestionKind::Wallet,
            app::Suggested::Member => SuggestionKind::Member,
            app::Suggested::Person => SuggestionKind::Person,
            app::Suggested::Tag => SuggestionKind::Tag,
        };
        Self { label: suggestion.label, kind, q: suggestion.text }
    }
}
