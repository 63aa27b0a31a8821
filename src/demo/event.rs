//! One message of the family, and how they word it.

use super::chance::Chance;
use super::family::{Purse, Who};
use super::habits::Price;
use crate::ledger::CategorySlug;

/// Something one of them writes down.
#[derive(Debug, Clone)]
pub(super) struct Event {
    /// Of the day.
    pub(super) minute: i64,
    pub(super) who: Who,
    pub(super) does: Does,
    pub(super) person: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub(super) enum Does {
    Spend {
        from: Purse,
        verb: &'static str,
        items: Vec<Item>,
    },
    Earn {
        to: Purse,
        items: Vec<Item>,
    },
    /// Rupiah; no fee is 0.
    Move {
        from: Purse,
        to: Purse,
        amount: i64,
        fee: i64,
        what: &'static str,
    },
}

#[derive(Debug, Clone)]
pub(super) struct Item {
    /// As it is typed, lower case.
    pub(super) what: &'static str,
    pub(super) category: CategorySlug,
    pub(super) amount: i64,
}

impl Item {
    pub(super) const fn new(what: &'static str, category: CategorySlug, amount: i64) -> Self {
        Self { what, category, amount }
    }

    /// As it is shown: with a capital.
    pub(super) fn description(&self) -> String {
        capitalised(self.what)
    }
}

pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

impl Does {
    pub(super) const fn spend(from: Purse, items: Vec<Item>) -> Self {
        Self::Spend { from, verb: "", items }
    }

    pub(super) const fn earn(to: Purse, items: Vec<Item>) -> Self {
        Self::Earn { to, items }
    }
}

impl Event {
    pub(super) const fn at(minute: i64, who: Who, does: Does) -> Self {
        Self { minute, who, does, person: None }
    }

    pub(super) const fn about(mut self, person: &'static str) -> Self {
        self.person = Some(person);
        self
    }

    /// The message as its writer types it: cash goes without saying.
    pub(super) fn text(&self, chance: &mut Chance) -> String {
        let habit = Hand::of(self.who);
        match &self.does {
            Does::Spend { from, verb, items } => {
                let listed: Vec<String> = items
                    .iter()
                    .map(|item| format!("{} {}", item.what, habit.amount(item.amount, chance)))
                    .collect();
                let verb =
                    if verb.is_empty() || chance.happens(400) { String::new() } else { format!("{verb} ") };
                let purse = match from {
                    Purse::Cash => String::new(),
                    _ => format!(" {} {}", habit.paid_with, from.name().to_lowercase()),
                };
                format!("{verb}{}{purse}", listed.join(", "))
            }
            Does::Earn { to, items } => {
                let listed: Vec<String> = items
                    .iter()
                    .map(|item| format!("{} {}", item.what, habit.amount(item.amount, chance)))
                    .collect();
                let purse = match to {
                    Purse::Cash => String::new(),
                    _ => format!(" masuk {}", to.name().to_lowercase()),
                };
                format!("{}{purse}", listed.join(", "))
            }
            Does::Move { from, to, amount, what, .. } => {
                let (from, to) = (from.name().to_lowercase(), to.name().to_lowercase());
                let amount = habit.amount(*amount, chance);
                if *what == "tarik tunai" {
                    format!("tarik tunai {amount} dari {from}")
                } else {
                    format!("{what} {amount} dari {from} ke {to}")
                }
            }
        }
    }
}

/// How someone types.
struct Hand {
    thousands: &'static str,
    paid_with: &'static str,
}

impl Hand {
    const fn of(who: Who) -> Self {
        match who {
            Who::Ayah => Self { thousands: "rb", paid_with: "pake" },
            Who::Ibu => Self { thousands: "rb", paid_with: "dari" },
            Who::Naya => Self { thousands: "k", paid_with: "pake" },
            Who::Raka => Self { thousands: " ribu", paid_with: "pakai" },
        }
    }

    /// Rupiah, mostly in short.
    fn amount(&self, rupiah: i64, chance: &mut Chance) -> String {
        let written_out = chance.happens(150);
        if rupiah >= 1_000_000 && rupiah % 100_000 == 0 && !written_out {
            let (millions, tenths) = (rupiah / 1_000_000, rupiah / 100_000 % 10);
            return if tenths == 0 { format!("{millions}jt") } else { format!("{millions},{tenths}jt") };
        }
        if rupiah < 1_000_000 && rupiah % 1_000 == 0 && !written_out {
            return format!("{}{}", rupiah / 1_000, self.thousands);
        }
        let money = crate::ledger::Money::idr(rupiah).to_string();
        money.trim_start_matches("Rp").to_owned()
    }
}

impl Chance {
    pub(super) fn price(&mut self, price: Price) -> i64 {
        let Price(least, most, step) = price;
        least + step * self.between(0, (most - least) / step.max(1))
    }

    /// A minute of the day within these hours.
    pub(super) fn minute(&mut self, hours: (i64, i64)) -> i64 {
        self.between(hours.0 * 60, hours.1 * 60 + 59)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(who: Who, does: Does, texts: &[&str]) {
        let event = Event::at(0, who, does);
        let mut chance = Chance::of(1);
        let mut written: Vec<String> = (0..200).map(|_| event.text(&mut chance)).collect();
        written.sort();
        written.dedup();
        assert_eq!(written, texts);
    }

    #[test]
    fn each_writes_in_their_own_way_and_never_another_amount() {
        let spend = |what, amount, from| Does::Spend {
            from,
            verb: "beli",
            items: vec![Item::new(what, CategorySlug::MAKANAN, amount)],
        };
        let bakso = ["bakso 15.000", "bakso 15rb", "beli bakso 15.000", "beli bakso 15rb"];
        check(Who::Ayah, spend("bakso", 15_000, Purse::Cash), &bakso);
        let kopi = ["beli kopi 18.500 pake gopay", "kopi 18.500 pake gopay"];
        check(Who::Naya, spend("kopi", 18_500, Purse::GoPay), &kopi);
        let gaji = Does::earn(Purse::Bca, vec![Item::new("gaji", CategorySlug::GAJI, 11_550_000)]);
        check(Who::Ayah, gaji, &["gaji 11.550.000 masuk bca"]);
        let bonus = Does::earn(Purse::Bca, vec![Item::new("bonus", CategorySlug::BONUS, 4_500_000)]);
        check(Who::Ayah, bonus, &["bonus 4,5jt masuk bca", "bonus 4.500.000 masuk bca"]);
        let cash =
            Does::Move { from: Purse::Bca, to: Purse::Cash, amount: 500_000, fee: 0, what: "tarik tunai" };
        check(Who::Ibu, cash, &["tarik tunai 500.000 dari bca", "tarik tunai 500rb dari bca"]);
    }
}
