use super::*;
use crate::ledger::{
    CategorySlug, Channel, Day, HouseholdId, MemberId, Particulars, Source, Timestamp, TransactionId,
};

fn line(rupiah: i64, category: CategorySlug, description: &str) -> Line {
    Line { amount: Money::idr(rupiah), category, description: description.to_owned() }
}

const FIRST: WalletId = WalletId::from_bytes([1; 16]);
const SECOND: WalletId = WalletId::from_bytes([2; 16]);
const THIRD: WalletId = WalletId::from_bytes([3; 16]);

fn bakso() -> Transaction {
    Transaction {
        id: TransactionId::from_bytes([7; 16]),
        household: HouseholdId::from_bytes([8; 16]),
        day: Day::new(2026, 11, 22).unwrap(),
        member: MemberId::from_bytes([9; 16]),
        movement: Movement::Expense {
            wallet: FIRST,
            lines: vec![line(15_000, CategorySlug::MAKANAN, "Bakso")],
        },
        person: None,
        note: None,
        particulars: Particulars::default(),
        source: Source { channel: Channel::Web, text: None, confidence: None },
        recorded: Timestamp::UNIX_EPOCH,
        voided: None,
        erased: None,
        version: 1,
    }
}

/// One later word about a transaction.
type Word = fn(&mut Transaction);

fn lines(transaction: &mut Transaction) -> &mut Vec<Line> {
    match &mut transaction.movement {
        Movement::Expense { lines, .. } | Movement::Income { lines, .. } => lines,
        other => panic!("{other:?} has no lines"),
    }
}

fn dearer(transaction: &mut Transaction) {
    lines(transaction)[0].amount = Money::idr(18_000);
}

fn dearest(transaction: &mut Transaction) {
    lines(transaction)[0].amount = Money::idr(20_000);
}

fn fun(transaction: &mut Transaction) {
    lines(transaction)[0].category = CategorySlug::HIBURAN;
}

fn renamed(transaction: &mut Transaction) {
    lines(transaction)[0].description = "Bakso Pak Kumis".to_owned();
}

fn split(transaction: &mut Transaction) {
    lines(transaction).push(line(5_000, CategorySlug::MAKANAN, "Es teh"));
}

fn elsewhere(transaction: &mut Transaction) {
    if let Movement::Expense { wallet, .. } | Movement::Income { wallet, .. } = &mut transaction.movement {
        *wallet = SECOND;
    }
}

fn earned(transaction: &mut Transaction) {
    transaction.movement =
        Movement::Income { wallet: FIRST, lines: vec![line(15_000, CategorySlug::REFUND, "Bakso")] };
}

fn yesterday(transaction: &mut Transaction) {
    transaction.day = transaction.day.plus_days(-1);
}

fn noted(transaction: &mut Transaction) {
    transaction.note = Some("traktir".to_owned());
}

fn noted_otherwise(transaction: &mut Transaction) {
    transaction.note = Some("dibayar Budi".to_owned());
}

fn tagged(transaction: &mut Transaction) {
    transaction.particulars.tags.push("lebaran".parse().unwrap());
}

fn tagged_again(transaction: &mut Transaction) {
    transaction.particulars.tags.push("kantor".parse().unwrap());
}

fn untagged(transaction: &mut Transaction) {
    transaction.particulars.tags.clear();
}

fn gone(transaction: &mut Transaction) {
    transaction.voided = Some(Timestamp::UNIX_EPOCH);
}

fn after(before: &Transaction, word: Word) -> Transaction {
    let mut after = before.clone();
    word(&mut after);
    after.version += 1;
    after
}

/// Some words one after the other; the first is taken back; what is in the way, or what stays said.
#[test]
fn a_word_is_taken_back_while_those_that_touch_something_else_stand() {
    type Row<'r> = (&'r [Word], Result<&'r [Word], &'r [Field]>);
    let rows: [Row<'_>; 16] = [
        (&[dearer], Ok(&[])),
        (&[dearer, fun], Ok(&[fun])),
        (&[fun, dearer, renamed], Ok(&[dearer, renamed])),
        (&[dearer, dearest], Err(&[Field::Amount])),
        (&[dearer, elsewhere, yesterday, noted], Ok(&[elsewhere, yesterday, noted])),
        (&[split, elsewhere], Ok(&[elsewhere])),
        (&[split, fun], Err(&[Field::Lines])),
        (&[dearer, split], Err(&[Field::Lines])),
        (&[elsewhere, split], Ok(&[split])),
        (&[earned, noted], Ok(&[noted])),
        (&[earned, elsewhere], Err(&[Field::Type])),
        (&[dearer, earned], Err(&[Field::Type])),
        (&[noted, noted_otherwise, dearer], Err(&[Field::Note])),
        (&[tagged, tagged_again], Ok(&[tagged_again])),
        (&[tagged, untagged], Ok(&[])),
        (&[dearer, gone], Ok(&[gone])),
    ];
    for (place, (words, expected)) in rows.into_iter().enumerate() {
        let start = bakso();
        let first = after(&start, words[0]);
        let now = words[1..].iter().fold(first.clone(), |now, word| after(&now, *word));
        let found = now.without(&start, &first);
        let expected = expected.map_err(<[Field]>::to_vec).map(|left| {
            let left = left.iter().fold(start.clone(), |now, word| after(&now, *word));
            Transaction { version: now.version, ..left }
        });
        assert_eq!(found, expected, "row {place}");
    }
}

#[test]
fn what_was_put_back_by_hand_since_is_not_put_back_twice() {
    let start = bakso();
    let first = after(&start, dearer);
    let by_hand = Transaction { version: 3, ..start.clone() };
    let now = after(&by_hand, noted);
    assert_eq!(now.without(&start, &first), Ok(now));
}

#[test]
fn what_a_change_took_out_of_a_set_comes_back_beside_what_came_in_since() {
    let start = after(&bakso(), tagged);
    let first = after(&start, untagged);
    let now = after(&first, tagged_again);
    let back = now.without(&start, &first).unwrap();
    let tags: Vec<&str> = back.particulars.tags.iter().map(crate::ledger::Tag::as_str).collect();
    assert_eq!(tags, ["kantor", "lebaran"]);
}

#[test]
fn each_part_is_named_when_it_differs_and_only_then() {
    let rows: [(Word, &[Field]); 10] = [
        (dearer, &[Field::Amount]),
        (fun, &[Field::Category]),
        (renamed, &[Field::Description]),
        (split, &[Field::Lines]),
        (elsewhere, &[Field::Wallet]),
        (earned, &[Field::Type, Field::Category]),
        (yesterday, &[Field::Day]),
        (noted, &[Field::Note]),
        (tagged, &[Field::Tags]),
        (gone, &[Field::Voided]),
    ];
    for (word, fields) in rows {
        assert_eq!(bakso().differs_in(&after(&bakso(), word)), fields);
    }
    assert_eq!(bakso().differs_in(&bakso()), []);
}

#[test]
fn parts_make_the_movement_they_were_taken_from() {
    let movements = [
        Movement::Expense { wallet: FIRST, lines: vec![line(5, CategorySlug::BELANJA, "a"); 3] },
        Movement::Income { wallet: FIRST, lines: vec![line(5, CategorySlug::GAJI, "")] },
        Movement::Transfer {
            from: FIRST,
            to: THIRD,
            amount: Money::idr(100),
            received: None,
            fee: Some(Money::idr(2)),
            description: "Isi saldo".to_owned(),
        },
        Movement::Adjustment { wallet: SECOND, difference: Money::idr(-7), description: String::new() },
    ];
    for movement in movements {
        assert_eq!(Parts::of(&movement).movement(), Some(movement));
    }
    let lacking = Parts { kind: TransactionType::Transfer, ..Parts::of(&bakso().movement) };
    assert_eq!(lacking.movement(), None);
}
