//! What must be asked about a reading.

use super::{Made, Reader};
use crate::capture::calibrate;
use crate::capture::price::Price;
use crate::capture::reading::Doubt;
use crate::capture::span::{Means, Role, Span};
use crate::ledger::Money;

impl Reader<'_> {
    pub(super) fn doubts_of(&self, index: usize, made: &Made, doubts: &mut Vec<Doubt>) {
        match &made.price {
            None => doubts.push(Doubt::NoAmount { item: index }),
            Some(Price { other: Some(other), .. }) => {
                doubts.push(Doubt::Magnitude { item: index, other: *other });
            }
            Some(Price { means: Means::Bare, money, .. }) => {
                doubts.push(Doubt::Magnitude { item: index, other: *money });
            }
            Some(_) => {}
        }
        if made.one_wallet {
            doubts.push(Doubt::OneWallet { item: index });
        }
        if calibrate::is_odd(made.item.day, self.setting.today) {
            doubts.push(Doubt::OddDay { item: index });
        }
    }

    /// The total the message names, when its parts do not come to it.
    pub(super) fn total_differs(&self, made: &[Made], alone: bool) -> Option<Money> {
        if alone {
            return made.first()?.price?.differs;
        }
        let total = self.spans.iter().filter_map(Span::money).rfind(|figure| figure.role == Role::Total)?;
        let reduced: i64 = self
            .spans
            .iter()
            .filter_map(Span::money)
            .filter(|figure| figure.role == Role::Discount)
            .map(|figure| figure.minor)
            .fold(0, i64::saturating_add);
        let sum =
            made.iter().filter_map(|made| made.item.amount).map(Money::minor).fold(0, i64::saturating_add);
        (sum != total.minor && sum.saturating_sub(reduced) != total.minor)
            .then(|| Money::new(total.minor, total.currency))
    }
}
