//! Invitations: made by an owner, followed by whoever has the link.

use poem_openapi::param::{Path, Query};
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::{Caller, Visitor};
use super::guesses::Tried;
use super::problem::{Code, Owning, Refusals, Refused, Removing, Setting, SettingUp, refusals};
use super::reply::{Done, Made, Once, Shown, WithCookie};
use super::scalar::Instant;
use super::session::Me;
use super::view::{Language, Role};
use crate::app::{self, App};
use crate::ledger::{self, InvitationId, WalletId};

#[derive(Debug)]
pub(super) struct Invitations;

refusals! {
    /// Looking where a link leads.
    Following: Malformed Gone;
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Members")]
impl Invitations {
    /// List open invitations
    ///
    /// For an owner: those that nobody has followed yet, oldest first.
    #[oai(path = "/invitations", method = "get", operation_id = "list_invitations")]
    async fn list(&self, caller: Caller) -> Result<Shown<InvitationList>, Refused<Owning>> {
        let open = caller.run(|me| me.as_owner()?.invitations()).await?;
        Ok(Shown(InvitationList { items: open.iter().map(Invitation::from).collect() }))
    }

    /// Invite somebody
    ///
    /// For an owner. The code makes the link `/join?code=…` on the box's own address; it is shown once, and works once,
    /// for three days. A child sees only the wallets that are named.
    #[oai(path = "/invitations", method = "post", operation_id = "invite")]
    async fn invite(
        &self,
        caller: Caller,
        new: Body<NewInvitation>,
    ) -> Result<Once<Made<Invited>>, Refused<Setting>> {
        let new = app::NewInvitation::from(new.0);
        Ok(Once(Made(caller.run(move |me| Ok(Invited::from(me.as_owner()?.invite(&new)?))).await?)))
    }

    /// Withdraw an invitation
    ///
    /// For an owner: its link works no longer.
    #[oai(path = "/invitations/:id", method = "delete", operation_id = "withdraw_invitation")]
    async fn withdraw(&self, caller: Caller, id: Path<InvitationId>) -> Result<Done, Refused<Removing>> {
        caller.run(move |me| me.as_owner()?.withdraw(id.0)).await?;
        Ok(Done)
    }

    /// Look at an invitation
    ///
    /// What its link offers; open to everybody who has it.
    #[oai(path = "/join", method = "get", operation_id = "look_at_invitation")]
    async fn look(
        &self,
        visitor: Visitor,
        /// The code in the link.
        #[oai(validator(min_length = 1, max_length = 64))]
        code: Query<String>,
    ) -> Result<Shown<Offer>, Refused<Following>> {
        Ok(Shown(visitor.run(move |app| Ok(Offer::from(app.offer(&code.0)?))).await?))
    }

    /// Join
    ///
    /// Follows an invitation: makes the member and signs them in. Who signs in on this box already gives the same name
    /// and password, and a code if they have a second factor, and then belongs to both households.
    #[oai(path = "/join", method = "post", operation_id = "join")]
    async fn join(
        &self,
        visitor: Visitor,
        who: Body<Newcomer>,
    ) -> Result<WithCookie<Made<Me>>, Refused<SettingUp>> {
        let (code, who) = who.0.taken();
        let origin = visitor.guest.origin.clone();
        let tried = Tried { name: who.name.clone(), password: who.password.clone(), code: who.code.clone() };
        let offered = code.clone();
        let is_open = move |app: &App| app.offer(&offered).map(drop);
        let join = move |app: &App| app.join(&code, &who, &origin);
        let signed = visitor.settles_in("name", tried, is_open, join).await?;
        let me = visitor.becomes(&signed).me().await?;
        Ok(WithCookie(Made(me), visitor.cookie(&signed)))
    }
}

/// The household's open invitations.
#[derive(Debug, Object)]
pub(super) struct InvitationList {
    items: Vec<Invitation>,
}

/// A place that is offered.
#[derive(Debug, Object)]
pub(super) struct Invitation {
    id: InvitationId,
    role: Role,
    /// The wallets that will be seen in full.
    wallets: Vec<WalletId>,
    created: Instant,
    expires: Instant,
}

/// A place to offer.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewInvitation {
    /// Anything but `owner`: the household is handed over to who is in it.
    role: Role,
    /// Wallets they will see in full, whatever the role.
    #[oai(validator(max_items = 30))]
    wallets: Vec<WalletId>,
}

/// An invitation with its code, which is never shown again.
#[derive(Object)]
pub(super) struct Invited {
    invitation: Invitation,
    code: String,
}

/// What an invitation offers.
#[derive(Debug, Object)]
pub(super) struct Offer {
    /// What the family calls itself.
    household: String,
    /// Who invites.
    by: String,
    role: Role,
    expires: Instant,
}

/// Somebody who follows an invitation.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(super) struct Newcomer {
    /// The code in the link.
    #[oai(validator(min_length = 1, max_length = 64))]
    code: String,
    /// What they are called and sign in with; no two on the box share one.
    #[oai(validator(min_length = 1, max_length = 40))]
    name: String,
    #[oai(validator(min_length = 8, max_length = 200))]
    password: String,
    /// Of the second factor, for who signs in on this box already and has one.
    #[oai(nullable, validator(min_length = 6, max_length = 40))]
    totp: Option<String>,
    language: Language,
}

impl From<&ledger::Invitation> for Invitation {
    fn from(invitation: &ledger::Invitation) -> Self {
        Self {
            id: invitation.id,
            role: invitation.role.into(),
            wallets: invitation.wallets.clone(),
            created: invitation.created.into(),
            expires: invitation.expires.into(),
        }
    }
}

impl From<NewInvitation> for app::NewInvitation {
    fn from(new: NewInvitation) -> Self {
        Self { role: new.role.into(), wallets: new.wallets }
    }
}

impl From<app::Invited> for Invited {
    fn from(invited: app::Invited) -> Self {
        Self { invitation: Invitation::from(&invited.invitation), code: invited.code }
    }
}

impl From<app::Offer> for Offer {
    fn from(offer: app::Offer) -> Self {
        let app::Offer { household, by, role, expires } = offer;
        Self { household, by, role: role.into(), expires: expires.into() }
    }
}

impl Newcomer {
    fn taken(self) -> (String, app::Newcomer) {
        let Self { code, name, password, totp, language } = self;
        (code, app::Newcomer { name, password, code: totp, language: language.into() })
    }
}
