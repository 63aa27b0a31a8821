//! What is usual, by statistics that a single large amount cannot bend.

/// The middle of a category's amounts, and how far from it they usually lie. In minor units of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usual {
    /// The median.
    pub middle: i64,
    /// The median of the distances from the middle (MAD).
    pub spread: i64,
    /// The second largest: what is about as much has happened before, as a yearly bill does.
    pub second: i64,
    /// Of how many amounts.
    pub seen: usize,
}

impl Usual {
    /// Fewer amounts tell nothing about what is usual.
    pub const LEAST: usize = 8;
    /// So many of the latest amounts are looked at.
    pub const MOST: usize = 100;

    /// None of fewer amounts than [`Usual::LEAST`].
    pub fn of(mut amounts: Vec<i64>) -> Option<Self> {
        if amounts.len() < Self::LEAST {
            return None;
        }
        let middle = median(&mut amounts);
        let mut distances: Vec<i64> =
            amounts.iter().map(|amount| amount.saturating_sub(middle).saturating_abs()).collect();
        // The median has left them in order.
        let second = amounts.iter().rev().nth(1).copied().unwrap_or(middle);
        Some(Self { middle, spread: median(&mut distances), second, seen: amounts.len() })
    }

    /// An amount above it is unusual: more than 5.2 spreads above the middle, which of a hundred thousand amounts
    /// around a middle by chance less than one is; more than twice the middle, so that a price which never changed is
    /// not unusual when it rises; and a third more than all but one of them, so that the rent of each month is not.
    pub fn limit(&self) -> i64 {
        let wide = i128::from(self.middle) + i128::from(self.spread) * 26 / 5;
        let known = i128::from(self.second) * 4 / 3;
        i64::try_from(wide.max(i128::from(self.middle) * 2).max(known)).unwrap_or(i64::MAX)
    }
}

/// The middle amount, or between the two middle ones, rounded down.
fn median(amounts: &mut [i64]) -> i64 {
    amounts.sort_unstable();
    let half = amounts.len() / 2;
    match (amounts.get(half.wrapping_sub(1)), amounts.get(half)) {
        (Some(below), Some(above)) if amounts.len().is_multiple_of(2) => below + (above - below) / 2,
        (_, Some(middle)) => *middle,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_large_amount_bends_nothing() {
        let usual = Usual::of(vec![10, 12, 14, 16, 18, 20, 22, 24, 5_000]).unwrap();
        assert_eq!((usual.middle, usual.spread, usual.second, usual.seen), (18, 4, 24, 9));
        assert_eq!(usual.limit(), 18 + 4 * 26 / 5);
        let rent = Usual::of(vec![10, 12, 14, 16, 18, 20, 22, 900, 900]).unwrap();
        assert_eq!(rent.limit(), 1_200, "what happened twice is known");
        assert_eq!(Usual::of(vec![15; 8]).unwrap().limit(), 30, "a price that never changed");
        assert_eq!(Usual::of(vec![15; 7]), None);
        assert_eq!(Usual::of(vec![1, 2, 3, 4, 5, 6, 7, 8]).unwrap().middle, 4);
    }
}
