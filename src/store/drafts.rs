//! Drafts: messages that wait for a yes.

use super::error::StoreError;
use super::key;
use super::look::Look;
use super::pen::Pen;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{Draft, DraftId, MemberId, Timestamp};

impl Look<'_> {
    /// Expired ones too, until they are deleted.
    pub fn draft(&self, id: DraftId) -> Result<Option<Draft>, StoreError> {
        self.fetch(Table::Drafts, &id.to_bytes())
    }

    /// The drafts that wait for this member, oldest first.
    pub fn drafts(&self, member: MemberId) -> Result<Vec<Draft>, StoreError> {
        let ids = self.listed_ids(Table::DraftsOfMember, &Span::of(&member.to_bytes()), usize::MAX)?;
        ids.iter().map(|id| self.fetch_indexed(Table::Drafts, id)).collect()
    }

    /// At most `limit` drafts whose time has come by `now`, the longest expired first.
    pub fn expired_drafts(&self, now: Timestamp, limit: usize) -> Result<Vec<Draft>, StoreError> {
        let span = Span::between(&[], &key::moment(Timestamp::UNIX_EPOCH), &key::moment(now));
        let ids = self.listed_ids(Table::DraftsByExpiry, &span, limit)?;
        ids.iter().map(|id| self.fetch_indexed(Table::Drafts, id)).collect()
    }
}

impl Pen<'_> {
    /// Adds a draft, or replaces the one of the same id.
    pub fn put_draft(&mut self, draft: &Draft) -> Result<(), StoreError> {
        self.delete_draft(draft.id)?;
        self.put(Table::Drafts, &draft.id.to_bytes(), draft)?;
        self.list(Table::DraftsOfMember, &of_member(draft))?;
        self.list(Table::DraftsByExpiry, &by_expiry(draft))
    }

    /// Whether there was one.
    pub fn delete_draft(&mut self, id: DraftId) -> Result<bool, StoreError> {
        let Some(draft) = self.draft(id)? else { return Ok(false) };
        self.delete(Table::DraftsByExpiry, &by_expiry(&draft))?;
        self.delete(Table::DraftsOfMember, &of_member(&draft))?;
        self.delete(Table::Drafts, &id.to_bytes())
    }
}

pub(super) fn of_member(draft: &Draft) -> [u8; 32] {
    key::join(&[&draft.member.to_bytes(), &draft.id.to_bytes()])
}

pub(super) fn by_expiry(draft: &Draft) -> [u8; 24] {
    key::join(&[&key::moment(draft.expires), &draft.id.to_bytes()])
}
