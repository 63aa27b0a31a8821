//! Tags: which there are and how they are used; one called otherwise, or two made one.

use super::outcome::{Outcome, TagSeen};
use super::{Acting, Error, Noun, Why};
use crate::ledger::{Act, Tag, Transaction};
use crate::store::{Look, TagUse};

impl Acting {
    /// So many records change their tag in one act: as many as one change of the journal should hold.
    pub const MAX_RETAGGED: usize = 500;

    /// The tags on records that this member sees, with how many carry each and the newest day of them; by their
    /// letters.
    pub fn tags(&self) -> Result<Vec<TagSeen>, Error> {
        self.app.store().read(|look| {
            let secrets = self.sight.kept().iter();
            let kept: Vec<&Tag> = secrets.flat_map(|secret| &secret.particulars.tags).collect();
            let mut seen = Vec::new();
            for of_all in look.tags(self.household.id)? {
                seen.extend(self.see_tag(look, of_all, &kept)?);
            }
            Ok(seen)
        })
    }

    /// Calls a tag otherwise on the newest records that carry it, so many at a time; where the other tag is there
    /// already, the two become one. One act, which can be undone.
    pub fn rename_tag(&self, from: Tag, to: Tag) -> Result<Outcome, Error> {
        if !self.may_change_others() {
            return Err(Error::Forbidden);
        }
        if from == to {
            return Err(Error::invalid("to", Why::Taken));
        }
        let this = self.clone();
        self.write(move |pen| {
            let household = this.household.id;
            let sees = |transaction: &Transaction| this.sight.shows_whole(transaction);
            let found = pen.tagged_that(household, &from, Self::MAX_RETAGGED, &sees)?;
            if found.is_empty() {
                return Err(Error::missing(Noun::Tag, &from));
            }
            let renamed = found.len();
            let facts = found.into_iter().map(|before| {
                let after = retagged(&before, &from, &to);
                super::transaction::fact(Some(before), after)
            });
            let change = this.append(pen, Act::Amend, facts.collect())?.seq;
            let left = pen.tagged_that(household, &from, 1, &sees)?;
            Ok(Outcome::TagRenamed { change, renamed, is_all: left.is_empty() })
        })
    }

    /// How a tag is used as far as this member sees; the household's own count where that is all of it.
    fn see_tag(&self, look: &Look<'_>, of_all: TagUse, kept: &[&Tag]) -> Result<Option<TagSeen>, Error> {
        let TagUse { tag, count, last } = of_all;
        if self.sight.sees_all() && !kept.contains(&&tag) {
            return Ok(Some(TagSeen { tag, count, last }));
        }
        let sees = |transaction: &Transaction| self.sight.shows(transaction);
        let found = look.tagged_that(self.household.id, &tag, usize::MAX, &sees)?;
        let count = u64::try_from(found.len()).unwrap_or(u64::MAX);
        Ok(found.first().map(|newest| TagSeen { tag, count, last: newest.day }))
    }
}

/// The record with the other tag in the place of the one; once, if it has both.
fn retagged(before: &Transaction, from: &Tag, to: &Tag) -> Transaction {
    let mut after = before.clone();
    after.version += 1;
    let tags = &mut after.particulars.tags;
    if tags.contains(to) {
        tags.retain(|tag| tag != from);
    } else if let Some(place) = tags.iter_mut().find(|tag| *tag == from) {
        *place = to.clone();
    }
    after
}
