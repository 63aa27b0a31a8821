//! Signing in, and who a session's cookie stands for.

use std::time::Duration;

use super::password::{self, fingerprint, hex};
use super::{Acting, App, Error, Noun, Outcome};
use crate::ctx::Ctx;
use crate::ledger::{Act, Channel, Fact, Language, Member, Timestamp};
use crate::outside::later;
use crate::store;

/// What signing in gives: the secret for the cookie, shown once and stored only as its hash.
#[derive(Clone)]
pub struct SignedIn {
    pub member: Member,
    pub secret: String,
    /// How long the cookie may live.
    pub life: Duration,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").field("member", &self.member.id).finish_non_exhaustive()
    }
}

/// A session that is still good.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    pub ctx: Ctx,
    pub expires: Timestamp,
}

/// How many things of a kind one sweep removes: a long absence must not hold up the family's own writes.
const SWEEP: usize = 500;

/// A session's last use is written at most this often: an SD card wears by writing.
pub(super) const TOUCH_EVERY: Duration = Duration::from_hours(6);

impl App {
    /// Checks name and password. An unknown name takes as long as a wrong password, and reads the same.
    pub fn sign_in(&self, name: &str, password: &str) -> Result<SignedIn, Error> {
        let name = super::text::clean_line(name).to_lowercase();
        let found = self.store().read(|look| -> Result<_, Error> {
            let Some(member) = look.member_named(&name)? else { return Ok(None) };
            Ok(look.credential(member.account)?.map(|credential| (member, credential.hash)))
        })?;
        let Some((member, hash)) = found else {
            // The same work as for a real name, for nothing.
            password::hash(password, self.options().password_cost)?;
            return Err(Error::Unauthenticated);
        };
        if !password::matches(password, &hash)? {
            return Err(Error::Unauthenticated);
        }
        let secret = self.store().write({
            let (app, member) = (self.clone(), member.clone());
            move |pen| app.open_session(pen, &member)
        })?;
        Ok(SignedIn { member, secret, life: self.options().session_absolute })
    }

    /// Who the secret stands for, if its session is still good.
    pub fn session(&self, secret: &str, channel: Channel) -> Result<Session, Error> {
        let now = self.outside().now();
        let hash = fingerprint(secret);
        let session = self.store().read(|look| look.session(&hash))?;
        let session = session.ok_or(Error::Unauthenticated)?;
        let idle_end = later(session.last_used, self.options().session_idle);
        let expires = idle_end.min(session.expires);
        if now >= expires {
            return Err(Error::Unauthenticated);
        }
        let ctx = Ctx { member: session.member, now, channel };
        if now >= later(session.last_used, TOUCH_EVERY) {
            let used = store::Session { last_used: now, ..session };
            self.store().write(move |pen| -> Result<(), Error> {
                pen.put_session(&used)?;
                Ok(())
            })?;
        }
        Ok(Session { ctx, expires })
    }

    /// Ends a session. One that is gone already is as good as ended.
    pub fn sign_out(&self, secret: &str) -> Result<(), Error> {
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

    pub(super) fn open_session(&self, pen: &mut store::Pen<'_>, member: &Member) -> Result<String, Error> {
        let now = self.outside().now();
        let secret = hex(&self.outside().chance::<32>());
        pen.put_session(&store::Session {
            token_hash: fingerprint(&secret),
            member: member.id,
            created: now,
            last_used: now,
            expires: later(now, self.options().session_absolute),
        })?;
        Ok(secret)
    }
}

impl Acting {
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
