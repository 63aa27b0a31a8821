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
