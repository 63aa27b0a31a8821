//! How sure a reading is: the judge's probability, less what the grammar had to assume.

use super::price::Price;
use super::reading::{Doubt, Item};
use super::span::Means;
use crate::ledger::{Day, Permille};

/// A purchase without an amount below this is more likely chat.
pub(super) const WORTH_ASKING: Permille = Permille::new(260);

/// The probability that one item is right, from the judge's for kind and category.
pub(super) fn item(kind: u16, judged: u16, price: Option<&Price>) -> Permille {
    let sure = u32::from(kind.min(1000)) * u32::from(judged.min(1000)) / 1000;
    let sure = sure.max(u32::from(kind.min(judged)).saturating_sub(60));
    let factor: u32 = match price {
        None => 350,
        Some(price) if price.means == Means::Bare => 600,
        Some(price) if price.other.is_some() => 700,
        Some(price) if price.differs.is_some() => 700,
        Some(price) if price.derived => 960,
        Some(_) => 1000,
    };
    Permille::new(u16::try_from(sure * factor / 1000).unwrap_or(0))
}

/// The probability that the whole record is right.
pub(super) fn whole(items: &[Item], doubts: &[Doubt]) -> Permille {
    let mut least = items.iter().map(|item| item.confidence.get()).min().unwrap_or(0);
    // Every further item is one more chance to have cut the message in the wrong place.
    let more = u16::try_from(items.len().saturating_sub(1)).unwrap_or(u16::MAX).min(20);
    least = least.saturating_sub(more * 5);
    let most = doubts
        .iter()
        .map(|doubt| match doubt {
            Doubt::NoAmount { .. } => 350,
            Doubt::OneWallet { .. } => 800,
            Doubt::OddDay { .. } => 750,
            Doubt::Magnitude { .. } | Doubt::MaybeNotMoney | Doubt::TotalDiffers { .. } => 700,
        })
        .min()
        .unwrap_or(1000);
    Permille::new(least.min(most))
}

/// A day to ask about: not yet come, or more than a year ago.
pub(super) fn is_odd(day: Day, today: Day) -> bool {
    day > today || day < today.plus_days(-366)
}
