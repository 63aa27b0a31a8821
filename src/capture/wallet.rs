//! Wallets named in a message: matched by whole words, never by parts of one, and told from the everyday words
//! that look like them.

use std::collections::BTreeMap;
use std::ops::Range;

use catatduit_nlu::Judge;

use super::place::Place;
use super::words::{Token, Words};
use super::{KnownWallet, Setting};
use crate::ledger::WALLET_TEMPLATES;

/// Every name that means a wallet, letters and digits only.
#[derive(Debug)]
pub(super) struct Names {
    by_letters: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Position in [`Setting::wallets`]; none for a template this household does not have.
    known: Option<usize>,
    /// How many words the name is written with.
    words: usize,
    /// A name of the family's own is taken only where a wallet is expected.
    own: bool,
}

/// A wallet's name at some place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) tokens: Range<usize>,
    pub(super) known: Option<usize>,
    /// Someone else's, or a lender's: not where this family's money sits.
    pub(super) foreign: bool,
}

const MOST_WORDS: usize = 4;

/// Slips of the finger in short names that one edit would confuse with other words.
const SLIPS: [(&str, &str); 40] = [
    ("gopya", "GoPay"),
    ("goapy", "GoPay"),
    ("gopy", "GoPay"),
    ("gipay", "GoPay"),
    ("gppay", "GoPay"),
    ("gopayy", "GoPay"),
    ("gopal", "GoPay"),
    ("ovoo", "OVO"),
    ("bcaa", "BCA"),
    ("cah", "Cash"),
    ("csh", "Cash"),
    ("chas", "Cash"),
    ("cashh", "Cash"),
    ("sopipay", "ShopeePay"),
    ("sopay", "ShopeePay"),
    ("mndri", "Mandiri"),
    ("mndiri", "Mandiri"),
    ("mandr", "Mandiri"),
    ("tnai", "Cash"),
    ("tuani", "Cash"),
    ("dna", "Dana"),
    ("gpy", "GoPay"),
    ("kk", "Kartu Kredit"),
    ("kartu kerdit", "Kartu Kredit"),
    ("be ce a", "BCA"),
    ("be er i", "BRI"),
    ("be en i", "BNI"),
    ("be te en", "BTN"),
    ("be es i", "BSI"),
    ("krtu kredit", "Kartu Kredit"),
    ("kartu kreditt", "Kartu Kredit"),
    ("shopi pay", "ShopeePay"),
    ("sopi pay", "ShopeePay"),
    ("brii", "BRI"),
    ("bnii", "BNI"),
    ("bsii", "BSI"),
    ("btnn", "BTN"),
    ("ov0", "OVO"),
    ("permta", "Permata"),
    ("tunay", "Cash"),
];

impl Names {
    pub(super) fn of(setting: &Setting) -> Self {
        let mut by_letters = BTreeMap::new();
        let mut add = |name: &str, known: Option<usize>, own: bool| {
            let letters = letters(name);
            let words = name.split([' ', '-']).filter(|part| !part.is_empty()).count();
            if !letters.is_empty() {
                by_letters.entry(letters).or_insert(Entry { known, words, own });
            }
        };
        // The family's own names win over a template's alias for something else.
        for (index, wallet) in setting.wallets.iter().enumerate() {
            let own =
                !WALLET_TEMPLATES.iter().any(|template| template.name.eq_ignore_ascii_case(&wallet.name));
            add(&wallet.name, Some(index), own);
        }
        for (index, KnownWallet { aliases, .. }) in setting.wallets.iter().enumerate() {
            for alias in aliases {
                add(alias, Some(index), false);
            }
        }
        let named =
            |name: &str| setting.wallets.iter().position(|wallet| wallet.name.eq_ignore_ascii_case(name));
        for (slip, name) in SLIPS {
            add(slip, named(name), false);
        }
        for template in &WALLET_TEMPLATES {
            for name in std::iter::once(&template.name).chain(template.aliases) {
                add(name, None, false);
            }
        }
        Self { by_letters }
    }

    /// Whether the words are a wallet's name as such, the family's or a well-known one's.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.by_letters.contains_key(&letters(name))
    }

    /// The wallet whose name starts at a token: the longest that fits.
    pub(super) fn at(&self, words: &Words, start: usize, setting: &Setting) -> Option<Found> {
        let first = words.tokens.get(start).filter(|token| token.is_word())?;
        let mut joined = String::new();
        let mut best: Option<(usize, Entry, String)> = None;
        let mut at = start;
        let mut hyphens = 0;
        for count in 1..=MOST_WORDS {
            let Some(token) = words.tokens.get(at).filter(|token| token.is_word()) else { break };
            joined.extend(token.text.chars().filter(|letter| letter.is_alphanumeric()));
            at += 1;
            if let Some(entry) = self.by_letters.get(&joined) {
                // "go pay" is GoPay; two short words that happen to spell a short name are not.
                // Letter by letter, "b c a" is BCA.
                let spelt = count >= 3 && count == joined.len() || hyphens + 1 == count && joined.len() >= 4;
                if count == 1 || count == entry.words || joined.len() >= 5 || spelt {
                    best = Some((at, *entry, joined.clone()));
                }
            }
            let joint = |sign: &Token| sign.is_sign('-') || sign.is_sign('.');
            if words.tokens.get(at).is_some_and(joint) && words.tokens.get(at + 1).is_some_and(Token::is_word)
            {
                let hyphen = words.tokens.get(at).is_some_and(|sign| sign.glued);
                if !hyphen {
                    break;
                }
                at += 1;
                hyphens += 1;
            }
        }
        let (end, entry, name) = best
            .or_else(|| self.misspelt(first).map(|(entry, name)| (start + 1, entry, name)))
            .or_else(|| {
                let place = Place { words, start, end: start + 1, setting };
                let (entry, name) = self.slipped(&place, first)?;
                Some((start + 1, entry, name))
            })?;
        let place = Place { words, start, end, setting };
        if !place.is_wallet(&name, entry.own) {
            return None;
        }
        let foreign = place.is_foreign();
        Some(Found { tokens: start..end, known: entry.known.filter(|_| !foreign), foreign })
    }

    /// One slip in a long name: `mandirii`, `shopepay`.
    fn misspelt(&self, token: &Token) -> Option<(Entry, String)> {
        const SHORTEST: usize = 7;
        let word = token.text.as_str();
        if word.len() < SHORTEST || word.len() > 20 {
            return None;
        }
        let initial = word.get(..1)?;
        self.by_letters
            .range(initial.to_owned()..)
            .take_while(|(name, _)| name.starts_with(initial))
            .find(|(name, entry)| {
                !entry.own
                    && name.len() + 1 >= SHORTEST
                    && name.len().abs_diff(word.len()) <= 1
                    && !NEIGHBOURS.contains(&word)
                    && strsim::osa_distance(name, word) == 1
            })
            .map(|(name, entry)| (*entry, name.clone()))
    }

    /// One slip in a short name, where a wallet is all but said: `pake gpoay`, `32rb danna`. The word must be one
    /// that nobody knows, and near to one wallet only.
    fn slipped(&self, place: &Place<'_>, token: &Token) -> Option<(Entry, String)> {
        let word = token.text.as_str();
        if !(4..=11).contains(&word.len()) || !word.is_ascii() || !place.is_awaited() {
            return None;
        }
        if Judge::shipped().normal(word).is_some_and(|normal| normal.exact) || Judge::shipped().is_name(word)
        {
            return None;
        }
        let near = |name: &str| {
            name.len().abs_diff(word.len()) <= 1
                && name.len() >= 3
                && (name.len() > 3 || doubled(word) == name)
                && strsim::osa_distance(name, word) == 1
        };
        let initial = word.get(..1)?;
        let mut found = self
            .by_letters
            .range(initial.to_owned()..)
            .take_while(|(name, _)| name.starts_with(initial))
            .filter(|(name, entry)| !entry.own && entry.words == 1 && near(name));
        let (name, entry) = found.next()?;
        found.all(|(_, other)| other.known == entry.known).then(|| (*entry, name.clone()))
    }
}

/// A word with each run of one letter written once.
fn doubled(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Everyday words one edit away from a wallet's name.
const NEIGHBOURS: &[&str] =
    &["muamalah", "permatas", "mandirin", "permati", "permata", "kontant", "kontak", "kontrak", "jeniusnya"];

fn letters(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
