//! OWNERSHIP of every spawned task: each has a name, its panics are caught, its end is noticed, its state can be
//! asked for, and it stops within a deadline.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

/// All tasks of one appliance. A cheap clone.
#[derive(Clone)]
pub struct Tasks {
    inner: Arc<Inner>,
}

struct Inner {
    stop: CancellationToken,
    back_off: BackOff,
    running: Mutex<JoinSet<()>>,
    states: Mutex<BTreeMap<&'static str, State>>,
    /// The first task that ended though nobody asked it to.
    fallen: watch::Sender<Option<Fallen>>,
}

/// What a task's failure means. Its end, whether it failed for good or only had nothing left to do, always ends the
/// process with its reason: nobody would notice one that quietly stopped doing what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// The first failure is its end.
    OneTry,
    /// A failure, a panic too, is followed by another try, each time after a longer wait; too many of them in a row
    /// are its end.
    Retry,
}

/// How long a failed task waits for its next try, and how often it is given one.
#[derive(Debug, Clone, Copy)]
pub struct BackOff {
    /// Before the second try; twice as long before each further one.
    pub first: Duration,
    /// No wait is longer, and a try that went well for longer than this is not counted with those before it.
    pub most: Duration,
    /// So many tries that fail in a row are the task's end.
    pub tries: u32,
}

impl Default for BackOff {
    /// Four minutes of trying: longer than most troubles last, short enough that somebody is still there to notice.
    fn default() -> Self {
        Self { first: Duration::from_secs(1), most: Duration::from_mins(1), tries: 10 }
    }
}

/// A task that ended by itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the task {task} ended: {reason}")]
pub struct Fallen {
    pub task: &'static str,
    pub reason: String,
}

/// How a task is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub name: &'static str,
    pub phase: Phase,
    pub restarts: u32,
    /// Why it failed the last time it did.
    pub last_error: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// At work for so long.
    Running(Duration),
    /// Failed, and waits for its next try.
    Waiting,
    /// Over.
    Ended,
}

#[derive(Debug, Clone)]
struct State {
    since: Option<Instant>,
    ended: bool,
    restarts: u32,
    last_error: Option<String>,
}

impl fmt::Debug for Tasks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tasks").field(&self.status()).finish()
    }
}

impl Default for Tasks {
    fn default() -> Self {
        Self::new(BackOff::default())
    }
}

impl Tasks {
    pub fn new(back_off: BackOff) -> Self {
        let inner = Inner {
            stop: CancellationToken::new(),
            back_off,
            running: Mutex::default(),
            states: Mutex::default(),
            fallen: watch::Sender::new(None),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Starts a long-lived task. `make` is called for every try and gets the token that asks it to stop.
    pub fn spawn<F, W>(&self, name: &'static str, policy: Policy, mut make: F)
    where
        F: FnMut(CancellationToken) -> W + Send + 'static,
        W: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        let state = State { since: None, ended: false, restarts: 0, last_error: None };
        locked(&self.inner.states).insert(name, state);
        let inner = Arc::clone(&self.inner);
        // Those that are over stay in the set; there are no more of them than were started with the appliance.
        locked(&self.inner.running).spawn(async move {
            let end = inner.keep_going(name, policy, &mut make).await;
            inner.note(name, |state| (state.since, state.ended) = (None, true));
            if !inner.stop.is_cancelled() {
                inner.tell_end(name, end);
            }
        });
    }

    /// Cancelled when the appliance stops; for waits that are not a task's own.
    pub fn stopping(&self) -> &CancellationToken {
        &self.inner.stop
    }

    /// Each long-lived task, by name.
    pub fn status(&self) -> Vec<Status> {
        let states = locked(&self.inner.states);
        let describe = |(name, state): (&&'static str, &State)| Status {
            name,
            phase: match state.since {
                _ if state.ended => Phase::Ended,
                Some(since) => Phase::Running(since.elapsed()),
                None => Phase::Waiting,
            },
            restarts: state.restarts,
            last_error: state.last_error.clone(),
        };
        states.iter().map(describe).collect()
    }

    /// Waits until a task ends by itself; forever, if none does.
    pub async fn fallen(&self) -> Fallen {
        let mut fallen = self.inner.fallen.subscribe();
        // The sender lives as long as `self`, so the wait ends only by a value.
        match fallen.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(fallen)) => fallen.clone(),
            _ => std::future::pending().await,
        }
    }

    /// Asks every task to stop and waits for that. What has not stopped by the deadline is dropped, and named.
    pub async fn shutdown(&self, deadline: Duration) -> Vec<&'static str> {
        self.inner.stop.cancel();
        let mut running = std::mem::take(&mut *locked(&self.inner.running));
        let stopped = async { while running.join_next().await.is_some() {} };
        if tokio::time::timeout(deadline, stopped).await.is_ok() {
            return vec![];
        }
        let late = |(name, state): (&&'static str, &State)| (!state.ended).then_some(*name);
        locked(&self.inner.states).iter().filter_map(late).collect()
    }
}

impl Inner {
    /// Tries as often as the policy allows, and gives how the last try ended.
    async fn keep_going<F, W>(&self, name: &'static str, policy: Policy, make: &mut F) -> Result<(), String>
    where
        F: FnMut(CancellationToken) -> W,
        W: Future<Output = anyhow::Result<()>>,
    {
        let BackOff { first, most, tries } = self.back_off;
        let (mut wait, mut failed) = (first, 0);
        loop {
            let began = Instant::now();
            let end = self.run(name, make).await;
            let Err(reason) = &end else { return end };
            // A task that ran well for long enough has earned a quick restart.
            if began.elapsed() > most {
                (wait, failed) = (first, 0);
            }
            failed += 1;
            if policy == Policy::OneTry || failed >= tries || self.stop.is_cancelled() {
                return end;
            }
            let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            tracing::warn!(task.name = name, error = %reason, wait_ms, "a task failed and will be started again");
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = self.stop.cancelled() => return end,
            }
            wait = (wait * 2).min(most);
            self.note(name, |state| state.restarts = state.restarts.saturating_add(1));
        }
    }

    /// Nobody asked it to end.
    fn tell_end(&self, name: &'static str, end: Result<(), String>) {
        let reason = end.err().unwrap_or_else(|| "it had nothing left to do".to_owned());
        tracing::error!(task.name = name, error = %reason, "a task ended for good");
        let fallen = Fallen { task: name, reason };
        self.fallen.send_if_modified(|first| {
            let is_first = first.is_none();
            first.get_or_insert(fallen);
            is_first
        });
    }

    /// One try.
    async fn run<F, W>(&self, name: &'static str, make: &mut F) -> Result<(), String>
    where
        F: FnMut(CancellationToken) -> W,
        W: Future<Output = anyhow::Result<()>>,
    {
        self.note(name, |state| state.since = Some(Instant::now()));
        let stop = self.stop.clone();
        let end = caught(async { make(stop).await }).await;
        self.note(name, |state| {
            state.since = None;
            if let Err(reason) = &end {
                state.last_error = Some(reason.clone());
            }
        });
        end
    }

    fn note(&self, name: &'static str, change: impl FnOnce(&mut State)) {
        if let Some(state) = locked(&self.states).get_mut(name) {
            change(state);
        }
    }
}

/// The work's end, a panic told as a failure. The whole chain of causes is kept, in one line.
async fn caught(work: impl Future<Output = anyhow::Result<()>>) -> Result<(), String> {
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(end) => end.map_err(|error| format!("{error:#}")),
        Err(_) => Err(Panicked.to_string()),
    }
}

/// Work panicked. What it said is left out: a message such as the one of a bad slice quotes the text that a
/// person wrote. The panic hook logs the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it panicked")]
pub struct Panicked;

/// Runs what would block (the store and the rules are synchronous) on a thread for such work. Each door hops once.
pub async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Panicked> + Send + 'static,
{
    #[expect(clippy::disallowed_methods, reason = "the one hop that all doors use")]
    let end = tokio::task::spawn_blocking(work).await;
    end.unwrap_or_else(|_| Err(Panicked.into()))
}

/// Does work to its end, even when whoever asked for it is gone before. It must end by itself, soon.
pub async fn to_its_end<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, Panicked> {
    #[expect(clippy::disallowed_methods, reason = "a call that its caller gave up, which ends by itself")]
    let end = tokio::spawn(work.in_current_span()).await;
    end.map_err(|_| Panicked)
}

impl From<Panicked> for crate::error::Error {
    fn from(panicked: Panicked) -> Self {
        Self::broken("running a verb", panicked)
    }
}

/// A panic while holding one of these locks leaves nothing half done: each change is one assignment.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
