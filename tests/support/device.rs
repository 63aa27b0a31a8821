//! A device with passkeys, as far as the bytes go that a browser hands on: it makes an Ed25519 key and signs with it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::client::{Answer, Client};

/// A person was there, and proved it to the device.
const THERE: u8 = 0x01;
const PROVED: u8 = 0x04;
/// A new key comes along.
const NEW: u8 = 0x40;

/// A device that holds one passkey. Everything about it may be another than it should be.
#[derive(Clone)]
pub(crate) struct Device {
    /// Its key follows from it.
    pub(crate) seed: u8,
    pub(crate) id: Vec<u8>,
    pub(crate) handle: Vec<u8>,
    pub(crate) counter: u32,
    pub(crate) proves: bool,
    /// Where its browser believes to be.
    pub(crate) origin: String,
    pub(crate) host: String,
}

pub(crate) fn text(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn bytes(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}

/// A client whose page was opened at `localhost`, and the origin of that page.
pub(crate) fn at_home(client: &Client) -> (Client, String) {
    let host = format!("localhost:{}", client.port());
    (client.with("host", &host), format!("http://{host}"))
}

impl Device {
    /// One that is told apart from others by its number.
    pub(crate) fn new(number: u8, origin: &str) -> Self {
        Self {
            seed: number,
            id: vec![number; 24],
            handle: Vec::new(),
            counter: 0,
            proves: true,
            origin: origin.to_owned(),
            host: "localhost".to_owned(),
        }
    }

    /// A member's device with a passkey that the box knows, by a browser at `localhost`.
    pub(crate) async fn of(member: &Client, number: u8) -> (Self, Value) {
        let (member, origin) = at_home(member);
        let mut device = Self::new(number, &origin);
        let offer = member.post("/api/v1/passkeys/challenge", &json!({})).await.is(200);
        let made = device.make(&offer);
        let added = member.post("/api/v1/passkeys", &made).await.is(201);
        (device, added)
    }

    fn key(&self) -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&[self.seed; 32]).unwrap()
    }

    /// What its browser says about a challenge.
    fn client_data(&self, kind: &str, challenge: &Value) -> Vec<u8> {
        let challenge = challenge.as_str().unwrap();
        let origin = &self.origin;
        format!(
            "{{\"type\":\"{kind}\",\"challenge\":\"{challenge}\",\"origin\":\"{origin}\",\"crossOrigin\":false}}"
        )
        .into_bytes()
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let flags = THERE | more | if self.proves { PROVED } else { 0 };
        let mut data = Sha256::digest(&self.host).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// Makes its passkey, as the browser tells the box.
    pub(crate) fn make(&mut self, offer: &Value) -> Value {
        self.handle = bytes(&offer["user_id"]);
        let mut data = self.data(NEW);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        // A map: an octet key pair (1: 1) for EdDSA (3: -8) on Ed25519 (-1: 6), and its public half (-2).
        data.extend([0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20]);
        data.extend(self.key().public_key().as_ref());
        // A map: "fmt" is "none", "attStmt" is empty, "authData" is the bytes.
        let mut attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        attestation.push(u8::try_from(data.len()).unwrap());
        attestation.extend(data);
        json!({
            "name": "HP Ayah",
            "client_data": text(self.client_data("webauthn.create", &offer["challenge"])),
            "attestation": text(attestation),
        })
    }

    /// Signs a question, as the browser tells the box. It counts.
    pub(crate) fn sign(&mut self, question: &Value) -> Value {
        self.counter += 1;
        let client_data = self.client_data("webauthn.get", &question["challenge"]);
        let data = self.data(0);
        let signed = [&data[..], &Sha256::digest(&client_data)].concat();
        json!({
            "id": text(&self.id),
            "client_data": text(client_data),
            "authenticator_data": text(data),
            "signature": text(self.key().sign(&signed)),
            "user_handle": text(&self.handle),
        })
    }

    /// Signs in with it, by a browser at `localhost` on which nobody is signed in.
    pub(crate) async fn enter(&mut self, client: &Client) -> Answer {
        let (page, _) = at_home(&client.anonymous());
        let question = page.act("/api/v1/session/passkey/challenge").await.is(200);
        page.post("/api/v1/session/passkey", &self.sign(&question)).await
    }
}
