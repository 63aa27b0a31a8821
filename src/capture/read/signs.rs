//! What is known about a reading that says how likely it is to be right.

use std::ops::Range;

use catatduit_nlu::{Judge, Judgement, Kind as JudgedKind};

use super::{Made, Reader};
use crate::capture::calibrate::Signs;
use crate::capture::reading::DecidedBy;
use crate::capture::span::{Means, Role, Sense, Span};
use crate::capture::terms::FROM;
use crate::ledger::CategorySlug;

/// Words of sharing a bill: whose part is recorded is easily misread.
const SHARED: &[&str] = &[
    "patungan",
    "urunan",
    "iuran",
    "bagi",
    "dibagi",
    "berdua",
    "bertiga",
    "berempat",
    "bagianku",
    "jatahku",
    "masing-masing",
    "kebagian",
    "separo",
    "separuh",
    "setengah",
    "orang",
    "per",
    "bareng",
];

impl Reader<'_> {
    pub(super) fn signs(&self, whole: &Judgement, made: &[Made]) -> Signs {
        let least = |of: fn(&Made) -> u16| made.iter().map(of).min().unwrap_or(0);
        let figures = || self.spans.iter().filter_map(Span::money);
        let with = |roles: &[Role]| figures().filter(|figure| roles.contains(&figure.role)).count();
        let taught = made.iter().all(|made| made.item.decided.by == DecidedBy::Habit);
        // A part may be a record where the message as a whole is none; then its kind speaks against the part.
        let kinds = [whole.kind_permille, whole.kind_alone_permille, whole.kind_least_permille];
        let [kind, kind_alone, kind_least] = match whole.kind {
            JudgedKind::Transaction => kinds,
            JudgedKind::Query | JudgedKind::Other => kinds.map(|permille| 1000_u16.saturating_sub(permille)),
        };
        let count = |test: fn(&Span) -> bool| self.spans.iter().filter(|span| test(span)).count();
        Signs {
            kind,
            kind_alone,
            kind_least,
            item_least: least(|made| made.least),
            item: least(|made| made.judged),
            item_alone: least(|made| made.alone),
            counts: least(|made| made.counts),
            kind_rules: whole.rules_permille,
            item_rules: least(|made| made.rules),
            lead: least(|made| made.lead),
            kind_agreed: whole.agreed,
            items_agreed: made.iter().all(|made| made.agreed),
            items: made.len(),
            loose_amounts: with(&[Role::Price]).saturating_sub(made.len()),
            beside: with(&[
                Role::Before,
                Role::Aside,
                Role::Balance,
                Role::Change,
                Role::Discount,
                Role::Paid,
            ]),
            fees: with(&[Role::Fee]),
            misfit: made.iter().any(|made| made.item.category == CategorySlug::LAINNYA),
            item_strange: made.iter().map(|made| self.strange(&made.place)).max().unwrap_or(0),
            talk: whole.hints.talk,
            people: whole.hints.people,
            shares: count(|span| span.is_word(SHARED)),
            derived: made.iter().any(|made| made.price.is_some_and(|price| price.derived)),
            corrected: with(&[Role::Taken]) > 0,
            wallets: count(|span| span.mention().is_some()),
            counted: count(|span| {
                span.figure().is_some_and(|figure| figure.means == Means::Count && figure.unit.is_none())
            }),
            old_day: made.iter().any(|made| made.item.day < self.setting.today.plus_days(-14)),
            lost_wallet: self.may_name_a_wallet(),
            unknown: whole.unknown,
            guessed: whole.guessed,
            taught,
            words: count(|span| span.word().is_some()),
        }
    }

    /// How many words of a stretch are unknown or known by likeness only.
    fn strange(&self, place: &Range<usize>) -> usize {
        let words = self.spans[place.clone()].iter().filter_map(Span::word);
        words.filter(|word| Judge::shipped().normal(word).is_none_or(|normal| !normal.exact)).count()
    }

    /// Whether a word that nobody knows stands where a wallet would: after "pake" or "via", or last behind an amount.
    fn may_name_a_wallet(&self) -> bool {
        let unknown = |at: usize| {
            let Some(Span { sense: Sense::Word(word), .. }) = self.spans.get(at) else { return false };
            Judge::shipped().normal(word).is_none_or(|normal| !normal.exact)
        };
        (1..self.spans.len()).any(|at| {
            let before = &self.spans[at - 1];
            let last =
                || self.spans.get(at + 1).is_none_or(|next| next.word().is_none() && next.money().is_none());
            (before.is_word(FROM) || before.money().is_some() && last()) && unknown(at)
        })
    }
}
