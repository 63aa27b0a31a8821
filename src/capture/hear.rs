//! A message as the judge is asked about it: what the net learns from, and what is looked at when it errs.

use std::ops::Range;

use catatduit_nlu::{Message, Word};

use super::judging::Question;
use super::words::Words;
use super::{LONGEST, Setting, arithmetic, correction, item, mark, price, roles};

/// A message in the judge's terms.
#[derive(Debug)]
pub struct Heard<'a> {
    pub message: Message<'a>,
    /// For each of the message's items its price in the currency's minor unit, if it has one.
    pub prices: &'a [Option<i64>],
}

/// Hands a message over in the judge's terms, as reading it would. A message without any amount is one item.
pub fn hear<T>(text: &str, setting: &Setting, then: impl FnOnce(&Heard<'_>) -> T) -> T {
    let shortened: String = text.chars().take(LONGEST).collect();
    let words = Words::of(&shortened);
    let mut spans = arithmetic::apply(mark::spans(&words, setting));
    correction::apply(&mut spans);
    roles::apply(&mut spans);
    let layout = item::layout(&mut spans);
    let question = Question::of(&words, &spans, setting.wallets.len());
    let alone = layout.parts.len() == 1;
    let mut items: Vec<Range<usize>> = layout.parts.iter().map(|part| question.range(&part.spans)).collect();
    let mut prices: Vec<Option<i64>> = layout
        .parts
        .iter()
        .map(|part| price::price(&spans, part, alone).map(|price| price.money.minor()))
        .collect();
    let judged: &[Word<'_>] = question.words();
    if items.is_empty() {
        items.push(0..judged.len());
        prices.push(None);
    }
    then(&Heard { message: Message { words: judged, items: &items }, prices: &prices })
}
