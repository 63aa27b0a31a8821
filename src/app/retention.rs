//! How long things are kept: what a household says about it, and forgetting what has had its time.

use std::time::Duration;

use super::{Acting, App, Error, Owner, SecurityKind, Why};
use crate::ledger::{HouseholdId, Timestamp, TransactionId};
use crate::outside::{earlier, later};
use crate::search::Purge;
use crate::store::{self, Look, Pen, StoreError, Strip};

/// How long a household keeps what may be forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// The messages that records were understood from, in months; none: as long as the records.
    pub messages_months: Option<u16>,
    /// Pictures, in months; none: as long as their records.
    pub pictures_months: Option<u16>,
    /// Questions that nobody answered, in hours; none: as the box's settings say.
    pub draft_hours: Option<u16>,
    /// What was taken back, in days.
    pub bin_days: u16,
    /// The log of the doors, in days.
    pub log_days: u16,
}

/// How many things of a kind one write forgets: a long absence must not hold up the family's own writes.
const AT_ONCE: usize = 200;

/// What was erased is gone from every answer at once. That its bytes are gone from the files as well takes writing them
/// anew, which is done so long after the first of it: a memory card wears by writing.
const LINGERS: Duration = Duration::from_hours(7 * 24);

/// Under which name the store remembers since when its files hold erased bytes, in milliseconds.
const LINGERING: &str = "erased-since";

const DAY: Duration = Duration::from_hours(24);

impl Acting {
    /// How long this household keeps what may be forgotten.
    pub fn retention(&self) -> Result<Retention, Error> {
        self.app.store().read(|look| Ok(look.retention(self.household.id)?.into()))
    }
}

impl Owner {
    pub const BIN_DAYS: std::ops::RangeInclusive<u16> = 1..=365;
    pub const LOG_DAYS: std::ops::RangeInclusive<u16> = 7..=3_650;
    pub const MONTHS: std::ops::RangeInclusive<u16> = 1..=240;
    pub const DRAFT_HOURS: std::ops::RangeInclusive<u16> = 1..=8_760;

    /// From now on. What is older already is forgotten within the hour.
    pub fn set_retention(&self, new: Retention) -> Result<Retention, Error> {
        let months = |months: Option<u16>| months.is_none_or(|months| Self::MONTHS.contains(&months));
        let checks = [
            ("messages_months", months(new.messages_months)),
            ("pictures_months", months(new.pictures_months)),
            ("draft_hours", new.draft_hours.is_none_or(|hours| Self::DRAFT_HOURS.contains(&hours))),
            ("bin_days", Self::BIN_DAYS.contains(&new.bin_days)),
            ("log_days", Self::LOG_DAYS.contains(&new.log_days)),
        ];
        if let Some((field, _)) = checks.iter().find(|(_, fits)| !fits) {
            return Err(Error::invalid(field, Why::Misfit));
        }
        let this = self.clone();
        self.change(move |pen| {
            let before = pen.retention(this.household.id)?;
            let after = store::Retention {
                messages_months: new.messages_months,
                pictures_months: new.pictures_months,
                draft_hours: new.draft_hours,
                bin_days: new.bin_days,
                log_days: new.log_days,
                ..before.clone()
            };
            if after != before {
                pen.put_retention(&after)?;
                this.note(pen, SecurityKind::SetRetention, None)?;
            }
            Ok(())
        })?;
        Ok(new)
    }
}

impl App {
    /// How long a draft waits for its yes in that household.
    pub(super) fn draft_life(&self, look: &Look<'_>, household: HouseholdId) -> Result<Duration, Error> {
        let hours = look.retention(household)?.draft_hours;
        Ok(hours.map_or(self.options().draft_life, |hours| Duration::from_hours(u64::from(hours))))
    }

    /// Forgets some of what households do not want to keep any longer. Gives how many things were looked at; none when
    /// there is nothing left to look at.
    pub fn enforce_retention(&self) -> Result<usize, Error> {
        let now = self.outside().now();
        let mut done = 0;
        for household in self.store().read(Look::households)? {
            let id = household.id;
            done += self.store().write(move |pen| -> Result<usize, Error> {
                let retention = pen.retention(id)?;
                let before = earlier(now, DAY * u32::from(retention.log_days));
                let mut done = pen.forget_security(id, before, AT_ONCE)?;
                if let Some(months) = retention.messages_months {
                    done += strip_old(pen, id, Strip::Message, months, now)?;
                }
                if let Some(months) = retention.pictures_months {
                    done += strip_old(pen, id, Strip::Pictures, months, now)?;
                }
                Ok(done)
            })?;
        }
        done += self.store().write(move |pen| Self::forget_deliveries(pen, now, AT_ONCE))?;
        if done == 0 {
            self.metrics().ran("retention", now.as_millisecond());
        }
        Ok(done)
    }

    /// Writes the files anew when they have held the bytes of something erased for long enough. Whether they were.
    pub fn clear_files(&self) -> Result<bool, Error> {
        let now = self.outside().now();
        let since = self.store().read(|look| look.setting(LINGERING))?;
        let since = since.and_then(|bytes| bytes.try_into().ok()).map(i64::from_be_bytes);
        let since = since.and_then(|since| Timestamp::from_millisecond(since).ok());
        if since.is_none_or(|since| now < later(since, LINGERS)) {
            return Ok(false);
        }
        self.forget_for_good(&Purge::Remains)?;
        Ok(true)
    }

    /// Makes sure that no file holds what was erased: the index forgets it, and the store is written anew.
    pub(super) fn forget_for_good(&self, purge: &Purge) -> Result<(), Error> {
        self.inner.search.catch_up(self.store())?;
        self.inner.search.purge(purge)?;
        // Taken away first, so that what is erased meanwhile is noted anew; put back when nothing came of it.
        let lingering = self.store().write(|pen| -> Result<_, StoreError> {
            let lingering = pen.setting(LINGERING)?;
            pen.delete_setting(LINGERING)?;
            Ok(lingering)
        })?;
        if let Err(error) = self.store().renew() {
            if let Some(since) = lingering {
                self.store().write(move |pen| pen.put_setting(LINGERING, &since))?;
            }
            return Err(error.into());
        }
        self.inner.backups.forget_before()?;
        Ok(())
    }
}

/// Remembers that from now on the files hold the bytes of something erased.
pub(super) fn note_erased(pen: &mut Pen<'_>, now: Timestamp) -> Result<(), Error> {
    if pen.setting(LINGERING)?.is_none() {
        pen.put_setting(LINGERING, &now.as_millisecond().to_be_bytes())?;
    }
    Ok(())
}

/// Takes a part out of some of the records that are older than so many months, and gives how many were looked at.
fn strip_old(
    pen: &mut Pen<'_>,
    household: HouseholdId,
    strip: Strip,
    months: u16,
    now: Timestamp,
) -> Result<usize, Error> {
    // A month is as long as the longest: nothing is forgotten early.
    let until = earlier(now, DAY * 31 * u32::from(months));
    let until = TransactionId::compose(until.as_millisecond(), [0; 10]);
    let mut retention = pen.retention(household)?;
    let reached = match strip {
        Strip::Pictures => &mut retention.pictures_reached,
        Strip::Message | Strip::Words => &mut retention.messages_reached,
    };
    let (records, last) = pen.records_between(household, *reached, until, AT_ONCE)?;
    let Some(last) = last else { return Ok(0) };
    *reached = last;
    let ids: Vec<TransactionId> = records.iter().map(|record| record.id).collect();
    if pen.strip_transactions(&ids, strip, now)? > 0 {
        note_erased(pen, now)?;
    }
    pen.put_retention(&retention)?;
    Ok(records.len().max(1))
}

impl From<store::Retention> for Retention {
    fn from(kept: store::Retention) -> Self {
        let store::Retention { messages_months, pictures_months, draft_hours, bin_days, log_days, .. } = kept;
        Self { messages_months, pictures_months, draft_hours, bin_days, log_days }
    }
}
