//! Who did what, when and from where: the journal and the log of the doors, read as one.
//!
//! An owner reads about the household, as far as they see what it was about; everybody else about themselves, and about
//! who looked at what is theirs.

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;

use super::outcome::Page;
use super::{Acting, Error};
use crate::ledger::{Act, Change, Channel, Day, Fact, MemberId, Role, Timestamp, TransactionId};
use crate::store::{Look, SecurityEvent, SecurityKind, SecurityOutcome};

/// One thing that somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    pub at: Timestamp,
    pub event: Event,
    /// Who did it, or whose name was tried. Nobody, when the box itself acted or the name is nobody's.
    pub member: Option<(MemberId, String)>,
    /// Whom it was done to, when that is somebody else.
    pub whom: Option<(MemberId, String)>,
    pub outcome: SecurityOutcome,
    pub channel: Channel,
    pub address: Option<IpAddr>,
    pub device: Option<String>,
    /// Its position in the journal, if it is there.
    pub change: Option<u64>,
    /// Which records it was about: those that this member sees.
    pub transactions: Vec<TransactionId>,
}

/// What somebody did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// An act of the journal.
    Act(Act),
    /// Somebody's part in the household was changed.
    ChangeRole,
    /// Somebody left, or was sent away.
    Leave,
    Security(SecurityKind),
}

impl Event {
    /// Its name for programs, which never changes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Act(act) => act.code(),
            Self::ChangeRole => "change_role",
            Self::Leave => "leave",
            Self::Security(kind) => kind.code(),
        }
    }
}

/// What is looked for. All that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// By this member, or done to them.
    pub member: Option<MemberId>,
    /// One of these names of events; empty: any.
    pub kinds: Vec<&'static str>,
    pub from: Option<Day>,
    /// With this day.
    pub to: Option<Day>,
}

/// A place in what is read: before these positions of the journal and of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditPlace {
    pub change: u64,
    pub event: u64,
}

/// How many things one page looks at, at most, to find those that fit: a page may hold fewer than asked, and the next
/// one goes on.
const LOOKED_AT: usize = 1_000;

/// How many are read together: an act on hundreds of records is read whole, so not many more than a page shows.
const BATCH: usize = 20;

/// What is named of the records of one act: a bulk change need not name all.
const NAMED: usize = 20;

impl Acting {
    /// What happened, newest first.
    pub fn audit(
        &self,
        filter: &AuditFilter,
        after: Option<AuditPlace>,
        most: usize,
    ) -> Result<Page<AuditEntry, AuditPlace>, Error> {
        let zone = &self.household.zone;
        let from = filter.from.map(|day| zone.start_of(day));
        let until = filter.to.map(|day| zone.start_of(day.plus_days(1)));
        self.app.store().read(|look| {
            let place = match after {
                Some(place) => place,
                None => {
                    AuditPlace { change: until.map_or(Ok(u64::MAX), |at| look.seq_at(at))?, event: u64::MAX }
                }
            };
            let mut streams =
                Streams { acting: self, look, place, changes: VecDeque::new(), events: VecDeque::new() };
            let mut names = BTreeMap::new();
            let mut items = Vec::new();
            let mut looked_at = 0;
            while items.len() < most && looked_at < LOOKED_AT {
                looked_at += 1;
                let Some(next) = streams.next()? else { return Ok(Page { items, next: None }) };
                if from.is_some_and(|from| next.at() < from) {
                    return Ok(Page { items, next: None });
                }
                if until.is_some_and(|until| next.at() >= until) {
                    continue;
                }
                if let Some(entry) = self.audited(look, next, filter, &mut names)? {
                    items.push(entry);
                }
            }
            let next = streams.peek()?.then_some(streams.place);
            Ok(Page { items, next })
        })
    }

    /// What this member may read of it, if it fits.
    fn audited(
        &self,
        look: &Look<'_>,
        one: One,
        filter: &AuditFilter,
        names: &mut BTreeMap<MemberId, String>,
    ) -> Result<Option<AuditEntry>, Error> {
        let (member, whom) = one.people();
        let concerns = |id: MemberId| member == Some(id) || whom == Some(id);
        let may = self.member.role == Role::Owner || concerns(self.member.id);
        let event = one.event();
        let fits = filter.kinds.is_empty() || filter.kinds.contains(&event.code());
        if !may || !fits || !filter.member.is_none_or(concerns) {
            return Ok(None);
        }
        let mut person = |id: Option<MemberId>| -> Result<Option<(MemberId, String)>, Error> {
            let Some(id) = id else { return Ok(None) };
            let known = names.get(&id).cloned();
            let name = match known {
                Some(name) => name,
                None => look.member(id)?.map(|member| member.name).unwrap_or_default(),
            };
            names.insert(id, name.clone());
            Ok(Some((id, name)))
        };
        let (member, whom, at) = (person(member)?, person(whom)?, one.at());
        Ok(match one {
            One::Change(change) => {
                let Some(heard) = self.heard(look, &change)? else { return Ok(None) };
                let mut transactions = heard.transactions;
                transactions.truncate(NAMED);
                Some(AuditEntry {
                    at,
                    event,
                    member,
                    whom,
                    outcome: SecurityOutcome::Done,
                    channel: change.channel,
                    address: None,
                    device: None,
                    change: Some(change.seq),
                    transactions,
                })
            }
            One::Event(SecurityEvent { outcome, channel, address, device, .. }) => Some(AuditEntry {
                at,
                event,
                member,
                whom,
                outcome,
                channel,
                address,
                device,
                change: None,
                transactions: Vec::new(),
            }),
        })
    }
}

/// One thing of either.
#[derive(Debug)]
enum One {
    Change(Box<Change>),
    Event(SecurityEvent),
}

impl One {
    fn at(&self) -> Timestamp {
        match self {
            Self::Change(change) => change.at,
            Self::Event(event) => event.at,
        }
    }

    fn event(&self) -> Event {
        match self {
            Self::Event(event) => Event::Security(event.kind),
            Self::Change(change) if change.act == Act::ChangeMember => about_members(change),
            Self::Change(change) => Event::Act(change.act),
        }
    }

    /// Who did it, and whom it was done to.
    fn people(&self) -> (Option<MemberId>, Option<MemberId>) {
        match self {
            Self::Event(event) => (event.member, event.whom),
            Self::Change(change) => {
                let mut members = change.facts.iter().filter_map(|fact| match fact {
                    Fact::Member { after, .. } => Some(after.id),
                    _ => None,
                });
                (change.member, members.find(|id| change.member != Some(*id)))
            }
        }
    }
}

fn about_members(change: &Change) -> Event {
    for fact in &change.facts {
        if let Fact::Member { before: Some(before), after } = fact {
            if before.removed.is_none() && after.removed.is_some() {
                return Event::Leave;
            }
            if before.role != after.role {
                return Event::ChangeRole;
            }
        }
    }
    Event::Act(change.act)
}

/// Both, read a few at a time, and as one from the newest on.
struct Streams<'a, 'l> {
    acting: &'a Acting,
    look: &'a Look<'l>,
    /// What was given so far lies after it.
    place: AuditPlace,
    changes: VecDeque<Change>,
    events: VecDeque<SecurityEvent>,
}

impl Streams<'_, '_> {
    /// Whether there is anything more.
    fn peek(&mut self) -> Result<bool, Error> {
        let household = self.acting.household.id;
        if self.changes.is_empty() {
            self.changes = self.look.newest_changes(household, Some(self.place.change), BATCH)?.into();
        }
        if self.events.is_empty() {
            self.events = self.look.security_events(household, Some(self.place.event), BATCH)?.into();
        }
        Ok(!(self.changes.is_empty() && self.events.is_empty()))
    }

    fn next(&mut self) -> Result<Option<One>, Error> {
        if !self.peek()? {
            return Ok(None);
        }
        let is_change = match (self.changes.front(), self.events.front()) {
            (Some(change), Some(event)) => change.at >= event.at,
            (change, _) => change.is_some(),
        };
        if is_change {
            let change = self.changes.pop_front();
            self.place.change = change.as_ref().map_or(self.place.change, |change| change.seq);
            Ok(change.map(|change| One::Change(Box::new(change))))
        } else {
            let event = self.events.pop_front();
            self.place.event = event.as_ref().map_or(self.place.event, |event| event.place);
            Ok(event.map(One::Event))
        }
    }
}
