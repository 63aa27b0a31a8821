//! Invitations: a one-time link offers a place in the household, and whoever follows it becomes a member.

use data_encoding::HEXLOWER;
use std::time::Duration;

use super::entrance::SignedIn;
use super::password::fingerprint;
use super::person::Person;
use super::setup::named;
use super::wallet::make_wallet;
use super::{App, Error, Noun, Origin, Owner, SecurityKind, Why};
use crate::ledger::{
    Act, Channel, Fact, Invitation, InvitationId, Language, Member, Role, Sharing, Timestamp, Visibility,
    Wallet, WalletId,
};
use crate::outside::later;
use crate::store::{Look, NewChange, Pen};
use crate::words;

/// How long an invitation waits: long enough for somebody who is asked at the weekend.
const LIFE: Duration = Duration::from_hours(3 * 24);
/// Open invitations of one household; a family that needs more can withdraw some.
const MOST_OPEN: usize = 20;

/// A place to offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// Anything but owner.
    pub role: Role,
    /// Wallets they will see in full; all of them seen so by who invites.
    pub wallets: Vec<WalletId>,
}

/// An invitation and the code of its link, which is shown once.
#[derive(Clone)]
pub struct Invited {
    pub invitation: Invitation,
    pub code: String,
}

/// The code opens a door.
impl std::fmt::Debug for Invited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invited").field("invitation", &self.invitation.id).finish_non_exhaustive()
    }
}

/// What whoever opens the link is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub household: String,
    /// Who invites.
    pub by: String,
    pub role: Role,
    pub expires: Timestamp,
}

/// Somebody who follows an invitation.
#[derive(Clone)]
pub struct Newcomer {
    /// What they are called and sign in with; 1 to 40 characters. Who signs in on this box already gives the same
    /// name and password.
    pub name: String,
    pub password: String,
    /// Of their second factor, if they sign in on this box already and have one.
    pub code: Option<String>,
    pub language: Language,
}

impl std::fmt::Debug for Newcomer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Newcomer").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Owner {
    /// Offers a place. The code works once, for three days, and while this member owns the household.
    pub fn invite(&self, new: &NewInvitation) -> Result<Invited, Error> {
        if new.role == Role::Owner {
            return Err(Error::invalid("role", Why::Unknown));
        }
        if new.wallets.len() > Invitation::MAX_WALLETS {
            return Err(Error::invalid("wallets", Why::TooLong { most: Invitation::MAX_WALLETS }));
        }
        let code = HEXLOWER.encode(&self.app.outside().chance::<16>());
        let invitation = Invitation {
            id: id_of(&code),
            household: self.household.id,
            by: self.member.id,
            role: new.role,
            wallets: new.wallets.clone(),
            created: self.ctx.now,
            expires: later(self.ctx.now, LIFE),
        };
        let (this, put) = (self.clone(), invitation.clone());
        self.change(move |pen| {
            for id in &put.wallets {
                this.own_wallet(pen, *id)?;
            }
            if pen.invitations(put.household)?.iter().filter(|open| this.ctx.now < open.expires).count()
                >= MOST_OPEN
            {
                return Err(Error::invalid("invitations", Why::TooLong { most: MOST_OPEN }));
            }
            pen.put_invitation(&put)?;
            this.note(pen, SecurityKind::Invite, None)
        })?;
        Ok(Invited { invitation, code })
    }

    /// The invitations that nobody has followed yet, oldest first.
    pub fn invitations(&self) -> Result<Vec<Invitation>, Error> {
        let mut open = self.app.store().read(|look| look.invitations(self.household.id))?;
        open.retain(|invitation| self.ctx.now < invitation.expires);
        Ok(open)
    }

    /// Takes an invitation back.
    pub fn withdraw(&self, id: InvitationId) -> Result<(), Error> {
        let this = self.clone();
        self.change(move |pen| {
            let open = pen.invitation(id)?.filter(|open| open.household == this.household.id);
            let open = open.ok_or_else(|| Error::missing(Noun::Link, &id))?;
            pen.delete_invitation(open.id)?;
            this.note(pen, SecurityKind::WithdrawInvitation, None)
        })
    }
}

impl App {
    /// What an invitation offers; [`Error::Gone`] when its code is unknown, used or too old.
    pub fn offer(&self, code: &str) -> Result<Offer, Error> {
        let now = self.outside().now();
        self.store().read(|look| {
            let (invitation, by) = good(look, code, now)?;
            let household = look.household(invitation.household)?.ok_or(Error::Gone { noun: Noun::Link })?;
            let Invitation { role, expires, .. } = invitation;
            Ok(Offer { household: household.name, by: by.name, role, expires })
        })
    }

    /// Follows an invitation: makes the member, lets them see what they were promised, and signs them in.
    pub fn join(&self, code: &str, new: &Newcomer, origin: &Origin) -> Result<SignedIn, Error> {
        let now = self.outside().now();
        let name = named("name", &new.name, Member::MAX_NAME)?;
        // A code that does not work costs nothing.
        let (invitation, _) = self.store().read(|look| good(look, code, now))?;
        let person = self.person("name", &name, &new.password, new.code.as_deref())?;
        let id = self.new_member_id(now);
        let member = Member {
            id,
            account: person.account().unwrap_or(id),
            household: invitation.household,
            name,
            role: invitation.role,
            language: new.language,
            default_wallet: None,
            created: now,
            removed: None,
            version: 1,
        };
        let (app, code, origin) = (self.clone(), code.to_owned(), origin.clone());
        let (secret, member) = self.store().write(move |pen| {
            let (invitation, _) = good(pen, &code, now)?;
            let member = app.take_place(pen, &invitation, member.clone(), &person, now)?;
            app.note_joined(pen, &person, &member, &origin)?;
            Ok::<_, Error>((app.open_session(pen, &member, &origin)?, member))
        })?;
        Ok(SignedIn { member, secret, life: self.options().session_absolute })
    }

    fn take_place(
        &self,
        pen: &mut Pen<'_>,
        invitation: &Invitation,
        mut member: Member,
        person: &Person,
        now: Timestamp,
    ) -> Result<Member, Error> {
        let again = |other: &Member| other.household == member.household && other.removed.is_none();
        let holder = pen.account_named(&member.name)?;
        if holder.is_some_and(|account| account != member.account)
            || pen.memberships(member.account)?.iter().any(again)
        {
            return Err(Error::invalid("name", Why::Taken));
        }
        let mut wallets = Vec::new();
        for id in &invitation.wallets {
            let promised = pen.wallet(*id)?.filter(|wallet| wallet.household == member.household);
            wallets.extend(promised.map(|before| granted(before, &member)));
        }
        if wallets.is_empty() && member.role == Role::Child {
            let after = self.childs_wallet(pen, &member, now)?;
            wallets.push(Fact::Wallet { before: None, after });
        }
        member.default_wallet = wallets.first().and_then(|fact| match fact {
            Fact::Wallet { after, .. } => Some(after.id),
            _ => None,
        });
        let mut facts = vec![Fact::Member { before: None, after: member.clone() }];
        facts.extend(wallets);
        pen.append(NewChange {
            household: member.household,
            at: now,
            member: Some(member.id),
            channel: Channel::Web,
            act: Act::Join,
            facts,
        })?;
        person.keep(pen, member.account, now)?;
        pen.delete_invitation(invitation.id)?;
        Ok(member)
    }

    /// Whoever sees no wallet of the family's records in one of their own.
    fn childs_wallet(&self, look: &Look<'_>, child: &Member, now: Timestamp) -> Result<Wallet, Error> {
        let order = look.wallets(child.household)?.iter().map(|wallet| wallet.order + 1).max().unwrap_or(0);
        let name = (words::of(child.language).talk.wallet_of)(&child.name);
        let name: String = name.chars().take(super::Acting::MAX_WALLET_NAME).collect();
        let household = look.household(child.household)?;
        let household = household.ok_or_else(|| Error::missing(Noun::Household, &child.household))?;
        let id = self.new_wallet_id(now);
        let wallet = make_wallet(id, household.id, name.trim(), None, household.currency, order)?;
        Ok(Wallet { sharing: Sharing { holder: Some(child.id), ..Sharing::default() }, ..wallet })
    }
}

fn granted(before: Wallet, to: &Member) -> Fact {
    let mut after = before.clone();
    after.sharing.grants.push((to.id, Visibility::Full));
    after.version += 1;
    Fact::Wallet { before: Some(before), after }
}

/// Most of the code's hash: as hard to guess as the code, which is as long.
fn id_of(code: &str) -> InvitationId {
    let hash = fingerprint(code);
    InvitationId::from_bytes(hash.first_chunk().copied().unwrap_or_default())
}

/// The invitation of a code that works now, and who invites.
fn good(look: &Look<'_>, code: &str, now: Timestamp) -> Result<(Invitation, Member), Error> {
    let gone = || Error::Gone { noun: Noun::Link };
    let invitation = look.invitation(id_of(code))?.filter(|open| now < open.expires).ok_or_else(gone)?;
    let by = look.member(invitation.by)?;
    let by = by.filter(|by| by.removed.is_none() && by.role == Role::Owner).ok_or_else(gone)?;
    Ok((invitation, by))
}
