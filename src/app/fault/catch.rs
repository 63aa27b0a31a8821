//! Errors on their way to where they are kept: gathered in memory, a few kinds at a time, so that nothing that goes wrong
//! over and over wears the disk or takes up room.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Where an error was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetIn {
    Box,
    Browser,
}

/// An error as it was met, without anything that anybody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mishap {
    pub source: MetIn,
    /// `panic`, `error`, or what the browser calls it.
    pub kind: String,
    pub message: String,
    /// `src/api/envelope.rs:200`, or `assets/index.js:1:234`.
    pub place: String,
}

impl Mishap {
    /// The place as far as it stays the same while the code changes. All panics say the same, so that theirs is whole.
    pub(super) fn lasting_place(&self) -> &str {
        if self.kind == PANIC {
            return &self.place;
        }
        self.place.split(':').next().unwrap_or(&self.place)
    }
}

/// The kind of a panic.
const PANIC: &str = "panic";

/// So many kinds are gathered; others wait for these to be kept.
const MOST: usize = 50;

type Counted = (Mishap, Option<String>, u32);

/// Where errors are gathered. A cheap clone.
#[derive(Debug, Clone, Default)]
pub struct Caught {
    met: Arc<Mutex<Vec<Counted>>>,
}

impl Caught {
    /// One was met. Never waits for a disk, and may be called from wherever a line is logged.
    pub fn note(&self, met: Mishap, page: Option<String>) {
        self.add(met, page, 1);
    }

    fn add(&self, met: Mishap, page: Option<String>, count: u32) {
        let mut all = self.locked();
        if let Some((_, of, known)) = all.iter_mut().find(|(known, ..)| *known == met) {
            *known = known.saturating_add(count);
            if page.is_some() {
                *of = page;
            }
        } else if all.len() < MOST {
            all.push((met, page, count));
        }
    }

    fn locked(&self) -> MutexGuard<'_, Vec<Counted>> {
        self.met.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All places where errors are gathered for one box.
#[derive(Debug, Default)]
pub(in crate::app) struct Nets {
    own: Caught,
    others: Mutex<Vec<Caught>>,
}

impl Nets {
    pub(super) const fn own(&self) -> &Caught {
        &self.own
    }

    pub(super) fn also(&self, caught: Caught) {
        self.others.lock().unwrap_or_else(PoisonError::into_inner).push(caught);
    }

    pub(super) fn take(&self) -> Vec<Counted> {
        let mut all = std::mem::take(&mut *self.own.locked());
        for other in self.others.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            all.append(&mut other.locked());
        }
        all
    }

    pub(super) fn put_back(&self, met: Vec<Counted>) {
        for (met, page, count) in met {
            self.own.add(met, page, count);
        }
    }
}
