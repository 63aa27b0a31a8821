//! What each household taught, kept ready in memory and brought up to date from the journal.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{App, Error};
use crate::capture::Habits;
use crate::ledger::{Fact, HouseholdId};
use crate::store::Look;

/// The habits of every household that said something since the start.
#[derive(Debug, Default)]
pub(super) struct Cache(Mutex<BTreeMap<HouseholdId, Known>>);

#[derive(Debug, Default)]
struct Known {
    /// The change they were last brought up to.
    seq: u64,
    habits: Arc<Habits>,
}

/// Beyond so many changes reading all lessons anew is quicker than following.
const FOLLOWED: u64 = 200;

impl App {
    /// Reads a household's lessons anew the next time: some are gone without a word in the journal.
    pub(super) fn forget_habits(&self, household: HouseholdId) {
        self.inner.habits.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&household);
    }

    /// What a household taught up to what `look` sees, or a little later.
    pub(super) fn habits(&self, look: &Look<'_>, household: HouseholdId) -> Result<Arc<Habits>, Error> {
        let head = look.head()?;
        // A call that panicked left whole habits behind: each is replaced at once.
        let mut all = self.inner.habits.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.entry(household).or_default();
        if known.seq >= head {
            return Ok(Arc::clone(&known.habits));
        }
        if known.seq == 0 || head - known.seq > FOLLOWED {
            let lessons = look.lessons(household)?;
            *known = Known { seq: head, habits: Arc::new(Habits::of(&lessons)) };
            return Ok(Arc::clone(&known.habits));
        }
        for change in look.changes_after(known.seq, usize::MAX)? {
            let own = change.facts.iter().filter(|_| change.household == household);
            for fact in own {
                if let Fact::Lesson { after, .. } = fact {
                    Arc::make_mut(&mut known.habits).learn(after);
                }
            }
            known.seq = change.seq;
        }
        Ok(Arc::clone(&known.habits))
    }
}
