//! The lists of places in which something occurs, walked side by side.

use tantivy::postings::BlockSegmentPostings;
use tantivy::{DocId, TERMINATED};

use super::nearness::Nearness;
use super::window::Window;

/// Everything that one clause stands for, walked as a union.
#[derive(Default)]
pub(super) struct List(Vec<Walk>);

/// One list of the index, walked block by block.
struct Walk {
    nearness: Nearness,
    block: BlockSegmentPostings,
    /// The next one in the block.
    at: usize,
}

impl List {
    pub(super) fn add(&mut self, nearness: Nearness, block: BlockSegmentPostings) {
        self.0.push(Walk { nearness, block, at: 0 });
    }

    /// How many places it has at most.
    pub(super) fn len(&self) -> u64 {
        self.0.iter().map(|walk| u64::from(walk.block.doc_freq())).sum()
    }

    /// The first place not passed yet.
    pub(super) fn position(&self) -> Option<DocId> {
        self.0.iter().map(Walk::place).min().filter(|place| *place != TERMINATED)
    }

    /// Marks what lies in this span of the window that begins at `start`, in the window of its nearness, and passes
    /// it. With one window, whatever the nearness.
    pub(super) fn mark(&mut self, start: DocId, (first, last): (u32, u32), windows: &mut [Window]) {
        let (from, to) = (start.saturating_add(first), start.saturating_add(last));
        for walk in &mut self.0 {
            let nearness = usize::from(Nearness::Same.rank() - walk.nearness.rank());
            let which = nearness.min(windows.len().saturating_sub(1));
            if let Some(window) = windows.get_mut(which) {
                walk.mark(from, to, start, window);
            }
        }
    }
}

impl Walk {
    fn place(&self) -> DocId {
        self.block.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn mark(&mut self, from: DocId, to: DocId, start: DocId, window: &mut Window) {
        if self.place() < from {
            self.at = self.block.seek(from);
        }
        // A block that is empty, or ends in the sign of the end, is the last.
        while self.place() != TERMINATED {
            let docs = &self.block.docs()[self.at..];
            let within = docs.iter().take_while(|doc| **doc <= to && **doc != TERMINATED);
            let mut passed = 0;
            for doc in within {
                window.mark(doc - start);
                passed += 1;
            }
            self.at += passed;
            if passed < docs.len() {
                return;
            }
            self.block.advance();
            self.at = 0;
        }
    }
}
