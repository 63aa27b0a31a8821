//! Forgetting what has had its time: sessions, codes, invitations, tokens, replies, handled updates.

use super::error::{StoreError, Unreadable};
use super::key;
use super::look::unreadable;
use super::pen::Pen;
use super::source::Span;
use super::tables::Table;
use crate::ledger::{InvitationId, MemberId, Timestamp};

/// The kinds of things that are forgotten after their time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expiring {
    Session,
    LinkCode,
    Reply,
    Update,
    Invitation,
    Token,
}

impl Expiring {
    const fn byte(self) -> u8 {
        match self {
            Self::Session => 1,
            Self::LinkCode => 2,
            Self::Reply => 3,
            Self::Update => 4,
            Self::Invitation => 5,
            Self::Token => 6,
        }
    }

    const fn of_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Session),
            2 => Some(Self::LinkCode),
            3 => Some(Self::Reply),
            4 => Some(Self::Update),
            5 => Some(Self::Invitation),
            6 => Some(Self::Token),
            _ => None,
        }
    }
}

/// Time (8), kind (1), the thing's key padded with zeros (48).
const WIDTH: usize = 57;

impl Pen<'_> {
    /// Forgets at most `limit` sessions, codes, replies and updates whose time has passed by `now`, and says how many
    /// they were. When that is `limit`, there may be more.
    pub fn prune(&mut self, now: Timestamp, limit: usize) -> Result<usize, StoreError> {
        let span = Span::between(&[], &key::moment(Timestamp::UNIX_EPOCH), &key::moment(now));
        let due = self.gather(Table::Expiries, &span, limit, |key, _| {
            <[u8; WIDTH]>::try_from(key).map_err(|_| Unreadable("the key has another width"))
        })?;
        for key in &due {
            self.forget(key)?;
        }
        Ok(due.len())
    }

    fn forget(&mut self, key: &[u8; WIDTH]) -> Result<(), StoreError> {
        let broken = |why| unreadable(Table::Expiries, key, why);
        let mut parts = key::Parts::of(key, WIDTH).map_err(broken)?;
        parts.take::<8>().map_err(broken)?;
        let [kind] = parts.take().map_err(broken)?;
        match Expiring::of_byte(kind).ok_or(Unreadable("not a kind of thing that expires")).map_err(broken)? {
            Expiring::Session => {
                self.delete_session(&parts.take().map_err(broken)?)?;
            }
            Expiring::LinkCode => {
                self.delete_link_code(&parts.take().map_err(broken)?)?;
            }
            Expiring::Invitation => {
                self.delete_invitation(InvitationId::from_bytes(parts.take().map_err(broken)?))?;
            }
            Expiring::Reply => {
                let member = MemberId::from_bytes(parts.take().map_err(broken)?);
                self.delete_reply(member, &parts.take().map_err(broken)?)?;
            }
            Expiring::Token => {
                self.delete_token(&parts.take().map_err(broken)?)?;
            }
            Expiring::Update => {
                self.delete(Table::SeenUpdates, &parts.take::<9>().map_err(broken)?)?;
            }
        }
        self.delete(Table::Expiries, key)?;
        Ok(())
    }

    pub(super) fn forget_after(
        &mut self,
        at: Timestamp,
        kind: Expiring,
        key: &[u8],
    ) -> Result<(), StoreError> {
        self.list(Table::Expiries, &key_of(at, kind, key))
    }

    pub(super) fn keep_no_longer(
        &mut self,
        at: Timestamp,
        kind: Expiring,
        key: &[u8],
    ) -> Result<(), StoreError> {
        self.delete(Table::Expiries, &key_of(at, kind, key))?;
        Ok(())
    }
}

pub(super) fn key_of(at: Timestamp, kind: Expiring, key: &[u8]) -> [u8; WIDTH] {
    let mut padded = [0; 48];
    for (place, byte) in padded.iter_mut().zip(key) {
        *place = *byte;
    }
    key::join(&[&key::moment(at), &[kind.byte()], &padded])
}
