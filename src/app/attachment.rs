//! Pictures with a record: adding one, taking one away, looking at one.

use std::sync::{Arc, PoisonError};

use super::outcome::Outcome;
use super::transaction::fact;
use super::{Acting, App, Error, Noun, Why};
use crate::error::must_be_as_seen;
use crate::ledger::{Act, Attachment, AttachmentId, PictureSize, Transaction, TransactionId};
use crate::picture::{self, Picture, Unfit};
use crate::store::Look;

impl App {
    /// What is kept of a picture. One at a time: unpacking one takes more memory than all else the box does.
    fn prepare(&self, bytes: &[u8]) -> Result<Picture, Error> {
        let _turn = self.inner.studio.lock().unwrap_or_else(PoisonError::into_inner);
        picture::prepare(bytes).map_err(|unfit| {
            let why = match unfit {
                Unfit::Unreadable => Why::NotAPicture,
                Unfit::TooLarge => Why::PictureTooLarge,
            };
            Error::invalid("picture", why)
        })
    }
}

impl Acting {
    /// Keeps a picture with a record. `bytes` is the file as it came.
    pub fn attach(&self, id: TransactionId, bytes: &[u8]) -> Result<Outcome, Error> {
        self.attach_seen(id, bytes, None)
    }

    /// Like [`Acting::attach`]; with `seen`, only if the record is still at that version.
    pub fn attach_seen(&self, id: TransactionId, bytes: &[u8], seen: Option<u32>) -> Result<Outcome, Error> {
        self.must_record()?;
        // Before anything is unpacked for somebody who may not.
        self.app
            .store()
            .read(|look| must_be_as_seen(Noun::Transaction, self.to_illustrate(look, id)?.version, seen))?;
        let picture = Arc::new(self.app.prepare(bytes)?);
        let this = self.clone();
        self.write(move |pen| {
            let before = this.to_illustrate(pen, id)?;
            must_be_as_seen(Noun::Transaction, before.version, seen)?;
            let attachment = Attachment {
                id: this.app.new_attachment_id(this.ctx.now),
                household: this.household.id,
                member: this.member.id,
                transaction: id,
                added: this.ctx.now,
                width: picture.width,
                height: picture.height,
            };
            pen.put_attachment(&attachment, &picture.full, &picture.thumbnail)?;
            let mut after = Transaction { version: before.version + 1, ..before.clone() };
            after.particulars.attachments.push(attachment.id);
            let (change, transactions) =
                this.append_and_see(pen, Act::Amend, vec![fact(Some(before), after)], &[id])?;
            Ok(Outcome::Amended { change, transactions, learned: Vec::new() })
        })
    }

    /// Takes a picture from a record; with `seen`, only if that is still at that version. Undoing brings it back, for a
    /// while.
    pub fn detach(
        &self,
        id: TransactionId,
        attachment: AttachmentId,
        seen: Option<u32>,
    ) -> Result<Outcome, Error> {
        self.must_record()?;
        let this = self.clone();
        self.write(move |pen| {
            let before = this.changeable(pen, id)?;
            must_be_as_seen(Noun::Transaction, before.version, seen)?;
            let mut after = Transaction { version: before.version + 1, ..before.clone() };
            after.particulars.attachments.retain(|shown| *shown != attachment);
            if after.particulars.attachments.len() == before.particulars.attachments.len() {
                return Err(Error::missing(Noun::Attachment, &attachment));
            }
            let (change, transactions) =
                this.append_and_see(pen, Act::Amend, vec![fact(Some(before), after)], &[id])?;
            Ok(Outcome::Amended { change, transactions, learned: Vec::new() })
        })
    }

    /// A picture's bytes, for those who see the record it is of.
    pub fn picture(&self, id: AttachmentId, size: PictureSize) -> Result<Vec<u8>, Error> {
        let missing = || Error::missing(Noun::Attachment, &id);
        self.app.store().read(|look| {
            let attachment = look.attachment(id)?.ok_or_else(missing)?;
            let transaction = self.own(look, attachment.transaction).map_err(|error| match error {
                Error::Missing { .. } => missing(),
                error => error,
            })?;
            if !transaction.particulars.attachments.contains(&id) {
                return Err(missing());
            }
            look.picture(id, size)?.ok_or_else(missing)
        })
    }

    /// A record that may take one more picture.
    fn to_illustrate(&self, look: &Look<'_>, id: TransactionId) -> Result<Transaction, Error> {
        let found = self.changeable(look, id)?;
        let most = Transaction::MAX_ATTACHMENTS;
        if found.particulars.attachments.len() < most {
            Ok(found)
        } else {
            Err(Error::invalid("attachments", Why::TooMany { most }))
        }
    }

    fn changeable(&self, look: &Look<'_>, id: TransactionId) -> Result<Transaction, Error> {
        let found = self.own(look, id)?;
        self.must_change(&found)?;
        if found.is_live() && found.erased.is_none() {
            Ok(found)
        } else {
            Err(Error::Gone { noun: Noun::Transaction })
        }
    }
}
