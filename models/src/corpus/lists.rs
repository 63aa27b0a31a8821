//! What fills slots: `[name]` sections of entries separated by `|`, read from `slots/` and `noise/`.

use std::collections::BTreeMap;
use std::path::Path;

use fastrand::Rng;

use super::template::{self, Template};
use super::{Error, texts};

/// One way to fill a slot.
#[derive(Debug)]
pub(super) struct Entry {
    /// As written.
    pub(super) text: String,
    pub(super) template: Template,
    /// What it means to the record: `kemarin => d-1`.
    pub(super) value: Option<String>,
    weight: u32,
}

/// The entries of one section.
#[derive(Debug)]
pub(super) struct List {
    /// How often a slot of this name is filled at all, in per cent.
    pub(super) chance: u32,
    pub(super) entries: Vec<Entry>,
}

impl List {
    /// One entry, by weight. A list is never empty.
    pub(super) fn pick(&self, rng: &mut Rng) -> Option<&Entry> {
        let mut at = rng.u32(0..self.entries.iter().map(|entry| entry.weight).sum());
        self.entries.iter().find(|entry| match at.checked_sub(entry.weight) {
            Some(left) => {
                at = left;
                false
            }
            None => true,
        })
    }
}

/// Every list of a folder.
#[derive(Debug, Default)]
pub(super) struct Lists(BTreeMap<String, List>);

impl Lists {
    pub(super) fn read(folder: &Path) -> Result<Self, Error> {
        let mut lists = Self::default();
        for (name, text) in texts(folder)? {
            lists.add(&name, &text)?;
        }
        Ok(lists)
    }

    pub(super) fn get(&self, name: &str) -> Option<&List> {
        self.0.get(name)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &List)> {
        self.0.iter()
    }

    /// Adds one file. A section that stands in several places is one list.
    pub(super) fn add(&mut self, file: &str, text: &str) -> Result<(), Error> {
        let mut section = None;
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |why: String| Error::line(file, index, why);
            // `[name]` and `[name 30%]`; an entry that begins with a choice has more behind its bracket.
            if let Some(head) = line.strip_prefix('[').and_then(|head| head.strip_suffix(']'))
                && !head.contains('|')
            {
                let (name, chance) = head.split_once(' ').unwrap_or((head, "100%"));
                let chance = chance.trim_end_matches('%').parse().ok().filter(|chance| *chance <= 100);
                let chance = chance.ok_or_else(|| wrong(format!("`{head}` has no chance in per cent")))?;
                self.0.entry(name.to_owned()).or_insert(List { chance, entries: Vec::new() });
                section = Some(name.to_owned());
                continue;
            }
            let list = section.as_ref().and_then(|name| self.0.get_mut(name));
            let list = list.ok_or_else(|| wrong("an entry before the first [section]".to_owned()))?;
            for written in entries(line) {
                list.entries.push(entry(written).map_err(wrong)?);
            }
        }
        match self.0.iter().find(|(_, list)| list.entries.is_empty()) {
            Some((name, _)) => Err(Error::new(file, format!("[{name}] has no entry"))),
            None => Ok(()),
        }
    }
}

/// The entries of a line: cut at every `|` outside of choices.
fn entries(line: &str) -> Vec<&str> {
    let mut depth = 0;
    line.split(move |c| {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        c == '|' && depth == 0
    })
    .map(str::trim)
    .filter(|entry| !entry.is_empty())
    .collect()
}

/// `5* text => value`; `_` is nothing.
fn entry(written: &str) -> Result<Entry, String> {
    let (written, value) = written
        .split_once(" => ")
        .map_or((written, None), |(text, value)| (text.trim(), Some(value.trim().to_owned())));
    let weighted = written.split_once("* ").and_then(|(weight, rest)| Some((weight.parse().ok()?, rest)));
    let (weight, text) = weighted.filter(|(weight, _)| *weight > 0).unwrap_or((1, written));
    let text = if text == "_" { "" } else { text };
    Ok(Entry { text: text.to_owned(), template: template::parse(text)?, value, weight })
}
