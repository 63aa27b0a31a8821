//! What one member sees of the household's money.

use std::collections::BTreeMap;

use super::{
    Cycle, Day, Member, MemberId, Money, MoneyError, Movement, Period, Sharing, Timestamp, Transaction,
    TransactionId, Visibility, Wallet, WalletId,
};

/// How much of each wallet a member sees, and which records are kept from them.
///
/// Everything a member is shown, told, counted or found goes through this; what it hides looks like nothing at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    member: MemberId,
    /// The family's day: a secret is one until its own.
    today: Day,
    wallets: BTreeMap<WalletId, Visibility>,
    /// Somebody else's secrets of today.
    kept: Vec<Transaction>,
}

impl WalletId {
    /// Stands for a wallet that the reader may not see. No wallet has it.
    pub const VEILED: Self = Self::from_bytes([0; 16]);
}

impl Sight {
    /// Of all wallets of the household, archived ones too; [`Sight::keeping`] tells it the secrets.
    pub fn of(member: &Member, wallets: &[Wallet], today: Day) -> Self {
        let wallets = wallets.iter().map(|wallet| (wallet.id, wallet.visible_to(member))).collect();
        Self { member: member.id, today, wallets, kept: Vec::new() }
    }

    /// Of the family as a whole, where all read along: wallets that nobody is kept from, but for children. With
    /// [`Sight::keeping`] it keeps every secret.
    pub fn of_company(wallets: &[Wallet], today: Day) -> Self {
        let is_open = |sharing: &Sharing| {
            let all = sharing.grants.iter().map(|(_, granted)| *granted).chain([sharing.others]);
            all.min() == Some(Visibility::Full)
        };
        let visibility = |wallet: &Wallet| {
            if is_open(&wallet.sharing) { Visibility::Full } else { Visibility::Private }
        };
        let wallets = wallets.iter().map(|wallet| (wallet.id, visibility(wallet))).collect();
        // Nobody's id: nothing is anybody's own here.
        Self { member: MemberId::from_bytes([0; 16]), today, wallets, kept: Vec::new() }
    }

    /// With the household's records that are secret today, the member's own too: those hide nothing from them.
    #[must_use]
    pub fn keeping(mut self, secrets: Vec<Transaction>) -> Self {
        self.kept = secrets;
        self.kept.retain(|secret| secret.member != self.member);
        self
    }

    /// Whose it is.
    pub const fn member(&self) -> MemberId {
        self.member
    }

    /// The family's day, by which secrets are told.
    pub const fn today(&self) -> Day {
        self.today
    }

    /// A wallet that is not the household's is as private as can be.
    pub fn wallet(&self, id: WalletId) -> Visibility {
        self.wallets.get(&id).copied().unwrap_or(Visibility::Private)
    }

    /// Whether the wallet was there when this was made.
    pub fn knows(&self, id: WalletId) -> bool {
        self.wallets.contains_key(&id)
    }

    /// Whether the single records of a wallet are seen.
    pub fn sees(&self, id: WalletId) -> bool {
        self.wallet(id) == Visibility::Full
    }

    /// Whether every wallet of the household is seen in full.
    pub fn sees_all(&self) -> bool {
        self.wallets.values().all(|visibility| *visibility == Visibility::Full)
    }

    /// The wallets seen in full.
    pub fn seen(&self) -> impl Iterator<Item = WalletId> {
        self.wallets.iter().filter(|(_, visibility)| **visibility == Visibility::Full).map(|(id, _)| *id)
    }

    /// Whether a record is seen: one of its wallets is, and it is no secret of somebody else's.
    pub fn shows(&self, transaction: &Transaction) -> bool {
        transaction.wallets().any(|id| self.sees(id)) && !self.is_kept_from(transaction)
    }

    /// Whether a record is seen with all its wallets, as whoever changes it must.
    pub fn shows_whole(&self, transaction: &Transaction) -> bool {
        transaction.wallets().all(|id| self.sees(id)) && !self.is_kept_from(transaction)
    }

    /// Whether it is somebody else's secret, today.
    pub fn is_kept_from(&self, transaction: &Transaction) -> bool {
        transaction.member != self.member && transaction.particulars.is_secret_on(self.today)
    }

    /// Somebody else's secrets that count in the household's sums, and must not in this member's.
    pub fn kept(&self) -> &[Transaction] {
        &self.kept
    }

    /// Whether that is one of [`Sight::kept`].
    pub fn keeps(&self, id: TransactionId) -> bool {
        self.kept.iter().any(|secret| secret.id == id)
    }

    /// What a wallet that holds so much seems to hold, when nobody may guess a secret from it.
    pub fn balance(&self, id: WalletId, held: Money) -> Result<Money, MoneyError> {
        let mut seems = held;
        for secret in &self.kept {
            for entry in secret.entries()?.iter().filter(|entry| entry.wallet == id) {
                seems = seems.minus(entry.amount)?;
            }
        }
        Ok(seems)
    }

    /// Whether the sums of wallets that are shared by the month count in a period's figures: it is made of whole
    /// months of the household, and they are over. A sum that still grows would tell each record as it comes, and
    /// periods that begin and end where one likes would tell every day.
    pub fn counts_months(&self, period: Period, cycle: Cycle) -> bool {
        let Period { first, last } = period;
        let is_whole = cycle.period_of(first).first == first && cycle.period_of(last).last == last;
        is_whole && first <= last && last < self.today
    }

    /// Whether the message that a record came from may be read: its other records may be hidden ones.
    pub fn reads_message(&self, transaction: &Transaction) -> bool {
        self.reads_what(transaction.member, transaction.recorded)
    }

    /// The same of whatever that member wrote at that moment, which all records of one message share.
    pub fn reads_what(&self, writer: MemberId, recorded: Timestamp) -> bool {
        let moment = |of: Timestamp| of.as_millisecond();
        let is_of_secret =
            |secret: &Transaction| (secret.member, moment(secret.recorded)) == (writer, moment(recorded));
        writer == self.member || self.sees_all() && !self.kept.iter().any(is_of_secret)
    }

    /// A record as this member may read it: without the other end of a transfer that they see only one end of,
    /// and without a message that may tell more than the record does.
    #[must_use]
    pub fn veiled(&self, mut transaction: Transaction) -> Transaction {
        if !self.reads_message(&transaction) {
            transaction.source.text = None;
        }
        if let Movement::Transfer { from, to, amount, received, fee, .. } = &mut transaction.movement {
            if !self.sees(*to) {
                (*to, *received) = (WalletId::VEILED, None);
            }
            if !self.sees(*from) {
                *amount = received.take().unwrap_or(*amount);
                (*from, *fee) = (WalletId::VEILED, None);
            }
        }
        transaction
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{
        Channel, Currency, HouseholdId, Language, Particulars, Role, Source, Timestamp, WalletKind,
    };

    const ME: MemberId = MemberId::from_bytes([1; 16]);
    const OTHER: MemberId = MemberId::from_bytes([2; 16]);
    const OPEN: WalletId = WalletId::from_bytes([3; 16]);
    const CLOSED: WalletId = WalletId::from_bytes([4; 16]);

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn wallet(id: WalletId, others: Visibility) -> Wallet {
        Wallet {
            id,
            household: HouseholdId::from_bytes([9; 16]),
            name: "Dompet".to_owned(),
            kind: WalletKind::Cash,
            currency: Currency::IDR,
            colour: "#2E7D32".to_owned(),
            aliases: Vec::new(),
            order: 0,
            archived: false,
            removed: false,
            sharing: Sharing { holder: Some(OTHER), others, grants: Vec::new() },
            card: None,
            version: 1,
        }
    }

    fn sight(role: Role) -> Sight {
        let member = Member {
            id: ME,
            account: ME,
            household: HouseholdId::from_bytes([9; 16]),
            name: "Sari".to_owned(),
            role,
            language: Language::Indonesian,
            default_wallet: None,
            created: Timestamp::UNIX_EPOCH,
            removed: None,
            version: 1,
        };
        let wallets = [wallet(OPEN, Visibility::Full), wallet(CLOSED, Visibility::Private)];
        Sight::of(&member, &wallets, day("2026-11-22"))
    }

    fn moved(member: MemberId, from: WalletId, to: WalletId) -> Transaction {
        Transaction {
            id: TransactionId::from_bytes([5; 16]),
            household: HouseholdId::from_bytes([9; 16]),
            day: day("2026-11-20"),
            member,
            movement: Movement::Transfer {
                from,
                to,
                amount: Money::idr(50_000),
                received: None,
                fee: Some(Money::idr(2_500)),
                description: "uang jajan".to_owned(),
            },
            person: None,
            note: None,
            particulars: Particulars::default(),
            source: Source {
                channel: Channel::Web,
                text: Some("transfer 50rb dari dompet rahasia".to_owned()),
                confidence: None,
            },
            recorded: Timestamp::UNIX_EPOCH,
            voided: None,
            erased: None,
            version: 1,
        }
    }

    #[test]
    fn one_end_of_a_transfer_tells_nothing_of_the_other() {
        let sight = sight(Role::Adult);
        let Movement::Transfer { from, to, amount, fee, .. } =
            sight.veiled(moved(OTHER, CLOSED, OPEN)).movement
        else {
            panic!("a transfer stays one")
        };
        assert_eq!((from, to), (WalletId::VEILED, OPEN));
        assert_eq!((amount, fee), (Money::idr(50_000), None));
        assert_eq!(sight.veiled(moved(OTHER, CLOSED, OPEN)).source.text, None);
        // Who wrote the message knows what it says.
        assert!(sight.veiled(moved(ME, OPEN, CLOSED)).source.text.is_some());
        assert!(sight.shows(&moved(OTHER, CLOSED, OPEN)) && !sight.shows_whole(&moved(OTHER, CLOSED, OPEN)));
    }

    #[test]
    fn a_secret_is_gone_from_the_balance_until_its_day() {
        let mut secret = moved(OTHER, OPEN, CLOSED);
        secret.particulars.secret_until = Some(day("2026-11-23"));
        let sight = sight(Role::Owner).keeping(vec![secret.clone()]);
        assert!(!sight.shows(&secret) && sight.keeps(secret.id));
        assert_eq!(sight.balance(OPEN, Money::idr(100_000)), Ok(Money::idr(152_500)));
        assert_eq!(sight.balance(CLOSED, Money::idr(50_000)), Ok(Money::idr(0)));
        secret.particulars.secret_until = Some(day("2026-11-22"));
        assert!(sight.shows(&secret));
    }

    #[test]
    fn a_child_sees_what_is_theirs() {
        let sight = sight(Role::Child);
        assert!(!sight.sees(OPEN) && sight.seen().next().is_none());
    }

    #[test]
    fn sums_of_months_count_in_whole_months_that_are_over() {
        let sight = sight(Role::Adult);
        let rows = [
            ("2026-10-01", "2026-10-31", Cycle::Calendar, true),
            ("2025-11-01", "2026-10-31", Cycle::Calendar, true),
            ("2026-11-01", "2026-11-30", Cycle::Calendar, false),
            ("2026-10-01", "2026-10-30", Cycle::Calendar, false),
            ("2026-10-31", "2026-10-01", Cycle::Calendar, false),
            ("2026-10-15", "2026-10-15", Cycle::Calendar, false),
            ("2026-09-25", "2026-10-24", Cycle::Payday(25), true),
            ("2026-10-01", "2026-10-31", Cycle::Payday(25), false),
        ];
        for (first, last, cycle, counts) in rows {
            let period = Period { first: day(first), last: day(last) };
            assert_eq!(sight.counts_months(period, cycle), counts, "{first} to {last}");
        }
    }
}
