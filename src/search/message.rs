//! The part of a message that one of its records came from: `bakso 15rb, es teh 5rb` became two, and whoever looks for
//! the noodles does not mean the tea.

use std::collections::BTreeSet;

use super::{amount, words};

/// What a message says about a record with these descriptions and amounts: its own items, and remarks without a price.
/// The whole message when nothing in it is the record's for sure.
pub(super) fn part_of(message: &str, descriptions: &[String], amounts: &BTreeSet<u64>) -> String {
    let own: BTreeSet<String> = descriptions.iter().flat_map(|text| words::each(text)).collect();
    let items = items_of(message);
    let is_own = |item: &Item<'_>| {
        item.price.is_some_and(|price| amounts.contains(&price))
            || words::each(item.text).iter().any(|word| own.contains(word))
    };
    if !items.iter().any(|item| item.price.is_some() && is_own(item)) {
        return message.to_owned();
    }
    let parts = items.iter().filter(|item| item.price.is_none() || is_own(item)).map(|item| item.text);
    parts.collect::<Vec<_>>().join("\n")
}

struct Item<'m> {
    text: &'m str,
    price: Option<u64>,
}

/// Cut at commas and lines; where a piece between them names several prices, after each.
fn items_of(message: &str) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    for piece in pieces_of(message) {
        let mut from = 0;
        let prices = prices_in(piece);
        for (place, (end, price)) in prices.iter().enumerate() {
            let end = if place + 1 == prices.len() { piece.len() } else { *end };
            items.push(Item { text: &piece[from..end], price: Some(*price) });
            from = end;
        }
        if prices.is_empty() {
            items.push(Item { text: piece, price: None });
        }
    }
    items
}

/// A comma between figures is of a price.
fn pieces_of(message: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, sign) in message.match_indices(['\n', ';', ',']) {
        let after = message[at + 1..].chars().next();
        let before = message[..at].chars().next_back();
        let in_a_price = sign == ","
            && before.is_some_and(|letter| letter.is_ascii_digit())
            && after.is_some_and(|letter| letter.is_ascii_digit());
        if !in_a_price {
            pieces.push(&message[from..at]);
            from = at + 1;
        }
    }
    pieces.push(&message[from..]);
    pieces
}

/// Where each price of a piece ends, and how much it is.
fn prices_in(piece: &str) -> Vec<(usize, u64)> {
    let mut found = Vec::new();
    let mut at = 0;
    for word in piece.split_inclusive(char::is_whitespace) {
        let end = at + word.len();
        let rest = piece[end..].split_whitespace().next();
        let is_unit =
            |word: &str| amount::unit(word.trim_matches(|letter: char| !letter.is_alphanumeric())).is_some();
        if is_unit(word) && found.last().is_some_and(|(before, _)| *before == at) {
            // The thousand of `15 ribu` is the price's end.
            if let Some((before, _)) = found.last_mut() {
                *before = end;
            }
        } else if let Some(price) = amount::price(word.trim(), rest) {
            found.push((end, price));
        }
        at = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, description: &str, amount: u64, part: &str) {
        let found = part_of(message, &[description.to_owned()], &BTreeSet::from([amount]));
        assert_eq!(words::each(&found).join(" "), part, "{message}");
    }

    #[test]
    fn each_record_keeps_what_was_told_about_it() {
        let two = "Bakso 15rb, es teh 5rb di warung";
        check(two, "Bakso", 15_000, "bakso 15rb");
        check(two, "Es teh", 5_000, "es teh 5rb di warung");
        check("bakso 15.000 es teh 5.000", "Bakso", 15_000, "bakso 15000");
        check("bakso 15 ribu es teh 5 ribu", "Es teh", 5_000, "es teh 5 ribu");
        check("sabun 1,5jt\nsikat 20rb\nbuat kado", "Sabun", 1_500_000, "sabun 1 5jt buat kado");
    }

    #[test]
    fn a_message_about_one_thing_is_kept_whole() {
        check("makan siang 15rb pake gopay", "Bakso urat", 15_000, "makan siang 15rb pake gopay");
        check("gajian", "Gaji", 5_000_000, "gajian");
        // Corrected since, so that nothing of it is left: better found once too often than never.
        check("soto 18rb, kopi 5rb", "Rawon", 25_000, "soto 18rb kopi 5rb");
        check("", "Rawon", 25_000, "");
    }
}
