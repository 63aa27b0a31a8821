//! Wallets, categories, rates and the family's settings as they were before a change.

use super::super::{Acting, Error, Noun};
use crate::ledger::{Categories, Category, Fact, Household, Rate, Visibility, Wallet};
use crate::store::Look;

impl Acting {
    /// A wallet as it was before a change, if it is still what the change made of it.
    pub(super) fn unchanged_wallet(
        &self,
        look: &Look<'_>,
        before: &Wallet,
        after: &Wallet,
    ) -> Result<Fact, Error> {
        let current = look.wallet(after.id)?.filter(|wallet| wallet.household == self.household.id);
        let current = current.ok_or_else(|| Error::missing(Noun::Wallet, &after.id))?;
        let version = current.version + 1;
        if (Wallet { version, ..after.clone() }) != (Wallet { version, ..current.clone() }) {
            return Err(Error::Stale { noun: Noun::Wallet });
        }
        if before.sharing != current.sharing {
            self.must_share(look, &current)?;
            // Whoever is to see it again may have left since.
            self.check_sharing(look, &before.sharing).map_err(|_| Error::Stale { noun: Noun::Member })?;
        }
        Ok(Fact::Wallet { before: Some(current), after: Wallet { version, ..before.clone() } })
    }

    /// A category as it was before a change, if it is still what the change made of it.
    pub(super) fn unchanged_category(
        &self,
        look: &Look<'_>,
        before: Option<&Category>,
        after: &Category,
    ) -> Result<Fact, Error> {
        let household = self.household.id;
        let current = look.category(household, after.slug)?;
        let current = current.ok_or_else(|| Error::missing(Noun::Category, &after.slug))?;
        let version = current.version + 1;
        if (Category { version, ..after.clone() }) != (Category { version, ..current.clone() }) {
            return Err(Error::Stale { noun: Noun::Category });
        }
        // Before the first change of a system category it was as the system has it.
        let untouched = || Categories::default().get(household, after.slug);
        let before = before.cloned().or_else(untouched).ok_or(Error::Forbidden)?;
        Ok(Fact::Category { before: Some(current), after: Category { version, ..before } })
    }

    /// A rate as it was before a change, if it is still what the change made of it; a new one is taken back.
    pub(super) fn unset_rate(look: &Look<'_>, before: Option<&Rate>, after: &Rate) -> Result<Fact, Error> {
        let current = look.rate(after.household, after.currency, after.day)?;
        let current = current.ok_or_else(|| Error::missing(Noun::Rate, &after.currency))?;
        if current.micros != after.micros {
            return Err(Error::Stale { noun: Noun::Rate });
        }
        let micros = before.map_or(0, |before| before.micros);
        let restored = Rate { micros, version: current.version + 1, ..current.clone() };
        Ok(Fact::Rate { before: Some(current), after: restored })
    }

    /// The household without one change of it, while later ones of other parts stand.
    pub(super) fn unchanged_household(
        &self,
        look: &Look<'_>,
        before: &Household,
        after: &Household,
    ) -> Result<Fact, Error> {
        let id = self.household.id;
        let current = look.household(id)?.ok_or_else(|| Error::missing(Noun::Household, &id))?;
        let restored = Household {
            name: without(&before.name, &after.name, &current.name)?,
            zone: without(&before.zone, &after.zone, &current.zone)?,
            cycle: without(&before.cycle, &after.cycle, &current.cycle)?,
            threshold: without(&before.threshold, &after.threshold, &current.threshold)?,
            version: current.version + 1,
            ..current.clone()
        };
        Ok(Fact::Household { before: Some(current), after: restored })
    }

    /// Refuses what would leave two wallets of one name, two categories of one, or a chain of merged ones: something
    /// else took the place meanwhile.
    pub(super) fn must_fit_together(&self, look: &Look<'_>, facts: &[Fact]) -> Result<(), Error> {
        let wallets = facts.iter().filter_map(|fact| match fact {
            Fact::Wallet { after, .. } if !after.removed => Some(after),
            _ => None,
        });
        let others = look.wallets(self.household.id)?;
        for wallet in wallets {
            let name = wallet.name.to_lowercase();
            let known = |other: &&Wallet| other.visible_to(&self.member) != Visibility::Private;
            let mut others = others.iter().filter(known);
            if others.any(|other| other.id != wallet.id && other.name.to_lowercase() == name) {
                return Err(Error::Stale { noun: Noun::Wallet });
            }
        }
        let mut categories = facts.iter().filter_map(|fact| match fact {
            Fact::Category { after, .. } => Some(after),
            _ => None,
        });
        let sound = match categories.next() {
            None => true,
            Some(first) => {
                let known = look.known_categories(self.household.id)?;
                known.with(std::iter::once(first).chain(categories)).is_sound()
            }
        };
        if sound { Ok(()) } else { Err(Error::Stale { noun: Noun::Category }) }
    }
}

/// One part of a household without one change of it, if it is still what the change made of it.
fn without<T: PartialEq + Clone>(before: &T, after: &T, current: &T) -> Result<T, Error> {
    if before == after {
        Ok(current.clone())
    } else if current == after {
        Ok(before.clone())
    } else {
        Err(Error::Stale { noun: Noun::Household })
    }
}
