//! The last word: the rules' opinion and that of the net, which has seen theirs, multiplied.

use crate::message::{DecidedBy, Flow, ItemJudgement, Judgement, Kind};
use crate::net::{CLASSES, ItemThought, Thought, Thoughts, Trained, VERDICTS, Views, class_of, permille};

/// What the rules and the nets make of a message together.
pub(super) fn merge(rules: Judgement, thoughts: &Thoughts) -> Judgement {
    let Thoughts { heard: thought, alone, each } = thoughts;
    let share_of = |thought: &Thought, kind: Kind| -> f32 {
        let of_kind = VERDICTS.iter().zip(&thought.verdicts).filter(|((_, other, _), _)| *other == kind);
        of_kind.map(|(_, probability)| probability).sum()
    };
    let share = |kind: Kind| share_of(thought, kind);
    let kinds = [Kind::Transaction, Kind::Query, Kind::Other];
    let own = kinds.iter().position(|kind| *kind == rules.kind).unwrap_or(0);
    let shares = kinds.map(share);
    let agreed = likeliest(&shares).is_none_or(|(at, _)| at == own);
    let (at, probability) = pooled(&shares, own, rules.kind_permille, 2.0, KIND_WEIGHT);
    let kind = kinds[at];
    let verdict = VERDICTS
        .iter()
        .zip(&thought.verdicts)
        .filter(|((_, other, _), _)| *other == kind)
        .max_by(|a, b| a.1.total_cmp(b.1));
    // The rules name a reason only when they see its words; where they do, theirs is the one to build on.
    let cue = if kind == rules.kind { rules.cue } else { verdict.and_then(|((_, _, cue), _)| *cue) };
    let (unknown, guessed, rules_permille, hints) =
        (rules.unknown, rules.guessed, rules.rules_permille, rules.hints);
    // The net looks at the first words of a message only; what it did not see stays as the rules have it.
    let pairs = each[0].items.iter().zip(&each[1].items);
    let mut thoughts = thought.items.iter().zip(&alone.items).zip(pairs);
    let items = rules
        .items
        .into_iter()
        .map(|rules| match thoughts.next() {
            Some(((thought, alone), each)) => item(rules, thought, alone, each),
            None => rules,
        })
        .collect();
    Judgement {
        kind,
        kind_permille: permille(probability),
        kind_alone_permille: permille(share_of(alone, kind)),
        kind_least_permille: permille(share_of(&each[0], kind).min(share_of(&each[1], kind))),
        cue,
        items,
        agreed,
        unknown,
        guessed,
        rules_permille,
        hints,
    }
}

/// How much the rules' opinion of a message's kind counts beside the net's, which has seen it: as the exponent of its
/// probability. With all of it, one kind in 200 more of the calibration set is wrong.
const KIND_WEIGHT: f32 = 0.25;
/// The same of what an item is, where a word that is known says more.
const CLASS_WEIGHT: f32 = 0.35;

/// The likeliest of some choices and its probability: both opinions multiplied, so that they strengthen each other
/// where they agree. What the rules leave to the choices that they did not make is shared by `others` of them.
fn pooled(net: &[f32], rules: usize, permille: u16, others: f32, weight: f32) -> (usize, f32) {
    // Nobody is ever wholly sure.
    let sure = f32::from(permille).clamp(20.0, 980.0) / 1000.0;
    let says = |at: usize| if at == rules { sure } else { (1.0 - sure) / others };
    let both: Vec<f32> = net.iter().enumerate().map(|(at, share)| share * says(at).powf(weight)).collect();
    let total: f32 = both.iter().sum();
    let (at, share) = likeliest(&both).unwrap_or((rules, 0.0));
    (at, if total > 0.0 { share / total } else { 0.0 })
}

fn likeliest(shares: &[f32]) -> Option<(usize, f32)> {
    shares.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))
}

/// From here on the nets' choice stands whatever it is.
const SURE: f32 = 0.8;

/// How many classes are worth a thought when the rules are wrong.
const RIVALS: f32 = 4.0;

fn item(
    rules: ItemJudgement,
    thought: &ItemThought,
    alone: &ItemThought,
    each: (&ItemThought, &ItemThought),
) -> ItemJudgement {
    let own = class_of(rules.flow, rules.category);
    let agreed = likeliest(&thought.classes).is_none_or(|(at, _)| at == own);
    let (at, probability) = pooled(&thought.classes, own, rules.permille, RIVALS, CLASS_WEIGHT);
    // Which way a debt's money goes is a matter of its verb, and what a person gives back is no shop's refund.
    let debt = rules.category == "utang" && matches!(CLASSES[at].1, "utang" | "refund");
    // While it is not sure, nothing in particular is no reason to give up what a word names, nor a stranger's name to see
    // the family in it.
    let named = CLASSES[at].1 == "lainnya" && rules.category != "lainnya" && !rules.words.is_empty();
    let family = CLASSES[at] == (Flow::Expense, "keluarga") && rules.category == "lainnya";
    let at = if debt || probability < SURE && (named || family) { own } else { at };
    let (flow, category): (Flow, &'static str) = CLASSES[at];
    let by_rules = at == own;
    let share = |thought: &ItemThought| permille(thought.classes.get(at).copied().unwrap_or(0.0));
    ItemJudgement {
        flow,
        category,
        permille: permille(probability),
        alone_permille: share(alone),
        least_permille: share(each.0).min(share(each.1)),
        rules_permille: rules.permille,
        lead_permille: permille(lead(&alone.classes, at)),
        words: if by_rules { rules.words } else { Vec::new() },
        counts_permille: permille(thought.counts),
        agreed,
        decided_by: if by_rules { rules.decided_by } else { DecidedBy::Model },
    }
}

/// How far a choice is before the likeliest other; nothing where another one is before it.
fn lead(shares: &[f32], chosen: usize) -> f32 {
    let other = shares.iter().enumerate().filter(|(at, _)| *at != chosen).map(|(_, share)| *share);
    shares.get(chosen).copied().unwrap_or(0.0) - other.fold(0.0, f32::max)
}

/// How much surer a word must make the net to count among those that decided.
const NOTICEABLE: f32 = 0.02;

/// The words without which the net would be less sure of the first item's class.
pub(super) fn weightiest(net: &Trained, views: &Views) -> Vec<usize> {
    // The rules' opinion rests on the same words; hidden, it cannot speak for the one that is left out.
    let bare = views.without_rules();
    let chosen = |views: &Views| Some(net.think(views)?.items.first()?.classes.clone());
    let Some(classes) = chosen(&bare) else { return Vec::new() };
    let Some((class, sure)) = classes.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)) else {
        return Vec::new();
    };
    let mut losses: Vec<(f32, usize)> = bare
        .written()
        .into_iter()
        .filter_map(|at| Some((sure - chosen(&bare.without_word(at))?.get(class)?, at)))
        .filter(|(loss, _)| *loss >= NOTICEABLE)
        .collect();
    losses.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut words: Vec<usize> = losses.into_iter().take(3).map(|(_, at)| at).collect();
    words.sort_unstable();
    words
}
