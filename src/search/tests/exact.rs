//! Whatever is recorded and whatever is asked: the index finds exactly what a filter over the ledger finds.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::ledger::{Period, Tag, TransactionType};

/// One more record, from a few numbers.
fn recorded(family: &Family, seed: [u8; 8]) -> Transaction {
    const TEXTS: [&str; 5] = ["Nasi goreng", "Es teh", "Bensin", "Gaji", ""];
    let [kind, day, amount, member, wallet, more, text, people] = seed;
    let mut made = family.expense(
        &format!("2026-{:02}-{:02}", day % 3 + 9, day % 28 + 1),
        TEXTS[usize::from(text % 5)],
        1 + i64::from(amount) * 250,
    );
    let category =
        [CategorySlug::MAKANAN, CategorySlug::TRANSPORTASI, CategorySlug::GAJI][usize::from(more % 3)];
    if let Movement::Expense { lines, .. } = &mut made.movement {
        lines[0].category = category;
        if more % 4 == 0 {
            lines.push(Line { category: CategorySlug::HEWAN, ..lines[0].clone() });
        }
    }
    let wallets = [family.wallet.id, family.private.id];
    let (own, other) = (wallets[usize::from(wallet % 2)], wallets[usize::from(1 - wallet % 2)]);
    let Movement::Expense { lines, .. } = made.movement.clone() else { unreachable!("an expense is made") };
    let amount = lines[0].amount;
    made.movement = match kind % 5 {
        0 | 1 => Movement::Expense { wallet: own, lines },
        2 => Movement::Income { wallet: own, lines },
        3 => Movement::Transfer {
            from: own,
            to: other,
            amount,
            received: None,
            fee: (kind % 2 == 0).then(|| Money::idr(2_500)),
            description: lines[0].description.clone(),
        },
        _ => Movement::Adjustment {
            wallet: own,
            difference: amount.negated().unwrap(),
            description: String::new(),
        },
    };
    made.member = MemberId::from_bytes([member % 3 + 1; 16]);
    // The last says in another order what the record says.
    let messages = [Some("nanti di zulvano"), None, Some("goreng nasi")];
    made.source.text = messages[usize::from(text % 3)].map(str::to_owned);
    made.note = (people % 3 == 0).then(|| "catatan".to_owned());
    made.person = (people % 4 == 0).then(|| "Pak Budi".to_owned());
    made.particulars.paid_by = (people % 5 == 0).then(|| MemberId::from_bytes([people % 3 + 1; 16]));
    made.particulars.for_whom =
        (0..people % 3).map(|number| MemberId::from_bytes([number + 1; 16])).collect();
    made.particulars.tags = (0..more % 3).map(tag).collect();
    made.particulars.secret_until =
        (more % 6 == 0).then(|| Day::new(2026, 11, i8::try_from(more % 28 + 1).unwrap()).unwrap());
    made
}

/// Whether its message holds these words.
fn says(record: &Transaction, words: &str) -> bool {
    record.source.text.as_ref().is_some_and(|text| text.contains(words))
}

fn tag(number: u8) -> Tag {
    ["lebaran", "rumah", "kado"][usize::from(number % 3)].parse().unwrap()
}

/// Whether something holds of a record.
type Holds = Box<dyn Fn(&Transaction) -> bool>;

/// A clause from a few numbers, and what it means.
fn clause(family: &Family, sight: &Sight, seed: [u8; 4]) -> (Clause, Holds) {
    let [what, one, two, negated] = seed;
    let member = MemberId::from_bytes([one % 3 + 1; 16]);
    let wallet = [family.wallet.id, family.private.id][usize::from(one % 2)];
    let (ask, holds): (Ask, Holds) = match what % 12 {
        0 => {
            let first = Day::new(2026, 9, 1).unwrap().plus_days(i32::from(one % 90));
            let days = Period { first, last: first.plus_days(i32::from(two % 40)) };
            (Ask::Days(days), Box::new(move |record| days.first <= record.day && record.day <= days.last))
        }
        1 => {
            let (least, most) = (u64::from(one) * 250, u64::from(one) * 250 + u64::from(two) * 500);
            let currency = (two % 2 == 0).then_some(Currency::IDR);
            let holds = move |record: &Transaction| {
                let amount = record.amount().unwrap().minor().unsigned_abs();
                amount >= least && amount <= most
            };
            (Ask::Amount { least, most, currency }, Box::new(holds))
        }
        2 => {
            let kind = [TransactionType::Expense, TransactionType::Transfer][usize::from(one % 2)];
            (Ask::Any(vec![Label::Type(kind)]), Box::new(move |record| record.kind() == kind))
        }
        3 => (
            Ask::Any(vec![Label::Wallet(wallet)]),
            Box::new(move |record| record.wallets().any(|id| id == wallet)),
        ),
        4 => (
            Ask::Any(vec![Label::By(member)]),
            Box::new(move |record| record.member == member || record.particulars.paid_by == Some(member)),
        ),
        5 => (
            Ask::Any(vec![Label::For(member)]),
            Box::new(move |record| record.particulars.for_whom.contains(&member)),
        ),
        6 => {
            let (tag, other) = (tag(one), tag(two));
            let labels = vec![Label::Tag(tag.clone()), Label::Tag(other.clone())];
            let holds = move |record: &Transaction| {
                record.particulars.tags.contains(&tag) || record.particulars.tags.contains(&other)
            };
            (Ask::Any(labels), Box::new(holds))
        }
        7 => (
            Ask::Any(vec![Label::Category(CategorySlug::HEWAN)]),
            Box::new(|record| {
                record.postings().iter().any(|posting| {
                    posting.category == CategorySlug::HEWAN && record.kind() != TransactionType::Transfer
                })
            }),
        ),
        8 => {
            let sight = sight.clone();
            let asked = AskedWord { text: "zulvanno".to_owned(), names: Vec::new() };
            let holds = move |record: &Transaction| says(record, "zulvano") && sight.reads_message(record);
            (Ask::Word(asked), Box::new(holds))
        }
        9 => {
            let sight = sight.clone();
            let phrase = if one % 2 == 0 { "nanti di zulvano" } else { "goreng nasi" };
            let holds = move |record: &Transaction| says(record, phrase) && sight.reads_message(record);
            (Ask::Phrase(phrase.split(' ').map(str::to_owned).collect()), Box::new(holds))
        }
        10 => (Ask::Any(vec![Label::Note]), Box::new(|record| record.note.is_some())),
        _ => (
            Ask::All(person_labels("budi pak")),
            Box::new(|record| record.person.as_deref() == Some("Pak Budi")),
        ),
    };
    let negated = negated % 3 == 0;
    (Clause { ask, negated }, Box::new(move |record| holds(record) != negated))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn finds_exactly_what_a_filter_over_the_ledger_finds(
        records in proptest::collection::vec(any::<[u8; 8]>(), 1..60),
        voided in any::<u8>(),
        caught_up in any::<u8>(),
        asked in proptest::collection::vec(proptest::collection::vec(any::<[u8; 4]>(), 0..4), 1..12),
        viewer in 1..=3_u8,
        order in (0..3_u8, any::<bool>(), 1..20_usize),
    ) {
        let family = Family::new();
        let mut ledger = Vec::new();
        for (number, seed) in records.iter().enumerate() {
            if number % 20 == usize::from(caught_up % 20) {
                family.catch_up();
            }
            let mut record = recorded(&family, *seed);
            family.put(None, &record);
            if number % 7 == usize::from(voided % 7) {
                let before = record.clone();
                (record.voided, record.version) = (Some(moment(1)), 2);
                family.put(Some(&before), &record);
            } else {
                ledger.push(record);
            }
        }
        // Some see both wallets, and what is secret to others beside them.
        let secrets = ledger.iter().filter(|record| record.particulars.is_secret_on(TODAY.parse().unwrap()));
        let wallets = [family.wallet.clone(), Wallet { sharing: Sharing::default(), ..family.private.clone() }];
        let sight = if order.1 { sight_of(viewer, &wallets, TODAY) } else { family.sight(viewer) };
        let sight = sight.keeping(secrets.cloned().collect());
        let (sort, ascending, limit) = order;
        let sort = [Sort::Day, Sort::Amount, Sort::Recorded][usize::from(sort)];
        for seeds in asked {
            let (clauses, hold): (Vec<_>, Vec<_>) = seeds.iter().map(|seed| clause(&family, &sight, *seed)).unzip();
            let expected: Vec<&Transaction> = ledger
                .iter()
                .filter(|record| sight.shows(record) && hold.iter().all(|holds| holds(record)))
                .collect();
            let query = Query { clauses };
            let mut ids = Vec::new();
            let mut wanted = Wanted { sort, ascending, limit, with_totals: true, after: None };
            loop {
                let found = family.search.find(&family.store, &sight, &query, wanted).unwrap();
                prop_assert_eq!(found.totals.clone().unwrap(), totals_of(&expected));
                prop_assert!(found.ids.len() <= limit);
                ids.extend(found.ids);
                wanted.after = found.next;
                if found.next.is_none() {
                    break;
                }
            }
            let mut in_order = expected.clone();
            in_order.sort_by_key(|record| {
                let key = match sort {
                    Sort::Amount => record.amount().unwrap().minor().unsigned_abs(),
                    Sort::Recorded => record.recorded.as_millisecond().unsigned_abs(),
                    Sort::Day | Sort::Best => u64::from(record.day.number()),
                };
                (key, record.id)
            });
            if !ascending {
                in_order.reverse();
            }
            let in_order: Vec<TransactionId> = in_order.iter().map(|record| record.id).collect();
            prop_assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
            prop_assert_eq!(ids, in_order, "{:?} {:?}", query, sort);
        }
    }
}

fn totals_of(records: &[&Transaction]) -> Totals {
    let mut totals = Totals { count: records.len() as u64, ..Totals::default() };
    for record in records {
        for posting in record.postings() {
            let minor = posting.amount.minor();
            let flows = totals.sums.entry(posting.amount.currency());
            match posting.kind {
                TransactionType::Expense => flows.or_default().expense += minor,
                TransactionType::Income => flows.or_default().income += minor,
                TransactionType::Transfer | TransactionType::Adjustment => {}
            }
        }
    }
    totals
}
