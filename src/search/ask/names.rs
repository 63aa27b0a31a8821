//! What the words of a search may be the names of: only what the asking member may know of.

use super::field;
use crate::ledger::{CategorySlug, Currency, Cycle, Day, MemberId, WalletId};
use crate::search::nearness::Nearness;
use crate::search::query::Label;
use crate::search::{root, words};

/// What must be known to read a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    pub today: Day,
    /// `bulan lalu` is the family's month.
    pub cycle: Cycle,
    /// What an amount without a sign is in.
    pub currency: Currency,
    pub known: Vec<Known>,
}

/// Whether some word of a name begins as typed.
pub fn begins_so(name: &str, typed: &str) -> bool {
    let typed = words::each(typed);
    let parts = words::each(name);
    !typed.is_empty() && typed.iter().all(|typed| parts.iter().any(|part| part.starts_with(typed)))
}

/// Something with names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub is: Named,
    /// The one that is shown first.
    pub called: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    Wallet(WalletId),
    /// With all that were merged into it.
    Category(Vec<CategorySlug>),
    Member(MemberId),
}

impl Vocabulary {
    /// The labels of what goes by that name: exactly, or else what is nearest to it.
    pub(super) fn named(&self, name: &str, label: fn(&Named) -> Vec<Label>) -> Vec<Label> {
        let asked = words::each(name);
        let mut nearest: Option<(Nearness, usize)> = None;
        let mut labels = Vec::new();
        for known in self.known.iter().filter(|known| !label(&known.is).is_empty()) {
            let Some(nearness) = known.nearness(&asked) else { continue };
            if nearest.is_none_or(|before| nearness < before) {
                (nearest, labels) = (Some(nearness), Vec::new());
            }
            if nearest == Some(nearness) {
                labels.extend(label(&known.is));
            }
        }
        labels
    }

    /// Everything that a word is part of the name of.
    pub(super) fn names_of(&self, word: &str) -> Vec<(Nearness, Label)> {
        let roots = root::roots(word);
        let mut names: Vec<(Nearness, Label)> =
            field::type_meant(word).map(|kind| (Nearness::Same, Label::Type(kind))).into_iter().collect();
        for known in &self.known {
            let called = known.called.iter().flat_map(|name| words::each(name));
            let nearest = called.filter_map(|part| Nearness::of(&part, word, &roots)).min();
            if let Some(nearness) = nearest {
                names.extend(known.is.labels().into_iter().map(|label| (nearness, label)));
            }
        }
        names
    }
}

impl Known {
    /// How near all the words are to one of its names, and how many words of the name are left over.
    fn nearness(&self, asked: &[String]) -> Option<(Nearness, usize)> {
        if asked.is_empty() {
            return None;
        }
        let of_name = |name: &String| {
            let parts = words::each(name);
            let mut farthest = Nearness::Same;
            for word in asked {
                let roots = root::roots(word);
                let near = parts.iter().filter_map(|part| Nearness::of(part, word, &roots)).min();
                farthest = farthest.max(near?);
            }
            Some((farthest, parts.len().saturating_sub(asked.len())))
        };
        self.called.iter().filter_map(of_name).min()
    }
}

impl Named {
    fn labels(&self) -> Vec<Label> {
        match self {
            Self::Wallet(id) => vec![Label::Wallet(*id)],
            Self::Category(slugs) => slugs.iter().copied().map(Label::Category).collect(),
            Self::Member(id) => vec![Label::By(*id), Label::For(*id)],
        }
    }
}

pub(super) fn wallet_or_by(named: &Named) -> Vec<Label> {
    wallet(named).into_iter().chain(by(named)).collect()
}

pub(super) fn wallet(named: &Named) -> Vec<Label> {
    if matches!(named, Named::Wallet(_)) { named.labels() } else { Vec::new() }
}

pub(super) fn category(named: &Named) -> Vec<Label> {
    if matches!(named, Named::Category(_)) { named.labels() } else { Vec::new() }
}

pub(super) fn by(named: &Named) -> Vec<Label> {
    if let Named::Member(id) = named { vec![Label::By(*id)] } else { Vec::new() }
}

pub(super) fn for_whom(named: &Named) -> Vec<Label> {
    if let Named::Member(id) = named { vec![Label::For(*id)] } else { Vec::new() }
}
