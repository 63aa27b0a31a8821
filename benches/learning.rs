//! A family's year with a box that learns, beside the same year with a box that does not.
//!
//! `cargo bench --bench learning` plays twelve months of messages through the house's own verbs: the family buys at
//! forty places that no lexicon can know, now and then with a slip of the finger, beside everyday things. Whatever is
//! read wrong, somebody corrects. It prints a table and draws `docs/learning.svg`. The same seed tells the same year.

#![expect(clippy::expect_used, reason = "a measurement that cannot go on has nothing to report")]

mod common;
#[path = "learning/plot.rs"]
mod plot;
#[path = "learning/year.rs"]
mod year;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use catatduit::app::{
    Acting, Amendment, App, DraftFix, NewHousehold, OpeningWallet, Options, Origin, Outcome,
};
use catatduit::ctx::Ctx;
use catatduit::ledger::{CategorySlug, Channel, Language, Timestamp, TransactionType, Zone};
use catatduit::outside::Outside;
use catatduit::search::Search;
use catatduit::store::Store;

use common::say;
use year::{MONTHS, Said};

/// How one month went.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Month {
    pub(crate) all: Share,
    /// Only what was bought at the family's own places.
    pub(crate) places: Share,
    /// Messages about the family's own places that were recorded without asking.
    pub(crate) unasked: Share,
    pub(crate) corrections: u32,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Share {
    pub(crate) of: u32,
    pub(crate) right: u32,
}

impl Share {
    fn count(&mut self, right: bool) {
        self.of += 1;
        self.right += u32::from(right);
    }

    /// In thousandths.
    pub(crate) fn permille(self) -> u32 {
        (self.right * 1_000 + self.of / 2).checked_div(self.of).unwrap_or(0)
    }
}

fn main() {
    let (without, with) = (play(false), play(true));
    let percent = |share: Share| format!("{}.{}%", share.permille() / 10, share.permille() % 10);
    say(
        "| month | messages | right, not learning | right, learning | own places, not learning | own places, \
         learning | own places saved unasked, not learning | learning | corrections, not learning | learning |",
    );
    say("|---|---|---|---|---|---|---|---|---|---|");
    let row = |name: &str, plain: &Month, taught: &Month| {
        say(format_args!(
            "| {name} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            taught.all.of,
            percent(plain.all),
            percent(taught.all),
            percent(plain.places),
            percent(taught.places),
            percent(plain.unasked),
            percent(taught.unasked),
            plain.corrections,
            taught.corrections,
        ));
    };
    for (place, (plain, taught)) in without.iter().zip(&with).enumerate() {
        row(&(place + 1).to_string(), plain, taught);
    }
    row("year", &total(&without), &total(&with));
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/learning.svg");
    std::fs::write(&file, plot::draw(&without, &with)).expect("the plot in its place");
}

fn total(months: &[Month]) -> Month {
    let add = |of: fn(&Month) -> Share| {
        let parts = months.iter().map(of);
        parts
            .fold(Share::default(), |sum, part| Share { of: sum.of + part.of, right: sum.right + part.right })
    };
    Month {
        all: add(|month| month.all),
        places: add(|month| month.places),
        unasked: add(|month| month.unasked),
        corrections: months.iter().map(|month| month.corrections).sum(),
    }
}

/// Plays the year; without learning, every lesson is taken back as soon as it is taught.
fn play(learning: bool) -> Vec<Month> {
    let clock = Arc::new(AtomicI64::new(year::BEGINS));
    let (app, owner) = house(&clock);
    let mut months = vec![Month::default(); MONTHS];
    for said in year::messages() {
        clock.store(said.at, Ordering::SeqCst);
        let acting = app.act(&Ctx { now: app.outside().now(), ..owner }).expect("the owner");
        let (right, unasked, corrected) = hear(&acting, &said, learning);
        let month = months.get_mut(said.month).expect("a month of the year");
        month.all.count(right);
        if said.own_place {
            month.places.count(right);
            month.unasked.count(right && unasked);
        }
        month.corrections += u32::from(corrected);
    }
    months
}

/// Says it and corrects what was read wrong: whether it was right, was recorded at once, and was corrected.
fn hear(acting: &Acting, said: &Said, learning: bool) -> (bool, bool, bool) {
    let heard = acting.say(&said.text, None).expect("an answer");
    let is_right = |kind: TransactionType, category: CategorySlug| {
        kind == TransactionType::Expense && category == said.category
    };
    let (right, unasked, corrected) = match heard.outcome {
        Outcome::Recorded(recorded) => {
            let [seen] = recorded.transactions.as_slice() else { return (false, true, false) };
            let right = is_right(seen.transaction.kind(), seen.transaction.category());
            let amendment = Amendment {
                kind: Some(TransactionType::Expense),
                category: Some(said.category),
                ..Amendment::default()
            };
            let corrected =
                (!right).then(|| acting.amend(seen.transaction.id, amendment).expect("a correction"));
            (right, true, corrected)
        }
        Outcome::Drafted(drafted) => {
            let [item] = drafted.draft.items.as_slice() else { return (false, false, false) };
            let right = is_right(item.kind, item.category);
            let fix = DraftFix {
                kind: Some(TransactionType::Expense),
                category: Some(said.category),
                ..DraftFix::default()
            };
            let id = drafted.draft.id;
            let corrected = (!right).then(|| acting.fix_draft(id, vec![fix], false).expect("a fixed draft"));
            acting.confirm_draft(id).expect("a yes");
            (right, false, corrected)
        }
        // What was not taken for money is not recorded, so that there is nothing to correct.
        _ => (false, false, None),
    };
    if let Some(outcome) = corrected.as_ref().filter(|_| !learning) {
        for lesson in outcome.learned() {
            acting.undo_lesson(lesson.lesson.id).expect("a lesson taken back");
        }
    }
    (right, unasked, corrected.is_some())
}

fn house(clock: &Arc<AtomicI64>) -> (App, Ctx) {
    let reading = Arc::clone(clock);
    let now = move || Timestamp::from_millisecond(reading.load(Ordering::SeqCst)).expect("a moment");
    let outside = Outside::real().expect("an outside").with_clock(now);
    let store = Store::in_memory().expect("a store");
    let options = Options { password_cost: 4, ..Options::default() };
    let app = App::new(store, Search::in_memory().expect("a search"), outside, options);
    let code = app.setup_code().expect("a code").code;
    let household = NewHousehold {
        household: "Keluarga Setahun".to_owned(),
        zone: Zone::named("Asia/Jakarta").expect("a zone"),
        owner: "Ibu".to_owned(),
        password: "kucing makan ikan".to_owned(),
        language: Language::Indonesian,
        wallets: ["Cash", "GoPay", "BCA"]
            .map(|name| OpeningWallet { name: name.to_owned(), balance: 9_000_000 })
            .into(),
    };
    let signed_in = app.set_up(Some(&code), &household, &Origin::default()).expect("a household");
    let owner = Ctx { member: signed_in.member.id, now: app.outside().now(), channel: Channel::Web };
    (app, owner)
}
