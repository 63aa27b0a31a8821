//! A message as the lexicon sees it: the longest known terms, what lies between them, and what is in reach of one
//! item.

use std::ops::Range;

use crate::lexicon::{LONGEST, Lexicon, Role, Roles, Strength, Term};
use crate::message::{Hints, Word};
use crate::spelling::Spelling;

/// A stretch of words that means one thing.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) what: What,
    /// In the message's words.
    pub(crate) words: Range<usize>,
    /// A guessed spelling stands behind this term.
    pub(crate) guessed: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum What {
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

/// Counts the pieces that often make something else of a message.
pub(super) fn hints(pieces: &[Piece]) -> Hints {
    let count = |roles: &[Role]| pieces.iter().filter(|piece| piece.has_any(roles)).count();
    Hints {
        talk: count(&[
            Role::Price,
            Role::Pricey,
            Role::Rise,
            Role::Compare,
            Role::Offer,
            Role::Advert,
            Role::Measure,
            Role::Report,
            Role::Balance,
        ]),
        people: count(&[Role::Kin, Role::Person, Role::Name, Role::Payer, Role::Employer]),
    }
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

/// The pieces that no item holds. Items are in order, so each piece is compared with the one it may lie in. Of the
/// marks and breaks that stand between items, and so come in a row here, two say as much as all of them.
pub(super) fn free<'a>(pieces: &'a [Piece], items: &[Range<usize>]) -> Vec<&'a Piece> {
    let held = |piece: &Piece| {
        let next = items.partition_point(|item| item.end <= piece.words.start);
        items.get(next).is_some_and(|item| item.start < piece.words.end)
    };
    let mut free: Vec<&Piece> = Vec::new();
    for piece in pieces.iter().filter(|piece| !held(piece)) {
        let again = matches!(free.as_slice(), [.., one, two] if one.parts() && two.parts());
        if !(piece.parts() && again) {
            free.push(piece);
        }
    }
    free
}

/// How many loose pieces before an item speak of it: half of them those the message opens with, half the nearest.
/// Nobody reads further back in a long list, and reading all of it for every item would cost the square of its length.
const REACH: usize = 32;

/// What one item may look at: its own pieces, and what the whole message says around all items.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub(super) own: Vec<&'a Piece>,
    /// Pieces before the item that no item holds: the verb and the frame.
    pub(super) before: Vec<&'a Piece>,
    /// Pieces after the item that no item holds; none when there is another item they could belong to.
    pub(super) after: Vec<&'a Piece>,
    /// The verbs of the item before, for an item that has none: `jual` in "jual ayam 50rb, telur 20rb".
    pub(super) lead: Vec<&'a Piece>,
}

impl<'a> Scope<'a> {
    /// `free` are the pieces that no item holds; `range` is one of the items.
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
        let before = if before.len() > REACH {
            [&before[..REACH / 2], &before[before.len() - REACH / 2..]].concat()
        } else {
            before.to_vec()
        };
        let mut scope = Self {
            own: within(range).iter().collect(),
            before,
            after: if items.len() < 2 { after.to_vec() } else { Vec::new() },
            lead: Vec::new(),
        };
        let earlier = items.partition_point(|item| item.end <= range.start).checked_sub(1);
        if !scope.own.iter().any(|piece| piece.is_verb())
            && let Some(earlier) = earlier.and_then(|earlier| items.get(earlier))
        {
            scope.lead = within(earlier).iter().filter(|piece| piece.is_verb()).collect();
        }
        scope
    }

    /// Everything in reach of this item in the order of the message.
    pub(super) fn line(&self) -> Vec<&'a Piece> {
        [self.lead.as_slice(), &self.before, &self.own, &self.after].concat()
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

    /// A person, as one whose money it may be.
    pub(super) fn is_somebody(&self) -> bool {
        self.has_any(&[Role::Kin, Role::Person, Role::Name])
    }

    /// The category it plainly names where money is spent.
    pub(super) fn spent_on(&self) -> Option<&'static str> {
        let meaning = self.term()?.expense.filter(|meaning| meaning.strength > Strength::Yielding)?;
        Some(meaning.category())
    }

    /// A mark or a line break.
    pub(super) fn parts(&self) -> bool {
        matches!(self.what, What::Mark(_) | What::Break)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many pieces all items of a list look at together.
    fn looked_at(line: &[Word<'_>], item: &Range<usize>, lines: usize) -> usize {
        let lexicon = Lexicon::shipped();
        let words: Vec<Word<'_>> = line.iter().copied().cycle().take(line.len() * lines).collect();
        let items: Vec<Range<usize>> =
            (0..lines).map(|at| at * line.len() + item.start..at * line.len() + item.end).collect();
        let pieces = of(lexicon, &Spelling::of(lexicon), &words);
        let free = free(&pieces, &items);
        items.iter().map(|item| Scope::of(&pieces, &free, item, &items).line().len()).sum()
    }

    #[test]
    fn a_list_twice_as_long_is_at_most_twice_the_work() {
        let price = Word::Amount { minor: 15_000, bare: false };
        let lists: [&[Word<'_>]; 4] = [
            &[Word::Plain("bakso"), price, Word::Punctuation(',')],
            &[Word::Plain("bakso"), price, Word::Break, Word::Punctuation('-')],
            &[Word::Plain("jual"), price, Word::Break],
            &[
                Word::Plain("bakso"),
                price,
                Word::Punctuation(','),
                Word::Plain("enak"),
                Word::Plain("sekali"),
            ],
        ];
        for line in lists {
            let (short, long) = (looked_at(line, &(0..2), 200), looked_at(line, &(0..2), 400));
            assert!(long <= 2 * short + REACH * REACH, "{line:?}: {short}, then {long}");
        }
    }

    #[test]
    fn an_item_hears_how_the_message_opens_and_what_was_said_last() {
        let price = Word::Amount { minor: 15_000, bare: false };
        let mut words = vec![Word::Plain("jual"), Word::Punctuation(':')];
        words.extend([Word::Plain("zzz"), Word::Punctuation(',')].into_iter().cycle().take(200));
        words.extend([Word::Plain("borongan"), Word::Plain("ayam"), price]);
        let item = words.len() - 2..words.len();
        let items = std::slice::from_ref(&item);
        let lexicon = Lexicon::shipped();
        let pieces = of(lexicon, &Spelling::of(lexicon), &words);
        let free = free(&pieces, items);
        let scope = Scope::of(&pieces, &free, &item, items);
        let places: Vec<usize> = scope.before.iter().map(|piece| piece.words.start).collect();
        assert_eq!(places.len(), REACH);
        assert_eq!((places.first(), places.last()), (Some(&0), Some(&(words.len() - 3))));
    }
}
