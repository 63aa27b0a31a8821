//! The buttons under a message.

use super::press::{Press, Side, Target, code_of};
use super::wire::{Button, Keyboard};
use crate::app::{CategorySeen, DraftSeen, LessonSeen, Outcome, Seen, WalletSeen};
use crate::ledger::{
    Category, CategorySlug, Day, DraftDoubt, DraftItem, Flow, Language, Money, Period, Stretch,
    TransactionType,
};
use crate::say;
use crate::words::{Words, day};

/// Choices on one page; more than that is too long for a thumb.
const PAGE: usize = 12;
/// Of a message with more records than this, only undoing all is offered.
const MOST_RECORDS: usize = 10;

fn button(label: impl Into<String>, press: Press) -> Button {
    Button { text: label.into(), callback_data: press.to_string(), url: None }
}

const fn rows(inline_keyboard: Vec<Vec<Button>>) -> Keyboard {
    Keyboard { inline_keyboard }
}

/// To say that one looks after a trouble of the box.
pub(super) fn seen(words: &Words, trouble: u8) -> Keyboard {
    rows(vec![vec![button(words.the_box.see_alarm, Press::Seen(trouble))]])
}

/// Under the question whether this account is to be listened to no longer.
pub(super) fn leave(words: &Words) -> Keyboard {
    let linking = words.linking;
    rows(vec![vec![button(linking.end, Press::Leave), button(linking.stay, Press::Stay)]])
}

/// Under the question whether it is to speak for whom the code belongs to; none for what is no code.
pub(super) fn move_account(words: &Words, code: &str) -> Option<Keyboard> {
    let (code, linking) = (code_of(code)?, words.linking);
    Some(rows(vec![vec![button(linking.move_it, Press::Move(code)), button(linking.stay, Press::Stay)]]))
}

/// What belongs under the message that tells of an outcome.
pub(super) fn under(words: &Words, outcome: &Outcome) -> Keyboard {
    let mut keyboard = under_the_record(words, outcome);
    keyboard.inline_keyboard.extend(lessons(words, outcome.learned()));
    keyboard
}

/// For each thing learnt, its way back; named when there are several.
fn lessons(words: &Words, learned: &[LessonSeen]) -> Vec<Vec<Button>> {
    let row = |seen: &LessonSeen| {
        let label = |verb: &str| match learned {
            [_] => verb.to_owned(),
            _ => short(&format!("{verb}: {}", seen.lesson.phrase)),
        };
        let undo = button(label(words.button.undo), Press::Unlearn(seen.lesson.id));
        vec![undo, button(label(words.button.never_again), Press::Forbid(seen.lesson.id))]
    };
    learned.iter().take(MOST_RECORDS).map(row).collect()
}

/// The way back to a lesson that was taken back.
pub(super) fn restore(words: &Words, change: u64) -> Vec<Button> {
    vec![button(words.button.restore, Press::Undo(change))]
}

fn under_the_record(words: &Words, outcome: &Outcome) -> Keyboard {
    match outcome {
        Outcome::Recorded(recorded) => records(words, &recorded.transactions, Some(recorded.change)),
        Outcome::Amended { transactions, change, .. } => records(words, transactions, Some(*change)),
        Outcome::Drafted(seen) => draft(words, seen),
        Outcome::Voided { change, .. } => {
            rows(vec![vec![button(words.button.restore, Press::Undo(*change))]])
        }
        Outcome::Undone { change, transactions, .. } => {
            // An undone void is a record again; of anything else, undoing can be undone.
            let label = if transactions.iter().any(|seen| seen.transaction.is_live()) {
                words.button.undo
            } else {
                words.button.restore
            };
            rows(vec![vec![button(label, Press::Undo(*change))]])
        }
        Outcome::LessonChanged { change, .. } => rows(vec![restore(words, *change)]),
        Outcome::BalanceSet { change: Some(change), .. } => {
            rows(vec![vec![button(words.button.undo, Press::Undo(*change))]])
        }
        _ => Keyboard::default(),
    }
}

/// Under one record its corrections; under several, one button for each.
pub(super) fn records(words: &Words, all: &[Seen], change: Option<u64>) -> Keyboard {
    match all {
        [] => Keyboard::default(),
        [one] => record(words, one),
        many => {
            let mut list: Vec<Vec<Button>> = Vec::new();
            if many.len() <= MOST_RECORDS {
                list.extend(many.iter().map(|seen| {
                    let label = format!(
                        "{} · {}",
                        say::amount(&seen.transaction),
                        say::name(words, &seen.transaction)
                    );
                    vec![button(short(&label), Press::Open(Target::Transaction(seen.transaction.id)))]
                }));
            }
            list.extend(change.map(|seq| vec![button(words.button.undo, Press::Undo(seq))]));
            rows(list)
        }
    }
}

/// The corrections of one record.
pub(super) fn record(words: &Words, seen: &Seen) -> Keyboard {
    if !seen.transaction.is_live() {
        return Keyboard::default();
    }
    let target = Target::Transaction(seen.transaction.id);
    let delete = button(words.button.delete, Press::Delete(seen.transaction.id));
    if seen.transaction.kind() == TransactionType::Adjustment {
        return rows(vec![vec![delete]]);
    }
    let mut list = corrections(words, target, seen.transaction.kind());
    if let Some(last) = list.last_mut() {
        last.push(delete);
    }
    rows(list)
}

fn corrections(words: &Words, target: Target, kind: TransactionType) -> Vec<Vec<Button>> {
    let labels = &words.button;
    let first = if kind == TransactionType::Transfer {
        vec![
            button(labels.wallet, Press::Wallets(target, Side::From, 0)),
            button(labels.to_wallet, Press::Wallets(target, Side::To, 0)),
        ]
    } else {
        vec![
            button(labels.category, Press::Categories(target, 0)),
            button(labels.wallet, Press::Wallets(target, Side::From, 0)),
        ]
    };
    let second =
        vec![button(labels.amount, Press::AskAmount(target)), button(labels.date, Press::Days(target))];
    vec![first, second]
}

/// The answers to a draft's question, then its corrections.
pub(super) fn draft(words: &Words, seen: &DraftSeen) -> Keyboard {
    let labels = &words.button;
    let id = seen.draft.id;
    let cancel = button(labels.cancel, Press::Drop(id));
    let mut list = match seen.draft.doubts.first() {
        Some(DraftDoubt::NoAmount { .. }) => vec![vec![cancel]],
        Some(DraftDoubt::Magnitude { item }) => vec![magnitude(words, seen, *item)],
        Some(DraftDoubt::OneWallet { item }) => {
            let side = match seen.draft.items.get(*item) {
                Some(item) if item.wallet.is_some() => Side::To,
                _ => Side::From,
            };
            let label = if side == Side::To { labels.to_wallet } else { labels.wallet };
            vec![vec![button(label, Press::Wallets(Target::Item(id, *item), side, 0)), cancel]]
        }
        _ => vec![vec![button(labels.save, Press::Save(id)), cancel]],
    };
    match seen.draft.items.as_slice() {
        [item] if item.amount.is_some() => list.extend(corrections(words, Target::Item(id, 0), item.kind)),
        [_] => {}
        many if many.len() <= MOST_RECORDS => list.extend(many.iter().enumerate().map(|(index, item)| {
            let label = item_label(words, seen, item);
            vec![button(short(&label), Press::Open(Target::Item(id, index)))]
        })),
        _ => {}
    }
    rows(list)
}

/// `[Ya, Rp15.000] [Rp15] [Bukan]`
fn magnitude(words: &Words, seen: &DraftSeen, index: usize) -> Vec<Button> {
    let target = Target::Item(seen.draft.id, index);
    let item = seen.draft.items.get(index);
    let amount = item.and_then(|item| item.amount);
    let other = item.and_then(|item| item.other_amount);
    let mut row = amounts(words, target, amount, other);
    row.push(button(words.button.no, Press::Drop(seen.draft.id)));
    row
}

fn amounts(words: &Words, target: Target, likely: Option<Money>, other: Option<Money>) -> Vec<Button> {
    let yes = likely.map(|money| button((words.button.yes)(money), Press::Amount(target, money.minor())));
    let other = other.map(|money| button(money.to_string(), Press::Amount(target, money.minor())));
    yes.into_iter().chain(other).collect()
}

/// Which of two amounts was meant, for something that is recorded already.
pub(super) fn which_amount(words: &Words, target: Target, likely: Money, other: Money) -> Keyboard {
    rows(vec![amounts(words, target, Some(likely), Some(other))])
}

/// The corrections of one item of a draft with several.
pub(super) fn item(words: &Words, seen: &DraftSeen, index: usize) -> Keyboard {
    let Some(item) = seen.draft.items.get(index) else { return draft(words, seen) };
    let mut list = corrections(words, Target::Item(seen.draft.id, index), item.kind);
    list.push(vec![back(words)]);
    rows(list)
}

/// Categories of the right flow, two in a row.
pub(super) fn categories(
    words: &Words,
    target: Target,
    kind: TransactionType,
    all: &[CategorySeen],
    page: usize,
) -> Keyboard {
    let flow = if kind == TransactionType::Income { Flow::Income } else { Flow::Expense };
    // Borrowing and being paid back bring money in, though debts are listed among the expenses.
    let fits = |category: &&CategorySeen| {
        let Category { flow: own, slug, .. } = &category.category;
        *own == flow || flow == Flow::Income && *slug == CategorySlug::UTANG
    };
    let mut fitting: Vec<&CategorySeen> = all.iter().filter(fits).collect();
    fitting.sort_by_key(|category| category.category.flow != flow);
    let choices = fitting.into_iter().map(|category| {
        let name = if words.language == Language::English { &category.name_en } else { &category.name_id };
        let Category { icon, slug, .. } = &category.category;
        button(short(&format!("{icon} {name}")), Press::Category(target, *slug))
    });
    choose(words, &choices.collect::<Vec<_>>(), page, |page| Press::Categories(target, page))
}

/// Wallets, two in a row, with what they hold.
pub(super) fn wallets(
    words: &Words,
    target: Target,
    side: Side,
    all: &[WalletSeen],
    page: usize,
) -> Keyboard {
    let choices =
        all.iter().map(|seen| button(short(&seen.wallet.name), Press::Wallet(target, side, seen.wallet.id)));
    choose(words, &choices.collect::<Vec<_>>(), page, |page| Press::Wallets(target, side, page))
}

/// Today and the six days before, or another one to be written.
pub(super) fn days(words: &Words, target: Target, today: Day) -> Keyboard {
    let choices: Vec<Button> = (0..7)
        .map(|ago| today.plus_days(-ago))
        .map(|choice| button(day(words, choice, today), Press::Day(target, choice)))
        .collect();
    let mut list = two_in_a_row(&choices);
    list.push(vec![button(words.button.other_day, Press::AskDay(target))]);
    list.push(vec![back(words)]);
    rows(list)
}

/// Which report is wanted.
pub(super) fn reports(words: &Words) -> Keyboard {
    let said = words.reporting;
    rows(vec![vec![
        button(said.week, Press::Report(Stretch::Week)),
        button(said.month, Press::Report(Stretch::Payday)),
        button(said.year, Press::Report(Stretch::Year)),
    ]])
}

/// The way to a period's report in the browser, where this box has an address there.
pub(super) fn details(words: &Words, public_url: Option<&str>, period: Period) -> Keyboard {
    let to = |base: &str| format!("{base}/reports?from={}&to={}", period.first, period.last);
    let lead = |base| Button {
        text: words.reporting.details.to_owned(),
        callback_data: String::new(),
        url: Some(to(base)),
    };
    rows(public_url.map(|base| vec![lead(base)]).into_iter().collect())
}

pub(super) fn languages() -> Keyboard {
    rows(vec![vec![
        button("Bahasa Indonesia", Press::Speak(Language::Indonesian)),
        button("English", Press::Speak(Language::English)),
    ]])
}

fn back(words: &Words) -> Button {
    button(words.button.back, Press::Back)
}

/// One page of choices, with ways to the others and back.
fn choose(words: &Words, choices: &[Button], page: usize, turn: impl Fn(usize) -> Press) -> Keyboard {
    let pages = choices.len().div_ceil(PAGE).max(1);
    // A button of an earlier day may name a page that is no longer there.
    let page = page.min(pages - 1);
    let mut list = two_in_a_row(choices.chunks(PAGE).nth(page).unwrap_or_default());
    let mut turns = Vec::new();
    if page > 0 {
        turns.push(button(words.button.previous, turn(page - 1)));
    }
    if page + 1 < pages {
        turns.push(button(words.button.next, turn(page + 1)));
    }
    if !turns.is_empty() {
        list.push(turns);
    }
    list.push(vec![back(words)]);
    rows(list)
}

fn two_in_a_row(buttons: &[Button]) -> Vec<Vec<Button>> {
    buttons.chunks(2).map(<[Button]>::to_vec).collect()
}

fn item_label(words: &Words, seen: &DraftSeen, item: &DraftItem) -> String {
    let amount = item.amount.map_or_else(|| words.ask.no_amount_yet.to_owned(), |amount| amount.to_string());
    format!("{amount} · {}", say::item_name(words, &seen.categories, item))
}

/// Short enough for a button on a small phone.
fn short(label: &str) -> String {
    const MOST: usize = 40;
    if label.chars().count() <= MOST {
        label.to_owned()
    } else {
        label.chars().take(MOST - 1).chain(['…']).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::TransactionId;
    use crate::words::of;

    fn all() -> Vec<CategorySeen> {
        CategorySeen::system()
    }

    fn labels(keyboard: &Keyboard) -> Vec<&str> {
        keyboard.inline_keyboard.iter().flatten().map(|button| button.text.as_str()).collect()
    }

    #[test]
    fn categories_come_in_pages_that_lead_to_each_other() {
        let words = of(Language::Indonesian);
        let target = Target::Transaction(TransactionId::from_bytes([1; 16]));
        let first = categories(words, target, TransactionType::Expense, &all(), 0);
        assert_eq!(labels(&first).len(), 12 + 2);
        assert_eq!(labels(&first)[12..], ["Lainnya ›", "‹ Kembali"]);
        let second = categories(words, target, TransactionType::Expense, &all(), 1);
        assert_eq!(
            labels(&second),
            ["🐷 Tabungan & Investasi", "🤝 Utang & Piutang", "📦 Lainnya", "‹ Sebelumnya", "‹ Kembali"]
        );
        assert_eq!(categories(words, target, TransactionType::Expense, &all(), 77), second);
        let income = categories(words, target, TransactionType::Income, &all(), 0);
        assert_eq!(labels(&income)[0], "💼 Gaji");
        assert_eq!(labels(&income).len(), 8 + 1);
    }

    #[test]
    fn days_are_named_as_people_do() {
        let target = Target::Transaction(TransactionId::from_bytes([1; 16]));
        let days = days(of(Language::Indonesian), target, "2026-11-22".parse().unwrap());
        assert_eq!(labels(&days)[..3], ["hari ini", "kemarin", "Jum, 20 Nov"]);
    }

    #[test]
    fn long_labels_are_cut() {
        let label = short(&"a".repeat(300));
        assert_eq!(label.chars().count(), 40);
        assert!(label.ends_with('…'));
    }
}
