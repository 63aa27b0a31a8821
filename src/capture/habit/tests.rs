use proptest::prelude::*;

use super::*;
use crate::capture::{KnownWallet, Setting, read};
use crate::ledger::{HouseholdId, LessonSource, MemberId, Timestamp, TransactionId};

const EXPENSE: TransactionType = TransactionType::Expense;

fn lesson(order: u64, phrase: &str, teaches: Teaching, reach: Reach) -> Lesson {
    let mut id = [0; 16];
    id[8..].copy_from_slice(&order.to_be_bytes());
    Lesson {
        id: LessonId::from_bytes(id),
        household: HouseholdId::from_bytes([1; 16]),
        order,
        phrase: phrase.to_owned(),
        teaches,
        reach,
        source: LessonSource::Transaction(TransactionId::from_bytes([2; 16])),
        member: MemberId::from_bytes([3; 16]),
        at: Timestamp::UNIX_EPOCH,
        state: LessonState::Active,
    }
}

fn is(order: u64, phrase: &str, category: CategorySlug) -> Lesson {
    lesson(order, phrase, Teaching::Category { kind: EXPENSE, category }, Reach::Within)
}

/// What is said of an expense of these words.
fn found(habits: &Habits, words: &str) -> Option<(CategorySlug, u16)> {
    let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
    habits.of_item(&words, EXPENSE, CategorySlug::LAINNYA).map(|habit| (habit.category, habit.permille))
}

#[test]
fn slips_and_missing_vowels_find_their_phrase() {
    let habits = Habits::of(&[
        is(1, "zulvano", CategorySlug::MAKANAN),
        is(2, "warung qerbela", CategorySlug::BELANJA),
        is(3, "kedai senandika jaya", CategorySlug::HIBURAN),
        is(4, "xio", CategorySlug::KESEHATAN),
    ]);
    let rows = [
        ("zulvano", Some((CategorySlug::MAKANAN, EXACT))),
        ("es krim zulvano besar", Some((CategorySlug::MAKANAN, EXACT))),
        ("zulavno", Some((CategorySlug::MAKANAN, LIKELY))),
        ("zulvno", Some((CategorySlug::MAKANAN, LIKELY))),
        ("zlvn", Some((CategorySlug::MAKANAN, LIKELY))),
        ("zulvanoo", Some((CategorySlug::MAKANAN, LIKELY))),
        ("zylvano", Some((CategorySlug::MAKANAN, LIKELY))),
        ("zul vano", Some((CategorySlug::MAKANAN, EXACT))),
        ("zurbano", None),
        ("ulvano", Some((CategorySlug::MAKANAN, LIKELY))),
        ("warungqerbela", Some((CategorySlug::BELANJA, EXACT))),
        ("wrng qerbla", Some((CategorySlug::BELANJA, LIKELY))),
        ("qerbela", None),
        ("kedai senandka jaya", Some((CategorySlug::HIBURAN, LIKELY))),
        ("xio", Some((CategorySlug::KESEHATAN, EXACT))),
        ("xia", None),
        ("bakso", None),
        ("", None),
    ];
    for (words, expected) in rows {
        assert_eq!(found(&habits, words), expected, "{words}");
    }
}

#[test]
fn the_most_specific_phrase_counts() {
    let habits = Habits::of(&[
        is(1, "zulvano", CategorySlug::MAKANAN),
        is(2, "zulvano laundry", CategorySlug::LAINNYA),
        is(3, "qerbela", CategorySlug::BELANJA),
    ]);
    assert_eq!(found(&habits, "zulvano laundry"), Some((CategorySlug::LAINNYA, EXACT)));
    assert_eq!(found(&habits, "nasi zulvano"), Some((CategorySlug::MAKANAN, EXACT)));
    // As written counts more than nearly so.
    assert_eq!(found(&habits, "zulvao qerbela"), Some((CategorySlug::BELANJA, EXACT)));
}

#[test]
fn a_word_that_everybody_knows_is_not_taken_for_a_slip() {
    let habits = Habits::of(&[is(1, "baksa", CategorySlug::BELANJA), is(2, "koopi", CategorySlug::BELANJA)]);
    assert_eq!(found(&habits, "bakso"), None);
    assert_eq!(found(&habits, "kopi"), None);
}

#[test]
fn of_two_equally_near_neither_counts_unless_they_agree() {
    let two = [is(1, "zulvana", CategorySlug::MAKANAN), is(2, "zulvane", CategorySlug::BELANJA)];
    assert_eq!(found(&Habits::of(&two), "zulvani"), None);
    let one = [is(1, "zulvana", CategorySlug::MAKANAN), is(2, "zulvane", CategorySlug::MAKANAN)];
    assert_eq!(found(&Habits::of(&one), "zulvani"), Some((CategorySlug::MAKANAN, LIKELY)));
}

#[test]
fn the_newest_lesson_counts_and_taking_it_back_restores_the_one_before() {
    let (first, second) = (is(1, "zulvano", CategorySlug::MAKANAN), is(2, "zulvano", CategorySlug::HIBURAN));
    let mut habits = Habits::of(&[first.clone(), second.clone()]);
    assert_eq!(found(&habits, "zulvano"), Some((CategorySlug::HIBURAN, EXACT)));
    habits.learn(&Lesson { state: LessonState::Undone, ..second.clone() });
    assert_eq!(habits, Habits::of(std::slice::from_ref(&first)));
    assert_eq!(found(&habits, "zulvano"), Some((CategorySlug::MAKANAN, EXACT)));
    habits.learn(&Lesson { state: LessonState::Forbidden, ..second.clone() });
    assert_eq!(found(&habits, "zulvano"), None);
    assert_eq!(found(&habits, "zulvno"), None);
    habits.learn(&second);
    habits.learn(&Lesson { state: LessonState::Undone, ..second });
    habits.learn(&Lesson { state: LessonState::Undone, ..first });
    assert_eq!(habits, Habits::default());
}

#[test]
fn everyday_words_are_meant_only_where_they_stand_alone() {
    let mut kopi = is(1, "kopi", CategorySlug::BELANJA);
    kopi.reach = Reach::Alone;
    let habits = Habits::of(&[kopi]);
    assert_eq!(found(&habits, "kopi"), Some((CategorySlug::BELANJA, EXACT)));
    assert_eq!(found(&habits, "kopi susu"), None);
}

fn setting(lessons: &[Lesson]) -> Setting {
    let mut wallets = ["Cash", "GoPay", "BCA"].map(KnownWallet::named);
    for (place, wallet) in (1_u8..).zip(&mut wallets) {
        wallet.id = Some(WalletId::from_bytes([place; 16]));
    }
    let habits = Arc::new(Habits::of(lessons));
    Setting { habits, ..Setting::with("2026-11-22".parse().unwrap(), wallets.into()) }
}

#[track_caller]
fn check(lessons: &[Lesson], text: &str, expected: &str) {
    let reading = read(text, &setting(lessons));
    let items: Vec<String> = reading
        .items
        .iter()
        .map(|item| {
            let wallet = item.wallet.as_deref().unwrap_or("-");
            format!("{:?} {} {wallet} {}", item.kind, item.category, item.description)
        })
        .collect();
    assert_eq!(items.join(" | "), expected, "{text}");
}

#[test]
fn a_lesson_about_a_purchase_says_nothing_of_a_refund() {
    let lessons = [is(1, "zulvano", CategorySlug::HEWAN)];
    check(&lessons, "zulvano 15rb", "Expense hewan - Zulvano");
    check(&lessons, "beli bakso 10rb, zulvno 15rb", "Expense makanan - Bakso | Expense hewan - Zulvno");
    check(&lessons, "refund zulvano 15rb", "Income refund - Refund zulvano");
    check(&lessons, "pinjam uang ke zulvano 100rb", "Income utang - Pinjam uang ke zulvano");
}

#[test]
fn a_lesson_about_a_type_turns_what_is_called_exactly_so() {
    let teaches = Teaching::Type { kind: TransactionType::Income, category: CategorySlug::USAHA };
    let lessons = [lesson(1, "titipan zulvano", teaches, Reach::Alone)];
    check(&lessons, "titipan zulvano 200rb", "Income usaha - Titipan zulvano");
    check(&lessons, "bakso zulvano 20rb", "Expense makanan - Bakso zulvano");
}

#[test]
fn a_wallet_is_known_by_what_the_family_calls_it() {
    let bca = Teaching::Wallet(WalletId::from_bytes([3; 16]));
    let cash = Teaching::Wallet(WalletId::from_bytes([1; 16]));
    let lessons = [lesson(1, "bca ayah", cash, Reach::Within), lesson(2, "zulvano", bca, Reach::Within)];
    check(&lessons, "bakso 15rb pake bca ayah", "Expense makanan Cash Bakso");
    check(&lessons, "bakso 15rb pake bca ayh", "Expense makanan Cash Bakso");
    check(&lessons, "bakso 15rb pake bca", "Expense makanan BCA Bakso");
    check(&lessons, "bakso 15rb pake zulvno", "Expense makanan BCA Bakso");
    check(&lessons, "bakso zulvano 15rb", "Expense makanan - Bakso zulvano");
    check(&lessons, "transfer 100rb dari gopay ke zulvano", "Transfer transfer GoPay Transfer");
}

/// A few phrases that are near each other, taught, taken back and forbidden in any order.
fn lessons() -> impl Strategy<Value = Vec<Lesson>> {
    let phrase =
        prop::sample::select(vec!["zulvano", "zulvana", "zul vano", "qerbela", "warung qerbela", "xio"]);
    let category =
        prop::sample::select(vec![CategorySlug::MAKANAN, CategorySlug::BELANJA, CategorySlug::HEWAN]);
    let state = prop::sample::select(vec![
        LessonState::Active,
        LessonState::Active,
        LessonState::Undone,
        LessonState::Forbidden,
    ]);
    let one = (1..9_u64, phrase, category, state);
    prop::collection::vec(one, 0..30).prop_map(|drawn| {
        let mut by_order: BTreeMap<u64, Lesson> = BTreeMap::new();
        let mut all = Vec::new();
        for (order, phrase, category, state) in drawn {
            // A lesson's words never change, only its state.
            let first = by_order.entry(order).or_insert_with(|| is(order, phrase, category)).clone();
            all.push(Lesson { state, ..first });
        }
        all
    })
}

proptest! {
    #[test]
    fn what_was_learnt_step_by_step_is_what_the_lessons_say(steps in lessons()) {
        let mut habits = Habits::default();
        let mut now: BTreeMap<u64, Lesson> = BTreeMap::new();
        let mut history = vec![habits.clone()];
        let mut states = vec![now.clone()];
        for step in steps {
            habits.learn(&step);
            now.insert(step.order, step);
            prop_assert_eq!(&habits, &Habits::of(now.values()));
            history.push(habits.clone());
            states.push(now.clone());
        }
        // Taken back one by one, each step leaves exactly what was there before it.
        for place in (1..states.len()).rev() {
            let (before, after) = (&states[place - 1], &states[place]);
            for (order, lesson) in after {
                let undone = || Lesson { state: LessonState::Undone, ..lesson.clone() };
                let restored = before.get(order).cloned().unwrap_or_else(undone);
                if restored != *lesson {
                    habits.learn(&restored);
                }
            }
            prop_assert_eq!(&habits, &history[place - 1]);
        }
    }

    #[test]
    fn nothing_typed_makes_them_stumble(typed in "[a-zé😀 ]{0,40}") {
        let habits = Habits::of(&[is(1, "zulvano", CategorySlug::MAKANAN), is(2, "é", CategorySlug::MAKANAN)]);
        let words: Vec<String> = typed.split_whitespace().map(str::to_owned).collect();
        let _ = habits.of_item(&words, EXPENSE, CategorySlug::LAINNYA);
    }
}
