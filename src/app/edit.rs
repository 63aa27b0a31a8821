//! A message its writer edited: what it became is made to say the new thing.

use super::errand::About;
use super::outcome::{Heard, Outcome};
use super::seen::see_draft;
use super::text::clean_text;
use super::transaction::fact;
use super::{Acting, Error, MessageRef, Noun, Why};
use crate::capture::{self, Kind, Reading};
use crate::ledger::{
    Act, Draft, DraftId, Fact, Particulars, Tag, Transaction, TransactionId, TransactionType, Wallet,
};
use crate::store::{Linked, Pen};

impl Acting {
    /// Hears a message again after its writer edited it: what it became is made to say the new thing.
    pub fn resay(&self, text: &str, origin: MessageRef) -> Result<Heard, Error> {
        let text = clean_text(text)?;
        let about = self.about(origin)?;
        let (setting, wallets) = self.listening()?;
        let reading = capture::read(&text, &setting);
        match self.resolve(&about)? {
            About::Nothing => self.say(&text, Some(origin)),
            About::Draft(id) => self.replace_draft(id, reading, &wallets, origin),
            About::Transactions(ids) => self.replace_transactions(&ids, reading, &wallets, origin),
        }
    }
    fn replace_draft(
        &self,
        id: DraftId,
        reading: Reading,
        wallets: &[Wallet],
        origin: MessageRef,
    ) -> Result<Heard, Error> {
        let fresh = Draft { id, ..self.draft_of(&reading, wallets) };
        let (this, certain) = (self.clone(), self.is_certain(&reading));
        let is_transaction = reading.kind == Kind::Transaction;
        let outcome = self.write(move |pen| {
            this.waiting_draft(pen, id)?;
            if !is_transaction {
                pen.delete_draft(id)?;
                return Ok(Outcome::Dropped { draft: id });
            }
            let outcome = if certain && fresh.missing().is_empty() {
                this.record(pen, fresh.clone(), true)?
            } else {
                let fresh = this.lasting(pen, fresh.clone())?;
                pen.put_draft(&fresh)?;
                Outcome::Drafted(see_draft(pen, fresh)?)
            };
            this.remember_origin(pen, Some(origin), &outcome)?;
            Ok(outcome)
        })?;
        Ok(Heard { reading, outcome })
    }

    /// Makes recorded transactions say what an edited message says now: as one act, item by item, adding and
    /// voiding where the number of items changed.
    fn replace_transactions(
        &self,
        ids: &[TransactionId],
        reading: Reading,
        wallets: &[Wallet],
        origin: MessageRef,
    ) -> Result<Heard, Error> {
        if reading.kind != Kind::Transaction {
            let outcome = self.void(ids.to_vec())?;
            return Ok(Heard { reading, outcome });
        }
        self.must_record()?;
        let draft = self.draft_of(&reading, wallets);
        let (this, ids) = (self.clone(), ids.to_vec());
        let outcome = self.write(move |pen| this.rewrite(pen, &ids, &draft, origin))?;
        Ok(Heard { reading, outcome })
    }

    fn rewrite(
        &self,
        pen: &mut Pen<'_>,
        ids: &[TransactionId],
        draft: &Draft,
        origin: MessageRef,
    ) -> Result<Outcome, Error> {
        let missing = draft.missing();
        if !missing.is_empty() {
            // The edit took away what a record needs; what is recorded stays until it is said.
            return Err(Error::invalid("amount", Why::Missing));
        }
        // One message's records are of one moment, by which others are not shown what it says of a secret among them.
        let moment = match ids.first() {
            Some(first) => self.own(pen, *first)?.recorded,
            None => self.ctx.now,
        };
        let (new_wallets, new) = self.to_transactions(pen, draft, moment)?;
        let mut facts: Vec<Fact> =
            new_wallets.into_iter().map(|after| Fact::Wallet { before: None, after }).collect();
        let mut kept = Vec::new();
        let mut lessons = self.pupil(pen)?;
        for (place, id) in ids.iter().enumerate() {
            let before = self.own(pen, *id)?;
            self.must_change(&before)?;
            if before.erased.is_some() {
                return Err(Error::Gone { noun: Noun::Transaction });
            }
            let version = before.version + 1;
            let after = match new.get(place) {
                Some(new) => {
                    kept.push(*id);
                    Transaction {
                        id: *id,
                        member: before.member,
                        recorded: before.recorded,
                        note: before.note.clone(),
                        particulars: kept_particulars(&before, new),
                        version,
                        ..new.clone()
                    }
                }
                None => {
                    Transaction { voided: before.voided.or(Some(self.ctx.now)), version, ..before.clone() }
                }
            };
            lessons.hear_again(pen, &before, &after)?;
            facts.push(fact(Some(before), after));
        }
        facts.extend(lessons.facts());
        for extra in new.into_iter().skip(ids.len()) {
            kept.push(extra.id);
            facts.push(fact(None, extra));
        }
        let (change, transactions) = self.append_and_see(pen, Act::Amend, facts, &kept)?;
        pen.put_linked(self.ctx.channel, origin.chat, origin.message, &Linked::Transactions(kept))?;
        Ok(Outcome::Amended { change, transactions, learned: lessons.seen(pen)? })
    }
}

/// What was said about a record beside its message outlives an edit of the message; of its tags, those that the message
/// named give way to those that it names now.
fn kept_particulars(before: &Transaction, new: &Transaction) -> Particulars {
    let is_income = new.kind() == TransactionType::Income;
    let particulars = before.particulars.clone();
    let named = before.source.text.as_deref().map(|text| Tag::written_in(text).0).unwrap_or_default();
    let mut tags = particulars.tags;
    tags.retain(|tag| !named.contains(tag));
    for tag in &new.particulars.tags {
        if !tags.contains(tag) {
            tags.push(tag.clone());
        }
    }
    tags.truncate(Transaction::MAX_TAGS);
    Particulars { tags, refund_of: particulars.refund_of.filter(|_| is_income), ..particulars }
}
