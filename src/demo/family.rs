//! Who the family is, and where its money sits.

use super::chance::Chance;
use crate::ledger::{
    Currency, Cycle, Household, HouseholdId, Language, Member, MemberId, Permille, Role, Sharing, Timestamp,
    Wallet, WalletId, WalletKind, WalletTemplate, Zone,
};

/// The four of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Ayah,
    Ibu,
    Naya,
    Raka,
}

/// The eight wallets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purse {
    Cash,
    Bca,
    Mandiri,
    GoPay,
    Ovo,
    ShopeePay,
    Card,
    Savings,
}

impl Who {
    const ALL: [(Self, &'static str, Role); 4] = [
        (Self::Ayah, "Ayah", Role::Owner),
        (Self::Ibu, "Ibu", Role::Adult),
        (Self::Naya, "Naya", Role::Child),
        (Self::Raka, "Raka", Role::Child),
    ];
}

impl Purse {
    /// With the rupiah each holds when the story begins.
    pub(super) const ALL: [(Self, &'static str, i64); 8] = [
        (Self::Cash, "Cash", 685_000),
        (Self::Bca, "BCA", 5_840_000),
        (Self::Mandiri, "Mandiri", 3_415_000),
        (Self::GoPay, "GoPay", 187_500),
        (Self::Ovo, "OVO", 92_000),
        (Self::ShopeePay, "ShopeePay", 143_200),
        (Self::Card, "Kartu Kredit", -1_268_000),
        (Self::Savings, "Tabungan", 18_500_000),
    ];

    pub(super) const fn place(self) -> usize {
        self as usize
    }

    pub(super) const fn name(self) -> &'static str {
        Self::ALL[self.place()].1
    }
}

/// The household with its ids.
#[derive(Debug, Clone)]
pub(super) struct Family {
    pub(super) household: Household,
    members: Vec<Member>,
    pub(super) wallets: Vec<Wallet>,
}

impl Family {
    pub(super) fn founded(at: Timestamp, zone: Zone, chance: &mut Chance) -> Self {
        let millisecond = at.as_millisecond();
        let household = Household {
            id: HouseholdId::compose(millisecond, chance.bytes()),
            name: "Keluarga Pratama".to_owned(),
            zone,
            currency: Currency::IDR,
            cycle: Cycle::Calendar,
            threshold: Permille::new(850),
            created: at,
            version: 1,
        };
        let mut wallets = Vec::new();
        for (order, (_, name, _)) in (0..).zip(Purse::ALL) {
            let template = WalletTemplate::named(name);
            wallets.push(Wallet {
                id: WalletId::compose(millisecond, chance.bytes()),
                household: household.id,
                name: name.to_owned(),
                kind: template.map_or(WalletKind::Bank, |template| template.kind),
                currency: Currency::IDR,
                colour: template.map_or("#00796B", |template| template.colour).to_owned(),
                aliases: template
                    .map_or(&["celengan"][..], |template| template.aliases)
                    .iter()
                    .map(|alias| (*alias).to_owned())
                    .collect(),
                order,
                archived: false,
                removed: false,
                sharing: Sharing::default(),
                card: None,
                version: 1,
            });
        }
        let cash = wallets.first().map(|wallet| wallet.id);
        let member = |(_, name, role): (Who, &str, Role)| {
            let id = MemberId::compose(millisecond, chance.bytes());
            Member {
                id,
                account: id,
                household: household.id,
                name: name.to_owned(),
                role,
                language: Language::Indonesian,
                default_wallet: cash,
                created: at,
                removed: None,
                version: 1,
            }
        };
        let members = Who::ALL.into_iter().map(member).collect();
        Self { household, members, wallets }
    }

    pub(super) fn member(&self, who: Who) -> &Member {
        &self.members[who as usize]
    }

    pub(super) fn members(&self) -> &[Member] {
        &self.members
    }

    pub(super) fn wallet(&self, purse: Purse) -> &Wallet {
        &self.wallets[purse.place()]
    }
}
