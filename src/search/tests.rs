mod exact;
mod following;
mod sight;

use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;

use super::*;
use crate::ledger::{
    Act, CategorySlug, Channel, Currency, Cycle, Day, Fact, Household, HouseholdId, Language, Line, Member,
    MemberId, Money, Movement, Particulars, Permille, Role, Sharing, Source, Timestamp, Transaction,
    TransactionId, Visibility, Wallet, WalletId, WalletKind, Zone,
};
use crate::store::{NewChange, Store};

/// A household with one wallet of everybody's and one of a member's own, and an index of it.
struct Family {
    store: Store,
    search: Search,
    household: HouseholdId,
    wallet: Wallet,
    private: Wallet,
    made: AtomicU64,
}

const TODAY: &str = "2026-11-22";

/// What the member of that number sees of these wallets.
fn sight_of(number: u8, wallets: &[Wallet], today: &str) -> Sight {
    let member = Member {
        id: MemberId::from_bytes([number; 16]),
        account: MemberId::from_bytes([number; 16]),
        household: HouseholdId::from_bytes([1; 16]),
        name: format!("Anggota {number}"),
        role: Role::Adult,
        language: Language::Indonesian,
        default_wallet: None,
        created: moment(0),
        removed: None,
        version: 1,
    };
    Sight::of(&member, wallets, today.parse().unwrap())
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
        let sharing = Sharing {
            holder: Some(MemberId::from_bytes([2; 16])),
            others: Visibility::Private,
            grants: Vec::new(),
        };
        let private = Wallet {
            id: WalletId::from_bytes([number + 100; 16]),
            name: "Tabungan".to_owned(),
            order: 1,
            sharing,
            ..wallet.clone()
        };
        let id = household.id;
        let facts = vec![
            Fact::Household { before: None, after: household },
            Fact::Wallet { before: None, after: wallet.clone() },
            Fact::Wallet { before: None, after: private.clone() },
        ];
        let family = Self { store, search, household: id, wallet, private, made: AtomicU64::new(0) };
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
            erased: None,
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

    /// What the member of that number sees.
    fn sight(&self, number: u8) -> Sight {
        sight_of(number, &[self.wallet.clone(), self.private.clone()], TODAY)
    }

    fn vocabulary(&self) -> Vocabulary {
        let category = Known {
            is: Named::Category(vec![CategorySlug::MAKANAN]),
            called: vec!["Makanan & Minuman".to_owned(), "Food & Drink".to_owned()],
        };
        let wallet = Known { is: Named::Wallet(self.wallet.id), called: vec!["GoPay".to_owned()] };
        Vocabulary {
            today: TODAY.parse().unwrap(),
            cycle: Cycle::Calendar,
            currency: Currency::IDR,
            known: vec![wallet, category],
        }
    }

    fn asked(&self, text: &str) -> Query {
        parse(text, &self.vocabulary()).query
    }

    fn look(&self, query: &Query, wanted: Wanted) -> Found {
        self.search.find(&self.store, &self.sight(1), query, wanted).unwrap()
    }

    fn find(&self, text: &str, sort: Sort) -> Found {
        self.look(&self.asked(text), Wanted { sort, limit: 10, with_totals: true, ..Wanted::default() })
    }

    fn count(&self, text: &str) -> u64 {
        self.find(text, Sort::Day).totals.unwrap().count
    }

    /// The descriptions of what is found, as a list.
    fn found(&self, text: &str, sort: Sort) -> String {
        self.shown(&self.find(text, sort).ids)
    }

    fn shown(&self, ids: &[TransactionId]) -> String {
        let describe = |id: &TransactionId| {
            let found = self.store.read(|look| look.transaction(*id)).unwrap();
            found.map(|transaction| transaction.description()).unwrap_or_default()
        };
        ids.iter().map(describe).collect::<Vec<_>>().join(" | ")
    }
}

#[test]
fn finds_by_every_word_a_family_may_remember() {
    let family = Family::new();
    let mut transaction = family.expense("2026-11-20", "Bakso urat", 15_000);
    transaction.person = Some("Budi".to_owned());
    transaction.note = Some("di depan stasiun".to_owned());
    transaction.source.text = Some("makan siang 15rb bayarin mie".to_owned());
    transaction.particulars.tags = vec!["rumah-baru".parse().unwrap()];
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
        "15 ribu",
        "bakso gopay",
        "bakso gopai",
        "bakso makanan",
        "bakso food",
        "bak",
        "baksoo",
        "bakos",
        "stasun",
        "bakso di stasiun",
        "dibayar",
        "membayarkan",
        "rumah",
        "#rumah-baru",
        "orang:budi",
        "\"bakso urat\"",
        "\"depan stasiun\" kategori:makanan @gopay >10rb <=15rb",
        "bakso -kopi",
        "bakso -\"urat bakso\"",
        "bakso 2026-11",
        "ada:catatan",
        "oleh:urat bakso -oleh",
    ];
    for text in found {
        assert_eq!(family.found(text, Sort::Day), "Bakso urat", "{text}");
    }
    let nothing = [
        "bakso sabun",
        "x",
        "kakso",
        "bkaos",
        "1500",
        "budiman",
        "\"urat bakso\"",
        "\"bak\"",
        "bakso -urat",
        "bakso >15rb",
        "bakso 2026-10",
        "bakso -@gopay",
        "ada:foto",
        "#rumah",
    ];
    for text in nothing {
        assert_eq!(family.find(text, Sort::Best).ids, [], "{text}");
    }
    assert_eq!(family.count("gopay"), 2);
    assert_eq!(family.count(""), 2);
}

#[test]
fn what_was_told_in_the_same_message_about_something_else_is_no_hit() {
    let family = Family::new();
    let message = "bakso 15rb, es teh 5rb";
    for (description, amount) in [("Bakso", 15_000), ("Es teh", 5_000)] {
        let mut transaction = family.expense("2026-11-20", description, amount);
        transaction.source.text = Some(message.to_owned());
        family.put(None, &transaction);
    }
    for is_indexed in [false, true] {
        assert_eq!(family.found("bakso", Sort::Day), "Bakso", "{is_indexed}");
        assert_eq!(family.found("teh", Sort::Day), "Es teh", "{is_indexed}");
        family.catch_up();
    }
}

#[test]
fn every_order_has_both_directions_and_its_pages() {
    let family = Family::new();
    family.record("2026-11-20", "Kopi", 1_000);
    family.record("2026-11-22", "Kopyah", 20_000);
    family.record("2026-11-21", "Kopi susu", 3_000);
    family.record("2026-11-22", "Kopiah", 500);
    family.record("2026-11-19", "Kopi tubruk", 5_000);
    family.catch_up();
    // The last two are not in the index yet.
    family.record("2026-11-22", "Kop", 6_000);
    family.record("2026-11-21", "Kopi hitam", 3_000);
    let rows = [
        (Sort::Day, false, "Kop | Kopiah | Kopi hitam | Kopi susu | Kopi | Kopi tubruk"),
        (Sort::Day, true, "Kopi tubruk | Kopi | Kopi susu | Kopi hitam | Kopiah | Kop"),
        (Sort::Amount, false, "Kop | Kopi tubruk | Kopi hitam | Kopi susu | Kopi | Kopiah"),
        (Sort::Amount, true, "Kopiah | Kopi | Kopi susu | Kopi hitam | Kopi tubruk | Kop"),
        (Sort::Recorded, false, "Kopi hitam | Kop | Kopi tubruk | Kopiah | Kopi susu | Kopi"),
        (Sort::Recorded, true, "Kopi | Kopi susu | Kopiah | Kopi tubruk | Kop | Kopi hitam"),
        (Sort::Best, false, "Kopi hitam | Kopi susu | Kopi | Kopi tubruk | Kopiah | Kop"),
        (Sort::Best, true, "Kopi hitam | Kopi susu | Kopi | Kopi tubruk | Kopiah | Kop"),
    ];
    let query = family.asked("kopi");
    for (sort, ascending, expected) in rows {
        for limit in [1, 2, 4, 10] {
            for with_totals in [false, true] {
                let mut ids = Vec::new();
                let mut after = None;
                loop {
                    let wanted = Wanted { sort, ascending, after, limit, with_totals };
                    let found = family.look(&query, wanted);
                    assert_eq!(found.totals.map(|totals| totals.count), with_totals.then_some(6));
                    ids.extend(found.ids);
                    after = found.next;
                    if after.is_none() {
                        break;
                    }
                }
                assert_eq!(family.shown(&ids), expected, "{sort:?}, {ascending}, {limit}, {with_totals}");
            }
        }
    }
}

#[test]
fn a_page_stays_where_it_is_whatever_is_recorded_meanwhile() {
    let family = Family::new();
    for (day, description) in
        [("2026-11-10", "Kopi satu"), ("2026-11-12", "Kopi dua"), ("2026-11-14", "Kopi tiga")]
    {
        family.record(day, description, 5_000);
    }
    family.catch_up();
    let query = family.asked("kopi");
    let first = family.look(&query, Wanted { limit: 1, ..Wanted::default() });
    assert_eq!(family.shown(&first.ids), "Kopi tiga");
    family.record("2026-11-20", "Kopi baru", 5_000);
    family.record("2026-11-11", "Kopi sela", 5_000);
    for _ in 0..2 {
        let rest = family.look(&query, Wanted { limit: 9, after: first.next, ..Wanted::default() });
        assert_eq!(family.shown(&rest.ids), "Kopi dua | Kopi sela | Kopi satu");
        family.catch_up();
    }
}

#[test]
fn totals_are_of_all_hits_by_currency() {
    let family = Family::new();
    for number in 1..=30 {
        family.record("2026-11-20", "Bakso", 1_000 * number);
    }
    let mut income = family.expense("2026-11-21", "Bakso", 70_000);
    if let Movement::Expense { wallet, lines } = income.movement {
        income.movement = Movement::Income { wallet, lines };
    }
    family.put(None, &income);
    family.catch_up();
    let totals = family.find("bakso", Sort::Day).totals.unwrap();
    assert_eq!(totals.count, 31);
    assert_eq!(totals.sums[&Currency::IDR], Flows { income: 70_000, expense: 465_000 });
    let cheap = family.find("bakso <=2rb", Sort::Day).totals.unwrap();
    assert_eq!((cheap.count, cheap.sums[&Currency::IDR].expense), (2, 3_000));
    assert_eq!(family.find("soto", Sort::Day).totals, Some(Totals::default()));
}

#[test]
fn guesses_what_was_meant_where_nothing_is_found() {
    let family = Family::new();
    family.record("2026-11-20", "Martabak telur", 35_000);
    family.record("2026-11-20", "Martabak manis", 35_000);
    family.record("2026-11-20", "Bakso", 15_000);
    family.catch_up();
    let guess = |text: &str| {
        family.search.did_you_mean(&family.store, &family.sight(1), text, &family.asked(text)).unwrap()
    };
    assert_eq!(guess("mrtabka"), Some("martabak".to_owned()));
    assert_eq!(guess("Mrtabka, manis >10rb"), Some("martabak, manis >10rb".to_owned()));
    for text in ["bakso", "bakso manis", "helikopter", "mrtabka >90rb", "", "15"] {
        assert_eq!(guess(text), None, "{text}");
    }
}

/// Words, signs and letters of every kind, some of them close to what is recorded.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-z0-9 .,:\"()*~+-]{0,60}", "(nasi|goreng|AND|NOT|\\*| |[a-z]){0,9}"]
}

#[test]
fn any_text_is_a_search_that_succeeds() {
    let family = Family::new();
    family.record("2026-11-20", "Nasi goreng", 15_000);
    family.catch_up();
    let config = ProptestConfig { cases: 500, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let end = runner.run(&any_text(), |typed| {
        for sort in [Sort::Day, Sort::Best] {
            prop_assert!(family.find(&typed, sort).ids.len() <= 1);
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
        for word in words::each(&recorded) {
            let query = Query::default().and(Ask::Word(AskedWord { text: word, names: Vec::new() }));
            prop_assert_eq!(family.look(&query, Wanted { limit: 2, ..Wanted::default() }).ids.len(), 1);
        }
    }
}
