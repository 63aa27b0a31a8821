//! Who is signed in.

use poem::Request;
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::{Caller, Visitor};
use super::deletion::DeletionsToCome;
use super::guesses::Tried;
use super::problem::{Acting, Code, Looking, Refusals, Refused, SigningIn, Telling, refusals};
use super::reply::{Shown, SignedOut, WithCookie};
use super::scalar::Nullable;
use super::view::{Language, Role, payday, share};
use crate::app::Acting as Member;
use crate::error::Error;
use crate::ledger::{Day, HouseholdId, MemberId, WalletId};

#[derive(Debug)]
pub(super) struct Sessions;

refusals! {
    /// Asking what nobody is refused.
    Asking: ;
}

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Session")]
impl Sessions {
    /// Sign in
    ///
    /// Sets the session's cookie. Who has a second factor is answered `code_needed` first, and sends name, password and
    /// code then. Wrong tries are slowed down more and more: for the name at the caller's address, for the address, and
    /// from the internet, after many, for the name wherever nobody signed in with it before.
    #[oai(path = "/session", method = "post", operation_id = "sign_in")]
    async fn sign_in(
        &self,
        visitor: Visitor,
        who: Body<Credentials>,
    ) -> Result<WithCookie<Shown<Me>>, Refused<SigningIn>> {
        let signed = visitor.sign_in(who.0.into()).await?;
        let me = visitor.becomes(&signed).me().await?;
        Ok(WithCookie(Shown(me), visitor.cookie(&signed)))
    }

    /// Who am I?
    #[oai(path = "/session", method = "get", operation_id = "who_am_i")]
    async fn look(&self, caller: Caller) -> Result<Shown<Me>, Refused<Looking>> {
        Ok(Shown(caller.me().await?))
    }

    /// Is anybody signed in?
    ///
    /// As `who_am_i` says, and `null` where that refuses: an app that has just been opened asks, and a browser notes no
    /// mistake.
    #[oai(path = "/session/holder", method = "get", operation_id = "who_holds_session")]
    async fn holder(&self, request: &Request) -> Result<Shown<SessionHolder>, Refused<Asking>> {
        let me = match Caller::of(request) {
            Ok(caller) => caller.me().await,
            Err(problem) => Err(problem),
        };
        match me {
            Ok(me) => Ok(Shown(SessionHolder { me: Some(me).into() })),
            Err(problem) if problem.code == Code::Unauthenticated => {
                Ok(Shown(SessionHolder { me: None.into() }))
            }
            Err(problem) => Err(problem.into()),
        }
    }

    /// Change what is mine
    #[oai(path = "/session", method = "patch", operation_id = "change_session")]
    async fn change(&self, caller: Caller, mine: Body<Mine>) -> Result<Shown<Me>, Refused<Telling>> {
        let language = mine.0.language.into();
        caller.run(move |me| me.set_language(language)).await?;
        Ok(Shown(caller.me().await?))
    }

    /// Sign out
    #[oai(path = "/session", method = "delete", operation_id = "sign_out")]
    async fn sign_out(&self, caller: Caller) -> Result<SignedOut, Refused<Acting>> {
        Ok(SignedOut(caller.sign_out().await?))
    }
}

/// A name and its password.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(super) struct Credentials {
    /// The member's name, whatever its case.
    #[oai(validator(min_length = 1, max_length = 40))]
    name: String,
    #[oai(validator(min_length = 1, max_length = 200))]
    password: String,
    /// Six digits of the authenticator app, or a recovery code.
    #[oai(nullable, validator(min_length = 6, max_length = 40))]
    code: Option<String>,
}

impl From<Credentials> for Tried {
    fn from(Credentials { name, password, code }: Credentials) -> Self {
        Self { name, password, code }
    }
}

/// What a member may change about themselves.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct Mine {
    /// The language the house speaks to them.
    language: Language,
}

/// Whoever is signed in.
#[derive(Debug, Object)]
pub(super) struct SessionHolder {
    /// `null`: nobody is.
    me: Nullable<Me>,
}

/// The member who is signed in, their household, and their Telegram account.
#[derive(Debug, Object)]
pub(super) struct Me {
    pub member: MyMember,
    pub household: MyHousehold,
    pub telegram: MyTelegram,
    /// What is to be deleted for good, unless somebody calls it off.
    pub deletion: DeletionsToCome,
}

/// The member who is signed in.
#[derive(Debug, Object)]
pub(super) struct MyMember {
    pub id: MemberId,
    pub name: String,
    pub role: Role,
    pub language: Language,
    /// Where their money goes out of when a message names no wallet.
    pub default_wallet: Nullable<WalletId>,
}

/// The member's household.
#[derive(Debug, Object)]
pub(super) struct MyHousehold {
    pub id: HouseholdId,
    pub name: String,
    /// Its time zone, by its IANA name.
    pub zone: String,
    /// ISO 4217; the rupiah has no decimals here.
    pub currency: String,
    /// A capture at or above this confidence is recorded without asking, 0 to 1.
    pub threshold: f64,
    /// The day of the month on which its months begin; `null` for calendar months.
    pub payday: Nullable<u8>,
    /// Whether it is the one that the box was set up with, whose owners look after the box.
    pub keeps_box: bool,
    /// The family's day, now.
    pub today: Day,
}

/// The member's Telegram account.
#[derive(Debug, Object)]
pub(super) struct MyTelegram {
    /// The name of the family's bot, without `@`; `null` while there is none.
    pub bot: Nullable<String>,
    /// Whether a Telegram account speaks for this member.
    pub linked: bool,
}

impl Me {
    pub(super) fn of(me: &Member, bot: Option<String>) -> Result<Self, Error> {
        let (member, household) = (me.member(), me.household());
        Ok(Self {
            member: MyMember {
                id: member.id,
                name: member.name.clone(),
                role: member.role.into(),
                language: member.language.into(),
                default_wallet: member.default_wallet.into(),
            },
            household: MyHousehold {
                id: household.id,
                name: household.name.clone(),
                zone: household.zone.name().to_owned(),
                currency: household.currency.to_string(),
                threshold: share(household.threshold),
                payday: payday(household.cycle),
                keeps_box: me.household_keeps_box()?,
                today: me.today(),
            },
            telegram: MyTelegram {
                bot: bot.into(),
                linked: me.links()?.iter().any(|link| link.household == household.id),
            },
            deletion: me.goings()?.into(),
        })
    }
}
