//! What a person proves who they are with: a password, and a second factor if they want one.

use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{Looking, Proving, Refused};
use super::reply::{Done, Made, Once, Shown};
use super::scalar::{Instant, Nullable};
use crate::app;

#[derive(Debug)]
pub(super) struct Account;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Session")]
impl Account {
    /// Look at how I sign in
    #[oai(path = "/account", method = "get", operation_id = "look_at_account")]
    async fn look(&self, caller: Caller) -> Result<Shown<AccountView>, Refused<Looking>> {
        let seen = caller.read(|me| me.account_seen()).await?;
        Ok(Shown(AccountView {
            password_changed: seen.password_changed.map(Instant::from).into(),
            totp_since: seen.totp_since.map(Instant::from).into(),
            recovery_codes: u8::try_from(seen.recovery_codes).unwrap_or(u8::MAX),
        }))
    }

    /// Change my password
    ///
    /// Every session but the caller's ends. Wrong tries are slowed down.
    #[oai(path = "/account/password", method = "put", operation_id = "change_password")]
    async fn change_password(
        &self,
        caller: Caller,
        change: Body<PasswordChange>,
    ) -> Result<Done, Refused<Proving>> {
        let (secret, PasswordChange { old, new }) = (caller.secret().to_owned(), change.0);
        caller.proving(move |me| me.change_password(&old, &new, &secret)).await?;
        caller.door.departed();
        Ok(Done)
    }

    /// Begin a second factor
    ///
    /// Gives what an authenticator app needs. Nothing is asked for before a code of it was confirmed; beginning again
    /// replaces what was not.
    #[oai(path = "/account/totp", method = "post", operation_id = "begin_totp")]
    async fn begin_totp(
        &self,
        caller: Caller,
        proof: Body<Password>,
    ) -> Result<Once<Made<TotpOffer>>, Refused<Proving>> {
        let Password { password } = proof.0;
        let offer = caller.proving(move |me| me.begin_factor(&password)).await?;
        Ok(Once(Made(TotpOffer { secret: offer.secret, uri: offer.uri })))
    }

    /// Confirm a second factor
    ///
    /// By a code of the app: from now on signing in asks for one. Gives the recovery codes, once.
    #[oai(path = "/account/totp/confirm", method = "post", operation_id = "confirm_totp")]
    async fn confirm_totp(
        &self,
        caller: Caller,
        shown: Body<TotpCode>,
    ) -> Result<Once<Shown<RecoveryCodes>>, Refused<Proving>> {
        let TotpCode { code } = shown.0;
        let codes = caller.proving(move |me| me.confirm_factor(&code)).await?;
        Ok(Once(Shown(codes.into())))
    }

    /// End the second factor
    #[oai(path = "/account/totp/end", method = "post", operation_id = "end_totp")]
    async fn end_totp(&self, caller: Caller, proof: Body<Proof>) -> Result<Done, Refused<Proving>> {
        let Proof { password, code } = proof.0;
        caller.proving(move |me| me.end_factor(&password, &code)).await?;
        Ok(Done)
    }

    /// Renew my recovery codes
    ///
    /// Those that are left work no longer.
    #[oai(path = "/account/recovery-codes", method = "post", operation_id = "renew_recovery_codes")]
    async fn renew_recovery_codes(
        &self,
        caller: Caller,
        proof: Body<Proof>,
    ) -> Result<Once<Made<RecoveryCodes>>, Refused<Proving>> {
        let Proof { password, code } = proof.0;
        let codes = caller.proving(move |me| me.renew_recovery_codes(&password, &code)).await?;
        Ok(Once(Made(codes.into())))
    }
}

/// How a person signs in.
#[derive(Debug, Object)]
#[oai(rename = "Account")]
pub(super) struct AccountView {
    /// When the password was last set; `null` for whoever has none.
    password_changed: Nullable<Instant>,
    /// Since when a second factor is asked for; `null`: none is.
    totp_since: Nullable<Instant>,
    /// How many recovery codes are left.
    recovery_codes: u8,
}

/// A new password in place of the old one.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(super) struct PasswordChange {
    /// The password so far.
    #[oai(validator(min_length = 1, max_length = 200))]
    old: String,
    /// 8 characters at least, and not one that is guessed soon. All of it counts, however long.
    #[oai(validator(min_length = 8, max_length = 200))]
    new: String,
}

/// The caller's password.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(super) struct Password {
    #[oai(validator(min_length = 1, max_length = 200))]
    password: String,
}

/// A code of the authenticator app.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(super) struct TotpCode {
    /// Its six digits.
    #[oai(validator(min_length = 6, max_length = 40))]
    code: String,
}

/// The caller's password and a code.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(super) struct Proof {
    #[oai(validator(min_length = 1, max_length = 200))]
    password: String,
    /// Six digits of the authenticator app, or a recovery code.
    #[oai(validator(min_length = 6, max_length = 40))]
    code: String,
}

/// What an authenticator app needs. Shown this once.
#[derive(Object)]
pub(super) struct TotpOffer {
    /// In base 32, to be typed.
    secret: String,
    /// `otpauth://…`, to be shown as a QR code.
    uri: String,
}

/// Codes that each work once instead of the app's. Shown this once.
#[derive(Object)]
pub(super) struct RecoveryCodes {
    codes: Vec<String>,
}

impl From<app::RecoveryCodes> for RecoveryCodes {
    fn from(codes: app::RecoveryCodes) -> Self {
        Self { codes: codes.0 }
    }
}
