//! Whatever a family corrects, takes back, forbids and restores: undoing gives exactly what was known before.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use catatduit::app::{Acting, Amendment, App, NewHousehold, OpeningWallet, Options, Origin, Outcome};
use catatduit::ctx::Ctx;
use catatduit::ledger::{
    CategorySlug, Channel, Language, LessonId, LessonState, Timestamp, TransactionId, TransactionType, Zone,
};
use catatduit::outside::Outside;
use catatduit::search::Search;
use catatduit::store::Store;
use proptest::prelude::*;

struct Family {
    app: App,
    store: Store,
    owner: Ctx,
    clock: Arc<AtomicI64>,
}

/// Type, category and confidence of each name.
type Knowledge = Vec<(TransactionType, CategorySlug, u16)>;

/// Names that are near each other, a word of every day, and a slip.
const NAMES: [&str; 5] = ["zulvano", "zulvana", "warung qerbela", "kopi", "zulvno"];
const CATEGORIES: [CategorySlug; 3] = [CategorySlug::HEWAN, CategorySlug::HIBURAN, CategorySlug::DONASI];

impl Family {
    fn new() -> Self {
        let clock = Arc::new(AtomicI64::new(1_795_323_600_000));
        let reading = Arc::clone(&clock);
        let now = move || Timestamp::from_millisecond(reading.load(Ordering::SeqCst)).unwrap();
        let outside = Outside::real().unwrap().with_clock(now);
        let store = Store::in_memory().unwrap();
        let options = Options { password_cost: 4, ..Options::default() };
        let app = App::new(store.clone(), Search::in_memory().unwrap(), outside, options);
        let code = app.setup_code().unwrap().code;
        let household = NewHousehold {
            household: "Keluarga Rahma".to_owned(),
            zone: Zone::named("Asia/Jakarta").unwrap(),
            owner: "Siti".to_owned(),
            password: "kucing makan ikan".to_owned(),
            language: Language::Indonesian,
            wallets: vec![OpeningWallet { name: "Cash".to_owned(), balance: 9_000_000 }],
        };
        let signed_in = app.set_up(Some(&code), &household, &Origin::default()).unwrap();
        let owner = Ctx { member: signed_in.member.id, now: app.outside().now(), channel: Channel::Web };
        Self { app, store, owner, clock }
    }

    /// The member, a second later.
    fn acting(&self) -> Acting {
        self.clock.fetch_add(1_000, Ordering::SeqCst);
        self.app.act(&Ctx { now: self.app.outside().now(), ..self.owner }).unwrap()
    }

    fn record(&self, text: &str) -> TransactionId {
        let outcome = match self.acting().say(text, None).unwrap().outcome {
            Outcome::Drafted(seen) => self.acting().confirm_draft(seen.draft.id).unwrap(),
            outcome => outcome,
        };
        let Outcome::Recorded(recorded) = outcome else { panic!("{text}: {outcome:?}") };
        recorded.transactions[0].transaction.id
    }

    /// What every name would be read as, with the confidence: all that lessons can change.
    fn knowledge(&self) -> Knowledge {
        let read = |name: &&str| {
            let reading = self.acting().preview(&format!("{name} 15rb")).unwrap();
            let item = &reading.items[0];
            (item.kind, item.category, item.confidence.get())
        };
        NAMES.iter().map(read).collect()
    }

    fn lessons(&self) -> Vec<(LessonId, LessonState)> {
        let page = self.acting().lessons(None, 200).unwrap();
        page.items.into_iter().map(|seen| (seen.lesson.id, seen.lesson.state)).collect()
    }
}

#[derive(Debug, Clone)]
enum Deed {
    Correct {
        name: usize,
        category: usize,
    },
    /// Income, not an expense.
    Turn {
        name: usize,
    },
    Unlearn {
        which: usize,
    },
    Forbid {
        which: usize,
    },
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let (name, which) = (0..NAMES.len(), any::<usize>());
    let deed = prop_oneof![
        5 => (name.clone(), 0..CATEGORIES.len()).prop_map(|(name, category)| Deed::Correct { name, category }),
        1 => name.prop_map(|name| Deed::Turn { name }),
        2 => which.prop_map(|which| Deed::Unlearn { which }),
        1 => which.prop_map(|which| Deed::Forbid { which }),
    ];
    prop::collection::vec(deed, 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn undoing_gives_exactly_the_former_knowledge(deeds in deeds()) {
        let family = Family::new();
        let mut undoable: Vec<(u64, Knowledge)> = Vec::new();
        for deed in &deeds {
            let lessons = family.lessons();
            let pick = |which: usize| lessons.get(which.checked_rem(lessons.len())?).map(|(id, _)| *id);
            let purchase = match deed {
                Deed::Correct { name, .. } | Deed::Turn { name } => {
                    Some(family.record(&format!("{} 15rb", NAMES[*name])))
                }
                Deed::Unlearn { .. } | Deed::Forbid { .. } => None,
            };
            let before = family.knowledge();
            let amend = |kind, category| Amendment { kind, category: Some(category), ..Amendment::default() };
            let outcome = match (deed, purchase) {
                (Deed::Correct { category, .. }, Some(id)) => {
                    let expense = Some(TransactionType::Expense);
                    family.acting().amend(id, amend(expense, CATEGORIES[*category]))
                }
                (Deed::Turn { .. }, Some(id)) => {
                    family.acting().amend(id, amend(Some(TransactionType::Income), CategorySlug::HADIAH))
                }
                (Deed::Unlearn { which }, _) => match pick(*which) {
                    Some(id) => family.acting().undo_lesson(id),
                    None => continue,
                },
                (Deed::Forbid { which }, _) => match pick(*which) {
                    Some(id) => family.acting().forbid_lesson(id),
                    None => continue,
                },
                _ => continue,
            };
            match outcome {
                Ok(Outcome::Amended { change, learned, .. }) if !learned.is_empty() => {
                    undoable.push((change, before));
                }
                Ok(Outcome::LessonChanged { change, .. }) => undoable.push((change, before)),
                // Nothing new in it, or taken back already.
                Ok(_) | Err(_) => prop_assert_eq!(family.knowledge(), before),
            }
        }
        let at_last = (family.knowledge(), family.lessons());
        let mut undos = Vec::new();
        for (change, before) in undoable.iter().rev() {
            let Outcome::Undone { change, .. } = family.acting().undo(*change).unwrap() else { panic!() };
            prop_assert_eq!(&family.knowledge(), before);
            undos.push(change);
        }
        prop_assert!(family.lessons().iter().all(|(_, state)| *state == LessonState::Undone));
        // And undoing the undoing brings it all back.
        for undo in undos.iter().rev() {
            family.acting().undo(*undo).unwrap();
        }
        prop_assert_eq!((family.knowledge(), family.lessons()), at_last);
        let report = family.store.audit().unwrap();
        prop_assert!(report.is_sound(), "{:?}", report.differences);
    }
}
