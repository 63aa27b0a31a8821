//! Which of the box's troubles somebody has taken note of. In memory only: after a restart what still lasts is told again.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::keepers::looks_after;
use super::{Acting, App, Error};

/// By their places among the rules of the watch.
#[derive(Debug, Default)]
pub(super) struct Acknowledged(Mutex<BTreeSet<u8>>);

impl Acknowledged {
    /// What a panic left behind is whole: each change is one.
    fn held<T>(&self, of: impl FnOnce(&mut BTreeSet<u8>) -> T) -> T {
        of(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl App {
    /// The troubles that nobody else needs to hear of: somebody who looks after the box has seen them.
    pub fn acknowledged_alarms(&self) -> BTreeSet<u8> {
        self.inner.acknowledged.held(|held| held.clone())
    }

    /// What does not hold is forgotten: when it comes back it is told anew.
    pub fn keep_acknowledged(&self, holds: impl Fn(u8) -> bool) {
        self.inner.acknowledged.held(|held| held.retain(|alarm| holds(*alarm)));
    }
}

impl Acting {
    /// This member looks after it. The owners of the household that the box was set up with may, and their deputies, its
    /// other adults.
    pub fn acknowledge_alarm(&self, alarm: u8) -> Result<(), Error> {
        if !looks_after(&self.member, true) || !self.household_keeps_box()? {
            return Err(Error::Forbidden);
        }
        self.app.inner.acknowledged.held(|held| held.insert(alarm));
        Ok(())
    }
}
