//! A FAMILY TO LOOK AT: eighteen months of four people's money, made up from a seed.
//!
//! For `serve --demo`, screenshots and measuring. Nothing in it is anybody's.

mod calendar;
mod chance;
mod event;
mod family;
mod habits;
mod months;
mod story;

use crate::app;
use crate::ledger::{Day, Fact, HouseholdId, Zone};
use crate::store::{Credential, Look, NewChange, Store, StoreError};
use chance::Chance;
use family::Family;
use story::Story;

/// How long the family has been writing things down.
const MONTHS: u32 = 18;

/// Today's messages end at this minute: the day has only begun.
const BREAKFAST: i64 = 8 * 60;

/// How many days' changes are written at once.
const DAYS_AT_ONCE: usize = 30;

/// The one password of all members. It opens nothing but made-up figures in memory.
const PASSWORD: &str = "kucing oranye";

/// bcrypt's least cost: there is nothing to protect, and a start to be quick.
const PASSWORD_COST: u32 = 4;

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    pub household: HouseholdId,
    /// Whom to sign in as …
    pub owner: String,
    /// … and with what; the other members have the same.
    pub password: &'static str,
    /// Transactions ever recorded, voided ones too.
    pub transactions: usize,
}

/// Another stretch of such a life than the demonstration's.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub seed: u64,
    pub first: Day,
    pub last: Day,
    /// How many times a family's life; at least 1. Balances stay plausible at 1.
    pub pace: u32,
}

/// Why there is no demonstration.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("the store already holds a family; the demonstration needs an empty one")]
    NotEmpty,
    #[error("Asia/Jakarta is not a time zone here")]
    NoZone,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Password(#[from] app::Error),
}

/// Fills an empty store with a family of four, 8 wallets and about 6,000 transactions in the eighteen months that end
/// `today`. The same seed and day give the same ledger to the byte.
pub fn fill(store: &Store, seed: u64, today: Day) -> Result<Filled, DemoError> {
    let ago = (0..MONTHS).fold(today.month(), |month, _| month.previous());
    let number = today.date().day().min(ago.last_day().date().day());
    let first = ago.first_day().plus_days(i32::from(number));
    fill_as(store, Plan { seed, first, last: today, pace: 1 })
}

/// Fills an empty store by a plan.
pub fn fill_as(store: &Store, plan: Plan) -> Result<Filled, DemoError> {
    if store.read(Look::head)? != 0 {
        return Err(DemoError::NotEmpty);
    }
    let zone = Zone::named("Asia/Jakarta").map_err(|_| DemoError::NoZone)?;
    let mut chance = Chance::of(plan.seed);
    // A minute past midnight: before anything else of that day.
    let founded = zone.start_of(plan.first).as_millisecond() + 60_000;
    let founded = crate::ledger::Timestamp::from_millisecond(founded).map_err(|_| DemoError::NoZone)?;
    let family = Family::founded(founded, zone, &mut chance);
    let (mut life, mut changes) = Story::begin(family, chance, plan.pace.max(1));

    let hash = app::hash_password(PASSWORD, PASSWORD_COST)?;
    let members: Vec<_> = life.family.members().iter().map(|member| member.id).collect();
    let mut credentials: Vec<_> = members
        .into_iter()
        .map(|member| Credential { member, hash: hash.clone(), changed: founded })
        .collect();

    let mut transactions = 0;
    let (mut day, mut days) = (plan.first, 0);
    while day <= plan.last {
        changes.extend(life.live(day, if day == plan.last { BREAKFAST } else { i64::MAX }));
        days += 1;
        let next = day.plus_days(1);
        let is_over = next > plan.last || next == day;
        if days == DAYS_AT_ONCE || is_over || changes.len() > MOST_AT_ONCE {
            transactions += changes.iter().map(new_transactions).sum::<usize>();
            write(store, std::mem::take(&mut changes), std::mem::take(&mut credentials))?;
            days = 0;
        }
        if is_over {
            break;
        }
        day = next;
    }
    let owner = life.family.members().first().map(|owner| owner.name.clone()).unwrap_or_default();
    Ok(Filled { household: life.family.household.id, owner, password: PASSWORD, transactions })
}

/// So many changes are a few megabytes.
const MOST_AT_ONCE: usize = 4_000;

fn write(store: &Store, changes: Vec<NewChange>, credentials: Vec<Credential>) -> Result<(), StoreError> {
    store.write(move |pen| {
        for change in &changes {
            pen.append(change.clone())?;
        }
        for credential in &credentials {
            pen.put_credential(credential)?;
        }
        Ok(())
    })
}

fn new_transactions(change: &NewChange) -> usize {
    change.facts.iter().filter(|fact| matches!(fact, Fact::Transaction { before: None, .. })).count()
}

#[cfg(test)]
mod tests;
