//! Pictures: what is known of each, and its bytes. Which of them a transaction shows is in the transaction itself.

use std::ops::ControlFlow;

use super::error::StoreError;
use super::key;
use super::look::{Look, record_of};
use super::pen::Pen;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{Attachment, AttachmentId, Fact, PictureSize, Timestamp};

impl Look<'_> {
    /// Also of a picture that its transaction shows no more, until it is dropped.
    pub fn attachment(&self, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
        self.fetch(Table::Attachments, &id.to_bytes())
    }

    /// A picture's bytes: JPEG.
    pub fn picture(&self, id: AttachmentId, size: PictureSize) -> Result<Option<Vec<u8>>, StoreError> {
        self.bytes(Table::AttachmentBytes, &key::picture(id, size))
    }

    /// Whether the transaction of a picture shows it.
    fn is_shown(&self, attachment: &Attachment) -> Result<bool, StoreError> {
        let transaction = self.transaction(attachment.transaction)?;
        Ok(transaction.is_some_and(|found| found.particulars.attachments.contains(&attachment.id)))
    }

    /// When a picture was last taken from its transaction.
    fn taken_away(&self, attachment: &Attachment) -> Result<Option<Timestamp>, StoreError> {
        let id = attachment.id;
        let changes = self.changes_of_transaction(attachment.transaction)?;
        let took = changes.iter().rfind(|change| {
            change.facts.iter().any(|fact| match fact {
                Fact::Transaction { before: Some(before), after } => {
                    before.particulars.attachments.contains(&id)
                        && !after.particulars.attachments.contains(&id)
                }
                _ => false,
            })
        });
        Ok(took.map(|change| change.at))
    }
}

impl Pen<'_> {
    /// Keeps a new picture. Its transaction must come to show it in the same write.
    pub fn put_attachment(
        &mut self,
        attachment: &Attachment,
        full: &[u8],
        thumbnail: &[u8],
    ) -> Result<(), StoreError> {
        self.put(Table::Attachments, &attachment.id.to_bytes(), attachment)?;
        self.put_bytes(Table::AttachmentBytes, &key::picture(attachment.id, PictureSize::Full), full)?;
        self.put_bytes(
            Table::AttachmentBytes,
            &key::picture(attachment.id, PictureSize::Thumbnail),
            thumbnail,
        )
    }

    /// Whether there was one.
    pub(super) fn delete_attachment(&mut self, id: AttachmentId) -> Result<bool, StoreError> {
        for size in PictureSize::ALL {
            self.delete(Table::AttachmentBytes, &key::picture(id, size))?;
        }
        self.delete(Table::Attachments, &id.to_bytes())
    }

    /// Drops at most `limit` pictures that were taken from their transactions before that moment, and says how many
    /// they were. Until then taking one away can be undone. When they are `limit`, there may be more.
    pub fn drop_orphan_attachments(&mut self, before: Timestamp, limit: usize) -> Result<usize, StoreError> {
        let mut orphans = Vec::new();
        self.scan(Table::Attachments, &Span::all(), &mut |key, value| {
            let attachment: Attachment = record_of(Table::Attachments, key, value)?;
            let is_due = |at: Option<Timestamp>| at.is_none_or(|at| at < before);
            if !self.is_shown(&attachment)? && is_due(self.taken_away(&attachment)?) {
                orphans.push(attachment.id);
            }
            Ok(if orphans.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        for id in &orphans {
            self.delete_attachment(*id)?;
        }
        Ok(orphans.len())
    }
}
