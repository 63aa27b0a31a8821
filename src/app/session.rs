//! The browsers that a person is signed in with, and who the secret in a session's cookie stands for.

use data_encoding::HEXLOWER;
use std::time::Duration;

use super::password::fingerprint;
use super::{Acting, App, Error, Guest, Noun, Origin, Outcome, SecurityKind};
use crate::ctx::Ctx;
use crate::ledger::{Act, Fact, Language, Member, SessionId, Timestamp};
use crate::outside::later;
use crate::store::{self, Look, Pen};

/// A session that is still good.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    pub ctx: Ctx,
    pub expires: Timestamp,
}

/// A session as the person sees it whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionSeen {
    pub id: SessionId,
    /// The one that asks.
    pub current: bool,
    /// Where its last use came from, and when that was: to within some minutes.
    pub origin: Origin,
    pub created: Timestamp,
    pub last_used: Timestamp,
    /// When it ends if it is not used again.
    pub expires: Timestamp,
}

/// How many things of a kind one sweep removes: a long absence must not hold up the family's own writes.
const SWEEP: usize = 500;

/// A session's last use is written at most this often: an SD card wears by writing.
const TOUCH_EVERY: Duration = Duration::from_mins(5);

/// More sessions than this nobody has at once; the one that was not used for longest makes room.
const MOST: usize = 50;

impl App {
    /// Who the secret stands for, if its session is still good.
    pub fn session(&self, secret: &str, guest: &Guest) -> Result<Session, Error> {
        let now = self.outside().now();
        let hash = fingerprint(secret);
        let session = self.store().read(|look| look.session(&hash))?.ok_or(Error::Unauthenticated)?;
        let expires = self.end_of(&session);
        if now >= expires {
            return Err(Error::Unauthenticated);
        }
        if now >= later(session.last_used, TOUCH_EVERY) {
            let origin = guest.origin.clone();
            self.store().write(move |pen| -> Result<(), Error> {
                // It may have been ended meanwhile, and stays so.
                if let Some(session) = pen.session(&hash)? {
                    let Origin { address, device } = origin.clone();
                    pen.put_session(&store::Session { last_used: now, address, device, ..session })?;
                }
                Ok(())
            })?;
        }
        Ok(Session { ctx: Ctx { member: session.member, now, channel: guest.channel }, expires })
    }

    /// Ends a session that nobody holds.
    pub fn drop_session(&self, secret: &str) -> Result<(), Error> {
        let hash = fingerprint(secret);
        self.store().write(move |pen| -> Result<(), Error> {
            pen.delete_session(&hash)?;
            Ok(())
        })
    }

    /// Removes some of what has expired: sessions, links, drafts nobody answered. Gives how many; none when there
    /// is nothing left.
    pub fn sweep(&self) -> Result<usize, Error> {
        let now = self.outside().now();
        self.store().write(move |pen| {
            let drafts = pen.expired_drafts(now, SWEEP)?;
            for draft in &drafts {
                pen.delete_draft(draft.id)?;
            }
            Ok(drafts.len() + pen.prune(now, SWEEP)?)
        })
    }

    /// Begins a session of this member; gives the secret for its cookie.
    pub(super) fn open_session(
        &self,
        pen: &mut Pen<'_>,
        member: &Member,
        origin: &Origin,
    ) -> Result<String, Error> {
        let now = self.outside().now();
        let mut there = of_person(pen, member)?;
        there.sort_by_key(|session| session.last_used);
        for stale in there.iter().take((there.len() + 1).saturating_sub(MOST)) {
            pen.delete_session(&stale.token_hash)?;
        }
        let secret = HEXLOWER.encode(&self.outside().chance::<32>());
        pen.put_session(&store::Session {
            token_hash: fingerprint(&secret),
            member: member.id,
            created: now,
            last_used: now,
            expires: later(now, self.options().session_absolute),
            address: origin.address,
            device: origin.device.clone(),
        })?;
        Ok(secret)
    }

    /// When a session ends if it is not used again.
    pub(super) fn end_of(&self, session: &store::Session) -> Timestamp {
        later(session.last_used, self.options().session_idle).min(session.expires)
    }
}

impl Acting {
    /// Ends the session of this secret. One that is gone already is as good as ended.
    pub fn sign_out(&self, secret: &str) -> Result<(), Error> {
        let (this, hash) = (self.clone(), fingerprint(secret));
        self.change(move |pen| {
            if pen.delete_session(&hash)? {
                this.note(pen, SecurityKind::SignOut, None)?;
            }
            Ok(())
        })
    }

    /// The sessions of this person that are still good, the latest used first. `secret` is what the caller shows.
    pub fn sessions(&self, secret: &str) -> Result<Vec<SessionSeen>, Error> {
        let own = fingerprint(secret);
        let sessions = self.app.store().read(|look| of_person(look, &self.member))?;
        let seen = sessions.into_iter().map(|session| SessionSeen {
            id: session.id(),
            current: session.token_hash == own,
            created: session.created,
            last_used: session.last_used,
            expires: self.app.end_of(&session),
            origin: Origin { address: session.address, device: session.device },
        });
        let mut live: Vec<SessionSeen> = seen.filter(|session| self.ctx.now < session.expires).collect();
        live.sort_by_key(|session| (!session.current, std::cmp::Reverse(session.last_used), session.id));
        Ok(live)
    }

    /// Ends one of this person's sessions at once.
    pub fn end_session(&self, id: SessionId) -> Result<(), Error> {
        let this = self.clone();
        self.change(move |pen| {
            let session = of_person(pen, &this.member)?.into_iter().find(|session| session.id() == id);
            let session = session.ok_or_else(|| Error::missing(Noun::Session, &id))?;
            pen.delete_session(&session.token_hash)?;
            this.note(pen, SecurityKind::EndSession, None)
        })
    }

    /// Ends all of this person's sessions but the caller's.
    pub fn end_other_sessions(&self, secret: &str) -> Result<(), Error> {
        let (this, keep) = (self.clone(), fingerprint(secret));
        self.change(move |pen| {
            end_all(pen, &this.member, Some(&keep))?;
            this.note(pen, SecurityKind::EndSessions, None)
        })
    }

    /// The language this member is spoken to in.
    pub fn set_language(&self, language: Language) -> Result<Outcome, Error> {
        let this = self.clone();
        self.write(move |pen| {
            let before = pen.member(this.member.id)?;
            let before = before.ok_or_else(|| Error::missing(Noun::Member, &this.member.id))?;
            if before.language != language {
                let after = Member { language, version: before.version + 1, ..before.clone() };
                this.append(pen, Act::ChangeMember, vec![Fact::Member { before: Some(before), after }])?;
            }
            Ok(Outcome::LanguageSet)
        })
    }
}

/// Ends the sessions of a person, but for the one whose secret has this hash.
pub(super) fn end_all(pen: &mut Pen<'_>, member: &Member, keep: Option<&[u8; 32]>) -> Result<(), Error> {
    for session in of_person(pen, member)? {
        if keep != Some(&session.token_hash) {
            pen.delete_session(&session.token_hash)?;
        }
    }
    Ok(())
}

/// The sessions of a person, whichever of their households each acts in. Expired ones too, until they are pruned.
fn of_person(look: &Look<'_>, member: &Member) -> Result<Vec<store::Session>, Error> {
    let mut sessions = Vec::new();
    for member in look.memberships(member.account)? {
        sessions.extend(look.sessions(member.id)?);
    }
    Ok(sessions)
}
