//! What backups are encrypted with, and opened with again: age, so that `age` alone opens one too.
//!
//! With a passphrase, a backup opens with it and with nothing else. Without one, the box makes a key of its own in the
//! data folder, so that it can try its backups out every night, and encrypts to it and to whatever other keys it was
//! told of.

use std::fmt;
use std::fs::OpenOptions;
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use age::secrecy::{ExposeSecret as _, SecretString};
use age::{Decryptor, Encryptor, scrypt, x25519};
use zeroize::Zeroizing;

use super::error::BackupError;
use super::sync_folder_of;

/// What opens backups, as far as this box knows.
#[derive(Clone)]
pub struct Key {
    passphrase: Option<SecretString>,
    /// Who may open them besides the box.
    others: Vec<x25519::Recipient>,
    /// Where the box's own key lies or will lie.
    own: PathBuf,
    /// Given by hand, to open backups of another box with.
    given: Vec<x25519::Identity>,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("kind", &self.kind()).finish_non_exhaustive()
    }
}

/// How somebody can open a backup when the box is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// With the passphrase of the settings.
    Passphrase,
    /// With the key whose public half the settings name.
    Recipients,
    /// With the box's own key, if somebody wrote it down.
    Own,
}

/// What a passphrase costs to try: 2^16 rounds take 64 MiB of memory and less than a second on a small box.
const WORK: u8 = 16;
/// What another program may have chosen for a file that is to be opened.
const MOST_WORK: u8 = 20;

impl Key {
    /// `own` is where the box's own key lies. Fails when one of `recipients` is no public key of age.
    pub fn new(passphrase: Option<&str>, recipients: &[String], own: PathBuf) -> Result<Self, BackupError> {
        let others = recipients.iter().map(|text| {
            text.parse().map_err(|_| BackupError::BadKey { why: format!("{text} is no public key of age") })
        });
        Ok(Self {
            passphrase: passphrase.map(SecretString::from),
            others: others.collect::<Result<_, _>>()?,
            own,
            given: Vec::new(),
        })
    }

    /// The same, which opens with this passphrase too.
    #[must_use]
    pub fn with_passphrase(self, passphrase: &str) -> Self {
        Self { passphrase: Some(SecretString::from(passphrase)), ..self }
    }

    /// The same, which opens with the keys of such a file too: `AGE-SECRET-KEY-1…`, one a line.
    pub fn with_keys(mut self, text: &str) -> Result<Self, BackupError> {
        let more = identities(text);
        if more.is_empty() {
            return Err(BackupError::BadKey { why: "no line of it is a key of age".to_owned() });
        }
        self.given.extend(more);
        Ok(self)
    }

    pub fn kind(&self) -> KeyKind {
        match (&self.passphrase, self.others.is_empty()) {
            (Some(_), _) => KeyKind::Passphrase,
            (None, false) => KeyKind::Recipients,
            (None, true) => KeyKind::Own,
        }
    }

    /// The box's own key as text to write down, made if there is none yet.
    pub fn own_text(&self) -> Result<Zeroizing<String>, BackupError> {
        Ok(Zeroizing::new(self.own_or_made()?.to_string().expose_secret().to_owned()))
    }

    /// Makes the box's own key, if it is one that is needed and there is none yet: before a backup is put together, so
    /// that the first one holds it too.
    pub(super) fn prepare(&self) -> Result<(), BackupError> {
        if self.passphrase.is_none() {
            self.own_or_made()?;
        }
        Ok(())
    }

    /// Something to write a backup through. Nothing of it can be read unless it is finished.
    pub(super) fn close<W: Write>(&self, out: W) -> Result<age::stream::StreamWriter<W>, BackupError> {
        let encryptor = if let Some(passphrase) = &self.passphrase {
            let mut recipient = scrypt::Recipient::new(passphrase.clone());
            recipient.set_work_factor(WORK);
            Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        } else {
            let own = self.own_or_made()?.to_public();
            let all = std::iter::once(&own).chain(&self.others);
            Encryptor::with_recipients(all.map(|recipient| recipient as &dyn age::Recipient))
        };
        let encryptor = encryptor.map_err(|error| BackupError::BadKey { why: error.to_string() })?;
        encryptor.wrap_output(out).map_err(BackupError::here("writing a backup"))
    }

    /// What was written. Whoever reads to the end knows that nothing of it is missing.
    pub(super) fn open<R: Read>(&self, from: R) -> Result<age::stream::StreamReader<R>, BackupError> {
        let decryptor = Decryptor::new(from).map_err(not_opened)?;
        let passphrase = self.passphrase.clone().map(|passphrase| {
            let mut identity = scrypt::Identity::new(passphrase);
            identity.set_max_work_factor(MOST_WORK);
            identity
        });
        let own = self.own()?;
        let keys = own.iter().chain(&self.given).map(|key| key as &dyn age::Identity);
        let phrases = passphrase.iter().map(|key| key as &dyn age::Identity);
        decryptor.decrypt(phrases.chain(keys)).map_err(not_opened)
    }

    fn own(&self) -> Result<Option<x25519::Identity>, BackupError> {
        match std::fs::read_to_string(&self.own) {
            Ok(text) => {
                let key = identities(&Zeroizing::new(text)).pop();
                let unusable = || BackupError::BadKey { why: format!("{} holds none", self.own.display()) };
                key.ok_or_else(unusable).map(Some)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(BackupError::here("reading the key of the backups")(error)),
        }
    }

    fn own_or_made(&self) -> Result<x25519::Identity, BackupError> {
        if let Some(key) = self.own()? {
            return Ok(key);
        }
        let key = x25519::Identity::generate();
        make(&self.own, &key).map_err(BackupError::here("making the key of the backups"))?;
        Ok(key)
    }
}

/// Written beside its place and renamed into it: whole or not there.
fn make(path: &Path, key: &x25519::Identity) -> io::Result<()> {
    let beside = path.with_extension("key.new");
    match std::fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    let secret = key.to_string();
    file.write_all(format!("# public key: {}\n", key.to_public()).as_bytes())?;
    file.write_all(secret.expose_secret().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    sync_folder_of(path)
}

fn identities(text: &str) -> Vec<x25519::Identity> {
    text.lines().filter_map(|line| line.trim().parse().ok()).collect()
}

fn not_opened(error: age::DecryptError) -> BackupError {
    match error {
        age::DecryptError::Io(error) => match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => {
                BackupError::damaged("it ends too early")
            }
            _ => BackupError::here("reading a backup")(error),
        },
        age::DecryptError::NoMatchingKeys
        | age::DecryptError::DecryptionFailed
        | age::DecryptError::KeyDecryptionFailed
        | age::DecryptError::ExcessiveWork { .. } => BackupError::Locked,
        _ => BackupError::damaged("its beginning is not that of a backup"),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn closed(key: &Key) -> Vec<u8> {
        let mut writer = key.close(Vec::new()).unwrap();
        writer.write_all(b"kopi 25rb").unwrap();
        writer.finish().unwrap()
    }

    fn opened(key: &Key, bytes: &[u8]) -> Result<Vec<u8>, BackupError> {
        let mut text = Vec::new();
        key.open(bytes)?.read_to_end(&mut text).map_err(BackupError::here("reading"))?;
        Ok(text)
    }

    #[test]
    fn a_passphrase_opens_what_it_closed_and_no_other_does() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("backup.key");
        let key = Key::new(Some("kucing oren di atap"), &[], own.clone()).unwrap();
        let bytes = closed(&key);
        assert_eq!(opened(&key, &bytes).unwrap(), b"kopi 25rb");
        let other = Key::new(Some("kucing oren di pagar"), &[], own.clone()).unwrap();
        assert!(matches!(opened(&other, &bytes), Err(BackupError::Locked)));
        assert!(!own.exists(), "no key is made that nobody needs");
        assert!(!format!("{key:?}").contains("kucing"));
    }

    #[test]
    fn the_box_s_own_key_is_made_once_and_opens_what_it_closed_for_others_too() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("backup.key");
        let theirs = x25519::Identity::generate();
        let key = Key::new(None, &[theirs.to_public().to_string()], own.clone()).unwrap();
        let bytes = closed(&key);
        assert_eq!(std::fs::metadata(&own).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(opened(&key, &bytes).unwrap(), b"kopi 25rb");
        assert_eq!(*key.own_text().unwrap(), *key.own_text().unwrap());

        let elsewhere = Key::new(None, &[], folder.path().join("none")).unwrap();
        assert!(matches!(opened(&elsewhere, &bytes), Err(BackupError::Locked)));
        let text = theirs.to_string();
        let with_theirs = elsewhere.clone().with_keys(text.expose_secret()).unwrap();
        assert_eq!(opened(&with_theirs, &bytes).unwrap(), b"kopi 25rb");
        let with_own = elsewhere.with_keys(&key.own_text().unwrap()).unwrap();
        assert_eq!(opened(&with_own, &bytes).unwrap(), b"kopi 25rb");
    }

    #[test]
    fn every_byte_counts() {
        let folder = tempfile::tempdir().unwrap();
        let key = Key::new(None, &[], folder.path().join("backup.key")).unwrap();
        let bytes = closed(&key);
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert!(opened(&key, &other).is_err(), "byte {at}");
            assert!(opened(&key, &bytes[..at]).is_err(), "cut to {at}");
        }
    }
}
