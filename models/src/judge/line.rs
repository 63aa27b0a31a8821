//! A message as the rules about its kind look at it.

use super::pieces::{Piece, What};
use crate::lexicon::Role;

/// Whom a purchase may be named after, who is spoken to, and who buys for the house: it is ours.
const NOT_BUYERS: [&str; 18] = [
    "warung",
    "bibi warung",
    "koperasi",
    "pegadaian",
    "pak",
    "bu",
    "bang",
    "kang",
    "neng",
    "mang",
    "bro",
    "sis",
    "gan",
    "pembantu",
    "si mbak",
    "sopir",
    "supir",
    "satpam",
];

/// The family beyond those one keeps house with: what they buy is theirs.
const RELATIVES: [&str; 28] = [
    "kakak",
    "kakakku",
    "adik",
    "adek",
    "adikku",
    "abang",
    "abangku",
    "om",
    "tante",
    "paman",
    "bibi",
    "pakde",
    "bude",
    "pakdhe",
    "budhe",
    "bulik",
    "paklik",
    "uwak",
    "sepupu",
    "ipar",
    "adik ipar",
    "kakak ipar",
    "saudara",
    "sodara",
    "ponakan",
    "keponakan",
    "besan",
    "menantu",
];

/// What the rules ask about, looked up once.
#[expect(clippy::struct_excessive_bools, reason = "independent facts about a message, not states")]
pub(super) struct Line<'a> {
    pub(super) pieces: &'a [Piece],
    pub(super) amount: bool,
    /// A question mark.
    pub(super) mark: bool,
    pub(super) date: bool,
    pub(super) verb: bool,
    /// Some word names a category.
    pub(super) meaning: bool,
    pub(super) person: bool,
    /// `berapa` and its like: asked for a number.
    pub(super) quantified: bool,
    /// How many words nobody knows.
    pub(super) unknown: usize,
}

impl<'a> Line<'a> {
    pub(super) fn of(pieces: &'a [Piece]) -> Self {
        let any = |test: fn(&Piece) -> bool| pieces.iter().any(test);
        Self {
            pieces,
            amount: any(Piece::is_amount),
            mark: any(|piece| matches!(piece.what, What::Mark('?'))),
            date: any(|piece| matches!(piece.what, What::Date)),
            verb: any(Piece::is_verb),
            meaning: any(|piece| {
                piece.term().is_some_and(|term| term.expense.is_some() || term.income.is_some())
            }),
            person: any(Piece::is_somebody),
            quantified: any(|piece| {
                piece.term().is_some_and(|term| {
                    ["berapa", "how much", "how many"].iter().any(|word| term.phrase.starts_with(word))
                })
            }),
            unknown: pieces.iter().filter(|piece| matches!(piece.what, What::Unknown)).count(),
        }
    }

    pub(super) fn has(&self, role: Role) -> bool {
        self.first(role).is_some()
    }

    pub(super) fn first(&self, role: Role) -> Option<usize> {
        self.pieces.iter().position(|piece| piece.has(role))
    }

    /// Whether something is said behind this position to be done: "jangan lupa, tadi udah bayar 100rb".
    pub(super) fn done_after(&self, at: usize) -> bool {
        self.amount
            && self.pieces[at + 1..].windows(2).any(|pair| {
                // "Besok baru dibayar" is still to come.
                pair[0].has(Role::Past)
                    && pair[0].term().is_none_or(|term| term.phrase != "baru")
                    && pair[1].has_any(&[Role::Buy, Role::Pay, Role::Paid])
            })
    }

    /// Whether the first word that says anything has this role.
    pub(super) fn opens_with(&self, role: Role) -> bool {
        self.pieces.iter().find(|piece| !piece.has(Role::Known)).is_some_and(|piece| piece.has(role))
    }

    /// The nearest person named before this position in the same clause.
    pub(super) fn person_before(&self, at: usize) -> Option<&Piece> {
        let clause = self.pieces[..at].iter().rev();
        clause
            .take_while(|piece| !matches!(piece.what, What::Mark(_) | What::Break))
            .find(|piece| piece.is_somebody())
    }

    /// Whether it begins with somebody outside the family who buys: "temenku beli hp 5jt".
    pub(super) fn is_anothers(&self) -> bool {
        let mut said = self.pieces.iter().filter(|piece| !piece.has(Role::Known));
        let named = said.next().is_some_and(|piece| {
            piece.term().is_some_and(|term| {
                piece.has(Role::Person) && !NOT_BUYERS.contains(&term.phrase)
                    || RELATIVES.contains(&term.phrase)
            })
        });
        named && said.next().is_some_and(|piece| piece.has_any(&[Role::Buy, Role::Spend]))
    }

    pub(super) fn last(&self, role: Role) -> Option<usize> {
        self.pieces.iter().rposition(|piece| piece.has(role))
    }

    pub(super) fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }
}
