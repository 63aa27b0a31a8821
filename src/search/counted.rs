//! What was counted lately, so that the next page, and the same search after another record, need not count again.
//!
//! A piece of the index never changes but by losing records. What all hits in it come to is therefore the same for the
//! same question and the same sight, until it loses some.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use tantivy::SegmentReader;
use tantivy::index::SegmentId;

use super::query::{Query, Totals};
use crate::ledger::Sight;

/// A smaller piece is counted sooner than looked up. Tests count on small ones.
const LEAST: u32 = if cfg!(test) { 1 } else { 20_000 };

/// So many answers are kept: what a family asks in a while.
const MOST: usize = 64;

/// What large pieces came to lately, the latest first.
#[derive(Debug, Default)]
pub(super) struct Counted(Mutex<VecDeque<Count>>);

#[derive(Debug)]
struct Count {
    piece: SegmentId,
    lost: u32,
    query: Query,
    sight: Sight,
    totals: Totals,
}

impl Count {
    fn is_of(&self, segment: &SegmentReader, query: &Query, sight: &Sight) -> bool {
        self.piece == segment.segment_id()
            && self.lost == segment.num_deleted_docs()
            && self.query == *query
            && self.sight == *sight
    }
}

impl Counted {
    /// What all hits in a piece come to, if that was counted.
    pub(super) fn of(&self, segment: &SegmentReader, query: &Query, sight: &Sight) -> Option<Totals> {
        if segment.max_doc() < LEAST {
            return None;
        }
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = counts.iter().position(|count| count.is_of(segment, query, sight))?;
        let count = counts.remove(place)?;
        let totals = count.totals.clone();
        counts.push_front(count);
        Some(totals)
    }

    /// Forgets what was asked, together with what it was asked of.
    pub(super) fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub(super) fn keep(&self, segment: &SegmentReader, query: &Query, sight: &Sight, totals: &Totals) {
        if segment.max_doc() < LEAST {
            return;
        }
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.truncate(MOST - 1);
        counts.push_front(Count {
            piece: segment.segment_id(),
            lost: segment.num_deleted_docs(),
            query: query.clone(),
            sight: sight.clone(),
            totals: totals.clone(),
        });
    }
}
