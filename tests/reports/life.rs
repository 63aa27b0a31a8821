//! A family's life of any kind: several wallets, some of them shared in part, two currencies, secrets, merged
//! categories, tags, fees, and records that were taken back.

use catatduit::app::{Acting, App, Options};
use catatduit::ctx::Ctx;
use catatduit::ledger::{
    Act, Category, CategorySlug, Channel, Currency, Fact, Flow, Line, MemberId, Money, Movement, Rate,
    Sharing, Timestamp, Transaction, Visibility, Wallet, WalletId,
};
use catatduit::outside::Outside;
use catatduit::search::Search;
use catatduit::store::Store;
use proptest::prelude::*;

use crate::store::family::{Family, append, day, moment, new, store_with};

/// The family's day.
pub(super) const TODAY: &str = "2026-11-22";

/// Wallets beside the family's three: one of which the reader sees nothing, one of which they see months, one in
/// dollars.
pub(super) const PRIVATE: u8 = 3;
pub(super) const MONTHLY: u8 = 4;
pub(super) const DOLLARS: u8 = 5;

/// What was recorded, and about what.
#[derive(Debug, Clone)]
pub(super) struct Spec {
    what: u8,
    wallet: u8,
    lines: Vec<(i64, usize, usize)>,
    ago: i32,
    by: u8,
    tag: Option<usize>,
    fee: Option<i64>,
    voided: bool,
    secret: bool,
}

const PHRASES: [&str; 4] = ["Bakso", "BAKSO 2x", "Kopi susu", ""];
const TAGS: [&str; 2] = ["lebaran", "rumah-baru"];

pub(super) fn specs() -> impl Strategy<Value = Vec<Spec>> {
    let line = (prop_oneof![9 => 1_000..90_000_i64, 1 => 500_000..900_000_i64], 0..4_usize, 0..PHRASES.len());
    let flags = (prop::bool::weighted(0.1), prop::bool::weighted(0.1));
    let parts = (
        0..8_u8,
        0..=DOLLARS,
        prop::collection::vec(line, 1..3),
        -20..420_i32,
        0..2_u8,
        prop::option::weighted(0.3, 0..TAGS.len()),
        prop::option::of(500..7_000_i64),
        flags,
    );
    let spec = parts.prop_map(|(what, wallet, lines, ago, by, tag, fee, (voided, secret))| Spec {
        what,
        wallet,
        lines,
        ago,
        by,
        tag,
        fee,
        voided,
        secret,
    });
    prop::collection::vec(spec, 0..160)
}

pub(super) struct Life {
    pub(super) family: Family,
    pub(super) store: Store,
    /// Everything that was recorded, as it is now.
    pub(super) transactions: Vec<Transaction>,
    app: App,
}

pub(super) fn own_category() -> CategorySlug {
    "jajan".parse().unwrap()
}

pub(super) fn dollar() -> Currency {
    "USD".parse().unwrap()
}

impl Life {
    pub(super) fn of(specs: &[Spec]) -> Self {
        let family = Family::of(1);
        let store = store_with(family);
        append(&store, family.change(Act::AddWallet, wallets(&store, family))).unwrap();
        append(&store, family.change(Act::AddCategory, vec![merged(family)])).unwrap();
        append(&store, family.change(Act::SetRate, rates(family))).unwrap();
        let mut transactions = Vec::new();
        for (id, spec) in (1..).zip(specs) {
            let mut transaction = recorded(family, id, spec);
            let recording = family.change(Act::Record, vec![new(transaction.clone())]);
            append(&store, recording).unwrap();
            if spec.voided {
                let before = Some(Box::new(transaction.clone()));
                transaction.voided = Some(moment(3));
                transaction.version += 1;
                let after = Box::new(transaction.clone());
                append(&store, family.change(Act::Void, vec![Fact::Transaction { before, after }])).unwrap();
            }
            transactions.push(transaction);
        }
        let noon: Timestamp = format!("{TODAY}T05:00:00Z").parse().unwrap();
        let outside = Outside::real().unwrap().with_clock(move || noon);
        let app = App::new(store.clone(), Search::in_memory().unwrap(), outside, Options::default());
        Self { family, store, transactions, app }
    }

    /// The first member.
    pub(super) fn acting(&self) -> Acting {
        let now = self.app.outside().now();
        self.app.act(&Ctx { member: self.me(), now, channel: Channel::Web }).unwrap()
    }

    pub(super) fn me(&self) -> MemberId {
        self.family.member(0)
    }
}

fn recorded(family: Family, id: u64, spec: &Spec) -> Transaction {
    let categories = match spec.what {
        5 => [CategorySlug::GAJI, CategorySlug::BONUS, CategorySlug::USAHA, CategorySlug::UTANG],
        _ => [CategorySlug::MAKANAN, own_category(), CategorySlug::BELANJA, CategorySlug::TAGIHAN],
    };
    let currency = if spec.wallet == DOLLARS { dollar() } else { Currency::IDR };
    let lines: Vec<Line> = spec
        .lines
        .iter()
        .map(|(minor, category, phrase)| Line {
            amount: Money::new(*minor, currency),
            category: categories[*category],
            description: PHRASES[*phrase].to_owned(),
        })
        .collect();
    let (wallet, amount) = (family.wallet(spec.wallet), lines[0].amount);
    let to = (spec.wallet + 1) % (DOLLARS + 1);
    let movement = match spec.what {
        5 => Movement::Income { wallet, lines },
        6 => Movement::Transfer {
            from: wallet,
            to: family.wallet(to),
            amount,
            received: match (spec.wallet, to) {
                (DOLLARS, _) => Some(Money::idr(amount.minor() * 160)),
                (_, DOLLARS) => Some(Money::new(amount.minor() / 160 + 1, dollar())),
                _ => None,
            },
            fee: spec.fee.map(|fee| Money::new(fee, currency)),
            description: "Isi saldo".to_owned(),
        },
        7 => {
            Movement::Adjustment { wallet, difference: amount.negated().unwrap(), description: String::new() }
        }
        _ => Movement::Expense { wallet, lines },
    };
    let mut transaction = family.transaction(id, day(TODAY).plus_days(-spec.ago), movement);
    transaction.member = family.member(spec.by);
    transaction.particulars.tags = spec.tag.map(|tag| TAGS[tag].parse().unwrap()).into_iter().collect();
    transaction.particulars.secret_until = spec.secret.then(|| day("2026-12-31"));
    transaction
}

fn wallets(store: &Store, family: Family) -> Vec<Fact> {
    let first = store.read(|look| look.wallet(family.wallet(0))).unwrap().unwrap();
    let wallet = |place, currency, others| {
        let holder = (others != Visibility::Full).then(|| family.member(1));
        let after = Wallet {
            id: family.wallet(place),
            name: format!("Dompet {place}"),
            currency,
            sharing: Sharing { holder, others, grants: Vec::new() },
            order: u32::from(place),
            ..first.clone()
        };
        Fact::Wallet { before: None, after }
    };
    vec![
        wallet(PRIVATE, Currency::IDR, Visibility::Private),
        wallet(MONTHLY, Currency::IDR, Visibility::MonthlySum),
        wallet(DOLLARS, dollar(), Visibility::Full),
    ]
}

/// A category of their own that counts as food.
fn merged(family: Family) -> Fact {
    let after = Category {
        household: family.household,
        slug: own_category(),
        flow: Flow::Expense,
        name: Some("Jajan".to_owned()),
        colour: "#E67E22".to_owned(),
        icon: "🧋".to_owned(),
        group: None,
        order: 99,
        hidden: false,
        merged_into: Some(CategorySlug::MAKANAN),
        version: 1,
    };
    Fact::Category { before: None, after }
}

fn rates(family: Family) -> Vec<Fact> {
    let rate = |on: &str, micros| {
        let after =
            Rate { household: family.household, currency: dollar(), day: day(on), micros, version: 1 };
        Fact::Rate { before: None, after }
    };
    vec![rate("2026-03-01", 16_000_000_000), rate("2026-07-15", 16_500_000_000)]
}

/// The wallets of which the reader sees every record.
pub(super) fn is_seen(family: Family, wallet: WalletId) -> bool {
    ![PRIVATE, MONTHLY].map(|place| family.wallet(place)).contains(&wallet)
}
