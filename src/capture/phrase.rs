//! The words of a message that a lesson is about: what was bought or where, or how a wallet was called.

use catatduit_nlu::{Judge, skeleton};

use super::Setting;
use super::describe::ENDS;
use super::item::EMPTY;
use super::span::{Sense, Span};
use super::terms::{BEFORE_WALLET, FROM, KIN, TO, canonical};
use super::wallet;
use super::words::{Token, Words};
use crate::ledger::{Lesson, Reach};

/// Words a lesson may be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub text: String,
    pub reach: Reach,
}

/// Words that are said of anything: nothing can be learnt about them.
const GENERIC: &[&str] = &[
    "makan",
    "makanan",
    "maem",
    "mangan",
    "sarapan",
    "minum",
    "minuman",
    "jajan",
    "jajanan",
    "ngopi",
    "ngemil",
    "cemilan",
    "camilan",
    "belanja",
    "belanjaan",
    "shopping",
    "pesan",
    "pesen",
    "order",
    "orderan",
    "borong",
    "nyobain",
    "coba",
    "cobain",
    "mampir",
    "pergi",
    "nongkrong",
    "kulineran",
    "siang",
    "malam",
    "malem",
    "pagi",
    "sore",
    "sahur",
    "buka",
    "puasa",
    "bareng",
    "barengan",
    "rame",
    "sekeluarga",
    "sekalian",
    "titip",
    "nitip",
    "bungkus",
    "porsi",
    "pcs",
    "biji",
    "buah",
    "kg",
    "kilo",
    "gram",
    "gr",
    "ons",
    "liter",
    "ltr",
    "ml",
    "botol",
    "gelas",
    "cup",
    "kotak",
    "pack",
    "dus",
    "box",
    "lembar",
    "potong",
    "ekor",
    "ikat",
    "lusin",
    "kali",
    "orang",
    "hari",
    "minggu",
    "bulan",
    "tahun",
    "jam",
    "menit",
    "hari-hari",
    "bulanan",
    "mingguan",
    "harian",
    "barang",
    "sesuatu",
    "lainnya",
    "macam",
    "keperluan",
    "kebutuhan",
    "biaya",
    "ongkos",
    "ongkir",
    "tagihan",
    "transaksi",
    "food",
    "eat",
    "lunch",
    "dinner",
    "breakfast",
    "drink",
    "ngasih",
    "kasih",
    "memberi",
    "dikasih",
    "terima",
    "nerima",
    "transfer",
    "kirim",
    "masuk",
    "bayar",
    "langganan",
    "buat",
    "untuk",
    "dengan",
    "kepada",
    "oleh",
    "karena",
    "waktu",
    "saat",
    "ketika",
    "deket",
    "dekat",
    "depan",
    "belakang",
    "sebelah",
    "samping",
    "toko",
    "warung",
    "kedai",
    "cabang",
    "outlet",
    "promo",
    "si",
    "sang",
    "my",
    "at",
    "in",
    "of",
    "from",
    "for",
    "with",
    "pas",
    "lumayan",
    "murah",
    "mahal",
    "enak",
    "banget",
    "bgt",
    "wkwk",
    "hehe",
    "haha",
    "yuk",
    "kok",
    "kan",
    "lah",
];

/// The words of a description that may say what a thing is, in their order.
pub(super) fn content_of(description: &str) -> Vec<String> {
    let words = Words::of(description);
    let kept = words.tokens.iter().filter(|token| is_content(token));
    kept.map(|token| token.text.clone()).collect()
}

/// The same of a part of a message.
pub(super) fn content(words: &Words, spans: &[Span]) -> Vec<String> {
    let said = spans.iter().filter(|span| matches!(span.sense, Sense::Word(_)));
    let tokens = said.flat_map(|span| words.tokens.get(span.tokens.clone()).unwrap_or_default());
    tokens.filter(|token| is_content(token)).map(|token| token.text.clone()).collect()
}

fn is_content(token: &Token) -> bool {
    let plain = canonical(&token.text);
    token.is_word() && ![EMPTY, ENDS, GENERIC].iter().any(|list| list.contains(&plain))
}

/// What a correction of a thing's category is about: the words that nobody knows, or else all that say anything.
/// None when nothing in particular is named.
pub fn phrase(description: &str) -> Option<Phrase> {
    let content = content_of(description);
    let strangeness: Vec<u8> = content.iter().map(|word| strangeness(word)).collect();
    let most = strangeness.iter().copied().max()?;
    if most > 0 {
        // The longest row of such words.
        let mut runs: Vec<Vec<&str>> = vec![Vec::new()];
        for (word, strange) in content.iter().zip(&strangeness) {
            match runs.last_mut() {
                Some(run) if *strange == most => run.push(word),
                Some(run) if !run.is_empty() => runs.push(Vec::new()),
                _ => {}
            }
        }
        let mut longest: Vec<&str> = Vec::new();
        for run in runs {
            if run.concat().len() > longest.concat().len() {
                longest = run;
            }
        }
        longest.truncate(Lesson::MOST_WORDS);
        return checked(&longest.join(" "), Reach::Within);
    }
    if content.len() > Lesson::MOST_WORDS {
        return None;
    }
    let people = content.iter().all(|word| is_person(word));
    checked(&content.join(" "), if people || content.len() == 1 { Reach::Alone } else { Reach::Within })
}

/// What a correction of a thing's type is about: all that it says, and only where nothing else is said. That money
/// from somebody came in does not make a purchase from them money that came in.
pub fn whole_phrase(description: &str) -> Option<Phrase> {
    let content = content_of(description);
    if content.is_empty() || content.len() > Lesson::MOST_WORDS {
        return None;
    }
    checked(&content.join(" "), Reach::Alone)
}

fn checked(text: &str, reach: Reach) -> Option<Phrase> {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric()).count();
    let long = text.chars().count() > Lesson::LONGEST;
    (letters >= 3 && !long).then(|| Phrase { text: text.to_owned(), reach })
}

/// 0: everybody knows the word. 1: it looks like one that everybody knows. 2: it is a name.
fn strangeness(word: &str) -> u8 {
    if canonical(word) != word {
        return 0;
    }
    match Judge::shipped().normal(word) {
        Some(normal) if normal.exact => 0,
        Some(_) => 1,
        None => 2,
    }
}

fn is_person(word: &str) -> bool {
    KIN.contains(&word) || Judge::shipped().is_name(word)
}

/// Where a message says a wallet's name: which money left it, or came into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    From,
    To,
}

/// What a message calls a wallet, when that is no name the wallet has: "pake bca ayah". None when it names a wallet
/// properly, or names something else.
pub fn nickname(text: &str, hand: Hand, between_wallets: bool, setting: &Setting) -> Option<String> {
    let words = Words::of(text);
    let names = wallet::Names::of(setting);
    let mut found = None;
    for (at, token) in words.tokens.iter().enumerate() {
        let led = canonical(&token.text);
        let (from, place) = match led {
            "pake" | "via" => (true, false),
            "dari" | "dengan" => (true, true),
            "ke" | "masuk" => (false, true),
            _ => continue,
        };
        if !token.is_word() || from != (hand == Hand::From) {
            continue;
        }
        let Some(name) = name_after(&words, at + 1) else { continue };
        // "Pake bca ayah bakso 15rb": where the name ends and the thing begins nobody can tell.
        let thing_first = words.tokens[..at].iter().any(is_content);
        let priced = words.tokens.get(at + 1 + name.taken).is_some_and(Token::is_number);
        if priced && !thing_first {
            continue;
        }
        let says_wallet = name.led || name.words.iter().any(|word| names.knows(word) || is_filler(word));
        let name = name.words;
        let strange = name.iter().any(|word| strangeness(word) == 2);
        // "Dari pasar" and "ke bengkel" name no wallet, unless money moves between wallets.
        let is_wallet = says_wallet || strange && (!place || between_wallets);
        let joined = name.join(" ");
        if !is_wallet || names.knows(&joined) {
            continue;
        }
        if found.is_some() {
            // Of two it is not clear which was corrected.
            return None;
        }
        found = Some(joined);
    }
    found.filter(|name| checked(name, Reach::Within).is_some())
}

/// The words after a preposition that may be a name.
fn name_after(words: &Words, start: usize) -> Option<Name> {
    let tokens = words.tokens.get(start..)?.iter();
    let mut name: Vec<String> = Vec::new();
    for token in tokens.take(Lesson::MOST_WORDS + 1) {
        let plain = canonical(&token.text);
        let small =
            EMPTY.contains(&plain) || ENDS.contains(&plain) || FROM.contains(&plain) || TO.contains(&plain);
        let ends =
            !token.is_word() || small && !BEFORE_WALLET.contains(&plain) || name.len() == Lesson::MOST_WORDS;
        if ends {
            break;
        }
        name.push(token.text.clone());
    }
    let taken = name.len();
    let mut led = false;
    // "Pake kartu ayah" needs its card: the father is no wallet.
    while name.len() > 1
        && BEFORE_WALLET.contains(&canonical(&name[0]))
        && !name[1..].iter().all(|word| is_person(word) || BEFORE_WALLET.contains(&canonical(word)))
    {
        led |= is_filler(&name.remove(0));
    }
    let says = name.iter().any(|word| !BEFORE_WALLET.contains(&canonical(word)));
    says.then_some(Name { words: name, taken, led })
}

/// Whether a word says that a wallet is meant: "rekening", "kartu". Money may come from anybody.
fn is_filler(word: &str) -> bool {
    BEFORE_WALLET.contains(&word) && canonical(word) != "uang"
}

/// What may be a wallet's name, and how many words of the message it and its fillers are.
struct Name {
    words: Vec<String>,
    taken: usize,
    /// Whether a filler that is no part of it stood before it.
    led: bool,
}

/// Whether a word is another without some of its vowels: `wrng snj` for `warung senja`.
pub(super) fn is_shortened(short: &str, full: &str) -> bool {
    let bones = skeleton(full);
    let mut rest = full.chars();
    short.len() < full.len()
        && bones.chars().count() >= 3
        && skeleton(short) == bones
        && short.chars().all(|wanted| rest.any(|letter| letter == wanted))
}

#[cfg(test)]
mod tests;
