//! What one member sees of the household's money.

use std::collections::BTreeMap;

use super::{Day, Member, MemberId, Transaction, Visibility, Wallet, WalletId};

/// How much of each wallet a member sees, and which records are kept from them.
///
/// Everything a member is shown, told, counted or found goes through this; what it hides looks like nothing at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    member: MemberId,
    /// The family's day: a secret is one until its own.
    today: Day,
    wallets: BTreeMap<WalletId, Visibility>,
}

impl Sight {
    /// Of all wallets of the household, archived ones too.
    pub fn of(member: &Member, wallets: &[Wallet], today: Day) -> Self {
        let wallets = wallets.iter().map(|wallet| (wallet.id, wallet.visible_to(member))).collect();
        Self { member: member.id, today, wallets }
    }

    /// Whose it is.
    pub const fn member(&self) -> MemberId {
        self.member
    }

    /// The family's day, by which secrets are told.
    pub const fn today(&self) -> Day {
        self.today
    }

    /// A wallet that is not the household's is as private as can be.
    pub fn wallet(&self, id: WalletId) -> Visibility {
        self.wallets.get(&id).copied().unwrap_or(Visibility::Private)
    }

    /// Whether the single records of a wallet are seen.
    pub fn sees(&self, id: WalletId) -> bool {
        self.wallet(id) == Visibility::Full
    }

    /// Whether every wallet of the household is seen in full.
    pub fn sees_all(&self) -> bool {
        self.wallets.values().all(|visibility| *visibility == Visibility::Full)
    }

    /// The wallets seen in full.
    pub fn seen(&self) -> impl Iterator<Item = WalletId> {
        self.wallets.iter().filter(|(_, visibility)| **visibility == Visibility::Full).map(|(id, _)| *id)
    }

    /// Whether a record is seen: one of its wallets is, and it is no secret of somebody else's.
    pub fn shows(&self, transaction: &Transaction) -> bool {
        transaction.wallets().any(|id| self.sees(id)) && !self.is_kept_from(transaction)
    }

    /// Whether it is somebody else's secret, today.
    pub fn is_kept_from(&self, transaction: &Transaction) -> bool {
        transaction.member != self.member && transaction.particulars.is_secret_on(self.today)
    }
}
