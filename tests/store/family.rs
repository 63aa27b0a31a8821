//! A small family and ways to change its money, for tests that need some.

use catatduit::ledger::{
    Act, Categories, Category, CategorySlug, Change, Channel, Currency, Cycle, Day, Fact, Household,
    HouseholdId, Language, Line, Member, MemberId, Money, Movement, Particulars, Permille, Role, Sharing,
    Source, Timestamp, Transaction, TransactionId, Wallet, WalletId, WalletKind, Zone,
};
use catatduit::store::{NewChange, Pen, Store, StoreError};

/// Ids of a family by its number, so that tests can name them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Family {
    pub(crate) number: u8,
    pub(crate) household: HouseholdId,
}

pub(crate) const WALLETS: u8 = 3;
pub(crate) const MEMBERS: u8 = 2;

impl Family {
    pub(crate) fn of(number: u8) -> Self {
        Self { number, household: HouseholdId::from_bytes([number; 16]) }
    }

    pub(crate) fn member(self, place: u8) -> MemberId {
        MemberId::from_bytes(self.bytes(b'm', place))
    }

    pub(crate) fn wallet(self, place: u8) -> WalletId {
        WalletId::from_bytes(self.bytes(b'w', place))
    }

    fn bytes(self, kind: u8, place: u8) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..3].copy_from_slice(&[self.number, kind, place]);
        bytes
    }

    /// The facts that set it up: a household, its members and its wallets.
    pub(crate) fn set_up(self) -> NewChange {
        let household = Household {
            id: self.household,
            name: format!("Keluarga {}", self.number),
            zone: Zone::named("Asia/Jakarta").unwrap(),
            currency: Currency::IDR,
            cycle: Cycle::Calendar,
            threshold: Permille::new(850),
            created: moment(0),
            version: 1,
        };
        let members = (0..MEMBERS).map(|place| Member {
            id: self.member(place),
            account: self.member(place),
            household: self.household,
            name: format!("Anggota {} {place}", self.number),
            role: if place == 0 { Role::Owner } else { Role::Adult },
            language: Language::Indonesian,
            default_wallet: Some(self.wallet(0)),
            created: moment(0),
            removed: None,
            version: 1,
        });
        let wallets = (0..WALLETS).map(|place| Wallet {
            id: self.wallet(place),
            household: self.household,
            name: format!("Dompet {place}"),
            kind: WalletKind::Cash,
            currency: Currency::IDR,
            colour: "#2E7D32".to_owned(),
            aliases: vec!["tunai".to_owned()],
            order: u32::from(place),
            archived: false,
            removed: false,
            sharing: Sharing::default(),
            card: None,
            version: 1,
        });
        let facts = std::iter::once(Fact::Household { before: None, after: household })
            .chain(members.map(|after| Fact::Member { before: None, after }))
            .chain(wallets.map(|after| Fact::Wallet { before: None, after }))
            .collect();
        self.change(Act::SetUp, facts)
    }

    pub(crate) fn change(self, act: Act, facts: Vec<Fact>) -> NewChange {
        NewChange {
            household: self.household,
            at: moment(1),
            member: Some(self.member(0)),
            channel: Channel::Web,
            act,
            facts,
        }
    }

    /// A transaction of this movement; `id` tells it from others of the family.
    pub(crate) fn transaction(self, id: u64, on: Day, movement: Movement) -> Transaction {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&id.to_be_bytes());
        bytes[15] = self.number;
        Transaction {
            id: TransactionId::from_bytes(bytes),
            household: self.household,
            day: on,
            member: self.member(0),
            movement,
            person: None,
            note: None,
            particulars: Particulars::default(),
            source: Source {
                channel: Channel::Web,
                text: Some("beli bakso 15rb".to_owned()),
                confidence: Some(Permille::new(970)),
            },
            recorded: moment(2),
            voided: None,
            erased: None,
            version: 1,
        }
    }

    /// An expense of one line, for food.
    pub(crate) fn expense(self, id: u64, on: Day, wallet: u8, rupiah: i64) -> Transaction {
        let movement = Movement::Expense {
            wallet: self.wallet(wallet),
            lines: vec![line(rupiah, CategorySlug::MAKANAN)],
        };
        self.transaction(id, on, movement)
    }
}

pub(crate) fn line(rupiah: i64, category: CategorySlug) -> Line {
    Line { amount: Money::idr(rupiah), category, description: "Bakso".to_owned() }
}

pub(crate) fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A store in memory with one family in it.
pub(crate) fn store_with(family: Family) -> Store {
    let store = Store::in_memory().unwrap();
    append(&store, family.set_up()).unwrap();
    store
}

pub(crate) fn append(store: &Store, change: NewChange) -> Result<Change, StoreError> {
    store.write(move |pen| pen.append(change.clone()))
}

pub(crate) fn record(store: &Store, family: Family, transaction: Transaction) -> Change {
    append(store, family.change(Act::Record, vec![new(transaction)])).unwrap()
}

pub(crate) fn new(transaction: Transaction) -> Fact {
    Fact::Transaction { before: None, after: Box::new(transaction) }
}

/// The fact that changes what the store holds of a transaction.
pub(crate) fn amended(
    pen: &Pen<'_>,
    id: TransactionId,
    amend: impl FnOnce(&mut Transaction),
) -> Result<Fact, StoreError> {
    let before = pen.transaction(id)?.unwrap();
    let mut after = before.clone();
    amend(&mut after);
    after.version += 1;
    Ok(Fact::Transaction { before: Some(Box::new(before)), after: Box::new(after) })
}

/// The facts that take a change back.
pub(crate) fn taken_back(change: &Change) -> Vec<Fact> {
    let turned = |fact: &Fact| match fact {
        Fact::Transaction { before: Some(before), after } => {
            let mut again = before.clone();
            again.version = after.version + 1;
            Fact::Transaction { before: Some(after.clone()), after: again }
        }
        Fact::Transaction { before: None, after } => {
            let mut gone = after.clone();
            gone.voided = Some(moment(9));
            gone.version += 1;
            Fact::Transaction { before: Some(after.clone()), after: gone }
        }
        Fact::Category { before, after } => {
            let untouched = || Categories::default().get(after.household, after.slug).unwrap();
            let again = Category { version: after.version + 1, ..before.clone().unwrap_or_else(untouched) };
            Fact::Category { before: Some(after.clone()), after: again }
        }
        other => panic!("only transactions and categories are taken back here: {other:?}"),
    };
    change.facts.iter().rev().map(turned).collect()
}
