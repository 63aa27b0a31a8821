//! Completions of a search while it is typed.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::app::{Acting, Error};
use crate::ledger::Transaction;
use crate::search::{Named, Wanted, begins_so, parse};

/// A completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What is offered.
    pub label: String,
    pub is: Suggested,
    /// The whole text of the search with it.
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suggested {
    Description,
    Category,
    Wallet,
    Member,
    Person,
    Tag,
}

/// So many of the newest records are looked through for words.
const LOOKED_THROUGH: usize = 100;

impl Acting {
    /// At most so many completions of the last word of a text: names that begin so, then what was written in records
    /// that the text finds, the most frequent first.
    pub fn suggest(&self, text: &str, most: usize) -> Result<Vec<Suggestion>, Error> {
        let begun = Begun::of(text);
        if begun.word.is_empty() {
            return Ok(Vec::new());
        }
        let vocabulary = self.app.store().read(|look| self.vocabulary(look))?;
        let mut offered: Vec<(Suggested, String)> = Vec::new();
        for known in &vocabulary.known {
            let is = match &known.is {
                Named::Wallet(_) => Suggested::Wallet,
                Named::Category(_) => Suggested::Category,
                Named::Member(_) => Suggested::Member,
            };
            let name = known.called.iter().find(|name| begins_so(name, &begun.word));
            if let (Some(_), Some(shown)) = (name, known.called.first())
                && begun.asks_for(is)
            {
                offered.push((is, shown.clone()));
            }
        }
        offered.truncate(most / 2 + 1);
        if begun.field.is_none_or(|field| matches!(field, Suggested::Tag | Suggested::Person)) {
            // What is typed so far, without the mark of a field, finds what it may become.
            let so_far = format!("{} {}", begun.before, begun.word);
            let wanted = Wanted { limit: LOOKED_THROUGH, ..Wanted::default() };
            let found = self.found(&parse(&so_far, &vocabulary).query, wanted)?;
            let records = self.app.store().read(|look| self.seen_of(look, &found.ids))?;
            let records: Vec<Transaction> = records.into_iter().map(|seen| seen.transaction).collect();
            offered.extend(written_in(&records, &begun));
        }
        offered.truncate(most);
        Ok(offered.into_iter().map(|(is, label)| begun.completed(is, label)).collect())
    }
}

/// What records have that begins as typed, the most frequent first.
fn written_in(records: &[Transaction], begun: &Begun) -> Vec<(Suggested, String)> {
    let mut counts: BTreeMap<(Suggested, String), usize> = BTreeMap::new();
    for record in records {
        let tags = record.particulars.tags.iter().map(|tag| (Suggested::Tag, tag.to_string()));
        let person = record.person.iter().map(|person| (Suggested::Person, person.clone()));
        let description = std::iter::once((Suggested::Description, record.description()));
        for (is, text) in tags.chain(person).chain(description) {
            if begun.asks_for(is) && begins_so(&text, &begun.word) {
                *counts.entry((is, text)).or_default() += 1;
            }
        }
    }
    let mut counted: Vec<_> = counts.into_iter().collect();
    counted.sort_by_key(|(_, count)| Reverse(*count));
    counted.into_iter().map(|(offer, _)| offer).collect()
}

/// A text whose last word is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Begun {
    /// Everything before the word and its field.
    before: String,
    field: Option<Suggested>,
    word: String,
}

impl Begun {
    fn of(text: &str) -> Self {
        // Inside quotes the word goes back to where they opened.
        let quote = text.match_indices('"').next_back().filter(|_| text.matches('"').count() % 2 == 1);
        let from = quote.map_or(text.len(), |(at, _)| at);
        // Some spaces are of several bytes.
        let space = text[..from].char_indices().rfind(|(_, letter)| letter.is_whitespace());
        let at = space.map_or(0, |(at, letter)| at + letter.len_utf8());
        let at = if text[at..].starts_with(char::is_whitespace) { text.len() } else { at };
        let (before, last) = text.split_at(at);
        let (field, word) = Self::field_of(last);
        Self { before: before.trim().to_owned(), field, word: word.trim_matches('"').to_owned() }
    }

    fn field_of(last: &str) -> (Option<Suggested>, &str) {
        if let Some(rest) = last.strip_prefix('#') {
            return (Some(Suggested::Tag), rest);
        }
        if let Some(rest) = last.strip_prefix('@') {
            return (Some(Suggested::Wallet), rest);
        }
        let Some((name, rest)) = last.split_once(':') else { return (None, last) };
        let field = match name.to_lowercase().as_str() {
            "kategori" | "kat" | "category" | "cat" => Suggested::Category,
            "dompet" | "wallet" | "akun" | "account" => Suggested::Wallet,
            "oleh" | "by" | "untuk" | "for" => Suggested::Member,
            "orang" | "person" => Suggested::Person,
            "tag" => Suggested::Tag,
            _ => return (None, last),
        };
        (Some(field), rest)
    }

    /// Whether something of that kind may stand there: after an `@`, wallets and members.
    fn asks_for(&self, is: Suggested) -> bool {
        match self.field {
            None => true,
            Some(Suggested::Wallet) => matches!(is, Suggested::Wallet | Suggested::Member),
            Some(field) => field == is,
        }
    }

    fn completed(&self, is: Suggested, label: String) -> Suggestion {
        let plain = label.replace('"', "");
        let name = if plain.contains(char::is_whitespace) { format!("\"{plain}\"") } else { plain };
        let last = match is {
            Suggested::Description => name,
            Suggested::Category => format!("kategori:{name}"),
            Suggested::Wallet | Suggested::Member => format!("@{name}"),
            Suggested::Person => format!("orang:{name}"),
            Suggested::Tag => format!("#{name}"),
        };
        let text = [self.before.as_str(), last.as_str()].join(" ").trim_start().to_owned();
        Suggestion { label, is, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_completed_in_its_field() {
        let rows = [
            ("bak", "", None, "bak"),
            ("kopi bak", "kopi", None, "bak"),
            ("kopi ", "kopi", None, ""),
            ("", "", None, ""),
            ("kopi @go", "kopi", Some(Suggested::Wallet), "go"),
            ("#leb", "", Some(Suggested::Tag), "leb"),
            (">50rb kategori:mak", ">50rb", Some(Suggested::Category), "mak"),
            ("kopi \"es te", "kopi", None, "es te"),
            ("kat:\"makanan & m", "", Some(Suggested::Category), "makanan & m"),
            ("entah:apa", "", None, "entah:apa"),
            // Spaces of more than a byte.
            ("kopi\u{85}bak", "kopi", None, "bak"),
            ("kopi\u{a0}@go", "kopi", Some(Suggested::Wallet), "go"),
            ("kopi\u{3000}", "kopi", None, ""),
        ];
        for (text, before, field, word) in rows {
            let expected = Begun { before: before.to_owned(), field, word: word.to_owned() };
            assert_eq!(Begun::of(text), expected, "{text}");
        }
    }

    #[test]
    fn a_completion_is_the_whole_text() {
        let begun = Begun::of("kopi bak");
        let text = |is, label: &str| begun.completed(is, label.to_owned()).text;
        assert_eq!(text(Suggested::Description, "Bakso urat"), "kopi \"Bakso urat\"");
        assert_eq!(text(Suggested::Wallet, "BCA"), "kopi @BCA");
        assert_eq!(text(Suggested::Category, "Bahan \"x\""), "kopi kategori:\"Bahan x\"");
    }
}
