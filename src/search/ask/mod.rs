//! The language of searches: `kategori:makanan >50rb bulan lalu @gopay #lebaran "nasi uduk" -kopi`.
//!
//! In Indonesian and English words. It never fails: what is no field, day or amount is a word to look for.

mod days;
mod field;
mod names;
mod token;

pub use names::{Known, Named, Vocabulary, begins_so};

use self::field::Field;
use self::token::{Head, Token};
use super::amount::{self, Typed};
use super::nearness::Nearness;
use super::query::{Ask, AskedWord, Clause, Label, Query, person_labels};
use super::words;
use crate::ledger::{Period, Tag};

/// A longer text is read up to here, in characters.
const LONGEST: usize = 400;

/// More words than these do not make a search more precise, only slower.
const MOST_WORDS: usize = 8;

/// More fields than these nobody types.
const MOST_CLAUSES: usize = 24;

/// Words that say nothing about what is looked for. They are indexed, and asked for only when alone.
const FILLERS: [&str; 20] = [
    "beli", "buat", "dan", "dari", "dengan", "dgn", "di", "ke", "pake", "pakai", "pke", "rp", "sama",
    "untuk", "utk", "yang", "yg", "nya", "the", "and",
];

/// What a text asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    pub query: Query,
    /// What each part was taken for, in the order typed.
    pub parts: Vec<Part>,
}

/// A part of a text, and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// As it was typed.
    pub text: String,
    pub means: Means,
    /// It must not be so.
    pub negated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    Word,
    Phrase,
    Type,
    Category,
    Wallet,
    /// Who recorded it, or paid.
    By,
    /// For whom it was.
    For,
    /// The other person.
    Person,
    Tag,
    Amount,
    Days(Period),
    Attachment,
    Note,
}

/// Reads a text as a search.
pub fn parse(text: &str, vocabulary: &Vocabulary) -> Read {
    let text: String = text.chars().take(LONGEST).collect();
    let tokens = token::tokens(&text);
    let mut reader = Reader { tokens: &tokens, vocabulary, at: 0, read: Read::default(), words: Vec::new() };
    while reader.at < tokens.len() {
        reader.step();
    }
    reader.finish()
}

struct Reader<'t> {
    tokens: &'t [Token],
    vocabulary: &'t Vocabulary,
    at: usize,
    read: Read,
    /// The words so far, which may turn out to be all fillers.
    words: Vec<(AskedWord, Part)>,
}

impl Reader<'_> {
    fn step(&mut self) {
        let Some(token) = self.tokens.get(self.at) else { return };
        // `kecuali kopi` is `-kopi`.
        let next = self.tokens.get(self.at + 1);
        let (is_turned, token) = match next {
            Some(next) if token.is_one_of(&["kecuali", "selain", "except", "without"]) => (true, next),
            _ => (false, token),
        };
        self.at += usize::from(is_turned);
        let negated = token.negated != is_turned;
        let began = self.at;
        let understood = match &token.head {
            Head::Tag => tag(token),
            Head::At => self.place_or_person(token),
            Head::Field(field) => self.field(*field, token),
            Head::Compare(sign) => self.compared(*sign, token),
            Head::Plain if token.quoted => {
                let words = words::of(&token.text).into_iter().map(|word| word.text).collect::<Vec<_>>();
                (!words.is_empty()).then_some((Ask::Phrase(words), Means::Phrase, false))
            }
            Head::Plain => self.days().or_else(|| self.range(token)),
        };
        self.at = self.at.max(began + 1);
        match understood {
            Some((ask, means, turned)) => {
                let text = token::typed(&self.tokens[began..self.at]);
                self.clause(ask, Part { text, means, negated: negated != turned });
            }
            None => self.plain_words(token, negated),
        }
    }

    fn clause(&mut self, ask: Ask, part: Part) {
        if self.read.query.clauses.len() < MOST_CLAUSES {
            self.read.query.clauses.push(Clause { ask, negated: part.negated });
            self.read.parts.push(part);
        }
    }

    /// `@gopay`, `@ibu`.
    fn place_or_person(&self, token: &Token) -> Option<Understood> {
        let labels = self.named(token, names::wallet_or_by)?;
        let means = if matches!(labels.first(), Some(Label::Wallet(_))) { Means::Wallet } else { Means::By };
        Some((Ask::Any(labels), means, false))
    }

    fn named(&self, token: &Token, label: fn(&Named) -> Vec<Label>) -> Option<Vec<Label>> {
        let values = if token.quoted { vec![token.text.as_str()] } else { token.text.split(',').collect() };
        let labels: Vec<Label> =
            values.into_iter().flat_map(|value| self.vocabulary.named(value, label)).collect();
        (!labels.is_empty()).then_some(labels)
    }

    fn field(&mut self, field: Field, token: &Token) -> Option<Understood> {
        let any = |labels: Option<Vec<Label>>, means| Some((Ask::Any(labels?), means, false));
        match field {
            Field::Category => any(self.named(token, names::category), Means::Category),
            Field::Wallet => any(self.named(token, names::wallet), Means::Wallet),
            Field::By => any(self.named(token, names::by), Means::By),
            Field::For => any(self.named(token, names::for_whom), Means::For),
            Field::Person => {
                let person = person_labels(&token.text);
                (!person.is_empty()).then_some((Ask::All(person), Means::Person, false))
            }
            Field::Tag => {
                let tags: Vec<Label> =
                    token.text.split(',').filter_map(|tag| tag.parse().ok()).map(Label::Tag).collect();
                any(Some(tags).filter(|tags| !tags.is_empty()), Means::Tag)
            }
            Field::Type => {
                let types: Option<Vec<Label>> =
                    token.text.split(',').map(|word| field::type_named(word).map(Label::Type)).collect();
                any(types, Means::Type)
            }
            Field::Has => field::had(&token.text).map(|(label, means)| (Ask::Any(vec![label]), means, false)),
            Field::Without => {
                field::had(&token.text).map(|(label, means)| (Ask::Any(vec![label]), means, true))
            }
            Field::Amount => self.amount_value(&token.text),
            Field::Days(side) => {
                let said: Vec<&str> = token.text.split_whitespace().collect();
                let found = days::period_at(&said, self.vocabulary.today, self.vocabulary.cycle);
                let (_, period) = found.filter(|(length, _)| *length == said.len())?;
                let period = side.of(period);
                Some((Ask::Days(period), Means::Days(period), false))
            }
        }
    }

    /// `50rb`, `>50rb`, `20rb-50rb` after a field's name.
    fn amount_value(&self, text: &str) -> Option<Understood> {
        let (sign, rest) = token::sign_of(text);
        if let Some(sign) = sign {
            return self.within(sign, Typed::read(rest)?);
        }
        self.range_of(text).or_else(|| {
            let minor = self.minor(Typed::read(text)?)?;
            Some((Ask::Any(vec![Label::Amount(minor)]), Means::Amount, false))
        })
    }

    /// `>50rb`, `> 50 ribu`.
    fn compared(&mut self, sign: token::Sign, token: &Token) -> Option<Understood> {
        let mut text = token.text.as_str();
        let mut end = self.at + 1;
        if text.is_empty() {
            text = self.plain(end)?;
            end += 1;
        }
        let mut typed = Typed::read(text)?;
        if let Some(unit) = self.plain(end).and_then(amount::unit).filter(|_| typed.unit.is_none()) {
            typed = typed.times(unit)?;
            end += 1;
        }
        let understood = self.within(sign, typed)?;
        self.at = end;
        Some(understood)
    }

    fn within(&self, sign: token::Sign, typed: Typed) -> Option<Understood> {
        let minor = self.minor(typed)?;
        let (least, most) = match sign {
            token::Sign::More => (minor.checked_add(1)?, u64::MAX),
            token::Sign::AtLeast => (minor, u64::MAX),
            token::Sign::Less => (0, minor.checked_sub(1)?),
            token::Sign::AtMost => (0, minor),
        };
        let currency = Some(typed.currency.unwrap_or(self.vocabulary.currency));
        Some((Ask::Amount { least, most, currency }, Means::Amount, false))
    }

    fn minor(&self, typed: Typed) -> Option<u64> {
        typed.minor(typed.currency.unwrap_or(self.vocabulary.currency))
    }

    /// `20rb-50rb`, `20rb..50rb`, `20-50rb`.
    fn range(&self, token: &Token) -> Option<Understood> {
        self.range_of(&token.text)
    }

    fn range_of(&self, text: &str) -> Option<Understood> {
        let (from, to) = text.split_once("..").or_else(|| text.split_once(['-', '–']))?;
        let (mut from, to) = (Typed::read(from)?, Typed::read(to)?);
        if !to.is_price || to.unit.is_none() && !from.is_price {
            return None;
        }
        if let (None, false, Some(unit)) = (from.unit, from.is_price, to.unit) {
            from = from.times(unit)?;
        }
        let currency = to.currency.or(from.currency).unwrap_or(self.vocabulary.currency);
        let (least, most) = (from.minor(currency)?, to.minor(currency)?);
        let ask = Ask::Amount { least: least.min(most), most: most.max(least), currency: Some(currency) };
        Some((ask, Means::Amount, false))
    }

    /// The days that begin here.
    fn days(&mut self) -> Option<Understood> {
        let mut said = Vec::new();
        while let Some(word) = self.plain(self.at + said.len()) {
            said.push(word);
        }
        let (length, period) = days::stretch_at(&said, self.vocabulary.today, self.vocabulary.cycle)?;
        self.at += length;
        Some((Ask::Days(period), Means::Days(period), false))
    }

    /// The text of a token that is nothing but that. The first of a run may be negated.
    fn plain(&self, at: usize) -> Option<&str> {
        let token = self.tokens.get(at)?;
        let is_plain = token.head == Head::Plain && !token.quoted && (!token.negated || at == self.at);
        is_plain.then_some(token.text.as_str())
    }

    fn plain_words(&mut self, token: &Token, negated: bool) {
        if let Some(typed) = Typed::read(&token.text)
            && let Some(asked) = self.amount_word(token, typed)
        {
            self.word(asked, token, negated);
            return;
        }
        for word in words::of(&token.text) {
            let names = self.vocabulary.names_of(&word.text);
            self.word(AskedWord { text: word.text, names }, token, negated);
        }
    }

    /// `15rb` and `15 ribu` are words, and an amount.
    fn amount_word(&mut self, token: &Token, mut typed: Typed) -> Option<AskedWord> {
        if typed.unit.is_none()
            && let Some(unit) = self.plain(self.at).and_then(amount::unit)
        {
            typed = typed.times(unit)?;
            self.at += 1;
        }
        let minor = self.minor(typed).filter(|_| typed.is_price)?;
        let mut text = words::each(&token.text);
        text.retain(|word| word != "rp");
        let text = if text.len() == 1 { text.remove(0) } else { minor.to_string() };
        Some(AskedWord { text, names: vec![(Nearness::Same, Label::Amount(minor))] })
    }

    fn word(&mut self, asked: AskedWord, token: &Token, negated: bool) {
        let text = if token.head == Head::Plain { asked.text.clone() } else { token.typed.clone() };
        self.words.push((asked, Part { text, means: Means::Word, negated }));
    }

    fn finish(mut self) -> Read {
        let is_filler =
            |(asked, part): &(AskedWord, Part)| !part.negated && FILLERS.contains(&asked.text.as_str());
        let mut words = std::mem::take(&mut self.words);
        if !self.read.query.clauses.is_empty() || !words.iter().all(is_filler) {
            words.retain(|word| !is_filler(word));
        }
        let mut seen: Vec<(String, bool)> = Vec::new();
        for (asked, part) in words {
            let key = (asked.text.clone(), part.negated);
            if seen.len() < MOST_WORDS && !seen.contains(&key) {
                seen.push(key);
                self.clause(Ask::Word(asked), part);
            }
        }
        self.read
    }
}

/// What was asked for, what that is, and whether the field itself turns it around.
type Understood = (Ask, Means, bool);

fn tag(token: &Token) -> Option<Understood> {
    let tag: Tag = token.text.parse().ok()?;
    Some((Ask::Any(vec![Label::Tag(tag)]), Means::Tag, false))
}

#[cfg(test)]
mod tests;
