//! The family's life, day by day, as the changes it leaves in the journal.

use super::calendar::Kind;
use super::chance::Chance;
use super::event::{Does, Event, Item, capitalised};
use super::family::{Family, Purse, Who};
use super::habits::{HABITS, Often, Price};
use super::months;
use crate::ledger::{
    Act, CategorySlug, Channel, Day, Fact, Line, Money, Movement, Particulars, Permille, Source, Timestamp,
    Transaction, TransactionId,
};
use crate::store::NewChange;

/// What someone adds to a record afterwards.
const NOTES: [&str; 6] = [
    "deket stasiun",
    "patungan berdua",
    "pas lagi promo",
    "dibayarin dulu",
    "titipan nenek",
    "struknya di laci",
];

/// The family on its way through the days.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) family: Family,
    chance: Chance,
    /// How often a day's habits are gone through: 1 is a family's life.
    pace: u32,
    /// What each wallet holds, in rupiah.
    held: [i64; 8],
    /// The journal's position so far: an undo names the change it takes back.
    seq: u64,
    /// The moment of the last change.
    clock: Timestamp,
}

impl Story {
    /// The story's beginning: the household, its wallets, then its members.
    pub(super) fn begin(family: Family, chance: Chance, pace: u32) -> (Self, Vec<NewChange>) {
        let clock = family.household.created;
        let mut story = Self { family, chance, pace, held: [0; 8], seq: 0, clock };
        let mut facts = vec![Fact::Household { before: None, after: story.family.household.clone() }];
        facts.push(Fact::Member { before: None, after: story.family.member(Who::Ayah).clone() });
        facts.extend(
            story.family.wallets.iter().map(|wallet| Fact::Wallet { before: None, after: wallet.clone() }),
        );
        let day = story.family.household.zone.day_of(clock);
        for (purse, _, holds) in Purse::ALL {
            let opening = story.adjustment(purse, holds, day);
            facts.push(Fact::Transaction { before: None, after: Box::new(opening) });
            story.held[purse.place()] = holds;
        }
        let mut changes = vec![story.change(Who::Ayah, Channel::Box, Act::SetUp, facts)];
        let joining: Vec<_> = story.family.members().iter().skip(1).cloned().collect();
        for member in joining {
            let facts = vec![Fact::Member { before: None, after: member }];
            changes.push(story.change(Who::Ayah, Channel::Web, Act::Join, facts));
        }
        (story, changes)
    }

    /// Everything that happens on a day up to a minute of it.
    pub(super) fn live(&mut self, day: Day, until: i64) -> Vec<NewChange> {
        let kind = Kind::of(day);
        let mut events = months::due(day, kind, &mut self.chance);
        for _ in 0..self.pace {
            events.extend(self.habits(kind));
        }
        events.extend(self.housekeeping(day));
        events.retain(|event| event.minute < until);
        if until <= NOON {
            events.extend(self.breakfast(kind));
        }
        events.sort_by_key(|event| event.minute);
        let mut changes = Vec::new();
        for event in events {
            self.fund(&event, day, &mut changes);
            self.record(&event, day, &mut changes);
        }
        if day == day.month().last_day() && until > COUNTING {
            changes.push(self.count_cash(day));
        }
        changes
    }

    fn habits(&mut self, kind: Kind) -> Vec<Event> {
        let mut events = Vec::new();
        for habit in HABITS {
            let Often(hours, when, permille) = habit.often;
            let fasting = kind.is_fasting() && habit.breaks_fast();
            if fasting || !when.is(kind) || !self.chance.happens(permille) {
                continue;
            }
            let mut items = vec![Item::new(habit.what, habit.category, self.chance.price(habit.price))];
            if let [(what, price)] = habit.with
                && self.chance.happens(WITH)
            {
                items.push(Item::new(what, habit.category, self.chance.price(*price)));
            }
            let does = Does::Spend { from: habit.from, verb: habit.verb, items };
            events.push(Event::at(self.chance.minute(hours), habit.who, does));
        }
        events
    }

    /// What a day has begun with, so that one cut off in the morning is not empty.
    fn breakfast(&mut self, kind: Kind) -> Vec<Event> {
        let (what, at, price) = if kind.is_fasting() {
            ("lauk sahur", 3 * 60 + 40, Price(25_000, 45_000, 1_000))
        } else {
            ("lontong sayur", 6 * 60 + 10, Price(12_000, 18_000, 1_000))
        };
        let food = Item::new(what, CategorySlug::MAKANAN, self.chance.price(price));
        let coffee =
            Item::new("kopi sachet", CategorySlug::MAKANAN, self.chance.price(Price(2_000, 4_000, 500)));
        let spices =
            Item::new("bumbu dapur", CategorySlug::MAKANAN, self.chance.price(Price(7_000, 19_000, 500)));
        let data = Item::new("kuota internet", CategorySlug::TAGIHAN, 25_000);
        vec![
            Event::at(at, Who::Ayah, Does::spend(Purse::Cash, vec![food, coffee])),
            Event::at(at + 25, Who::Ibu, Does::spend(Purse::Cash, vec![spices])),
            Event::at(at + 50, Who::Naya, Does::spend(Purse::GoPay, vec![data])),
        ]
    }

    /// Paying off the card, and putting aside what the month left over.
    fn housekeeping(&mut self, day: Day) -> Vec<Event> {
        let (owed, spare) = (-self.held[Purse::Card.place()], self.held[Purse::Bca.place()] - 7_000_000);
        let moves = match day.date().day() {
            20 if owed > 0 => Some((Purse::Card, owed, "bayar kartu kredit")),
            28 if spare >= 500_000 => Some((Purse::Savings, spare - spare % 500_000, "nabung")),
            _ => None,
        };
        let event = moves.map(|(to, amount, what)| {
            let does = Does::Move { from: Purse::Bca, to, amount, fee: 0, what };
            Event::at(self.chance.minute((19, 21)), Who::Ayah, does)
        });
        event.into_iter().collect()
    }

    /// Brings money to where an event takes it from, as the family would: from the machine, by top-up, from savings.
    fn fund(&mut self, event: &Event, day: Day, changes: &mut Vec<NewChange>) {
        let (from, needed) = match &event.does {
            Does::Spend { from, items, .. } => (*from, items.iter().map(|item| item.amount).sum::<i64>()),
            Does::Move { from, amount, fee, .. } => (*from, amount + fee),
            Does::Earn { .. } => return,
        };
        let missing = needed - self.held[from.place()];
        if missing <= 0 || matches!(from, Purse::Card | Purse::Savings) {
            return;
        }
        let round = |amount: i64, step: i64| (amount + step - 1) / step * step;
        let fuller = if self.held[Purse::Bca.place()] >= self.held[Purse::Mandiri.place()] {
            Purse::Bca
        } else {
            Purse::Mandiri
        };
        let (source, amount, fee, what) = match from {
            Purse::Cash => (fuller, round(missing, 100_000).max(400_000), 0, "tarik tunai"),
            Purse::Bca | Purse::Mandiri => (Purse::Savings, round(missing, 500_000), 0, "pindahin"),
            _ => (fuller, round(missing, 50_000).max(250_000), 1_000, "topup"),
        };
        let does = Does::Move { from: source, to: from, amount, fee, what };
        let before = Event::at(event.minute - 2, event.who.grown_up(), does);
        self.fund(&before, day, changes);
        self.record(&before, day, changes);
    }

    fn record(&mut self, event: &Event, day: Day, changes: &mut Vec<NewChange>) {
        let at = self.tick(day, event.minute);
        let channel = self.channel(event.who);
        let source =
            Source { channel, text: Some(event.text(&mut self.chance)), confidence: Some(self.confidence()) };
        let movements = self.movements(&event.does);
        let mut recorded = Vec::new();
        for (place, movement) in (0..).zip(movements) {
            recorded.push(Transaction {
                id: TransactionId::compose(at.as_millisecond() + place, self.chance.bytes()),
                household: self.family.household.id,
                day,
                member: self.family.member(event.who).id,
                movement,
                person: event.person.map(str::to_owned),
                note: None,
                particulars: Particulars::default(),
                source: source.clone(),
                recorded: at,
                voided: None,
                erased: None,
                version: 1,
            });
        }
        let fact = |after: &Transaction| Fact::Transaction { before: None, after: Box::new(after.clone()) };
        let change = self.change(event.who, channel, Act::Record, recorded.iter().map(fact).collect());
        changes.push(change);
        self.hold(&event.does);
        if let (Does::Spend { from, .. }, [only]) = (&event.does, recorded.as_slice()) {
            changes.extend(self.second_thought(only, *from, event.who, day));
        }
    }

    /// Now and then a record is put right, taken back or given a note a little later.
    fn second_thought(&mut self, record: &Transaction, from: Purse, who: Who, day: Day) -> Option<NewChange> {
        let drawn = self.chance.between(0, 999);
        let amount = record.amount().ok()?.minor();
        let seq = self.seq;
        let (act, after) = match drawn {
            0..=11 => {
                let wrong_by = if drawn % 2 == 0 { 1_000 } else { -1_000 };
                if amount + wrong_by <= 0 || self.held[from.place()] < wrong_by {
                    return None;
                }
                let mut after = record.clone();
                if let Movement::Expense { lines, .. } = &mut after.movement {
                    for line in lines {
                        line.amount = Money::idr(amount + wrong_by);
                    }
                }
                self.held[from.place()] -= wrong_by;
                (Act::Amend, after)
            }
            12..=21 => {
                let note = self.chance.pick(&NOTES).map(|note| (*note).to_owned());
                (Act::Amend, Transaction { note, ..record.clone() })
            }
            22..=31 => {
                self.held[from.place()] += amount;
                (if drawn < 28 { Act::Void } else { Act::Undo { seq } }, record.clone())
            }
            _ => return None,
        };
        let at = self.tick(day, 0);
        let voided = matches!(act, Act::Void | Act::Undo { .. }).then_some(at);
        let after = Transaction { voided, version: 2, ..after };
        let fact = Fact::Transaction { before: Some(Box::new(record.clone())), after: Box::new(after) };
        Some(self.change(who, record.source.channel, act, vec![fact]))
    }

    /// At the end of a month somebody counts the notes in the purse, and sets the balance to what is there.
    fn count_cash(&mut self, day: Day) -> NewChange {
        self.tick(day, COUNTING);
        let least = (-40_000).max(-self.held[Purse::Cash.place()]) / 500;
        let difference = match self.chance.between(least, 24) * 500 {
            0 => 500,
            other => other,
        };
        let counted = self.adjustment(Purse::Cash, difference, day);
        self.held[Purse::Cash.place()] += difference;
        let fact = Fact::Transaction { before: None, after: Box::new(counted) };
        self.change(Who::Ibu, Channel::Telegram, Act::SetBalance, vec![fact])
    }

    fn adjustment(&mut self, purse: Purse, difference: i64, day: Day) -> Transaction {
        let channel = if self.seq == 0 { Channel::Box } else { Channel::Telegram };
        let who = if self.seq == 0 { Who::Ayah } else { Who::Ibu };
        Transaction {
            id: TransactionId::compose(self.clock.as_millisecond(), self.chance.bytes()),
            household: self.family.household.id,
            day,
            member: self.family.member(who).id,
            movement: Movement::Adjustment {
                wallet: self.family.wallet(purse).id,
                difference: Money::idr(difference),
                description: String::new(),
            },
            person: None,
            note: None,
            particulars: Particulars::default(),
            source: Source { channel, text: None, confidence: None },
            recorded: self.clock,
            voided: None,
            erased: None,
            version: 1,
        }
    }

    /// One transaction for each thing of the message.
    fn movements(&self, does: &Does) -> Vec<Movement> {
        let wallet = |purse: Purse| self.family.wallet(purse).id;
        let line = |item: &Item| {
            vec![Line {
                amount: Money::idr(item.amount),
                category: item.category,
                description: item.description(),
            }]
        };
        match does {
            Does::Spend { from, items, .. } => items
                .iter()
                .map(|item| Movement::Expense { wallet: wallet(*from), lines: line(item) })
                .collect(),
            Does::Earn { to, items } => {
                items.iter().map(|item| Movement::Income { wallet: wallet(*to), lines: line(item) }).collect()
            }
            Does::Move { from, to, amount, fee, what } => vec![Movement::Transfer {
                from: wallet(*from),
                to: wallet(*to),
                amount: Money::idr(*amount),
                received: None,
                fee: (*fee > 0).then(|| Money::idr(*fee)),
                description: capitalised(what),
            }],
        }
    }

    fn hold(&mut self, does: &Does) {
        let sum = |items: &[Item]| items.iter().map(|item| item.amount).sum::<i64>();
        match does {
            Does::Spend { from, items, .. } => self.held[from.place()] -= sum(items),
            Does::Earn { to, items } => self.held[to.place()] += sum(items),
            Does::Move { from, to, amount, fee, .. } => {
                self.held[from.place()] -= amount + fee;
                self.held[to.place()] += amount;
            }
        }
    }

    fn change(&mut self, who: Who, channel: Channel, act: Act, facts: Vec<Fact>) -> NewChange {
        self.seq += 1;
        let household = self.family.household.id;
        NewChange { household, at: self.clock, member: Some(self.family.member(who).id), channel, act, facts }
    }

    /// The moment of a minute of the day, or a little after the last change when that is later.
    fn tick(&mut self, day: Day, minute: i64) -> Timestamp {
        let seconds = minute * 60 + self.chance.between(0, 59);
        let planned = self.family.household.zone.start_of(day).as_millisecond() + seconds * 1_000;
        let soon = self.clock.as_millisecond() + self.chance.between(20, 90) * 1_000 / i64::from(self.pace);
        self.clock = Timestamp::from_millisecond(planned.max(soon)).unwrap_or(self.clock);
        self.clock
    }

    fn channel(&mut self, who: Who) -> Channel {
        let web = match who {
            Who::Ayah => 150,
            Who::Ibu => 300,
            Who::Naya => 60,
            Who::Raka => 0,
        };
        if self.chance.happens(web) { Channel::Web } else { Channel::Telegram }
    }

    fn confidence(&mut self) -> Permille {
        Permille::new(u16::try_from(self.chance.between(872, 995)).unwrap_or(900))
    }
}

/// Of a thousand times something is bought that goes with something else, how often both are.
const WITH: u16 = 450;

const NOON: i64 = 12 * 60;

/// When, on the last day of a month, cash is counted.
const COUNTING: i64 = 21 * 60 + 30;

impl Who {
    /// Who goes to the cash machine for them.
    const fn grown_up(self) -> Self {
        match self {
            Self::Ayah => Self::Ayah,
            Self::Ibu | Self::Naya | Self::Raka => Self::Ibu,
        }
    }
}
