//! Who calls: a member by their session's cookie, or a visitor without one.

use std::net::IpAddr;

use poem::http::{HeaderMap, HeaderValue, header};
use poem::{FromRequest, Request, RequestBody, Result};
use poem_openapi::registry::{MetaSecurityScheme, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use super::device::device_of;
use super::door::Door;
use super::problem::{Code, Problem};
use super::scopes;
use super::session::Me;
use super::speech::Speech;
use super::telegram::BotToken;
use super::visit::{Subject, Visit, network};
use crate::app::{AccessToken, Acting, App, Error, Granted, Guest, Origin, Session, SignedIn, Why};
use crate::ctx::Met;
use crate::ledger::{Channel, HouseholdId, Scope};
use crate::tasks::blocking;

/// The cookie that holds a session's secret.
pub const COOKIE: &str = "catatduit_session";

/// What a caller shows to be let in.
#[derive(Clone)]
enum Key {
    /// The cookie of a browser that is signed in.
    Session(String),
    /// A personal token of the member's.
    Token(String),
    /// A token that was made from one of the two, for a while.
    Access(String),
}

/// A member who is signed in. Whether the session still holds is found out on the blocking thread, together with
/// what they came for.
#[derive(Clone)]
pub(super) struct Caller {
    pub(super) door: Door,
    pub(super) speech: Speech,
    visit: Visit,
    key: Key,
    /// What this operation asks of a key.
    needs: Scope,
    guest: Guest,
    secure: bool,
}

impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Caller").field("channel", &self.guest.channel).finish_non_exhaustive()
    }
}

impl Caller {
    /// Calls verbs as this member, on one blocking thread.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        verbs: impl FnOnce(Acting) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Problem> {
        let this = self.clone();
        Ok(blocking(move || verbs(this.act()?.1)).await?)
    }

    /// Like [`Caller::run`], for an answer that follows from what the store holds and the family's day alone: the same
    /// question is then known to have the same answer without asking again. What depends on the minute, or on
    /// anything in memory, is not of this kind.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        verbs: impl FnOnce(Acting) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Problem> {
        self.visit.follows_the_store();
        self.run(verbs).await
    }

    /// Who this is.
    pub(super) async fn me(&self) -> Result<Me, Problem> {
        let bot = self.door.bot_name();
        self.run(move |me| Me::of(&me, bot)).await
    }

    /// This member, now, and the session that says so. Blocks.
    pub(super) fn act(&self) -> Result<(Session, Acting), Error> {
        let moved = self.door.app().moved();
        let known = self.known();
        if matches!(known, Err(Error::Unauthenticated)) {
            // A key that opens nothing makes nobody more than a visitor.
            self.visit.count(&self.door, &Subject::DeadKey(self.guest.origin.address))?;
        }
        let (session, scope, program) = known?;
        // A program gone wild does not keep its member from their own pages.
        match program {
            None => self.visit.count(&self.door, &Subject::Session(session.ctx.member))?,
            Some(program) => {
                self.visit.count(&self.door, &Subject::Account(session.ctx.member))?;
                self.visit.count(&self.door, &program)?;
            }
        }
        if scope < self.needs {
            return Err(Error::Forbidden);
        }
        let member = self.door.app().act_within(&session.ctx, scope)?.coming_from(self.guest.origin.clone());
        self.speech.is_spoken_to(&member);
        self.visit.saw(self.door.state(moved, self.secret(), member.member().language, member.today()));
        Ok((session, self.visit.errand(member)))
    }

    /// Whose key it is, what it opens, and which program it was made for, if any. Blocks.
    fn known(&self) -> Result<(Session, Scope, Option<Subject>), Error> {
        let app = self.door.app();
        Ok(match &self.key {
            Key::Session(secret) => (app.session(secret, &self.guest)?, Scope::Account, None),
            Key::Token(secret) => {
                let (session, scope) = app.token(secret, self.guest.channel)?;
                (session, scope, Some(Subject::token(&App::parent(secret))))
            }
            // However many are made of one key, they count as that one.
            Key::Access(secret) => {
                let Granted { session, scope, parent } = app.access(secret, self.guest.channel)?;
                (session, scope, Some(Subject::token(&parent)))
            }
        })
    }

    /// The name of the bot that has this token, if the settings leave it to the owner to give one.
    pub(super) async fn name_of_bot(&self, token: &str) -> Result<Option<String>, Problem> {
        let told = match self.door.telegram().token {
            BotToken::None | BotToken::Given => self.door.name_of_bot(token).await,
            BotToken::Settings | BotToken::Off => Err(Why::Settled),
        };
        told.map_err(|why| Error::invalid("token", why).into())
    }

    /// The id of the request they came with.
    pub(super) fn request_id(&self) -> &str {
        self.visit.id()
    }

    /// What they say who they are with.
    pub(super) fn secret(&self) -> &str {
        let (Key::Session(secret) | Key::Token(secret) | Key::Access(secret)) = &self.key;
        secret
    }

    /// A token for a while, out of the key that the caller shows.
    pub(super) async fn access_token(&self, scope: Scope) -> Result<AccessToken, Problem> {
        let this = self.clone();
        let made = blocking(move || {
            let (session, member) = this.act()?;
            match &this.key {
                Key::Session(secret) | Key::Token(secret) => {
                    member.make_access_token(secret, session.expires, scope)
                }
                // It would never end.
                Key::Access(_) => Err(Error::Forbidden),
            }
        });
        Ok(made.await?)
    }

    /// Who says who they are with this request.
    pub(super) fn of(request: &Request) -> Result<Self, Problem> {
        let Visitor { door, speech, visit, guest, secure } = Visitor::of(request)?;
        let key = key_in(request.headers()).ok_or(Problem::new(Code::Unauthenticated))?;
        let needs = scopes::needed(request.method(), request.uri().path());
        Ok(Self { door, speech, visit, key, needs, guest, secure })
    }

    /// Whether a request says who it comes from; not whether that is true.
    pub(super) fn is_named(headers: &HeaderMap) -> bool {
        key_in(headers).is_some()
    }

    /// Acts in another household of the same person from now on.
    pub(super) async fn switch(&self, to: HouseholdId) -> Result<(), Problem> {
        let this = self.clone();
        blocking(move || {
            let (_, me) = this.act()?;
            match &this.key {
                Key::Session(secret) => me.switch(secret, to),
                // A token speaks for one member of one household.
                Key::Token(_) | Key::Access(_) => Err(Error::Forbidden),
            }
        })
        .await?;
        self.door.departed();
        Ok(())
    }

    /// Ends this session, and the streams that live by it. Gives the cookie that takes the secret away.
    pub(super) async fn sign_out(&self) -> Result<HeaderValue, Problem> {
        let this = self.clone();
        blocking(move || {
            let (_, me) = this.act()?;
            match &this.key {
                Key::Session(secret) => me.sign_out(secret),
                // A token is no session: it ends by being revoked.
                Key::Token(_) | Key::Access(_) => Err(Error::Forbidden),
            }
        })
        .await?;
        self.door.departed();
        Ok(cookie("", 0, self.secure))
    }
}

impl<'a> ApiExtractor<'a> for Caller {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        registry.create_security_scheme(
            "session",
            MetaSecurityScheme {
                ty: "apiKey",
                description: Some(
                    "The cookie that signing in sets. A call that changes something must come from the box's own \
                     pages, as `Sec-Fetch-Site` or `Origin` tell, or from a program that sends neither.",
                ),
                name: Some(COOKIE),
                key_in: Some("cookie"),
                scheme: None,
                bearer_format: None,
                flows: None,
                openid_connect_url: None,
            },
        );
        registry.create_security_scheme(
            "token",
            MetaSecurityScheme {
                ty: "http",
                description: Some(
                    "A personal token that a member made for a program of theirs, or an access token (a JWT) that was \
                     made from one. It has its member's rights within its scope; each operation names the scope it \
                     needs as `x-scope`.",
                ),
                name: None,
                key_in: None,
                scheme: Some("bearer"),
                bearer_format: None,
                flows: None,
                openid_connect_url: None,
            },
        );
    }

    fn security_schemes() -> Vec<&'static str> {
        vec!["session", "token"]
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<Self::ParamType>,
    ) -> Result<Self> {
        Ok(Self::of(request)?)
    }
}

/// Somebody without a session.
#[derive(Debug, Clone)]
pub(super) struct Visitor {
    pub(super) door: Door,
    pub(super) speech: Speech,
    visit: Visit,
    pub(super) guest: Guest,
    secure: bool,
}

impl Visitor {
    /// Calls the house's own verbs, on one blocking thread.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        verbs: impl FnOnce(&App) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Problem> {
        let app = self.door.app().clone();
        Ok(blocking(move || verbs(&app)).await?)
    }

    /// Like [`Visitor::run`], for what makes or checks a hash of a password, and for what nobody should do often from
    /// one address.
    pub(super) async fn hashing<T: Send + 'static>(
        &self,
        verbs: impl FnOnce(&App) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Problem> {
        self.door.addresses().count(&network(self.guest.origin.address), self.door.outside().now())?;
        let _turn = self.door.turn_to_hash().await?;
        self.run(verbs).await
    }

    /// The member that a visitor turned out to be.
    pub(super) fn becomes(&self, signed: &SignedIn) -> Caller {
        let Self { door, speech, visit, guest, secure } = self.clone();
        let key = Key::Session(signed.secret.clone());
        Caller { door, speech, visit, key, needs: Scope::Read, guest, secure }
    }

    /// The cookie that lets the browser be known again.
    pub(super) fn cookie(&self, signed: &SignedIn) -> HeaderValue {
        cookie(&signed.secret, signed.life.as_secs(), self.secure)
    }
}

impl Visitor {
    fn of(request: &Request) -> Result<Self, Problem> {
        let no_door = || Problem::new(Code::Broken);
        let door = request.data::<Door>().ok_or_else(no_door)?.clone();
        let speech = request.data::<Speech>().ok_or_else(no_door)?.clone();
        let visit = request.data::<Visit>().ok_or_else(no_door)?.clone();
        // Only browsers tell where a request comes from.
        let is_browser = request.headers().contains_key("sec-fetch-site");
        let channel = if is_browser { Channel::Web } else { Channel::Api };
        let origin = Origin { address: address_of(request), device: device_of(request) };
        let secure = is_met_over_tls(request);
        Ok(Self { door, speech, visit, guest: Guest { channel, origin }, secure })
    }
}

impl<'a> FromRequest<'a> for Visitor {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        Ok(Self::of(request)?)
    }
}

/// The address that a request came from.
pub(super) fn address_of(request: &Request) -> Option<IpAddr> {
    request.data::<Met>()?.address
}

/// Whether the browser speaks TLS to us, or to the proxy that `public_url` is served by.
pub(super) fn is_met_over_tls(request: &Request) -> bool {
    request.data::<Met>().is_some_and(|met| met.over_tls)
}

/// The token that a program shows, or else the cookie of a browser.
fn key_in(headers: &HeaderMap) -> Option<Key> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = bearer.and_then(|value| value.split_once(' '));
    match bearer {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
            let token = token.trim().to_owned();
            // A JWT has three parts with dots between; nothing else of ours has any.
            Some(if token.contains('.') { Key::Access(token) } else { Key::Token(token) })
        }
        Some(_) => None,
        None => secret_in(headers).map(Key::Session),
    }
}

fn secret_in(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, secret)| secret.to_owned())
}

/// The session's cookie as it is given out, without a secret in it.
pub fn cookie_shape(secure: bool) -> String {
    cookie("", 1, secure).to_str().unwrap_or_default().to_owned()
}

fn cookie(secret: &str, life_s: u64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{COOKIE}={secret}; Path=/; Max-Age={life_s}; HttpOnly; SameSite=Strict{secure}");
    // Our own secrets are hexadecimal, so the text is always one a header can hold.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn finds_the_secret_among_other_cookies() {
        let rows = [
            ("catatduit_session=abc", Some("abc")),
            ("theme=dark; catatduit_session=abc; x=y", Some("abc")),
            ("theme=dark", None),
            ("not_catatduit_session=abc", None),
            ("catatduit_session", None),
        ];
        for (value, secret) in rows {
            assert_eq!(secret_in(&headers(header::COOKIE, value)).as_deref(), secret, "{value}");
        }
    }

    #[test]
    fn the_cookie_is_for_the_box_alone() {
        let text = cookie("abc", 60, true);
        assert_eq!(text, "catatduit_session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure");
        assert!(!cookie("abc", 60, false).to_str().unwrap().contains("Secure"));
    }
}
