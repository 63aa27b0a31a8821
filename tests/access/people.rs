//! A family of several, written straight into a store in memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use catatduit::app::{Acting, App, Options};
use catatduit::ctx::Ctx;
use catatduit::ledger::{
    Act, CategorySlug, Channel, Currency, Cycle, Day, Fact, Household, HouseholdId, Language, Line, Member,
    MemberId, Money, Movement, Particulars, Permille, Role, Sharing, Source, Timestamp, Transaction,
    TransactionId, Visibility, Wallet, WalletId, WalletKind, Zone,
};
use catatduit::outside::Outside;
use catatduit::search::Search;
use catatduit::store::{NewChange, Store, StoreError};

/// Sunday, 22 November 2026, noon in Jakarta.
const NOON: i64 = 1_795_323_600_000;

pub(super) struct People {
    pub(super) app: App,
    pub(super) store: Store,
    pub(super) household: Household,
    pub(super) members: Vec<Member>,
    pub(super) wallets: Vec<Wallet>,
    clock: Arc<AtomicI64>,
    count: AtomicU64,
}

impl People {
    /// One member of each role, in this order; named by their role.
    pub(super) fn new(cycle: Cycle, roles: &[Role]) -> Self {
        let clock = Arc::new(AtomicI64::new(NOON));
        let reading = Arc::clone(&clock);
        let outside = Outside::real()
            .unwrap()
            .with_clock(move || Timestamp::from_millisecond(reading.load(Ordering::SeqCst)).unwrap());
        let store = Store::in_memory().unwrap();
        let options = Options { password_cost: 4, ..Options::default() };
        let app = App::new(store.clone(), Search::in_memory().unwrap(), outside, options);
        let household = Household {
            id: HouseholdId::from_bytes([1; 16]),
            name: "Keluarga Uji".to_owned(),
            zone: Zone::named("Asia/Jakarta").unwrap(),
            currency: Currency::IDR,
            cycle,
            threshold: Permille::new(850),
            created: app.outside().now(),
            version: 1,
        };
        let mut this = Self {
            app,
            store,
            household,
            members: Vec::new(),
            wallets: Vec::new(),
            clock,
            count: AtomicU64::new(1),
        };
        this.append(vec![Fact::Household { before: None, after: this.household.clone() }]);
        for (place, role) in roles.iter().enumerate() {
            let id = MemberId::from_bytes(this.chance());
            let member = Member {
                id,
                account: id,
                household: this.household.id,
                name: format!("{role:?} {place}"),
                role: *role,
                language: Language::Indonesian,
                default_wallet: None,
                created: this.app.outside().now(),
                removed: None,
                version: 1,
            };
            this.append(vec![Fact::Member { before: None, after: member.clone() }]);
            this.members.push(member);
        }
        this
    }

    /// Sixteen bytes that no other call gives; later ones are greater.
    fn chance(&self) -> [u8; 16] {
        let mut bytes = [2; 16];
        bytes[8..].copy_from_slice(&self.count.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        bytes
    }

    pub(super) fn append(&self, facts: Vec<Fact>) {
        let (household, at) = (self.household.id, self.app.outside().now());
        self.store
            .write(move |pen| {
                let channel = Channel::Box;
                let facts = facts.clone();
                pen.append(NewChange { household, at, member: None, channel, act: Act::Record, facts })?;
                Ok::<_, StoreError>(())
            })
            .unwrap();
    }

    pub(super) fn wallet(&mut self, name: &str, sharing: Sharing) -> WalletId {
        let wallet = Wallet {
            id: WalletId::from_bytes(self.chance()),
            household: self.household.id,
            name: name.to_owned(),
            kind: WalletKind::Cash,
            currency: Currency::IDR,
            colour: "#2E7D32".to_owned(),
            aliases: Vec::new(),
            order: u32::try_from(self.wallets.len()).unwrap(),
            archived: false,
            removed: false,
            sharing,
            card: None,
            version: 1,
        };
        self.append(vec![Fact::Wallet { before: None, after: wallet.clone() }]);
        self.wallets.push(wallet);
        self.wallets.last().unwrap().id
    }

    /// A wallet that one member holds and the others see so much of.
    pub(super) fn wallet_of(&mut self, name: &str, holder: usize, others: Visibility) -> WalletId {
        let holder = Some(self.members[holder].id);
        self.wallet(name, Sharing { holder, others, grants: Vec::new() })
    }

    /// What that member recorded so many days ago.
    pub(super) fn record(&self, member: usize, days_ago: i32, movement: Movement) -> Transaction {
        self.record_secret(member, days_ago, movement, None)
    }

    pub(super) fn record_secret(
        &self,
        member: usize,
        days_ago: i32,
        movement: Movement,
        secret_until: Option<Day>,
    ) -> Transaction {
        let transaction = Transaction {
            id: TransactionId::from_bytes(self.chance()),
            household: self.household.id,
            day: self.today().plus_days(-days_ago),
            member: self.members[member].id,
            movement,
            person: None,
            note: None,
            particulars: Particulars { secret_until, ..Particulars::default() },
            source: Source {
                channel: Channel::Web,
                text: Some(format!("pesan dari {member}")),
                confidence: None,
            },
            recorded: self.app.outside().now(),
            voided: None,
            erased: None,
            version: 1,
        };
        self.append(vec![Fact::Transaction { before: None, after: Box::new(transaction.clone()) }]);
        transaction
    }

    pub(super) fn today(&self) -> Day {
        self.household.zone.day_of(self.app.outside().now())
    }

    pub(super) fn wait_days(&self, days: i64) {
        self.clock.fetch_add(days * 24 * 60 * 60 * 1_000, Ordering::SeqCst);
    }

    pub(super) fn acting(&self, member: usize) -> Acting {
        let now = self.app.outside().now();
        self.app.act(&Ctx { member: self.members[member].id, now, channel: Channel::Web }).unwrap()
    }
}

pub(super) fn spent(wallet: WalletId, amount: i64, category: CategorySlug) -> Movement {
    Movement::Expense { wallet, lines: vec![line(amount, category)] }
}

pub(super) fn earned(wallet: WalletId, amount: i64) -> Movement {
    Movement::Income { wallet, lines: vec![line(amount, CategorySlug::GAJI)] }
}

pub(super) fn moved(from: WalletId, to: WalletId, amount: i64) -> Movement {
    let (amount, fee) = (Money::idr(amount), Some(Money::idr(2_500)));
    Movement::Transfer { from, to, amount, received: None, fee, description: String::new() }
}

fn line(amount: i64, category: CategorySlug) -> Line {
    Line { amount: Money::idr(amount), category, description: format!("barang {amount}") }
}
