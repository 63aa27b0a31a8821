//! The decisions: did money move, which way, and for what.

mod category;
mod decide;
mod flow;
mod kind;
mod line;
mod pieces;

use std::sync::OnceLock;

use crate::lexicon::{Lexicon, Role};
use crate::message::{DecidedBy, ItemJudgement, Judgement, Kind, Message};
use crate::net::{Calibration, Trained, Views};
use crate::spelling::{Normal, Spelling};
use pieces::Scope;
pub(crate) use pieces::{Piece, What};

/// Says what messages mean. Cheap to share: there is one, and it does not change.
#[derive(Debug)]
pub struct Judge {
    lexicon: &'static Lexicon,
    spelling: Spelling,
}

impl Judge {
    /// The judge this crate ships. Its tables are built at the first call, which takes some milliseconds.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Judge> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            let lexicon = Lexicon::shipped();
            Self { lexicon, spelling: Spelling::of(lexicon) }
        })
    }

    /// How the shipped net's scores become probabilities; `None` when there is no net.
    pub fn calibration(&self) -> Option<&'static Calibration> {
        Trained::shipped().map(|net| &net.manifest.calibration)
    }

    /// The canonical spelling of one lower-case word, or `None` when nothing we know looks like it.
    pub fn normal(&self, word: &str) -> Option<Normal<'static>> {
        self.spelling.normal(word)
    }

    /// Whether one lower-case word is a given name we know: `budi`. [`Judge::normal`] knows it too.
    pub fn is_name(&self, word: &str) -> bool {
        self.lexicon.term(word).is_some_and(|term| term.roles.has(Role::Name))
    }

    /// What a message means.
    pub fn judge(&self, message: &Message<'_>) -> Judgement {
        let (pieces, rules) = self.rules(message);
        let Some(net) = Trained::shipped() else { return rules };
        let thoughts = Views::of(net, message, &pieces, &rules).and_then(|views| net.think_twice(&views));
        match thoughts {
            Some(thoughts) => decide::merge(rules, &thoughts),
            None => rules,
        }
    }

    /// Which words the net's choice for a message's only item rests on: those without which it would be less sure,
    /// the weightiest three at most, in their order. Looks at the message once for each of its words.
    pub fn deciding_words(&self, message: &Message<'_>) -> Vec<usize> {
        let (pieces, rules) = self.rules(message);
        let Some(net) = Trained::shipped() else { return Vec::new() };
        let Some(views) = Views::of(net, message, &pieces, &rules) else { return Vec::new() };
        decide::weightiest(net, &views)
    }

    /// What the rules alone make of a message: quicker, and all there is to ask about a part of one.
    pub fn judge_by_rules(&self, message: &Message<'_>) -> Judgement {
        self.rules(message).1
    }

    /// What the rules alone make of a message, and the pieces they saw.
    pub(crate) fn rules(&self, message: &Message<'_>) -> (Vec<Piece>, Judgement) {
        let pieces = pieces::of(self.lexicon, &self.spelling, message.words);
        let mut items = Vec::with_capacity(message.items.len());
        let free = pieces::free(&pieces, message.items);
        for range in message.items {
            let scope = Scope::of(&pieces, &free, range, message.items);
            items.push(judge_item(&scope));
        }
        let verdict = kind::of(&pieces, message, &items);
        let judgement = Judgement {
            kind: verdict.kind,
            kind_permille: verdict.permille,
            kind_alone_permille: verdict.permille,
            kind_least_permille: verdict.permille,
            cue: verdict.cue,
            items,
            agreed: true,
            unknown: pieces.iter().filter(|piece| matches!(piece.what, What::Unknown)).count(),
            guessed: pieces.iter().filter(|piece| piece.guessed).count(),
            rules_permille: match verdict.kind {
                Kind::Transaction => verdict.permille,
                Kind::Query | Kind::Other => 1000_u16.saturating_sub(verdict.permille),
            },
            hints: pieces::hints(&pieces),
        };
        (pieces, judgement)
    }
}

fn judge_item(scope: &Scope<'_>) -> ItemJudgement {
    let course = flow::of(scope);
    let choice = match course.category {
        Some(category) => {
            category::Choice { category, permille: course.permille, words: course.words.clone() }
        }
        None => category::of(scope, course.flow),
    };
    let mut words = [course.words, choice.words].concat();
    words.sort_unstable();
    words.dedup();
    ItemJudgement {
        flow: course.flow,
        category: choice.category,
        permille: course.permille.min(choice.permille),
        alone_permille: course.permille.min(choice.permille),
        least_permille: course.permille.min(choice.permille),
        rules_permille: course.permille.min(choice.permille),
        lead_permille: 1000,
        words,
        counts_permille: 1000,
        agreed: true,
        decided_by: DecidedBy::Rule,
    }
}
