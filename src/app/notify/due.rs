//! The notices that are due, what each tells, and what came of it.

use std::time::Duration;

use super::super::keepers::{household_of_box, looks_after};
use super::super::outcome::Seen;
use super::super::{App, Error, SecurityEvent};
use crate::ctx::Ctx;
use crate::ledger::{Act, Channel, Household, Language, Member, MemberId, Role, SubscriptionId, Timestamp};
use crate::outside::later;
use crate::store::{Look, Notice, NoticeAbout, Pen, StoreError, Subscription};

/// A notice to send.
#[derive(Clone)]
pub struct NoticeDue {
    pub subscription: SubscriptionId,
    pub endpoint: String,
    /// The browser's public key: a point of P-256, uncompressed.
    pub key: Vec<u8>,
    pub auth: [u8; 16],
    /// What its reader reads.
    pub language: Language,
    pub tidings: Tidings,
    /// How many drafts wait for its reader's answer.
    pub waiting: usize,
    /// How long it is worth being told.
    pub life: Duration,
    /// As it was queued.
    pub notice: Notice,
}

impl std::fmt::Debug for NoticeDue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NoticeDue").field("subscription", &self.subscription).finish_non_exhaustive()
    }
}

/// What a notice says.
#[derive(Debug, Clone)]
pub enum Tidings {
    Trial,
    /// The newest of what others recorded, and how many records that are in all.
    Records {
        newest: Box<Seen>,
        count: usize,
    },
    Joined {
        name: String,
        household: String,
    },
    Security(SecurityEvent),
    Alarm {
        rule: u8,
        is_wrong: bool,
        is_urgent: bool,
        /// What its reader is: the pages about the box are for owners.
        reader: Role,
    },
}

/// What came of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    Arrived,
    /// There is no such device any more.
    Gone,
    /// It may go better later, not before so long where that was said. The name of what went wrong.
    Later {
        why: &'static str,
        wait: Option<Duration>,
    },
    /// It will not go better.
    Never {
        why: &'static str,
    },
}

/// How long after each try that failed the next one is made.
const BACK_OFF: [Duration; 8] = [
    Duration::from_secs(15),
    Duration::from_mins(1),
    Duration::from_mins(5),
    Duration::from_mins(15),
    Duration::from_mins(30),
    Duration::from_hours(1),
    Duration::from_hours(2),
    Duration::from_hours(4),
];

/// The longest that a push service may ask to wait.
const LONGEST_WAIT: Duration = Duration::from_hours(24);

/// So many changes are looked through for what others recorded; more are many, whatever their number.
const LOOKED_THROUGH: usize = 200;

const HOUR: Duration = Duration::from_hours(1);

/// What becomes of a notice whose time has come.
enum Prepared {
    Send(Box<NoticeDue>),
    /// There is nothing to tell, or nobody to tell it to.
    Drop(Notice),
    /// The device is signed out.
    End(SubscriptionId),
    /// Its reader wants to be left alone until then.
    Wait(Notice, Timestamp),
}

impl App {
    /// At most so many notices whose time has come.
    pub fn notices_due(&self, most: usize) -> Result<Vec<NoticeDue>, Error> {
        let now = self.outside().now();
        let prepared = self.store().read(|look| -> Result<Vec<Prepared>, Error> {
            look.notices_due(now, most)?.into_iter().map(|due| self.prepared_notice(look, due, now)).collect()
        })?;
        let mut due = Vec::new();
        for one in prepared {
            match one {
                Prepared::Send(notice) => due.push(*notice),
                Prepared::Drop(notice) => {
                    self.store().write(move |pen| settle(pen, &notice))?;
                }
                Prepared::End(id) => {
                    self.store()
                        .write(move |pen| -> Result<_, StoreError> { pen.delete_subscription(id) })?;
                }
                Prepared::Wait(notice, due) => {
                    self.store().write(move |pen| -> Result<(), StoreError> {
                        // As it is by now: more may have been added to it.
                        let held = pen.waiting_notice(notice.subscription, &notice.about)?;
                        held.map_or(Ok(()), |held| pen.put_notice(&Notice { due, ..held }))
                    })?;
                }
            }
        }
        Ok(due)
    }

    /// When the next one is due.
    pub fn next_notice(&self) -> Result<Option<Timestamp>, Error> {
        Ok(self.store().read(Look::next_notice_due)?)
    }

    fn prepared_notice(&self, look: &Look<'_>, due: Notice, now: Timestamp) -> Result<Prepared, Error> {
        let Some(device) = look.subscription(due.subscription)? else { return Ok(Prepared::Drop(due)) };
        if !self.is_signed_in(look, &device, now)? {
            return Ok(Prepared::End(device.id));
        }
        let member = look.member(device.member)?.filter(|member| member.removed.is_none());
        let Some(member) = member else { return Ok(Prepared::End(device.id)) };
        let Some(household) = look.household(member.household)? else { return Ok(Prepared::Drop(due)) };
        let life = life_of(&due.about);
        if now >= later(due.created, life) {
            return Ok(Prepared::Drop(due));
        }
        if !breaks_through(&due.about)
            && let Some(until) = quiet_until(look, &member, &household, now)?
        {
            return Ok(Prepared::Wait(due, until));
        }
        let Some(tidings) = self.tidings(look, &due, &member, now)? else { return Ok(Prepared::Drop(due)) };
        let waiting = look.drafts(member.id)?.iter().filter(|draft| now < draft.expires).count();
        Ok(Prepared::Send(Box::new(NoticeDue {
            subscription: device.id,
            endpoint: device.endpoint,
            key: device.key,
            auth: device.auth,
            language: member.language,
            tidings,
            waiting,
            life,
            notice: due,
        })))
    }

    fn is_signed_in(&self, look: &Look<'_>, device: &Subscription, now: Timestamp) -> Result<bool, Error> {
        let Some(hash) = &device.parent else { return Ok(true) };
        let session = look.session(hash)?.is_some_and(|session| now < self.end_of(&session));
        let token = look.token(hash)?;
        Ok(session || token.is_some_and(|token| token.expires.is_none_or(|expires| now < expires)))
    }

    /// What it tells its reader; nothing when none of it is for their eyes, or not any more.
    fn tidings(
        &self,
        look: &Look<'_>,
        due: &Notice,
        member: &Member,
        now: Timestamp,
    ) -> Result<Option<Tidings>, Error> {
        Ok(match due.about {
            NoticeAbout::Trial => Some(Tidings::Trial),
            NoticeAbout::Records { from, to } => self.records_told(look, member.id, from, to, now)?,
            NoticeAbout::Joined { seq } => {
                let change = look.change(seq)?.filter(|change| change.household == member.household);
                let who = change.and_then(|change| change.member);
                let who = who.map(|who| look.member(who)).transpose()?.flatten();
                let household = look.household(member.household)?;
                who.filter(|who| who.removed.is_none())
                    .zip(household)
                    .map(|(who, household)| Tidings::Joined { name: who.name, household: household.name })
            }
            NoticeAbout::Security { household, place } => {
                let event = look.security_events(household, Some(place.saturating_add(1)), 1)?.pop();
                event.filter(|event| event.place == place).map(Tidings::Security)
            }
            NoticeAbout::Alarm { rule, is_wrong, is_urgent } => {
                Some(Tidings::Alarm { rule, is_wrong, is_urgent, reader: member.role })
            }
        })
    }

    /// What others recorded that this member sees now.
    fn records_told(
        &self,
        look: &Look<'_>,
        reader: MemberId,
        from: u64,
        to: u64,
        now: Timestamp,
    ) -> Result<Option<Tidings>, Error> {
        let acting = self.act(&Ctx { member: reader, now, channel: Channel::Web })?;
        let mut found = Vec::new();
        for change in look.changes_after(from.saturating_sub(1), LOOKED_THROUGH)? {
            let is_others = change.member != Some(reader) && change.act == Act::Record;
            if change.seq > to || change.household != acting.household.id || !is_others {
                continue;
            }
            let heard = acting.heard(look, &change)?;
            for id in heard.map(|heard| heard.transactions).unwrap_or_default() {
                found.push(acting.own(look, id)?);
            }
        }
        found.retain(|transaction| transaction.is_live() && transaction.member != reader);
        let count = found.len();
        let Some(newest) = found.pop() else { return Ok(None) };
        let newest = acting.see(look, vec![newest])?.pop();
        Ok(newest.map(|newest| Tidings::Records { newest: Box::new(newest), count }))
    }

    /// Keeps what came of a try, and when it is to be tried again.
    pub fn notice_came(&self, sent: &Notice, came: Came) -> Result<(), Error> {
        let (now, sent) = (self.outside().now(), sent.clone());
        self.store().write(move |pen| -> Result<(), Error> {
            let Some(device) = pen.subscription(sent.subscription)? else { return Ok(()) };
            if came == Came::Gone {
                pen.delete_subscription(device.id)?;
                return Ok(());
            }
            let (why, is_over) = match came {
                Came::Later { why, .. } => (Some(why), false),
                Came::Never { why } => (Some(why), true),
                Came::Arrived | Came::Gone => (None, true),
            };
            let arrived = if why.is_none() { Some(now) } else { device.arrived };
            let after = Subscription { arrived, trouble: why.map(str::to_owned), ..device.clone() };
            if after != device {
                pen.put_subscription(&after)?;
            }
            let Some(held) = pen.waiting_notice(sent.subscription, &sent.about)? else { return Ok(()) };
            let tries = usize::try_from(sent.attempts).unwrap_or(usize::MAX);
            match (came, BACK_OFF.get(tries)) {
                (Came::Later { wait, .. }, Some(back_off)) if !is_over => {
                    let wait = wait.map_or(*back_off, |wait| wait.clamp(*back_off, LONGEST_WAIT));
                    let due = later(now, wait);
                    pen.put_notice(&Notice { due, attempts: sent.attempts.saturating_add(1), ..held })?;
                }
                _ => settle(pen, &sent)?,
            }
            Ok(())
        })
    }

    /// Tells the devices of those who look after the box of a trouble, or that it is over, as far as they want to hear
    /// of it: owners, and all other adults where they are to hear of it as well.
    pub fn notify_of_alarm(
        &self,
        rule: u8,
        is_wrong: bool,
        is_urgent: bool,
        adults_too: bool,
    ) -> Result<(), Error> {
        let (now, about) = (self.outside().now(), NoticeAbout::Alarm { rule, is_wrong, is_urgent });
        self.store().write(move |pen| notify_keepers(pen, about, adults_too, now))
    }
}

/// The place of backups among the rules that notices know: after those of the box's own state.
pub(in super::super) const BACKUPS: u8 = 11;

/// Queues an alarm for the devices of owners, and of all other adults where they are to hear of it as well.
pub(in super::super) fn notify_keepers(
    pen: &mut Pen<'_>,
    about: NoticeAbout,
    adults_too: bool,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(first) = household_of_box(pen)? else { return Ok(()) };
    for member in pen.members(first.id)? {
        if looks_after(&member, adults_too) && pen.wishes(member.id)?.alarms {
            pen.notify(member.id, about, now)?;
        }
    }
    Ok(())
}

/// Is done with a notice as it was then. What came to it since is told next.
fn settle(pen: &mut Pen<'_>, done: &Notice) -> Result<(), StoreError> {
    let Some(held) = pen.waiting_notice(done.subscription, &done.about)? else { return Ok(()) };
    match rest_of(done, &held) {
        Some(rest) => pen.put_notice(&rest),
        None => pen.delete_notice(&held).map(|_| ()),
    }
}

/// What is left to tell of a notice after one was sent as it was then.
fn rest_of(sent: &Notice, held: &Notice) -> Option<Notice> {
    if sent.about == held.about {
        return None;
    }
    let about = match (sent.about, held.about) {
        (NoticeAbout::Records { to: told, .. }, NoticeAbout::Records { to, .. }) => {
            NoticeAbout::Records { from: told + 1, to }
        }
        (_, about) => about,
    };
    Some(Notice { about, attempts: 0, ..held.clone() })
}

const fn breaks_through(about: &NoticeAbout) -> bool {
    matches!(about, NoticeAbout::Trial | NoticeAbout::Alarm { is_urgent: true, is_wrong: true, .. })
}

/// How long a notice is worth being told, from its queueing on and at the push service.
const fn life_of(about: &NoticeAbout) -> Duration {
    match about {
        NoticeAbout::Trial => Duration::from_mins(10),
        NoticeAbout::Records { .. } => Duration::from_hours(12),
        NoticeAbout::Joined { .. } | NoticeAbout::Security { .. } | NoticeAbout::Alarm { .. } => {
            Duration::from_hours(48)
        }
    }
}

/// When the member's quiet hours end; none when it is not quiet.
fn quiet_until(
    look: &Look<'_>,
    member: &Member,
    household: &Household,
    now: Timestamp,
) -> Result<Option<Timestamp>, Error> {
    let wishes = look.wishes(member.id)?;
    let Some((_, until)) = wishes.quiet else { return Ok(None) };
    let local = household.zone.local(now);
    let minute = u16::try_from(i16::from(local.hour()) * 60 + i16::from(local.minute())).unwrap_or(0);
    if !wishes.is_quiet(minute) {
        return Ok(None);
    }
    let left = (until + 24 * 60 - minute) % (24 * 60);
    Ok(Some(later(now, Duration::from_mins(u64::from(left))).min(later(now, 24 * HOUR))))
}
