//! Asks the judge what the words mean: whether money moved, which way, and for what.

use std::ops::Range;

use catatduit_nlu::{Cue, Flow, ItemJudgement, Judge, Judgement, Kind, Message, Word};

use super::item::Part;
use super::roles::{BEFORE, LEFT};
use super::span::{Means, Role, Sense, Span, When};
use super::terms::BEFORE_WALLET;
use super::transfer;
use super::words::Words;

/// A message in the judge's terms.
#[derive(Debug)]
pub(super) struct Question<'a> {
    words: Vec<Word<'a>>,
    /// Where each span starts among the judge's words; one more for the end.
    starts: Vec<usize>,
}

impl<'a> Question<'a> {
    pub(super) fn of(words: &'a Words, spans: &'a [Span], wallets: usize) -> Self {
        let mut question =
            Self { words: Vec::with_capacity(spans.len()), starts: Vec::with_capacity(spans.len() + 1) };
        for (span, muted) in spans.iter().zip(muted(spans)) {
            question.starts.push(question.words.len());
            if muted {
                continue;
            }
            match &span.sense {
                Sense::Word(_) | Sense::Day { when: When::Future, .. } => question.plain(words, &span.tokens),
                Sense::Figure(figure) => question.words.push(match figure.means {
                    Means::Sure | Means::Fair => Word::Amount { minor: figure.minor, bare: false },
                    Means::Bare => Word::Amount { minor: figure.minor, bare: true },
                    Means::Count | Means::Percent | Means::Label => Word::Quantity,
                }),
                Sense::Day { .. } => question.words.push(Word::Date),
                Sense::Wallet(mention) => {
                    question.words.push(Word::Wallet { ordinal: mention.known.unwrap_or(wallets) });
                }
                Sense::Sign(sign) => question.words.push(Word::Punctuation(*sign)),
                Sense::Break => question.words.push(Word::Break),
            }
        }
        // An empty line at the end says nothing.
        while question.words.pop_if(|word| matches!(word, Word::Break)).is_some() {}
        let length = question.words.len();
        question.starts.push(length);
        for start in &mut question.starts {
            *start = (*start).min(length);
        }
        question
    }

    fn plain(&mut self, words: &'a Words, tokens: &Range<usize>) {
        let Some(tokens) = words.tokens.get(tokens.clone()) else { return };
        self.words.extend(
            tokens
                .iter()
                .filter(|token| token.is_word() || token.is_number())
                .map(|token| Word::Plain(&token.text)),
        );
    }

    pub(super) fn words(&self) -> &[Word<'a>] {
        &self.words
    }

    /// Where spans lie among the judge's words.
    pub(super) fn range(&self, spans: &Range<usize>) -> Range<usize> {
        let at = |span: usize| self.starts.get(span).copied().unwrap_or(self.words.len());
        at(spans.start)..at(spans.end)
    }

    /// The whole message, with its parts as items.
    pub(super) fn whole(&self, parts: &[Part]) -> Judgement {
        let items: Vec<Range<usize>> = parts.iter().map(|part| self.range(&part.spans)).collect();
        Judge::shipped().judge(&Message { words: &self.words, items: &items })
    }

    /// Only some of the message, as if it had been sent alone.
    pub(super) fn alone(&self, spans: &Range<usize>) -> Judgement {
        let words = self.words.get(self.range(spans)).unwrap_or(&[]);
        let all = 0..words.len();
        Judge::shipped().judge_by_rules(&Message { words, items: std::slice::from_ref(&all) })
    }

    /// What some spans say when no wallet is named: whether money came or went, once it is no transfer.
    /// `arrived` when the message says that it came in.
    pub(super) fn without_wallets(&self, spans: &Range<usize>, arrived: bool) -> Option<ItemJudgement> {
        let words = self.words.get(self.range(spans)).unwrap_or(&[]).iter().copied();
        let words = words.filter(|word| !matches!(word, Word::Wallet { .. }));
        let words: Vec<Word<'_>> =
            arrived.then_some(Word::Plain("terima")).into_iter().chain(words).collect();
        let all = 0..words.len();
        Judge::shipped()
            .judge_by_rules(&Message { words: &words, items: std::slice::from_ref(&all) })
            .items
            .into_iter()
            .next()
    }

    /// The words that the net looked at most to judge these spans.
    pub(super) fn deciding(&self, spans: &Range<usize>) -> Vec<String> {
        let item = self.range(spans);
        let message = Message { words: &self.words, items: std::slice::from_ref(&item) };
        self.texts(&Judge::shipped().deciding_words(&message))
    }

    /// Plain words at some places, as written.
    pub(super) fn texts(&self, at: &[usize]) -> Vec<String> {
        let plain = |at: &usize| match self.words.get(*at)? {
            Word::Plain(text) => Some((*text).to_owned()),
            _ => None,
        };
        at.iter().filter_map(plain).collect()
    }

    /// What a question is about, by the rules: the net is taught on records only.
    pub(super) fn subject(&self) -> Option<ItemJudgement> {
        let all = 0..self.words.len();
        let message = Message { words: &self.words, items: std::slice::from_ref(&all) };
        Judge::shipped().judge_by_rules(&message).items.into_iter().next()
    }

    /// The message as one item, with what the net thinks of it; it was not asked about any while the message had none.
    pub(super) fn one(&self) -> Option<ItemJudgement> {
        let all = 0..self.words.len();
        let message = Message { words: &self.words, items: std::slice::from_ref(&all) };
        Judge::shipped().judge(&message).items.into_iter().next()
    }
}

/// Spans that say nothing about the record itself and would mislead: what is left in the wallet, what a thing
/// used to cost, the "debit" and "saldo" between a preposition and its wallet.
fn muted(spans: &[Span]) -> Vec<bool> {
    let mut muted = vec![false; spans.len()];
    let stops =
        |span: &Span| !matches!(span.sense, Sense::Word(_) | Sense::Wallet(_) | Sense::Sign(':' | '='));
    for (at, span) in spans.iter().enumerate() {
        // "Abis gajian" is after payday, not money gone.
        let after = span.is_word(&["habis", "abis"])
            && spans
                .get(at + 1)
                .is_some_and(|next| next.is_word(&["gajian", "gaji", "dapat", "dapet", "terima", "jual"]));
        if after {
            muted[at] = true;
            continue;
        }
        let cues: &[&str] =
            match span.figure().filter(|figure| figure.means <= Means::Bare).map(|figure| figure.role) {
                Some(Role::Balance) => LEFT,
                Some(Role::Before | Role::Aside) => BEFORE,
                // "Beli telur kasih 50rb kembali 22rb": nobody gave a present.
                Some(Role::Change) => BACK,
                Some(Role::Paid) => {
                    let handed = spans[..at].iter().rev().take(2).take_while(|span| span.word().is_some());
                    let cues = handed.take_while(|span| span.is_word(HANDED)).count();
                    let bought = spans.iter().any(|span| span.is_word(BOUGHT));
                    if bought {
                        muted[at - cues..at].fill(true);
                    }
                    continue;
                }
                Some(Role::Discount) if is_cashback(spans, at) => BEFORE,
                // "Pulsa 100rb harga 98.500" was bought, not quoted.
                Some(Role::Price) if at > 0 && spans[at - 1].is_word(&["harga", "seharga"]) => {
                    let nominal = spans[..at]
                        .iter()
                        .any(|span| span.money().is_some_and(|figure| figure.role == Role::Before));
                    muted[at - 1] |= nominal;
                    continue;
                }
                _ if span.mention().is_some() => {
                    let fillers =
                        spans[..at].iter().rev().take_while(|span| span.is_word(BEFORE_WALLET)).count();
                    let start = at - fillers;
                    let debited = spans[start..at].iter().any(|span| span.is_word(&["debit"]));
                    if fillers > 0 && (debited || start > 0 && transfer::leads(&spans[start - 1])) {
                        muted[start..at].fill(true);
                    }
                    continue;
                }
                _ => continue,
            };
        muted[at] = true;
        // "Beli sepatu 300rb cashback 30rb": the purchase is no refund.
        if let Some(cashback) = (at.saturating_sub(3)..at).rfind(|near| spans[*near].is_word(&["cashback"])) {
            let led = cashback.checked_sub(1).filter(|led| spans[*led].is_word(&["dapat", "dapet", "dpt"]));
            muted[led.unwrap_or(cashback)..at].fill(true);
            continue;
        }
        let near = at.saturating_sub(5);
        let reach = spans[near..at].iter().rposition(stops).map_or(near, |stop| near + stop + 1);
        let Some(cue) = spans[reach..at].iter().position(|span| span.is_word(cues)) else { continue };
        let balance = std::ptr::eq(cues, LEFT);
        for near in reach + cue..at {
            // A wallet said with its balance may be the one that paid; "harga normal sepatu" names the thing.
            muted[near] = if balance { spans[near].mention().is_none() } else { spans[near].is_word(cues) };
        }
    }
    muted
}

/// Words of change that came back.
const BACK: &[&str] =
    &["kembali", "kembalian", "balik", "dibalikin", "kembaliin", "susuk", "sisa", "sisanya"];
/// Words of what was handed over for it.
const HANDED: &[&str] = &["kasih", "dikasih", "ngasih", "kasi", "uang", "bawa", "pake", "kukasih"];
const BOUGHT: &[&str] = &["beli", "belanja", "jajan", "bayar", "dibelikan", "dibeliin", "belikan", "beliin"];

fn is_cashback(spans: &[Span], at: usize) -> bool {
    spans[at.saturating_sub(3)..at].iter().any(|span| span.is_word(&["cashback"]))
}

/// Which parts of a message are records: all, some or none of them.
pub(super) fn recorded(
    question: &Question<'_>,
    spans: &[Span],
    parts: &[Part],
    whole: &Judgement,
) -> Vec<bool> {
    // "Ga jadi beli bakso, beli mie ayam 20rb": what follows the comma happened instead.
    let sentences = sentences(spans, whole.cue == Some(Cue::Cancelled));
    if whole.kind == Kind::Transaction && parts.len() < 2 {
        return vec![true; parts.len()];
    }
    if whole.kind == Kind::Transaction && !is_headed(question, &sentences, parts) {
        return several(question, spans, parts, whole);
    }
    // An advertisement, a bill that waits and other people's news are that from end to end.
    let throughout = matches!(whole.cue, Some(Cue::Advert | Cue::Owed | Cue::Hearsay | Cue::BalanceReport));
    if sentences.len() < 2 || throughout && whole.kind_permille >= 950 {
        return vec![false; parts.len()];
    }
    let heard: Vec<(Range<usize>, Judgement)> =
        sentences.into_iter().map(|sentence| (sentence.clone(), question.alone(&sentence))).collect();
    // Sentences and parts are both in order: each part is looked for once.
    let homes: Vec<Option<usize>> = parts
        .iter()
        .map(|part| {
            let home = heard.partition_point(|(sentence, _)| sentence.end <= part.price);
            heard.get(home).filter(|(sentence, _)| sentence.contains(&part.price)).map(|_| home)
        })
        .collect();
    let mut priced = vec![false; heard.len()];
    for home in homes.iter().flatten() {
        priced[*home] = true;
    }
    // "Rencana bulan depan:" speaks for every line after it.
    let headed = heard.iter().zip(&priced).position(|((_, judgement), priced)| {
        !priced && is_denied(judgement) && judgement.cue != Some(Cue::Cancelled)
    });
    let happened = |home: usize| {
        let judgement = &heard[home].1;
        judgement.kind == Kind::Transaction
            && judgement.kind_permille >= 800
            && headed.is_none_or(|header| home < header)
    };
    homes.into_iter().map(|home| home.is_some_and(happened)).collect()
}

/// Which of several parts are records. The net says so where it is sure; in between, and before a turn, a part that
/// denies itself is none: "pengen pizza 100rb tapi cuma beli risol 4rb".
fn several(question: &Question<'_>, spans: &[Span], parts: &[Part], whole: &Judgement) -> Vec<bool> {
    let turns = |at: usize| {
        let next = parts.get(at + 1).map_or(parts[at].price, |next| next.price);
        spans[parts[at].price..next].iter().any(|span| span.is_word(&["tapi"]))
    };
    let counts = |at: usize| {
        let counts = whole.items.get(at).map_or(1000, |item| item.counts_permille);
        if turns(at) { counts.min(COUNTS - 1) } else { counts }
    };
    let recorded: Vec<bool> = parts
        .iter()
        .enumerate()
        .map(|(at, part)| match counts(at) {
            COUNTS.. => true,
            NO_RECORD..COUNTS => !is_denied(&question.alone(&part.spans)),
            _ => false,
        })
        .collect();
    // A message that is a record records something.
    if recorded.contains(&true) { recorded } else { vec![true; parts.len()] }
}

/// Where talk stands beside a deed with an amount of its own, each part that is such a deed: "ntar diomelin nih, beli headset
/// 310rb", or hopes stand behind it. It is worth a question, and no more.
pub(super) fn told_beside(
    question: &Question<'_>,
    spans: &[Span],
    parts: &[Part],
    whole: &Judgement,
) -> Vec<bool> {
    const DEEDS: &[&str] = &["beli", "bayar", "belanja", "kebeli", "beliin", "pesen", "pesan", "dibeliin"];
    const TURNS: &[&str] = &["tapi", "malah", "trus", "terus", "akhirnya", "jadinya", "eh"];
    const CONDITIONS: &[&str] = &["kalau", "kalo", "misal", "andai", "jika", "klo", "semisal", "misalnya"];
    const HOPES: &[&str] = &["moga", "semoga", "smoga", "mugi", "amin", "aamiin"];
    let talk = matches!(whole.cue, Some(Cue::Wish | Cue::Plan | Cue::Hypothetical | Cue::Goal | Cue::Chat));
    let stops = |span: &Span| {
        matches!(span.sense, Sense::Break | Sense::Sign(',' | '.' | '!' | '?' | ';')) || span.is_word(TURNS)
    };
    parts
        .iter()
        .map(|part| {
            let start = spans[..part.price].iter().rposition(stops).map_or(0, |stop| stop + 1);
            let end =
                spans[part.price..].iter().position(stops).map_or(spans.len(), |stop| part.price + stop);
            let clause = &spans[start..end];
            let asked = spans.iter().any(|span| span.is_sign('?'));
            // "Gajian 3,2jt, moga cukup": what is hoped for is what comes of it.
            let hoped = spans.get(end + 1).is_some_and(|span| span.is_word(HOPES));
            let deed = start > 0 && clause.iter().any(|span| span.is_word(DEEDS));
            let told = deed && talk || hoped && (talk || whole.cue == Some(Cue::Budget));
            if asked || !told {
                return false;
            }
            // "Kalau gajian, beli sepatu 400rb": what hangs on a condition did not happen, unless it is told as past.
            let past = clause
                .iter()
                .any(|span| span.is_word(&["udah", "sudah", "tadi", "barusan", "abis", "habis"]));
            let hangs = spans[..start].iter().any(|span| span.is_word(CONDITIONS));
            let alone = question.alone(&(start..end));
            alone.kind == Kind::Transaction && alone.kind_permille >= 800 && (past || !hangs)
        })
        .collect()
}

/// Whether a message of several prices opens with a line without one that denies what follows: "rencana belanja:".
fn is_headed(question: &Question<'_>, sentences: &[Range<usize>], parts: &[Part]) -> bool {
    let [first, _, ..] = sentences else { return false };
    let denied = |judgement: &Judgement| is_denied(judgement) && judgement.cue != Some(Cue::Cancelled);
    parts.iter().all(|part| !first.contains(&part.price)) && denied(&question.alone(first))
}

/// A part that is a record at least so probably, in thousandths, is one; one below is none.
const COUNTS: u16 = 800;
const NO_RECORD: u16 = 300;

/// Whether a stretch speaks of money that did not move.
fn is_denied(judgement: &Judgement) -> bool {
    let cue = matches!(
        judgement.cue,
        Some(
            Cue::Wish
                | Cue::Plan
                | Cue::Budget
                | Cue::Goal
                | Cue::Reminder
                | Cue::Promise
                | Cue::Cancelled
                | Cue::Hypothetical
                | Cue::Owed
        )
    );
    judgement.kind == Kind::Other && cue && judgement.kind_permille >= 900
}

/// Stretches between full stops and line breaks; at commas too when `finely`.
fn sentences(spans: &[Span], finely: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, span) in spans.iter().enumerate() {
        if matches!(span.sense, Sense::Break | Sense::Sign('.' | '!' | '?' | ';'))
            || finely && span.is_sign(',')
        {
            // A question keeps its mark.
            let end = if span.is_sign('?') { at + 1 } else { at };
            if start < at {
                found.push(start..end);
            }
            start = at + 1;
        }
    }
    if start < spans.len() {
        found.push(start..spans.len());
    }
    found
}

/// The ledger's type for a flow.
pub(super) const fn transaction_type(flow: Flow) -> crate::ledger::TransactionType {
    use crate::ledger::TransactionType;
    match flow {
        Flow::Expense => TransactionType::Expense,
        Flow::Income => TransactionType::Income,
        Flow::Transfer => TransactionType::Transfer,
    }
}
