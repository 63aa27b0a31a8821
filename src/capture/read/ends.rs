//! Where a transfer's money came from and went, as grammar and judge see it together.

use catatduit_nlu::{Flow, ItemJudgement};

use super::super::span::Span;
use super::super::{Setting, transfer};

/// The judge's probability, in thousandths, from which its word stands against a rule of the grammar.
pub(super) const VERY_SURE: u16 = 950;
/// The same, where the grammar sees only half of what it looks for.
const SURE: u16 = 800;

/// The two ends of a transfer, where grammar and judge together see one.
pub(super) fn ends(near: &[Span], setting: &Setting, judged: &ItemJudgement) -> Option<transfer::Ends> {
    let foreign = near.iter().filter_map(Span::mention).any(|mention| mention.foreign);
    // A card's bill that no wallet is named for is spent, not moved.
    let billed = transfer::pays_card(near, setting);
    let moved = judged.flow == Flow::Transfer && judged.permille >= SURE && !foreign && !billed;
    let Some(ends) = transfer::ends(near, setting) else {
        return moved.then(|| transfer::named_ends(near)).flatten();
    };
    let half = ends.from.is_none() || ends.to.is_none();
    let against = judged.flow != Flow::Transfer && judged.permille >= VERY_SURE;
    (!(half && against)).then_some(ends)
}
