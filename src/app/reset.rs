//! A new password by a one-time link, for whoever forgot theirs or lost their second factor: made by an owner of the
//! household, or by a command on the box itself.

use data_encoding::HEXLOWER;
use std::time::Duration;

use super::entrance::{Guest, SignedIn};
use super::link::unlink_person;
use super::password::{self, fingerprint};
use super::session::end_all;
use super::{App, Error, Noun, Owner, SecurityKind, SecurityOutcome};
use crate::ledger::{Channel, Member, MemberId, Role, Timestamp};
use crate::outside::{earlier, later};
use crate::store::{Credential, LinkCode, LinkPurpose, Look, Pen, SecurityEvent};

/// A link with which one member chooses a new password.
#[derive(Clone)]
pub struct ResetLink {
    /// Shown once.
    pub code: String,
    pub expires: Timestamp,
}

/// The code opens a door.
impl std::fmt::Debug for ResetLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResetLink").field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// What whoever opens such a link is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResetOffer {
    /// Whose password is chosen anew.
    pub name: String,
    pub household: String,
    pub expires: Timestamp,
}

/// A member as the box itself lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberListed {
    pub household: String,
    pub name: String,
    pub role: Role,
    pub has_password: bool,
    pub has_second_factor: bool,
}

/// A passkey that was added so lately ends with a reset: whoever was in may have added it. An older one stays, so that who
/// lost nothing but a password comes in by their own device, whoever made the link.
const YOUNG: Duration = Duration::from_hours(30 * 24);

/// How long the link works: long enough to send it to somebody and for them to open it.
const LIFE: Duration = Duration::from_hours(1);

impl Owner {
    /// Makes a link with which another member chooses a new password. Not for somebody who belongs to another household
    /// as well: their sign-in is not this household's alone.
    pub fn make_reset(&self, id: MemberId) -> Result<ResetLink, Error> {
        let (this, link) = (self.clone(), self.app.new_reset_link());
        let made = link.clone();
        self.change(move |pen| {
            this.in_care(pen, id)?;
            put_link(pen, &made, id)?;
            this.note(pen, SecurityKind::MakeReset, Some(id))
        })?;
        Ok(link)
    }

    /// Another member, of this household alone: whose ways in an owner may end or have chosen anew.
    pub(super) fn in_care(&self, look: &Look<'_>, id: MemberId) -> Result<Member, Error> {
        self.must_still_own(look)?;
        let member = self.live_member(look, id)?;
        let elsewhere = |other: &Member| other.removed.is_none() && other.household != member.household;
        if id == self.member.id || look.memberships(member.account)?.iter().any(elsewhere) {
            return Err(Error::Forbidden);
        }
        Ok(member)
    }
}

impl App {
    /// Makes a link for whoever signs in with this name, whoever that is: for a command on the box itself.
    pub fn make_reset(&self, name: &str) -> Result<ResetLink, Error> {
        let (at, link, name) = (self.outside().now(), self.new_reset_link(), Self::sign_in_name(name));
        let made = link.clone();
        self.store().write(move |pen| -> Result<(), Error> {
            let member = pen.member_named(&name)?.ok_or_else(|| Error::missing(Noun::Member, &name))?;
            put_link(pen, &made, member.id)?;
            let (kind, done) = (SecurityKind::MakeReset, SecurityOutcome::Done);
            pen.note_security(&SecurityEvent {
                whom: Some(member.id),
                ..SecurityEvent::new(member.household, at, kind, done, Channel::Box)
            })?;
            Ok(())
        })?;
        Ok(link)
    }

    /// Everybody on the box who can sign in, by household: for a command on the box itself.
    pub fn everybody(&self) -> Result<Vec<MemberListed>, Error> {
        self.store().read(|look| {
            let mut all = Vec::new();
            for household in look.households()? {
                for member in look.members(household.id)? {
                    if member.removed.is_some() {
                        continue;
                    }
                    let factor = look.second_factor(member.account)?;
                    all.push(MemberListed {
                        household: household.name.clone(),
                        has_password: look.credential(member.account)?.is_some(),
                        has_second_factor: factor.is_some_and(|factor| factor.confirmed.is_some()),
                        name: member.name,
                        role: member.role,
                    });
                }
            }
            Ok(all)
        })
    }

    /// Whose password the link is for; [`Error::Gone`] when its code is unknown, used or too old.
    pub fn look_at_reset(&self, code: &str) -> Result<ResetOffer, Error> {
        let now = self.outside().now();
        self.store().read(|look| {
            let (link, member) = good(look, code, now)?;
            let household = look.household(member.household)?.ok_or(Error::Gone { noun: Noun::Link })?;
            Ok(ResetOffer { name: member.name, household: household.name, expires: link.expires })
        })
    }

    /// Follows the link: sets the password, ends all by which somebody else may be in (every session, key for programs and
    /// Telegram link, and the passkeys of the last [`YOUNG`]) and the second factor, which may be lost, and signs in.
    pub fn reset(&self, code: &str, password: &str, guest: &Guest) -> Result<SignedIn, Error> {
        let now = self.outside().now();
        // A code that does not work costs nothing.
        let (_, member) = self.store().read(|look| good(look, code, now))?;
        password::check("password", password, &member.name)?;
        let hash = password::hash(password, self.options().password_cost)?;
        let (app, code, guest) = (self.clone(), code.to_owned(), guest.clone());
        let (secret, member) = self.store().write(move |pen| -> Result<_, Error> {
            let (link, member) = good(pen, &code, now)?;
            pen.delete_link_code(&link.code_hash)?;
            let account = member.account;
            pen.put_credential(&Credential { member: account, hash: hash.clone(), changed: now })?;
            pen.delete_second_factor(account)?;
            end_all(pen, &member, None)?;
            for membership in pen.memberships(account)? {
                for token in pen.tokens(membership.id)? {
                    pen.delete_token(&token.hash)?;
                }
            }
            for passkey in pen.passkeys(account)? {
                if now < later(passkey.created, YOUNG) {
                    pen.delete_passkey(&passkey.credential.id)?;
                }
            }
            if unlink_person(pen, &member)? {
                app.note_done(pen, SecurityKind::UnlinkChat, &member, &guest)?;
            }
            app.note_done(pen, SecurityKind::UseReset, &member, &guest)?;
            Ok((app.open_session(pen, &member, &guest.origin)?, member))
        })?;
        Ok(SignedIn { member, secret, life: self.options().session_absolute })
    }

    fn new_reset_link(&self) -> ResetLink {
        ResetLink {
            code: HEXLOWER.encode(&self.outside().chance::<16>()),
            expires: later(self.outside().now(), LIFE),
        }
    }
}

fn put_link(pen: &mut Pen<'_>, link: &ResetLink, member: MemberId) -> Result<(), Error> {
    Ok(pen.put_link_code(&LinkCode {
        code_hash: fingerprint(&link.code),
        purpose: LinkPurpose::Reset,
        member,
        expires: link.expires,
    })?)
}

/// The link of a code that works now, and whose it is. A password that was set since the link was made ends it: there is
/// nothing left to reset.
fn good(look: &Look<'_>, code: &str, now: Timestamp) -> Result<(LinkCode, Member), Error> {
    let gone = || Error::Gone { noun: Noun::Link };
    let link = look.link_code(&fingerprint(code))?;
    let link =
        link.filter(|link| link.purpose == LinkPurpose::Reset && now < link.expires).ok_or_else(gone)?;
    let member = look.member(link.member)?.filter(|member| member.removed.is_none()).ok_or_else(gone)?;
    let made = earlier(link.expires, LIFE);
    let is_newer = |credential: &Credential| credential.changed > made;
    match look.credential(member.account)? {
        Some(credential) if is_newer(&credential) => Err(gone()),
        _ => Ok((link, member)),
    }
}
