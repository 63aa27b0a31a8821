//! Frames filled at random: a message and, from the same draw, its record.

use std::collections::BTreeMap;
use std::path::Path;

use fastrand::Rng;

use super::draw::{self, Filled};
use super::gold::{Gold, halves};
use super::labelled::Labelled;
use super::lists::{Entry, Lists};
use super::noise::Noise;
use super::template::{self, Part, Sum, Template};
use super::things::Things;
use super::{Error, texts};

/// What a `{wallet}` slot may be, by the slot's name: the kinds of the list `[wallets]`.
pub(super) const WALLET_SLOTS: [&str; 7] = ["wallet", "account", "ewallet", "bank", "cash", "card", "toll"];
/// One line of a frame file.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) at: String,
    pub(super) message: Template,
    pub(super) gold: String,
    /// The sizes it gives its amounts, by number.
    pub(super) ranges: BTreeMap<u8, (i64, i64)>,
}

/// The frames under one `## phenomenon weight`.
#[derive(Debug)]
pub(super) struct Section {
    phenomenon: String,
    weight: u32,
    pub(super) frames: Vec<Frame>,
}

/// A wallet and what people call it.
#[derive(Debug)]
pub(super) struct Wallet {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) weight: u32,
    pub(super) called: Vec<String>,
}

/// Makes labelled messages without end, the same ones from the same seed.
#[derive(Debug)]
pub struct Generator {
    pub(super) sections: Vec<Section>,
    pub(super) lists: Lists,
    pub(super) things: Things,
    pub(super) wallets: Vec<Wallet>,
    noise: Noise,
}

impl Generator {
    /// Reads the frames, slots and noise of a corpus folder.
    ///
    /// # Errors
    /// The first file that cannot be read or line that is not in form, with its place.
    pub fn read(corpus: &Path) -> Result<Self, Error> {
        let lists = Lists::read(&corpus.join("slots"))?;
        let mut sections = Vec::new();
        for (name, text) in texts(&corpus.join("frames"))? {
            read_frames(&name, &text, &mut sections)?;
        }
        let wallets = wallets(&lists)?;
        let noise = Noise::read(&corpus.join("noise"), wallets.iter().flat_map(|wallet| &wallet.called))?;
        let generator = Self { things: Things::new(&lists)?, sections, wallets, noise, lists };
        generator.check()?;
        Ok(generator)
    }

    /// How many frames there are.
    pub fn frames(&self) -> usize {
        self.sections.iter().map(|section| section.frames.len()).sum()
    }

    /// The next message, as typed: with noise in it more often than not.
    ///
    /// # Errors
    /// A frame whose filled gold is not in form, with its place.
    pub fn next(&self, rng: &mut Rng) -> Result<Labelled, Error> {
        let mut labelled = self.clean(rng)?;
        labelled.text = self.noise.apply(rng, &labelled.text, labelled.kind);
        Ok(labelled)
    }

    /// The next message before noise; what noise must leave alone is still marked.
    pub(super) fn clean(&self, rng: &mut Rng) -> Result<Labelled, Error> {
        let mut at = rng.u32(0..self.sections.iter().map(|section| section.weight).sum());
        let section = self.sections.iter().find(|section| match at.checked_sub(section.weight) {
            Some(left) => {
                at = left;
                false
            }
            None => true,
        });
        let section = section.ok_or_else(|| Error::new("frames", "no section has a weight"))?;
        let frame = &section.frames[rng.usize(0..section.frames.len())];
        self.fill(rng, section, frame)
    }

    pub(super) fn fill(&self, rng: &mut Rng, section: &Section, frame: &Frame) -> Result<Labelled, Error> {
        let Filled { text, gold, paid, day } =
            draw::fill(self, rng, frame).map_err(|why| Error::new(&frame.at, why))?;
        let mut gold =
            Gold::read(&gold).map_err(|why| Error::new(&frame.at, format!("{why} in `{gold}`")))?;
        let day = day.map(|day| Gold::read(&format!("-1 makanan {day}"))).transpose();
        let day =
            day.map_err(|why| Error::new(&frame.at, why))?.and_then(|gold| gold.items.into_iter().next());
        let today = super::gold::TODAY.to_string();
        for item in &mut gold.items {
            if item.wallet.is_none() && item.to_wallet.is_none() {
                item.wallet.clone_from(&paid);
            }
            if let Some(day) = day.as_ref().filter(|_| item.date == today) {
                item.date.clone_from(&day.date);
            }
        }
        let Gold { kind, cue, asked, items } = gold;
        Ok(Labelled { text, phenomenon: section.phenomenon.clone(), kind, cue, asked, transactions: items })
    }

    /// Every slot of every frame and list has something to fill it with.
    fn check(&self) -> Result<(), Error> {
        let unknown = |at: &str, template: &Template| {
            let mut names = Vec::new();
            visit(template, &mut |part| {
                if let Part::Word { name, .. } = part {
                    names.push(name.clone());
                }
            });
            match names.into_iter().find(|name| !self.fills(name)) {
                Some(name) => Err(Error::new(at, format!("nothing fills `{{{name}}}`"))),
                None => Ok(()),
            }
        };
        for frame in self.sections.iter().flat_map(|section| &section.frames) {
            unknown(&frame.at, &frame.message)?;
            self.check_numbers(frame)?;
        }
        for (name, list) in self.lists.iter() {
            for entry in &list.entries {
                unknown(&format!("[{name}]"), &entry.template)?;
            }
        }
        Ok(())
    }

    /// One number stands for one thing and for one wallet.
    fn check_numbers(&self, frame: &Frame) -> Result<(), Error> {
        let mut taken: BTreeMap<(bool, u8), String> = BTreeMap::new();
        let mut twice = None;
        visit(&frame.message, &mut |part| {
            if let Part::Word { name, index, .. } = part {
                let wallet = WALLET_SLOTS.contains(&name.as_str());
                if wallet || self.things.names(name) {
                    let first = taken.entry((wallet, *index)).or_insert_with(|| name.clone());
                    if first != name {
                        twice = Some(format!("`{{{first}}}` and `{{{name}}}` have one number"));
                    }
                }
            }
        });
        twice.map_or(Ok(()), |why| Err(Error::new(&frame.at, why)))
    }

    fn fills(&self, name: &str) -> bool {
        WALLET_SLOTS.contains(&name) || self.things.names(name) || self.lists.get(name).is_some()
    }
}

fn read_frames(file: &str, text: &str, sections: &mut Vec<Section>) -> Result<(), Error> {
    let before = sections.len();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(head) = line.strip_prefix("## ") {
            let weighted =
                head.rsplit_once(' ').and_then(|(name, weight)| Some((name, weight.parse().ok()?)));
            let (name, weight) =
                weighted.ok_or_else(|| Error::line(file, index, "a section is `## name weight`"))?;
            sections.push(Section { phenomenon: name.to_owned(), weight, frames: Vec::new() });
        } else if !line.is_empty() && !line.starts_with('#') {
            let wrong = |why: String| Error::line(file, index, why);
            let (message, gold) = halves(line).map_err(wrong)?;
            let message = template::parse(&message.replace("\\n", "\n")).map_err(wrong)?;
            let mut ranges = BTreeMap::new();
            visit(&message, &mut |part| {
                if let Part::Money { sum: Sum(terms), range: Some(range), .. } = part {
                    ranges.extend(terms.first().map(|(_, index)| (*index, *range)));
                }
            });
            let section = sections.get_mut(before..).and_then(<[_]>::last_mut);
            let section =
                section.ok_or_else(|| Error::line(file, index, "a frame before the first `## section`"))?;
            let at = format!("{file}:{}", index + 1);
            section.frames.push(Frame { at, message, gold: gold.to_owned(), ranges });
        }
    }
    match sections.iter().find(|section| section.frames.is_empty()) {
        Some(section) => Err(Error::new(file, format!("`{}` has no frame", section.phenomenon))),
        None => Ok(()),
    }
}

/// The list `[wallets]`: `gopay, gpay => GoPay ewallet 14`.
fn wallets(lists: &Lists) -> Result<Vec<Wallet>, Error> {
    let list = lists.get("wallets").ok_or_else(|| Error::new("slots", "there is no [wallets]"))?;
    let wallet = |entry: &Entry| {
        let (rest, weight) = entry.value.as_deref()?.rsplit_once(' ')?;
        let (name, kind) = rest.rsplit_once(' ')?;
        let called = entry.text.split(',').map(|called| called.trim().to_owned()).collect();
        let known = super::WALLETS.contains(&name).then(|| name.to_owned())?;
        Some(Wallet { name: known, kind: kind.to_owned(), weight: weight.parse().ok()?, called })
    };
    let read = |entry| wallet(entry).ok_or(&entry.text);
    let wallets: Result<Vec<_>, _> = list.entries.iter().map(read).collect();
    wallets.map_err(|text| Error::new("[wallets]", format!("`{text}` is not `called => Name kind weight`")))
}

/// Calls `seen` with every part, also within choices.
fn visit(template: &Template, seen: &mut impl FnMut(&Part)) {
    for part in template {
        seen(part);
        if let Part::Choice(ways) = part {
            for way in ways {
                visit(way, seen);
            }
        }
    }
}
