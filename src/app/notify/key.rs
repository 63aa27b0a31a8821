//! The key that tells push services which box a message is from (VAPID, RFC 8292): made when it is first needed, kept
//! sealed, never replaced, because browsers remember it.

use p256::SecretKey;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use zeroize::Zeroizing;

use super::super::{Acting, App, Error};
use crate::seal::{Purpose, Sealed};

/// Under which name the store keeps it.
const SETTING: &str = "push-key";

/// The box's key.
#[derive(Clone)]
pub struct PushKey(SecretKey);

impl std::fmt::Debug for PushKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PushKey")
    }
}

impl PushKey {
    /// The half that browsers are told: a point, uncompressed, 65 bytes.
    pub fn public(&self) -> Vec<u8> {
        self.0.public_key().to_encoded_point(false).as_bytes().to_vec()
    }

    pub const fn secret(&self) -> &SecretKey {
        &self.0
    }
}

impl Acting {
    /// What a browser needs to be told by this box.
    pub fn push_key(&self) -> Result<Vec<u8>, Error> {
        Ok(self.app.push_key()?.public())
    }
}

impl App {
    /// The box's key, which is made now if there is none.
    pub fn push_key(&self) -> Result<PushKey, Error> {
        if let Some(kept) = self.store().read(|look| look.setting(SETTING))? {
            return self.opened_push_key(kept);
        }
        let app = self.clone();
        self.store().write(move |pen| {
            // Somebody may have been first.
            if let Some(kept) = pen.setting(SETTING)? {
                return app.opened_push_key(kept);
            }
            let key = app.new_push_key();
            let sealed = app.sealed(Purpose::PushKey, &[], &Zeroizing::new(key.0.to_bytes()));
            pen.put_setting(SETTING, sealed.as_bytes())?;
            Ok(key)
        })
    }

    fn opened_push_key(&self, kept: Vec<u8>) -> Result<PushKey, Error> {
        let opened = self.unsealed(Purpose::PushKey, &[], &Sealed::from_bytes(kept))?;
        let key = SecretKey::from_slice(&opened);
        key.map(PushKey).map_err(|_| Error::broken("reading the key for notices", Unfit))
    }

    fn new_push_key(&self) -> PushKey {
        loop {
            // All but one of 2³² draws are a key.
            let drawn: Zeroizing<[u8; 32]> = Zeroizing::new(self.outside().chance());
            if let Ok(key) = SecretKey::from_slice(&*drawn) {
                return PushKey(key);
            }
        }
    }
}

/// What was kept is no key.
#[derive(Debug, thiserror::Error)]
#[error("it is no key of P-256")]
struct Unfit;
