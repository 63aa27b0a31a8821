//! What the doctor found, in both languages.

use serde::{Deserialize, Serialize};

use crate::ledger::Language;

/// A sentence in each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Both {
    pub id: String,
    pub en: String,
}

impl Both {
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::Indonesian => &self.id,
            Language::English => &self.en,
        }
    }
}

/// A [`Both`] from two formats, Indonesian first: neither can be left out.
macro_rules! both {
    ($id:literal, $en:literal $(,)?) => {
        $crate::doctor::finding::Both { id: format!($id), en: format!($en) }
    };
}
pub(super) use both;

/// What was found of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Verdict {
    /// It was looked at, and is as it should be.
    #[serde(rename = "pass")]
    Pass,
    /// It is not looked at here, or does not concern this box; the evidence says why.
    #[serde(rename = "n/a")]
    NotApplicable,
    /// Worth somebody's time.
    #[serde(rename = "warn")]
    Warn,
    /// Wrong.
    #[serde(rename = "fail")]
    Fail,
}

impl Verdict {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::NotApplicable => "n/a",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// What a check came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ruling {
    pub(super) verdict: Verdict,
    pub(super) evidence: Both,
    pub(super) advice: Option<Both>,
}

impl Ruling {
    pub(super) const fn pass(evidence: Both) -> Self {
        Self { verdict: Verdict::Pass, evidence, advice: None }
    }

    pub(super) const fn none(evidence: Both) -> Self {
        Self { verdict: Verdict::NotApplicable, evidence, advice: None }
    }

    pub(super) const fn warn(evidence: Both, advice: Both) -> Self {
        Self { verdict: Verdict::Warn, evidence, advice: Some(advice) }
    }

    pub(super) const fn fail(evidence: Both, advice: Both) -> Self {
        Self { verdict: Verdict::Fail, evidence, advice: Some(advice) }
    }

    /// It can be looked at only while the box runs.
    pub(super) fn not_running() -> Self {
        Self::none(both!(
            "kotaknya tidak sedang berjalan, jadi ini tidak bisa dilihat",
            "the box is not running, so this cannot be looked at"
        ))
    }

    /// The store did not open, which another item tells.
    pub(super) fn no_store() -> Self {
        Self::none(both!(
            "catatannya tidak terbuka (lihat I2), jadi ini tidak bisa dilihat",
            "the records did not open (see I2), so this cannot be looked at"
        ))
    }
}

/// An item of the checklist, as it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// `S1` to `G6`.
    pub item: String,
    pub title: Both,
    pub verdict: Verdict,
    pub evidence: Both,
    /// What to do, where something is to be done.
    pub advice: Option<Both>,
    /// The document or the test that proves what cannot be seen on a box.
    pub proof: Option<String>,
    /// Where the manual tells more of it.
    pub manual: String,
}
