//! Which key the store's secrets are sealed with.

use super::{App, Error};
use crate::ledger::ChatLinkId;
use crate::outside::Outside;
use crate::seal::{KeyError, KeyId, KeyPlace, Purpose, Seal, Sealed};
use crate::store::{Store, StoreError};
use zeroize::Zeroizing;

/// Under which name the store remembers its key.
const SETTING: &str = "seal-key";

/// The key was not taken up.
#[derive(Debug, thiserror::Error)]
pub enum NoSeal {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The key that this store's secrets are sealed with. A store that has none yet remembers it from now on.
pub fn seal_of(store: &Store, place: &KeyPlace, outside: &Outside) -> Result<Seal, NoSeal> {
    let kept = store.read(|look| look.setting(SETTING))?;
    let known = kept.and_then(|kept| KeyId::try_from(kept).ok());
    let seal = Seal::at(place, known, outside)?;
    if known.is_none() {
        let id = seal.id();
        store.write(move |pen| pen.put_setting(SETTING, &id))?;
    }
    Ok(seal)
}

impl App {
    /// A secret as a record may hold it.
    pub fn sealed(&self, purpose: Purpose, owner: &[u8], secret: &[u8]) -> Sealed {
        self.inner.seal.close(purpose, owner, secret, self.outside())
    }

    /// What people call a linked Telegram account by: its number is Telegram's, and few enough to be guessed from a
    /// plain hash.
    pub(super) fn link_id(&self, chat: i64) -> ChatLinkId {
        ChatLinkId::from_bytes(self.inner.seal.name(&[b"telegram: ", &chat.to_be_bytes()]))
    }

    /// What [`App::sealed`] was given. Only trouble of the box keeps it shut.
    pub fn unsealed(
        &self,
        purpose: Purpose,
        owner: &[u8],
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let opened = self.inner.seal.open(purpose, owner, sealed);
        opened.map_err(|error| Error::broken("opening a sealed secret", error))
    }
}
