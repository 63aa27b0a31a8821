//! The keys that access tokens are signed with: each has an id, is replaced after a while, and is forgotten once the
//! last token that it signed has ended.
//!
//! What signs also verifies, and nobody verifies but this box: a token is worth something only as long as the key it
//! was made from lasts, which is looked up at every use. So there is nothing to publish.

use data_encoding::HEXLOWER;
use std::time::Duration;

use jwt_compact::alg::Hs256Key;

use super::{App, Error, Origin, SecurityKind, SecurityOutcome};
use crate::ledger::{Channel, Timestamp};
use crate::outside::later;
use crate::seal::Purpose;
use crate::store::{Look, Pen, SigningKey, SigningKeyId};

/// A key as its owner sees it: everything but the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKeySeen {
    /// As tokens name it.
    pub id: String,
    pub created: Timestamp,
    /// Until when what it signed is taken; none: it is the one that signs.
    pub expires: Option<Timestamp>,
}

/// A key signs for so long, then the box makes another.
const SIGNS_FOR: Duration = Duration::from_hours(90 * 24);

/// How long a retired key still verifies: as long as a token lives, and what clocks may differ by.
pub(super) const OUTLIVES: Duration = Duration::from_mins(20);

impl App {
    /// The keys of this box, oldest first.
    pub fn signing_keys(&self) -> Result<Vec<SigningKeySeen>, Error> {
        let now = self.outside().now();
        let keys = self.store().read(Look::signing_keys)?;
        Ok(keys.into_iter().filter(|key| verifies(key, now)).map(SigningKeySeen::from).collect())
    }

    /// Makes another key, which signs from now on. What the one before signed is taken until it has ended.
    pub fn rotate_keys(&self) -> Result<SigningKeySeen, Error> {
        let app = self.clone();
        let key = self.store().write(move |pen| app.rotate(pen))?;
        Ok(key.into())
    }

    /// Makes the first key, replaces one that has signed for long enough, and forgets those that verify nothing any
    /// more. Gives whether there was something to do.
    pub fn tend_keys(&self) -> Result<bool, Error> {
        let now = self.outside().now();
        let is_due = move |keys: &[SigningKey]| {
            let signing = keys.iter().find(|key| key.expires.is_none());
            signing.is_none_or(|key| now >= later(key.created, SIGNS_FOR))
        };
        let keys = self.store().read(Look::signing_keys)?;
        if !is_due(&keys) && keys.iter().all(|key| verifies(key, now)) {
            return Ok(false);
        }
        let app = self.clone();
        self.store().write(move |pen| -> Result<(), Error> {
            let keys = pen.signing_keys()?;
            if is_due(&keys) {
                app.rotate(pen)?;
            }
            for key in keys.iter().filter(|key| !verifies(key, now)) {
                pen.delete_signing_key(key.id)?;
            }
            Ok(())
        })?;
        Ok(true)
    }

    /// The key that signs now, and its id.
    pub(super) fn signing_key(&self) -> Result<(String, Hs256Key), Error> {
        let newest = |keys: Vec<SigningKey>| keys.into_iter().rev().find(|key| key.expires.is_none());
        let key = if let Some(key) = newest(self.store().read(Look::signing_keys)?) {
            key
        } else {
            let app = self.clone();
            self.store().write(move |pen| match newest(pen.signing_keys()?) {
                Some(key) => Ok(key),
                None => app.rotate(pen),
            })?
        };
        Ok((HEXLOWER.encode(&key.id), self.opened(&key)?))
    }

    /// The key of that id, if what it signed is still taken.
    pub(super) fn verifying_key(&self, id: &str) -> Result<Option<Hs256Key>, Error> {
        let now = self.outside().now();
        let Some(id) = id_of(id) else { return Ok(None) };
        let key = self.store().read(|look| look.signing_key(id))?;
        key.filter(|key| verifies(key, now)).map(|key| self.opened(&key)).transpose()
    }

    fn opened(&self, key: &SigningKey) -> Result<Hs256Key, Error> {
        Ok(Hs256Key::new(&*self.unsealed(Purpose::SigningKey, &key.id, &key.secret)?))
    }

    fn rotate(&self, pen: &mut Pen<'_>) -> Result<SigningKey, Error> {
        let now = self.outside().now();
        let before: Vec<SigningKey> =
            pen.signing_keys()?.into_iter().filter(|key| key.expires.is_none()).collect();
        for key in &before {
            pen.put_signing_key(&SigningKey { expires: Some(later(now, OUTLIVES)), ..key.clone() })?;
        }
        let id: SigningKeyId = self.outside().chance();
        let secret = zeroize::Zeroizing::new(self.outside().chance::<32>());
        let secret = self.sealed(Purpose::SigningKey, &id, &*secret);
        let key = SigningKey { id, secret, created: now, expires: None };
        pen.put_signing_key(&key)?;
        if !before.is_empty() {
            let (kind, done) = (SecurityKind::RotateKeys, SecurityOutcome::Done);
            self.note(pen, kind, done, None, Channel::Box, &Origin::default())?;
        }
        Ok(key)
    }
}

fn verifies(key: &SigningKey, now: Timestamp) -> bool {
    key.expires.is_none_or(|expires| now < expires)
}

/// The id that a token names, in lower-case hexadecimal.
fn id_of(text: &str) -> Option<SigningKeyId> {
    let is_plain = |letter: u8| letter.is_ascii_digit() || (b'a'..=b'f').contains(&letter);
    if text.len() != 16 || !text.bytes().all(is_plain) {
        return None;
    }
    u64::from_str_radix(text, 16).ok().map(u64::to_be_bytes)
}

impl From<SigningKey> for SigningKeySeen {
    fn from(key: SigningKey) -> Self {
        Self { id: HEXLOWER.encode(&key.id), created: key.created, expires: key.expires }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::app::Options;
    use crate::outside::Outside;
    use crate::search::Search;
    use crate::store::Store;

    const HOUR: i64 = 3_600;

    fn app() -> (App, Arc<AtomicI64>) {
        let clock = Arc::new(AtomicI64::new(1_800_000_000));
        let told = clock.clone();
        let now = move || Timestamp::from_second(told.load(Ordering::SeqCst)).unwrap();
        let outside = Outside::real().unwrap().with_clock(now);
        let (store, search) = (Store::in_memory().unwrap(), Search::in_memory().unwrap());
        (App::new(store, search, outside, Options::default()), clock)
    }

    fn ids(app: &App) -> Vec<String> {
        app.signing_keys().unwrap().into_iter().map(|key| key.id).collect()
    }

    #[test]
    fn the_first_key_is_made_once_and_each_has_a_secret_of_its_own() {
        let (app, _) = app();
        assert!(app.tend_keys().unwrap());
        assert!(!app.tend_keys().unwrap());
        let (first, secret) = app.signing_key().unwrap();
        assert_eq!(ids(&app), [first.as_str()]);
        assert_eq!(secret.as_ref().len(), 32);
        let second = app.rotate_keys().unwrap();
        let (signing, other) = app.signing_key().unwrap();
        assert_eq!(signing, second.id);
        assert_ne!(secret.as_ref(), other.as_ref());
        assert_eq!(ids(&app).len(), 2);
        let kept = app.store().read(Look::signing_keys).unwrap();
        for key in kept {
            let bytes = key.secret.as_bytes();
            assert!(!bytes.windows(32).any(|part| part == secret.as_ref() || part == other.as_ref()));
        }
    }

    #[test]
    fn a_key_that_signs_is_there_when_it_is_needed() {
        let (app, _) = app();
        let (id, secret) = app.signing_key().unwrap();
        assert_eq!(app.verifying_key(&id).unwrap().unwrap().as_ref(), secret.as_ref());
        assert!(!app.tend_keys().unwrap());
    }

    #[test]
    fn a_key_is_replaced_after_ninety_days_and_forgotten_when_its_last_token_ended() {
        let (app, clock) = app();
        app.tend_keys().unwrap();
        let first = ids(&app);
        clock.fetch_add(90 * 24 * HOUR - 1, Ordering::SeqCst);
        assert!(!app.tend_keys().unwrap());
        clock.fetch_add(1, Ordering::SeqCst);
        assert!(app.tend_keys().unwrap());
        assert_eq!(ids(&app).len(), 2);
        assert!(app.verifying_key(&first[0]).unwrap().is_some());
        clock.fetch_add(HOUR / 3 - 1, Ordering::SeqCst);
        assert!(app.verifying_key(&first[0]).unwrap().is_some());
        clock.fetch_add(1, Ordering::SeqCst);
        assert!(app.verifying_key(&first[0]).unwrap().is_none(), "nothing that it signed lives any more");
        assert_eq!(ids(&app).len(), 1);
        assert!(app.tend_keys().unwrap());
        assert_eq!(app.store().read(Look::signing_keys).unwrap().len(), 1);
        assert!(!app.tend_keys().unwrap());
    }

    #[test]
    fn only_ids_of_the_right_shape_are_looked_for() {
        assert_eq!(id_of("00000000000000ff"), Some([0, 0, 0, 0, 0, 0, 0, 255]));
        for text in ["", "00000000000000FF", "+0000000000000ff", "../../../../../..", "00000000000000ff00"] {
            assert_eq!(id_of(text), None, "{text}");
        }
    }
}
