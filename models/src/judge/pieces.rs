//! A message as the lexicon sees it: the longest known terms, what lies between them, and what is in reach of one
//! item.

use std::ops::Range;

use crate::lexicon::{LONGEST, Lexicon, Role, Roles, Term};
use crate::message::Word;
use crate::spelling::Spelling;

/// A stretch of words that means one thing.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) what: What,
    /// In the message's words.
    pub(super) words: Range<usize>,
    /// A guessed spelling stands behind this term.
    pub(super) guessed: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum What {
    Term(Term),
    /// A word nobody knows.
    Unknown,
    Amount,
    Quantity,
    Date,
    Wallet(usize),
    Mark(char),
    Break,
}

impl Piece {
    pub(super) fn term(&self) -> Option<&Term> {
        match &self.what {
            What::Term(term) => Some(term),
            _ => None,
        }
    }

    pub(super) fn roles(&self) -> Roles {
        self.term().map_or(Roles::NONE, |term| term.roles)
    }

    pub(super) fn has(&self, role: Role) -> bool {
        self.roles().has(role)
    }

    pub(super) fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    pub(super) fn is_wallet(&self) -> bool {
        matches!(self.what, What::Wallet(_))
    }

    pub(super) fn is_amount(&self) -> bool {
        matches!(self.what, What::Amount)
    }
}

/// One written word after spelling; several of them may stand for one word of the message.
struct Token<'a> {
    text: &'a str,
    word: usize,
    guessed: bool,
}

/// Cuts the whole message into pieces, so that its words fall into the longest known terms.
pub(super) fn of(lexicon: &Lexicon, spelling: &Spelling, words: &[Word<'_>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut run: Vec<Token<'_>> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let what = match *word {
            Word::Plain(text) => {
                spell(spelling, text, index, &mut run);
                continue;
            }
            Word::Amount { .. } => What::Amount,
            Word::Quantity => What::Quantity,
            Word::Date => What::Date,
            Word::Wallet { ordinal } => What::Wallet(ordinal),
            Word::Punctuation(mark) => What::Mark(mark),
            Word::Break => What::Break,
        };
        cut(lexicon, &mut run, &mut pieces);
        pieces.push(Piece { what, words: index..index + 1, guessed: false });
    }
    cut(lexicon, &mut run, &mut pieces);
    pieces
}

fn spell<'a>(spelling: &Spelling, text: &'a str, word: usize, run: &mut Vec<Token<'a>>) {
    match spelling.normal(text) {
        Some(normal) => {
            run.extend(normal.text.split(' ').map(|text| Token { text, word, guessed: !normal.exact }));
        }
        None => run.push(Token { text, word, guessed: false }),
    }
}

/// Empties a run of plain words into pieces.
fn cut(lexicon: &Lexicon, run: &mut Vec<Token<'_>>, pieces: &mut Vec<Piece>) {
    let mut phrase = String::new();
    // From the end: the best way to cut what follows each place, and its score. Long phrases are worth more than
    // their words; of equal ways the one with the longer first phrase wins, for heads come first.
    let mut best: Vec<(usize, What, usize)> = vec![(0, What::Unknown, 0); run.len() + 1];
    for at in (0..run.len()).rev() {
        phrase.clear();
        let mut choice = (1, What::Unknown, best[at + 1].2);
        for length in 1..=LONGEST.min(run.len() - at) {
            if length > 1 {
                phrase.push(' ');
            }
            phrase.push_str(run[at + length - 1].text);
            if let Some(term) = lexicon.term(&phrase) {
                let score = length * length + best[at + length].2;
                if score >= choice.2 {
                    choice = (length, What::Term(*term), score);
                }
            }
        }
        best[at] = choice;
    }
    let mut at = 0;
    while at < run.len() {
        let (taken, what, _) = best[at];
        let tokens = &run[at..at + taken];
        let words = tokens[0].word..tokens[taken - 1].word + 1;
        pieces.push(Piece { what, words, guessed: tokens.iter().any(|token| token.guessed) });
        at += taken;
    }
    run.clear();
}

/// The pieces that no item holds. Items are in order, so each piece is compared with the one it may lie in.
pub(super) fn free<'a>(pieces: &'a [Piece], items: &[Range<usize>]) -> Vec<&'a Piece> {
    let held = |piece: &Piece| {
        let next = items.partition_point(|item| item.end <= piece.words.start);
        items.get(next).is_some_and(|item| item.start < piece.words.end)
    };
    pieces.iter().filter(|piece| !held(piece)).collect()
}

/// What one item may look at: its own pieces, and what the whole message says around all items.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub(super) own: Vec<&'a Piece>,
    /// Pieces before the item that no item holds, or that an earlier item began with: the verb and the frame.
    pub(super) before: Vec<&'a Piece>,
    /// Pieces after the item that no item holds.
    pub(super) after: Vec<&'a Piece>,
    /// The verbs of the item before, for an item that has none: `jual` in "jual ayam 50rb, telur 20rb".
    pub(super) lead: Vec<&'a Piece>,
    /// How many items the message has.
    pub(super) items: usize,
}

impl<'a> Scope<'a> {
    /// `free` are the pieces that no item holds.
    pub(super) fn of(
        pieces: &'a [Piece],
        free: &[&'a Piece],
        range: &Range<usize>,
        items: &[Range<usize>],
    ) -> Self {
        let within = |range: &Range<usize>| {
            let from = pieces.partition_point(|piece| piece.words.end <= range.start);
            let to = pieces.partition_point(|piece| piece.words.start < range.end);
            pieces.get(from..to.max(from)).unwrap_or(&[])
        };
        let (before, after) = free.split_at(free.partition_point(|piece| piece.words.start < range.start));
        let mut scope = Self {
            own: within(range).iter().collect(),
            before: before.to_vec(),
            after: after.to_vec(),
            lead: Vec::new(),
            items: items.len(),
        };
        if !scope.own.iter().any(|piece| piece.is_verb())
            && let Some(earlier) = items.iter().rfind(|item| item.end <= range.start)
        {
            scope.lead = within(earlier).iter().filter(|piece| piece.is_verb()).collect();
        }
        scope
    }

    /// Everything in reach of this item in the order of the message: what comes after it only when there is no
    /// other item it could belong to.
    pub(super) fn line(&self) -> Vec<&'a Piece> {
        let after: &[&Piece] = if self.items < 2 { &self.after } else { &[] };
        [self.lead.as_slice(), &self.before, &self.own, after].concat()
    }
}

/// The roles that say what was done with the money.
const VERBS: [Role; 18] = [
    Role::Buy,
    Role::Pay,
    Role::Spend,
    Role::Receive,
    Role::Come,
    Role::Given,
    Role::Paid,
    Role::Sell,
    Role::Move,
    Role::TopUp,
    Role::Withdraw,
    Role::Deposit,
    Role::Save,
    Role::Borrow,
    Role::Lend,
    Role::LentToUs,
    Role::Return,
    Role::Give,
];

impl Piece {
    pub(super) fn is_verb(&self) -> bool {
        self.has_any(&VERBS)
    }
}
