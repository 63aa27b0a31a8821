//! Finding records: by what is written in them, by what they are, and in any order.
//!
//! Nothing is found, counted or suggested but what the asking member sees.

mod suggest;
mod vocabulary;

pub use crate::search::{Flows, Means, Part, Place as FoundPlace, Sort, Totals};
pub use suggest::{Suggested, Suggestion};

use std::ops::Range;

use tokio_util::sync::CancellationToken;

use super::outcome::{Page, Place, Seen};
use super::{Acting, App, Error};
use crate::ledger::{
    CategorySlug, MemberId, Period, Tag, Transaction, TransactionId, TransactionType, WalletId,
};
use crate::search::{self, Ask, Found, Highlighter, Label, Query, Wanted};
use crate::store::Look;

/// Which records a list holds: those of which all of this holds. The default holds all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// In the language of searches.
    pub text: Option<String>,
    /// Of one of these, where any are given; so for all lists below.
    pub types: Vec<TransactionType>,
    /// With what was merged into them.
    pub categories: Vec<CategorySlug>,
    pub wallets: Vec<WalletId>,
    /// Who recorded, or paid.
    pub by: Vec<MemberId>,
    pub for_whom: Vec<MemberId>,
    pub tags: Vec<Tag>,
    /// Words of the other person's name.
    pub person: Option<String>,
    /// The whole amount without its sign, in the minor unit of whatever currency.
    pub at_least: Option<u64>,
    pub at_most: Option<u64>,
    pub days: Option<Period>,
    pub has_attachment: Option<bool>,
    pub has_note: Option<bool>,
}

/// How a list is ordered and cut into pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Paging {
    pub sort: Sort,
    /// The least first. Not for [`Sort::Best`].
    pub ascending: bool,
    /// The page that follows this place of a list in the same order.
    pub after: Option<FoundPlace>,
    /// How many at most.
    pub most: usize,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub page: Page<Seen, FoundPlace>,
    /// False while the index is still catching up: older records may be missing.
    pub is_complete: bool,
}

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub hits: Page<Hit, FoundPlace>,
    /// Of all hits, not only this page's.
    pub totals: Totals,
    /// What each part of the text was taken for.
    pub parts: Vec<Part>,
    /// Where nothing was found: a text that finds something.
    pub did_you_mean: Option<String>,
    /// False while the index is still catching up: older records may be missing.
    pub is_complete: bool,
}

/// A found record, and where in it the words stand that were looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub seen: Seen,
    pub marks: Marks,
}

/// Stretches of a record's texts, in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    pub description: Vec<Range<usize>>,
    pub note: Vec<Range<usize>>,
    pub person: Vec<Range<usize>>,
    /// In the message it came from.
    pub text: Vec<Range<usize>>,
}

impl Acting {
    /// Records that are what the text asks for, with the totals of all of them.
    pub fn search(&self, text: &str, paging: Paging) -> Result<Finding, Error> {
        let read = self.app.store().read(|look| self.read_search(look, text))?;
        let wanted = Wanted { with_totals: true, ..paging.wanted() };
        let found = self.found(&read.query, wanted)?;
        let totals = found.totals.clone().unwrap_or_default();
        let did_you_mean = if totals.count == 0 {
            let (store, search) = (self.app.store(), &self.app.inner.search);
            search.did_you_mean(store, &self.sight, text, &read.query)?
        } else {
            None
        };
        let page = self.page_of(&found)?;
        let mut highlighter = Highlighter::of(&read.query);
        let hit = |seen: Seen| Hit { marks: Marks::of(&seen.transaction, &mut highlighter), seen };
        let hits = Page { items: page.items.into_iter().map(hit).collect(), next: page.next };
        Ok(Finding { hits, totals, parts: read.parts, did_you_mean, is_complete: !found.is_partial })
    }

    /// A page of the records that the filter lets through. A plain list by days, of one wallet or all, is read from
    /// the store; any other is searched for.
    pub fn list(&self, filter: &Filter, paging: Paging) -> Result<Listed, Error> {
        if filter.is_plain() && paging.sort == Sort::Day && !paging.ascending {
            let after = paging.after.and_then(FoundPlace::day);
            let after = after.map(|(day, id)| Place { day, id });
            let page = self.transactions(filter.days, filter.wallets.first().copied(), after, paging.most)?;
            let next = page.next.map(|place| FoundPlace::of_day(place.day, place.id));
            let page = Page { items: page.items, next };
            return Ok(Listed { page, is_complete: true });
        }
        let query = self.app.store().read(|look| self.query_of(look, filter))?;
        let found = self.found(&query, paging.wanted())?;
        Ok(Listed { page: self.page_of(&found)?, is_complete: !found.is_partial })
    }

    fn found(&self, query: &Query, wanted: Wanted) -> Result<Found, Error> {
        Ok(self.app.inner.search.find(self.app.store(), &self.sight, query, wanted)?)
    }

    fn page_of(&self, found: &Found) -> Result<Page<Seen, FoundPlace>, Error> {
        let items = self.app.store().read(|look| self.seen_of(look, &found.ids))?;
        Ok(Page { items, next: found.next })
    }

    fn seen_of(&self, look: &Look<'_>, ids: &[TransactionId]) -> Result<Vec<Seen>, Error> {
        let mut transactions = Vec::with_capacity(ids.len());
        for id in ids {
            // What was voided, or hidden, since it was found is not shown.
            let found = look.transaction(*id)?;
            transactions.extend(found.filter(|found| found.is_live() && self.sight.shows(found)));
        }
        self.see(look, transactions)
    }

    fn query_of(&self, look: &Look<'_>, filter: &Filter) -> Result<Query, Error> {
        let mut query = match &filter.text {
            Some(text) => self.read_search(look, text)?.query,
            None => Query::default(),
        };
        let mut any = |labels: Vec<Label>| {
            if !labels.is_empty() {
                query = std::mem::take(&mut query).and(Ask::Any(labels));
            }
        };
        any(filter.types.iter().copied().map(Label::Type).collect());
        let merged = self.with_merged(look, &filter.categories)?;
        any(merged.into_iter().map(Label::Category).collect());
        any(filter.wallets.iter().copied().map(Label::Wallet).collect());
        any(filter.by.iter().copied().map(Label::By).collect());
        any(filter.for_whom.iter().copied().map(Label::For).collect());
        any(filter.tags.iter().cloned().map(Label::Tag).collect());
        if let Some(person) = &filter.person {
            query = query.and(Ask::All(search::person_labels(person)));
        }
        for (has, label) in [(filter.has_attachment, Label::Attachment), (filter.has_note, Label::Note)] {
            query = match has {
                Some(true) => query.and(Ask::Any(vec![label])),
                Some(false) => query.and_not(Ask::Any(vec![label])),
                None => query,
            };
        }
        if filter.at_least.is_some() || filter.at_most.is_some() {
            let (least, most) = (filter.at_least.unwrap_or(0), filter.at_most.unwrap_or(u64::MAX));
            query = query.and(Ask::Amount { least, most, currency: None });
        }
        if let Some(days) = filter.days {
            query = query.and(Ask::Days(days));
        }
        Ok(query)
    }
}

impl Filter {
    /// Whether only days and one wallet cut the list down.
    fn is_plain(&self) -> bool {
        let plain = Self { wallets: self.wallets.clone(), days: self.days, ..Self::default() };
        self.wallets.len() <= 1 && *self == plain
    }
}

impl Paging {
    fn wanted(self) -> Wanted {
        let Self { sort, ascending, after, most } = self;
        Wanted { sort, ascending, after, limit: most, with_totals: false }
    }
}

impl Marks {
    fn of(transaction: &Transaction, highlighter: &mut Highlighter<'_>) -> Self {
        let mut within = |text: Option<&str>| text.map(|text| highlighter.marks(text)).unwrap_or_default();
        Self {
            description: within(Some(&transaction.description())),
            note: within(transaction.note.as_deref()),
            person: within(transaction.person.as_deref()),
            text: within(transaction.source.text.as_deref()),
        }
    }
}

impl App {
    /// Keeps what is recorded findable, until it is told to stop.
    pub async fn keep_findable(self, stop: CancellationToken) -> anyhow::Result<()> {
        self.inner.search.clone().follow(self.inner.store.clone(), stop).await
    }

    /// Has the search index built again, by whoever keeps records findable.
    pub fn renew_search(&self) {
        self.inner.search.build_again();
    }

    /// Builds the search index again, and gives the position of the newest change in it. For a box that is not running.
    pub fn rebuild_search(&self) -> Result<u64, Error> {
        self.renew_search();
        Ok(self.inner.search.catch_up(self.store())?)
    }
}
