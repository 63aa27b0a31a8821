//! Signing in: first who somebody is, by name and password, then whether they may come in.
//!
//! The two are apart so that a door can hold whoever tries a second factor to account once their password was right,
//! and not before: otherwise a stranger could keep a person out by trying codes in their name.

use std::time::Duration;

use super::factor::Checked;
use super::person::Person;
use super::{App, Error, Origin, SecurityKind, SecurityOutcome, password};
use crate::ledger::{Channel, Member, MemberId};
use crate::store::Pen;

/// Somebody at a door who is not known yet.
#[derive(Debug, Clone)]
pub struct Guest {
    pub channel: Channel,
    pub origin: Origin,
}

impl From<Channel> for Guest {
    /// Somebody of whom nothing but the door is known.
    fn from(channel: Channel) -> Self {
        Self { channel, origin: Origin::default() }
    }
}

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

/// Somebody whose name and password fit together.
#[derive(Debug, Clone)]
pub struct Recognised {
    member: Member,
    needs_code: bool,
}

/// Whether somebody came in.
#[derive(Debug, Clone)]
pub enum Admitted {
    In(Box<SignedIn>),
    /// They have a second factor, and showed none.
    CodeNeeded,
    WrongCode,
}

impl Recognised {
    /// Under whose id their sign-in is kept.
    pub const fn account(&self) -> MemberId {
        self.member.account
    }

    /// Whether a code has to be shown as well.
    pub const fn needs_code(&self) -> bool {
        self.needs_code
    }
}

impl App {
    /// A name as people sign in with it: case and stray spaces do not matter.
    pub fn sign_in_name(name: &str) -> String {
        super::text::clean_line(name).to_lowercase()
    }

    /// Checks name and password. An unknown name takes as long as a wrong password, and reads the same.
    pub fn recognise(&self, name: &str, password: &str, guest: &Guest) -> Result<Recognised, Error> {
        let name = Self::sign_in_name(name);
        let found = self.store().read(|look| -> Result<_, Error> {
            let Some(member) = look.member_named(&name)? else { return Ok(None) };
            let needs_code =
                look.second_factor(member.account)?.is_some_and(|factor| factor.confirmed.is_some());
            let credential = look.credential(member.account)?;
            Ok(credential.map(|credential| (Recognised { member, needs_code }, credential.hash)))
        })?;
        let member = match found {
            Some((who, hash)) if password::matches(password, &hash)? => return Ok(who),
            Some((who, _)) => Some(who.member),
            None => {
                // The same work as for a real name, for nothing.
                password::hash(password, self.options().password_cost)?;
                None
            }
        };
        self.has_refused(SecurityKind::SignIn, member.as_ref(), guest);
        Err(Error::Unauthenticated)
    }

    /// Lets somebody in, who shows a code if they have a second factor. The code is used up in the same write.
    pub fn admit(&self, who: &Recognised, code: Option<&str>, guest: &Guest) -> Result<Admitted, Error> {
        let (app, member, at) = (self.clone(), who.member.clone(), guest.clone());
        let code = code.map(str::to_owned);
        let admitted = self.store().write(move |pen| -> Result<Admitted, Error> {
            let factor = pen.second_factor(member.account)?.filter(|factor| factor.confirmed.is_some());
            if let Some(mut factor) = factor {
                let Some(code) = &code else { return Ok(Admitted::CodeNeeded) };
                match app.check_code(&mut factor, code, app.outside().now())? {
                    Checked::Wrong => return Ok(Admitted::WrongCode),
                    Checked::Recovery => app.note_done(pen, SecurityKind::UseRecoveryCode, &member, &at)?,
                    Checked::FromTheApp => {}
                }
                pen.put_second_factor(&factor)?;
            }
            app.note_done(pen, SecurityKind::SignIn, &member, &at)?;
            let secret = app.open_session(pen, &member, &at.origin)?;
            let life = app.options().session_absolute;
            Ok(Admitted::In(Box::new(SignedIn { member: member.clone(), secret, life })))
        })?;
        if matches!(admitted, Admitted::WrongCode) {
            self.has_refused(SecurityKind::SignIn, Some(&who.member), guest);
        }
        Ok(admitted)
    }

    /// Whether somebody signs in with this name.
    pub fn is_known(&self, name: &str) -> Result<bool, Error> {
        Ok(self.store().read(|look| look.account_named(&Self::sign_in_name(name)))?.is_some())
    }

    /// Notes that whoever knew the password showed a wrong code.
    pub fn has_refused_code(&self, who: &Recognised, guest: &Guest) {
        self.has_refused(SecurityKind::SignIn, Some(&who.member), guest);
    }

    /// Notes that a person who signs in here already came in by a link, for the household that they were in before.
    pub(super) fn note_joined(
        &self,
        pen: &mut Pen<'_>,
        person: &Person,
        new: &Member,
        origin: &Origin,
    ) -> Result<(), Error> {
        let Some(account) = person.account() else { return Ok(()) };
        let before = super::household::live(pen, account)?.into_iter().find(|member| member.id != new.id);
        let Some(before) = before else { return Ok(()) };
        let guest = Guest { channel: Channel::Web, origin: origin.clone() };
        self.note_done(pen, SecurityKind::SignIn, &before, &guest)
    }

    /// Notes that whoever tried this name has to wait.
    pub fn has_held_off(&self, name: &str, guest: &Guest) -> Result<(), Error> {
        let member = self.store().read(|look| look.member_named(&Self::sign_in_name(name)))?;
        self.has_refused(SecurityKind::HoldOff, member.as_ref(), guest);
        Ok(())
    }

    pub(super) fn note_done(
        &self,
        pen: &mut Pen<'_>,
        kind: SecurityKind,
        member: &Member,
        guest: &Guest,
    ) -> Result<(), Error> {
        self.note(pen, kind, SecurityOutcome::Done, Some(member), guest.channel, &guest.origin)
    }

    /// Notes what was not done. A box that can write no more refuses all the same: then only this is lost.
    pub(super) fn has_refused(&self, kind: SecurityKind, who: Option<&Member>, guest: &Guest) {
        let (app, who, guest) = (self.clone(), who.cloned(), guest.clone());
        let noted = self.store().write(move |pen| {
            app.note(pen, kind, SecurityOutcome::Refused, who.as_ref(), guest.channel, &guest.origin)
        });
        if let Err(error) = noted {
            tracing::warn!(error = %error, "a refusal was not noted");
        }
    }
}
