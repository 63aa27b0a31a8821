//! The lists of places in which something occurs, walked side by side.

use tantivy::postings::BlockSegmentPostings;
use tantivy::{DocId, TERMINATED};

use std::rc::Rc;

use super::nearness::Nearness;
use super::window::Window;

/// Everything that one clause stands for, walked as a union.
#[derive(Default)]
pub(super) struct List {
    walks: Vec<Walk>,
    /// What counts only where it may be read.
    told: Vec<Walk>,
    readable: Readable,
}

/// Where the messages of a piece may be read.
#[derive(Default)]
pub(super) enum Readable {
    #[default]
    Everywhere,
    /// Everywhere but in these places, in their order.
    But(Rc<[DocId]>),
    Only(Box<List>),
}

/// One list of the index, walked block by block.
struct Walk {
    nearness: Nearness,
    block: BlockSegmentPostings,
    /// The next one in the block.
    at: usize,
}

impl List {
    pub(super) fn add(&mut self, nearness: Nearness, block: BlockSegmentPostings) {
        self.walks.push(Walk { nearness, block, at: 0 });
    }

    /// Adds what counts only where it may be read; that is the same for all of them.
    pub(super) fn add_told(&mut self, told: Self, readable: Readable) {
        match readable {
            Readable::Everywhere => self.walks.extend(told.walks),
            _ if told.walks.is_empty() => {}
            _ => (self.told, self.readable) = (told.walks, readable),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Walk> {
        self.walks.iter().chain(&self.told)
    }

    /// How many places it has at most.
    pub(super) fn len(&self) -> u64 {
        self.all().map(|walk| u64::from(walk.block.doc_freq())).sum()
    }

    /// The first place not passed yet.
    pub(super) fn position(&self) -> Option<DocId> {
        self.all().map(Walk::place).min().filter(|place| *place != TERMINATED)
    }

    /// Marks what lies in this span of the window that begins at `start`, in the window of its nearness, and passes
    /// it. With one window, whatever the nearness.
    pub(super) fn mark(&mut self, start: DocId, (first, last): (u32, u32), windows: &mut [Window]) {
        mark_each(&mut self.walks, start, (first, last), windows);
        if self.told.is_empty() {
            return;
        }
        let mut told = vec![Window::default(); windows.len()];
        mark_each(&mut self.told, start, (first, last), &mut told);
        let mut readable = [Window::default()];
        match &mut self.readable {
            Readable::Everywhere => readable[0].mark_first(Window::WIDTH),
            Readable::Only(only) => only.mark(start, (first, last), &mut readable),
            Readable::But(places) => {
                let mut hidden = Window::default();
                let from = places.partition_point(|place| *place < start);
                let within = places[from..].iter().take_while(|place| **place - start < Window::WIDTH);
                within.for_each(|place| hidden.mark(*place - start));
                readable[0].mark_first(Window::WIDTH);
                readable[0].take_out(&hidden);
            }
        }
        for (window, told) in windows.iter_mut().zip(&mut told) {
            told.keep_only(&readable[0]);
            window.add(told);
        }
    }
}

fn mark_each(walks: &mut [Walk], start: DocId, (first, last): (u32, u32), windows: &mut [Window]) {
    let (from, to) = (start.saturating_add(first), start.saturating_add(last));
    for walk in walks {
        let nearness = usize::from(Nearness::Same.rank() - walk.nearness.rank());
        let which = nearness.min(windows.len().saturating_sub(1));
        if let Some(window) = windows.get_mut(which) {
            walk.mark(from, to, start, window);
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
