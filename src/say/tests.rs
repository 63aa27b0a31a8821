use std::sync::Arc;

use super::*;
use crate::app::{DraftSeen, DraftWallets, WalletSeen};
use crate::ledger::{
    CategorySlug, Channel, Currency, Draft, DraftDoubt, DraftId, DraftItem, HouseholdId, Language, Line,
    MemberId, Money, Movement, Particulars, Permille, Sharing, Source, Timestamp, Transaction, TransactionId,
    TransactionType, Wallet, WalletId, WalletKind,
};
use crate::words::of;

fn on(text: &str) -> Day {
    text.parse().unwrap()
}

fn today() -> Day {
    on("2026-11-22")
}

fn wallet(name: &str, balance: i64) -> WalletSeen {
    let wallet = Wallet {
        id: WalletId::from_bytes([1; 16]),
        household: HouseholdId::from_bytes([2; 16]),
        name: name.to_owned(),
        kind: WalletKind::EWallet,
        currency: Currency::IDR,
        colour: "#00AED6".to_owned(),
        aliases: vec![],
        order: 0,
        archived: false,
        removed: false,
        sharing: Sharing::default(),
        card: None,
        version: 1,
    };
    WalletSeen { wallet, balance: Money::idr(balance), is_told: true }
}

fn seen(movement: Movement, wallet: WalletSeen, to_wallet: Option<WalletSeen>) -> Seen {
    let transaction = Transaction {
        id: TransactionId::from_bytes([3; 16]),
        household: HouseholdId::from_bytes([2; 16]),
        day: today(),
        member: MemberId::from_bytes([4; 16]),
        movement,
        person: None,
        note: None,
        particulars: Particulars::default(),
        source: Source { channel: Channel::Telegram, text: None, confidence: None },
        recorded: Timestamp::UNIX_EPOCH,
        voided: None,
        erased: None,
        version: 1,
    };
    Seen {
        transaction,
        wallet,
        to_wallet,
        member: "Sari".to_owned(),
        paid_by: None,
        for_whom: Vec::new(),
        categories: Arc::default(),
    }
}

fn expense(amount: i64, category: CategorySlug, description: &str, left: i64) -> Seen {
    let line = Line { amount: Money::idr(amount), category, description: description.to_owned() };
    let wallet = wallet("GoPay", left);
    seen(Movement::Expense { wallet: wallet.wallet.id, lines: vec![line] }, wallet, None)
}

fn bakso() -> Seen {
    expense(15_000, CategorySlug::MAKANAN, "Bakso", 235_000)
}

fn transfer() -> Seen {
    let movement = Movement::Transfer {
        from: WalletId::from_bytes([1; 16]),
        to: WalletId::from_bytes([5; 16]),
        amount: Money::idr(500_000),
        received: None,
        fee: Some(Money::idr(2_500)),
        description: String::new(),
    };
    seen(movement, wallet("BCA", 1_000_000), Some(wallet("GoPay", 735_000)))
}

fn check(what: &Outcome, indonesian: &str, english: &str) {
    assert_eq!(outcome(of(Language::Indonesian), what, today()).to_string(), indonesian);
    assert_eq!(outcome(of(Language::English), what, today()).to_string(), english);
}

fn recorded(transactions: Vec<Seen>) -> Outcome {
    Outcome::Recorded(Recorded { change: 7, transactions, new_wallets: vec![], draft: None, learned: vec![] })
}

#[test]
fn a_record_shows_everything_a_person_may_correct() {
    check(
        &recorded(vec![bakso()]),
        "Rp15.000 · Bakso · Makanan & Minuman · GoPay — sisa Rp235.000\nPengeluaran · hari ini",
        "Rp15.000 · Bakso · Food & Drink · GoPay — left Rp235.000\nExpense · today",
    );
    check(
        &recorded(vec![transfer()]),
        "Rp500.000 · Transfer · biaya Rp2.500 · BCA → GoPay — sisa BCA Rp1.000.000, GoPay Rp735.000\n\
         Transfer · hari ini",
        "Rp500.000 · Transfer · fee Rp2.500 · BCA → GoPay — left BCA Rp1.000.000, GoPay Rp735.000\n\
         Transfer · today",
    );
}

#[test]
fn several_records_are_counted_and_added_up() {
    let all = vec![
        expense(28_000, CategorySlug::MAKANAN, "Makan padang", 202_000),
        expense(23_000, CategorySlug::TRANSPORTASI, "Parkir", 202_000),
    ];
    check(
        &recorded(all),
        "2 catatan, total Rp51.000\nRp28.000 · Makan padang · Makanan & Minuman · GoPay\n\
         Rp23.000 · Parkir · Transportasi · GoPay\nsisa GoPay Rp202.000",
        "2 records, total Rp51.000\nRp28.000 · Makan padang · Food & Drink · GoPay\n\
         Rp23.000 · Parkir · Transport · GoPay\nleft GoPay Rp202.000",
    );
}

#[test]
fn wallets_that_a_message_added_are_named() {
    let with_new = Outcome::Recorded(Recorded {
        change: 7,
        transactions: vec![bakso()],
        new_wallets: vec![wallet("GoPay", 0).wallet],
        draft: None,
        learned: vec![],
    });
    let said = outcome(of(Language::Indonesian), &with_new, today()).to_string();
    assert!(said.ends_with("\nDompet baru: GoPay."), "{said}");
}

#[test]
fn undo_and_delete_name_what_they_took_back() {
    let mut gone = bakso();
    gone.transaction.voided = Some(Timestamp::UNIX_EPOCH);
    check(
        &Outcome::Undone { change: 8, act: Act::Record, transactions: vec![gone.clone()] },
        "Sudah dibatalkan: Rp15.000 Bakso.",
        "Undone: Rp15.000 Bakso.",
    );
    check(
        &Outcome::Undone { change: 9, act: Act::Void, transactions: vec![bakso()] },
        "Sudah dikembalikan: Rp15.000 Bakso.",
        "Restored: Rp15.000 Bakso.",
    );
    check(
        &Outcome::Voided { change: 8, transactions: vec![gone] },
        "Sudah dihapus: Rp15.000 Bakso.",
        "Deleted: Rp15.000 Bakso.",
    );
}

fn drafted(amount: Option<i64>, other: Option<i64>, doubts: Vec<DraftDoubt>) -> Outcome {
    let item = DraftItem {
        kind: TransactionType::Expense,
        amount: amount.map(Money::idr),
        other_amount: other.map(Money::idr),
        category: CategorySlug::MAKANAN,
        wallet: None,
        to_wallet: None,
        fee: None,
        day: today(),
        description: "Bakso".to_owned(),
        person: None,
        confidence: Permille::new(600),
    };
    let draft = Draft {
        id: DraftId::from_bytes([6; 16]),
        household: HouseholdId::from_bytes([2; 16]),
        member: MemberId::from_bytes([4; 16]),
        channel: Channel::Telegram,
        text: "bakso 15".to_owned(),
        items: vec![item],
        doubts,
        confidence: Permille::new(600),
        created: Timestamp::UNIX_EPOCH,
        expires: Timestamp::UNIX_EPOCH,
        settled: None,
    };
    let wallets = vec![DraftWallets { wallet: Some("Cash".to_owned()), ..DraftWallets::default() }];
    Outcome::Drafted(DraftSeen { draft, wallets, categories: Arc::default(), learned: vec![] })
}

#[test]
fn a_draft_asks_the_one_thing_that_matters() {
    check(
        &drafted(Some(15_000), Some(15), vec![DraftDoubt::Magnitude { item: 0 }]),
        "Ini maksudnya Rp15.000?\nRp15.000 · Bakso · Makanan & Minuman · Cash · Pengeluaran · hari ini",
        "Do you mean Rp15.000?\nRp15.000 · Bakso · Food & Drink · Cash · Expense · today",
    );
    check(
        &drafted(None, None, vec![DraftDoubt::NoAmount { item: 0 }]),
        "Berapa harganya bakso tadi?",
        "How much was bakso?",
    );
    check(
        &drafted(Some(15_000), None, vec![DraftDoubt::Unsure]),
        "Sudah benar?\nRp15.000 · Bakso · Makanan & Minuman · Cash · Pengeluaran · hari ini",
        "Is this right?\nRp15.000 · Bakso · Food & Drink · Cash · Expense · today",
    );
}

#[test]
fn an_absence_is_told_with_what_was_caught_up_on() {
    let length = std::time::Duration::from_mins(192);
    let words = of(Language::Indonesian);
    assert_eq!(
        away(words, true, length, 4, 1).to_string(),
        "Tadi aku mati 3 j 12 m. 4 pesan sudah kucatat, 1 perlu dicek."
    );
    assert_eq!(away(words, false, length, 0, 0).to_string(), "Tadi internetku putus 3 j 12 m.");
    assert_eq!(
        away(of(Language::English), false, length, 1, 0).to_string(),
        "I was offline for 3 h 12 min. 1 message is now recorded."
    );
}

#[test]
fn amounts_are_the_emphasised_part() {
    let said = outcome(of(Language::Indonesian), &recorded(vec![bakso()]), today());
    assert_eq!(said.spans()[0], crate::words::Span::Strong("Rp15.000".to_owned()));
}
