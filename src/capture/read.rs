//! The whole way from a message to its meaning.

mod doubts;
mod ends;
mod share;
mod signs;

use std::ops::Range;

use catatduit_nlu::{Cue, Flow, ItemJudgement, Judgement, Kind as JudgedKind};

use super::calibrate::Signs;
use super::habit::Habit;
use super::item::{self, Layout, Part};
use super::price::{self, Price};
use super::reading::{Decided, DecidedBy, Doubt, Item, Kind, Reading};
use super::span::{Role, Span};
use super::words::{Words, is_too_long};
use super::{
    Setting, arithmetic, calibrate, correction, describe, judging, mark, own, person, phrase, question,
    roles, strange, transfer,
};
use crate::ledger::{CategorySlug, Money, Permille, TransactionType};
use ends::{VERY_SURE, ends};

/// What a message means. Never fails: what is unclear is among the reading's doubts.
pub fn read(text: &str, setting: &Setting) -> Reading {
    read_closely(text, setting, false).0
}

/// What a message means, with the words that decided looked for whoever decided. It takes some times as long.
pub fn explain(text: &str, setting: &Setting) -> Reading {
    read_closely(text, setting, true).0
}

/// What a message means, and of a transaction the signs that its confidence was computed from.
pub fn read_with_signs(text: &str, setting: &Setting) -> (Reading, Option<Signs>) {
    read_closely(text, setting, false)
}

fn read_closely(text: &str, setting: &Setting, explaining: bool) -> (Reading, Option<Signs>) {
    own::read(text, setting, |text| read_untagged(text, setting, explaining))
}

fn read_untagged(text: &str, setting: &Setting, explaining: bool) -> (Reading, Option<Signs>) {
    if is_too_long(text) {
        return (nothing(text, Kind::Other, Permille::ZERO, vec![Doubt::MaybeNotMoney]), None);
    }
    let words = Words::of(text);
    let mut spans = arithmetic::apply(mark::spans(&words, setting));
    correction::apply(&mut spans);
    roles::apply(&mut spans);
    let layout = item::layout(&mut spans);
    let question = judging::Question::of(&words, &spans, setting.wallets.len());
    let whole = question.whole(&layout.parts);
    let mut recorded = judging::recorded(&question, &spans, &layout.parts, &whole);
    if !recorded.contains(&true) && matches!(whole.cue, Some(Cue::BalanceReport | Cue::Chat | Cue::Quote)) {
        // "Convert saldo dana ke ovo 50k": between two own wallets money moves, whatever else the words suggest.
        let moved = |part: &Part| {
            transfer::ends(&spans[part.spans.clone()], setting)
                .is_some_and(|ends| ends.from.is_some() && ends.to.is_some())
        };
        recorded = layout.parts.iter().map(moved).collect();
    }
    if !recorded.contains(&true) && whole.cue == Some(Cue::Quote) {
        // "Bensin 10rb seliter 3 liter": whoever says how many was not only told the price of one.
        let alone = layout.parts.len() == 1;
        let bought = |part: &Part| {
            let one =
                spans.get(part.price).and_then(Span::money).is_some_and(|figure| figure.role == Role::Unit);
            one && price::price(&spans, part, alone).is_some_and(|price| price.derived)
        };
        recorded = layout.parts.iter().map(bought).collect();
    }
    let doubtful = !recorded.contains(&true);
    if doubtful {
        recorded = judging::told_beside(&question, &spans, &layout.parts, &whole);
    }
    let reader = Reader {
        doubtful,
        text,
        words: &words,
        spans: &spans,
        setting,
        layout: &layout,
        question: &question,
        explaining,
    };
    if recorded.contains(&true) {
        return reader.transaction(&whole, &recorded);
    }
    match whole.kind {
        JudgedKind::Transaction if layout.parts.is_empty() => reader.without_amount(&whole),
        // "Rencana belanja:" speaks for every price below it.
        JudgedKind::Transaction => {
            let certainty = Permille::new(1000 - whole.kind_permille.min(1000));
            (nothing(text, Kind::Other, certainty, Vec::new()), None)
        }
        // What is hardly a question is talk among people.
        JudgedKind::Query if whole.kind_permille >= 650 => (reader.query(&whole), None),
        JudgedKind::Query | JudgedKind::Other => {
            (nothing(text, Kind::Other, Permille::new(whole.kind_permille), Vec::new()), None)
        }
    }
}

fn nothing(text: &str, kind: Kind, confidence: Permille, doubts: Vec<Doubt>) -> Reading {
    Reading { text: text.to_owned(), kind, confidence, items: Vec::new(), doubts, question: None }
}

struct Reader<'a> {
    /// Whether the message as a whole is no record, and a part of it may be one all the same.
    doubtful: bool,
    text: &'a str,
    words: &'a Words,
    spans: &'a [Span],
    setting: &'a Setting,
    layout: &'a Layout,
    question: &'a judging::Question<'a>,
    /// Whether the words that decided are looked for at any cost.
    explaining: bool,
}

/// A transfer's amount is what arrives; what anything else cost has its fee in it.
fn with_fee(item: Item, fee: Option<Money>) -> Item {
    let (Some(fee), Some(amount), TransactionType::Transfer) = (fee, item.amount, item.kind) else {
        return item;
    };
    Item { amount: Some(Money::new(amount.minor() - fee.minor(), amount.currency())), fee: Some(fee), ..item }
}

/// An item with what it was made from.
struct Made {
    item: Item,
    price: Option<Price>,
    /// Whether it names a wallet itself, so that it takes none from its neighbours.
    own_wallet: bool,
    /// Positions of spans.
    place: Range<usize>,
    one_wallet: bool,
    /// How probable the judge finds type and category, in thousandths.
    judged: u16,
    /// The same of the net without the rules' opinion.
    alone: u16,
    /// The same of whichever of the two nets finds them less probable.
    least: u16,
    /// The same of the rules alone.
    rules: u16,
    /// How far the net without the rules' opinion puts its choice before the next best, in thousandths.
    lead: u16,
    /// How probable the judge finds it to be a record of its own, in thousandths.
    counts: u16,
    /// Whether rules and net chose the same type and category.
    agreed: bool,
}

impl Reader<'_> {
    fn transaction(&self, whole: &Judgement, recorded: &[bool]) -> (Reading, Option<Signs>) {
        let parts = &self.layout.parts;
        let alone = parts.len() == 1;
        let mut made: Vec<Made> = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let Some(judged) = whole.items.get(index).filter(|_| recorded.get(index) == Some(&true)) else {
                continue;
            };
            let price = price::price(self.spans, part, alone);
            // A fee that follows a transfer is its fee.
            if let (Some(fee), Some(last)) = (&price, made.last_mut())
                && last.item.kind == TransactionType::Transfer
                && last.item.fee.is_none()
                && self.is_fee(part)
            {
                last.item.fee = Some(fee.money);
                last.place.end = part.spans.end;
                continue;
            }
            made.push(self.make(part, judged, price, whole, alone));
        }
        self.share_wallets(&mut made);
        self.spend_what_was_filled(&mut made);
        self.share_days(&mut made);
        let mut doubts = Vec::new();
        for (index, made) in made.iter().enumerate() {
            self.doubts_of(index, made, &mut doubts);
        }
        if let Some(total) = self.total_differs(&made, alone) {
            doubts.push(Doubt::TotalDiffers { total });
        }
        let amounts: Vec<Money> = made.iter().filter_map(|made| made.item.amount).collect();
        let strange = || strange::is_strange(self.text, self.words, self.spans, &amounts, whole.unknown);
        if doubts.is_empty() && (self.doubtful || strange()) {
            doubts.push(Doubt::MaybeNotMoney);
        }
        self.settled(whole, made, doubts)
    }

    /// A transaction with its confidence.
    fn settled(&self, whole: &Judgement, made: Vec<Made>, doubts: Vec<Doubt>) -> (Reading, Option<Signs>) {
        let signs = self.signs(whole, &made);
        let items: Vec<Item> = made.into_iter().map(|made| made.item).collect();
        let confidence = calibrate::whole(&items, &doubts, &signs);
        let reading = Reading {
            text: self.text.to_owned(),
            kind: Kind::Transaction,
            confidence,
            items,
            doubts,
            question: None,
        };
        (reading, Some(signs))
    }

    /// A purchase that names no amount: it is asked for.
    fn without_amount(&self, whole: &Judgement) -> (Reading, Option<Signs>) {
        // "Nanti malam makan di mana?": whoever asks bought nothing yet.
        let asks = self.spans.iter().any(|span| span.is_sign('?'));
        let Some(judged) = self.question.one().filter(|_| !asks) else {
            return (nothing(self.text, Kind::Other, Permille::new(600), Vec::new()), None);
        };
        let part = Part { spans: 0..self.spans.len(), price: self.spans.len() };
        let mut made = self.make(&part, &judged, None, whole, true);
        self.share_days(std::slice::from_mut(&mut made));
        // Without an amount only what is surely a purchase is worth asking about.
        if made.item.confidence < calibrate::WORTH_ASKING {
            return (nothing(self.text, Kind::Other, Permille::new(600), Vec::new()), None);
        }
        let mut doubts = Vec::new();
        self.doubts_of(0, &made, &mut doubts);
        self.settled(whole, vec![made], doubts)
    }

    fn query(&self, whole: &Judgement) -> Reading {
        let judged = self.question.subject();
        let category = judged
            .filter(|judged| {
                judged.permille >= 700 && !judged.words.is_empty() && judged.flow != Flow::Transfer
            })
            .and_then(|judged| judged.category.parse::<CategorySlug>().ok())
            .filter(|category| !matches!(*category, CategorySlug::LAINNYA | CategorySlug::PEMASUKAN_LAIN));
        Reading {
            question: Some(question::question(self.words, self.spans, self.setting, category)),
            ..nothing(self.text, Kind::Query, Permille::new(whole.kind_permille), Vec::new())
        }
    }

    fn make(
        &self,
        part: &Part,
        judged: &ItemJudgement,
        price: Option<Price>,
        whole: &Judgement,
        alone: bool,
    ) -> Made {
        let own = self.own_spans(part);
        // Loose clauses speak of the only part there is: "transfer 100rb, dari bca ke gopay".
        let near = if alone { self.spans } else { &self.spans[part.spans.clone()] };
        let ends = ends(near, self.setting, judged);
        let mut kind = judging::transaction_type(judged.flow);
        let mut category = judged.category.parse().unwrap_or(CategorySlug::LAINNYA);
        let mut judged_permille = judged.permille;
        let mut kind_permille = whole.kind_permille;
        let mut decided = self.decided(part, judged);
        let mut agreed = judged.agreed;
        let wallet;
        let mut to_wallet = None;
        let own_wallet;
        let mut one_wallet = false;
        if let Some(ends) = ends {
            kind = TransactionType::Transfer;
            category = CategorySlug::TRANSFER;
            judged_permille =
                judged_permille.max(if ends.from.is_some() && ends.to.is_some() { 960 } else { 900 });
            wallet = self.name(ends.from);
            to_wallet = self.name(ends.to);
            one_wallet = wallet.is_none() || to_wallet.is_none();
            own_wallet = true;
        } else {
            // "Beli telur kasih 50rb kembali 22rb": what was handed over was no present.
            let changed = near
                .iter()
                .filter_map(Span::money)
                .any(|figure| matches!(figure.role, Role::Change | Role::Paid));
            let given = !changed && person::gives(self.words, near);
            let arrives = given || transfer::arrives(near);
            // That somebody else gives it is said outright; that it arrives is told from a preposition.
            let spent = !given && judged.flow == Flow::Expense && judged.permille >= VERY_SURE;
            if kind == TransactionType::Transfer || arrives && kind == TransactionType::Expense && !spent {
                // Not between own wallets; so did it come or go?
                let again = self.question.without_wallets(&part.spans, arrives);
                if let Some(again) = again.filter(|again| again.flow != Flow::Transfer) {
                    kind = judging::transaction_type(again.flow);
                    category = again.category.parse().unwrap_or(CategorySlug::LAINNYA);
                    judged_permille = again.permille.min(900);
                } else {
                    kind = TransactionType::Expense;
                    category = CategorySlug::LAINNYA;
                    judged_permille = judged_permille.min(550);
                }
            }
            let paid = transfer::paid_with(near, kind == TransactionType::Income);
            let paid = paid.filter(|_| !transfer::pays_card(near, self.setting));
            wallet = paid.and_then(|mention| self.name(mention.known));
            own_wallet = paid.is_some();
        }
        if ends.is_none()
            && let Some(habit) = self.habit(own.clone(), kind, category)
        {
            (kind, category, judged_permille) = (habit.kind, habit.category, habit.permille);
            agreed = true;
            decided = Decided { by: DecidedBy::Habit, words: habit.words };
            // What the family bought before is not strange any more.
            kind_permille =
                if kind_permille < 800 { kind_permille } else { kind_permille.max(habit.permille) };
        }
        let mut description = describe::describe(self.words, &self.spans[own]);
        if let Some(ends) = ends.filter(|_| description.is_empty()) {
            ends.name.clone_into(&mut description);
        }
        let debt = matches!(
            category,
            CategorySlug::UTANG | CategorySlug::KELUARGA | CategorySlug::HADIAH | CategorySlug::DONASI
        );
        let person = debt.then(|| person::person(self.words, near)).flatten();
        let item = Item {
            kind,
            amount: price.map(|price| price.money),
            category,
            wallet,
            to_wallet,
            fee: None,
            day: self.setting.today,
            description,
            person,
            confidence: calibrate::item(kind_permille, judged_permille, price.as_ref()),
            decided,
        };
        let item = with_fee(item, price.and_then(|price| price.fee));
        Made {
            item,
            price,
            own_wallet,
            place: part.spans.clone(),
            one_wallet,
            judged: judged_permille,
            alone: judged.alone_permille,
            least: judged.least_permille,
            rules: judged.rules_permille,
            lead: judged.lead_permille,
            counts: judged.counts_permille,
            agreed,
        }
    }

    /// Who chose type and category, and by which words.
    fn decided(&self, part: &Part, judged: &ItemJudgement) -> Decided {
        let by = match judged.decided_by {
            catatduit_nlu::DecidedBy::Rule => DecidedBy::Rule,
            catatduit_nlu::DecidedBy::Model => DecidedBy::Model,
        };
        let words = if self.explaining && by == DecidedBy::Model {
            self.question.deciding(&part.spans)
        } else {
            self.question.texts(&judged.words)
        };
        Decided { by, words }
    }

    /// What the household taught about such a thing.
    fn habit(&self, own: Range<usize>, kind: TransactionType, category: CategorySlug) -> Option<Habit> {
        if self.setting.habits.is_empty() {
            return None;
        }
        self.setting.habits.of_item(&phrase::content(self.words, &self.spans[own]), kind, category)
    }

    fn name(&self, known: Option<usize>) -> Option<String> {
        self.setting.wallets.get(known?).map(|wallet| wallet.name.clone())
    }

    /// The part without what was taken back: in "bakso 15rb eh salah, mie ayam 20rb" the first thing is gone.
    fn own_spans(&self, part: &Part) -> Range<usize> {
        let spans = &self.spans[part.spans.clone()];
        let taken =
            spans.iter().rposition(|span| span.money().is_some_and(|figure| figure.role == Role::Taken));
        match taken {
            Some(taken) if spans[taken + 1..].iter().any(item::is_content) => {
                part.spans.start + taken + 1..part.spans.end
            }
            _ => part.spans.clone(),
        }
    }

    /// `admin 2500`, after a transfer.
    fn is_fee(&self, part: &Part) -> bool {
        let spans = &self.spans[part.spans.clone()];
        let named = spans.iter().any(|span| span.is_word(&["admin", "biaya", "ongkos", "fee", "charge"]));
        let words = spans.iter().filter(|span| item::is_content(span)).count();
        named && words <= 3
    }
}
