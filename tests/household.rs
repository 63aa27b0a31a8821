//! A family's verbs, whatever the order they come in: figures always equal a recount, acts can be taken back.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use catatduit::app::{
    About, Acting, Admitted, Amendment, App, Call, DraftFix, Earlier, Errand, Error, Guest, Message,
    MessageRef, NewHousehold, NewInvitation, NewLine, Newcomer, Once, OpeningWallet, Options, Origin,
    Outcome, Paging, Put, Seen,
};
use catatduit::ctx::Ctx;
use catatduit::ledger::{
    CategorySlug, Channel, Language, Money, Month, Period, Role, Timestamp, TransactionType, WalletId, Zone,
};
use catatduit::outside::Outside;
use catatduit::search::Search;
use catatduit::store::Store;
use proptest::prelude::*;

/// One family on an in-memory store, with a clock that moves when told to.
struct Family {
    app: App,
    store: Store,
    owner: Ctx,
    clock: Arc<AtomicI64>,
}

const NOON: i64 = 1_795_323_600_000;

impl Family {
    fn new() -> Self {
        let clock = Arc::new(AtomicI64::new(NOON));
        let reading = Arc::clone(&clock);
        let outside = Outside::real()
            .unwrap()
            .with_clock(move || Timestamp::from_millisecond(reading.load(Ordering::SeqCst)).unwrap());
        let store = Store::in_memory().unwrap();
        let options = Options { password_cost: 4, ..Options::default() };
        let app = App::new(store.clone(), Search::in_memory().unwrap(), outside, options);
        let code = app.setup_code().unwrap().code;
        let opening = |name: &str, balance| OpeningWallet { name: name.to_owned(), balance };
        let signed_in = app
            .set_up(
                Some(&code),
                &NewHousehold {
                    household: "Keluarga Rahma".to_owned(),
                    zone: Zone::named("Asia/Jakarta").unwrap(),
                    owner: "Siti".to_owned(),
                    password: "kucing makan ikan".to_owned(),
                    language: Language::Indonesian,
                    wallets: vec![opening("Cash", 100_000), opening("GoPay", 250_000), opening("BCA", 0)],
                },
                &Origin::default(),
            )
            .unwrap();
        let now = app.outside().now();
        let owner = Ctx { member: signed_in.member.id, now, channel: Channel::Web };
        Self { app, store, owner, clock }
    }

    fn acting(&self) -> Acting {
        self.app.act(&Ctx { now: self.app.outside().now(), ..self.owner }).unwrap()
    }

    fn wait(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }

    #[track_caller]
    fn record(&self, text: &str) -> Vec<Seen> {
        match self.acting().say(text, None).unwrap().outcome {
            Outcome::Recorded(recorded) => recorded.transactions,
            other => panic!("{text}: {other:?}"),
        }
    }

    fn wallet(&self, name: &str) -> WalletId {
        let wallets = self.acting().wallets().unwrap();
        wallets.into_iter().find(|seen| seen.wallet.name == name).unwrap().wallet.id
    }

    fn balance(&self, name: &str) -> i64 {
        let wallets = self.acting().wallets().unwrap();
        wallets.into_iter().find(|seen| seen.wallet.name == name).unwrap().balance.minor()
    }

    fn everything(&self) -> Vec<Seen> {
        let mut all = Vec::new();
        let mut after = None;
        loop {
            let page = self.acting().transactions(None, None, after, 7).unwrap();
            all.extend(page.items);
            after = page.next;
            if after.is_none() {
                return all;
            }
        }
    }

    /// Every balance is the sum of the live entries, every total a recount, the journal tells the same state.
    #[track_caller]
    fn check(&self) {
        let report = self.store.audit().unwrap();
        assert!(report.differences.is_empty(), "{:?}", report.differences);
        let all = self.everything();
        let mut balances: BTreeMap<WalletId, i64> = BTreeMap::new();
        let (mut income, mut expense) = (0, 0);
        for seen in &all {
            assert!(seen.transaction.is_live());
            for entry in seen.transaction.entries().unwrap() {
                *balances.entry(entry.wallet).or_default() += entry.amount.minor();
            }
            for posting in seen.transaction.postings() {
                match posting.kind {
                    TransactionType::Income => income += posting.amount.minor(),
                    TransactionType::Expense => expense += posting.amount.minor(),
                    TransactionType::Transfer | TransactionType::Adjustment => {}
                }
            }
        }
        for seen in self.acting().wallets().unwrap() {
            let counted = balances.get(&seen.wallet.id).copied().unwrap_or(0);
            assert_eq!(seen.balance.minor(), counted, "{}", seen.wallet.name);
        }
        let ever = Period {
            first: Month::new(2025, 1).unwrap().first_day(),
            last: Month::new(2027, 12).unwrap().last_day(),
        };
        let summary = self.acting().summary(ever, None).unwrap();
        assert_eq!((summary.income.minor(), summary.expense.minor()), (income, expense));
    }
}

#[test]
fn a_message_is_recorded_corrected_and_undone() {
    let family = Family::new();
    let recorded = family.record("beli bakso 15rb pake gopay");
    assert_eq!(recorded[0].wallet.wallet.name, "GoPay");
    assert_eq!(recorded[0].transaction.amount().unwrap(), Money::idr(15_000));
    assert_eq!(recorded[0].transaction.category(), CategorySlug::MAKANAN);
    assert_eq!(family.balance("GoPay"), 235_000);

    let id = recorded[0].transaction.id;
    let about = About::Transactions(vec![id]);
    let amended = family.acting().say_about("jadi 18rb", &about).unwrap().outcome;
    assert!(matches!(amended, Outcome::Amended { .. }), "{amended:?}");
    assert_eq!(family.balance("GoPay"), 232_000);
    family.acting().say_about("bukan gopay, bca", &about).unwrap();
    assert_eq!((family.balance("GoPay"), family.balance("BCA")), (250_000, -18_000));

    family.acting().undo_newest().unwrap();
    assert_eq!((family.balance("GoPay"), family.balance("BCA")), (232_000, 0));
    family.acting().undo_newest().unwrap();
    assert_eq!(family.balance("GoPay"), 235_000);
    let undone = family.acting().undo_newest().unwrap();
    assert_eq!(family.balance("GoPay"), 250_000);
    assert!(family.everything().iter().all(|seen| seen.transaction.id != id));

    let Outcome::Undone { change, .. } = undone else { panic!("{undone:?}") };
    family.acting().undo(change).unwrap();
    assert_eq!(family.balance("GoPay"), 235_000);
    family.check();
}

#[test]
fn a_doubtful_amount_waits_for_a_yes_and_is_recorded_once() {
    let family = Family::new();
    let heard = family.acting().say("bakso 15", None).unwrap();
    let Outcome::Drafted(seen) = heard.outcome else { panic!("{:?}", heard.outcome) };
    assert_eq!(seen.draft.items[0].amount, Some(Money::idr(15_000)));
    assert_eq!(seen.draft.items[0].other_amount, Some(Money::idr(15)));
    assert_eq!(family.balance("Cash"), 100_000);

    family.acting().confirm_draft(seen.draft.id).unwrap();
    assert_eq!(family.balance("Cash"), 85_000);
    let again = family.acting().confirm_draft(seen.draft.id);
    assert!(matches!(again, Err(Error::Gone { .. })), "{again:?}");
    assert_eq!(family.balance("Cash"), 85_000);
    family.check();
}

#[test]
fn a_missing_amount_is_filled_by_the_next_message() {
    let family = Family::new();
    let heard = family.acting().say("beli bakso", None).unwrap();
    let Outcome::Drafted(seen) = heard.outcome else { panic!("{:?}", heard.outcome) };
    let unfilled = family.acting().confirm_draft(seen.draft.id).unwrap();
    assert!(matches!(unfilled, Outcome::Drafted(_)), "a yes cannot supply an amount");
    let heard = family.acting().say("15rb", None).unwrap();
    let Outcome::Recorded(recorded) = heard.outcome else { panic!("{:?}", heard.outcome) };
    assert_eq!(recorded.transactions[0].transaction.description(), "Bakso");
    assert_eq!(family.balance("Cash"), 85_000);
}

#[test]
fn a_second_thought_is_about_what_was_just_said() {
    let family = Family::new();
    let say = |text: &str| family.acting().say(text, None).unwrap().outcome;
    say("bakso 15");
    assert!(matches!(say("jadi 17rb"), Outcome::Recorded(_)));
    assert_eq!(family.balance("Cash"), 83_000);
    assert!(matches!(say("eh harusnya 18rb"), Outcome::Amended { .. }));
    assert_eq!(family.balance("Cash"), 82_000);
    assert!(matches!(say("bukan cash, gopay"), Outcome::Amended { .. }));
    assert_eq!(family.balance("GoPay"), 232_000);
    assert!(matches!(say("hapus"), Outcome::Voided { .. }));
    assert_eq!(family.balance("GoPay"), 250_000);
}

#[test]
fn chat_after_a_record_does_not_touch_it() {
    let family = Family::new();
    let id = family.record("kopi 22rb").remove(0).transaction.id;
    for text in [
        "gimana caranya hapus akun telegram",
        "gajadi makan bareng ya besok",
        "besok jadi pergi ke bandung kan",
        "kemarin hujan terus",
        "halo",
    ] {
        let outcome = family.acting().say(text, None).unwrap().outcome;
        assert!(matches!(outcome, Outcome::Ignored | Outcome::Answered(_)), "{text}: {outcome:?}");
    }
    let about = About::Transactions(vec![id]);
    let outcome = family.acting().say_about("bensin 20rb", &about).unwrap().outcome;
    assert!(matches!(outcome, Outcome::Recorded(_)), "{outcome:?}");
    assert_eq!(family.acting().transaction(id).unwrap().transaction.version, 1);
}

#[test]
fn a_draft_expires_and_is_swept() {
    let family = Family::new();
    let Outcome::Drafted(seen) = family.acting().say("bakso 15", None).unwrap().outcome else { panic!() };
    family.wait(3 * 24 * 60 * 60);
    let late = family.acting().confirm_draft(seen.draft.id);
    assert!(matches!(late, Err(Error::Gone { .. })), "{late:?}");
    assert!(family.app.sweep().unwrap() >= 1);
    assert!(matches!(family.acting().draft(seen.draft.id), Err(Error::Missing { .. })));
}

#[test]
fn a_well_known_wallet_is_added_when_it_is_first_named() {
    let family = Family::new();
    let heard = family.acting().say("kopi 22rb pake ovo", None).unwrap();
    let Outcome::Recorded(recorded) = heard.outcome else { panic!("{:?}", heard.outcome) };
    assert_eq!(recorded.new_wallets.len(), 1);
    assert_eq!(family.balance("OVO"), -22_000);
    family.record("parkir 2rb pake ovo");
    assert_eq!(family.balance("OVO"), -24_000);
    family.check();
}

#[test]
fn an_edited_message_changes_what_it_became() {
    let family = Family::new();
    let origin = MessageRef { chat: 7, message: 1 };
    family.acting().say("kopi 22rb, roti 10rb", Some(origin)).unwrap();
    assert_eq!(family.balance("Cash"), 68_000);
    family.acting().resay("kopi 25rb", origin).unwrap();
    assert_eq!(family.balance("Cash"), 75_000);
    family.acting().resay("kopi 25rb, roti 10rb, donat 8rb", origin).unwrap();
    assert_eq!(family.balance("Cash"), 57_000);
    assert!(matches!(family.acting().about(origin).unwrap(), About::Transactions(ids) if ids.len() == 3));
    family.acting().undo_newest().unwrap();
    assert_eq!(family.balance("Cash"), 75_000);
    family.check();
}

/// A message tells of a gift in each of its records; none of them may give it away.
#[test]
fn what_is_added_to_a_message_later_is_still_of_one_message() {
    let family = Family::new();
    let offer = NewInvitation { role: Role::Adult, wallets: Vec::new() };
    let invited = family.acting().as_owner().unwrap().invite(&offer).unwrap();
    let budi = Newcomer {
        name: "Budi".to_owned(),
        password: "kucing makan ikan".to_owned(),
        code: None,
        language: Language::Indonesian,
    };
    let budi = family.app.join(&invited.code, &budi, &Origin::default()).unwrap().member.id;
    let reads = || {
        let acting = family.app.act(&Ctx { member: budi, ..family.owner }).unwrap();
        let page = acting.transactions(None, None, None, 9).unwrap();
        page.items.into_iter().filter_map(|seen| seen.transaction.source.text).collect::<Vec<_>>()
    };
    let origin = MessageRef { chat: 7, message: 1 };
    family.acting().say("kopi 22rb", Some(origin)).unwrap();
    family.wait(60);
    let said = "kopi 22rb, kalung qerbela 90rb";
    let heard = family.acting().resay(said, origin).unwrap();
    let Outcome::Amended { transactions, .. } = heard.outcome else { panic!("{:?}", heard.outcome) };
    assert_eq!(reads(), [said, said]);
    let until = Put::This("2026-12-25".parse().unwrap());
    let secret = Amendment { secret_until: until, ..Amendment::default() };
    family.acting().amend(transactions[1].transaction.id, secret).unwrap();
    assert!(reads().is_empty());
    family.check();
}

#[test]
fn the_same_call_twice_changes_nothing_the_second_time() {
    let family = Family::new();
    let message = Message { chat: 7, is_group: false, payload: vec![1], about: About::Nothing };
    let update = Errand::default().once(Once::Update(42)).tell(move |_| vec![message.clone()]);
    family.acting().with(update.clone()).say("kopi 22rb", None).unwrap();
    let again = family.acting().with(update).say("kopi 22rb", None).unwrap().outcome;
    assert!(matches!(again, Outcome::Repeated), "{again:?}");
    assert_eq!(family.balance("Cash"), 78_000);
    assert_eq!(family.app.post().waiting(10).unwrap(), 1);

    let call = |asked: &[u8], turn: u8| Call::new("tap-1", &[asked], [turn; 8]);
    let keyed = |call: Call| family.acting().with(Errand::default().once(Once::Call(call)));
    let first = call(b"roti", 1);
    keyed(first).say("roti 10rb", None).unwrap();
    // The same arrival may write several times; another one of the same call may not.
    keyed(first).say("bakso 5rb", None).unwrap();
    let again = keyed(call(b"roti", 2)).say("roti 10rb", None);
    assert!(matches!(again, Err(Error::Repeated)), "{again:?}");
    assert_eq!(family.balance("Cash"), 63_000);
    assert_eq!(family.acting().earlier(&call(b"roti", 2)).unwrap(), Some(Earlier::Unanswered));
    family.acting().keep_answer(&first, b"recorded".to_vec()).unwrap();
    let answered = Some(Earlier::Answered(b"recorded".to_vec()));
    assert_eq!(family.acting().earlier(&call(b"roti", 2)).unwrap(), answered);
    assert_eq!(family.acting().earlier(&call(b"susu", 2)).unwrap(), Some(Earlier::Another));
    assert_eq!(family.acting().earlier(&Call::new("tap-2", &[b"roti"], [2; 8])).unwrap(), None);
    family.check();
}

#[test]
fn somebody_elses_change_in_between_is_not_overwritten() {
    let family = Family::new();
    let seen = family.record("kopi 22rb").remove(0);
    let id = seen.transaction.id;
    let change = family.acting().history(id).unwrap()[0].seq;
    let amount = |version, amount| Amendment { version, amount: Some(amount), ..Amendment::default() };
    family.acting().amend(id, amount(Some(1), 25_000)).unwrap();
    let late = family.acting().amend(id, amount(Some(1), 30_000));
    assert!(matches!(late, Err(Error::Stale { .. })), "{late:?}");
    let undo = family.acting().undo(change);
    assert!(matches!(undo, Err(Error::Overtaken { .. })), "{undo:?}");
    assert_eq!(family.balance("Cash"), 75_000);
}

#[test]
fn figures_refuse_what_cannot_be() {
    let family = Family::new();
    let id = family.record("kopi 22rb").remove(0).transaction.id;
    for amount in [0, -5, Money::MAX_RECORD + 1, i64::MAX, i64::MIN] {
        let amendment = Amendment { amount: Some(amount), ..Amendment::default() };
        let refused = family.acting().amend(id, amendment);
        assert!(matches!(refused, Err(Error::Invalid { .. })), "{amount}: {refused:?}");
    }
    let refused = family.acting().set_balance(family.wallet("Cash"), i64::MIN);
    assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
    family.acting().set_balance(family.wallet("Cash"), 50_000).unwrap();
    assert_eq!(family.balance("Cash"), 50_000);
    let trillion = Amendment { amount: Some(1_000_000_000_000), ..Amendment::default() };
    family.acting().amend(id, trillion).unwrap();
    family.check();
}

#[test]
fn what_was_recorded_is_found_at_once_and_what_was_voided_is_not() {
    let family = Family::new();
    let paging = Paging { most: 10, ..Paging::default() };
    let found = |text: &str| family.acting().search(text, paging).unwrap().hits.items.len();
    let id = family.record("kopi susu 22rb").remove(0).transaction.id;
    family.record("parkir 2rb");
    assert_eq!((found("kopi"), found("kopi susu"), found("kpi"), found("bakso")), (1, 1, 0, 0));
    family.acting().void(vec![id]).unwrap();
    assert_eq!(found("kopi"), 0);
}

#[test]
fn the_items_of_one_message_are_listed_in_its_order() {
    let family = Family::new();
    family.record("kopi 22rb, roti 10rb, parkir 2rb");
    let listed: Vec<String> =
        family.everything().iter().take(3).map(|seen| seen.transaction.description()).collect();
    assert_eq!(listed, ["Kopi", "Roti", "Parkir"]);
}

#[test]
fn signing_in_needs_the_right_password_and_ends() {
    let family = Family::new();
    let (app, guest) = (&family.app, Guest::from(Channel::Web));
    let wrong = |name, password| app.recognise(name, password, &guest).unwrap_err();
    assert!(matches!(wrong("siti", "salah sekali"), Error::Unauthenticated));
    assert!(matches!(wrong("budi", "kucing makan ikan"), Error::Unauthenticated));
    let sign_in = |name| {
        let who = app.recognise(name, "kucing makan ikan", &guest).unwrap();
        match app.admit(&who, None, &guest).unwrap() {
            Admitted::In(signed) => signed,
            other => panic!("{name}: {other:?}"),
        }
    };
    let signed_in = sign_in(" SITI ");
    assert!(app.session(&signed_in.secret, &guest).is_ok());
    family.wait(31 * 24 * 60 * 60);
    assert!(app.session(&signed_in.secret, &guest).is_err(), "idle for a month");
    let signed_in = sign_in("siti");
    let session = app.session(&signed_in.secret, &guest).unwrap();
    app.act(&session.ctx).unwrap().sign_out(&signed_in.secret).unwrap();
    assert!(app.session(&signed_in.secret, &guest).is_err());
}

#[test]
fn each_code_sets_up_one_household() {
    let family = Family::new();
    let code = family.app.setup_code().unwrap().code;
    let new = NewHousehold {
        household: "Keluarga Sebelah".to_owned(),
        zone: Zone::named("Asia/Jayapura").unwrap(),
        owner: "Yohana".to_owned(),
        password: "papeda kuah kuning".to_owned(),
        language: Language::Indonesian,
        wallets: Vec::new(),
    };
    let signed_in = family.app.set_up(Some(&code), &new, &Origin::default()).unwrap();
    assert!(
        matches!(family.app.set_up(Some(&code), &new, &Origin::default()), Err(Error::Gone { .. })),
        "used"
    );
    let now = family.app.outside().now();
    let other = family.app.act(&Ctx { member: signed_in.member.id, now, channel: Channel::Web }).unwrap();
    assert_eq!(other.wallets().unwrap().len(), 1);
    assert!(other.transactions(None, None, None, 10).unwrap().items.is_empty());
    assert_eq!(other.happened_after(0, 100).unwrap().happened.len(), 1);
    family.check();
}

/// What somebody in the family may do next.
#[derive(Debug, Clone)]
enum Deed {
    Spend { thousands: i64, wallet: &'static str },
    Earn { thousands: i64 },
    Move { thousands: i64 },
    Draft { amount: i64 },
    Amend { nth: usize, amount: i64 },
    Reclassify { nth: usize, to_income: bool },
    Void { nth: usize },
    Enter { amounts: Vec<i64>, refund_of: Option<usize> },
    Split { nth: usize, amounts: Vec<i64> },
    Bulk { nth: usize, count: usize, wallet: &'static str },
    Restore { nth: usize },
    EmptyBins,
    Undo,
    UndoNth { nth: usize },
    SetBalance { wallet: &'static str, to: i64 },
    Wait { hours: i64 },
}

fn deed() -> impl Strategy<Value = Deed> {
    let wallet = || prop_oneof![Just("Cash"), Just("GoPay"), Just("BCA")];
    let amounts = || prop::collection::vec(1_i64..500_000, 1..4);
    prop_oneof![
        4 => (1_i64..900, wallet()).prop_map(|(thousands, wallet)| Deed::Spend { thousands, wallet }),
        2 => (100_i64..9_000).prop_map(|thousands| Deed::Earn { thousands }),
        2 => (1_i64..900).prop_map(|thousands| Deed::Move { thousands }),
        1 => (1_000_i64..90_000).prop_map(|amount| Deed::Draft { amount }),
        2 => (0_usize..40, 1_i64..5_000_000).prop_map(|(nth, amount)| Deed::Amend { nth, amount }),
        1 => (0_usize..40, any::<bool>()).prop_map(|(nth, to_income)| Deed::Reclassify { nth, to_income }),
        2 => (0_usize..40).prop_map(|nth| Deed::Void { nth }),
        2 => (amounts(), prop::option::of(0_usize..40))
            .prop_map(|(amounts, refund_of)| Deed::Enter { amounts, refund_of }),
        1 => (0_usize..40, amounts()).prop_map(|(nth, amounts)| Deed::Split { nth, amounts }),
        2 => (0_usize..40, 1_usize..5, wallet())
            .prop_map(|(nth, count, wallet)| Deed::Bulk { nth, count, wallet }),
        2 => (0_usize..10).prop_map(|nth| Deed::Restore { nth }),
        1 => Just(Deed::EmptyBins),
        3 => Just(Deed::Undo),
        2 => (0_usize..60).prop_map(|nth| Deed::UndoNth { nth }),
        1 => (wallet(), -500_000_i64..5_000_000).prop_map(|(wallet, to)| Deed::SetBalance { wallet, to }),
        1 => (1_i64..900).prop_map(|hours| Deed::Wait { hours }),
    ]
}

fn lines(amounts: &[i64]) -> Vec<NewLine> {
    let line = |amount: &i64| NewLine { amount: *amount, category: None, description: "Uji".to_owned() };
    amounts.iter().map(line).collect()
}

impl Family {
    /// Does it as a person would, who may be refused; only the box's own trouble is a failure.
    fn attempt(&self, deed: &Deed) {
        let nth = |nth: usize| {
            let all = self.everything();
            (!all.is_empty()).then(|| all[nth % all.len()].transaction.id)
        };
        let acting = self.acting();
        let outcome = match deed {
            Deed::Spend { thousands, wallet } => {
                acting.say(&format!("kopi {thousands}rb pake {wallet}"), None).map(|heard| heard.outcome)
            }
            Deed::Earn { thousands } => {
                acting.say(&format!("terima gaji {thousands}rb masuk bca"), None).map(|heard| heard.outcome)
            }
            Deed::Move { thousands } => acting
                .say(&format!("transfer {thousands}rb dari bca ke gopay"), None)
                .map(|heard| heard.outcome),
            Deed::Draft { amount } => match acting.say("beli bakso", None).map(|heard| heard.outcome) {
                Ok(Outcome::Drafted(seen)) => {
                    let fix = DraftFix { amount: Some(*amount), ..DraftFix::default() };
                    self.acting().fix_draft(seen.draft.id, vec![fix], true)
                }
                other => other,
            },
            Deed::Amend { nth: n, amount } => {
                let Some(id) = nth(*n) else { return };
                acting.amend(id, Amendment { amount: Some(*amount), ..Amendment::default() })
            }
            Deed::Reclassify { nth: n, to_income } => {
                let Some(id) = nth(*n) else { return };
                let kind = if *to_income { TransactionType::Income } else { TransactionType::Expense };
                acting.amend(id, Amendment { kind: Some(kind), ..Amendment::default() })
            }
            Deed::Void { nth: n } => {
                let Some(id) = nth(*n) else { return };
                acting.void(vec![id])
            }
            Deed::Enter { amounts, refund_of } => {
                let refund_of = refund_of.and_then(nth).map_or(Put::Keep, Put::This);
                let is_refund = refund_of != Put::Keep;
                let kind = if is_refund { TransactionType::Income } else { TransactionType::Expense };
                let tags = Some(vec!["uji".parse().unwrap()]);
                let lines = Some(lines(amounts));
                acting.enter(Amendment { kind: Some(kind), lines, refund_of, tags, ..Amendment::default() })
            }
            Deed::Split { nth: n, amounts } => {
                let Some(id) = nth(*n) else { return };
                acting.amend(id, Amendment { lines: Some(lines(amounts)), ..Amendment::default() })
            }
            Deed::Bulk { nth: n, count, wallet } => {
                let ids = (0..*count).filter_map(|step| nth(n + step)).collect();
                let said = Amendment {
                    wallet: Some(self.wallet(wallet)),
                    add_tags: vec!["banyak".parse().unwrap()],
                    remove_tags: vec!["uji".parse().unwrap()],
                    ..Amendment::default()
                };
                acting.amend_all(ids, said)
            }
            Deed::Restore { nth } => {
                let bin = acting.bin(None, 50).unwrap().items;
                if bin.is_empty() {
                    return;
                }
                acting.restore(vec![bin[nth % bin.len()].seen.transaction.id])
            }
            Deed::EmptyBins => {
                self.app.empty_bins().unwrap();
                return;
            }
            Deed::Undo => acting.undo_newest(),
            Deed::UndoNth { nth } => acting.undo(u64::try_from(*nth).unwrap()),
            Deed::SetBalance { wallet, to } => acting.set_balance(self.wallet(wallet), *to),
            Deed::Wait { hours } => {
                self.wait(hours * 3_600);
                return;
            }
        };
        if let Err(error @ (Error::Broken { .. } | Error::Full)) = outcome {
            panic!("{deed:?}: {error:?}");
        }
    }
}

#[test]
fn the_deeds_below_really_record() {
    let family = Family::new();
    family.record("terima gaji 5000rb masuk bca");
    family.record("transfer 50rb dari bca ke gopay");
    family.record("kopi 20rb pake cash");
    let balances = ["BCA", "GoPay", "Cash"].map(|name| family.balance(name));
    assert_eq!(balances, [4_950_000, 300_000, 80_000]);
    family.check();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn after_any_history_every_figure_equals_a_recount(deeds in prop::collection::vec(deed(), 1..40)) {
        let family = Family::new();
        for deed in &deeds {
            family.attempt(deed);
        }
        family.check();
    }
}
