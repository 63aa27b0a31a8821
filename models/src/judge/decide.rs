//! The last word: the net's, which has seen what the rules think.

use crate::message::{DecidedBy, Flow, ItemJudgement, Judgement, Kind};
use crate::net::{CLASSES, Features, ItemThought, Thought, Trained, VERDICTS, class_of, permille};

/// What the rules and the net make of a message together.
pub(super) fn merge(rules: Judgement, thought: &Thought) -> Judgement {
    let share = |kind: Kind| -> f32 {
        let of_kind = VERDICTS.iter().zip(&thought.verdicts).filter(|((_, other, _), _)| *other == kind);
        of_kind.map(|(_, probability)| probability).sum()
    };
    let kinds = [Kind::Transaction, Kind::Query, Kind::Other].map(|kind| (kind, share(kind)));
    let (kind, probability) =
        kinds.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((rules.kind, 0.0));
    let likeliest = VERDICTS
        .iter()
        .zip(&thought.verdicts)
        .filter(|((_, other, _), _)| *other == kind)
        .max_by(|a, b| a.1.total_cmp(b.1));
    let agreed = kind == rules.kind;
    // The rules name a reason only when they see its words; where they do, theirs is the one to build on.
    let cue = if agreed { rules.cue } else { likeliest.and_then(|((_, _, cue), _)| *cue) };
    let (unknown, guessed) = (rules.unknown, rules.guessed);
    let items =
        rules.items.into_iter().zip(&thought.items).map(|(rules, thought)| item(rules, thought)).collect();
    Judgement { kind, kind_permille: permille(probability), cue, items, agreed, unknown, guessed }
}

fn item(rules: ItemJudgement, thought: &ItemThought) -> ItemJudgement {
    let likeliest = thought.classes.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    let Some((at, probability)) = likeliest else { return rules };
    let (flow, category): (Flow, &'static str) = CLASSES[at];
    let agreed = at == class_of(rules.flow, rules.category);
    ItemJudgement {
        flow,
        category,
        permille: permille(*probability),
        words: if agreed { rules.words } else { Vec::new() },
        counts_permille: permille(thought.counts),
        agreed,
        decided_by: if agreed { rules.decided_by } else { DecidedBy::Model },
    }
}

/// How much surer a word must make the net to count among those that decided.
const NOTICEABLE: f32 = 0.02;

/// The words without which the net would be less sure of the first item's class.
pub(super) fn weightiest(net: &Trained, features: &Features) -> Vec<usize> {
    // The rules' opinion rests on the same words; hidden, it cannot speak for the one that is left out.
    let bare = features.without_rules();
    let chosen = |features: &Features| Some(net.think(features)?.items.first()?.classes.clone());
    let Some(classes) = chosen(&bare) else { return Vec::new() };
    let Some((class, sure)) = classes.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)) else {
        return Vec::new();
    };
    let mut losses: Vec<(f32, usize)> = (0..bare.words.len())
        .filter(|at| !bare.words[*at].grams.is_empty())
        .filter_map(|at| Some((sure - chosen(&bare.without_word(at))?.get(class)?, at)))
        .filter(|(loss, _)| *loss >= NOTICEABLE)
        .collect();
    losses.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut words: Vec<usize> = losses.into_iter().take(3).map(|(_, at)| at).collect();
    words.sort_unstable();
    words
}
