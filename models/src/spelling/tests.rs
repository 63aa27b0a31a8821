use crate::Judge;

#[track_caller]
fn check(written: &str, expected: &str) {
    let found = Judge::shipped().normal(written);
    let shown = match found {
        None => "-".to_owned(),
        Some(normal) => format!("{}{}", normal.text, if normal.exact { "" } else { " ~" }),
    };
    assert_eq!(shown, expected, "{written}");
}

#[test]
fn known_words_stay() {
    check("kopi", "kopi");
    check("beli", "beli");
    check("makanan", "makanan");
}

#[test]
fn slang_is_in_the_table() {
    check("bgt", "banget");
    check("byr", "bayar");
    check("makasih", "terima kasih");
}

#[test]
fn endings_fall_off() {
    check("kopinya", "kopi");
    check("nasgorku", "nasi goreng");
}

#[test]
fn slips_and_stretched_letters() {
    check("bensinn", "bensin ~");
    check("makaaan", "makan ~");
    check("s4te", "sate ~");
    check("mieayam", "mie ayam");
    check("pertamx", "pertamax ~");
    check("xqzwv", "-");
}
