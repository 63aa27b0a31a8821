//! What somebody bought, whatever the way it was written down.

/// The words of a description without case, marks and figures: `Kopi Susu (2x)` is `kopi susu`. Empty when nothing
/// but those is in it.
pub fn phrase(description: &str) -> String {
    let lower = description.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
    let telling =
        words.map(|word| word.trim_matches('-')).filter(|word| word.chars().any(char::is_alphabetic));
    // How many of something is not what it is.
    let named = telling.filter(|word| !is_count(word));
    named.collect::<Vec<_>>().join(" ")
}

/// `2x`, `x3`, `500g`: a figure with a letter or two at most.
fn is_count(word: &str) -> bool {
    let figures = word.chars().filter(char::is_ascii_digit).count();
    figures > 0 && word.chars().count() - figures <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_thing_has_one_phrase() {
        let rows = [
            ("Bakso", "bakso"),
            ("  BAKSO  urat ", "bakso urat"),
            ("Kopi Susu (2x)", "kopi susu"),
            ("kopi, susu 2", "kopi susu"),
            ("Telur 500g", "telur"),
            ("oleh-oleh", "oleh-oleh"),
            ("Café Ñandú", "café ñandú"),
            ("15.000", ""),
            ("", ""),
        ];
        for (description, expected) in rows {
            assert_eq!(phrase(description), expected, "{description}");
        }
    }
}
