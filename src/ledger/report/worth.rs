//! What wallets held in the past, counted back from what they hold now.

use crate::ledger::{Money, MoneyError, Month};

/// What a wallet held at the end of each month, from what it holds now and by how much each month moved it. Months
/// that are not in `moved` moved nothing.
pub fn at_ends(now: Money, moved: &[(Month, i64)], months: &[Month]) -> Result<Vec<Money>, MoneyError> {
    months
        .iter()
        .map(|end| {
            let later = moved.iter().filter(|(month, _)| month > end);
            later.into_iter().try_fold(now, |held, (_, by)| held.minus(Money::new(*by, now.currency())))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn the_past_is_what_is_left_without_what_came_after() {
        let moved = [(month("2026-09"), 70), (month("2026-11"), -30)];
        let months = ["2026-08", "2026-09", "2026-10", "2026-11"].map(month);
        let held = at_ends(Money::idr(100), &moved, &months).unwrap();
        assert_eq!(held, [60, 130, 130, 100].map(Money::idr));
    }
}
