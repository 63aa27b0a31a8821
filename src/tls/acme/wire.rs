//! Requests to an authority: signed with the account's key, each with a number that the authority gave out before.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use reqwest::header::{HeaderMap, LOCATION, RETRY_AFTER};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use rustls_acme::acme::{Account, Directory};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Chain, Refusal};

pub(super) struct Wire {
    http: reqwest::Client,
    directory: Directory,
    /// The number for the next request, if one is at hand.
    nonce: Option<String>,
}

/// What an authority answered.
pub(super) struct Answer {
    pub(super) location: Option<String>,
    pub(super) body: String,
}

/// Of one call.
const DEADLINE: Duration = Duration::from_secs(30);
/// An authority may find a number too old; with the next one the same request is as good.
const TRIES: u32 = 10;
const NONCE: &str = "replay-nonce";
/// No answer of an authority is longer.
const LONGEST: u64 = 1024 * 1024;

/// What an authority says when it refuses.
#[derive(Debug, Deserialize)]
struct Problem {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    detail: String,
}

/// Who signs: an account that the authority does not know yet by its key, another by its address.
enum Signer<'a> {
    Key(&'a EcdsaKeyPair),
    Account(&'a Account),
}

impl Answer {
    pub(super) fn read<T: DeserializeOwned>(&self, doing: &str) -> Result<T, Refusal> {
        serde_json::from_str(&self.body)
            .map_err(|error| Refusal::new(doing, format!("an answer that is none: {error}")))
    }
}

impl Wire {
    pub(super) async fn open(http: reqwest::Client, directory: &str) -> Result<Self, Refusal> {
        let doing = format!("asking {directory}");
        let sent = http.get(directory).timeout(DEADLINE).send().await;
        let sent = sent.map_err(|error| Refusal::new(&doing, Chain(&error)))?;
        if !sent.status().is_success() {
            return Err(Refusal::new(doing, sent.status()));
        }
        let body = body_of(sent, &doing).await?;
        let answer = Answer { location: None, body };
        Ok(Self { http, directory: answer.read(&doing)?, nonce: None })
    }

    /// The account of this key; made if there is none.
    pub(super) async fn sign_in(&mut self, key: Vec<u8>, contact: Option<&str>) -> Result<Account, Refusal> {
        const DOING: &str = "signing in to the account";
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let key_pair = EcdsaKeyPair::from_pkcs8(algorithm, &key, &SystemRandom::new());
        let key_pair = key_pair.map_err(|error| Refusal::new("reading the account's key", error))?;
        let contact: Vec<_> = contact.iter().map(|address| format!("mailto:{address}")).collect();
        let about = json!({"termsOfServiceAgreed": true, "contact": contact}).to_string();
        let address = self.directory.new_account.clone();
        let answer = self.send(&Signer::Key(&key_pair), DOING, &address, &about).await?;
        let kid = answer.location.ok_or_else(|| Refusal::new(DOING, "the account has no address"))?;
        Ok(Account { key_pair, directory: self.directory.clone(), kid })
    }

    pub(super) async fn post(
        &mut self,
        account: &Account,
        doing: &str,
        address: &str,
        about: &Value,
    ) -> Result<Answer, Refusal> {
        self.send(&Signer::Account(account), doing, address, &about.to_string()).await
    }

    /// Reading is a signed request too, one that says nothing.
    pub(super) async fn ask(
        &mut self,
        account: &Account,
        doing: &str,
        address: &str,
    ) -> Result<Answer, Refusal> {
        self.send(&Signer::Account(account), doing, address, "").await
    }

    async fn send(
        &mut self,
        signer: &Signer<'_>,
        doing: &str,
        address: &str,
        about: &str,
    ) -> Result<Answer, Refusal> {
        for _ in 0..TRIES {
            let nonce = self.nonce(doing).await?;
            let body = signed(signer, &nonce, address, about).map_err(|error| Refusal::new(doing, error))?;
            let request = self.http.post(address).timeout(DEADLINE);
            let request = request.header("content-type", "application/jose+json").body(body);
            let sent = request.send().await.map_err(|error| Refusal::new(doing, Chain(&error)))?;
            self.nonce = text_of(sent.headers(), NONCE);
            let (status, headers) = (sent.status(), sent.headers().clone());
            let body = body_of(sent, doing).await?;
            if status.is_success() {
                return Ok(Answer { location: text_of(&headers, LOCATION.as_str()), body });
            }
            let problem: Option<Problem> = serde_json::from_str(&body).ok();
            if problem.as_ref().is_some_and(|problem| problem.kind.ends_with(":badNonce")) {
                continue;
            }
            let why = problem.map(|problem| problem.detail).filter(|detail| !detail.is_empty());
            let after = text_of(&headers, RETRY_AFTER.as_str()).and_then(|seconds| seconds.parse().ok());
            return Err(Refusal {
                doing: doing.to_owned(),
                why: why.map_or_else(|| status.to_string(), |why| format!("{why} ({status})")),
                after: after.map(Duration::from_secs),
            });
        }
        Err(Refusal::new(doing, "the authority took none of its own numbers"))
    }

    async fn nonce(&mut self, doing: &str) -> Result<String, Refusal> {
        if let Some(nonce) = self.nonce.take() {
            return Ok(nonce);
        }
        let sent = self.http.head(&self.directory.new_nonce).timeout(DEADLINE).send().await;
        let sent = sent.map_err(|error| Refusal::new(doing, Chain(&error)))?;
        text_of(sent.headers(), NONCE).ok_or_else(|| Refusal::new(doing, "the authority gave no number"))
    }
}

fn text_of(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

async fn body_of(answer: reqwest::Response, doing: &str) -> Result<String, Refusal> {
    if answer.content_length().is_some_and(|bytes| bytes > LONGEST) {
        return Err(Refusal::new(doing, "an answer too long to be one"));
    }
    answer.text().await.map_err(|error| Refusal::new(doing, Chain(&error)))
}

/// RFC 7515, with the header fields of RFC 8555.
fn signed(
    signer: &Signer<'_>,
    nonce: &str,
    address: &str,
    about: &str,
) -> Result<String, ring::error::Unspecified> {
    let (key, who) = match signer {
        Signer::Key(key) => (*key, ("jwk", public(key))),
        Signer::Account(account) => (&account.key_pair, ("kid", Value::from(account.kid.as_str()))),
    };
    let mut head = json!({"alg": "ES256", "nonce": nonce, "url": address});
    head[who.0] = who.1;
    let (head, about) = (BASE64.encode(head.to_string()), BASE64.encode(about));
    let signature = key.sign(&SystemRandom::new(), format!("{head}.{about}").as_bytes())?;
    Ok(json!({"protected": head, "payload": about, "signature": BASE64.encode(signature)}).to_string())
}

/// The public half, as JSON has it.
fn public(key: &EcdsaKeyPair) -> Value {
    // An uncompressed point: a byte that says so, then both coordinates.
    let point = key.public_key().as_ref();
    let (x, y) = point.get(1..).map(|both| both.split_at(both.len() / 2)).unwrap_or_default();
    json!({"alg": "ES256", "crv": "P-256", "kty": "EC", "use": "sig", "x": BASE64.encode(x), "y": BASE64.encode(y)})
}
