//! What the family has, over time.

use std::collections::BTreeMap;

use super::super::{Acting, Error};
use super::figures::{Named, NetWorth, WalletWorth, WorthPoint};
use crate::ledger::{Currency, Money, MoneyError, Month, Rates, Stretch, Transaction, Wallet, at_ends};
use crate::store::Look;

impl Acting {
    /// What all wallets that this member sees held at the end of so many months in a row, the last of them this one.
    ///
    /// Counted back from the balances by what each month moved. What is dated ahead counts at the end of its month.
    pub fn net_worth(&self, count: usize) -> Result<NetWorth, Error> {
        let count = count.clamp(1, Self::LONGEST_TREND);
        let months: Vec<Month> = Stretch::Month
            .row(self.today(), self.household.cycle, count)
            .into_iter()
            .map(|period| period.first.month())
            .collect();
        let home = self.household.currency;
        self.app.store().read(|look| {
            let mut wallets = Vec::new();
            for wallet in look.wallets(self.household.id)? {
                if self.sight.sees(wallet.id) {
                    wallets.push(worth_of(self, look, wallet, &months)?);
                }
            }
            // A wallet that held nothing all the while tells nothing.
            wallets.retain(|worth| worth.held.iter().any(|held| !held.is_zero()));
            let rates = Rates::of(look.rates(self.household.id)?);
            let points = months.iter().enumerate().map(|(place, month)| {
                let held = wallets.iter().filter_map(|worth| worth.held.get(place).copied());
                point(*month, held, home, &rates)
            });
            let points = points.collect::<Result<_, MoneyError>>()?;
            Ok(NetWorth { currency: home, points, wallets })
        })
    }
}

fn worth_of(
    acting: &Acting,
    look: &Look<'_>,
    wallet: Wallet,
    months: &[Month],
) -> Result<WalletWorth, Error> {
    let now = acting.sight.balance(wallet.id, look.balance(wallet.id)?)?;
    let first = months.first().copied();
    let mut moved = first.map_or_else(|| Ok(Vec::new()), |first| look.moved_since(wallet.id, first))?;
    moved.extend(kept_from(acting.sight.kept(), &wallet)?);
    let held = at_ends(now, &moved, months)?;
    Ok(WalletWorth { wallet: Named { id: wallet.id, name: wallet.name }, currency: wallet.currency, held })
}

/// By what a wallet was not moved, as far as who does not know of a secret can tell, each with its month.
fn kept_from(secrets: &[Transaction], wallet: &Wallet) -> Result<Vec<(Month, i64)>, MoneyError> {
    let mut moved = Vec::new();
    for secret in secrets {
        for entry in secret.entries()?.into_iter().filter(|entry| entry.wallet == wallet.id) {
            moved.push((secret.day.month(), entry.amount.negated()?.minor()));
        }
    }
    Ok(moved)
}

fn point(
    month: Month,
    held: impl Iterator<Item = Money>,
    home: Currency,
    rates: &Rates,
) -> Result<WorthPoint, MoneyError> {
    let mut sums: BTreeMap<Currency, Money> = BTreeMap::new();
    for money in held {
        let sum = sums.entry(money.currency()).or_insert(Money::zero(money.currency()));
        *sum = sum.plus(money)?;
    }
    let held: Vec<Money> = sums.into_values().collect();
    let total = rates.total(held.iter().copied(), home, month.last_day())?;
    // Nothing of a currency is worth nothing at any rate.
    let unrated = total.apart.iter().filter(|apart| !apart.is_zero()).map(|apart| apart.currency()).collect();
    Ok(WorthPoint { month, held, home: total.amount, unrated })
}
