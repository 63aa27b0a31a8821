//! A transaction taken apart into what a person may say was different: for changing one part whatever its type, for
//! telling what changed, for taking one change back while later ones stand, and for leaving out all words.

use super::{Line, Money, Movement, Transaction, TransactionType, WalletId};

/// What may be different about a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Type,
    Amount,
    Category,
    Description,
    /// What it was made of, where it is or was of several lines.
    Lines,
    Wallet,
    ToWallet,
    Received,
    Fee,
    Day,
    Person,
    Note,
    PaidBy,
    ForWhom,
    Tags,
    Attachments,
    RefundOf,
    SecretUntil,
    Voided,
}

impl Field {
    /// Its name, as doors spell it; never changes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Amount => "amount",
            Self::Category => "category",
            Self::Description => "description",
            Self::Lines => "lines",
            Self::Wallet => "wallet",
            Self::ToWallet => "to_wallet",
            Self::Received => "received",
            Self::Fee => "fee",
            Self::Day => "day",
            Self::Person => "person",
            Self::Note => "note",
            Self::PaidBy => "paid_by",
            Self::ForWhom => "for_whom",
            Self::Tags => "tags",
            Self::Attachments => "attachments",
            Self::RefundOf => "refund_of",
            Self::SecretUntil => "secret_until",
            Self::Voided => "voided",
        }
    }
}

/// A movement taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    pub kind: TransactionType,
    /// Where the money left, or came into for an income.
    pub wallet: WalletId,
    pub to_wallet: Option<WalletId>,
    pub received: Option<Money>,
    pub fee: Option<Money>,
    /// One for a transfer or an adjustment, of the category that is theirs.
    pub lines: Vec<Line>,
}

impl Parts {
    pub fn of(movement: &Movement) -> Self {
        use super::CategorySlug as C;
        let parts =
            |kind, wallet, lines| Self { kind, wallet, to_wallet: None, received: None, fee: None, lines };
        let single = |amount: Money, category, description: &str| {
            vec![Line { amount, category, description: description.to_owned() }]
        };
        match movement {
            Movement::Expense { wallet, lines } => parts(TransactionType::Expense, *wallet, lines.clone()),
            Movement::Income { wallet, lines } => parts(TransactionType::Income, *wallet, lines.clone()),
            Movement::Transfer { from, to, amount, received, fee, description } => Self {
                to_wallet: Some(*to),
                received: *received,
                fee: *fee,
                ..parts(TransactionType::Transfer, *from, single(*amount, C::TRANSFER, description))
            },
            Movement::Adjustment { wallet, difference, description } => {
                let lines = single(*difference, C::PENYESUAIAN, description);
                parts(TransactionType::Adjustment, *wallet, lines)
            }
        }
    }

    /// The movement they make; none when a transfer lacks its other wallet, or when they lack the one line that a
    /// transfer or an adjustment has.
    pub fn movement(self) -> Option<Movement> {
        let Self { kind, wallet, to_wallet, received, fee, mut lines } = self;
        Some(match kind {
            TransactionType::Expense => Movement::Expense { wallet, lines },
            TransactionType::Income => Movement::Income { wallet, lines },
            TransactionType::Transfer | TransactionType::Adjustment => {
                let Line { amount, description, .. } = lines.pop().filter(|_| lines.is_empty())?;
                if kind == TransactionType::Adjustment {
                    return Some(Movement::Adjustment { wallet, difference: amount, description });
                }
                Movement::Transfer { from: wallet, to: to_wallet?, amount, received, fee, description }
            }
        })
    }
}

impl Transaction {
    /// The same without anything that people wrote, said or showed: descriptions, note, person, tags, pictures and the
    /// message it came from. Of the same text it always leaves the same.
    #[must_use]
    pub fn without_words(&self) -> Self {
        let mut bare = self.clone();
        match &mut bare.movement {
            Movement::Expense { lines, .. } | Movement::Income { lines, .. } => {
                for line in lines {
                    line.description.clear();
                }
            }
            Movement::Transfer { description, .. } | Movement::Adjustment { description, .. } => {
                description.clear();
            }
        }
        (bare.person, bare.note, bare.source.text) = (None, None, None);
        bare.particulars.tags.clear();
        bare.particulars.attachments.clear();
        bare
    }

    /// What is different about another state of it.
    pub fn differs_in(&self, other: &Self) -> Vec<Field> {
        let (was, is) = (Parts::of(&self.movement), Parts::of(&other.movement));
        let (a, b) = (&self.particulars, &other.particulars);
        let mut fields = vec![(Field::Type, was.kind != is.kind)];
        match (was.lines.as_slice(), is.lines.as_slice()) {
            ([was], [is]) => fields.extend([
                (Field::Amount, was.amount != is.amount),
                (Field::Category, was.category != is.category),
                (Field::Description, was.description != is.description),
            ]),
            (was, is) => fields.push((Field::Lines, was != is)),
        }
        fields.extend([
            (Field::Wallet, was.wallet != is.wallet),
            (Field::ToWallet, was.to_wallet != is.to_wallet),
            (Field::Received, was.received != is.received),
            (Field::Fee, was.fee != is.fee),
            (Field::Day, self.day != other.day),
            (Field::Person, self.person != other.person),
            (Field::Note, self.note != other.note),
            (Field::PaidBy, a.paid_by != b.paid_by),
            (Field::ForWhom, a.for_whom != b.for_whom),
            (Field::Tags, a.tags != b.tags),
            (Field::Attachments, a.attachments != b.attachments),
            (Field::RefundOf, a.refund_of != b.refund_of),
            (Field::SecretUntil, a.secret_until != b.secret_until),
            (Field::Voided, self.voided != other.voided),
        ]);
        fields.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
    }

    /// This state with one earlier change taken out: what the change made of `before` was `after`. What later changes
    /// did elsewhere stands; where they touched the same, the fields they touched are the answer.
    ///
    /// What is a set (tags, people, pictures) never conflicts: what the change added goes, what it took away is back.
    pub fn without(&self, before: &Self, after: &Self) -> Result<Self, Vec<Field>> {
        let mut merge = Merge::default();
        let (was, became, is) = (&before.particulars, &after.particulars, &self.particulars);
        let mut merged = self.clone();
        merged.movement = merge.movement(&before.movement, &after.movement, &self.movement);
        merged.day = merge.one(Field::Day, &before.day, &after.day, &self.day);
        merged.person = merge.one(Field::Person, &before.person, &after.person, &self.person);
        merged.note = merge.one(Field::Note, &before.note, &after.note, &self.note);
        merged.voided = merge.one(Field::Voided, &before.voided, &after.voided, &self.voided);
        let particulars = &mut merged.particulars;
        particulars.paid_by = merge.one(Field::PaidBy, &was.paid_by, &became.paid_by, &is.paid_by);
        particulars.refund_of = merge.one(Field::RefundOf, &was.refund_of, &became.refund_of, &is.refund_of);
        particulars.secret_until =
            merge.one(Field::SecretUntil, &was.secret_until, &became.secret_until, &is.secret_until);
        particulars.for_whom = set(&was.for_whom, &became.for_whom, &is.for_whom);
        particulars.tags = set(&was.tags, &became.tags, &is.tags);
        particulars.attachments = set(&was.attachments, &became.attachments, &is.attachments);
        if merge.conflicts.is_empty() { Ok(merged) } else { Err(merge.conflicts) }
    }
}

/// Takes a change out part by part, and notes where a later one is in the way.
#[derive(Default)]
struct Merge {
    conflicts: Vec<Field>,
}

impl Merge {
    fn one<T: PartialEq + Clone>(&mut self, field: Field, before: &T, after: &T, now: &T) -> T {
        if before == after || now == before {
            return now.clone();
        }
        if now != after {
            self.conflicts.push(field);
        }
        before.clone()
    }

    fn movement(&mut self, before: &Movement, after: &Movement, now: &Movement) -> Movement {
        if before == after || now == before {
            return now.clone();
        }
        if now == after {
            return before.clone();
        }
        let (was, became, is) = (Parts::of(before), Parts::of(after), Parts::of(now));
        if was.kind != became.kind || became.kind != is.kind {
            // An expense and a transfer have no parts in common that could be told apart.
            self.conflicts.push(Field::Type);
            return now.clone();
        }
        let lines = match (was.lines.as_slice(), became.lines.as_slice(), is.lines.as_slice()) {
            ([was], [became], [is]) => vec![Line {
                amount: self.one(Field::Amount, &was.amount, &became.amount, &is.amount),
                category: self.one(Field::Category, &was.category, &became.category, &is.category),
                description: self.one(
                    Field::Description,
                    &was.description,
                    &became.description,
                    &is.description,
                ),
            }],
            _ => self.one(Field::Lines, &was.lines, &became.lines, &is.lines),
        };
        let merged = Parts {
            kind: is.kind,
            wallet: self.one(Field::Wallet, &was.wallet, &became.wallet, &is.wallet),
            to_wallet: self.one(Field::ToWallet, &was.to_wallet, &became.to_wallet, &is.to_wallet),
            received: self.one(Field::Received, &was.received, &became.received, &is.received),
            fee: self.one(Field::Fee, &was.fee, &became.fee, &is.fee),
            lines,
        };
        // Parts of one type always make a movement of it.
        merged.movement().unwrap_or_else(|| now.clone())
    }
}

/// A set without what a change added, and with what it took away.
fn set<T: PartialEq + Clone>(before: &[T], after: &[T], now: &[T]) -> Vec<T> {
    if now == after {
        return before.to_vec();
    }
    let kept = now.iter().filter(|one| before.contains(one) || !after.contains(one));
    let back = before.iter().filter(|one| !after.contains(one) && !now.contains(one));
    kept.chain(back).cloned().collect()
}

#[cfg(test)]
mod tests;
