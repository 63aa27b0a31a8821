use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;

use super::*;
use crate::ledger::{
    Act, CategorySlug, Channel, Currency, Cycle, Day, Fact, Household, Line, MemberId, Money, Movement,
    Particulars, Permille, Sharing, Source, Timestamp, Transaction, Wallet, WalletId, WalletKind, Zone,
};
use crate::store::{NewChange, Store};

/// A household with one wallet, and an index of it.
struct Family {
    store: Store,
    search: Search,
    household: HouseholdId,
    wallet: Wallet,
    made: AtomicU64,
}

fn moment(millisecond: u64) -> Timestamp {
    Timestamp::from_millisecond(1_763_700_000_000 + i64::try_from(millisecond).unwrap()).unwrap()
}

impl Family {
    fn new() -> Self {
        Self::with(Search::in_memory().unwrap(), Store::in_memory().unwrap(), 1)
    }

    fn with(search: Search, store: Store, number: u8) -> Self {
        let household = Household {
            id: HouseholdId::from_bytes([number; 16]),
            name: "Keluarga".to_owned(),
            zone: Zone::named("Asia/Jakarta").unwrap(),
            currency: Currency::IDR,
            cycle: Cycle::Calendar,
            threshold: Permille::new(850),
            created: moment(0),
            version: 1,
        };
        let wallet = Wallet {
            id: WalletId::from_bytes([number; 16]),
            household: household.id,
            name: "GoPay".to_owned(),
            kind: WalletKind::EWallet,
            currency: Currency::IDR,
            colour: "#00AED6".to_owned(),
            aliases: Vec::new(),
            order: 0,
            archived: false,
            removed: false,
            sharing: Sharing::default(),
            card: None,
            version: 1,
        };
        let id = household.id;
        let facts = vec![
            Fact::Household { before: None, after: household },
            Fact::Wallet { before: None, after: wallet.clone() },
        ];
        let family = Self { store, search, household: id, wallet, made: AtomicU64::new(0) };
        family.append(Act::SetUp, facts);
        family
    }

    fn append(&self, act: Act, facts: Vec<Fact>) {
        let at = moment(self.made.load(Ordering::Relaxed));
        let change =
            NewChange { household: self.household, at, member: None, channel: Channel::Box, act, facts };
        self.store.write(move |pen| pen.append(change.clone())).unwrap();
    }

    /// An expense, made one millisecond after the one before.
    fn expense(&self, day: &str, description: &str, amount: i64) -> Transaction {
        let made = self.made.fetch_add(1, Ordering::Relaxed);
        let mut chance = [0; 10];
        chance[2..].copy_from_slice(&made.to_be_bytes());
        let millisecond = moment(made).as_millisecond();
        let line = Line {
            amount: Money::idr(amount),
            category: CategorySlug::MAKANAN,
            description: description.to_owned(),
        };
        Transaction {
            id: TransactionId::compose(millisecond, chance),
            household: self.household,
            day: day.parse::<Day>().unwrap(),
            member: MemberId::from_bytes([1; 16]),
            movement: Movement::Expense { wallet: self.wallet.id, lines: vec![line] },
            person: None,
            note: None,
            particulars: Particulars::default(),
            source: Source { channel: Channel::Web, text: None, confidence: None },
            recorded: moment(made),
            voided: None,
            version: 1,
        }
    }

    fn put(&self, before: Option<&Transaction>, after: &Transaction) {
        let fact =
            Fact::Transaction { before: before.cloned().map(Box::new), after: Box::new(after.clone()) };
        self.append(Act::Record, vec![fact]);
    }

    fn record(&self, day: &str, description: &str, amount: i64) -> Transaction {
        let transaction = self.expense(day, description, amount);
        self.put(None, &transaction);
        transaction
    }

    fn catch_up(&self) -> u64 {
        self.search.catch_up(&self.store).unwrap()
    }

    fn find(&self, text: &str, order: Order) -> Found {
        self.search.find(&self.store, self.household, text, order, 10).unwrap()
    }

    /// The descriptions of what is found, as a list.
    fn found(&self, text: &str, order: Order) -> String {
        let found = self.find(text, order);
        let describe = |id: &TransactionId| {
            let found = self.store.read(|look| look.transaction(*id)).unwrap();
            found.map(|transaction| transaction.description()).unwrap_or_default()
        };
        found.ids.iter().map(describe).collect::<Vec<_>>().join(" | ")
    }
}

#[test]
fn finds_by_every_word_a_family_may_remember() {
    let family = Family::new();
    let mut transaction = family.expense("2026-11-20", "Bakso urat", 15_000);
    transaction.person = Some("Budi".to_owned());
    transaction.note = Some("di depan stasiun".to_owned());
    transaction.source.text = Some("makan siang 15rb".to_owned());
    family.put(None, &transaction);
    family.record("2026-11-20", "Sabun", 9_000);
    assert_eq!(family.catch_up(), 3);
    let found = [
        "bakso",
        "URAT",
        "budi",
        "stasiun",
        "siang",
        "15rb",
        "15000",
        "Rp15.000",
        "bakso gopay",
        "bakso makanan",
        "bakso food",
        "bak",
        "baksoo",
        "bakos",
        "stasun",
        "bakso di stasiun",
    ];
    for text in found {
        assert_eq!(family.found(text, Order::Newest), "Bakso urat", "{text}");
    }
    for text in ["bakso sabun", "x", "kakso", "bkaos", "", "?!", "1500", "budiman"] {
        assert_eq!(family.find(text, Order::Best), Found::default(), "{text}");
    }
    assert_eq!(family.find("gopay", Order::Newest).total, Total { number: 2, is_all: true });
}

#[test]
fn newest_is_by_day_then_by_recording_and_best_by_nearness_first() {
    let family = Family::new();
    family.record("2026-11-20", "Kopi", 1);
    family.record("2026-11-22", "Kopyah", 2);
    family.record("2026-11-21", "Kopi susu", 3);
    family.record("2026-11-22", "Kopiah", 4);
    family.record("2026-11-19", "Kopi tubruk", 5);
    family.record("2026-11-22", "Kop", 6);
    family.record("2026-11-21", "Kopi hitam", 7);
    family.catch_up();
    let newest = "Kop | Kopiah | Kopi hitam | Kopi susu | Kopi | Kopi tubruk";
    assert_eq!(family.found("kopi", Order::Newest), newest);
    let best = "Kopi hitam | Kopi susu | Kopi | Kopi tubruk | Kopiah | Kop";
    assert_eq!(family.found("kopi", Order::Best), best);
    let few = family.search.find(&family.store, family.household, "kopi", Order::Best, 5).unwrap();
    assert_eq!((few.ids.len(), few.total.number), (5, 6));
    assert_eq!(few.ids, family.find("kopi", Order::Best).ids[..5]);
}

#[test]
fn follows_amendments_voids_and_renamed_wallets() {
    let family = Family::new();
    let bakso = family.record("2026-11-20", "Bakso", 15_000);
    let teh = family.record("2026-11-20", "Es teh", 5_000);
    family.catch_up();

    let mut soto = family.expense("2026-11-21", "Soto", 18_000);
    (soto.id, soto.version) = (bakso.id, 2);
    family.put(Some(&bakso), &soto);
    let mut voided = teh.clone();
    (voided.voided, voided.version) = (Some(moment(9)), 2);
    family.put(Some(&teh), &voided);
    family.catch_up();
    assert_eq!(family.found("soto", Order::Newest), "Soto");
    for gone in ["bakso", "teh", "15000"] {
        assert_eq!(family.find(gone, Order::Newest).total.number, 0, "{gone}");
    }

    family.put(Some(&voided), &Transaction { version: 3, ..teh.clone() });
    let renamed = Wallet { name: "Dompet hijau".to_owned(), version: 2, ..family.wallet.clone() };
    family.append(
        Act::ChangeWallet,
        vec![Fact::Wallet { before: Some(family.wallet.clone()), after: renamed }],
    );
    family.record("2026-11-22", "Bakwan", 2_000);
    family.catch_up();
    assert_eq!(family.found("hijau", Order::Newest), "Bakwan | Soto | Es teh");
    assert_eq!(family.find("hijau", Order::Newest).total.number, 3);
    assert_eq!(family.find("gopay", Order::Newest).total.number, 0);
}

#[test]
fn one_household_never_finds_what_is_anothers() {
    let first = Family::new();
    let second = Family::with(first.search.clone(), first.store.clone(), 2);
    first.record("2026-11-20", "Bakso", 15_000);
    let mut other = second.expense("2026-11-21", "Bakso", 16_000);
    other.id = TransactionId::compose(5, [5; 10]);
    second.put(None, &other);
    first.catch_up();
    let ids = |family: &Family| family.find("bakso", Order::Best).ids;
    assert_eq!((ids(&first).len(), ids(&second)), (1, vec![other.id]));
    let stranger = first
        .search
        .find(&first.store, HouseholdId::from_bytes([9; 16]), "bakso", Order::Newest, 10)
        .unwrap();
    assert_eq!(stranger, Found::default());
}

#[test]
fn an_index_built_at_once_equals_one_that_followed() {
    let family = Family::new();
    let mut last: Option<Transaction> = None;
    for number in 0..60_u8 {
        let day = format!("2026-{:02}-{:02}", number % 11 + 1, number % 27 + 1);
        let text = ["nasi goreng", "nasi uduk", "mie goreng", "es jeruk"][usize::from(number % 4)];
        let transaction = family.record(&day, text, 1_000 * i64::from(number + 1));
        if let Some(before) = last.filter(|_| number % 5 == 0) {
            let voided = (number % 2 == 0).then(|| moment(u64::from(number)));
            let mut after = family.expense(&day, "lontong sayur", 7_000);
            (after.id, after.voided, after.version) = (before.id, voided, before.version + 1);
            family.put(Some(&before), &after);
        }
        last = Some(transaction);
        // Here the index is up to date, a little behind, and far behind.
        if number % 6 == 0 {
            same_as_built_at_once(&family);
        }
        if number % 14 == 0 {
            family.catch_up();
        }
    }
    family.catch_up();
    same_as_built_at_once(&family);
    assert_eq!(family.find("lontong", Order::Newest).total.number, 6);
}

#[test]
fn stays_in_few_pieces_however_often_it_is_written() {
    let family = Family::new();
    for number in 1..=40 {
        family.record("2026-11-20", "Bakso", number);
        family.catch_up();
    }
    let pieces = family.search.catalogue().current().searcher.segment_readers().len();
    assert!((1..=5).contains(&pieces), "{pieces}");
    assert_eq!(family.find("bakso", Order::Newest).total.number, 40);
}

fn same_as_built_at_once(family: &Family) {
    let built = Search::in_memory().unwrap();
    built.catch_up(&family.store).unwrap();
    let texts =
        ["nasi", "goreng", "nasi goreng", "lontong", "gorenk", "es", "gopay", "7000", "70", "n", "ja"];
    for text in texts {
        for order in [Order::Newest, Order::Best] {
            for limit in [0, 3, 40] {
                let at_once = built.find(&family.store, family.household, text, order, limit).unwrap();
                let followed =
                    family.search.find(&family.store, family.household, text, order, limit).unwrap();
                assert_eq!(at_once, followed, "{text}, {order:?}, {limit}");
            }
        }
    }
}

#[test]
fn survives_a_restart_and_comes_back_from_nothing_and_from_damage() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("search");
    let family = Family::with(Search::open(&at).unwrap(), Store::in_memory().unwrap(), 1);
    family.record("2026-11-20", "Bakso", 15_000);
    family.catch_up();

    let Family { store, household, search, .. } = family;
    drop(search);
    let count =
        |search: &Search| search.find(&store, household, "bakso", Order::Newest, 5).unwrap().total.number;
    let again = Search::open(&at).unwrap();
    assert_eq!((again.seq(), count(&again)), (2, 1));
    drop(again);

    std::fs::remove_dir_all(&at).unwrap();
    let empty = Search::open(&at).unwrap();
    assert_eq!((empty.seq(), count(&empty)), (0, 1));
    assert_eq!((empty.catch_up(&store).unwrap(), count(&empty)), (2, 1));
    drop(empty);

    for damage in ["", "{}", "not an index at all"] {
        std::fs::write(at.join("meta.json"), damage).unwrap();
        let rebuilt = Search::open(&at).unwrap();
        assert_eq!((rebuilt.catch_up(&store).unwrap(), count(&rebuilt)), (2, 1), "{damage}");
    }

    // Every other file of it cut off: noticed at the latest when something is added to it.
    for entry in std::fs::read_dir(&at).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().is_some_and(|name| name != "meta.json" && name != ".managed.json") {
            std::fs::write(path, "x").unwrap();
        }
    }
    let rebuilt = Search::open(&at).unwrap();
    assert_eq!((rebuilt.catch_up(&store).unwrap(), count(&rebuilt)), (2, 1));
}

#[test]
fn an_index_of_another_journal_is_built_again() {
    let first = Family::new();
    first.record("2026-11-20", "Bakso", 15_000);
    first.record("2026-11-20", "Soto", 15_000);
    first.catch_up();
    // As after putting back a backup: shorter, or as long and different.
    for records in [1, 2, 3] {
        let other = Family::with(first.search.clone(), Store::in_memory().unwrap(), 1);
        other.made.store(100, Ordering::Relaxed);
        for _ in 0..records {
            other.record("2026-11-21", "Rawon", 20_000);
        }
        assert_eq!(other.catch_up(), records + 1);
        assert_eq!(other.find("rawon", Order::Newest).total.number, usize::try_from(records).unwrap());
        assert_eq!(other.find("bakso", Order::Newest).total.number, 0);
        first.catch_up();
        assert_eq!(first.find("bakso", Order::Newest).total.number, 1);
    }
}

#[tokio::test]
async fn follows_the_journal_until_told_to_stop() {
    let family = Family::new();
    let stop = tokio_util::sync::CancellationToken::new();
    let follow = family.search.clone().follow(family.store.clone(), stop.clone());
    let story = async {
        for (text, seq) in [("Bakso", 2), ("Soto", 3)] {
            family.record("2026-11-20", text, 15_000);
            while family.search.seq() < seq {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        }
        stop.cancel();
    };
    let (end, ()) =
        tokio::time::timeout(std::time::Duration::from_mins(1), async { tokio::join!(follow, story) })
            .await
            .unwrap();
    end.unwrap();
    assert_eq!(family.search.seq(), 3);
}

/// Words, signs and letters of every kind, some of them close to what is recorded.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-z0-9 .,:\"()*~+-]{0,60}", "(nasi|goreng|AND|NOT|\\*| |[a-z]){0,9}"]
}

#[test]
fn takes_any_text_as_words_never_as_a_language() {
    let family = Family::new();
    family.record("2026-11-20", "Nasi goreng", 15_000);
    family.catch_up();
    let config = ProptestConfig { cases: 500, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let end = runner.run(&any_text(), |typed| {
        for order in [Order::Newest, Order::Best] {
            prop_assert!(family.find(&typed, order).total.number <= 1);
        }
        Ok(())
    });
    end.unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_was_recorded_is_found_by_its_own_words(recorded in any_text()) {
        let family = Family::new();
        family.record("2026-11-20", &recorded, 15_000);
        family.catch_up();
        let has_words = !words::asked(&recorded).is_empty();
        prop_assert_eq!(family.find(&recorded, Order::Newest).total.number, usize::from(has_words));
    }
}
