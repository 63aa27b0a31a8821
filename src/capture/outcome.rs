//! Which amount was paid in the end when a message names several for one thing: an own share of a bill, the price
//! of a nominal, a count times a price beside their product, what a sum comes to.

mod settle;

use self::settle::{leaves, settle, settles};
use super::arithmetic::product;
use super::fees;
use super::item::is_content;
use super::span::{Figure, Means, Role, Sense, Span};

/// Words of a sum that is no thing of its own.
const SUMS: &[&str] = &[
    "seharian",
    "belanja",
    "belanjaan",
    "jajan",
    "pengeluaran",
    "subtotal",
    "all",
    "in",
    "today",
    "hari",
    "pasar",
    "uang",
    "qris",
    "sekarang",
    "tagihan",
    "grand",
    "keseluruhan",
    "akhir",
    "berdua",
    "sekeluarga",
    "td",
    "spent",
];
/// Words before what one of several came to.
const ONE_OF_THEM: &[&str] = &[
    "sebijinya",
    "sebiji",
    "satunya",
    "perbiji",
    "perpcs",
    "sepotongnya",
    "seekornya",
    "sekilonya",
    "seporsinya",
    "sebungkusnya",
    "sebuahnya",
];
/// What was meant to be and did not come to be.
const MEANT: &[&str] = &["tadinya", "pengennya", "pengenya", "rencananya", "niatnya", "maunya", "awalnya"];

/// Settles the amounts that existing roles leave as prices beside each other.
pub(super) fn apply(spans: &mut [Span], amounts: &[usize]) {
    meant(spans, amounts);
    for pair in amounts.windows(2) {
        if let [first, second] = *pair {
            repeated(spans, first, second);
        }
    }
    for (index, &at) in amounts.iter().enumerate() {
        let earlier = index.checked_sub(1).map(|index| amounts[index]);
        if let Some([first, second]) = index.checked_sub(2).map(|first| [amounts[first], amounts[first + 1]])
            && leaves(spans, first, second, at)
        {
            continue;
        }
        if let Some(earlier) = earlier.filter(|earlier| settles(spans, *earlier, at)) {
            settle(spans, earlier, at);
        }
    }
    sums(spans, amounts);
    fees::apply(spans, amounts);
}

fn role(spans: &[Span], at: usize) -> Option<Role> {
    spans[at].money().map(|figure| figure.role)
}

fn minor(spans: &[Span], at: usize) -> i64 {
    spans[at].money().map_or(0, |figure| figure.minor)
}

fn give(spans: &mut [Span], at: usize, role: Role) {
    if let Some(figure) = spans[at].figure_mut() {
        figure.role = role;
    }
}

fn is_price(spans: &[Span], at: usize) -> bool {
    matches!(role(spans, at), Some(Role::Price | Role::Unit))
}

/// Whether two places stand in one sentence on one line.
fn one_sentence(spans: &[Span], first: usize, second: usize) -> bool {
    second - first <= 16
        && !spans[first..second].iter().any(|span| matches!(span.sense, Sense::Break | Sense::Sign(';')))
}

/// `nasi goreng 17rb, tadinya mau mie 15rb`: the second was not bought.
fn meant(spans: &mut [Span], amounts: &[usize]) {
    if amounts.len() < 2 {
        return;
    }
    for &at in amounts {
        let said = spans[..at]
            .iter()
            .rev()
            .take(5)
            .take_while(|span| matches!(span.sense, Sense::Word(_)))
            .any(|span| span.is_word(MEANT));
        if said && is_price(spans, at) {
            give(spans, at, Role::Before);
        }
    }
}

/// One amount said twice, or made before one's eyes: `5 x 3.100 15.500`, `2 3.500 7.000`, `@18.000 = 36.000`.
fn repeated(spans: &mut [Span], first: usize, second: usize) {
    let settled = |at: usize| matches!(role(spans, at), Some(Role::Price | Role::Unit | Role::Total));
    if !settled(first) || !settled(second) || second - first > 7 {
        return;
    }
    let between = &spans[first + 1..second];
    let apart = between.iter().any(|span| {
        matches!(span.sense, Sense::Break | Sense::Sign(',' | '+' | '.' | ';' | '&'))
            || is_content(span) && !span.is_word(&["diskon", "off", "potongan", "langsung", "borong"])
    });
    let (Some(one), Some(whole)) = (spans[first].money(), spans[second].money()) else { return };
    let makes = |count: &Span| count.figure().is_some_and(|count| is_made(one, count, whole));
    let counted = between.iter().any(makes) || first.checked_sub(1).is_some_and(|at| makes(&spans[at]));
    if counted && !between.iter().any(|span| span.sense == Sense::Break) {
        give(spans, first, Role::Aside);
        give(spans, second, Role::Price);
        return;
    }
    // "Ayam 2 ekor 70rb, sebijinya 35rb": what one of them came to.
    let single = between.len() <= 2
        && between.last().is_some_and(|span| span.is_word(ONE_OF_THEM))
        && whole.minor > 0
        && one.minor > whole.minor
        && one.minor % whole.minor == 0;
    if single {
        give(spans, second, Role::Aside);
        return;
    }
    let everyone = one.role == Role::Unit
        && one.minor > 0
        && whole.minor > one.minor
        && whole.minor % one.minor == 0
        && between
            .last()
            .is_some_and(|span| span.is_word(&["berdua", "bertiga", "berempat", "berlima", "total", "jadi"]));
    if everyone && !between.iter().any(|span| span.sense == Sense::Break) {
        give(spans, first, Role::Aside);
        give(spans, second, Role::Price);
        return;
    }
    if apart {
        return;
    }
    let equals = second.checked_sub(1).is_some_and(|at| spans[at].is_sign('='));
    let unit_times = one.role == Role::Unit && one.minor > 0 && whole.minor % one.minor == 0;
    let reduced =
        between.iter().any(|span| span.figure().is_some_and(|figure| figure.means == Means::Percent));
    if one.minor == whole.minor || equals && (unit_times || reduced) {
        give(spans, first, Role::Aside);
        give(spans, second, Role::Price);
    }
}

/// Whether a count of one price makes the whole.
fn is_made(one: &Figure, count: &Figure, whole: &Figure) -> bool {
    matches!(count.means, Means::Count | Means::Bare)
        && count.milli > 0
        && count.milli < 1_000_000
        && product(one, count).is_some_and(|made| made.minor == whole.minor)
}

/// An amount without a thing of its own that is what the others come to, before or after them; and what was
/// handed over for a total.
fn sums(spans: &mut [Span], amounts: &[usize]) {
    let prices: Vec<usize> = amounts.iter().copied().filter(|at| is_price(spans, *at)).collect();
    let mut sum: i64 = 0;
    for (index, &at) in prices.iter().enumerate() {
        if index >= 2 && sum == minor(spans, at) && is_bare(spans, at) {
            give(spans, at, Role::Total);
            return hand_over(spans, amounts);
        }
        sum = sum.saturating_add(minor(spans, at));
    }
    if let [first, rest @ ..] = prices.as_slice()
        && rest.len() >= 2
        && sum.saturating_sub(minor(spans, *first)) == minor(spans, *first)
        && (is_bare(spans, *first) || is_listed(spans, *first, rest[0]))
    {
        give(spans, *first, Role::Total);
    }
    hand_over(spans, amounts);
}

/// `belanja 143rb di superindo: daging 98rb, sabun 45rb`, `servis 240rb (oli 65rb, ..)`: what it was for follows.
fn is_listed(spans: &[Span], whole: usize, first: usize) -> bool {
    spans[whole + 1..first].iter().any(|span| span.is_sign(':') || span.is_sign('('))
}

/// `TOTAL 87.300`, then `OVO 87.300` or `TUNAI 100.000`.
fn hand_over(spans: &mut [Span], amounts: &[usize]) {
    let Some(total) = amounts.iter().copied().find(|at| role(spans, *at) == Some(Role::Total)) else {
        return;
    };
    let Some(line) = (total..spans.len()).find(|at| spans[*at].sense == Sense::Break) else { return };
    for &at in amounts {
        let stated = at > line
            && matches!(role(spans, at), Some(Role::Price | Role::Total))
            && minor(spans, at) >= minor(spans, total)
            && is_bare(spans, at);
        if stated {
            give(spans, at, Role::Aside);
        }
    }
}

/// Whether the stretch around an amount, from comma to comma, names no thing.
fn is_bare(spans: &[Span], at: usize) -> bool {
    let stops = |span: &&Span| {
        !matches!(span.sense, Sense::Break | Sense::Sign(',' | ';' | '.' | ':' | '|'))
            && span.money().is_none()
    };
    let named = |span: &Span| is_content(span) && !span.is_word(SUMS);
    let before = spans[..at].iter().rev().take(8).take_while(stops).any(named);
    let after = spans[at + 1..].iter().take(8).take_while(stops).any(named);
    !before && !after
}
