//! How sure a reading is: the judge's probability, less what the grammar had to assume.

use catatduit_nlu::Judge;

use super::price::Price;
use super::reading::{Doubt, Item};
use super::span::Means;
use crate::ledger::{Day, Permille};

/// A purchase without an amount below this is more likely chat.
pub(super) const WORTH_ASKING: Permille = Permille::new(270);

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

/// What is known about a reading that says how likely it is to be right.
#[expect(clippy::struct_excessive_bools, reason = "each sign stands or not, and all are weighed alike")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signs {
    /// The judge's probability of the kind, in thousandths; of the least probable item's type and category; of
    /// its being a record at all.
    pub kind: u16,
    pub item: u16,
    pub counts: u16,
    /// What the net finds of kind and items when nobody tells it what the rules think.
    pub kind_alone: u16,
    pub item_alone: u16,
    /// The same of whichever of the two nets finds it less probable.
    pub kind_least: u16,
    pub item_least: u16,
    /// What the rules alone find of them.
    pub kind_rules: u16,
    pub item_rules: u16,
    /// How far the net without the rules' opinion puts its choice for the least clear item before the next best.
    pub lead: u16,
    /// Whether rules and net agreed on the kind, and on every item.
    pub kind_agreed: bool,
    pub items_agreed: bool,
    pub items: usize,
    /// Prices in the message that no item has.
    pub loose_amounts: usize,
    /// Amounts said beside a price that are none themselves: what it had been, what is left, what came off.
    pub beside: usize,
    /// Amounts that are added to a price.
    pub fees: usize,
    /// Some item is of no category in particular.
    pub misfit: bool,
    /// Words of an item that nobody knows or that are known by likeness, the most of any.
    pub item_strange: usize,
    /// Words that often make something else of a message: see [`catatduit_nlu::Hints`].
    pub talk: usize,
    pub people: usize,
    /// Words of sharing a bill.
    pub shares: usize,
    /// Arithmetic was needed.
    pub derived: bool,
    /// An amount was said and taken back.
    pub corrected: bool,
    /// Wallets named.
    pub wallets: usize,
    /// Small numbers taken for counts though nothing says of what.
    pub counted: usize,
    /// A day some weeks ago, or one that a number alone may have meant.
    pub old_day: bool,
    /// A word that nobody knows stands where a wallet would.
    pub lost_wallet: bool,
    /// Words nobody knows, words known by likeness, all words.
    pub unknown: usize,
    pub guessed: usize,
    pub words: usize,
    /// Every item is something that the household taught.
    pub taught: bool,
}

impl Signs {
    /// Names and values, as the calibration weighs them.
    pub fn values(&self) -> [(&'static str, f32); 31] {
        let yes = |yes: bool| f32::from(u8::from(yes));
        let count = |count: usize, most: u8| f32::from(u8::try_from(count).unwrap_or(most).min(most));
        [
            ("kind", log_odds(self.kind)),
            ("item", log_odds(self.item)),
            ("counts", log_odds(self.counts)),
            ("kind_alone", log_odds(self.kind_alone)),
            ("item_alone", log_odds(self.item_alone)),
            ("kind_least", log_odds(self.kind_least)),
            ("item_least", log_odds(self.item_least)),
            ("kind_rules", log_odds(self.kind_rules)),
            ("item_rules", log_odds(self.item_rules)),
            ("lead", f32::from(self.lead) / 1000.0),
            ("kind_disputed", yes(!self.kind_agreed)),
            ("items_disputed", yes(!self.items_agreed)),
            ("several", yes(self.items > 1)),
            ("more_items", count(self.items.saturating_sub(2), 4)),
            ("loose_amounts", count(self.loose_amounts, 2)),
            ("beside", count(self.beside, 2)),
            ("fees", count(self.fees, 2)),
            ("misfit", yes(self.misfit)),
            ("item_strange", count(self.item_strange, 3)),
            ("talk", count(self.talk, 3)),
            ("people", count(self.people, 3)),
            ("shares", count(self.shares, 2)),
            ("derived", yes(self.derived)),
            ("corrected", yes(self.corrected)),
            ("many_wallets", count(self.wallets.saturating_sub(1), 2)),
            ("counted", count(self.counted, 2)),
            ("old_day", yes(self.old_day)),
            ("lost_wallet", yes(self.lost_wallet)),
            ("unknown", count(self.unknown, 4)),
            ("guessed", count(self.guessed, 3)),
            ("long", count(self.words.saturating_sub(8) / 4, 5)),
        ]
    }
}

/// The logarithm of the odds of a probability in thousandths, within what thousandths can tell apart.
fn log_odds(permille: u16) -> f32 {
    let probability = f32::from(permille).clamp(2.0, 998.0) / 1000.0;
    (probability / (1.0 - probability)).ln()
}

/// Of records with an item less sure than this, half of those that were sure as a whole turned out wrong.
const UNSURE_ITEM: u16 = 900;
/// They are asked.
const UNSURE_RECORD: u16 = 840;

/// The probability that the whole record is right: the fitted one where there is a net, and never more than the
/// least sure item without it.
pub(super) fn whole(items: &[Item], doubts: &[Doubt], signs: &Signs) -> Permille {
    let least = items.iter().map(|item| item.confidence.get()).min().unwrap_or(0);
    let fitted = Judge::shipped().calibration().filter(|calibration| !calibration.weights.is_empty());
    // What the family taught is neither strange nor disputed any more; the weights were fitted without any habit.
    let taught = signs.taught && signs.kind >= 500 && signs.loose_amounts == 0;
    let fitted = fitted.filter(|_| !taught);
    let probability = fitted
        .map_or(if taught { signs.item } else { least }, |calibration| calibration.permille(&signs.values()));
    let most = doubts
        .iter()
        .map(|doubt| match doubt {
            Doubt::NoAmount { .. } => 350,
            Doubt::OneWallet { .. } => 800,
            Doubt::OddDay { .. } => 750,
            Doubt::Magnitude { .. } | Doubt::MaybeNotMoney | Doubt::TotalDiffers { .. } => 700,
        })
        .chain((!taught && least < UNSURE_ITEM).then_some(UNSURE_RECORD))
        .min()
        .unwrap_or(1000);
    Permille::new(probability.min(most))
}

/// A day to ask about: not yet come, or more than a year ago.
pub(super) fn is_odd(day: Day, today: Day) -> bool {
    day > today || day < today.plus_days(-366)
}
