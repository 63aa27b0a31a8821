//! Passkeys: a person's own devices instead of their password and code. They are the person's, in whichever of their
//! households they act.
//!
//! Each begins with a challenge that the box draws, which is answered once, within five minutes, and forgotten when the
//! box stops.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::entrance::SignedIn;
use super::household::live;
use super::password::fingerprint;
use super::text::clean_line;
use super::{Acting, App, Error, Guest, Noun, SecurityKind, Why};
use crate::ledger::{MemberId, PasskeyId, Timestamp};
use crate::outside::later;
use crate::passkey::{Adding, Asserted, Attested, Challenge, Copies, Entering, Handle, Place};
use crate::store::{Look, Passkey};

/// A passkey as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeySeen {
    pub id: PasskeyId,
    pub name: String,
    /// The only address at which it works.
    pub origin: String,
    pub created: Timestamp,
    pub last_used: Option<Timestamp>,
    /// Whether other devices of the person may hold it too.
    pub may_be_copied: bool,
}

/// What an authenticator is asked for a new passkey.
#[derive(Debug, Clone)]
pub struct PasskeyOffer {
    pub challenge: Challenge,
    /// The name of the place.
    pub host: String,
    pub handle: Handle,
    /// What the person is called.
    pub name: String,
    /// The ids of those that the person has there: the same device is not asked twice.
    pub known: Vec<Vec<u8>>,
}

/// What authenticators are asked for one that they have.
#[derive(Debug, Clone)]
pub struct PasskeyQuestion {
    pub challenge: Challenge,
    pub host: String,
}

/// How long a question may be answered.
pub const PASSKEY_PATIENCE: Duration = Duration::from_mins(5);

/// Somebody who signed in so lately need not prove again who they are.
const FRESH: Duration = Duration::from_mins(10);

/// The questions that were not answered yet.
#[derive(Debug, Default)]
pub(super) struct Questions {
    /// One for each person, the newest.
    adding: Mutex<BTreeMap<MemberId, Open<Adding>>>,
    entering: Mutex<BTreeMap<Challenge, Open<Entering>>>,
}

#[derive(Debug)]
struct Open<T> {
    what: T,
    challenge: Challenge,
    place: Place,
    until: Timestamp,
}

/// More open questions than this are not remembered; the oldest makes room.
const MOST_OPEN: usize = 1_000;

impl Questions {
    /// Remembers a question under a key.
    fn ask<K: Ord + Clone, T>(of: &Mutex<BTreeMap<K, Open<T>>>, key: K, question: Open<T>, now: Timestamp) {
        let mut open = of.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, asked| now < asked.until);
        if open.len() >= MOST_OPEN
            && let Some(oldest) = open.iter().min_by_key(|(_, asked)| asked.until).map(|(key, _)| key.clone())
        {
            open.remove(&oldest);
        }
        open.insert(key, question);
    }

    /// The question under a key, which is then answered, rightly or not.
    fn answer<K: Ord, T>(of: &Mutex<BTreeMap<K, Open<T>>>, key: &K, now: Timestamp) -> Option<Open<T>> {
        let open = of.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
        open.filter(|asked| now < asked.until)
    }
}

impl Acting {
    pub const MAX_PASSKEY_NAME: usize = 40;
    /// Enough for every device of a person; keeps the list bounded.
    pub const MAX_PASSKEYS: usize = 20;

    /// This person's passkeys, oldest first.
    pub fn passkeys(&self) -> Result<Vec<PasskeySeen>, Error> {
        let passkeys = self.app.store().read(|look| look.passkeys(self.member.account))?;
        Ok(passkeys.into_iter().map(PasskeySeen::from).collect())
    }

    /// Begins a passkey. They prove with their password that it is them, unless they signed in just now; `secret` is what
    /// the caller shows.
    pub fn offer_passkey(
        &self,
        place: &Place,
        password: Option<&str>,
        secret: &str,
    ) -> Result<PasskeyOffer, Error> {
        match password {
            Some(password) => {
                self.prove("password", password, SecurityKind::AddPasskey)?;
            }
            None if self.is_fresh(secret)? => {}
            None => return Err(Error::invalid("password", Why::Empty)),
        }
        let (account, handle) = (self.member.account, handle_of(self.member.account));
        let known = self.app.store().read(|look| look.passkeys(account))?;
        let (challenge, what) = Adding::begin(place, &handle).map_err(broken)?;
        let until = later(self.ctx.now, PASSKEY_PATIENCE);
        let question = Open { what, challenge, place: place.clone(), until };
        Questions::ask(&self.app.inner.questions.adding, account, question, self.ctx.now);
        let here = known.into_iter().filter(|passkey| passkey.origin == place.origin());
        Ok(PasskeyOffer {
            challenge,
            host: place.host().to_owned(),
            handle,
            name: self.member.name.clone(),
            known: here.map(|passkey| passkey.credential.id).collect(),
        })
    }

    /// Takes a passkey that an authenticator made for the question that was asked last.
    pub fn add_passkey(&self, name: &str, attested: Attested) -> Result<PasskeySeen, Error> {
        let name = named(name)?;
        let account = self.member.account;
        let asked = Questions::answer(&self.app.inner.questions.adding, &account, self.ctx.now);
        let asked = asked.filter(|asked| attested.challenge() == Some(asked.challenge));
        let Open { what, place, .. } = asked.ok_or(Error::Gone { noun: Noun::Passkey })?;
        let credential = what.finish(&place, attested).map_err(|why| {
            tracing::info!(error = %why, "a new passkey was not taken");
            self.has_been_refused(SecurityKind::AddPasskey);
            Error::invalid("attestation", Why::Misfit)
        })?;
        let passkey = Passkey {
            id: PasskeyId::compose(self.ctx.now.as_millisecond(), self.app.outside().chance()),
            account,
            name,
            origin: place.origin().to_owned(),
            credential,
            created: self.ctx.now,
            last_used: None,
        };
        let (this, kept) = (self.clone(), passkey.clone());
        self.change(move |pen| {
            if pen.passkeys(account)?.len() >= Self::MAX_PASSKEYS {
                return Err(Error::invalid("passkeys", Why::TooLong { most: Self::MAX_PASSKEYS }));
            }
            if pen.passkey(&kept.credential.id)?.is_some() {
                return Err(Error::invalid("attestation", Why::Taken));
            }
            pen.put_passkey(&kept)?;
            this.note(pen, SecurityKind::AddPasskey, None)
        })?;
        Ok(passkey.into())
    }

    /// Calls one of this person's passkeys something else.
    pub fn rename_passkey(&self, id: PasskeyId, name: &str) -> Result<PasskeySeen, Error> {
        let (this, name) = (self.clone(), named(name)?);
        self.change(move |pen| {
            let passkey = Passkey { name: name.clone(), ..this.own_passkey(pen, id)? };
            pen.put_passkey(&passkey)?;
            Ok(passkey.into())
        })
    }

    /// Takes one of this person's passkeys no more. Their device keeps it until they remove it there.
    pub fn remove_passkey(&self, id: PasskeyId) -> Result<(), Error> {
        let this = self.clone();
        self.change(move |pen| {
            let passkey = this.own_passkey(pen, id)?;
            pen.delete_passkey(&passkey.credential.id)?;
            this.note(pen, SecurityKind::RemovePasskey, None)
        })
    }

    fn own_passkey(&self, look: &Look<'_>, id: PasskeyId) -> Result<Passkey, Error> {
        let passkey = look.passkeys(self.member.account)?.into_iter().find(|passkey| passkey.id == id);
        passkey.ok_or_else(|| Error::missing(Noun::Passkey, &id))
    }

    /// Whether the secret is of a session that began just now.
    fn is_fresh(&self, secret: &str) -> Result<bool, Error> {
        let session = self.app.store().read(|look| look.session(&fingerprint(secret)))?;
        Ok(session.is_some_and(|session| self.ctx.now < later(session.created, FRESH)))
    }
}

impl App {
    /// Asks whoever is there for a passkey of this place.
    pub fn ask_for_passkey(&self, place: &Place) -> Result<PasskeyQuestion, Error> {
        let now = self.outside().now();
        let (challenge, what) = Entering::begin(place).map_err(broken)?;
        let until = later(now, PASSKEY_PATIENCE);
        let question = Open { what, challenge, place: place.clone(), until };
        Questions::ask(&self.inner.questions.entering, challenge, question, now);
        Ok(PasskeyQuestion { challenge, host: place.host().to_owned() })
    }

    /// Lets somebody in by a passkey, which is both factors. What is wrong is not told: [`Error::Unauthenticated`].
    pub fn enter_by_passkey(&self, asserted: Asserted, guest: &Guest) -> Result<SignedIn, Error> {
        let now = self.outside().now();
        let found = self.store().read(|look| -> Result<_, Error> {
            let Some(passkey) = look.passkey(&asserted.id)? else { return Ok(None) };
            // Whoever belongs to several households begins where they joined first.
            Ok(live(look, passkey.account)?.into_iter().next().map(|member| (passkey, member)))
        })?;
        let asked = asserted.challenge();
        let asked = asked.and_then(|asked| Questions::answer(&self.inner.questions.entering, &asked, now));
        // Whoever shows one that nobody has is not noted: they could fill the log, and no one is concerned.
        let (passkey, member) = found.ok_or(Error::Unauthenticated)?;
        let asked = asked.filter(|asked| asked.place.origin() == passkey.origin);
        let credential = asked.and_then(|Open { what, place, .. }| {
            let checked = what.finish(&place, asserted, &passkey.credential, &handle_of(passkey.account));
            checked.inspect_err(|why| tracing::info!(error = %why, "a passkey was not taken")).ok()
        });
        let Some(credential) = credential else {
            self.has_refused(SecurityKind::SignIn, Some(&member), guest);
            return Err(Error::Unauthenticated);
        };
        let used = Passkey { credential, last_used: Some(now), ..passkey.clone() };
        let (app, who, at) = (self.clone(), member.clone(), guest.clone());
        let secret = self.store().write(move |pen| {
            // It may have been removed, or used, meanwhile.
            if pen.passkey(&passkey.credential.id)?.as_ref() != Some(&passkey) {
                return Err(Error::Unauthenticated);
            }
            pen.put_passkey(&used)?;
            app.note_done(pen, SecurityKind::SignIn, &who, &at)?;
            app.open_session(pen, &who, &at.origin)
        })?;
        Ok(SignedIn { member, secret, life: self.options().session_absolute })
    }
}

impl From<Passkey> for PasskeySeen {
    fn from(passkey: Passkey) -> Self {
        let Passkey { id, name, origin, credential, created, last_used, .. } = passkey;
        let may_be_copied = credential.copies != Copies::Never;
        Self { id, name, origin, created, last_used, may_be_copied }
    }
}

/// What authenticators know a person by: the same for all of their passkeys, and of no use anywhere else.
fn handle_of(account: MemberId) -> Handle {
    Sha256::new_with_prefix(b"catatduit passkeys of: ").chain_update(account.to_bytes()).finalize().into()
}

fn named(name: &str) -> Result<String, Error> {
    let name = clean_line(name);
    if name.is_empty() {
        return Err(Error::invalid("name", Why::Empty));
    }
    if name.chars().count() > Acting::MAX_PASSKEY_NAME {
        return Err(Error::invalid("name", Why::TooLong { most: Acting::MAX_PASSKEY_NAME }));
    }
    Ok(name)
}

fn broken(why: crate::passkey::Refused) -> Error {
    Error::broken("asking for a passkey", why)
}
