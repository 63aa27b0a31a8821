//! A new password by a one-time link.

use poem_openapi::param::{Path, Query};
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::{Caller, Visitor};
use super::invitations::Following;
use super::problem::{Code, Refusals, Refused, SettingUp, refusals};
use super::reply::{Made, Once, Shown, WithCookie};
use super::scalar::Instant;
use super::session::Me;
use crate::app;
use crate::ledger::MemberId;

#[derive(Debug)]
pub(super) struct Resets;

refusals! {
    /// An act of an owner without a body on one person.
    LettingIn: Unauthenticated Forbidden CrossSite Missing;
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Session")]
impl Resets {
    /// Make a link for a new password
    ///
    /// For an owner, for a member who cannot come in. The code makes the link `/reset?code=…` on the box's own address;
    /// it is shown once, and works once, for an hour. Not for oneself, and not for somebody who belongs to another
    /// household of the box as well: for them there is `catatduit member reset` on the box.
    #[oai(path = "/members/:id/reset", method = "post", operation_id = "make_reset")]
    async fn make(
        &self,
        caller: Caller,
        id: Path<MemberId>,
    ) -> Result<Once<Made<ResetLink>>, Refused<LettingIn>> {
        let link = caller.run(move |me| me.as_owner()?.make_reset(id.0)).await?;
        Ok(Once(Made(ResetLink { code: link.code, expires: link.expires.into() })))
    }

    /// Look at a link for a new password
    ///
    /// Whose it is; open to everybody who has it.
    #[oai(path = "/reset", method = "get", operation_id = "look_at_reset")]
    async fn look(
        &self,
        visitor: Visitor,
        /// The code in the link.
        #[oai(validator(min_length = 1, max_length = 64))]
        code: Query<String>,
    ) -> Result<Shown<ResetOffer>, Refused<Following>> {
        let offer = visitor.run(move |app| app.look_at_reset(&code.0)).await?;
        let app::ResetOffer { name, household, expires } = offer;
        Ok(Shown(ResetOffer { name, household, expires: expires.into() }))
    }

    /// Choose a new password
    ///
    /// Follows the link: every session of the person ends, and so does their second factor, which may be what they
    /// lost. Signs them in.
    #[oai(path = "/reset", method = "post", operation_id = "use_reset")]
    async fn follow(
        &self,
        visitor: Visitor,
        new: Body<NewPassword>,
    ) -> Result<WithCookie<Made<Me>>, Refused<SettingUp>> {
        let (guest, NewPassword { code, password }) = (visitor.guest.clone(), new.0);
        let signed = visitor.hashing(move |app| app.reset(&code, &password, &guest)).await?;
        visitor.door.departed();
        let me = visitor.becomes(&signed).me().await?;
        Ok(WithCookie(Made(me), visitor.cookie(&signed)))
    }
}

/// A link's code, which is never shown again.
#[derive(Object)]
pub(super) struct ResetLink {
    code: String,
    expires: Instant,
}

/// Whose password a link is for.
#[derive(Debug, Object)]
pub(super) struct ResetOffer {
    /// What they are called and sign in with.
    name: String,
    /// What their family calls itself.
    household: String,
    expires: Instant,
}

/// A password for whoever the link is for.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewPassword {
    /// The code in the link.
    #[oai(validator(min_length = 1, max_length = 64))]
    code: String,
    #[oai(validator(min_length = 8, max_length = 200))]
    password: String,
}
