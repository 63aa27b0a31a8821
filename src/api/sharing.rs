//! Who sees which wallet.

use poem_openapi::param::Path;
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::body::Body;
use super::caller::Caller;
use super::problem::{Looking, LookingAtOne, Refused, Setting};
use super::reply::Shown;
use super::scalar::Nullable;
use super::tag::IfMatch;
use crate::app::Acting;
use crate::ledger::{self, MemberId, WalletId};

#[derive(Debug)]
pub(super) struct Sharings;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Wallets")]
impl Sharings {
    /// Who sees which wallet
    ///
    /// Every wallet that the caller sees in full, archived ones too, in the family's order.
    #[oai(path = "/sharings", method = "get", operation_id = "list_sharings")]
    async fn list(&self, caller: Caller) -> Result<Shown<SharingList>, Refused<Looking>> {
        let items = caller.read(|me| Ok(me.sharings()?.iter().map(SharedWallet::from).collect())).await?;
        Ok(Shown(SharingList { items }))
    }

    /// Who sees a wallet
    #[oai(path = "/wallets/:id/sharing", method = "get", operation_id = "look_at_sharing")]
    async fn look(
        &self,
        caller: Caller,
        id: Path<WalletId>,
    ) -> Result<Shown<Sharing>, Refused<LookingAtOne>> {
        let sharing = move |me: Acting| Ok(Sharing::from(&me.wallet(id.0)?.sharing));
        Ok(Shown(caller.run(sharing).await?))
    }

    /// Say who sees a wallet
    ///
    /// Its holder decides, if they are an adult; of a wallet that nobody holds an owner does, of a child's the adults
    /// who see it.
    #[oai(path = "/wallets/:id/sharing", method = "put", operation_id = "share_wallet")]
    async fn share(
        &self,
        caller: Caller,
        id: Path<WalletId>,
        /// The `ETag` of the wallet that the person was looking at, or `"v3"` for its version.
        #[oai(name = "If-Match")]
        seen: IfMatch,
        new: Body<NewSharing>,
    ) -> Result<Shown<Sharing>, Refused<Setting>> {
        let (seen, new) = (seen.or(None), ledger::Sharing::from(new.0));
        let share =
            move |me: Acting| Ok(Sharing::from(&me.as_adult()?.share_wallet(id.0, seen, new)?.sharing));
        Ok(Shown(caller.run(share).await?))
    }
}

/// How much of a wallet a member sees: nothing, not even that it exists; what came in and went out in months that are
/// over; everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum Visibility {
    Private,
    MonthlySum,
    Full,
}

/// Who sees which wallet.
#[derive(Debug, Object)]
pub(super) struct SharingList {
    items: Vec<SharedWallet>,
}

/// A wallet, and who sees what of it.
#[derive(Debug, Object)]
pub(super) struct SharedWallet {
    wallet: WalletId,
    sharing: Sharing,
    /// The wallet's, which a change of its sharing is held against.
    version: u32,
}

/// Who sees what of a wallet.
#[derive(Debug, Object)]
pub(super) struct Sharing {
    /// Whose it is; `null`: the family's.
    holder: Nullable<MemberId>,
    /// What those see who are not named here; children see nothing of it.
    others: Visibility,
    grants: Vec<Grant>,
}

/// Who shall see what of a wallet.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewSharing {
    /// Whose it is; left out or `null`: the family's, which all see in full.
    #[oai(nullable)]
    holder: Option<MemberId>,
    others: Visibility,
    /// Each member once, and not its holder.
    #[oai(validator(max_items = 100))]
    grants: Vec<NewGrant>,
}

/// What one member sees, whatever their role.
#[derive(Debug, Object)]
pub(super) struct Grant {
    member: MemberId,
    sees: Visibility,
}

/// What one member shall see, whatever their role.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields)]
pub(super) struct NewGrant {
    member: MemberId,
    sees: Visibility,
}

impl From<ledger::Visibility> for Visibility {
    fn from(visibility: ledger::Visibility) -> Self {
        match visibility {
            ledger::Visibility::Private => Self::Private,
            ledger::Visibility::MonthlySum => Self::MonthlySum,
            ledger::Visibility::Full => Self::Full,
        }
    }
}

impl From<Visibility> for ledger::Visibility {
    fn from(visibility: Visibility) -> Self {
        match visibility {
            Visibility::Private => Self::Private,
            Visibility::MonthlySum => Self::MonthlySum,
            Visibility::Full => Self::Full,
        }
    }
}

impl From<&ledger::Sharing> for Sharing {
    fn from(sharing: &ledger::Sharing) -> Self {
        let grant =
            |(member, sees): &(MemberId, ledger::Visibility)| Grant { member: *member, sees: (*sees).into() };
        Self {
            holder: sharing.holder.into(),
            others: sharing.others.into(),
            grants: sharing.grants.iter().map(grant).collect(),
        }
    }
}

impl From<&ledger::Wallet> for SharedWallet {
    fn from(wallet: &ledger::Wallet) -> Self {
        Self { wallet: wallet.id, sharing: Sharing::from(&wallet.sharing), version: wallet.version }
    }
}

impl From<NewSharing> for ledger::Sharing {
    fn from(new: NewSharing) -> Self {
        let grants = new.grants.into_iter().map(|grant| (grant.member, grant.sees.into()));
        Self { holder: new.holder, others: new.others.into(), grants: grants.collect() }
    }
}
