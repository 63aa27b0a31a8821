//! Whatever people send, the judge answers: it never panics, and every probability is one.

use catatduit_nlu::{Judge, Message, Word};

/// A small generator of its own: the same texts at every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound
    }
}

const PIECES: [&str; 40] = [
    "beli",
    "bakso",
    "utang",
    "ke",
    "dari",
    "budi",
    "ibu",
    "kalau",
    "ga jadi",
    "berapa",
    "saldo",
    "besok",
    "mau",
    "-",
    "--",
    "a-",
    "-a",
    "2",
    "gado2",
    "2an",
    "é",
    "ß",
    "🍜",
    "\u{200d}",
    "ſ",
    "İ",
    "4444",
    "s4te",
    "aaaa",
    "",
    " ",
    "nya",
    "annya",
    "meng",
    "ng",
    "ngopi",
    "naik",
    "masih",
    "topup",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
];

fn word<'a>(chance: &mut Chance, text: &'a str) -> Word<'a> {
    match chance.below(12) {
        0 => Word::Amount { minor: 15_000, bare: false },
        1 => Word::Quantity,
        2 => Word::Date,
        3 => Word::Wallet { ordinal: chance.below(3) },
        4 => Word::Punctuation(['?', ',', '.'][chance.below(3)]),
        5 => Word::Break,
        _ => Word::Plain(text),
    }
}

#[test]
fn any_message_is_judged() {
    let mut chance = Chance(7);
    for _ in 0..4_000 {
        let texts: Vec<String> = (0..chance.below(9))
            .map(|_| (0..=chance.below(2)).map(|_| PIECES[chance.below(PIECES.len())]).collect())
            .collect();
        let words: Vec<Word<'_>> = texts.iter().map(|text| word(&mut chance, text)).collect();
        // Ranges of every kind: empty, overlapping, beyond the end.
        let items: Vec<_> = (0..chance.below(4))
            .map(|_| {
                let start = chance.below(10);
                start..start + chance.below(6)
            })
            .collect();
        let judgement = Judge::shipped().judge(&Message { words: &words, items: &items });
        assert_eq!(judgement.items.len(), items.len());
        assert!(judgement.kind_permille <= 1_000, "{words:?}");
        for item in &judgement.items {
            assert!(item.permille <= 1_000, "{words:?}");
            assert!(item.words.iter().all(|index| *index < words.len()), "{words:?}");
            assert!(item.words.is_sorted(), "{words:?}");
        }
    }
}

#[test]
fn any_word_has_a_spelling_or_none() {
    let mut chance = Chance(11);
    for _ in 0..4_000 {
        let word: String = (0..=chance.below(4)).map(|_| PIECES[chance.below(PIECES.len())]).collect();
        if let Some(normal) = Judge::shipped().normal(&word) {
            assert!(!normal.text.is_empty(), "{word:?}");
        }
    }
}

#[test]
fn what_lies_behind_the_words_the_net_looks_at_is_left_to_the_rules() {
    let one = [Word::Plain("bensin"), Word::Amount { minor: 20_000, bare: false }, Word::Punctuation(',')];
    let words: Vec<Word<'_>> = one.iter().copied().cycle().take(3 * 70).collect();
    let items: Vec<_> = (0..70).map(|item| 3 * item..3 * item + 2).collect();
    let judgement = Judge::shipped().judge(&Message { words: &words, items: &items });
    assert_eq!(judgement.items.len(), items.len());
    let rules = Judge::shipped().judge_by_rules(&Message { words: &words, items: &items });
    assert_eq!(judgement.items.last(), rules.items.last());
    assert!(judgement.items.iter().all(|item| item.category == "transportasi"));
}
