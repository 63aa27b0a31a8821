//! When the box was away.

use poem_openapi::{Object, OpenApi};

use super::Tags;
use super::caller::Caller;
use super::problem::{Owning, Refused};
use super::reply::Shown;
use super::scalar::Instant;
use crate::app::Outage as Away;

#[derive(Debug)]
pub(super) struct Outages;

#[OpenApi(prefix_path = "/api/v1", tag = "Tags::Box")]
impl Outages {
    /// Look at when the box was away
    ///
    /// Newest first, for the last two years and at most 200. The owners are told in Telegram after one that nobody had asked
    /// for and that took five minutes or longer. Only by an owner of the household that the box was set up with.
    #[oai(path = "/outages", method = "get", operation_id = "look_at_outages")]
    async fn look(&self, caller: Caller) -> Result<Shown<OutageList>, Refused<Owning>> {
        let (since, outages) = caller.run(|me| me.as_keeper()?.outages()).await?;
        let items = outages.into_iter().map(Outage::from).collect();
        Ok(Shown(OutageList { up_since: since.into(), items }))
    }
}

/// When the box was away.
#[derive(Debug, Object)]
pub(super) struct OutageList {
    /// Since when it runs now, as its clock is now.
    up_since: Instant,
    items: Vec<Outage>,
}

/// A time in which the box did not run.
#[derive(Debug, Object)]
struct Outage {
    /// When it was last known to run. Where it was not asked to stop, it may have gone on for five minutes.
    from: Instant,
    until: Instant,
    /// From one to the other, in seconds.
    seconds: u64,
    /// It was asked to stop, and ended what it had begun; otherwise the power went, or it fell over.
    clean: bool,
}

impl From<Away> for Outage {
    fn from(away: Away) -> Self {
        let seconds = away.length().as_secs();
        Self { from: away.from.into(), until: away.until.into(), seconds, clean: away.is_clean }
    }
}
