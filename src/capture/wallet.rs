//! Wallets named in a message: matched by whole words, never by parts of one, and told from the everyday words
//! that look like them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use catatduit_nlu::Judge;

use super::place::Place;
use super::words::{Token, Words};
use super::{KnownWallet, Setting};
use crate::ledger::WALLET_TEMPLATES;

/// Every name that means a wallet, letters and digits only.
#[derive(Debug)]
pub(super) struct Names<'a> {
    /// What the family calls its wallets; these win over well-known names.
    own: BTreeMap<String, Entry>,
    setting: &'a Setting,
}

/// A name that every family's wallet may have.
#[derive(Debug)]
struct WellKnown {
    words: usize,
    /// The template's name that this is a slip of.
    slip_of: Option<&'static str>,
}

static WELL_KNOWN: LazyLock<BTreeMap<String, WellKnown>> = LazyLock::new(|| {
    let slips = SLIPS.iter().map(|(slip, name)| (*slip, Some(*name)));
    let names =
        WALLET_TEMPLATES.iter().flat_map(|template| std::iter::once(&template.name).chain(template.aliases));
    let mut all = BTreeMap::new();
    for (name, slip_of) in slips.chain(names.map(|name| (*name, None))) {
        all.entry(letters(name)).or_insert(WellKnown { words: words_of(name), slip_of });
    }
    all
});

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

impl<'a> Names<'a> {
    pub(super) fn of(setting: &'a Setting) -> Self {
        let mut own = BTreeMap::new();
        let mut add = |name: &str, index: usize, is_own: bool| {
            let letters = letters(name);
            if !letters.is_empty() {
                let entry = Entry { known: Some(index), words: words_of(name), own: is_own };
                own.entry(letters).or_insert(entry);
            }
        };
        // The family's own names win over a template's alias for something else.
        for (index, wallet) in setting.wallets.iter().enumerate() {
            let is_own =
                !WALLET_TEMPLATES.iter().any(|template| template.name.eq_ignore_ascii_case(&wallet.name));
            add(&wallet.name, index, is_own);
        }
        for (index, KnownWallet { aliases, .. }) in setting.wallets.iter().enumerate() {
            for alias in aliases {
                add(alias, index, false);
            }
        }
        Self { own, setting }
    }

    /// Whether the words are a wallet's name as such, the family's or a well-known one's.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.get(&letters(name)).is_some()
    }

    fn get(&self, letters: &str) -> Option<Entry> {
        let well_known = || WELL_KNOWN.get(letters).map(|name| self.entry(name));
        self.own.get(letters).copied().or_else(well_known)
    }

    fn entry(&self, name: &WellKnown) -> Entry {
        let is_meant =
            |wallet: &KnownWallet| name.slip_of.is_some_and(|of| wallet.name.eq_ignore_ascii_case(of));
        Entry { known: self.setting.wallets.iter().position(is_meant), words: name.words, own: false }
    }

    /// The names that begin so: the family's, then the others.
    fn beginning(&self, initial: &str) -> impl Iterator<Item = (&str, Entry)> {
        fn within<'m, V>(
            names: &'m BTreeMap<String, V>,
            initial: &str,
        ) -> impl Iterator<Item = (&'m str, &'m V)> {
            let initial = initial.to_owned();
            names
                .range(initial.clone()..)
                .map(|(name, value)| (name.as_str(), value))
                .take_while(move |(name, _)| name.starts_with(&initial))
        }
        let own = within(&self.own, initial).map(|(name, entry)| (name, *entry));
        let others = within(&WELL_KNOWN, initial).filter(|(name, _)| !self.own.contains_key(*name));
        own.chain(others.map(|(name, known)| (name, self.entry(known))))
    }

    /// The wallet whose name starts at a token: the longest that fits.
    pub(super) fn at(&self, words: &Words, start: usize) -> Option<Found> {
        let setting = self.setting;
        let first = words.tokens.get(start).filter(|token| token.is_word())?;
        let mut joined = String::new();
        let mut best: Option<(usize, Entry, String)> = None;
        let mut at = start;
        let mut hyphens = 0;
        for count in 1..=MOST_WORDS {
            let Some(token) = words.tokens.get(at).filter(|token| token.is_word()) else { break };
            joined.extend(token.text.chars().filter(|letter| letter.is_alphanumeric()));
            at += 1;
            if let Some(entry) = self.get(&joined) {
                // "go pay" is GoPay; two short words that happen to spell a short name are not.
                // Letter by letter, "b c a" is BCA.
                let spelt = count >= 3 && count == joined.len() || hyphens + 1 == count && joined.len() >= 4;
                if count == 1 || count == entry.words || joined.len() >= 5 || spelt {
                    best = Some((at, entry, joined.clone()));
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
        self.beginning(initial)
            .filter(|(name, entry)| {
                !entry.own
                    && name.len() + 1 >= SHORTEST
                    && name.len().abs_diff(word.len()) <= 1
                    && !NEIGHBOURS.contains(&word)
                    && strsim::osa_distance(name, word) == 1
            })
            .min_by_key(|(name, _)| *name)
            .map(|(name, entry)| (entry, name.to_owned()))
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
            .beginning(initial)
            .filter(|(name, entry)| !entry.own && entry.words == 1 && near(name))
            .collect::<Vec<_>>();
        found.sort_unstable_by_key(|(name, _)| *name);
        let (name, entry) = *found.first()?;
        found.iter().all(|(_, other)| other.known == entry.known).then(|| (entry, name.to_owned()))
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

fn words_of(name: &str) -> usize {
    name.split([' ', '-']).filter(|part| !part.is_empty()).count()
}

fn letters(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
