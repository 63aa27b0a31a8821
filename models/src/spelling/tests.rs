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

#[test]
fn dialect_verbs_are_indonesian() {
    for (written, canonical) in [
        ("tuku", "beli"),
        ("meuli", "beli"),
        ("mbayar", "bayar"),
        ("nyilih", "pinjam"),
        ("nginjeum", "pinjam"),
        ("mangan", "makan"),
        ("entuk", "dapat"),
        ("artos", "uang"),
        ("wingi", "kemarin"),
        ("sabaraha", "berapa"),
    ] {
        check(written, canonical);
    }
}

#[test]
fn doubled_and_joined_words() {
    check("gado2", "gado gado");
    check("gado-gado", "gado-gado");
    check("makan2", "makan");
    check("nasigoreng", "nasi goreng");
    check("ayamgeprek", "ayam geprek");
    check("ngopi", "ngopi");
    check("nyuciin", "nyuci");
}

#[test]
fn left_out_vowels_find_the_shortest_word() {
    check("bkso", "bakso ~");
    check("jajn", "jajan ~");
}

#[test]
fn known_words_are_never_corrected() {
    for word in
        ["budi", "rina", "sini", "kaki", "kota", "masih", "tabung", "kapal", "kapas", "solar", "sosis"]
    {
        if let Some(normal) = Judge::shipped().normal(word) {
            assert!(!normal.exact || normal.text == word, "{word} became {}", normal.text);
        }
    }
}

#[test]
fn short_and_strange_words_are_left_alone() {
    for word in ["", "q7", "88888", "😀", "zqxjkv"] {
        check(word, "-");
    }
}
