//! What a word is a form of, to an Indonesian ear: `dibayar`, `membayarkan` and `pembayarannya` are of `bayar`,
//! `sayur2` of `sayur`, `gopai` sounds as `gopay`, and `byr` is short for it.
//!
//! There is no dictionary behind this, so a word may be a form of several; two words are akin when they share one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::{slang, words};
use crate::ledger::{SYSTEM_CATEGORIES, WALLET_TEMPLATES};

/// What is left of a word after taking something off must still be one.
const SHORTEST: usize = 4;

/// `kopinya` is `kopi`, and `tehku` is `teh`.
const SHORTEST_OWNED: usize = 3;

/// Everything a lower-case word may be a form of, as it sounds. Empty for what is no word of plain letters.
pub(super) fn roots(word: &str) -> BTreeSet<String> {
    let single = undoubled(word);
    let is_plain = single.len() >= 2 && single.bytes().all(|letter| letter.is_ascii_lowercase());
    if !is_plain {
        return BTreeSet::new();
    }
    let word = slang::meant_by(single).unwrap_or(single);
    let mut forms = BTreeSet::from([word.to_owned()]);
    for step in [without_particle, without_owner, without_ending, without_beginning, without_beginning] {
        let shorter: Vec<String> = forms.iter().flat_map(|form| step(form)).collect();
        forms.extend(shorter);
    }
    forms.iter().map(|form| sound(form)).collect()
}

/// The roots of what every family's categories and wallets are called: each search looks at all of them.
static WELL_KNOWN: LazyLock<BTreeMap<String, BTreeSet<String>>> = LazyLock::new(|| {
    let categories = SYSTEM_CATEGORIES.iter().flat_map(|category| {
        let slug = category.slug.to_string();
        [words::each(category.name_id), words::each(category.name_en), words::each(&slug)].concat()
    });
    let wallets = WALLET_TEMPLATES.iter().flat_map(|template| {
        let called = std::iter::once(&template.name).chain(template.aliases);
        called.flat_map(|name| words::each(name)).collect::<Vec<_>>()
    });
    categories.chain(wallets).map(|word| (word.clone(), roots(&word))).collect()
});

/// Whether a word may be a form of something that has one of these roots.
pub(super) fn is_of_one(word: &str, of: &BTreeSet<String>) -> bool {
    !of.is_empty()
        && match WELL_KNOWN.get(word) {
            Some(own) => !of.is_disjoint(own),
            None => !of.is_disjoint(&roots(word)),
        }
}

/// `sayur2`, `sayur2an` and `sayur2nya` are `sayur`.
fn undoubled(word: &str) -> &str {
    ["2", "2an", "2nya"].iter().find_map(|doubled| word.strip_suffix(doubled)).unwrap_or(word)
}

fn without(word: &str, endings: &[&str], shortest: usize) -> Vec<String> {
    let stems = endings.iter().filter_map(|ending| word.strip_suffix(ending));
    stems.filter(|stem| stem.len() >= shortest && is_likely(stem)).map(str::to_owned).collect()
}

fn without_particle(word: &str) -> Vec<String> {
    without(word, &["lah", "kah", "pun"], SHORTEST_OWNED)
}

fn without_owner(word: &str) -> Vec<String> {
    without(word, &["nya", "ku", "mu"], SHORTEST_OWNED)
}

fn without_ending(word: &str) -> Vec<String> {
    without(word, &["kan", "an", "in", "i"], SHORTEST)
}

/// The beginnings, and the letters that they may have swallowed.
fn without_beginning(word: &str) -> Vec<String> {
    const NASAL: [(&str, &[&str]); 6] = [
        ("meny", &["s", "c"]),
        ("meng", &["", "k"]),
        ("men", &["", "t"]),
        ("mem", &["", "p"]),
        ("ny", &["s", "c"]),
        ("ng", &["", "k"]),
    ];
    let mut found = Vec::new();
    let mut offer = |swallowed: &str, rest: &str| {
        let stem = format!("{swallowed}{rest}");
        let begins_with_vowel = rest.starts_with(is_vowel);
        // Only before a vowel is a letter swallowed.
        if stem.len() >= SHORTEST && is_likely(&stem) && (swallowed.is_empty() || begins_with_vowel) {
            found.push(stem);
        }
    };
    for plain in ["di", "ke", "ber", "ter", "per", "se"] {
        if let Some(rest) = word.strip_prefix(plain) {
            offer("", rest);
        }
    }
    for (nasal, swallowed) in NASAL {
        // `pem-`, `pen-`, `peng-` and `peny-` as their verbs.
        let noun = nasal.strip_prefix('m').map(|rest| format!("p{rest}"));
        let rest = word.strip_prefix(nasal).or_else(|| word.strip_prefix(noun.as_deref()?));
        for letter in swallowed.iter().filter(|_| rest.is_some()) {
            offer(letter, rest.unwrap_or_default());
        }
    }
    // Before l, m, n, r, w and y nothing is put in between: `merawat`, `pelihara`.
    let bare = word.strip_prefix("me").or_else(|| word.strip_prefix("pe"));
    if let Some(rest) = bare.filter(|rest| rest.starts_with(['l', 'm', 'n', 'r', 'w', 'y'])) {
        offer("", rest);
    }
    found
}

const fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// A word begins with a vowel, with one consonant and a vowel, or with one of few clusters.
fn is_likely(word: &str) -> bool {
    const CLUSTERS: [&str; 15] =
        ["ny", "ng", "sy", "kh", "tr", "br", "kr", "pr", "gr", "dr", "bl", "kl", "pl", "st", "sp"];
    let mut letters = word.chars();
    let (first, second) = (letters.next().unwrap_or(' '), letters.next().unwrap_or(' '));
    word.contains(is_vowel)
        && (is_vowel(first) || is_vowel(second) || CLUSTERS.iter().any(|cluster| word.starts_with(cluster)))
}

/// Equal for spellings that sound alike: `gopay`, `gopai` and `gopey`, `banjak` and `banyak`, `soeka` and `suka`.
pub(super) fn sound(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    let word = word.replace("dj", "j").replace("tj", "c");
    let mut rest = word.as_str();
    while let Some(letter) = rest.chars().next() {
        let (sound, taken) = digraph(rest).unwrap_or_else(|| (single(letter), letter.len_utf8()));
        if sound.is_empty() {
            if !key.ends_with(letter) {
                key.push(letter);
            }
        } else if !key.ends_with(sound) {
            key.push_str(sound);
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    key
}

fn digraph(rest: &str) -> Option<(&'static str, usize)> {
    let is_last = rest.len() == 2;
    let sound = match rest.get(..2)? {
        "nj" | "ny" => "ñ",
        "ch" => "c",
        "sj" | "sy" | "sh" => "s",
        "kh" | "ck" => "k",
        "ph" => "p",
        "th" => "t",
        "dh" => "d",
        "oe" => "u",
        "ai" | "ay" | "ei" | "ey" if is_last => "e",
        "au" if is_last => "o",
        _ => return None,
    };
    Some((sound, 2))
}

/// The empty text stands for "itself".
const fn single(letter: char) -> &'static str {
    match letter {
        'f' | 'v' => "p",
        'q' => "k",
        'z' => "s",
        'x' => "ks",
        'y' => "i",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn are_akin(one: &str, two: &str) -> bool {
        !roots(one).is_disjoint(&roots(two))
    }

    #[test]
    fn forms_of_one_word_are_akin() {
        let rows = [
            ("bayar", "membayar dibayar pembayaran pembayarannya bayarin bayarkan terbayar byr"),
            ("beli", "membeli dibeli pembelian beliin belinya"),
            ("makan", "makanan dimakan makan2 makannya mkn"),
            ("minum", "minuman minumnya diminum"),
            ("pakai", "memakai dipakai pake pakein"),
            ("kirim", "mengirim kiriman pengiriman dikirimkan ngirim"),
            ("tabung", "menabung tabungan ditabung"),
            ("sapu", "menyapu nyapu"),
            ("cuci", "mencuci cucian nyuci dicuci"),
            ("keluar", "pengeluaran dikeluarkan"),
            ("masuk", "pemasukan memasukkan dimasukin"),
            ("kopi", "ngopi kopinya kopi2 kopiku"),
            ("sayur", "sayuran sayur2 sayur2an"),
            ("rawat", "merawat perawatan dirawat"),
            ("belanja", "blnj belanjaan belandja berbelanja"),
            ("gopay", "gopai gopey"),
            ("banyak", "banjak"),
            ("suka", "soeka"),
            ("banget", "bgt"),
            ("telepon", "telpon telefon"),
            ("kalau", "kalo"),
        ];
        for (word, forms) in rows {
            for form in forms.split(' ') {
                assert!(are_akin(word, form), "{word} and {form}: {:?} {:?}", roots(word), roots(form));
            }
        }
    }

    #[test]
    fn other_words_are_not() {
        let rows = [
            ("makan", "pakan"),
            ("bakso", "soto"),
            ("kopi", "kop"),
            ("nasi", "nas"),
            ("bulan", "bul"),
            ("beras", "ras"),
            ("ikan", "ik"),
            ("jalan", "jual"),
            ("15000", "15000"),
            ("", ""),
        ];
        for (one, two) in rows {
            assert!(!are_akin(one, two), "{one} and {two}: {:?} {:?}", roots(one), roots(two));
        }
    }
}
