//! What happened at the doors: who came in and who was refused, what was changed about keys, who looked at what of
//! another. Without any words, amounts or secrets; the journal tells what happened to money.
//!
//! Each household's log is in the order in which things happened, and bounded: [`MOST`] are kept, however many there
//! were, so that somebody who knocks all night fills no disk.

use std::net::IpAddr;

use super::error::{StoreError, Unreadable};
use super::key;
use super::look::Look;
use super::pen::Pen;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{Channel, HouseholdId, MemberId, Timestamp};

/// How many events one household's log holds; the oldest go first.
const MOST: u64 = 10_000;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityEvent {
    pub household: HouseholdId,
    /// Its position in the household's log, from 1. The pen gives it; 0 until then.
    pub place: u64,
    pub at: Timestamp,
    pub kind: SecurityKind,
    pub outcome: SecurityOutcome,
    /// Who did it, or whose name was tried; nobody when the name is of nobody.
    pub member: Option<MemberId>,
    /// Whom it was done to, when that is somebody else.
    pub whom: Option<MemberId>,
    pub channel: Channel,
    /// Where the call came from, as far as the door knows.
    pub address: Option<IpAddr>,
    /// What it came from, in a few words: `Firefox · Linux`. At most [`SecurityEvent::MAX_DEVICE`] bytes.
    pub device: Option<String>,
}

impl SecurityEvent {
    pub const MAX_DEVICE: usize = 60;

    /// Something that happened, of which no more is known yet.
    pub const fn new(
        household: HouseholdId,
        at: Timestamp,
        kind: SecurityKind,
        outcome: SecurityOutcome,
        channel: Channel,
    ) -> Self {
        let (member, whom, address, device) = (None, None, None, None);
        Self { household, place: 0, at, kind, outcome, member, whom, channel, address, device }
    }
}

/// Whether it came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecurityOutcome {
    Done,
    Refused,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $byte:literal $code:literal,)*) => {
        /// What kinds of things are noted.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum SecurityKind {
            $($(#[$doc])* $kind,)*
        }

        impl SecurityKind {
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// Its name for programs, which never changes.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$kind => $code,)*
                }
            }

            pub(super) const fn byte(self) -> u8 {
                match self {
                    $(Self::$kind => $byte,)*
                }
            }

            pub(super) const fn of_byte(byte: u8) -> Option<Self> {
                match byte {
                    $($byte => Some(Self::$kind),)*
                    _ => None,
                }
            }
        }
    };
}

kinds! {
    SignIn = 1 "sign_in",
    SignOut = 2 "sign_out",
    ChangePassword = 3 "change_password",
    TurnOnTotp = 4 "turn_on_totp",
    TurnOffTotp = 5 "turn_off_totp",
    RenewRecoveryCodes = 6 "renew_recovery_codes",
    UseRecoveryCode = 7 "use_recovery_code",
    AddPasskey = 8 "add_passkey",
    RemovePasskey = 9 "remove_passkey",
    /// One session, by its member.
    EndSession = 10 "end_session",
    /// All sessions but the one that said so.
    EndSessions = 11 "end_sessions",
    /// A link with which somebody may choose a new password.
    MakeReset = 12 "make_reset",
    UseReset = 13 "use_reset",
    /// A personal token, or a client's.
    MakeKey = 14 "make_key",
    RevokeKey = 15 "revoke_key",
    Invite = 16 "invite",
    WithdrawInvitation = 17 "withdraw_invitation",
    LinkChat = 18 "link_chat",
    UnlinkChat = 19 "unlink_chat",
    SwitchHousehold = 20 "switch_household",
    TakeExport = 21 "take_export",
    /// Somebody looked at what another recorded: noted once for both and the hour.
    ViewDetail = 22 "view_detail",
    AskDeletion = 23 "ask_deletion",
    CallOffDeletion = 24 "call_off_deletion",
    AddWebhook = 25 "add_webhook",
    ChangeWebhook = 26 "change_webhook",
    RemoveWebhook = 27 "remove_webhook",
    SetRetention = 28 "set_retention",
    /// A name or an address was held off after too many tries.
    HoldOff = 29 "hold_off",
    /// A short-lived token out of a longer one: noted once for a program and the hour.
    MakeAccessToken = 30 "make_access_token",
    /// What the box signs access tokens with.
    RotateKeys = 31 "rotate_keys",
    /// The token that the family's bot has at Telegram.
    SetBotToken = 32 "set_bot_token",
    RemoveBotToken = 33 "remove_bot_token",
}

/// Household (16), place (8).
const WIDTH: usize = 24;

impl Look<'_> {
    /// What happened in a household before that place (all, when `None`), newest first.
    pub fn security_events(
        &self,
        household: HouseholdId,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<SecurityEvent>, StoreError> {
        let mut span = Span::of(&household.to_bytes()).backwards();
        if let Some(place) = before {
            span = span.before(&key_of(household, place));
        }
        self.records(Table::Security, &span, limit)
    }

    fn end_of_log(&self, span: &Span) -> Result<Option<u64>, StoreError> {
        let places = self.gather(Table::Security, span, 1, |key, _| {
            let mut parts = key::Parts::of(key, WIDTH)?;
            parts.take::<16>()?;
            parts.number()
        })?;
        Ok(places.first().copied())
    }
}

impl Pen<'_> {
    /// Writes down that something happened, and gives its place.
    pub fn note_security(&mut self, event: &SecurityEvent) -> Result<u64, StoreError> {
        let log = Span::of(&event.household.to_bytes());
        let place = self.end_of_log(&log.clone().backwards())?.unwrap_or(0) + 1;
        if let Some(oldest) = self.end_of_log(&log)?
            && place - oldest >= MOST
        {
            self.delete(Table::Security, &key_of(event.household, oldest))?;
        }
        self.put(
            Table::Security,
            &key_of(event.household, place),
            &SecurityEvent { place, ..event.clone() },
        )?;
        Ok(place)
    }

    /// Forgets at most `limit` events of a household from before that moment, the oldest first, and says how many they
    /// were. When they are `limit`, there may be more.
    pub fn forget_security(
        &mut self,
        household: HouseholdId,
        before: Timestamp,
        limit: usize,
    ) -> Result<usize, StoreError> {
        let oldest =
            self.records::<SecurityEvent>(Table::Security, &Span::of(&household.to_bytes()), limit)?;
        let due = oldest.iter().take_while(|event| event.at < before);
        let due: Vec<u64> = due.map(|event| event.place).collect();
        for place in &due {
            self.delete(Table::Security, &key_of(household, *place))?;
        }
        Ok(due.len())
    }
}

fn key_of(household: HouseholdId, place: u64) -> [u8; WIDTH] {
    key::join(&[&household.to_bytes(), &place.to_be_bytes()])
}

pub(super) fn outcome_of(byte: u8) -> Result<SecurityOutcome, Unreadable> {
    match byte {
        1 => Ok(SecurityOutcome::Done),
        2 => Ok(SecurityOutcome::Refused),
        _ => Err(Unreadable("not how something ended")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    fn event(household: u8, at: i64) -> SecurityEvent {
        SecurityEvent {
            household: HouseholdId::from_bytes([household; 16]),
            place: 0,
            at: Timestamp::from_second(at).unwrap(),
            kind: SecurityKind::SignIn,
            outcome: SecurityOutcome::Refused,
            member: Some(MemberId::from_bytes([3; 16])),
            whom: None,
            channel: Channel::Web,
            address: Some("2001:db8::7".parse().unwrap()),
            device: Some("Firefox · Linux".to_owned()),
        }
    }

    fn noted(store: &Store, household: u8) -> Vec<SecurityEvent> {
        let household = HouseholdId::from_bytes([household; 16]);
        store.read(|look| look.security_events(household, None, usize::MAX)).unwrap()
    }

    #[test]
    fn what_was_noted_comes_back_as_it_was_newest_first_and_each_household_s_apart() {
        let store = Store::in_memory().unwrap();
        let known = SecurityEvent { address: Some("192.168.1.7".parse().unwrap()), ..event(1, 20) };
        let bare = SecurityEvent { address: None, device: None, member: None, ..event(1, 30) };
        let all = [event(1, 10), event(2, 15), known, bare];
        let put = all.clone();
        store
            .write(move |pen| put.iter().try_for_each(|event| pen.note_security(event).map(|_| ())))
            .map_err(|error: StoreError| error)
            .unwrap();
        let expected: Vec<SecurityEvent> = [(3, &all[3]), (2, &all[2]), (1, &all[0])]
            .map(|(place, event)| SecurityEvent { place, ..event.clone() })
            .to_vec();
        assert_eq!(noted(&store, 1), expected);
        assert_eq!(noted(&store, 2).len(), 1);
        let household = HouseholdId::from_bytes([1; 16]);
        let page = store.read(|look| look.security_events(household, Some(3), 1)).unwrap();
        assert_eq!(page, expected[1..2]);
    }

    #[test]
    fn a_log_keeps_the_newest_whatever_comes() {
        let store = Store::in_memory().unwrap();
        store
            .write(|pen| (0..12_000).try_for_each(|at| pen.note_security(&event(1, at)).map(|_| ())))
            .map_err(|error: StoreError| error)
            .unwrap();
        let kept = noted(&store, 1);
        assert_eq!(kept.len(), 10_000);
        assert_eq!((kept[0].place, kept[9_999].place), (12_000, 2_001));
    }

    #[test]
    fn what_is_old_is_forgotten_and_the_rest_stays() {
        let store = Store::in_memory().unwrap();
        let household = HouseholdId::from_bytes([1; 16]);
        let (first, second) = store
            .write(move |pen| -> Result<_, StoreError> {
                for at in 0..10 {
                    pen.note_security(&event(1, at))?;
                }
                let before = Timestamp::from_second(7).unwrap();
                let first = pen.forget_security(household, before, 5)?;
                Ok((first, pen.forget_security(household, before, 5)?))
            })
            .unwrap();
        assert_eq!((first, second), (5, 2));
        let left: Vec<i64> = noted(&store, 1).iter().map(|event| event.at.as_second()).collect();
        assert_eq!(left, [9, 8, 7]);
    }

    #[test]
    fn no_two_kinds_share_a_name_or_a_byte() {
        for (place, kind) in SecurityKind::ALL.iter().enumerate() {
            assert_eq!(SecurityKind::of_byte(kind.byte()), Some(*kind));
            let earlier = &SecurityKind::ALL[..place];
            assert!(earlier.iter().all(|other| other.code() != kind.code()), "{kind:?}");
        }
    }
}
