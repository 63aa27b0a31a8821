//! Whatever a family shares and keeps secret: each sees exactly what a plain reading of the rules says.

use std::collections::BTreeSet;

use catatduit::ledger::{
    CategorySlug, Cycle, Day, Member, Money, Movement, Period, Role, Sharing, Transaction, TransactionId,
    TransactionType, Visibility, Wallet,
};
use catatduit::store::TransactionFilter;
use proptest::prelude::*;

use super::people::{People, earned, moved, spent};

/// Whose a wallet is, what the others see of it, and what single members see.
type Shared = (Option<usize>, Visibility, Vec<(usize, Visibility)>);

/// A family, its wallets and what it recorded. Members and wallets by number, whatever there are.
#[derive(Debug, Clone)]
struct Story {
    cycle: Cycle,
    roles: Vec<Role>,
    wallets: Vec<Shared>,
    records: Vec<Recorded>,
}

#[derive(Debug, Clone)]
struct Recorded {
    member: usize,
    kind: usize,
    wallets: (usize, usize),
    amount: i64,
    days_ago: i32,
    /// So many days from today on.
    secret: Option<i32>,
    is_voided: bool,
}

fn story() -> impl Strategy<Value = Story> {
    let visibility =
        || prop_oneof![Just(Visibility::Private), Just(Visibility::MonthlySum), Just(Visibility::Full)];
    let role = prop_oneof![Just(Role::Owner), Just(Role::Adult), Just(Role::Child), Just(Role::Viewer)];
    let wallet = (
        proptest::option::of(0_usize..4),
        visibility(),
        proptest::collection::vec((0_usize..4, visibility()), 0..3),
    );
    let recorded = (
        (0_usize..4, 0_usize..4, (0_usize..5, 0_usize..5), 1_i64..900_000),
        (0_i32..100, proptest::option::weighted(0.3, -3_i32..9), proptest::bool::weighted(0.1)),
    );
    let recorded = recorded.prop_map(|((member, kind, wallets, amount), (days_ago, secret, is_voided))| {
        Recorded { member, kind, wallets, amount, days_ago, secret, is_voided }
    });
    (
        prop_oneof![Just(Cycle::Calendar), Just(Cycle::Payday(25))],
        proptest::collection::vec(role, 1..4),
        proptest::collection::vec(wallet, 1..6),
        proptest::collection::vec(recorded, 0..30),
    )
        .prop_map(|(cycle, roles, wallets, records)| Story { cycle, roles, wallets, records })
}

impl Story {
    fn tell(&self) -> (People, Vec<Transaction>) {
        let roles: Vec<Role> = std::iter::once(Role::Owner).chain(self.roles.iter().copied()).collect();
        let mut people = People::new(self.cycle, &roles);
        let who = |number: usize| number % roles.len();
        for (place, (holder, others, grants)) in self.wallets.iter().enumerate() {
            let of = |number: &usize| people.members[who(*number)].id;
            let mut grants: Vec<_> = grants.iter().map(|(to, granted)| (of(to), *granted)).collect();
            grants.sort_by_key(|(to, _)| *to);
            grants.dedup_by_key(|(to, _)| *to);
            let sharing = Sharing { holder: holder.as_ref().map(of), others: *others, grants };
            people.wallet(&format!("Dompet {place}"), sharing);
        }
        let mut records = Vec::new();
        for record in &self.records {
            let wallet = |number: usize| people.wallets[number % people.wallets.len()].id;
            let (one, other) = (wallet(record.wallets.0), wallet(record.wallets.1));
            let movement = match record.kind {
                0 => earned(one, record.amount),
                1 if one != other => moved(one, other, record.amount),
                2 => Movement::Adjustment {
                    wallet: one,
                    difference: Money::idr(-record.amount),
                    description: String::new(),
                },
                _ => spent(one, record.amount, CategorySlug::MAKANAN),
            };
            let until = record.secret.map(|days| people.today().plus_days(days));
            let before = people.record_secret(who(record.member), record.days_ago, movement, until);
            let after = if record.is_voided {
                let after = Transaction { voided: Some(before.recorded), version: 2, ..before.clone() };
                people.append(vec![catatduit::ledger::Fact::Transaction {
                    before: Some(Box::new(before)),
                    after: Box::new(after.clone()),
                }]);
                after
            } else {
                before
            };
            records.push(after);
        }
        (people, records)
    }
}

/// The rules of sharing, as a family would say them.
fn visibility(wallet: &Wallet, member: &Member) -> Visibility {
    if wallet.sharing.holder == Some(member.id) {
        return Visibility::Full;
    }
    if let Some((_, granted)) = wallet.sharing.grants.iter().find(|(to, _)| *to == member.id) {
        return *granted;
    }
    if member.role == Role::Child { Visibility::Private } else { wallet.sharing.others }
}

/// One member's view, worked out record by record.
struct Naive<'a> {
    people: &'a People,
    member: &'a Member,
    records: &'a [Transaction],
}

impl Naive<'_> {
    fn of(&self, id: catatduit::ledger::WalletId) -> Visibility {
        visibility(self.people.wallets.iter().find(|wallet| wallet.id == id).unwrap(), self.member)
    }

    fn is_told(&self, record: &Transaction) -> bool {
        let until = record.particulars.secret_until;
        record.member == self.member.id || until.is_none_or(|until| until <= self.people.today())
    }

    fn shows(&self, record: &Transaction) -> bool {
        self.is_told(record) && record.wallets().any(|id| self.of(id) == Visibility::Full)
    }

    fn list(&self) -> Vec<TransactionId> {
        let mut shown: Vec<(Day, TransactionId)> = self
            .records
            .iter()
            .filter(|record| record.is_live() && self.shows(record))
            .map(|record| (record.day, record.id))
            .collect();
        shown.sort();
        shown.into_iter().rev().map(|(_, id)| id).collect()
    }

    fn balance(&self, wallet: &Wallet) -> i64 {
        let told = self.records.iter().filter(|record| self.is_told(record));
        let entries = told.flat_map(|record| record.entries().unwrap());
        entries.filter(|entry| entry.wallet == wallet.id).map(|entry| entry.amount.minor()).sum()
    }

    /// Income, expense and what of both is of no category.
    fn sums(&self, period: Period, with_months: bool) -> (i64, i64, i64) {
        let (mut income, mut expense, mut apart) = (0, 0, 0);
        for record in self.records.iter().filter(|record| period.contains(record.day)) {
            for posting in record.postings().iter().filter(|_| self.is_told(record)) {
                let by_month = match self.of(posting.wallet) {
                    Visibility::Full => false,
                    Visibility::MonthlySum if with_months => true,
                    Visibility::MonthlySum | Visibility::Private => continue,
                };
                let side = match posting.kind {
                    TransactionType::Income => &mut income,
                    TransactionType::Expense => &mut expense,
                    TransactionType::Transfer | TransactionType::Adjustment => continue,
                };
                *side += posting.amount.minor();
                apart += if by_month { posting.amount.minor() } else { 0 };
            }
        }
        (income, expense, apart)
    }
}

fn all_pages(people: &People, member: usize) -> Vec<TransactionId> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = people.acting(member).transactions(None, None, after, 3).unwrap();
        found.extend(page.items.iter().map(|seen| seen.transaction.id));
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

fn check(people: &People, records: &[Transaction], number: usize) {
    let naive = Naive { people, member: &people.members[number], records };
    let acting = people.acting(number);
    assert_eq!(all_pages(people, number), naive.list());
    for record in records {
        let seen = acting.transaction(record.id);
        assert_eq!(seen.is_ok(), naive.shows(record), "{record:?}");
        for id in seen.iter().flat_map(|seen| seen.transaction.wallets()) {
            assert!(id == catatduit::ledger::WalletId::VEILED || naive.of(id) == Visibility::Full);
        }
    }
    let wallets = acting.wallets().unwrap();
    let seen: Vec<_> = wallets.iter().map(|seen| (seen.wallet.id, seen.balance.minor())).collect();
    let full = people.wallets.iter().filter(|wallet| naive.of(wallet.id) == Visibility::Full);
    let expected: Vec<_> = full.map(|wallet| (wallet.id, naive.balance(wallet))).collect();
    assert_eq!(seen, expected);
    for wallet in &people.wallets {
        let page = acting.transactions(None, Some(wallet.id), None, 100).unwrap();
        let expected = records.iter().filter(|record| {
            record.is_live()
                && naive.is_told(record)
                && record.wallets().any(|id| id == wallet.id)
                && naive.of(wallet.id) == Visibility::Full
        });
        assert_eq!(page.items.len(), expected.count());
    }

    let cycle = people.household.cycle;
    let running = cycle.period_of(people.today());
    let over = cycle.period_of(running.first.plus_days(-1));
    let odd = Period { first: over.first.plus_days(3), last: people.today() };
    for (period, with_months) in
        [(running, false), (over, true), (odd, false), (Period::day(over.first), false)]
    {
        let summary = acting.summary(period, None).unwrap();
        let apart: i64 =
            summary.monthly.iter().map(|month| month.sums.income.minor() + month.sums.expense.minor()).sum();
        let sums = (summary.income.minor(), summary.expense.minor(), apart);
        assert_eq!(sums, naive.sums(period, with_months), "{period:?}");
        let by_category: i64 = summary.categories.iter().map(|total| total.amount.minor()).sum();
        assert_eq!(by_category + apart, sums.0 + sums.1);
    }

    let followed = acting.happened_after(0, 1_000).unwrap();
    let heard: BTreeSet<TransactionId> =
        followed.happened.iter().flat_map(|happened| happened.transactions.clone()).collect();
    let shown: BTreeSet<TransactionId> =
        records.iter().filter(|record| naive.shows(record)).map(|record| record.id).collect();
    assert_eq!(heard, shown);
    for id in followed.happened.iter().flat_map(|happened| &happened.wallets) {
        assert_ne!(naive.of(*id), Visibility::Private);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn each_sees_what_the_rules_say(story in story()) {
        let (people, records) = story.tell();
        for number in 0..people.members.len() {
            check(&people, &records, number);
        }
        // The store itself keeps everything, whoever sees it.
        let filter = TransactionFilter::default();
        let kept = people.store.read(|look| look.transactions(people.household.id, &filter, None, 1_000)).unwrap();
        prop_assert_eq!(kept.len(), records.iter().filter(|record| record.is_live()).count());
        prop_assert!(people.store.audit().unwrap().is_sound());
        people.wait_days(10);
        for number in 0..people.members.len() {
            check(&people, &records, number);
        }
    }
}
