//! Words: how a text is cut into what the index holds, and into what a search asks for. Both come through here,
//! so that they meet.

use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, TokenStream as _,
};

/// The name under which the index knows [`analyzer`].
pub(super) const ANALYZER: &str = "words";

/// Longer runs of letters, in bytes, are no words: keys, addresses, a cat on the keyboard.
const LONGEST: usize = 40;

/// More words than these do not make a search more precise, only slower.
const MOST_ASKED: usize = 8;

/// Words that say nothing about what is looked for. They are indexed, and asked for only when alone.
const FILLERS: [&str; 18] = [
    "beli", "buat", "dan", "dari", "dengan", "dgn", "di", "ke", "pake", "pakai", "pke", "rp", "sama",
    "untuk", "utk", "yang", "yg", "nya",
];

/// Letters and digits, lower case, without accents.
pub(super) fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// The words of a text that is [`plain`] already, each once.
pub(super) fn of(text: &str) -> Vec<String> {
    let mut analyzer = analyzer();
    let mut stream = analyzer.token_stream(text);
    let mut words: Vec<String> = Vec::new();
    while let Some(token) = stream.next() {
        if !words.contains(&token.text) {
            words.push(token.text.clone());
        }
    }
    words
}

/// What a search asks for: each word once, in the order typed. Empty for a text without words.
pub(super) fn asked(text: &str) -> Vec<String> {
    let mut words = of(&plain(text));
    if words.iter().any(|word| !FILLERS.contains(&word.as_str())) {
        words.retain(|word| !FILLERS.contains(&word.as_str()));
    }
    words.truncate(MOST_ASKED);
    words
}

/// The text with its amounts in one piece: `Rp15.000` becomes ` 15000`, which the analyzer would otherwise cut
/// in two.
pub(super) fn plain(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut plain = String::with_capacity(text.len());
    for (place, &letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).map(|place| letters[place]);
        let after = |steps: usize| letters.get(place + steps).copied();
        let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
        let groups = matches!(letter, '.' | ',')
            && is_digit(before)
            && (1..=3).all(|steps| is_digit(after(steps)))
            && !is_digit(after(4));
        if groups {
            continue;
        }
        if letter.is_ascii_digit() && ends_in_rp(&letters[..place]) {
            plain.push(' ');
        }
        plain.push(letter);
    }
    plain
}

/// Whether the letters end in the word `Rp`.
fn ends_in_rp(letters: &[char]) -> bool {
    matches!(letters, [.., 'R' | 'r', 'P' | 'p'])
        && letters.len().checked_sub(3).is_none_or(|place| !letters[place].is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_for_words_without_case_accents_fillers_and_signs() {
        let rows = [
            ("Bakso", "bakso"),
            ("kopi di Café Méga", "kopi cafe mega"),
            ("  jalan-jalan ke Bandung!! ", "jalan bandung"),
            ("di", "di"),
            ("", ""),
            ("+-*/\"(){}[]^~:\\ AND", "and"),
            ("Rp15.000", "15000"),
            ("bakso 1.250.000,-", "bakso 1250000"),
            ("12,50 dan 1.2345", "12 50 1 2345"),
            ("harp5", "harp5"),
            ("a b c d e f g h i j", "a b c d e f g h"),
        ];
        for (text, words) in rows {
            assert_eq!(asked(text).join(" "), words, "{text}");
        }
        assert!(asked(&"x".repeat(1_000)).is_empty());
    }
}
