//! In how many pieces the index lies.

use std::cmp::Reverse;

use tantivy::SegmentMeta;
use tantivy::merge_policy::{MergeCandidate, MergePolicy};

/// Keeps the index in few pieces, because a search looks into each: a piece is merged with all smaller ones when
/// together they are a fair part of it. So a large one is rewritten rarely: an SD card wears by writing.
#[derive(Debug)]
pub(super) struct FewPieces;

impl FewPieces {
    /// As many as nobody minds: a commit of one record need not merge at once.
    const ENOUGH: usize = 4;
    /// The smaller pieces are a fair part when they have at least one of so many.
    const PART: u32 = 4;
}

impl MergePolicy for FewPieces {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let mut pieces: Vec<&SegmentMeta> = segments.iter().collect();
        pieces.sort_by_key(|piece| (Reverse(piece.num_docs()), piece.id()));
        // One that is mostly taken-out records is rewritten without them.
        let spent = pieces.iter().find(|piece| piece.num_deleted_docs() > piece.num_docs());
        if let Some(spent) = spent {
            return vec![MergeCandidate(vec![spent.id()])];
        }
        if pieces.len() <= Self::ENOUGH {
            return Vec::new();
        }
        let is_fair = |(place, piece): &(usize, &&SegmentMeta)| {
            let smaller: u32 = pieces[place + 1..].iter().map(|piece| piece.num_docs()).sum();
            smaller >= piece.num_docs() / Self::PART
        };
        let first = pieces.iter().enumerate().find(is_fair).map(|(place, _)| place);
        let merged = first.map(|first| pieces[first..].iter().map(|piece| piece.id()).collect::<Vec<_>>());
        merged.filter(|ids| ids.len() > 1).map(MergeCandidate).into_iter().collect()
    }
}
