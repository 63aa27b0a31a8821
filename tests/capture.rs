//! What messages mean: rows of text files, and properties that hold for any message.
//!
//! A row is `message => what it is`: `other`, `query`, or the records between `|`, each
//! `type amount category wallet` with `@day` when it is not the day of the row. `?` is an amount that the message
//! does not name, `15000?` one that is asked about, `100000+2500` one with a fee; a transfer says `from > to`
//! instead of category and wallet. `\n` is a line break.

mod hostile;

use std::fmt::Write as _;

use catatduit::capture::{self, Doubt, Item, Kind, Reading, Setting};
use catatduit::ledger::{Currency, Day, Money, TransactionType};
use proptest::prelude::*;

const FILES: [(&str, &str); 9] = [
    ("amounts", include_str!("capture/amounts.txt")),
    ("dates", include_str!("capture/dates.txt")),
    ("debts", include_str!("capture/debts.txt")),
    ("everyday", include_str!("capture/everyday.txt")),
    ("items", include_str!("capture/items.txt")),
    ("notmoney", include_str!("capture/notmoney.txt")),
    ("outcome", include_str!("capture/outcome.txt")),
    ("transfers", include_str!("capture/transfers.txt")),
    ("wallets", include_str!("capture/wallets.txt")),
];

/// Every row was said on this Sunday, at noon.
fn setting() -> Setting {
    Setting::templates("2026-11-22".parse().unwrap())
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    FILES.into_iter().flat_map(|(file, text)| {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        lines.map(move |line| {
            let (message, expected) = line.split_once(" => ").expect("a row is `message => meaning`");
            (file, message, expected)
        })
    })
}

fn show(reading: &Reading, today: Day) -> String {
    match reading.kind {
        Kind::Query => "query".to_owned(),
        Kind::Other => "other".to_owned(),
        Kind::Transaction => {
            let items = reading.items.iter().enumerate();
            let shown: Vec<String> =
                items.map(|(index, item)| show_item(reading, index, item, today)).collect();
            shown.join(" | ")
        }
    }
}

fn show_item(reading: &Reading, index: usize, item: &Item, today: Day) -> String {
    let mut text = item.amount.map_or_else(|| "?".to_owned(), show_money);
    let asked =
        reading.doubts.iter().any(|doubt| matches!(doubt, Doubt::Magnitude { item, .. } if *item == index));
    if asked {
        text.push('?');
    }
    if let Some(fee) = item.fee {
        write!(text, "+{}", show_money(fee)).unwrap();
    }
    let wallet = item.wallet.as_deref().unwrap_or("-");
    let mut text = match item.kind {
        TransactionType::Transfer => {
            format!("transfer {text} {wallet} > {}", item.to_wallet.as_deref().unwrap_or("-"))
        }
        TransactionType::Income => format!("income {text} {} {wallet}", item.category),
        TransactionType::Expense | TransactionType::Adjustment => {
            format!("expense {text} {} {wallet}", item.category)
        }
    };
    if item.day != today {
        write!(text, " @{}", item.day).unwrap();
    }
    text
}

fn show_money(money: Money) -> String {
    if money.currency() == Currency::IDR {
        money.minor().to_string()
    } else {
        format!("{}{}", money.minor(), money.currency())
    }
}

#[test]
fn every_row_means_what_it_says() {
    let setting = setting();
    let mut wrong = String::new();
    let mut count = 0;
    for (file, message, expected) in rows() {
        count += 1;
        let reading = capture::read(&message.replace("\\n", "\n"), &setting);
        let shown = show(&reading, setting.today);
        if shown != expected {
            write!(wrong, "\n{file}: {message}\n  expected {expected}\n  read     {shown}").unwrap();
        }
    }
    assert!(count >= 500, "only {count} rows");
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_row_is_the_same_with_noise_around_it() {
    let setting = setting();
    for (_, message, expected) in rows() {
        let message = message.replace("\\n", "\n");
        for noisy in [
            format!("  {message}"),
            format!("{message}   "),
            message.replace(' ', "  "),
            format!("{message}\n"),
        ] {
            let shown = show(&capture::read(&noisy, &setting), setting.today);
            assert_eq!(shown, expected, "{noisy:?}");
        }
    }
}

/// A contract of the house: doubts and certainty do not contradict each other.
#[test]
fn what_is_doubted_is_never_certain() {
    let setting = setting();
    for (_, message, _) in rows() {
        let reading = capture::read(&message.replace("\\n", "\n"), &setting);
        if !reading.doubts.is_empty() {
            assert!(reading.confidence.get() < 850, "{message}: {reading:?}");
        }
        let missing = reading.items.iter().any(|item| item.amount.is_none());
        assert_eq!(
            missing,
            reading.doubts.iter().any(|doubt| matches!(doubt, Doubt::NoAmount { .. })),
            "{message}"
        );
    }
}

/// Words of the grammar, to be thrown together at random.
const PIECES: [&str; 72] = [
    "15rb",
    "15",
    "2x25rb",
    "Rp",
    "15.000",
    "1,5jt",
    "sejuta",
    "dua",
    "ratus",
    "ribu",
    "setengah",
    "goceng",
    "@5000",
    "3",
    "kg",
    "x",
    "+",
    "=",
    "total",
    "jadi",
    "kembalian",
    "diskon",
    "20%",
    "admin",
    "eh",
    "bukan",
    "tapi",
    "dari",
    "ke",
    "pake",
    "gopay",
    "bca",
    "dana",
    "cash",
    "kas",
    "top up",
    "tarik tunai",
    "setor",
    "transfer",
    "nabung",
    "pinjam",
    "bayar",
    "utang",
    "beli",
    "bakso",
    "es teh",
    "listrik",
    "gaji",
    "budi",
    "ibu",
    "kemarin",
    "tgl 5",
    "10/11",
    "2 hari lalu",
    "besok",
    "senin",
    "minggu lalu",
    "tadi",
    "malam",
    ",",
    ".",
    "\n",
    "dan",
    "sama",
    ":",
    "-",
    "(",
    "?",
    "1.",
    "0812",
    "per",
    "sekilo",
];

/// The digits that a message's own figures could make, with any of the scales that words give them.
fn is_derived(amount: i64, text: &str) -> bool {
    // Every amount is made of the message's numbers: products, sums and differences stay within what the largest
    // figure, the largest scale and the largest count allow.
    let figures =
        text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|digits| digits.parse::<i128>().ok());
    let largest = figures.fold(1_000_i128, i128::max);
    i128::from(amount) <= largest * largest * 1_000_000_000_000
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_read_alike(text in "\\PC{0,200}") {
        let setting = setting();
        let reading = capture::read(&text, &setting);
        prop_assert_eq!(&reading, &capture::read(&text, &setting));
        prop_assert_eq!(&reading.text, &text);
        prop_assert!(reading.kind == Kind::Transaction || reading.items.is_empty());
        let _ = capture::read_fix(&text, &setting);
    }

    #[test]
    fn any_row_of_words_is_read_soundly(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40)) {
        let text = pieces.join(" ");
        let setting = setting();
        let reading = capture::read(&text, &setting);
        for item in &reading.items {
            prop_assert!(item.amount.is_none_or(Money::is_recordable));
            prop_assert!(item.amount.is_none_or(|amount| is_derived(amount.minor(), &text)), "{}", text);
            prop_assert!(item.wallet.is_none() || item.wallet != item.to_wallet, "{}", text);
            prop_assert!(item.to_wallet.is_none() || item.kind == TransactionType::Transfer);
            prop_assert!(item.kind != TransactionType::Adjustment);
        }
        let trailing = capture::read(&format!("{text}  "), &setting);
        prop_assert_eq!(&reading.items, &trailing.items);
        let _ = capture::read_fix(&text, &setting);
    }

    /// Never a silent wrong order of magnitude: an amount with its unit is exactly that, a bare small one asked.
    #[test]
    fn an_amount_is_what_is_written(thousands in 1_i64..5_000) {
        let setting = setting();
        let read = |text: String| capture::read(&text, &setting);
        for text in [format!("bakso {thousands}rb"), format!("bakso {thousands} ribu"), format!("bakso Rp{thousands}.000"), format!("bakso {thousands}000")] {
            if thousands >= 1_000 && text.contains('.') {
                continue;
            }
            let reading = read(text.clone());
            prop_assert_eq!(reading.items.len(), 1, "{}", text);
            prop_assert_eq!(reading.items[0].amount, Some(Money::idr(thousands * 1_000)), "{}", text);
        }
        if thousands < 1_000 {
            let reading = read(format!("bakso {thousands}"));
            prop_assert!(reading.confidence.get() < 850);
            let asked = reading.doubts.iter().any(|doubt| matches!(doubt, Doubt::Magnitude { .. } | Doubt::NoAmount { .. }));
            prop_assert!(asked, "{reading:?}");
        }
    }
}

#[test]
fn a_message_longer_than_a_chat_is_not_read() {
    let text = "bakso 15rb ".repeat(400);
    let reading = capture::read(&text, &setting());
    assert_eq!((reading.kind, reading.doubts), (Kind::Other, vec![Doubt::MaybeNotMoney]));
}

#[test]
fn a_family_names_its_wallets_itself() {
    let wallets = ["Cash", "GoPay", "Dompet Ibu", "Tabungan Haji"].map(capture::KnownWallet::named).to_vec();
    let setting = Setting::with("2026-11-22".parse().unwrap(), wallets);
    let wallet =
        |text: &str| capture::read(text, &setting).items.first().and_then(|item| item.wallet.clone());
    assert_eq!(wallet("beli bakso 15rb pake dompet ibu").as_deref(), Some("Dompet Ibu"));
    assert_eq!(wallet("beli bakso 15rb pake gopay").as_deref(), Some("GoPay"));
    assert_eq!(wallet("beli bakso 15rb pake ovo"), None);
    let saved = capture::read("nabung 500rb ke tabungan haji dari gopay", &setting);
    let ends = saved.items.first().map(|item| (item.wallet.clone(), item.to_wallet.clone()));
    assert_eq!(ends, Some((Some("GoPay".to_owned()), Some("Tabungan Haji".to_owned()))));
}

#[test]
fn a_wallet_is_never_both_ends_of_a_transfer() {
    for text in ["diskon cash top up cash", "top up cash 50rb dari cash", "dari bca 20rb ke bca"] {
        for item in capture::read(text, &setting()).items {
            assert!(item.wallet.is_none() || item.wallet != item.to_wallet, "{text}: {item:?}");
        }
    }
}

#[test]
fn a_reply_changes_only_what_it_says() {
    let setting = setting();
    let fix = |text: &str| capture::read_fix(text, &setting);
    let amount = |text: &str| fix(text).and_then(|fix| fix.amount).map(Money::minor);
    assert!(
        ["hapus", "batal", "hapus aja", "ga jadi", "delete"]
            .iter()
            .all(|text| fix(text).is_some_and(|fix| fix.void))
    );
    assert_eq!(amount("jadi 18rb"), Some(18_000));
    assert_eq!(amount("harusnya 20rb"), Some(20_000));
    assert_eq!(amount("bukan 15rb tapi 20rb"), Some(20_000));
    assert_eq!(amount("bukan 15 tapi 20"), Some(20_000));
    assert_eq!(amount("18rb"), Some(18_000));
    assert_eq!(fix("bukan 15rb tapi 20rb").and_then(|fix| fix.replaces), Some(Money::idr(15_000)));
    let wallet = |text: &str| fix(text).and_then(|fix| fix.wallet);
    assert_eq!(wallet("bukan gopay, bca").as_deref(), Some("BCA"));
    assert_eq!(wallet("pake ovo").as_deref(), Some("OVO"));
    assert_eq!(wallet("ganti ke bca").as_deref(), Some("BCA"));
    let category = |text: &str| fix(text).and_then(|fix| fix.category).map(|slug| slug.to_string());
    assert_eq!(category("kategori transport").as_deref(), Some("transportasi"));
    assert_eq!(category("itu makanan").as_deref(), Some("makanan"));
    assert_eq!(category("masuk kategori rumah tangga").as_deref(), Some("rumah-tangga"));
    assert_eq!(fix("kemarin").and_then(|fix| fix.day), "2026-11-21".parse().ok());
    assert_eq!(fix("ganti tanggal 5 november").and_then(|fix| fix.day), "2026-11-05".parse().ok());
    assert_eq!(fix("namanya mie ayam").and_then(|fix| fix.description).as_deref(), Some("Mie ayam"));
    assert_eq!(fix("bukan bakso, mie ayam").and_then(|fix| fix.description).as_deref(), Some("Mie ayam"));
    assert_eq!(fix("itu pemasukan").and_then(|fix| fix.kind), Some(TransactionType::Income));
    assert!(["halo", "makasih ya", "oke"].iter().all(|text| fix(text).is_none()));
}
