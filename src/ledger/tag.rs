//! Words of the family's own that gather transactions across categories: `#lebaran`, `#rumah-baru`.

use std::fmt;
use std::str::FromStr;

/// 1 to 24 lower-case letters, digits and hyphens, of any script; written without its `#`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a tag is 1 to {} letters, digits and hyphens", Tag::MAX)]
pub struct NotATag;

impl Tag {
    /// Characters.
    pub const MAX: usize = 24;

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Tag {
    /// The tags a message names, each once, in its order; and the message with blanks in their place, so that every
    /// other word keeps its place. `#3` and `#` alone name no tag: a tag has a letter.
    pub fn written_in(text: &str) -> (Vec<Self>, String) {
        let mut tags: Vec<Self> = Vec::new();
        let mut rest = text.to_owned();
        let mut before = ' ';
        let mut end = 0;
        for (start, letter) in text.char_indices() {
            let begins = letter == '#' && start >= end && !before.is_alphanumeric() && before != '#';
            before = letter;
            if !begins {
                continue;
            }
            let after = &text[start + 1..];
            let plain = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
            let length = after.find(|letter| !plain(letter)).unwrap_or(after.len());
            let word = after[..length].trim_end_matches(['-', '_']);
            let Some(tag) = word.parse::<Self>().ok().filter(|tag| tag.0.chars().any(char::is_alphabetic))
            else {
                continue;
            };
            end = start + 1 + word.len();
            rest.replace_range(start..end, &" ".repeat(end - start));
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        (tags, rest)
    }
}

impl FromStr for Tag {
    type Err = NotATag;

    /// Takes it as people write it: with or without `#`, in any case, spaces for hyphens.
    fn from_str(text: &str) -> Result<Self, NotATag> {
        let text = text.trim();
        let text = text.strip_prefix('#').unwrap_or(text);
        let tag: String = text
            .to_lowercase()
            .split([' ', '_'])
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("-");
        let plain = tag.chars().all(|letter| letter.is_alphanumeric() || letter == '-');
        if plain && tag.chars().any(char::is_alphanumeric) && tag.chars().count() <= Self::MAX {
            Ok(Self(tag))
        } else {
            Err(NotATag)
        }
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_its_tags() {
        let rows: [(&str, &[&str], &str); 11] = [
            ("beli ketupat 50rb #lebaran", &["lebaran"], "beli ketupat 50rb         "),
            (
                "#Lebaran ketupat 50rb #rumah_baru",
                &["lebaran", "rumah-baru"],
                "         ketupat 50rb            ",
            ),
            ("bakso 15rb #a, es #a 5rb", &["a"], "bakso 15rb   , es    5rb"),
            ("(#mudik)", &["mudik"], "(      )"),
            ("bayar rumah #5 1jt", &[], "bayar rumah #5 1jt"),
            ("kursi #12b 20rb", &["12b"], "kursi      20rb"),
            ("c# 20rb", &[], "c# 20rb"),
            ("a#b 20rb", &[], "a#b 20rb"),
            ("## judul 20rb", &[], "## judul 20rb"),
            ("#jalan-jalan-! 20rb", &["jalan-jalan"], "            -! 20rb"),
            ("#café 20rb", &["café"], "       20rb"),
        ];
        for (text, tags, rest) in rows {
            let (found, left) = Tag::written_in(text);
            assert_eq!(found.iter().map(Tag::as_str).collect::<Vec<_>>(), tags, "{text}");
            assert_eq!((left.as_str(), left.len()), (rest, text.len()), "{text}");
        }
        let long = "#satukatayangjauhterlalupanjang 5rb";
        assert_eq!(Tag::written_in(long), (vec![], long.to_owned()));
    }

    #[test]
    fn a_tag_is_one_word_however_it_is_written() {
        for (text, tag) in
            [("#Lebaran", "lebaran"), (" rumah baru ", "rumah-baru"), ("q3_2026", "q3-2026"), ("-x", "-x")]
        {
            assert_eq!(text.parse::<Tag>().unwrap().as_str(), tag, "{text}");
        }
        for text in ["", "#", "a,b", "--", "\u{202E}x", "satu kata yang jauh terlalu panjang"] {
            assert_eq!(text.parse::<Tag>(), Err(NotATag), "{text}");
        }
    }
}
