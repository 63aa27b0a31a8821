//! Finding: each piece of the index is walked once; the first hits are kept, all are counted.

use std::ops::ControlFlow;

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use super::SearchError;
use super::asked::Asked;
use super::card::{self, Card};
use super::catalogue::{self, Current, Fields};
use super::counted::Counted;
use super::latest::Latest;
use super::nearness::Nearness;
use super::numbers::Read;
use super::piece::{Hits, Piece};
use super::query::{Found, Place, Query, Sort, Totals, Wanted};
use crate::ledger::{Currency, Sight, TransactionId};
use crate::store::Store;

/// Looks through the index, and through what it has not come to yet.
pub(super) fn find(
    current: &Current,
    fields: Fields,
    counted: &Counted,
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
        let is_kept = wanted.with_totals && piece.is_whole();
        let known = if is_kept { counted.of(segment, query, sight) } else { None };
        gathered.counts = wanted.with_totals && known.is_none();
        gathered.skip_to_page(&mut piece)?;
        let mut columns = Columns::of(segment, wanted)?;
        let mut here = Totals::default();
        let _stopped = piece.walk(&mut |hits| gathered.take(hits, &mut columns, &mut here))?;
        if is_kept && gathered.counts {
            counted.keep(segment, query, sight, &here);
        }
        gathered.totals.take_in(&known.unwrap_or(here));
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
    /// Whether the hits of the piece at hand are counted.
    counts: bool,
}

impl Gathered {
    const fn new(wanted: Wanted) -> Self {
        let totals = Totals { count: 0, sums: std::collections::BTreeMap::new() };
        Self { wanted, kept: Vec::new(), last: None, totals, counts: wanted.with_totals }
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
        let is_newest = self.wanted.sort == Sort::Day && !self.wanted.ascending && !self.counts;
        match self.wanted.after.filter(|_| is_newest) {
            Some(after) => piece.begin_at(after.key),
            None => Ok(()),
        }
    }

    fn take(
        &mut self,
        hits: &Hits<'_>,
        columns: &mut Columns,
        totals: &mut Totals,
    ) -> Result<ControlFlow<()>, SearchError> {
        if self.counts {
            columns.sum(hits, totals);
        }
        if self.is_past(columns.key_at(hits.first())) {
            return Ok(if self.counts { ControlFlow::Continue(()) } else { ControlFlow::Break(()) });
        }
        let mut places = std::mem::take(&mut columns.places);
        hits.window.gather(hits.start, &mut places);
        let keys = columns.read.read(&columns.key, hits.start, hits.window);
        let mut may_keep = Vec::new();
        for place in &places {
            let key = usize::try_from(place - hits.start).ok().and_then(|at| keys.get(at));
            let nearness = match self.wanted.sort {
                Sort::Best => hits.nearness(*place).rank(),
                Sort::Day | Sort::Amount | Sort::Recorded => 0,
            };
            may_keep
                .extend(key.filter(|key| self.may_keep(nearness, **key)).map(|key| (nearness, *key, *place)));
        }
        columns.places = places;
        for (nearness, key, place) in may_keep {
            // Others of this window may have come onto the page meanwhile.
            if self.may_keep(nearness, key) {
                self.keep(Place { nearness, key, id: columns.id_at(place)? });
            }
        }
        self.tighten();
        Ok(ControlFlow::Continue(()))
    }

    /// Whether neither a hit with that order nor any older one can come onto the page any more.
    fn is_past(&self, order: u64) -> bool {
        let nearest = match self.wanted.sort {
            Sort::Day if !self.wanted.ascending => 0,
            Sort::Best => Nearness::Same.rank(),
            Sort::Day | Sort::Amount | Sort::Recorded => return false,
        };
        self.last.is_some_and(|last| self.is_before(&(last.nearness, last.key), &(nearest, order)))
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
    ids: Option<(Column, Column)>,
    segment: SegmentReader,
    flow: Column,
    currency: Column,
    read: Read,
    places: Vec<DocId>,
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
            ids: None,
            segment: segment.clone(),
            flow: columns.u64(catalogue::FLOW)?,
            read: Read::default(),
            places: Vec::new(),
            only: only.and_then(catalogue::currency_of),
            currency,
        })
    }

    fn key_at(&self, place: DocId) -> u64 {
        self.key.values.get_val(place)
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

    fn sum(&mut self, hits: &Hits<'_>, totals: &mut Totals) {
        let flows = self.read.read(&self.flow, hits.start, hits.window);
        if let Some(currency) = self.only {
            for (block, flows) in
                hits.window.blocks().zip(flows.chunks_exact(64)).filter(|(block, _)| *block != 0)
            {
                totals.add_marked(currency, block, flows);
            }
            return;
        }
        hits.window.gather(hits.start, &mut self.places);
        for place in &self.places {
            let flow = usize::try_from(place - hits.start).ok().and_then(|at| flows.get(at));
            let currency = catalogue::currency_of(self.currency.values.get_val(*place));
            if let Some((currency, flow)) = currency.zip(flow) {
                totals.add(currency, catalogue::flow_of(*flow));
            }
        }
    }
}
