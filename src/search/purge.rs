//! Forgetting for good: after it, no file of the index holds a word of what was erased.

use tantivy::IndexWriter;
use tantivy::merge_policy::NoMergePolicy;

use super::catalogue;
use super::mark::Mark;
use super::{Search, SearchError, locked};
use crate::ledger::HouseholdId;

/// What is to be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purge {
    /// Everything of a household.
    Household(HouseholdId),
    /// Nothing that is still to be found, only what earlier wordings left behind.
    Remains,
}

impl Search {
    /// Takes things out of the index, together with everything that was taken out before and still lay in a file:
    /// earlier wordings of a record, records that were voided. To be called after they were erased from the store's
    /// journal, from which the index would otherwise take them in again.
    pub fn purge(&self, purge: &Purge) -> Result<(), SearchError> {
        let _only_one = locked(&self.inner.following);
        let catalogue = self.catalogue();
        let mut writer = catalogue.writer()?;
        // Nobody else may merge a piece that is rewritten here.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        if let Purge::Household(id) = purge {
            writer.delete_term(catalogue.fields.of_household(*id));
        }
        let mark = catalogue.mark()?.unwrap_or(Mark::START);
        catalogue::commit(&mut writer, &mark)?;
        let remains = catalogue.pieces_with_remains()?;
        if !remains.is_empty() {
            writer.merge(&remains).wait()?;
        }
        // From now on nobody looks at the files that held them, and they are removed.
        catalogue.refresh()?;
        writer.garbage_collect_files().wait()?;
        IndexWriter::wait_merging_threads(writer)?;
        self.inner.counted.forget();
        catalogue.refresh()
    }
}
