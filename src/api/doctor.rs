//! The checklist that the box checks itself against.

use poem_openapi::param::Path;
use poem_openapi::{Enum, Object, OpenApi};

use super::Tags;
use super::caller::Caller;
use super::problem::{Owning, Refused, Removing};
use super::reply::{Done, Shown};
use super::scalar::{Instant, Nullable};
use crate::doctor::{self, Doctor, Finding, Lasting};
use crate::ledger::Language;

#[derive(Debug)]
pub(super) struct Doctors;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Box")]
impl Doctors {
    /// Look at how the box is
    ///
    /// Every item of the checklist, as found now or within the last three seconds: what was found, what to do about it,
    /// and where the manual tells more. Takes up to some seconds. An item that cannot be seen on a box names what
    /// proves it. Only for owners of the household that the box was set up with.
    #[oai(path = "/doctor", method = "get", operation_id = "look_at_box")]
    async fn look(&self, caller: Caller) -> Result<Shown<Checkup>, Refused<Owning>> {
        caller.run(|me| me.as_keeper().map(|_| ())).await?;
        let findings = caller.door.doctor().examine(Doctor::HELD).await;
        Ok(Shown(Checkup::of(&findings, caller.speech.language())))
    }

    /// List how the box was
    ///
    /// Readings of the last day, kept in memory since the box was started, the oldest first. Only for owners of
    /// the household that the box was set up with.
    #[oai(path = "/doctor/readings", method = "get", operation_id = "list_readings")]
    async fn readings(&self, caller: Caller) -> Result<Shown<Readings>, Refused<Owning>> {
        caller.run(|me| me.as_keeper().map(|_| ())).await?;
        let items = caller.door.doctor().readings().into_iter().map(BoxReading::from).collect();
        Ok(Shown(Readings { every_s: Doctor::READ_EVERY_S, items }))
    }

    /// List the box's troubles
    ///
    /// Those that hold as of the last look, which is taken once a minute. Owners are told of one that lasts; the other
    /// adults are told as well when nobody has seen it for half an hour, or six hours where it can wait. Only for owners
    /// of the household that the box was set up with.
    #[oai(path = "/doctor/alarms", method = "get", operation_id = "list_alarms")]
    async fn alarms(&self, caller: Caller) -> Result<Shown<Alarms>, Refused<Owning>> {
        caller.run(|me| me.as_keeper().map(|_| ())).await?;
        let language = caller.speech.language();
        let items = caller.door.doctor().alarms();
        Ok(Shown(Alarms { items: items.iter().map(|lasting| Alarm::of(lasting, language)).collect() }))
    }

    /// Take note of a trouble
    ///
    /// Nobody else is told of it until it is over. It is told anew when it comes back. Only for owners of the
    /// household that the box was set up with.
    #[oai(path = "/doctor/alarms/:alarm/acknowledge", method = "post", operation_id = "acknowledge_alarm")]
    async fn acknowledge(&self, caller: Caller, alarm: Path<AlarmCode>) -> Result<Done, Refused<Removing>> {
        let place = doctor::Alarm::from(alarm.0).place();
        caller
            .run(move |me| {
                me.clone().as_keeper()?;
                me.acknowledge_alarm(place)
            })
            .await?;
        Ok(Done)
    }
}

/// How the box was.
#[derive(Debug, Object)]
pub(super) struct Readings {
    /// Seconds between them.
    pub every_s: u32,
    pub items: Vec<BoxReading>,
}

/// How the box was at a moment.
#[derive(Debug, Object)]
pub(super) struct BoxReading {
    pub at: Instant,
    /// What the program held, in bytes; `null` where the system does not tell.
    pub own_memory: Nullable<u64>,
    /// What was left on the machine, in bytes.
    pub memory_free: Nullable<u64>,
    /// What was left on the data folder's disk, in bytes.
    pub disk_free: Nullable<u64>,
    /// Of the warmest part, in thousandths of a degree Celsius.
    pub warmth: Nullable<i64>,
    /// Messages to chats that waited.
    pub waiting: u64,
    /// Requests since the reading before.
    pub requests: u64,
    /// Of these, those that could not be answered.
    pub failed: u64,
}

/// The troubles that hold.
#[derive(Debug, Object)]
pub(super) struct Alarms {
    pub items: Vec<Alarm>,
}

/// A trouble of the box. `what` is in the caller's language.
#[derive(Debug, Object)]
pub(super) struct Alarm {
    pub code: AlarmCode,
    pub what: String,
    pub since: Instant,
    /// When owners were told; `null`: it has not held for long enough, or waits for the morning.
    pub told: Nullable<Instant>,
    /// Whether somebody who looks after the box has seen it.
    pub acknowledged: bool,
}

impl Alarm {
    fn of(lasting: &Lasting, language: Language) -> Self {
        Self {
            code: lasting.alarm.into(),
            what: lasting.said.of(language).to_owned(),
            since: Instant(lasting.since),
            told: lasting.told.map(Instant).into(),
            acknowledged: lasting.is_acknowledged,
        }
    }
}

impl From<doctor::Reading> for BoxReading {
    fn from(reading: doctor::Reading) -> Self {
        let doctor::Reading { at, own_memory, memory_free, disk_free, warmth, waiting, requests, failed } =
            reading;
        Self {
            at: Instant(at),
            own_memory: own_memory.into(),
            memory_free: memory_free.into(),
            disk_free: disk_free.into(),
            warmth: warmth.into(),
            waiting,
            requests,
            failed,
        }
    }
}

/// Says the doctor's names in the contract, each once.
macro_rules! alarm_codes {
    ($($name:ident),*) => {
        /// What a trouble is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
        #[oai(rename_all = "snake_case")]
        pub(super) enum AlarmCode {
            $($name,)*
        }

        impl From<doctor::Alarm> for AlarmCode {
            fn from(alarm: doctor::Alarm) -> Self {
                match alarm { $(doctor::Alarm::$name => Self::$name,)* }
            }
        }

        impl From<AlarmCode> for doctor::Alarm {
            fn from(code: AlarmCode) -> Self {
                match code { $(AlarmCode::$name => Self::$name,)* }
            }
        }
    };
}

alarm_codes!(Disk, Writing, Clock, Memory, Warmth, Wear, Queue, Silence, Errors, Search, Certificate);

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
    fn of(findings: &[Finding], language: Language) -> Self {
        let count = |verdict| {
            let found = findings.iter().filter(|finding| finding.verdict == verdict).count();
            u32::try_from(found).unwrap_or(u32::MAX)
        };
        Self {
            verdict: doctor::worst(findings).into(),
            passed: count(doctor::Verdict::Pass),
            warned: count(doctor::Verdict::Warn),
            failed: count(doctor::Verdict::Fail),
            not_applicable: count(doctor::Verdict::NotApplicable),
            items: findings.iter().map(|finding| CheckedItem::of(finding, language)).collect(),
        }
    }
}

impl CheckedItem {
    fn of(finding: &Finding, language: Language) -> Self {
        Self {
            title: finding.title.of(language).to_owned(),
            verdict: finding.verdict.into(),
            evidence: finding.evidence.of(language).to_owned(),
            advice: finding.advice.as_ref().map(|advice| advice.of(language).to_owned()).into(),
            proof: finding.proof.clone().into(),
            manual: finding.manual.clone(),
            id: finding.item.clone(),
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
