use fastrand::Rng;

use super::gold::{Gold, read};
use super::noise::unmarked;
use super::template::{Part, Sum, parse, range};
use super::*;
use crate::message::{Cue, Flow, Kind};

fn shipped() -> Generator {
    Generator::read(&folder()).expect("the shipped frames are in form")
}

#[test]
fn a_row_says_everything() {
    let text = "## food\n# a comment\nmakan 28rb gopay kemarin => -28000 makanan @GoPay d-1\n";
    let rows = read("a/purchases.txt", text).expect("in form");
    let row = serde_json::to_string(&rows[0]).expect("writable");
    assert_eq!(
        row,
        r#"{"text":"makan 28rb gopay kemarin","phenomenon":"food","kind":"transaction","transactions":[{"type":"expense","amount":28000,"category":"makanan","wallet":"GoPay","to_wallet":null,"date":"2026-11-21"}]}"#
    );
}

#[test]
fn gold_is_read() {
    let item = |written: &str| {
        let gold = Gold::read(written).expect(written);
        let item = gold.items.into_iter().next().expect("an item");
        (item.flow, item.amount, item.category, item.wallet, item.to_wallet, item.date, gold.asked)
    };
    let named = |name: &str| Some(name.to_owned());
    let today = "2026-11-22".to_owned();
    for (written, flow, amount, category, wallet, to_wallet, date, asked) in [
        ("-15000 makanan", Flow::Expense, Some(15_000), "makanan", None, None, today.clone(), false),
        (
            "+1 gaji @CIMB Niaga",
            Flow::Income,
            Some(1),
            "gaji",
            named("CIMB Niaga"),
            None,
            today.clone(),
            false,
        ),
        ("-? tagihan d-3", Flow::Expense, None, "tagihan", None, None, "2026-11-19".to_owned(), false),
        ("-15000 makanan !ask", Flow::Expense, Some(15_000), "makanan", None, None, today.clone(), true),
        (
            ">5 @BCA >Kartu Kredit",
            Flow::Transfer,
            Some(5),
            "transfer",
            named("BCA"),
            named("Kartu Kredit"),
            today.clone(),
            false,
        ),
        (">5 >Cash", Flow::Transfer, Some(5), "transfer", None, named("Cash"), today.clone(), false),
        (">5 @OCBC NISP", Flow::Transfer, Some(5), "transfer", named("OCBC NISP"), None, today, false),
        ("+5 utang 2026-11-05", Flow::Income, Some(5), "utang", None, None, "2026-11-05".to_owned(), false),
    ] {
        assert_eq!(
            item(written),
            (flow, amount, category.to_owned(), wallet, to_wallet, date, asked),
            "{written}"
        );
    }
    let several = Gold::read("-1 makanan ; +2 gaji").expect("in form");
    assert_eq!(several.items.len(), 2);
    let balance = Gold::read(". balance").expect("in form");
    assert_eq!((balance.kind, balance.cue), (Kind::Other, Some(Cue::BalanceReport)));
    assert_eq!(Gold::read("?").map(|gold| gold.kind), Ok(Kind::Query));
}

#[test]
fn a_wrong_row_is_told_with_its_place() {
    for (row, why) in [
        ("bakso 15rb", "message => gold"),
        ("bakso 15rb => -15000 gaji", "no category"),
        ("bakso 15rb => -0 makanan", "no amount"),
        ("bakso 15rb => -15rb makanan", "no amount"),
        ("bakso 15rb => 15000 makanan", "none of - + >"),
        ("bakso 15rb => -15000 makanan @gopay", "no wallet"),
        ("bakso 15rb => . dream", "no reason"),
    ] {
        let error = read("m/x.txt", &format!("## a\n{row}\n")).expect_err(row).to_string();
        assert!(error.starts_with("m/x.txt:2: ") && error.contains(why), "{error}");
    }
}

#[test]
fn slots_are_read() {
    let sum = |terms: &[(i64, u8)]| Sum(terms.to_vec());
    for (written, expected) in [
        ("{amount}", sum(&[(1, 1)])),
        ("{amount3*2}", sum(&[(2, 3)])),
        ("{bare+amount2-amount4*3}", sum(&[(1, 1), (1, 2), (-3, 4)])),
    ] {
        let parts = parse(written).expect(written);
        assert!(matches!(&parts[..], [Part::Money { sum, .. }] if *sum == expected), "{parts:?}");
    }
    assert_eq!(range("10k-2m"), Ok((10_000, 2_000_000)));
    let choice = parse("a [b|[c|{thing2?}]]").expect("nested");
    assert!(matches!(&choice[1], Part::Choice(ways) if ways.len() == 2), "{choice:?}");
    for wrong in ["{thing", "[a|b", "a]", "{Thing}", "{amount:5-1}", "{amount+thing}", "{}"] {
        assert!(parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn every_frame_fills() {
    let generator = shipped();
    let mut rng = Rng::with_seed(7);
    for section in &generator.sections {
        for frame in &section.frames {
            for _ in 0..12 {
                let row = generator.fill(&mut rng, section, frame).expect("fills");
                let text = unmarked(&row.text);
                assert!(!text.trim().is_empty() && !text.contains(['{', '}', '[']), "{}: {text}", frame.at);
                assert_eq!(row.kind == Kind::Transaction, !row.transactions.is_empty(), "{}", frame.at);
                assert!(
                    row.transactions.iter().all(|item| item.amount.is_none_or(|amount| amount > 0)),
                    "{}",
                    frame.at
                );
            }
        }
    }
}

/// Every number written in digits, with the unit that follows it.
fn numbers(text: &str) -> Vec<i64> {
    let lower = text.to_lowercase();
    let mut found = Vec::new();
    let mut rest = lower.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
        let (written, after) = rest.split_at(end);
        let written = written.trim_end_matches(['.', ',']);
        let unit: String = after.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
        let million = ["jt", "juta", "mio"].contains(&unit.as_str());
        let thousand = ["rb", "k", "ribu", "rbu", "rebu"].contains(&unit.as_str());
        let whole = |digits: &str| digits.parse::<i64>().unwrap_or_default();
        let digits: String = written.chars().filter(char::is_ascii_digit).collect();
        found.push(if million || thousand {
            let (before, fraction) = written.split_once(['.', ',']).unwrap_or((written, ""));
            let places = if million { 6 } else { 3 };
            whole(&format!("{before}{fraction:0<places$}"))
        } else {
            let cents = written.strip_suffix(",00").map(|written| written.replace('.', ""));
            whole(&cents.unwrap_or(digits))
        });
        rest = after;
    }
    found
}

#[test]
fn a_plain_purchase_tells_its_amount() {
    let generator = shipped();
    let mut rng = Rng::with_seed(3);
    let mut told = 0;
    for _ in 0..4_000 {
        let row = generator.clean(&mut rng).expect("fills");
        let text = unmarked(&row.text);
        let plain = row.phenomenon == "purchase-terse" && !text.contains(['x', '@']) && !text.contains("an");
        if let ([item], true) = (&row.transactions[..], plain) {
            let numbers = numbers(&text);
            // Words ("lima ribu") and pieces ("1jt 250rb") are another matter.
            let Some(amount) = item.amount.filter(|amount| !numbers.is_empty() && *amount < 1_000_000) else {
                continue;
            };
            if numbers.iter().all(|number| *number < 1_000) {
                continue;
            }
            told += 1;
            assert!(numbers.contains(&amount), "{text}: {numbers:?} without {amount}");
        }
    }
    assert!(told > 100, "only {told} rows looked at");
}

#[test]
fn the_same_seed_says_the_same() {
    let generator = shipped();
    let rows = |seed| {
        let mut rng = Rng::with_seed(seed);
        (0..500).map(|_| generator.next(&mut rng).expect("fills")).collect::<Vec<_>>()
    };
    assert_eq!(rows(1), rows(1));
    assert_ne!(rows(1), rows(2));
}

#[test]
fn noise_leaves_digits_and_about_half_of_the_messages() {
    let generator = shipped();
    let mut clean = 0;
    for seed in 0..2_000 {
        let before = unmarked(&generator.clean(&mut Rng::with_seed(seed)).expect("fills").text);
        let after = generator.next(&mut Rng::with_seed(seed)).expect("fills").text;
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        assert_eq!(digits(&before), digits(&after), "{before} became {after}");
        clean += usize::from(before == after);
    }
    assert!((800..1_100).contains(&clean), "{clean} of 2000 stayed clean");
}

#[test]
fn the_hash_depends_on_every_name_and_byte() {
    let root = std::env::temp_dir().join(format!("catatduit-corpus-{}", std::process::id()));
    let with = |name: &str, text: &str| {
        std::fs::create_dir_all(root.join("frames")).expect("writable");
        let path = root.join("frames").join(name);
        std::fs::write(&path, text).expect("writable");
        let hash = hash(&root).expect("readable");
        std::fs::remove_file(path).expect("writable");
        hash
    };
    let first = with("a.txt", "x");
    assert_eq!(first, with("a.txt", "x"));
    assert_ne!(first, with("a.txt", "y"));
    assert_ne!(first, with("b.txt", "x"));
    std::fs::remove_dir_all(&root).expect("writable");
}
