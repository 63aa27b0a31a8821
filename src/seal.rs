//! Secrets that the store must keep and a thief of the store must not read: sealed under a key that lies outside it.
//!
//! [`Seal::close`] makes a [`Sealed`], which may stand in any record; [`Seal::open`] gives back what was sealed. Each
//! is bound to its [`Purpose`] and its owner, so that a sealed text moved to another row does not open there.

use std::fmt::{self, Write as _};
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::outside::Outside;

/// The key, 256 bits, and what closes and opens with it.
#[derive(Clone)]
pub struct Seal {
    cipher: XChaCha20Poly1305,
    id: KeyId,
    /// What names are made with.
    names: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seal").finish_non_exhaustive()
    }
}

/// Tells keys apart without saying anything of them.
pub type KeyId = [u8; 8];

/// A secret as it may be stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed")
    }
}

/// What a secret is for. What was sealed for one purpose does not open for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// What a member's authenticator app counts from. Its owner: the member.
    TotpSeed,
    /// What access tokens are signed with. Its owner: the key's number.
    SigningKey,
    /// What deliveries to another program are signed with. Its owner: the subscription.
    WebhookSecret,
    /// The private half of the key that push messages are signed with. Its owner: the box, no bytes.
    PushKey,
    /// The token of the family's bot. Its owner: the box, no bytes.
    BotToken,
    /// What Telegram shows with each delivery. Its owner: the box, no bytes.
    BotSecret,
}

impl Purpose {
    const fn name(self) -> &'static [u8] {
        match self {
            Self::TotpSeed => b"totp-seed",
            Self::SigningKey => b"signing-key",
            Self::WebhookSecret => b"webhook-secret",
            Self::PushKey => b"push-key",
            Self::BotToken => b"bot-token",
            Self::BotSecret => b"bot-secret",
        }
    }
}

/// A sealed secret was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unopened {
    #[error("it was sealed with another key")]
    OtherKey,
    #[error("it is damaged, or was sealed for something else")]
    Damaged,
}

/// Where the key lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyPlace {
    /// In the data folder, made at the first start.
    Own(PathBuf),
    /// Where the owner put it; never made here.
    Given(PathBuf),
}

/// The key cannot be used. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the key in {} is missing", path.display())]
    Missing { path: PathBuf },
    #[error("the key in {} is not the one that the store was sealed with", path.display())]
    Other { path: PathBuf },
    #[error("{} does not hold a key: 64 hexadecimal digits", path.display())]
    NotAKey { path: PathBuf },
    #[error("cannot use the key in {}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

/// Leads what is sealed, so that another way of sealing can come later.
const VERSION: u8 = 1;
const NONCE: usize = 24;

impl Seal {
    pub fn new(key: &[u8; 32]) -> Self {
        let named = Sha256::new_with_prefix(b"catatduit seal: ").chain_update(key).finalize();
        let mut id = KeyId::default();
        id.iter_mut().zip(named).for_each(|(place, byte)| *place = byte);
        let for_names = Sha256::new_with_prefix(b"catatduit names: ").chain_update(key).finalize();
        Self { cipher: XChaCha20Poly1305::new(key.into()), id, names: Zeroizing::new(for_names.into()) }
    }

    /// A key that nobody keeps: what it seals can be read as long as this process lives.
    pub fn passing(outside: &Outside) -> Self {
        Self::new(&Zeroizing::new(outside.chance()))
    }

    /// The key at its place. `known` is the key that the store was sealed with before: no other one is taken, and
    /// none is made in its place.
    pub fn at(place: &KeyPlace, known: Option<KeyId>, outside: &Outside) -> Result<Self, KeyError> {
        let (KeyPlace::Own(path) | KeyPlace::Given(path)) = place;
        let seal = match (read(path)?, place) {
            (Some(seal), _) => seal,
            (None, KeyPlace::Own(path)) if known.is_none() => make(path, outside)?,
            (None, _) => return Err(KeyError::Missing { path: path.clone() }),
        };
        match known {
            Some(known) if known != seal.id => Err(KeyError::Other { path: path.clone() }),
            _ => Ok(seal),
        }
    }

    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// A name for something that people must not guess, such as a number of Telegram's: the same each time, and nobody
    /// without the key finds out of what. `of` begins with what kind of thing it is.
    pub fn name(&self, of: &[&[u8]]) -> [u8; 16] {
        let mut named = Sha256::new_with_prefix(*self.names);
        for part in of {
            named.update(part);
        }
        let mut name = [0; 16];
        name.iter_mut().zip(named.finalize()).for_each(|(place, byte)| *place = byte);
        name
    }

    /// Seals a secret. `owner` is whose it is, as the purpose says.
    pub fn close(&self, purpose: Purpose, owner: &[u8], secret: &[u8], outside: &Outside) -> Sealed {
        let nonce: [u8; NONCE] = outside.chance();
        let aad = bound_to(purpose, owner);
        let payload = Payload { msg: secret, aad: &aad };
        #[expect(clippy::expect_used, reason = "it fails for secrets beyond 256 GiB alone")]
        let text = self.cipher.encrypt(&nonce.into(), payload).expect("a secret is short enough");
        Sealed([&[VERSION], &self.id[..], &nonce, &text].concat())
    }

    /// What was sealed, for the same purpose and owner.
    pub fn open(
        &self,
        purpose: Purpose,
        owner: &[u8],
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, Unopened> {
        let rest = sealed.0.strip_prefix(&[VERSION]).ok_or(Unopened::Damaged)?;
        let (id, rest) = rest.split_first_chunk::<8>().ok_or(Unopened::Damaged)?;
        if *id != self.id {
            return Err(Unopened::OtherKey);
        }
        let (nonce, text) = rest.split_first_chunk::<NONCE>().ok_or(Unopened::Damaged)?;
        let aad = bound_to(purpose, owner);
        let payload = Payload { msg: text, aad: &aad };
        let opened = self.cipher.decrypt(&(*nonce).into(), payload).map_err(|_| Unopened::Damaged)?;
        Ok(Zeroizing::new(opened))
    }
}

impl Sealed {
    /// As the store keeps it.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As the store kept it; whether it opens is found out when it is opened.
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

fn bound_to(purpose: Purpose, owner: &[u8]) -> Vec<u8> {
    [purpose.name(), &[0], owner].concat()
}

fn read(path: &Path) -> Result<Option<Seal>, KeyError> {
    let failed = |source| KeyError::Io { path: path.to_owned(), source };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(KeyError::NotAKey { path: path.to_owned() });
        }
        Err(error) => return Err(failed(error)),
    };
    let mode = std::fs::metadata(path).map_err(failed)?.permissions().mode();
    if mode & 0o077 != 0 {
        tracing::warn!(
            "others on this machine may read the box's key: its file should be for its owner only"
        );
    }
    let key = key_of(text.trim()).ok_or_else(|| KeyError::NotAKey { path: path.to_owned() })?;
    Ok(Some(Seal::new(&key)))
}

fn key_of(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0; 32]);
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in key.iter_mut().enumerate() {
        let digits = text.get(2 * at..2 * at + 2)?;
        *byte = u8::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
    }
    Some(key)
}

/// Makes a key that is whole or not there: it is written beside its place and renamed into it.
fn make(path: &Path, outside: &Outside) -> Result<Seal, KeyError> {
    let key: Zeroizing<[u8; 32]> = Zeroizing::new(outside.chance());
    let mut text = Zeroizing::new(String::with_capacity(65));
    for byte in key.iter() {
        // Writing to a text in memory does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.push('\n');
    let write = || {
        let beside = path.with_extension("new");
        match std::fs::remove_file(&beside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&beside, path)?;
        // The name itself must survive a power cut too.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        std::fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    };
    write().map_err(|source| KeyError::Io { path: path.to_owned(), source })?;
    Ok(Seal::new(&key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outside() -> Outside {
        Outside::real().unwrap()
    }

    #[test]
    fn what_is_sealed_opens_for_its_purpose_and_owner_alone() {
        let seal = Seal::new(&[7; 32]);
        let sealed = seal.close(Purpose::TotpSeed, b"ayah", b"a seed", &outside());
        assert!(!sealed.as_bytes().windows(6).any(|window| window == b"a seed"));
        let opened = seal.open(Purpose::TotpSeed, b"ayah", &sealed).unwrap();
        assert_eq!(&opened[..], b"a seed");
        assert_eq!(seal.open(Purpose::SigningKey, b"ayah", &sealed).unwrap_err(), Unopened::Damaged);
        assert_eq!(seal.open(Purpose::TotpSeed, b"ibu", &sealed).unwrap_err(), Unopened::Damaged);
        let other = Seal::new(&[8; 32]);
        assert_eq!(other.open(Purpose::TotpSeed, b"ayah", &sealed).unwrap_err(), Unopened::OtherKey);
        let again = seal.close(Purpose::TotpSeed, b"ayah", b"a seed", &outside());
        assert_ne!(sealed, again, "the same secret twice is not seen to be the same");
    }

    #[test]
    fn a_name_is_of_its_thing_and_its_key() {
        let (one, other) = (Seal::new(&[7; 32]), Seal::new(&[8; 32]));
        assert_eq!(one.name(&[b"telegram: ", &[1; 8]]), one.name(&[b"telegram: ", &[1; 8]]));
        assert_ne!(one.name(&[b"telegram: ", &[1; 8]]), one.name(&[b"telegram: ", &[2; 8]]));
        assert_ne!(one.name(&[b"telegram: ", &[1; 8]]), one.name(&[b"something: ", &[1; 8]]));
        assert_ne!(one.name(&[b"telegram: ", &[1; 8]]), other.name(&[b"telegram: ", &[1; 8]]));
    }

    #[test]
    fn every_byte_counts() {
        let seal = Seal::new(&[7; 32]);
        let sealed = seal.close(Purpose::PushKey, b"", b"secret", &outside());
        for at in 0..sealed.as_bytes().len() {
            let mut bytes = sealed.as_bytes().to_vec();
            bytes[at] ^= 1;
            assert!(seal.open(Purpose::PushKey, b"", &Sealed::from_bytes(bytes)).is_err(), "byte {at}");
            let cut = Sealed::from_bytes(sealed.as_bytes()[..at].to_vec());
            assert!(seal.open(Purpose::PushKey, b"", &cut).is_err(), "cut to {at}");
        }
    }

    #[test]
    fn the_key_is_made_once_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let place = KeyPlace::Own(path.clone());
        let made = Seal::at(&place, None, &outside()).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let again = Seal::at(&place, Some(made.id()), &outside()).unwrap();
        assert_eq!(made.id(), again.id());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_missing_other_or_broken_key_is_refused_and_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let own = KeyPlace::Own(path.clone());
        let known = Some(Seal::new(&[7; 32]).id());
        assert!(matches!(Seal::at(&own, known, &outside()), Err(KeyError::Missing { .. })));
        let given = KeyPlace::Given(path.clone());
        assert!(matches!(Seal::at(&given, None, &outside()), Err(KeyError::Missing { .. })));
        assert!(!path.exists());
        for text in ["", "07", &"zz".repeat(32), &"+7".repeat(32), &"07".repeat(33), "\u{e9}"] {
            std::fs::write(&path, text).unwrap();
            assert!(matches!(Seal::at(&own, known, &outside()), Err(KeyError::NotAKey { .. })), "{text}");
        }
        std::fs::write(&path, "08".repeat(32)).unwrap();
        assert!(matches!(Seal::at(&own, known, &outside()), Err(KeyError::Other { .. })));
        std::fs::write(&path, "07".repeat(32) + "\n").unwrap();
        assert!(Seal::at(&given, known, &outside()).is_ok());
    }
}
