//! Whom the box tells of itself: those who look after it.

use super::{App, Error, Message, post};
use crate::ledger::{Household, HouseholdId, Language, Member, Role};
use crate::store::{ChatKind, Look, StoreError};

/// From ten in the evening until seven in the morning nobody is told what can wait.
const NIGHT_BEGINS: i8 = 22;
const NIGHT_ENDS: i8 = 7;

/// The household that the box was set up with: the oldest. When it is gone, the next looks after the box.
pub(super) fn household_of_box(look: &Look<'_>) -> Result<Option<Household>, StoreError> {
    Ok(look.households()?.into_iter().next())
}

pub(super) fn keeps_box(look: &Look<'_>, household: HouseholdId) -> Result<bool, StoreError> {
    Ok(household_of_box(look)?.is_some_and(|first| first.id == household))
}

/// Whether a member of that household looks after the box: owners, and their deputies, the other adults.
pub(super) fn looks_after(member: &Member, adults_too: bool) -> bool {
    member.removed.is_none() && (member.role == Role::Owner || adults_too && member.role == Role::Adult)
}

/// The private chats of the owners of the household that the box was set up with, and of its other adults where they are
/// to hear of it as well.
pub(super) fn keepers(look: &Look<'_>, adults_too: bool) -> Result<Vec<(i64, Language)>, StoreError> {
    let Some(first) = household_of_box(look)? else { return Ok(Vec::new()) };
    let mut keepers = Vec::new();
    for chat in look.chats(first.id)? {
        let keeper = look.member(chat.member)?;
        let keeper =
            keeper.filter(|member| looks_after(member, adults_too) && chat.kind == ChatKind::Private);
        keepers.extend(keeper.map(|keeper| (chat.chat, keeper.language)));
    }
    keepers.sort_unstable_by_key(|(chat, _)| *chat);
    Ok(keepers)
}

impl App {
    /// The private chats of those who look after the box: its owners, and its other adults where they are to hear of it
    /// as well.
    pub fn keepers(&self, adults_too: bool) -> Result<Vec<(i64, Language)>, Error> {
        Ok(self.store().read(|look| keepers(look, adults_too))?)
    }

    /// Whether it is night where the first family of the box lives.
    pub fn is_night(&self) -> Result<bool, Error> {
        let now = self.outside().now();
        self.store().read(|look| {
            let hour = household_of_box(look)?.map(|household| household.zone.local(now).hour());
            Ok(hour.is_some_and(|hour| !(NIGHT_ENDS..NIGHT_BEGINS).contains(&hour)))
        })
    }

    /// Queues messages to them.
    pub fn tell_keepers(&self, messages: Vec<Message>) -> Result<(), Error> {
        let app = self.clone();
        self.store().write(move |pen| -> Result<(), Error> {
            let now = app.outside().now();
            for message in &messages {
                post::queue(&app, pen, now, message)?;
            }
            Ok(())
        })?;
        self.post().bell().notify_waiters();
        Ok(())
    }
}
