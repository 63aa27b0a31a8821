//! Who sees which wallet.

use super::{Acting, Adult, Error, Noun, Why};
use crate::error::must_be_as_seen;
use crate::ledger::{Act, Fact, Member, Role, Sharing, Visibility, Wallet, WalletId};
use crate::store::Look;

impl Acting {
    /// A wallet that this member sees in full, with who else sees it.
    pub fn wallet(&self, id: WalletId) -> Result<Wallet, Error> {
        self.app.store().read(|look| self.own_wallet(look, id))
    }

    /// Every wallet that this member sees in full, archived ones too, with who else sees it.
    pub fn sharings(&self) -> Result<Vec<Wallet>, Error> {
        let mut wallets = self.app.store().read(|look| look.wallets(self.household.id))?;
        wallets.retain(|wallet| self.sight.sees(wallet.id));
        Ok(wallets)
    }

    /// Whether this member decides who sees that wallet.
    pub(super) fn must_share(&self, look: &Look<'_>, wallet: &Wallet) -> Result<(), Error> {
        let holder = wallet.sharing.holder.map(|holder| look.member(holder)).transpose()?.flatten();
        let may = match holder.filter(|holder| holder.removed.is_none()) {
            Some(holder) => holder.id == self.member.id || holder.role == Role::Child,
            None => self.member.role == Role::Owner,
        };
        if may { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// Whether a wallet can be shared so.
    pub(super) fn check_sharing(&self, look: &Look<'_>, sharing: &Sharing) -> Result<(), Error> {
        let Sharing { holder, others, grants } = sharing;
        let members: Vec<Member> = look.members(self.household.id)?;
        let is_here = |id| members.iter().any(|member| member.id == id && member.removed.is_none());
        if holder.is_some_and(|holder| !is_here(holder)) {
            return Err(Error::invalid("holder", Why::Unknown));
        }
        // What nobody holds and not all see would be lost to everybody in the end.
        if holder.is_none() && *others != Visibility::Full {
            return Err(Error::invalid("holder", Why::Missing));
        }
        let twice = |place: usize| grants[..place].iter().any(|(to, _)| *to == grants[place].0);
        if (0..grants.len()).any(twice) || grants.iter().any(|(to, _)| Some(*to) == *holder) {
            return Err(Error::invalid("grants", Why::Taken));
        }
        if grants.iter().any(|(to, _)| !is_here(*to)) {
            return Err(Error::invalid("grants", Why::Unknown));
        }
        Ok(())
    }
}

impl Adult {
    /// Says who sees a wallet.
    ///
    /// Its holder decides. Of a wallet that nobody holds, or whose holder has left, an owner does; of a child's, the
    /// adults who see it. With `seen`, only if the wallet is still at that version.
    pub fn share_wallet(&self, id: WalletId, seen: Option<u32>, sharing: Sharing) -> Result<Wallet, Error> {
        let this = self.clone();
        self.change(move |pen| {
            let before = this.own_wallet(pen, id)?;
            this.must_share(pen, &before)?;
            must_be_as_seen(Noun::Wallet, before.version, seen)?;
            this.check_sharing(pen, &sharing)?;
            if before.sharing == sharing {
                return Ok(before);
            }
            let after = Wallet { sharing: sharing.clone(), version: before.version + 1, ..before.clone() };
            let fact = Fact::Wallet { before: Some(before), after: after.clone() };
            this.append(pen, Act::ChangeWallet, vec![fact])?;
            Ok(after)
        })
    }
}
