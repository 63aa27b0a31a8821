//! Passkeys: what an authenticator made for this box at one address, and whether it is there again. The only part that
//! names the library for it. Pure but for two things that the library does by itself: it draws its own challenges from
//! the system, and lets none be answered after five minutes by the system's clock.
//!
//! A person proves with a gesture, a finger or a number to their own device that it is them, so a passkey is both
//! factors at once; the box is told so and insists on it.

use std::fmt;

use webauthn_rp::request::auth::{
    AuthenticationVerificationOptions, AuthenticatorAttachmentEnforcement, SignatureCounterEnforcement,
};
use webauthn_rp::request::register::{
    AuthenticatorSelectionCriteria, Extension, PublicKeyCredentialUserEntity,
    RegistrationVerificationOptions, UserHandle,
};
use webauthn_rp::request::{AsciiDomain, BackupReq, RpId};
use webauthn_rp::response::auth::DiscoverableAuthenticatorAssertion;
use webauthn_rp::response::register::{
    AuthenticatorAttestation, AuthenticatorExtensionOutputStaticState, ClientExtensionsOutputs,
    CompressedP256PubKey, CompressedP384PubKey, CompressedPubKey, CredentialProtectionPolicy, DynamicState,
    Ed25519PubKey, RsaPubKey, StaticState, UncompressedPubKey,
};
use webauthn_rp::response::{AuthTransports, AuthenticatorAttachment, Backup, CredentialId, SentChallenge};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions, Registration,
    RegistrationServerState,
};

/// Where a page was opened, as far as passkeys go: each belongs to one such place, and works at no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    origin: String,
    host: String,
}

/// Names a person to their authenticator: the same for all of their passkeys, and says nothing about them.
pub type Handle = [u8; 32];

/// What is to be signed: chance.
pub type Challenge = [u8; 16];

/// The longest id that an authenticator may give to what it made.
pub const LONGEST_ID: usize = 1_023;

/// The algorithms of the keys that are taken, as COSE numbers them, the best first: Ed25519, P-256, P-384, RSA.
pub const ALGORITHMS: [i32; 4] = [-8, -7, -35, -257];

/// What an authenticator made, as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Chosen by the authenticator; no two are the same.
    pub id: Vec<u8>,
    pub key: PublicKey,
    /// How often it signed, as far as it counts; one that does not count stays at 0.
    pub counter: u32,
    pub copies: Copies,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("counter", &self.counter).finish_non_exhaustive()
    }
}

/// What checks its signatures. No secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    Ed25519([u8; 32]),
    P256 { x: [u8; 32], y_is_odd: bool },
    P384 { x: Box<[u8; 48]>, y_is_odd: bool },
    Rsa { n: Vec<u8>, e: u32 },
}

/// Whether other devices of the person may hold the same passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// It cannot leave the device.
    Never,
    /// Its maker may copy it to the person's other devices, and has not yet.
    Possible,
    Made,
}

/// A passkey that is being made.
#[derive(Debug)]
pub struct Adding(RegistrationServerState<32>);

/// Somebody who is about to sign in.
#[derive(Debug)]
pub struct Entering(DiscoverableAuthenticationServerState);

/// What a browser says of a passkey that it had made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attested {
    pub client_data: Vec<u8>,
    pub attestation: Vec<u8>,
}

/// What a browser says for a passkey that is there again: worth something once, and nothing after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asserted {
    pub id: Vec<u8>,
    pub client_data: Vec<u8>,
    pub authenticator_data: Vec<u8>,
    pub signature: Vec<u8>,
    pub handle: Handle,
}

/// What was said does not hold. The text is for the log: it says which step failed, and nothing of anybody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(String);

impl Refused {
    fn because<E: fmt::Display>(why: E) -> Self {
        Self(format!("{why}"))
    }
}

impl Place {
    /// The place that a browser opens by this name and port; none where browsers offer no passkeys: at a bare number, or
    /// without TLS anywhere but on the machine itself.
    pub fn of(is_secure: bool, authority: &str) -> Option<Self> {
        let authority = authority.to_ascii_lowercase();
        let usual = if is_secure { ":443" } else { ":80" };
        let authority = authority.strip_suffix(usual).unwrap_or(&authority);
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        };
        let is_local = host == "localhost" || host.ends_with(".localhost");
        let is_port = |port: &str| port.parse::<u16>().is_ok_and(|number| number.to_string() == port);
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.');
        let is_name = host.chars().all(is_plain)
            && host.split('.').all(|label| !label.is_empty())
            && host
                .rsplit('.')
                .next()
                .is_some_and(|last| last.chars().any(|letter| letter.is_ascii_alphabetic()));
        if !(is_secure || is_local) || !is_name || !port.is_none_or(is_port) {
            return None;
        }
        domain(host)?;
        let scheme = if is_secure { "https" } else { "http" };
        Some(Self { origin: format!("{scheme}://{authority}"), host: host.to_owned() })
    }

    /// The place of this origin, as [`Place::origin`] gave it.
    pub fn at(origin: &str) -> Option<Self> {
        match origin.split_once("://")? {
            ("https", authority) => Self::of(true, authority),
            ("http", authority) => Self::of(false, authority),
            _ => None,
        }
    }

    /// `https://kotak.example`, `http://localhost:8080`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// What authenticators know it by: its name alone.
    pub fn host(&self) -> &str {
        &self.host
    }

    fn rp_id(&self) -> Result<RpId, Refused> {
        domain(&self.host).map(RpId::Domain).ok_or_else(|| Refused("the place has no name".to_owned()))
    }
}

fn domain(host: &str) -> Option<AsciiDomain> {
    AsciiDomain::try_from(host.to_owned()).ok()
}

impl Adding {
    /// Asks for a passkey of the person with this handle.
    pub fn begin(place: &Place, handle: &Handle) -> Result<(Challenge, Self), Refused> {
        let (rp_id, handle) = (place.rp_id()?, UserHandle::from(*handle));
        let user = PublicKeyCredentialUserEntity::from(&handle);
        let mut options = PublicKeyCredentialCreationOptions::passkey(&rp_id, user, Vec::new());
        options.authenticator_selection = AuthenticatorSelectionCriteria::passkey();
        options.extensions = Extension::default();
        let challenge = options.challenge.as_data().to_le_bytes();
        let (waiting, _) = options.start_ceremony().map_err(Refused::because)?;
        Ok((challenge, Self(waiting)))
    }

    /// Takes what was made, if it was asked for here.
    pub fn finish(self, place: &Place, attested: Attested) -> Result<Credential, Refused> {
        let origins = [place.origin.as_str()];
        let options = RegistrationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            allowed_top_origins: None,
            backup_requirement: BackupReq::None,
            // Browsers protect what they make by themselves, and authenticators say so.
            error_on_unsolicited_extensions: false,
            require_authenticator_attachment: false,
            client_data_json_relaxed: true,
        };
        let Attested { client_data, attestation } = attested;
        let response = AuthenticatorAttestation::new(client_data, attestation, AuthTransports::NONE);
        let nothing = ClientExtensionsOutputs { cred_props: None, prf: None };
        let registration = Registration::new(response, AuthenticatorAttachment::None, nothing);
        let made = self.0.verify(&place.rp_id()?, &registration, &options).map_err(Refused::because)?;
        let (state, now) = (made.static_state(), made.dynamic_state());
        Ok(Credential {
            id: made.id().as_ref().to_vec(),
            key: PublicKey::of(state.credential_public_key)?,
            counter: now.sign_count,
            copies: now.backup.into(),
        })
    }
}

impl Entering {
    /// Asks for any passkey of this place.
    pub fn begin(place: &Place) -> Result<(Challenge, Self), Refused> {
        let rp_id = place.rp_id()?;
        let options = DiscoverableCredentialRequestOptions::passkey(&rp_id);
        let challenge = options.0.challenge.as_data().to_le_bytes();
        let (waiting, _) = options.start_ceremony().map_err(Refused::because)?;
        Ok((challenge, Self(waiting)))
    }

    /// Whether the passkey is this one and of the person with this handle; what is to be kept of it from now on.
    pub fn finish(
        self,
        place: &Place,
        asserted: Asserted,
        kept: &Credential,
        handle: &Handle,
    ) -> Result<Credential, Refused> {
        let said = UserHandle::from(asserted.handle);
        let response = DiscoverableAuthenticatorAssertion::new(
            asserted.client_data,
            asserted.authenticator_data,
            asserted.signature,
            said,
        );
        let id = CredentialId::try_from(asserted.id).map_err(Refused::because)?;
        let authentication = DiscoverableAuthentication::new(id, response, AuthenticatorAttachment::None);
        let handle = UserHandle::from(*handle);
        let id = CredentialId::try_from(kept.id.as_slice()).map_err(Refused::because)?;
        let mut credential =
            AuthenticatedCredential::new(id, &handle, kept.state()?, kept.now()).map_err(Refused::because)?;
        let origins = [place.origin.as_str()];
        let options = AuthenticationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            allowed_top_origins: None,
            // That it may be copied never changes; that it was copied may.
            backup_requirement: Some(match kept.copies {
                Copies::Never => BackupReq::NotEligible,
                Copies::Possible | Copies::Made => BackupReq::Eligible,
            }),
            error_on_unsolicited_extensions: false,
            auth_attachment_enforcement: AuthenticatorAttachmentEnforcement::Ignore(false),
            update_uv: false,
            // One that counted less than before is a copy of another.
            sig_counter_enforcement: SignatureCounterEnforcement::Fail,
            client_data_json_relaxed: true,
        };
        let rp_id = place.rp_id()?;
        self.0.verify(&rp_id, &authentication, &mut credential, &options).map_err(Refused::because)?;
        let now = credential.dynamic_state();
        Ok(Credential { counter: now.sign_count, copies: now.backup.into(), ..kept.clone() })
    }
}

impl Attested {
    /// Which challenge it answers.
    pub fn challenge(&self) -> Option<Challenge> {
        challenge_in(&self.client_data)
    }
}

impl Asserted {
    /// Which challenge it answers.
    pub fn challenge(&self) -> Option<Challenge> {
        challenge_in(&self.client_data)
    }
}

/// The challenge that a browser's words are about. What else they say is looked at when they are checked.
fn challenge_in(client_data: &[u8]) -> Option<Challenge> {
    let response = AuthenticatorAttestation::new(client_data.to_vec(), Vec::new(), AuthTransports::NONE);
    let nothing = ClientExtensionsOutputs { cred_props: None, prf: None };
    let said = Registration::new(response, AuthenticatorAttachment::None, nothing);
    let SentChallenge(challenge) = said.challenge_relaxed().ok()?;
    Some(challenge.to_le_bytes())
}

/// A credential's key as the checking library wants it.
type StoredKey = CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>;

impl Credential {
    fn state(&self) -> Result<StaticState<StoredKey>, Refused> {
        let credential_public_key = match &self.key {
            PublicKey::Ed25519(key) => CompressedPubKey::Ed25519(Ed25519PubKey::from(*key)),
            PublicKey::P256 { x, y_is_odd } => {
                CompressedPubKey::P256(CompressedP256PubKey::from((*x, *y_is_odd)))
            }
            PublicKey::P384 { x, y_is_odd } => {
                CompressedPubKey::P384(CompressedP384PubKey::from((**x, *y_is_odd)))
            }
            PublicKey::Rsa { n, e } => {
                CompressedPubKey::Rsa(RsaPubKey::try_from((n.clone(), *e)).map_err(Refused::because)?)
            }
        };
        let extensions = AuthenticatorExtensionOutputStaticState {
            cred_protect: CredentialProtectionPolicy::None,
            hmac_secret: None,
        };
        Ok(StaticState { credential_public_key, extensions })
    }

    fn now(&self) -> DynamicState {
        DynamicState {
            user_verified: true,
            backup: match self.copies {
                Copies::Never => Backup::NotEligible,
                Copies::Possible => Backup::Eligible,
                Copies::Made => Backup::Exists,
            },
            sign_count: self.counter,
            authenticator_attachment: AuthenticatorAttachment::None,
        }
    }
}

impl PublicKey {
    fn of(key: UncompressedPubKey<'_>) -> Result<Self, Refused> {
        let odd = |_| Refused("a key of another size".to_owned());
        Ok(match key {
            UncompressedPubKey::Ed25519(key) => {
                Self::Ed25519(key.compressed_y_coordinate().try_into().map_err(odd)?)
            }
            UncompressedPubKey::P256(key) => {
                Self::P256 { x: key.x().try_into().map_err(odd)?, y_is_odd: key.y_is_odd() }
            }
            UncompressedPubKey::P384(key) => {
                Self::P384 { x: Box::new(key.x().try_into().map_err(odd)?), y_is_odd: key.y_is_odd() }
            }
            UncompressedPubKey::Rsa(key) => Self::Rsa { n: key.n().to_vec(), e: key.e() },
        })
    }
}

impl From<Backup> for Copies {
    fn from(backup: Backup) -> Self {
        match backup {
            Backup::NotEligible => Self::Never,
            Backup::Eligible => Self::Possible,
            Backup::Exists => Self::Made,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_where_browsers_offer_passkeys() {
        let rows = [
            (true, "kotak.example", Some("https://kotak.example")),
            (true, "Kotak.Example:443", Some("https://kotak.example")),
            (true, "kotak.example:8443", Some("https://kotak.example:8443")),
            (true, "raspi", Some("https://raspi")),
            (true, "localhost", Some("https://localhost")),
            (false, "localhost:8080", Some("http://localhost:8080")),
            (false, "localhost:80", Some("http://localhost")),
            (false, "app.localhost:5173", Some("http://app.localhost:5173")),
            (false, "kotak.example", None),
            (false, "localhost.example", None),
            (false, "127.0.0.1:8080", None),
            (true, "192.168.1.7", None),
            (true, "[::1]:8080", None),
            (true, "", None),
            (true, ".", None),
            (true, "a..b", None),
            (true, "kotak.example.", None),
            (true, "kotak.example/", None),
            (true, "ayah@kotak.example", None),
            (true, "kotak.example:", None),
            (true, "kotak.example:080", None),
            (true, "kotak.example:99999", None),
            (true, "kot\u{e4}k.example", None),
        ];
        for (is_secure, authority, origin) in rows {
            let place = Place::of(is_secure, authority);
            assert_eq!(place.as_ref().map(Place::origin), origin, "{authority}");
            if let Some(place) = place {
                assert_eq!(Place::at(place.origin()), Some(place), "{authority}");
            }
        }
        assert_eq!(Place::of(true, "kotak.example:8443").unwrap().host(), "kotak.example");
    }

    #[test]
    fn what_is_no_browser_s_word_answers_no_challenge() {
        for text in ["", "{}", "null", "{\"challenge\": 1}", "{\"challenge\": \"AAAA\"}"] {
            assert_eq!(challenge_in(text.as_bytes()), None, "{text}");
        }
        let (challenge, _) = Entering::begin(&Place::of(true, "kotak.example").unwrap()).unwrap();
        let (other, _) = Entering::begin(&Place::of(true, "kotak.example").unwrap()).unwrap();
        assert_ne!(challenge, other);
    }
}
