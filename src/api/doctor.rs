//! The checklist that the box checks itself against.

use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::caller::Caller;
use super::problem::{Owning, Refused};
use super::reply::Shown;
use super::scalar::Nullable;
use crate::doctor::{self, Finding};
use crate::ledger::Language;

#[derive(Debug)]
pub(super) struct Doctors;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Box")]
impl Doctors {
    /// Look at how the box is
    ///
    /// Every item of the checklist, looked at now: what was found, what to do about it, and where the manual tells more.
    /// Takes up to some seconds. An item that cannot be seen on a box names what proves it. Only for owners.
    #[oai(path = "/doctor", method = "get", operation_id = "look_at_box")]
    async fn look(&self, caller: Caller) -> Result<Shown<Checkup>, Refused<Owning>> {
        caller.run(|me| me.as_owner().map(|_| ())).await?;
        let findings = caller.door.doctor().examine().await;
        Ok(Shown(Checkup::of(findings, caller.speech.language())))
    }
}

/// How the box is.
#[derive(Debug, Object)]
pub(super) struct Checkup {
    /// The worst that was found.
    pub verdict: Verdict,
    pub passed: u32,
    pub warned: u32,
    pub failed: u32,
    /// How many were not looked at, or do not concern this box.
    pub not_applicable: u32,
    pub items: Vec<CheckedItem>,
}

/// An item of the checklist. `evidence` and `advice` are in the caller's language.
#[derive(Debug, Object)]
pub(super) struct CheckedItem {
    /// `S1` to `G6`.
    pub id: String,
    pub title: String,
    pub verdict: Verdict,
    /// What was seen, or why nothing was.
    pub evidence: String,
    /// What to do; `null` where there is nothing to do.
    pub advice: Nullable<String>,
    /// The document or test that proves what cannot be seen on a box.
    pub proof: Nullable<String>,
    /// Where the manual tells more.
    pub manual: String,
}

/// What was found. `n/a`: not looked at, or of no concern here; the evidence says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub(super) enum Verdict {
    Pass,
    Warn,
    Fail,
    #[oai(rename = "n/a")]
    NotApplicable,
}

impl Checkup {
    fn of(findings: Vec<Finding>, language: Language) -> Self {
        let count = |verdict| {
            let found = findings.iter().filter(|finding| finding.verdict == verdict).count();
            u32::try_from(found).unwrap_or(u32::MAX)
        };
        Self {
            verdict: doctor::worst(&findings).into(),
            passed: count(doctor::Verdict::Pass),
            warned: count(doctor::Verdict::Warn),
            failed: count(doctor::Verdict::Fail),
            not_applicable: count(doctor::Verdict::NotApplicable),
            items: findings.into_iter().map(|finding| CheckedItem::of(finding, language)).collect(),
        }
    }
}

impl CheckedItem {
    fn of(finding: Finding, language: Language) -> Self {
        Self {
            title: finding.title.of(language).to_owned(),
            verdict: finding.verdict.into(),
            evidence: finding.evidence.of(language).to_owned(),
            advice: finding.advice.map(|advice| advice.of(language).to_owned()).into(),
            proof: finding.proof.into(),
            manual: finding.manual,
            id: finding.item,
        }
    }
}

impl From<doctor::Verdict> for Verdict {
    fn from(verdict: doctor::Verdict) -> Self {
        match verdict {
            doctor::Verdict::Pass => Self::Pass,
            doctor::Verdict::Warn => Self::Warn,
            doctor::Verdict::Fail => Self::Fail,
            doctor::Verdict::NotApplicable => Self::NotApplicable,
        }
    }
}
