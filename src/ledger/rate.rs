//! What one unit of another currency was worth, from a day on.

use super::{Currency, Day, HouseholdId};

/// A dated exchange rate into the household's own currency. It holds from its day until the next one of its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    pub household: HouseholdId,
    /// The other currency.
    pub currency: Currency,
    pub day: Day,
    /// Millionths of one major unit of the household's currency for one major unit of the other: 16,250.5 rupiah for
    /// a dollar is `16_250_500_000`. More than nothing; nothing once it was taken back.
    pub micros: i64,
    pub version: u32,
}
