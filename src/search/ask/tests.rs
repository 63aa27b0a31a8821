use proptest::prelude::*;

use super::*;
use crate::ledger::{CategorySlug, Currency, Cycle, MemberId, WalletId};

fn vocabulary() -> Vocabulary {
    let known =
        |is, called: &[&str]| Known { is, called: called.iter().map(|name| (*name).to_owned()).collect() };
    Vocabulary {
        today: "2026-11-22".parse().unwrap(),
        cycle: Cycle::Calendar,
        currency: Currency::IDR,
        known: vec![
            known(Named::Wallet(WalletId::from_bytes([1; 16])), &["GoPay", "go pay"]),
            known(Named::Wallet(WalletId::from_bytes([2; 16])), &["BCA"]),
            known(Named::Wallet(WalletId::from_bytes([3; 16])), &["BCA Ibu"]),
            known(
                Named::Category(vec![CategorySlug::MAKANAN, CategorySlug::HEWAN]),
                &["Makanan & Minuman", "Food & Drink", "makanan"],
            ),
            known(Named::Category(vec![CategorySlug::TRANSPORTASI]), &["Transportasi"]),
            known(Named::Member(MemberId::from_bytes([4; 16])), &["Ibu"]),
        ],
    }
}

/// What a text is taken for, as a line.
fn shown(text: &str) -> String {
    let read = parse(text, &vocabulary());
    assert_eq!(read.query.clauses.len(), read.parts.len(), "{text}");
    let clauses = read.query.clauses.iter().map(|clause| {
        let said = match &clause.ask {
            Ask::Word(asked) => {
                let names =
                    asked.names.iter().map(|(nearness, label)| format!("{nearness:?} {}", name(label)));
                let names = names.collect::<Vec<_>>().join(", ");
                if names.is_empty() { asked.text.clone() } else { format!("{} ({names})", asked.text) }
            }
            Ask::Phrase(words) => format!("\"{}\"", words.join(" ")),
            Ask::Any(labels) => labels.iter().map(name).collect::<Vec<_>>().join("|"),
            Ask::All(labels) => labels.iter().map(name).collect::<Vec<_>>().join("+"),
            Ask::Amount { least, most, currency } => {
                let most = if *most == u64::MAX { String::new() } else { most.to_string() };
                format!(
                    "{}:{least}..{most}",
                    currency.map(|currency| currency.to_string()).unwrap_or_default()
                )
            }
            Ask::Days(days) => format!("{}..{}", days.first, days.last),
        };
        format!("{}{said}", if clause.negated { "-" } else { "" })
    });
    clauses.collect::<Vec<_>>().join(" & ")
}

fn name(label: &Label) -> String {
    match label {
        Label::Wallet(id) => format!("wallet{}", id.to_bytes()[0]),
        Label::By(id) => format!("by{}", id.to_bytes()[0]),
        Label::For(id) => format!("for{}", id.to_bytes()[0]),
        Label::Category(slug) => slug.to_string(),
        Label::Tag(tag) => format!("#{tag}"),
        Label::Amount(minor) => format!("={minor}"),
        other => format!("{other:?}"),
    }
}

#[test]
fn reads_words_fields_and_ranges() {
    let rows = [
        ("bakso urat", "bakso & urat"),
        ("beli bakso di warung", "bakso & warung"),
        ("di", "di"),
        ("", ""),
        ("\"persis begini\" saja", "\"persis begini\" & saja"),
        ("“nasi uduk”", "\"nasi uduk\""),
        ("\"tak ditutup", "\"tak ditutup\""),
        ("bakso -kopi", "bakso & -kopi"),
        ("kecuali kopi", "-kopi"),
        ("bakso except -kopi", "bakso & kopi"),
        ("-\"es teh\"", "-\"es teh\""),
        ("@gopay", "wallet1"),
        ("@gopai", "wallet1"),
        ("@bca", "wallet2"),
        ("@ibu", "by4"),
        ("oleh:ibu", "by4"),
        ("untuk:Ibu", "for4"),
        ("-@gopay", "-wallet1"),
        ("dompet:gopay,bca", "wallet1|wallet2"),
        ("@entah", "entah"),
        ("#Lebaran", "#lebaran"),
        ("tag:rumah-baru,lebaran", "#rumah-baru|#lebaran"),
        ("kategori:makanan", "makanan|hewan"),
        ("kat:\"makanan & minuman\"", "makanan|hewan"),
        ("category:food", "makanan|hewan"),
        ("kategori:entah", "entah"),
        ("entah:apa", "entah & apa"),
        ("kategori:", "kategori"),
        ("orang:\"pak budi\"", "Person(\"pak\")+Person(\"budi\")"),
        ("tipe:keluar", "Type(Expense)"),
        ("type:income,transfer", "Type(Income)|Type(Transfer)"),
        ("pengeluaran", "pengeluaran (Same Type(Expense))"),
        ("ada:foto", "Attachment"),
        ("tanpa:catatan", "-Note"),
        ("-ada:foto", "-Attachment"),
        ("-tanpa:foto", "Attachment"),
        (">50rb", "IDR:50001.."),
        (">= 50 ribu bakso", "IDR:50000.. & bakso"),
        ("<=Rp200.000", "IDR:0..200000"),
        ("<$5", "USD:0..499"),
        ("<0", "0"),
        ("20rb-50rb", "IDR:20000..50000"),
        ("20-50rb", "IDR:20000..50000"),
        ("50rb..20rb", "IDR:20000..50000"),
        ("jumlah:50rb", "=50000"),
        ("jumlah:>1jt", "IDR:1000001.."),
        ("-jumlah:1jt..2jt", "-IDR:1000000..2000000"),
        ("bakso 15rb", "bakso & 15rb (Same =15000)"),
        ("15.000", "15000 (Same =15000)"),
        ("Rp15.000", "15000 (Same =15000)"),
        ("1,5jt", "1500000 (Same =1500000)"),
        ("50 ribu", "50 (Same =50000)"),
        ("7 kopi", "7 & kopi"),
        ("bulan lalu", "2026-10-01..2026-10-31"),
        ("kopi sejak 1 nov", "2026-11-01..9999-12-31 & kopi"),
        ("2026-10", "2026-10-01..2026-10-31"),
        ("tanggal:2026-10", "2026-10-01..2026-10-31"),
        ("sejak:kemarin", "2026-11-21..9999-12-31"),
        ("sampai:\"bulan lalu\"", "1970-01-01..2026-10-31"),
        ("-kemarin", "-2026-11-21..2026-11-21"),
        ("\"bulan lalu\"", "\"bulan lalu\""),
        ("bulan", "bulan"),
        (
            "kategori:makanan >50rb bulan lalu @gopay -kopi",
            "makanan|hewan & IDR:50001.. & 2026-10-01..2026-10-31 & wallet1 & -kopi",
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn a_word_may_be_a_name() {
    assert_eq!(shown("makan"), "makan (Akin makanan, Akin hewan)");
    assert_eq!(shown("gopai"), "gopai (Akin wallet1)");
    assert_eq!(shown("transfer"), "transfer (Same Type(Transfer))");
    assert_eq!(shown("transpotasi"), "transpotasi (Misspelt transportasi)");
}

#[test]
fn says_what_each_part_was_taken_for() {
    let read = parse("Bakso > 50 ribu bulan lalu -@gopay", &vocabulary());
    let parts: Vec<(&str, bool)> = read.parts.iter().map(|part| (part.text.as_str(), part.negated)).collect();
    assert_eq!(parts, [("> 50 ribu", false), ("bulan lalu", false), ("-@gopay", true), ("bakso", false)]);
}

proptest! {
    #[test]
    fn any_text_is_a_search(text in any::<String>(), pieces in "[-a-z0-9#@:\"<>=.,/ ]{0,80}") {
        for text in [text, pieces] {
            let read = parse(&text, &vocabulary());
            prop_assert_eq!(read.query.clauses.len(), read.parts.len());
            prop_assert!(read.query.clauses.len() <= MOST_CLAUSES);
        }
    }
}
