//! Notices to members' devices: which devices there are, what each member wants to hear of, and what waits to be sent.
//!
//! A notice holds nothing of what it tells but where it is written: what is said is made up when it is sent, of what its
//! reader may see then. Of one topic, one notice waits for a device at most, so that much happening at once is told once.

use super::error::StoreError;
use super::key;
use super::look::Look;
use super::pen::Pen;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{Act, Change, HouseholdId, MemberId, Role, SubscriptionId, Timestamp};

/// A device that may be told something.
#[derive(Clone, PartialEq, Eq)]
pub struct Subscription {
    pub id: SubscriptionId,
    pub member: MemberId,
    /// SHA-256 of what it was made with, a session or a token: it ends with that. None: nothing is known of it.
    pub parent: Option<[u8; 32]>,
    /// Where its browser's push service takes messages for it.
    pub endpoint: String,
    /// The browser's public key: a point of P-256, uncompressed.
    pub key: Vec<u8>,
    /// What both ends know and the push service does not.
    pub auth: [u8; 16],
    /// A few words for a person: `Firefox · Linux`.
    pub device: Option<String>,
    pub created: Timestamp,
    /// When the push service last took a message.
    pub arrived: Option<Timestamp>,
    /// The stable name of why the last try failed; none: it did not.
    pub trouble: Option<String>,
}

/// Whoever knows an endpoint may bother its device.
impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subscription").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What a member wants to hear of.
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wishes {
    pub member: MemberId,
    /// That the box has a trouble; told to owners and their deputies alone.
    pub alarms: bool,
    /// What others record.
    pub records: bool,
    /// That somebody joined the household.
    pub joins: bool,
    /// What happens to their own way in: sign-ins, passwords, keys.
    pub security: bool,
    /// From which minute of the family's day until which nothing is told that can wait.
    pub quiet: Option<(u16, u16)>,
}

impl Wishes {
    /// What holds until somebody says otherwise: what can do harm is told, what is merely news is not.
    pub const fn usual(member: MemberId) -> Self {
        Self {
            member,
            alarms: true,
            records: false,
            joins: true,
            security: true,
            quiet: Some((22 * 60, 6 * 60)),
        }
    }

    /// Whether nothing is to be told at that minute of the day.
    pub fn is_quiet(&self, minute: u16) -> bool {
        self.quiet.is_some_and(|(from, until)| {
            if from <= until { (from..until).contains(&minute) } else { minute >= from || minute < until }
        })
    }
}

/// A message that waits for a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub subscription: SubscriptionId,
    pub about: About,
    pub created: Timestamp,
    pub due: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
}

/// What a notice tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Nothing: somebody wants to see whether it arrives.
    Trial,
    /// What others recorded, between these places of the journal.
    Records { from: u64, to: u64 },
    /// The change with which somebody joined.
    Joined { seq: u64 },
    /// What stands at that place in the household's log.
    Security { household: HouseholdId, place: u64 },
    /// A trouble of the box by its place among the rules, and whether it is one still.
    Alarm { rule: u8, is_wrong: bool, is_urgent: bool },
}

/// Which notices take each other's place: of a kind, and of the same thing where that matters.
pub(super) type Topic = [u8; 2];

impl About {
    pub(super) fn topic(&self) -> Topic {
        let low = |number: u64| number.to_be_bytes()[7];
        match self {
            Self::Trial => [0, 0],
            Self::Records { .. } => [1, 0],
            Self::Joined { seq } => [2, low(*seq)],
            Self::Security { place, .. } => [3, low(*place)],
            Self::Alarm { rule, .. } => [4, *rule],
        }
    }
}

/// How long others' records are gathered before they are told together.
const GATHERED_MS: i64 = 10_000;

/// Due (8), subscription (16), topic (2).
const DUE: usize = 26;

impl Look<'_> {
    pub fn subscription(&self, id: SubscriptionId) -> Result<Option<Subscription>, StoreError> {
        self.fetch(Table::Subscriptions, &id.to_bytes())
    }

    /// A member's devices, the first one first.
    pub fn subscriptions(&self, member: MemberId) -> Result<Vec<Subscription>, StoreError> {
        let ids = self.listed_ids(Table::SubscriptionsOfMember, &Span::of(&member.to_bytes()), usize::MAX)?;
        let found = ids.iter().map(|id| self.fetch_indexed(Table::Subscriptions, id));
        let mut found: Vec<Subscription> = found.collect::<Result<_, _>>()?;
        found.sort_by_key(|subscription| (subscription.created, subscription.id));
        Ok(found)
    }

    pub fn wishes(&self, member: MemberId) -> Result<Wishes, StoreError> {
        let said = self.fetch(Table::Wishes, &member.to_bytes())?;
        Ok(said.unwrap_or_else(|| Wishes::usual(member)))
    }

    /// The one of the same topic that waits for the device.
    pub fn waiting_notice(
        &self,
        subscription: SubscriptionId,
        about: &About,
    ) -> Result<Option<Notice>, StoreError> {
        self.fetch(Table::Notices, &notice_key(subscription, about))
    }

    /// All that wait for a device.
    pub fn notices_for(&self, subscription: SubscriptionId) -> Result<Vec<Notice>, StoreError> {
        self.records(Table::Notices, &Span::of(&subscription.to_bytes()), usize::MAX)
    }

    /// Notices whose time has come, the longest due first.
    pub fn notices_due(&self, now: Timestamp, limit: usize) -> Result<Vec<Notice>, StoreError> {
        let keys = self.due_keys::<18>(Table::NoticesDue, now, limit)?;
        keys.iter().map(|key| self.fetch_indexed(Table::Notices, key)).collect()
    }

    /// When the next one is due.
    pub fn next_notice_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.next_due(Table::NoticesDue)
    }
}

impl Pen<'_> {
    /// Adds a device, or replaces the same one: whoever is there now hears, and nobody else.
    pub fn put_subscription(&mut self, subscription: &Subscription) -> Result<(), StoreError> {
        if let Some(held) = self.subscription(subscription.id)? {
            self.delete(Table::SubscriptionsOfMember, &of_member(&held))?;
            if held.member != subscription.member {
                self.delete_subscription(held.id)?;
            }
        }
        self.put(Table::Subscriptions, &subscription.id.to_bytes(), subscription)?;
        self.list(Table::SubscriptionsOfMember, &of_member(subscription))
    }

    /// With what waits for it. Whether there was one.
    pub fn delete_subscription(&mut self, id: SubscriptionId) -> Result<bool, StoreError> {
        let Some(held) = self.subscription(id)? else { return Ok(false) };
        for notice in self.notices_for(id)? {
            self.delete_notice(&notice)?;
        }
        self.delete(Table::SubscriptionsOfMember, &of_member(&held))?;
        self.delete(Table::Subscriptions, &id.to_bytes())
    }

    /// All devices of a member, and what they wanted to hear of.
    pub fn delete_subscriptions_of(&mut self, member: MemberId) -> Result<usize, StoreError> {
        let held = self.subscriptions(member)?;
        for subscription in &held {
            self.delete_subscription(subscription.id)?;
        }
        self.delete(Table::Wishes, &member.to_bytes())?;
        Ok(held.len())
    }

    pub fn put_wishes(&mut self, wishes: &Wishes) -> Result<(), StoreError> {
        self.put(Table::Wishes, &wishes.member.to_bytes(), wishes)
    }

    /// Adds a notice, in the place of one of the same topic.
    pub fn put_notice(&mut self, notice: &Notice) -> Result<(), StoreError> {
        self.delete_notice(notice)?;
        self.put(Table::Notices, &notice_key(notice.subscription, &notice.about), notice)?;
        self.list(Table::NoticesDue, &due_key(notice))
    }

    /// The one of its topic, whatever it says by now. Whether there was one.
    pub fn delete_notice(&mut self, notice: &Notice) -> Result<bool, StoreError> {
        let Some(held) = self.waiting_notice(notice.subscription, &notice.about)? else { return Ok(false) };
        self.delete(Table::NoticesDue, &due_key(&held))?;
        self.delete(Table::Notices, &notice_key(held.subscription, &held.about))
    }

    /// Queues one for each device of a member.
    pub fn notify(&mut self, member: MemberId, about: About, at: Timestamp) -> Result<(), StoreError> {
        for subscription in self.subscriptions(member)? {
            let due = match about {
                About::Records { .. } => later_ms(at, GATHERED_MS),
                _ => at,
            };
            let new = Notice { subscription: subscription.id, about, created: at, due, attempts: 0 };
            let waiting = self.waiting_notice(subscription.id, &about)?;
            let notice = match (about, waiting) {
                // What waits already tells of this, too; when it is due stays as it was.
                (
                    About::Records { to, .. },
                    Some(Notice { about: About::Records { from, .. }, created, due, attempts, .. }),
                ) => Notice { about: About::Records { from, to }, created, due, attempts, ..new },
                _ => new,
            };
            self.put_notice(&notice)?;
        }
        Ok(())
    }

    /// Queues what a change is to tell to others' devices. What each may see of it is asked when it is sent.
    pub(super) fn queue_notices(&mut self, change: &Change) -> Result<(), StoreError> {
        let (is_record, is_join) = (change.act == Act::Record, change.act == Act::Join);
        if !is_record && !is_join {
            return Ok(());
        }
        // Most homes have no such device, and every message comes by here.
        if self.listed_ids(Table::SubscriptionsOfMember, &Span::all(), 1)?.is_empty() {
            return Ok(());
        }
        for member in self.members(change.household)? {
            if member.removed.is_some() || change.member == Some(member.id) {
                continue;
            }
            let wishes = self.wishes(member.id)?;
            if is_record && wishes.records {
                let about = About::Records { from: change.seq, to: change.seq };
                self.notify(member.id, about, change.at)?;
            }
            if is_join && wishes.joins && member.role == Role::Owner {
                self.notify(member.id, About::Joined { seq: change.seq }, change.at)?;
            }
        }
        Ok(())
    }
}

fn later_ms(at: Timestamp, by: i64) -> Timestamp {
    let later = at.as_millisecond().checked_add(by);
    later.and_then(|later| Timestamp::from_millisecond(later).ok()).unwrap_or(at)
}

fn notice_key(subscription: SubscriptionId, about: &About) -> [u8; 18] {
    key::join(&[&subscription.to_bytes(), &about.topic()])
}

pub(super) fn due_key(notice: &Notice) -> [u8; DUE] {
    key::join(&[&key::moment(notice.due), &notice_key(notice.subscription, &notice.about)])
}

pub(super) fn of_member(subscription: &Subscription) -> [u8; 32] {
    key::join(&[&subscription.member.to_bytes(), &subscription.id.to_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    fn subscription(id: u8, member: u8) -> Subscription {
        Subscription {
            id: SubscriptionId::from_bytes([id; 16]),
            member: MemberId::from_bytes([member; 16]),
            parent: Some([id; 32]),
            endpoint: format!("https://push.example/{id}"),
            key: vec![4; 65],
            auth: [id; 16],
            device: None,
            created: Timestamp::from_second(i64::from(id)).unwrap(),
            arrived: None,
            trouble: Some("status".to_owned()),
        }
    }

    #[test]
    fn quiet_hours_may_span_midnight() {
        // From, until, minute, whether it is quiet.
        let rows = [
            (Some((1320, 360)), 1319, false),
            (Some((1320, 360)), 1320, true),
            (Some((1320, 360)), 0, true),
            (Some((1320, 360)), 359, true),
            (Some((1320, 360)), 360, false),
            (Some((780, 840)), 800, true),
            (Some((780, 840)), 840, false),
            (Some((600, 600)), 600, false),
            (None, 0, false),
        ];
        for (quiet, minute, is_quiet) in rows {
            let wishes = Wishes { quiet, ..Wishes::usual(MemberId::from_bytes([1; 16])) };
            assert_eq!(wishes.is_quiet(minute), is_quiet, "{quiet:?} at {minute}");
        }
    }

    #[test]
    fn a_device_belongs_to_who_was_there_last_and_takes_what_waits_along() {
        let store = Store::in_memory().unwrap();
        let at = Timestamp::from_second(100).unwrap();
        let (ayah, ibu) = (MemberId::from_bytes([1; 16]), MemberId::from_bytes([2; 16]));
        store
            .write(move |pen| -> Result<(), StoreError> {
                pen.put_subscription(&subscription(1, 1))?;
                pen.put_subscription(&subscription(2, 1))?;
                pen.notify(ayah, About::Trial, at)?;
                pen.notify(ayah, About::Records { from: 7, to: 7 }, at)?;
                pen.notify(ayah, About::Records { from: 9, to: 9 }, at)
            })
            .unwrap();
        let due =
            |at: i64| store.read(|look| look.notices_due(Timestamp::from_second(at).unwrap(), 9)).unwrap();
        assert_eq!(due(100).len(), 2, "a trial is due at once");
        let gathered: Vec<About> = due(110).iter().map(|notice| notice.about).skip(2).collect();
        assert_eq!(gathered, [About::Records { from: 7, to: 9 }; 2]);
        assert_eq!(store.read(Look::next_notice_due).unwrap(), Some(at));

        store.write(|pen| pen.put_subscription(&subscription(1, 2))).unwrap();
        let of = |member| store.read(|look| look.subscriptions(member)).unwrap();
        assert_eq!((of(ayah), of(ibu)), (vec![subscription(2, 1)], vec![subscription(1, 2)]));
        assert_eq!(due(110).len(), 2, "what waited for Ayah is not told to Ibu");
        assert!(store.audit().unwrap().is_sound());
        assert_eq!(store.write(move |pen| pen.delete_subscriptions_of(ayah)).unwrap(), 1);
        assert_eq!(due(110), []);
        assert!(store.audit().unwrap().is_sound());
    }

    #[test]
    fn wishes_and_every_kind_of_notice_come_back_as_they_were() {
        let store = Store::in_memory().unwrap();
        let member = MemberId::from_bytes([1; 16]);
        let said = Wishes { records: true, quiet: None, ..Wishes::usual(member) };
        assert_eq!(store.read(|look| look.wishes(member)).unwrap(), Wishes::usual(member));
        store.write(move |pen| pen.put_wishes(&said)).unwrap();
        assert_eq!(store.read(|look| look.wishes(member)).unwrap(), said);
        let household = HouseholdId::from_bytes([9; 16]);
        for about in [
            About::Trial,
            About::Records { from: 1, to: 300 },
            About::Joined { seq: 300 },
            About::Security { household, place: 77 },
            About::Alarm { rule: 3, is_wrong: true, is_urgent: false },
        ] {
            let at = Timestamp::from_second(5).unwrap();
            let notice = Notice {
                subscription: SubscriptionId::from_bytes([1; 16]),
                about,
                created: at,
                due: at,
                attempts: 2,
            };
            let put = notice.clone();
            store.write(move |pen| pen.put_notice(&put)).unwrap();
            assert_eq!(
                store.read(|look| look.waiting_notice(notice.subscription, &about)).unwrap(),
                Some(notice)
            );
        }
    }
}
