//! Words: how a text is cut into what the index holds, and into what a search asks for. Both come through here,
//! so that they meet.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Longer runs of letters, in bytes, are no words: keys, addresses, a cat on the keyboard.
const LONGEST: usize = 40;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Letters and digits, lower case, without accents; an amount in one piece.
    pub(super) text: String,
    /// Where it stands in the text, in bytes.
    pub(super) at: Range<usize>,
}

/// The words of a text, in its order: `Rp15.000` is `rp` and `15000`, `jum'at` is `jumat`, `sayur-sayuran` is two.
pub(super) fn of(text: &str) -> Vec<Word> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut words = Vec::new();
    let mut word = Word { text: String::new(), at: 0..0 };
    for (place, &(at, letter)) in letters.iter().enumerate() {
        let next = letters.get(place + 1).map(|(_, letter)| *letter);
        let is_of_a_word = letter.is_alphanumeric()
            || !word.text.is_empty() && (is_combining_mark(letter) || joins(&letters, place));
        if !is_of_a_word || letter.is_ascii_digit() && word.text == "rp" {
            finish(&mut word, &mut words);
        }
        if !is_of_a_word {
            continue;
        }
        if word.text.is_empty() {
            word.at.start = at;
        }
        let folded = letter.nfkd().flat_map(char::to_lowercase).nfkd();
        word.text.extend(folded.filter(|letter| letter.is_alphanumeric()));
        word.at.end = at + letter.len_utf8();
        if next.is_none() {
            finish(&mut word, &mut words);
        }
    }
    words
}

/// The same without where they stand, each once.
pub(super) fn each(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in of(text) {
        if !words.contains(&word.text) {
            words.push(word.text);
        }
    }
    words
}

/// The words of two neighbours, as the index holds them.
pub(super) fn pair(one: &str, two: &str) -> String {
    format!("{one} {two}")
}

fn finish(word: &mut Word, words: &mut Vec<Word>) {
    let whole = std::mem::replace(word, Word { text: String::new(), at: 0..0 });
    if !whole.text.is_empty() && whole.text.len() <= LONGEST {
        words.push(whole);
    }
}

/// A sign inside a word: the dot of `15.000` and the apostrophe of `jum'at`.
fn joins(letters: &[(usize, char)], place: usize) -> bool {
    let letter = |place: Option<usize>| place.and_then(|place| letters.get(place)).map(|(_, letter)| *letter);
    let before = letter(place.checked_sub(1));
    let after = |steps: usize| letter(Some(place + steps));
    let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphabetic);
    match letter(Some(place)) {
        Some('.' | ',') => {
            is_digit(before) && (1..=3).all(|steps| is_digit(after(steps))) && !is_digit(after(4))
        }
        Some('\'' | '’' | '`') => is_letter(before) && is_letter(after(1)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_a_text_into_words_without_case_accents_and_signs() {
        let rows = [
            ("Bakso", "bakso"),
            ("kopi di Café Méga", "kopi di cafe mega"),
            ("Cafe\u{301}s", "cafes"),
            ("  jalan-jalan ke Bandung!! ", "jalan ke bandung"),
            ("", ""),
            ("+-*/\"(){}[]^~:\\ AND", "and"),
            ("Rp15.000", "rp 15000"),
            ("bakso 1.250.000,-", "bakso 1250000"),
            ("12,50 dan 1.2345", "12 50 dan 1 2345"),
            ("harp5", "harp5"),
            ("Jum'at", "jumat"),
            ("İstanbul", "istanbul"),
        ];
        for (text, words) in rows {
            assert_eq!(each(text).join(" "), words, "{text}");
        }
        assert!(each(&"x".repeat(1_000)).is_empty());
    }

    #[test]
    fn says_where_each_word_stands() {
        let text = "Kopi Méga, Rp15.000";
        let places = of(text).into_iter().map(|word| &text[word.at]).collect::<Vec<_>>();
        assert_eq!(places, ["Kopi", "Méga", "Rp", "15.000"]);
    }
}
