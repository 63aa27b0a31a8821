//! What those are to be told whom a deletion concerns, wherever they do not look by themselves.

use super::super::{App, Error, Message, post};
use super::is_near;
use crate::ledger::{Household, Language, MemberId, Timestamp};
use crate::store::{ChatKind, Farewell, Leaving, Look, Told};

/// Something to tell, and whom.
#[derive(Debug, Clone)]
pub struct FarewellNews {
    pub kind: NewsKind,
    /// The household that is to be deleted; none when it is a person, who is then the only one to hear of it.
    pub household: Option<String>,
    /// Who asked for it.
    pub by: String,
    /// Until when it can be called off, as the household's clock shows it: the day and the time.
    pub due: (crate::ledger::Day, String),
    pub today: crate::ledger::Day,
    /// The private chats of those whom it concerns.
    pub to: Vec<(i64, Language)>,
    of: Farewell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewsKind {
    Asked,
    Near,
    CalledOff,
}

impl App {
    /// What is to be told now.
    pub fn farewell_news(&self) -> Result<Vec<FarewellNews>, Error> {
        let now = self.outside().now();
        self.store().read(|look| {
            let mut news = Vec::new();
            for farewell in look.farewells()? {
                if let Some(kind) = untold(&farewell, now) {
                    news.extend(composed(look, farewell, kind, now)?);
                }
            }
            Ok(news)
        })
    }

    /// Queues what tells of it, and remembers that it was told.
    pub fn tell_farewell(&self, news: &FarewellNews, messages: Vec<Message>) -> Result<(), Error> {
        let (app, of, kind) = (self.clone(), news.of.clone(), news.kind);
        self.store().write(move |pen| -> Result<(), Error> {
            let Some(farewell) = pen.farewell(of.leaving)?.filter(|found| *found == of) else {
                return Ok(());
            };
            let now = app.outside().now();
            for message in &messages {
                post::queue(&app, pen, now, message)?;
            }
            match kind {
                // Nothing is left to tell.
                NewsKind::CalledOff => pen.delete_farewell(of.leaving).map(|_| ())?,
                NewsKind::Asked => pen.put_farewell(&Farewell { told: Told::Asked, ..farewell })?,
                NewsKind::Near => pen.put_farewell(&Farewell { told: Told::Near, ..farewell })?,
            }
            Ok(())
        })?;
        self.post().bell().notify_waiters();
        Ok(())
    }
}

fn untold(farewell: &Farewell, now: Timestamp) -> Option<NewsKind> {
    if farewell.begun.is_some() {
        return None;
    }
    if farewell.called_off.is_some() {
        return Some(NewsKind::CalledOff);
    }
    match farewell.told {
        Told::Nothing => Some(NewsKind::Asked),
        Told::Asked if is_near(farewell, now) => Some(NewsKind::Near),
        Told::Asked | Told::Near => None,
    }
}

fn composed(
    look: &Look<'_>,
    of: Farewell,
    kind: NewsKind,
    now: Timestamp,
) -> Result<Option<FarewellNews>, Error> {
    let Some(household) = look.household(of.household)? else { return Ok(None) };
    let concerns = |member: MemberId| match of.leaving {
        Leaving::Household(_) => true,
        Leaving::Account(_) => member == of.by,
    };
    let mut to = Vec::new();
    for chat in look.chats(household.id)? {
        let member = look.member(chat.member)?.filter(|member| member.removed.is_none());
        if let Some(member) = member
            && chat.kind == ChatKind::Private
            && concerns(member.id)
        {
            to.push((chat.chat, member.language));
        }
    }
    let by = look.member(of.by)?.map(|member| member.name).unwrap_or_default();
    let due = due(&household, of.due);
    let today = household.zone.day_of(now);
    let named = matches!(of.leaving, Leaving::Household(_)).then(|| household.name.clone());
    Ok(Some(FarewellNews { kind, household: named, by, due, today, to, of }))
}

fn due(household: &Household, at: Timestamp) -> (crate::ledger::Day, String) {
    let local = household.zone.local(at);
    (household.zone.day_of(at), format!("{:02}.{:02}", local.hour(), local.minute()))
}
