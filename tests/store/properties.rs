//! Whatever a family does, the sums are the sums and the journal tells it all.

use std::collections::BTreeMap;

use catatduit::ledger::{
    Act, Categories, Category, CategorySlug, Change, Day, Fact, Money, Movement, Period, Transaction,
    TransactionId, TransactionType, WalletId,
};
use catatduit::store::{Cell, Cursor, Store, StoreError, TransactionFilter};
use proptest::prelude::*;

use super::family::{Family, MEMBERS, WALLETS, append, day, line, moment, new, store_with, taken_back};

/// One thing someone does. `which` picks among what is there, whatever its number.
#[derive(Debug, Clone)]
enum Deed {
    Spend {
        wallet: u8,
        lines: Vec<(i64, u8)>,
        on: u8,
        by: u8,
    },
    Earn {
        wallet: u8,
        rupiah: i64,
        on: u8,
    },
    Transfer {
        from: u8,
        rupiah: i64,
        fee: Option<i64>,
        on: u8,
    },
    Adjust {
        wallet: u8,
        difference: i64,
        on: u8,
    },
    Amend {
        which: usize,
        rupiah: i64,
        on: u8,
        wallet: u8,
    },
    Void {
        which: usize,
    },
    Undo {
        which: usize,
    },
    /// One category counts as another from now on, its history too.
    Merge {
        from: u8,
        into: u8,
    },
    /// Two transactions in one message.
    SpendTwice {
        rupiah: i64,
        on: u8,
    },
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let (wallet, on, rupiah, which) = (0..WALLETS, 0..70_u8, 1..2_000_000_i64, any::<usize>());
    let lines = prop::collection::vec((rupiah.clone(), 0..3_u8), 1..4);
    let deed = prop_oneof![
        4 => (wallet.clone(), lines, on.clone(), 0..MEMBERS)
            .prop_map(|(wallet, lines, on, by)| Deed::Spend { wallet, lines, on, by }),
        1 => (wallet.clone(), rupiah.clone(), on.clone())
            .prop_map(|(wallet, rupiah, on)| Deed::Earn { wallet, rupiah, on }),
        2 => (wallet.clone(), rupiah.clone(), prop::option::of(1..10_000_i64), on.clone())
            .prop_map(|(from, rupiah, fee, on)| Deed::Transfer { from, rupiah, fee, on }),
        1 => (wallet.clone(), prop_oneof![-5_000..0_i64, 1..5_000_i64], on.clone())
            .prop_map(|(wallet, difference, on)| Deed::Adjust { wallet, difference, on }),
        3 => (which, rupiah.clone(), on.clone(), wallet)
            .prop_map(|(which, rupiah, on, wallet)| Deed::Amend { which, rupiah, on, wallet }),
        2 => which.prop_map(|which| Deed::Void { which }),
        3 => which.prop_map(|which| Deed::Undo { which }),
        2 => (0..3_u8, 0..3_u8).prop_map(|(from, into)| Deed::Merge { from, into }),
        1 => (rupiah, on).prop_map(|(rupiah, on)| Deed::SpendTwice { rupiah, on }),
    ];
    prop::collection::vec(deed, 1..40)
}

/// What the family's money is, kept as simply as can be.
#[derive(Debug)]
struct Model {
    family: Family,
    transactions: BTreeMap<TransactionId, Transaction>,
    categories: Categories,
    changes: Vec<Change>,
    next: u64,
}

impl Model {
    fn on(place: u8) -> Day {
        day("2026-10-20").plus_days(i32::from(place))
    }

    fn fresh(&mut self, on: u8, movement: Movement) -> Fact {
        self.next += 1;
        new(self.family.transaction(self.next, Self::on(on), movement))
    }

    /// The act and facts of a deed, if there is something it can be done to.
    fn facts(&mut self, deed: &Deed) -> Option<(Act, Vec<Fact>)> {
        let family = self.family;
        let spend = |wallet, rupiah| Movement::Expense {
            wallet: family.wallet(wallet),
            lines: vec![line(rupiah, CategorySlug::MAKANAN)],
        };
        let categories = [CategorySlug::MAKANAN, CategorySlug::BELANJA, CategorySlug::TAGIHAN];
        Some(match deed {
            Deed::Spend { wallet, lines, on, by } => {
                let lines =
                    lines.iter().map(|(rupiah, at)| line(*rupiah, categories[usize::from(*at)])).collect();
                let mut fact = self.fresh(*on, Movement::Expense { wallet: family.wallet(*wallet), lines });
                if let Fact::Transaction { after, .. } = &mut fact {
                    after.member = family.member(*by);
                    after.particulars.tags = ["lebaran", "mudik"][..usize::from(*on % 3)]
                        .iter()
                        .map(|tag| tag.parse().unwrap())
                        .collect();
                }
                (Act::Record, vec![fact])
            }
            Deed::Earn { wallet, rupiah, on } => {
                let lines = vec![line(*rupiah, CategorySlug::GAJI)];
                (
                    Act::Record,
                    vec![self.fresh(*on, Movement::Income { wallet: family.wallet(*wallet), lines })],
                )
            }
            Deed::Transfer { from, rupiah, fee, on } => {
                let movement = Movement::Transfer {
                    from: family.wallet(*from),
                    to: family.wallet((from + 1) % WALLETS),
                    amount: Money::idr(*rupiah),
                    received: None,
                    fee: fee.map(Money::idr),
                    description: "Isi saldo".to_owned(),
                };
                (Act::Record, vec![self.fresh(*on, movement)])
            }
            Deed::Adjust { wallet, difference, on } => {
                let movement = Movement::Adjustment {
                    wallet: family.wallet(*wallet),
                    difference: Money::idr(*difference),
                    description: "Setel saldo".to_owned(),
                };
                (Act::SetBalance, vec![self.fresh(*on, movement)])
            }
            Deed::Amend { which, rupiah, on, wallet } => {
                let before = self.picked(*which)?;
                let mut after = before.clone();
                after.movement = spend(*wallet, *rupiah);
                after.day = Self::on(*on);
                after.version += 1;
                (
                    Act::Amend,
                    vec![Fact::Transaction { before: Some(Box::new(before)), after: Box::new(after) }],
                )
            }
            Deed::Void { which } => {
                let before = self.picked(*which)?;
                let mut after = before.clone();
                after.voided = Some(moment(3));
                after.version += 1;
                (
                    Act::Void,
                    vec![Fact::Transaction { before: Some(Box::new(before)), after: Box::new(after) }],
                )
            }
            Deed::Undo { which } => {
                let change = self.changes.get(which % self.changes.len().max(1))?;
                let undone = self.changes.iter().any(|other| other.act == Act::Undo { seq: change.seq });
                let still = change.facts.iter().all(|fact| match fact {
                    Fact::Transaction { after, .. } => self.transactions.get(&after.id) == Some(after),
                    Fact::Category { after, .. } => self.categories.changed(after.slug) == Some(after),
                    _ => false,
                });
                if undone || !still {
                    return None;
                }
                (Act::Undo { seq: change.seq }, taken_back(change))
            }
            Deed::Merge { from, into } => {
                let (from, into) = (categories[usize::from(*from)], categories[usize::from(*into)]);
                let merged = self.categories.merged(family.household, from, into).ok()?;
                let before = |category: &Category| self.categories.changed(category.slug).cloned();
                let fact = |after: Category| Fact::Category { before: before(&after), after };
                (Act::ChangeCategory, merged.into_iter().map(fact).collect())
            }
            Deed::SpendTwice { rupiah, on } => {
                (Act::Record, vec![self.fresh(*on, spend(0, *rupiah)), self.fresh(*on, spend(1, *rupiah))])
            }
        })
    }

    fn picked(&self, which: usize) -> Option<Transaction> {
        let place = which % self.transactions.len().max(1);
        self.transactions.values().nth(place).cloned()
    }

    fn follow(&mut self, change: Change) {
        for fact in &change.facts {
            if let Fact::Transaction { after, .. } = fact {
                self.transactions.insert(after.id, after.as_ref().clone());
            }
            if let Fact::Category { after, .. } = fact {
                self.categories = std::mem::take(&mut self.categories).with([after]);
            }
        }
        self.changes.push(change);
    }

    fn live(&self) -> impl Iterator<Item = &Transaction> {
        self.transactions.values().filter(|transaction| transaction.voided.is_none())
    }

    fn balance(&self, wallet: WalletId) -> i64 {
        let signed = |transaction: &Transaction| {
            let of = |id, amount: i64| if id == wallet { amount } else { 0 };
            match &transaction.movement {
                Movement::Expense { wallet, lines } => {
                    -of(*wallet, lines.iter().map(|line| line.amount.minor()).sum())
                }
                Movement::Income { wallet, lines } => {
                    of(*wallet, lines.iter().map(|line| line.amount.minor()).sum())
                }
                Movement::Transfer { from, to, amount, fee, .. } => {
                    let fee = fee.map_or(0, Money::minor);
                    of(*to, amount.minor()) - of(*from, amount.minor() + fee)
                }
                Movement::Adjustment { wallet, difference, .. } => of(*wallet, difference.minor()),
            }
        };
        self.live().map(signed).sum()
    }

    /// What was spent under each category, by the one it counts as.
    fn spent_by_category(&self, period: Period) -> BTreeMap<CategorySlug, i64> {
        let mut spent = BTreeMap::new();
        for transaction in self.live().filter(|transaction| period.contains(transaction.day)) {
            for posting in transaction.postings() {
                if posting.kind == TransactionType::Expense {
                    *spent.entry(self.categories.resolve(posting.category)).or_default() +=
                        posting.amount.minor();
                }
            }
        }
        spent
    }

    /// What was spent, fees of transfers included, and by how many transactions.
    fn spent(&self, period: Period) -> (i64, u64) {
        let mut spent = (0, 0);
        for transaction in self.live().filter(|transaction| period.contains(transaction.day)) {
            match &transaction.movement {
                Movement::Expense { lines, .. } => {
                    spent.0 += lines.iter().map(|line| line.amount.minor()).sum::<i64>();
                    spent.1 += 1;
                }
                Movement::Transfer { fee: Some(fee), .. } => spent.0 += fee.minor(),
                _ => {}
            }
        }
        spent
    }
}

fn spent_by_totals(cells: &[Cell]) -> (i64, u64) {
    let expenses = cells.iter().filter(|cell| cell.kind == TransactionType::Expense);
    expenses.fold((0, 0), |(sum, count), cell| (sum + cell.amount.minor(), count + cell.leading))
}

fn by_category(cells: &[Cell]) -> BTreeMap<CategorySlug, i64> {
    let mut spent = BTreeMap::new();
    for cell in cells.iter().filter(|cell| cell.kind == TransactionType::Expense) {
        *spent.entry(cell.category).or_default() += cell.amount.minor();
    }
    spent
}

fn everything(store: &Store, family: Family) -> Result<Vec<Transaction>, StoreError> {
    let mut all: Vec<Transaction> = Vec::new();
    loop {
        let after = all.last().map(|last| Cursor { day: last.day, id: last.id });
        let page = store
            .read(|look| look.transactions(family.household, &TransactionFilter::default(), after, 7))?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_history_every_sum_is_a_recount_and_the_journal_tells_it_all(deeds in deeds()) {
        let family = Family::of(1);
        let store = store_with(family);
        let mut model = Model { family, transactions: BTreeMap::new(), categories: Categories::default(), changes: Vec::new(), next: 0 };
        for deed in &deeds {
            let Some((act, facts)) = model.facts(deed) else { continue };
            let change = append(&store, family.change(act, facts)).unwrap();
            model.follow(change);
        }

        for place in 0..WALLETS {
            let wallet = family.wallet(place);
            let balance = store.read(|look| look.balance(wallet)).unwrap();
            prop_assert_eq!(balance, Money::idr(model.balance(wallet)));
        }
        for (first, last) in [(0, 0), (0, 69), (5, 41), (12, 42), (40, 50)] {
            let period = Period { first: Model::on(first), last: Model::on(last) };
            let cells = store.read(|look| look.totals(family.household, period)).unwrap();
            prop_assert_eq!(spent_by_totals(&cells), model.spent(period), "{:?}", period);
            prop_assert_eq!(by_category(&cells), model.spent_by_category(period), "{:?}", period);
            prop_assert!(cells.iter().all(|cell| cell.count >= cell.leading && cell.count > 0));
        }

        let mut live: Vec<Transaction> = model.live().cloned().collect();
        live.sort_by_key(|transaction| std::cmp::Reverse((transaction.day, transaction.id)));
        prop_assert_eq!(everything(&store, family).unwrap(), live);

        let mut replayed = BTreeMap::new();
        for change in store.read(|look| look.changes_after(0, usize::MAX)).unwrap() {
            for fact in change.facts {
                if let Fact::Transaction { after, .. } = fact {
                    replayed.insert(after.id, *after);
                }
            }
        }
        prop_assert_eq!(&replayed, &model.transactions);

        let report = store.audit().unwrap();
        prop_assert!(report.is_sound(), "{:?}", report);
        prop_assert_eq!(report.transactions, u64::try_from(model.transactions.len()).unwrap());
    }
}
