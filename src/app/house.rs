//! How the box's memory is doing, and how much it is used: for whoever watches over it. Numbers only.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{App, Error};
use crate::ledger::{Month, Timestamp};
use crate::store::Store;
pub use crate::store::{Measured as StoreMeasured, State as StoreState};

/// How much the box is used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HouseState {
    pub households: u64,
    /// Members who are there now, of all households.
    pub members: u64,
    /// Chats that speak for a member, or belong to a family.
    pub chats: u64,
    /// The last months, this one first: each begins with its number as `2026-11`.
    pub months: Vec<(String, Count)>,
    /// Messages to chats that wait, counted up to [`MOST_COUNTED`].
    pub waiting: u64,
    /// When the first of them is due.
    pub next_due: Option<Timestamp>,
    /// Messages to chats that were given up, counted up to [`MOST_COUNTED`].
    pub dead: u64,
    /// The position of the newest change, and the one that the search has come to.
    pub head: u64,
    pub found_up_to: u64,
    /// When the newest change was made.
    pub newest: Option<Timestamp>,
}

/// What a month came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Members who joined in it.
    pub joined: u64,
    /// Records of its days that count.
    pub records: u64,
}

/// So many months are told.
const MONTHS: usize = 12;
/// What waits is counted no further.
pub const MOST_COUNTED: usize = 1_000;

impl App {
    /// Counts. Reads sums, never all records.
    pub fn house_state(&self) -> Result<HouseState, Error> {
        let now = self.outside().now();
        let mut state = HouseState { found_up_to: self.inner.search.reached()?, ..HouseState::default() };
        self.store().read(|look| -> Result<(), Error> {
            let mut months: BTreeMap<String, Count> = BTreeMap::new();
            (state.households, state.members, state.chats) = (0, 0, 0);
            for household in look.households()? {
                state.households += 1;
                state.chats += as_count(look.chats(household.id)?.len());
                let mut month = household.zone.day_of(now).month();
                for _ in 0..MONTHS {
                    months.entry(name(month)).or_default().records +=
                        look.recorded_in(household.id, month)?;
                    month = month.first_day().plus_days(-1).month();
                }
                for member in look.members(household.id)? {
                    state.members += u64::from(member.removed.is_none());
                    let joined = name(household.zone.day_of(member.created).month());
                    if let Some(count) = months.get_mut(&joined) {
                        count.joined += 1;
                    }
                }
            }
            state.months = months.into_iter().rev().collect();
            state.waiting = as_count(look.outgoing_count(MOST_COUNTED)?);
            state.next_due = look.outgoing_next_due()?;
            state.dead = as_count(look.dead_letters(MOST_COUNTED)?.len());
            state.head = look.head()?;
            state.newest = look.change(state.head)?.map(|change| change.at);
            Ok(())
        })?;
        Ok(state)
    }

    pub fn store_state(&self) -> StoreState {
        self.store().state()
    }

    /// Whether something could be recorded now, and how long it took to be durable.
    pub fn try_writing(&self) -> Result<Duration, Error> {
        Ok(self.store().try_writing()?)
    }

    /// What the store's file is used for. Reads all of it.
    pub fn measure_store(&self) -> Result<StoreMeasured, Error> {
        Ok(self.store().measure()?)
    }

    /// The layout of the store that this program writes.
    pub fn store_schema() -> u64 {
        Store::schema()
    }
}

fn name(month: Month) -> String {
    let number = month.number();
    format!("{}-{:02}", 1970 + number / 12, number % 12 + 1)
}

fn as_count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
