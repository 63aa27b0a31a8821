//! Finding: each piece of the index is walked once; the first hits are kept, all are counted.

use std::ops::ControlFlow;

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use super::SearchError;
use super::asked::Asked;
use super::card::{self, Card};
use super::catalogue::{self, Current, Fields};
use super::latest::Latest;
use super::nearness::Nearness;
use super::piece::{Hits, Piece};
use super::query::{Found, Place, Query, Sort, Totals, Wanted};
use crate::ledger::{Currency, Sight, TransactionId};
use crate::store::Store;

/// Looks through the index, and through what it has not come to yet.
pub(super) fn find(
    current: &Current,
    fields: Fields,
    store: &Store,
    sight: &Sight,
    query: &Query,
    wanted: Wanted,
) -> Result<Found, SearchError> {
    let latest = Latest::read(store, current.seq)?;
    let mut gathered = Gathered::new(wanted);
    for card in latest.cards() {
        if let Some(nearness) = card.answers(query, sight) {
            gathered.take_card(card, nearness);
        }
    }
    let asked = Asked::new(query, sight, wanted.sort == Sort::Best, fields)?;
    for segment in current.searcher.segment_readers() {
        let Some(mut piece) = Piece::of(segment, &asked, &mut latest.ids())? else { continue };
        gathered.skip_to_page(&mut piece)?;
        let mut columns = Columns::of(piece.segment(), wanted)?;
        let _stopped = piece.walk(&mut |hits| gathered.take(hits, &mut columns))?;
    }
    Ok(Found { is_partial: latest.is_too_much, ..gathered.finish() })
}

/// The hits so far.
struct Gathered {
    wanted: Wanted,
    /// Some of the first ones in the order asked for, and perhaps more.
    kept: Vec<Place>,
    /// The last one that can still be on the page, once there are enough.
    last: Option<Place>,
    totals: Totals,
}

impl Gathered {
    const fn new(wanted: Wanted) -> Self {
        let totals = Totals { count: 0, sums: std::collections::BTreeMap::new() };
        Self { wanted, kept: Vec::new(), last: None, totals }
    }

    /// One more than asked for tells whether there is a next page.
    fn room(&self) -> usize {
        self.wanted.limit.saturating_add(1)
    }

    fn is_ascending(&self) -> bool {
        self.wanted.ascending && self.wanted.sort != Sort::Best
    }

    fn is_before<T: Ord>(&self, one: &T, other: &T) -> bool {
        if self.is_ascending() { one < other } else { one > other }
    }

    /// Whether something of that nearness and key may still come onto the page, whatever its id.
    fn may_keep(&self, nearness: u8, key: u64) -> bool {
        let here = (nearness, key);
        let follows =
            self.wanted.after.is_none_or(|after| !self.is_before(&here, &(after.nearness, after.key)));
        follows && self.last.is_none_or(|last| !self.is_before(&(last.nearness, last.key), &here))
    }

    fn keep(&mut self, place: Place) {
        let follows = self.wanted.after.is_none_or(|after| self.is_before(&after, &place));
        if follows && self.last.is_none_or(|last| self.is_before(&place, &last)) {
            self.kept.push(place);
            if self.kept.len() >= 2 * self.room() {
                self.tighten();
            }
        }
    }

    /// Forgets what is no longer among the first.
    fn tighten(&mut self) {
        if self.is_ascending() {
            self.kept.sort_unstable();
        } else {
            self.kept.sort_unstable_by(|one, other| other.cmp(one));
        }
        self.kept.truncate(self.room());
        self.last = self.kept.last().copied().filter(|_| self.kept.len() == self.room());
    }

    fn take_card(&mut self, card: &Card, nearness: Nearness) {
        self.keep(card.place(self.wanted.sort, nearness));
        if self.wanted.with_totals {
            self.totals.add(card.currency, card.flow);
        }
    }

    /// Where only what follows a place is wanted, newest first, what stands before it need not be looked at.
    fn skip_to_page(&self, piece: &mut Piece<'_>) -> Result<(), SearchError> {
        let is_newest = self.wanted.sort == Sort::Day && !self.wanted.ascending && !self.wanted.with_totals;
        match self.wanted.after.filter(|_| is_newest) {
            Some(after) => piece.begin_at(after.key),
            None => Ok(()),
        }
    }

    fn take(&mut self, hits: &Hits<'_>, columns: &mut Columns) -> Result<ControlFlow<()>, SearchError> {
        if self.wanted.with_totals {
            columns.sum(hits.places, &mut self.totals);
        }
        let is_newest = self.wanted.sort == Sort::Day && !self.wanted.ascending;
        if is_newest && !self.may_keep(0, columns.key_at(hits.places[0])) && self.last.is_some() {
            // From here on everything is older than the page's last.
            let is_past = self.wanted.after.is_none_or(|after| columns.key_at(hits.places[0]) < after.key);
            if is_past {
                return Ok(if self.wanted.with_totals {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                });
            }
        }
        columns.read_keys(hits.places);
        for (index, place) in hits.places.iter().enumerate() {
            let key = columns.keys[index];
            let nearness = match self.wanted.sort {
                Sort::Best => hits.nearness(*place).rank(),
                _ => 0,
            };
            if self.may_keep(nearness, key) {
                self.keep(Place { nearness, key, id: columns.id_at(*place)? });
            }
        }
        self.tighten();
        Ok(ControlFlow::Continue(()))
    }

    fn finish(mut self) -> Found {
        self.tighten();
        let is_last = self.kept.len() <= self.wanted.limit;
        self.kept.truncate(self.wanted.limit);
        Found {
            next: self.kept.last().copied().filter(|_| !is_last),
            ids: self.kept.iter().map(|place| place.id).collect(),
            totals: self.wanted.with_totals.then_some(self.totals),
            is_partial: false,
        }
    }
}

/// The numbers of a piece that the hits are put in order and summed by.
struct Columns {
    key: Column,
    keys: Vec<u64>,
    ids: Option<(Column, Column)>,
    segment: SegmentReader,
    flow: Column<i64>,
    flows: Vec<i64>,
    currency: Column,
    /// Where all of the piece is of one.
    only: Option<Currency>,
}

impl Columns {
    fn of(segment: &SegmentReader, wanted: Wanted) -> Result<Self, SearchError> {
        let columns = segment.fast_fields();
        let key = match wanted.sort {
            Sort::Day | Sort::Best => catalogue::ORDER,
            Sort::Amount => catalogue::AMOUNT,
            Sort::Recorded => catalogue::RECORDED,
        };
        let currency = columns.u64(catalogue::CURRENCY)?;
        let only = (currency.min_value() == currency.max_value()).then(|| currency.min_value());
        Ok(Self {
            key: columns.u64(key)?,
            keys: Vec::new(),
            ids: None,
            segment: segment.clone(),
            flow: columns.i64(catalogue::FLOW)?,
            flows: Vec::new(),
            only: only.and_then(catalogue::currency_of),
            currency,
        })
    }

    fn key_at(&self, place: DocId) -> u64 {
        self.key.values.get_val(place)
    }

    fn read_keys(&mut self, places: &[DocId]) {
        self.keys.resize(places.len(), 0);
        self.key.values.get_vals(places, &mut self.keys);
    }

    /// Opened for the first hit: most pieces have none that is kept.
    fn id_at(&mut self, place: DocId) -> Result<TransactionId, SearchError> {
        if self.ids.is_none() {
            let columns = self.segment.fast_fields();
            self.ids = Some((columns.u64(catalogue::ID_HIGH)?, columns.u64(catalogue::ID_LOW)?));
        }
        let Some((high, low)) = &self.ids else {
            return Err(SearchError::Damaged("columns without ids".to_owned()));
        };
        Ok(card::id_of(high.values.get_val(place), low.values.get_val(place)))
    }

    fn sum(&mut self, places: &[DocId], totals: &mut Totals) {
        self.flows.resize(places.len(), 0);
        self.flow.values.get_vals(places, &mut self.flows);
        for (place, flow) in places.iter().zip(&self.flows) {
            let of = || catalogue::currency_of(self.currency.values.get_val(*place));
            if let Some(currency) = self.only.or_else(of) {
                totals.add(currency, *flow);
            }
        }
    }
}
