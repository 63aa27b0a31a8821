//! One message being made from a frame.

use std::collections::BTreeMap;

use fastrand::Rng;

use super::generator::{Frame, Generator, WALLET_SLOTS, Wallet};
use super::lists::List;
use super::template::{self, Part, Presence, Style, Sum, Template};
use super::things::Thing;
use super::{money, noise};

/// The number under which `{pay}` keeps its wallet, apart from those a frame numbers itself.
const PAID_WITH: u8 = 99;
/// An amount whose frame says nothing about its size.
const ANY_RANGE: (i64, i64) = (10_000, 500_000);

/// A frame filled: what is typed and what it means.
pub(super) struct Filled<'a> {
    pub(super) text: String,
    /// The frame's gold with its slots filled.
    pub(super) gold: String,
    /// The wallet of `{pay}`, for every item that names none.
    pub(super) paid: Option<String>,
    /// The day of `{when}`, for every item that names none.
    pub(super) day: Option<&'a str>,
}

/// Fills a frame.
pub(super) fn fill<'a>(of: &'a Generator, rng: &mut Rng, frame: &'a Frame) -> Result<Filled<'a>, String> {
    let mut draw = Draw {
        of,
        rng,
        frame,
        things: BTreeMap::new(),
        sums: Sums::default(),
        wallets: BTreeMap::new(),
        said: BTreeMap::new(),
        day: None,
    };
    let (text, gold) = draw.both()?;
    let paid = draw.wallets.get(&PAID_WITH).map(|wallet| wallet.name.clone());
    Ok(Filled { text, gold, paid, day: draw.day })
}

/// The amounts drawn for one message.
#[derive(Debug, Default)]
struct Sums {
    values: BTreeMap<u8, i64>,
    /// Of `{times}`: how many of how much.
    times: BTreeMap<u8, (i64, i64)>,
}

impl Sums {
    fn of(&self, sum: &Sum) -> i64 {
        sum.0.iter().map(|(factor, index)| factor * self.values.get(index).copied().unwrap_or_default()).sum()
    }
}

/// One message being made.
struct Draw<'a, 'r> {
    of: &'a Generator,
    rng: &'r mut Rng,
    frame: &'a Frame,
    things: BTreeMap<u8, Thing<'a>>,
    sums: Sums,
    wallets: BTreeMap<u8, &'a Wallet>,
    /// What was filled into a slot: the same again when it comes again.
    said: BTreeMap<(&'a str, u8), String>,
    day: Option<&'a str>,
}

impl<'a> Draw<'a, '_> {
    /// The message and its gold.
    fn both(&mut self) -> Result<(String, String), String> {
        let mut parts = Vec::new();
        self.choose(&self.frame.message, &mut parts);
        // Things before amounts, whose size depends on them; both before the text, which may name them in any order.
        for part in &parts {
            if let Part::Word { name, index, .. } = part
                && self.of.things.names(name)
                && !self.things.contains_key(index)
            {
                let thing = self.thing(name).ok_or(format!("nothing fills `{{{name}}}`"))?;
                self.things.insert(*index, thing);
            }
        }
        for part in &parts {
            if let Part::Money { style, sum, .. } = part {
                for (_, index) in &sum.0 {
                    self.money(*style, *index)?;
                }
            }
        }
        let mut text = String::new();
        for part in parts {
            self.write(part, &mut text)?;
        }
        Ok((tidy(&text), self.gold()?))
    }

    /// Decides every choice.
    fn choose(&mut self, template: &'a Template, parts: &mut Vec<&'a Part>) {
        for part in template {
            match part {
                Part::Choice(ways) => {
                    let way = self.rng.usize(0..ways.len());
                    self.choose(&ways[way], parts);
                }
                _ => parts.push(part),
            }
        }
    }

    /// Another thing of the same message is mostly of the first one's category, as people shop.
    fn thing(&mut self, name: &str) -> Option<Thing<'a>> {
        let first = self.things.values().next().map(|first| first.category);
        let alike = first.filter(|first| name == "thing" && self.of.things.is_spent_on(first));
        let alike = alike.filter(|_| self.rng.u32(0..100) < 55).unwrap_or(name);
        let mut drawn = self.of.things.draw(self.rng, alike)?;
        for _ in 0..8 {
            if self.things.values().all(|thing| thing.text != drawn.text) {
                break;
            }
            drawn = self.of.things.draw(self.rng, alike)?;
        }
        Some(drawn)
    }

    fn money(&mut self, style: Style, index: u8) -> Result<(), String> {
        if self.sums.values.contains_key(&index) {
            return Ok(());
        }
        let range = match self.frame.ranges.get(&index) {
            Some(range) => *range,
            None => self.range(index)?,
        };
        let value = match style {
            Style::Any => money::draw(self.rng, range),
            Style::Bare => money::draw_bare(self.rng, range),
            Style::Times => {
                let (count, each) = money::draw_times(self.rng, range);
                self.sums.times.insert(index, (count, each));
                count * each
            }
        };
        self.sums.values.insert(index, value);
        Ok(())
    }

    /// The prices of the category that the gold gives this amount.
    fn range(&self, index: u8) -> Result<(i64, i64), String> {
        for item in self.frame.gold.split(" ; ") {
            let Some((amount, rest)) = item.split_once('{').and_then(|(_, rest)| rest.split_once('}')) else {
                continue;
            };
            let Ok(Part::Money { sum, .. }) = template::slot(amount) else { continue };
            if sum.has(index) {
                let category = rest.split_whitespace().next().unwrap_or_default();
                let category = match category.strip_prefix('{').and_then(|slot| slot.strip_suffix('}')) {
                    Some(slot) => self.category(slot)?,
                    None if item.starts_with('>') => "transfer",
                    None => category,
                };
                return Ok(self.of.things.range(category).unwrap_or(ANY_RANGE));
            }
        }
        Ok(ANY_RANGE)
    }

    /// The category that `cat2` names.
    fn category(&self, slot: &str) -> Result<&'a str, String> {
        match template::slot(slot)? {
            Part::Word { name, index, .. } if name == "cat" => self
                .things
                .get(&index)
                .map(|thing| thing.category)
                .ok_or(format!("`{{{slot}}}` has no thing")),
            _ => Err(format!("`{{{slot}}}` is no category")),
        }
    }

    fn write(&mut self, part: &'a Part, text: &mut String) -> Result<(), String> {
        match part {
            Part::Text(plain) => text.push_str(plain),
            Part::Choice(ways) => {
                let way = self.rng.usize(0..ways.len());
                for part in &ways[way] {
                    self.write(part, text)?;
                }
            }
            Part::Money { style, sum, .. } => {
                for (_, index) in &sum.0 {
                    self.money(*style, *index)?;
                }
                let value = self.sums.of(sum);
                if value <= 0 {
                    return Err(format!("an amount of {value}"));
                }
                let times = sum.0.first().and_then(|(_, index)| self.sums.times.get(index)).copied();
                let written = match (style, times) {
                    (Style::Times, Some((count, each))) => money::write_times(self.rng, count, each),
                    (Style::Bare, _) => money::write_bare(value),
                    _ => money::write(self.rng, value),
                };
                text.push_str(&noise::kept(&written));
            }
            Part::Word { name, index, presence } => {
                let chance = match presence {
                    Presence::Always => 100,
                    Presence::Half => 50,
                    Presence::Usual => self.of.lists.get(name).map_or(100, |list| list.chance),
                };
                if self.rng.u32(0..100) < chance {
                    let word = self.word(name, *index)?;
                    text.push_str(&word);
                }
            }
        }
        Ok(())
    }

    fn word(&mut self, name: &'a str, index: u8) -> Result<String, String> {
        if let Some(said) = self.said.get(&(name, index)) {
            return Ok(said.clone());
        }
        let said = if self.of.things.names(name) {
            self.things
                .get(&index)
                .map(|thing| thing.text.to_owned())
                .ok_or(format!("no `{name}` was drawn"))?
        } else if WALLET_SLOTS.contains(&name) {
            self.wallet(name, index)?
        } else {
            let list = self.verbs(name, index).or_else(|| self.of.lists.get(name));
            let entry =
                list.and_then(|list| list.pick(self.rng)).ok_or(format!("nothing fills `{{{name}}}`"))?;
            let dates = ["when", "day"].contains(&name);
            if dates {
                self.day = entry.value.as_deref();
            }
            if dates && entry.text.contains(' ') && entry.value.is_some() {
                // "kemarin lusa" with one word swapped would be another day.
                return Ok(noise::kept(&entry.text));
            }
            let mut text = String::new();
            for part in &entry.template {
                match part {
                    // The wallet of `{pay}` is no wallet that the frame speaks of.
                    Part::Word { name: slot, .. } if WALLET_SLOTS.contains(&slot.as_str()) => {
                        text.push_str(&self.wallet(slot, PAID_WITH)?);
                    }
                    _ => self.write(part, &mut text)?,
                }
            }
            text
        };
        self.said.insert((name, index), said.clone());
        Ok(said)
    }

    /// `{buy}` fits its thing: one eats food, pays bills, and says nothing before what is a deed itself.
    fn verbs(&self, name: &str, index: u8) -> Option<&'a List> {
        let thing = self.things.get(&index).filter(|_| name == "buy")?;
        let fitting = if thing.act { "buy-act".to_owned() } else { format!("buy-{}", thing.category) };
        self.of.lists.get(&fitting)
    }

    fn wallet(&mut self, kind: &str, index: u8) -> Result<String, String> {
        if !self.wallets.contains_key(&index) {
            let fits = |wallet: &&Wallet| {
                let of_kind = match kind {
                    // Cards for the toll gate pay for little else: frames name them themselves.
                    "wallet" => wallet.kind != "toll",
                    "account" => wallet.kind == "ewallet" || wallet.kind == "bank",
                    _ => wallet.kind == kind,
                };
                of_kind && self.wallets.values().all(|other| other.name != wallet.name)
            };
            let fitting: Vec<&Wallet> = self.of.wallets.iter().filter(fits).collect();
            let total: u32 = fitting.iter().map(|wallet| wallet.weight).sum();
            if total == 0 {
                return Err(format!("no wallet left for `{{{kind}}}`"));
            }
            let mut at = self.rng.u32(0..total);
            for wallet in fitting {
                if at < wallet.weight {
                    self.wallets.insert(index, wallet);
                    break;
                }
                at -= wallet.weight;
            }
        }
        let wallet = self.wallets.get(&index).ok_or("no wallet")?;
        // The first name is the usual one.
        let usual = self.rng.u32(0..100) < 60;
        let called = &wallet.called[if usual { 0 } else { self.rng.usize(0..wallet.called.len()) }];
        Ok(noise::kept(called))
    }

    /// The gold with its slots filled.
    fn gold(&self) -> Result<String, String> {
        let mut gold = String::new();
        let mut rest = self.frame.gold.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (slot, after) = after.split_once('}').ok_or("`{` without `}` in the gold")?;
            gold.push_str(before);
            match template::slot(slot)? {
                Part::Money { sum, .. } => gold.push_str(&self.sums.of(&sum).to_string()),
                Part::Word { name, index, .. } if WALLET_SLOTS.contains(&name.as_str()) => {
                    let wallet =
                        self.wallets.get(&index).ok_or(format!("the message has no `{{{slot}}}`"))?;
                    gold.push_str(&wallet.name);
                }
                _ => gold.push_str(self.category(slot)?),
            }
            rest = after;
        }
        gold.push_str(rest);
        Ok(gold)
    }
}

/// Single spaces, and none where an empty slot left one.
fn tidy(text: &str) -> String {
    let lines = text
        .split('\n')
        .map(|line| line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
    let text = lines.collect::<Vec<_>>().join("\n");
    let text =
        text.replace(" ,", ",").replace(" .", ".").replace(",,", ",").replace(" !", "!").replace(" ?", "?");
    text.trim_matches(|c: char| c == ' ' || c == ',').to_owned()
}
