//! Text as it is kept: composed characters, nothing invisible.

use unicode_normalization::UnicodeNormalization as _;

use super::{Acting, Error, Why};

/// A message as it is kept: composed characters, line breaks but no other control characters, not too long.
pub(super) fn clean_text(text: &str) -> Result<String, Error> {
    let text: String = text.nfc().filter(|c| *c == '\n' || !c.is_control()).collect();
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::invalid("text", Why::Empty));
    }
    if text.chars().count() > Acting::MAX_TEXT {
        return Err(Error::invalid("text", Why::TooLong { most: Acting::MAX_TEXT }));
    }
    Ok(text.to_owned())
}

/// A name or description as it is kept: one line, single spaces, composed characters, nothing invisible that
/// turns text around.
pub(super) fn clean_line(text: &str) -> String {
    let visible: String = text
        .nfc()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'))
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_its_lines_and_nothing_that_cannot_be_seen() {
        assert_eq!(clean_text(" kopi 22rb\nroti\u{7} 10rb \n").unwrap(), "kopi 22rb\nroti 10rb");
        assert_eq!(clean_line("  Kopi\n\tsusu \u{202E}gelap "), "Kopi susu gelap");
        assert!(clean_text(" \n ").is_err());
        assert!(clean_text(&"a".repeat(Acting::MAX_TEXT + 1)).is_err());
    }
}
