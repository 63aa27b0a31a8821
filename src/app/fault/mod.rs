//! What went wrong in the box and in the family's browsers: one group for all that is alike, counted, until the box's
//! keeper says that it is solved; open again when it comes back.
//!
//! Nothing that anybody wrote is in it. What the box says itself are sentences of its own; what a browser says is washed
//! first ([`wash`]).

mod catch;
mod wash;

pub(super) use catch::Nets;
pub use catch::{Caught, MetIn, Mishap};

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Acting, App, Error, Keeper, Noun, kept};
use crate::ledger::Timestamp;
use crate::outside::earlier;
use crate::store::{Look, Pen, StoreError};

/// Errors that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub id: FaultId,
    /// Where it was met, and what it said.
    pub met: Mishap,
    /// Of the page it was last met on, in a browser.
    pub page: Option<String>,
    /// Of the box, when it was last met.
    pub version: String,
    pub count: u64,
    pub first: Timestamp,
    pub last: Timestamp,
    /// When its keeper said that it is; none: it is open.
    pub solved: Option<Timestamp>,
    /// How often it came back after that.
    pub returns: u32,
}

/// The same for errors that are alike: 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FaultId([u8; 8]);

/// What a browser says about an error of its page.
#[derive(Debug, Clone, Default)]
pub struct BrowserError {
    /// `TypeError`.
    pub kind: String,
    pub message: String,
    /// As the browser writes it.
    pub stack: String,
    /// Its address, without the box's.
    pub page: String,
}

/// So many are kept, for so long after they were last met.
const MOST: usize = 200;
const KEPT_FOR: Duration = Duration::from_hours(24 * 90);

const VERSION: u8 = 1;
const NAME: &str = "box-faults";

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Form {
    id: [u8; 8],
    in_browser: bool,
    kind: String,
    message: String,
    place: String,
    page: Option<String>,
    version: String,
    count: u64,
    first_ms: i64,
    last_ms: i64,
    solved_ms: Option<i64>,
    returns: u32,
    /// It was told elsewhere since it was met first, or came back.
    is_told: bool,
}

impl App {
    /// From now on what is caught there is kept here.
    pub fn catch_from(&self, caught: Caught) {
        self.inner.faults.also(caught);
    }

    /// Keeps what was caught since the last time; gives how many errors that were.
    pub fn keep_faults(&self) -> Result<u64, Error> {
        let met = self.inner.faults.take();
        if met.is_empty() {
            return Ok(0);
        }
        let count = met.iter().map(|(_, _, count)| u64::from(*count)).sum();
        let now = self.outside().now();
        let again = met.clone();
        let kept = self.store().write(move |pen| add(pen, &met, now));
        if let Err(error) = kept {
            // There may be room later.
            self.inner.faults.put_back(again);
            return Err(error.into());
        }
        Ok(count)
    }

    /// Those that were met first, or came back, since they were told elsewhere, the newest first.
    pub fn untold_faults(&self) -> Result<Vec<Fault>, Error> {
        let forms = self.store().read(read)?;
        Ok(forms.iter().filter(|form| !form.is_told).map(Fault::from).collect())
    }

    /// That one was told elsewhere.
    pub fn fault_told(&self, id: FaultId) -> Result<(), Error> {
        self.store().write(move |pen| {
            let mut forms = read(pen)?;
            for form in forms.iter_mut().filter(|form| form.id == id.0) {
                form.is_told = true;
            }
            Ok(pen.put_setting(NAME, &kept::write(VERSION, &forms))?)
        })
    }

    /// How many are open.
    pub fn open_faults(&self) -> Result<usize, Error> {
        Ok(self.store().read(read)?.iter().filter(|form| form.solved_ms.is_none()).count())
    }
}

impl Acting {
    /// A browser met an error on one of the box's pages. Kept with the next that are; more than a few kinds at a time are
    /// let go, so that no page that goes wild fills anything.
    pub fn report_fault(&self, said: &BrowserError) -> Result<(), Error> {
        // A call with a key is counted once.
        self.change(|_| Ok(()))?;
        let (met, page) = wash::washed(said);
        self.app.inner.faults.own().note(met, page);
        Ok(())
    }
}

impl Keeper {
    /// What went wrong, the last first.
    pub fn faults(&self) -> Result<Vec<Fault>, Error> {
        self.app.keep_faults()?;
        Ok(self.app.store().read(read)?.iter().map(Fault::from).collect())
    }

    /// That one is solved, until it comes back. Gives it as it is then.
    pub fn solve_fault(&self, id: FaultId) -> Result<Fault, Error> {
        self.app.keep_faults()?;
        let now = self.ctx.now.as_millisecond();
        self.change(move |pen| {
            let mut forms = read(pen)?;
            let form = forms.iter_mut().find(|form| form.id == id.0);
            let form = form.ok_or_else(|| Error::missing(Noun::Fault, &id))?;
            form.solved_ms.get_or_insert(now);
            let fault = Fault::from(&*form);
            pen.put_setting(NAME, &kept::write(VERSION, &forms))?;
            Ok(fault)
        })
    }
}

/// Counts what was met among what is kept.
fn add(pen: &mut Pen<'_>, met: &[(Mishap, Option<String>, u32)], now: Timestamp) -> Result<(), StoreError> {
    let mut forms = read(pen)?;
    let now_ms = now.as_millisecond();
    for (met, page, count) in met {
        let id = FaultId::of(met).0;
        let known = forms.iter().position(|form| form.id == id).map(|place| forms.remove(place));
        let mut form = known.unwrap_or_else(|| Form::new(id, met, now_ms));
        form.count = form.count.saturating_add(u64::from(*count));
        form.last_ms = now_ms;
        form.place.clone_from(&met.place);
        env!("CARGO_PKG_VERSION").clone_into(&mut form.version);
        if page.is_some() {
            form.page.clone_from(page);
        }
        if form.solved_ms.take().is_some() {
            form.returns = form.returns.saturating_add(1);
            form.is_told = false;
        }
        forms.insert(0, form);
    }
    let oldest = earlier(now, KEPT_FOR).as_millisecond();
    forms.retain(|form| form.last_ms >= oldest);
    forms.truncate(MOST);
    pen.put_setting(NAME, &kept::write(VERSION, &forms))
}

/// The last met first.
fn read(look: &Look<'_>) -> Result<Vec<Form>, StoreError> {
    Ok(kept::read(VERSION, look.setting(NAME)?).unwrap_or_default())
}

impl Form {
    fn new(id: [u8; 8], met: &Mishap, now_ms: i64) -> Self {
        let Mishap { source, kind, message, place } = met.clone();
        Self {
            id,
            in_browser: source == MetIn::Browser,
            kind,
            message,
            place,
            page: None,
            version: String::new(),
            count: 0,
            first_ms: now_ms,
            last_ms: now_ms,
            solved_ms: None,
            returns: 0,
            is_told: false,
        }
    }
}

impl From<&Form> for Fault {
    fn from(form: &Form) -> Self {
        let moment = |ms| Timestamp::from_millisecond(ms).unwrap_or_default();
        Self {
            id: FaultId(form.id),
            met: Mishap {
                source: if form.in_browser { MetIn::Browser } else { MetIn::Box },
                kind: form.kind.clone(),
                message: form.message.clone(),
                place: form.place.clone(),
            },
            page: form.page.clone(),
            version: form.version.clone(),
            count: form.count,
            first: moment(form.first_ms),
            last: moment(form.last_ms),
            solved: form.solved_ms.map(moment),
            returns: form.returns,
        }
    }
}

impl FaultId {
    /// Of what does not change from one version to the next.
    fn of(met: &Mishap) -> Self {
        let mut hash = Sha256::new();
        hash.update([u8::from(met.source == MetIn::Browser)]);
        for part in [met.kind.as_str(), met.message.as_str(), met.lasting_place()] {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().first_chunk().copied().unwrap_or_default())
    }
}

impl fmt::Display for FaultId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", u64::from_be_bytes(self.0))
    }
}

/// A text that is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not 16 hexadecimal digits")]
pub struct NotAFaultId;

impl FromStr for FaultId {
    type Err = NotAFaultId;

    fn from_str(text: &str) -> Result<Self, NotAFaultId> {
        let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u64::from_str_radix(text, 16).ok().filter(|_| is_hex).ok_or(NotAFaultId)?;
        Ok(Self(number.to_be_bytes()))
    }
}
