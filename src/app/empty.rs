//! Emptying the bin: what lay in it long enough is erased for good.

use super::bin::KEPT;
use super::{App, Error};
use crate::ledger::TransactionId;
use crate::outside::earlier;

/// How many records one write erases: a long absence must not hold up the family's own writes.
const AT_ONCE: usize = 100;

impl App {
    /// Erases some of what lay in a bin for longer than it is kept, and some pictures that were taken from their
    /// records as long ago. Gives how many; none when there is nothing left.
    pub fn empty_bins(&self) -> Result<usize, Error> {
        let now = self.outside().now();
        let before = earlier(now, KEPT);
        self.store().write(move |pen| {
            let mut due: Vec<TransactionId> = Vec::new();
            for household in pen.households()? {
                due.extend(pen.voided_before(household.id, before, AT_ONCE - due.len())?);
            }
            let erased = pen.erase_transactions(&due, now)?;
            Ok(erased + pen.drop_orphan_attachments(before, AT_ONCE)?)
        })
    }
}
