//! Emptying the bin: what lay in it long enough is erased for good.

use super::bin::kept;
use super::retention::note_erased;
use super::{App, Error};
use crate::ledger::TransactionId;
use crate::outside::earlier;

/// How many records one write erases: a long absence must not hold up the family's own writes.
const AT_ONCE: usize = 100;

/// How long a picture that was taken from its record can be had again.
const PICTURES_KEPT: std::time::Duration = std::time::Duration::from_hours(30 * 24);

impl App {
    /// Erases some of what lay in a bin for longer than its household keeps it, and some pictures that were taken from
    /// their records long ago. Gives how many; none when there is nothing left.
    pub fn empty_bins(&self) -> Result<usize, Error> {
        let now = self.outside().now();
        self.store().write(move |pen| {
            let mut due: Vec<TransactionId> = Vec::new();
            for household in pen.households()? {
                let before = earlier(now, kept(pen, household.id)?);
                due.extend(pen.voided_before(household.id, before, AT_ONCE - due.len())?);
            }
            let erased = pen.erase_transactions(&due, now)?;
            let erased = erased + pen.drop_orphan_attachments(earlier(now, PICTURES_KEPT), AT_ONCE)?;
            if erased > 0 {
                note_erased(pen, now)?;
            }
            Ok(erased)
        })
    }
}
