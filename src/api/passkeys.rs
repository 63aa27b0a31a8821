//! Passkeys: adding and removing them, and signing in with one.

use poem::http::header;
use poem::{FromRequest, Request, RequestBody};
use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::{Caller, Visitor, is_met_over_tls};
use super::problem::{
    ActingOnOne, AddingPasskey, AskingForPasskey, Code, EnteringByPasskey, Looking, OfferingPasskey, Problem,
    Refused, Setting,
};
use super::reply::{Done, Made, Once, Shown, WithCookie};
use super::scalar::{Base64Url, Instant, Nullable};
use super::session::Me;
use crate::app;
use crate::ledger::PasskeyId;
use crate::passkey::{ALGORITHMS, Asserted, Attested, Place};

#[derive(Debug)]
pub(super) struct Passkeys;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Session")]
impl Passkeys {
    /// List my passkeys
    ///
    /// Oldest first. They are the person's, in whichever of their households they act.
    #[oai(path = "/passkeys", method = "get", operation_id = "list_passkeys")]
    async fn list(&self, caller: Caller) -> Result<Shown<PasskeyList>, Refused<Looking>> {
        let items = caller.read(|me| Ok(me.passkeys()?.into_iter().map(Passkey::from).collect())).await?;
        Ok(Shown(PasskeyList { items }))
    }

    /// Begin a passkey
    ///
    /// Gives what the browser's `navigator.credentials.create` needs: a challenge that is answered once, within five
    /// minutes. A passkey belongs to the address at which the page was opened, and browsers offer none but over https
    /// or at `localhost`: elsewhere the answer is `no_passkeys_here`. Whoever did not sign in within the last ten minutes
    /// sends their password as well.
    #[oai(path = "/passkeys/challenge", method = "post", operation_id = "begin_passkey")]
    async fn begin(
        &self,
        caller: Caller,
        here: Here,
        proof: Body<PasskeyProof>,
    ) -> Result<Once<Shown<PasskeyOffer>>, Refused<OfferingPasskey>> {
        let place = match here.place() {
            Ok(place) => place,
            // Who may not add one anywhere is told that first.
            Err(nowhere) => {
                caller.run(|_| Ok(())).await?;
                return Err(nowhere.into());
            }
        };
        let (secret, password) = (caller.secret().to_owned(), proof.0.password);
        let offer = match password {
            Some(password) => {
                caller.proving(move |me| me.offer_passkey(&place, Some(&password), &secret)).await?
            }
            None => caller.run(move |me| me.offer_passkey(&place, None, &secret)).await?,
        };
        Ok(Once(Shown(offer.into())))
    }

    /// Add a passkey
    ///
    /// With what the browser gave for the challenge that was asked for last.
    #[oai(path = "/passkeys", method = "post", operation_id = "add_passkey")]
    async fn add(
        &self,
        caller: Caller,
        new: Body<NewPasskey>,
    ) -> Result<Made<Passkey>, Refused<AddingPasskey>> {
        let NewPasskey { name, client_data, attestation } = new.0;
        let attested = Attested { client_data: client_data.0, attestation: attestation.0 };
        Ok(Made(caller.run(move |me| Ok(me.add_passkey(&name, attested)?.into())).await?))
    }

    /// Rename a passkey
    #[oai(path = "/passkeys/:id", method = "patch", operation_id = "rename_passkey")]
    async fn rename(
        &self,
        caller: Caller,
        id: Path<PasskeyId>,
        change: Body<PasskeyChange>,
    ) -> Result<Shown<Passkey>, Refused<Setting>> {
        let name = change.0.name;
        Ok(Shown(caller.run(move |me| Ok(me.rename_passkey(id.0, &name)?.into())).await?))
    }

    /// Remove a passkey
    ///
    /// It is taken no more. The device keeps it until it is removed there too.
    #[oai(path = "/passkeys/:id", method = "delete", operation_id = "remove_passkey")]
    async fn remove(&self, caller: Caller, id: Path<PasskeyId>) -> Result<Done, Refused<ActingOnOne>> {
        caller.run(move |me| me.remove_passkey(id.0)).await?;
        Ok(Done)
    }

    /// Begin signing in with a passkey
    ///
    /// Gives what the browser's `navigator.credentials.get` needs. No name is asked for: the device knows whose it is.
    #[oai(path = "/session/passkey/challenge", method = "post", operation_id = "ask_for_passkey")]
    async fn ask(
        &self,
        visitor: Visitor,
        here: Here,
    ) -> Result<Once<Shown<PasskeyQuestion>>, Refused<AskingForPasskey>> {
        let place = here.place()?;
        let question = visitor.run(move |app| app.ask_for_passkey(&place)).await?;
        Ok(Once(Shown(question.into())))
    }

    /// Sign in with a passkey
    ///
    /// Sets the session's cookie. A passkey is both factors, so no code is asked for. Which of many things is wrong is not
    /// told.
    #[oai(path = "/session/passkey", method = "post", operation_id = "sign_in_with_passkey")]
    async fn enter(
        &self,
        visitor: Visitor,
        shown: Body<PasskeyShown>,
    ) -> Result<WithCookie<Shown<Me>>, Refused<EnteringByPasskey>> {
        let (asserted, guest) = (shown.0.asserted()?, visitor.guest.clone());
        let signed = visitor.run(move |app| app.enter_by_passkey(asserted, &guest)).await;
        let signed = signed.map_err(|problem| match problem.code {
            Code::Unauthenticated => Problem::new(Code::WrongPasskey),
            _ => problem,
        })?;
        let me = visitor.becomes(&signed).me().await?;
        Ok(WithCookie(Shown(me), visitor.cookie(&signed)))
    }
}

/// Where the page of a request was opened, as far as passkeys go.
pub(super) struct Here(Option<Place>);

impl Here {
    fn place(self) -> Result<Place, Problem> {
        self.0.ok_or(Problem::new(Code::NoPasskeysHere))
    }
}

impl<'a> FromRequest<'a> for Here {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        Ok(Self(host.and_then(|host| Place::of(is_met_over_tls(request), host))))
    }
}

/// That it is really the member who asks.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(super) struct PasskeyProof {
    /// Left out by whoever signed in within the last ten minutes.
    #[oai(nullable, validator(min_length = 1, max_length = 200))]
    password: Option<String>,
}

/// What an authenticator is asked for a new passkey.
#[derive(Debug, Object)]
pub(super) struct PasskeyOffer {
    pub challenge: Base64Url,
    /// The name of the place: `rp.id`.
    pub rp_id: String,
    /// Names the person to the device, and says nothing about them: `user.id`.
    pub user_id: Base64Url,
    /// What the person is called.
    pub user_name: String,
    /// The algorithms that are taken, as COSE numbers them, the best first.
    pub algorithms: Vec<i32>,
    /// The passkeys that the person has here: a device that holds one makes no second.
    pub known: Vec<Base64Url>,
    /// Milliseconds within which the challenge is to be answered.
    pub timeout_ms: u32,
}

/// What authenticators are asked for a passkey that they have.
#[derive(Debug, Object)]
pub(super) struct PasskeyQuestion {
    pub challenge: Base64Url,
    /// The name of the place.
    pub rp_id: String,
    /// Milliseconds within which the challenge is to be answered.
    pub timeout_ms: u32,
}

/// A passkey to be, as the browser gave it.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewPasskey {
    /// What the person calls it.
    #[oai(validator(min_length = 1, max_length = 40))]
    name: String,
    /// `response.clientDataJSON`.
    client_data: Base64Url,
    /// `response.attestationObject`.
    attestation: Base64Url,
}

/// What is to be changed about a passkey.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct PasskeyChange {
    #[oai(validator(min_length = 1, max_length = 40))]
    name: String,
}

/// A passkey that is there again, as the browser says.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct PasskeyShown {
    /// `rawId`.
    id: Base64Url,
    /// `response.clientDataJSON`.
    client_data: Base64Url,
    /// `response.authenticatorData`.
    authenticator_data: Base64Url,
    /// `response.signature`.
    signature: Base64Url,
    /// `response.userHandle`.
    user_handle: Base64Url,
}

/// A person's passkeys.
#[derive(Debug, Object)]
pub(super) struct PasskeyList {
    pub items: Vec<Passkey>,
}

/// A passkey.
#[derive(Debug, Object)]
pub(super) struct Passkey {
    pub id: PasskeyId,
    pub name: String,
    /// The only address at which it works.
    pub origin: String,
    pub created: Instant,
    /// `null` before it was first used.
    pub last_used: Nullable<Instant>,
    /// Whether the person's other devices may hold it too.
    pub may_be_copied: bool,
}

impl PasskeyShown {
    fn asserted(self) -> Result<Asserted, Problem> {
        let Self { id, client_data, authenticator_data, signature, user_handle } = self;
        Ok(Asserted {
            id: id.0,
            client_data: client_data.0,
            authenticator_data: authenticator_data.0,
            signature: signature.0,
            // Whatever has another length is nobody's here.
            handle: user_handle.0.try_into().map_err(|_| Problem::new(Code::WrongPasskey))?,
        })
    }
}

fn timeout_ms() -> u32 {
    u32::try_from(app::PASSKEY_PATIENCE.as_millis()).unwrap_or(u32::MAX)
}

impl From<app::PasskeyOffer> for PasskeyOffer {
    fn from(offer: app::PasskeyOffer) -> Self {
        Self {
            challenge: Base64Url(offer.challenge.to_vec()),
            rp_id: offer.host,
            user_id: Base64Url(offer.handle.to_vec()),
            user_name: offer.name,
            algorithms: ALGORITHMS.to_vec(),
            known: offer.known.into_iter().map(Base64Url).collect(),
            timeout_ms: timeout_ms(),
        }
    }
}

impl From<app::PasskeyQuestion> for PasskeyQuestion {
    fn from(question: app::PasskeyQuestion) -> Self {
        Self {
            challenge: Base64Url(question.challenge.to_vec()),
            rp_id: question.host,
            timeout_ms: timeout_ms(),
        }
    }
}

impl From<app::PasskeySeen> for Passkey {
    fn from(seen: app::PasskeySeen) -> Self {
        Self {
            id: seen.id,
            name: seen.name,
            origin: seen.origin,
            created: seen.created.into(),
            last_used: seen.last_used.map(Instant::from).into(),
            may_be_copied: seen.may_be_copied,
        }
    }
}
