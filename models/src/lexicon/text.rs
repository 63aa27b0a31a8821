//! The format of `models/lexicon/*.txt`.
//!
//! `#` starts a comment; terms are separated by commas and line ends. A category's file lists its terms, each
//! with an optional mark (`term?` weak, `term~` yielding, `term!` ruling). A role file has `[section]` lines. The spelling file has
//! lines `canonical = written, written`.

use super::{Meaning, Role, Roles, Strength, Term};

/// The categories with a file: slug, whether it is income, its text.
macro_rules! category {
    ($slug:literal, $income:literal) => {
        ($slug, $income, include_str!(concat!("../../lexicon/", $slug, ".txt")))
    };
}

/// Slug, income, text.
const CATEGORIES: [(&str, bool, &str); 22] = [
    category!("makanan", false),
    category!("transportasi", false),
    category!("tagihan", false),
    category!("rumah-tangga", false),
    category!("belanja", false),
    category!("kesehatan", false),
    category!("pendidikan", false),
    category!("hiburan", false),
    category!("perawatan-diri", false),
    category!("keluarga", false),
    category!("donasi", false),
    category!("hewan", false),
    category!("tabungan", false),
    category!("utang", false),
    category!("lainnya", false),
    category!("gaji", true),
    category!("bonus", true),
    category!("usaha", true),
    category!("hasil-investasi", true),
    category!("hadiah", true),
    category!("refund", true),
    category!("pemasukan-lain", true),
];

/// The slug of one of the [`CATEGORIES`].
pub(super) fn category(nth: u8) -> &'static str {
    CATEGORIES.get(usize::from(nth)).map_or("lainnya", |(slug, _, _)| slug)
}

/// The files of roles.
const ROLES: [&str; 4] = [
    include_str!("../../lexicon/roles-money.txt"),
    include_str!("../../lexicon/roles-kind.txt"),
    include_str!("../../lexicon/roles-people.txt"),
    include_str!("../../lexicon/roles-known.txt"),
];

const SPELLINGS: &str = include_str!("../../lexicon/spelling.txt");

/// Every entry of every file; a phrase may come several times.
pub(super) fn entries() -> Vec<Term> {
    let mut entries = Vec::new();
    for (nth, (_, income, text)) in (0_u8..).zip(CATEGORIES) {
        for written in text.lines().flat_map(terms) {
            let (phrase, strength) = marked(written);
            let meaning = Some(Meaning { nth, strength });
            let (expense, income) = if income { (None, meaning) } else { (meaning, None) };
            entries.push(Term { phrase, expense, income, roles: Roles::NONE });
        }
    }
    for text in ROLES {
        let mut role = Role::Known;
        for line in text.lines() {
            if let Some(section) = line.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                role = Role::of_section(section).unwrap_or(Role::Known);
                continue;
            }
            for phrase in terms(line) {
                entries.push(Term { phrase, expense: None, income: None, roles: Roles::one(role) });
            }
        }
    }
    entries
}

/// Written form and canonical text, in the order of the file.
pub(crate) fn spellings() -> impl Iterator<Item = (&'static str, &'static str)> {
    SPELLINGS.lines().flat_map(|line| {
        let (canonical, written) = without_comment(line).split_once('=').unwrap_or_default();
        terms(written).map(move |written| (written, canonical.trim()))
    })
}

fn without_comment(line: &str) -> &str {
    line.split('#').next().unwrap_or_default()
}

fn terms(line: &str) -> impl Iterator<Item = &str> {
    without_comment(line).split(',').map(str::trim).filter(|term| !term.is_empty())
}

fn marked(written: &str) -> (&str, Strength) {
    if let Some(phrase) = written.strip_suffix('?') {
        (phrase, Strength::Weak)
    } else if let Some(phrase) = written.strip_suffix('~') {
        (phrase, Strength::Yielding)
    } else if let Some(phrase) = written.strip_suffix('!') {
        (phrase, Strength::Ruling)
    } else {
        (written, Strength::Plain)
    }
}

/// The section names that no role answers to, for the test that there are none.
#[cfg(test)]
pub(super) fn unknown_sections() -> Vec<&'static str> {
    ROLES
        .iter()
        .flat_map(|text| text.lines())
        .filter_map(|line| line.trim().strip_prefix('['))
        .map(|rest| rest.trim_end_matches(']'))
        .filter(|section| Role::of_section(section).is_none())
        .collect()
}
