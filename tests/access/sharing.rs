//! Wallets shared in full, by the month or not at all, and secrets.

use catatduit::app::{Acting, Amendment, Answer, Error, Noun, Outcome, Paging, Seen};
use catatduit::ledger::{
    CategorySlug, Cycle, Month, Role, Transaction, TransactionId, TransactionType, Visibility, WalletId,
};

use super::people::{People, earned, moved, spent};

const OWNER: usize = 0;
const ADULT: usize = 1;
const CHILD: usize = 2;

fn people() -> People {
    People::new(Cycle::Calendar, &[Role::Owner, Role::Adult, Role::Child])
}

fn listed(acting: &Acting) -> Vec<TransactionId> {
    let page = acting.transactions(None, None, None, 100).unwrap();
    page.items.iter().map(|seen| seen.transaction.id).collect()
}

fn balance(acting: &Acting, name: &str) -> Option<i64> {
    let wallets = acting.wallets().unwrap();
    wallets.into_iter().find(|seen| seen.wallet.name == name).map(|seen| seen.balance.minor())
}

fn is_missing<T: std::fmt::Debug>(result: &Result<T, Error>, noun: Noun) {
    assert!(matches!(result, Err(Error::Missing { noun: of, .. }) if *of == noun), "{result:?}");
}

#[test]
fn a_private_wallet_is_as_if_it_were_not_there() {
    let mut people = people();
    let open = people.wallet("Cash", catatduit::ledger::Sharing::default());
    let hidden = people.wallet_of("Tabungan Rahasia", OWNER, Visibility::Private);
    let record = people.record(OWNER, 0, spent(hidden, 40_000, CategorySlug::HIBURAN));
    people.record(OWNER, 0, spent(open, 15_000, CategorySlug::MAKANAN));
    let adult = people.acting(ADULT);
    assert_eq!(balance(&adult, "Tabungan Rahasia"), None);
    assert_eq!(adult.month_summary(None).unwrap().expense.minor(), 15_000);
    is_missing(&adult.transaction(record.id), Noun::Transaction);
    is_missing(&adult.history(record.id), Noun::Transaction);
    is_missing(&adult.amend(record.id, Amendment::default()), Noun::Transaction);
    is_missing(&adult.void(vec![record.id]), Noun::Transaction);
    is_missing(&adult.set_balance(hidden, 1), Noun::Wallet);
    let seq = people.acting(OWNER).history(record.id).unwrap()[0].seq;
    is_missing(&adult.undo(seq), Noun::Change);
    is_missing(&adult.transactions_of(seq), Noun::Change);
    let list = adult.transactions(None, Some(hidden), None, 10).unwrap();
    assert!(list.items.is_empty() && list.next.is_none());
    let found = adult.search("barang 40000", Paging { most: 10, ..Paging::default() }).unwrap();
    assert!(found.hits.items.is_empty() && found.totals.count == 0);
    let followed = adult.happened_after(0, 100).unwrap();
    assert!(followed.happened.iter().all(|happened| !happened.wallets.contains(&hidden)));
    assert!(followed.happened.iter().all(|happened| !happened.transactions.contains(&record.id)));
    // Nobody is told that the name is taken.
    let new = catatduit::app::NewWallet { name: "Tabungan Rahasia".to_owned(), ..Default::default() };
    assert!(matches!(adult.add_wallet(&new), Ok(Outcome::WalletAdded { .. })));
    assert_eq!(balance(&people.acting(OWNER), "Cash"), Some(-15_000));
}

#[test]
fn a_transfer_out_of_sight_shows_one_end() {
    let mut people = people();
    let open = people.wallet("Cash", catatduit::ledger::Sharing::default());
    let hidden = people.wallet_of("Simpanan", OWNER, Visibility::Private);
    let transfer = people.record(OWNER, 0, moved(hidden, open, 100_000));
    let adult = people.acting(ADULT);
    let Seen { transaction, wallet, to_wallet, .. } = adult.transaction(transfer.id).unwrap();
    assert_eq!((wallet.wallet.name.as_str(), wallet.balance.minor()), ("dompet lain", 0));
    assert_eq!(to_wallet.unwrap().wallet.id, open);
    assert_eq!(transaction.wallet(), WalletId::VEILED);
    assert_eq!(transaction.source.text, None);
    assert_eq!(listed(&adult), [transfer.id]);
    // The fee is the hidden wallet's.
    assert_eq!(adult.month_summary(None).unwrap().expense.minor(), 0);
    assert_eq!(people.acting(OWNER).month_summary(None).unwrap().expense.minor(), 2_500);
    assert!(matches!(adult.void(vec![transfer.id]), Err(Error::Forbidden)));
    let happened = adult.history(transfer.id).unwrap();
    assert_eq!(happened[0].wallets, [open]);
    is_missing(&adult.undo(happened[0].seq), Noun::Change);
}

#[test]
fn a_wallet_shared_by_the_month_counts_when_the_month_is_over() {
    let mut people = people();
    let open = people.wallet("Cash", catatduit::ledger::Sharing::default());
    let monthly = people.wallet_of("Dompet Ayah", OWNER, Visibility::MonthlySum);
    let record = people.record(OWNER, 30, spent(monthly, 70_000, CategorySlug::HIBURAN));
    people.record(OWNER, 30, earned(monthly, 900_000));
    people.record(OWNER, 30, spent(open, 5_000, CategorySlug::MAKANAN));
    people.record(OWNER, 1, spent(monthly, 30_000, CategorySlug::HIBURAN));
    let adult = people.acting(ADULT);
    let october = Some(Month::new(2026, 10).unwrap());
    let summary = adult.month_summary(october).unwrap();
    assert_eq!((summary.income.minor(), summary.expense.minor(), summary.count), (900_000, 75_000, 1));
    assert_eq!(summary.monthly[0].wallet.id, monthly);
    assert_eq!(summary.monthly[0].sums.expense.minor(), 70_000);
    assert!(summary.categories.iter().all(|total| total.slug != CategorySlug::HIBURAN));
    // Not by the day, and not while it grows; and then the month before is not compared with it either.
    let day = adult.day_summary(Some(people.today().plus_days(-30))).unwrap();
    assert_eq!((day.expense.minor(), day.monthly.len()), (5_000, 0));
    let november = adult.month_summary(None).unwrap();
    assert_eq!((november.expense.minor(), november.monthly.len()), (0, 0));
    assert_eq!(november.previous.unwrap().expense.minor(), 5_000);
    is_missing(&adult.transaction(record.id), Noun::Transaction);
    assert_eq!(balance(&adult, "Dompet Ayah"), None);
    let asked = adult.say("total pengeluaran bulan lalu", None).unwrap().outcome;
    let Outcome::Answered(Answer::Total { kind, amount, .. }) = asked else { panic!("{asked:?}") };
    assert_eq!((kind, amount.minor()), (TransactionType::Expense, 75_000));
    people.wait_days(10);
    let november = Some(Month::new(2026, 11).unwrap());
    assert_eq!(people.acting(ADULT).month_summary(november).unwrap().expense.minor(), 30_000);
    // A child is not told even that.
    assert_eq!(people.acting(CHILD).month_summary(october).unwrap().expense.minor(), 0);
}

#[test]
fn a_secret_is_told_on_its_day() {
    let mut people = people();
    let open = people.wallet("Cash", catatduit::ledger::Sharing::default());
    people.record(OWNER, 2, earned(open, 500_000));
    let until = people.today().plus_days(3);
    let gift: Transaction =
        people.record_secret(OWNER, 0, spent(open, 300_000, CategorySlug::BELANJA), Some(until));
    let (owner, adult) = (people.acting(OWNER), people.acting(ADULT));
    assert_eq!((balance(&owner, "Cash"), balance(&adult, "Cash")), (Some(200_000), Some(500_000)));
    assert_eq!(owner.month_summary(None).unwrap().expense.minor(), 300_000);
    let seen = adult.month_summary(None).unwrap();
    assert_eq!((seen.expense.minor(), seen.count, seen.categories.len()), (0, 1, 1));
    is_missing(&adult.transaction(gift.id), Noun::Transaction);
    assert!(listed(&owner).contains(&gift.id) && !listed(&adult).contains(&gift.id));
    assert!(adult.happened_after(0, 100).unwrap().happened.iter().all(|one| one.transactions != [gift.id]));
    // What a record says of its wallet is what the reader may know.
    let other = adult.say("kopi 20rb pake cash", None).unwrap().outcome;
    let Outcome::Recorded(recorded) = other else { panic!("{other:?}") };
    assert_eq!(recorded.transactions[0].wallet.balance.minor(), 480_000);
    people.wait_days(3);
    let adult = people.acting(ADULT);
    assert_eq!(balance(&adult, "Cash"), Some(180_000));
    assert!(listed(&adult).contains(&gift.id));
    assert_eq!(adult.month_summary(None).unwrap().expense.minor(), 320_000);
}

#[test]
fn a_child_records_in_a_wallet_of_their_own() {
    let mut people = people();
    people.wallet("Cash", catatduit::ledger::Sharing::default());
    let child = people.acting(CHILD);
    assert!(child.wallets().unwrap().is_empty());
    // "Cash" is no wallet that a child knows of, so naming it makes one that is theirs.
    let outcome = child.say("jajan 5rb pake cash", None).unwrap().outcome;
    let Outcome::Recorded(recorded) = outcome else { panic!("{outcome:?}") };
    assert_eq!(recorded.new_wallets[0].sharing.holder, Some(people.members[CHILD].id));
    assert_eq!(recorded.transactions[0].wallet.balance.minor(), -5_000);
    assert_eq!(balance(&people.acting(CHILD), "Cash"), Some(-5_000));
    let family: Vec<i64> =
        people.acting(OWNER).wallets().unwrap().iter().map(|seen| seen.balance.minor()).collect();
    assert_eq!(family, [0, -5_000]);
}

#[test]
fn somebody_elses_draft_is_settled_by_who_sees_its_wallets() {
    let mut people = people();
    people.wallet("Cash", catatduit::ledger::Sharing::default());
    people.wallet_of("Simpanan", OWNER, Visibility::Private);
    let drafted = |text: &str| match people.acting(OWNER).say(text, None).unwrap().outcome {
        Outcome::Drafted(seen) => seen.draft.id,
        other => panic!("{text}: {other:?}"),
    };
    let open = drafted("beli bakso pake cash");
    let hidden = drafted("beli sate pake simpanan");
    let adult = people.acting(ADULT);
    assert!(adult.draft(open).is_ok());
    is_missing(&adult.draft(hidden), Noun::Draft);
    is_missing(&adult.drop_draft(hidden), Noun::Draft);
    is_missing(&people.acting(CHILD).draft(open), Noun::Draft);
}
