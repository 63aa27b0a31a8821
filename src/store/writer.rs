//! The one writer: a thread that takes all the writes that wait and makes them durable together.
//!
//! A commit costs the same two syncs however much is in it, so a crowd is served at the price of one. Nothing is ever
//! held back to wait for a crowd: while one commit is under way, the next one gathers by itself.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};
use std::time::Instant;

use tokio::sync::watch;

use super::engine::{Engine, said};
use super::error::{Fault, StoreError};
use super::look::Look;
use super::meta;
use super::pen::Pen;
use super::source::Source;
use super::state::Work;

/// The most writes in one commit: bounds the memory of a commit and the wait of its first write.
const GROUP: usize = 512;

pub(super) enum Message {
    Write(Box<dyn Job>),
    /// Opens the engine again if it is still the one of this epoch, and says when that is done.
    Heal {
        epoch: u64,
        done: SyncSender<()>,
    },
    /// Writes the file anew, and says whether there is one.
    Renew {
        done: SyncSender<Result<bool, StoreError>>,
    },
}

/// A write that waits, whatever it gives back.
pub(super) trait Job: Send {
    /// Does it, and keeps what came of it. May be called again, on a write that knows nothing of the first time.
    fn run(&mut self, pen: &mut Pen<'_>) -> Verdict;

    /// Tells the caller what came of it, or the error that took it all back.
    fn finish(self: Box<Self>, failure: Option<StoreError>);
}

/// What a job made of its turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Kept,
    Refused,
    Panicked,
}

/// A closure as a job.
pub(super) struct Write<T, E, F> {
    pub(super) job: F,
    pub(super) outcome: Option<Result<T, E>>,
    pub(super) reply: SyncSender<Result<T, E>>,
}

impl<T, E, F> Job for Write<T, E, F>
where
    T: Send,
    E: From<StoreError> + Send,
    F: FnMut(&mut Pen<'_>) -> Result<T, E> + Send,
{
    fn run(&mut self, pen: &mut Pen<'_>) -> Verdict {
        let (verdict, outcome) = match catch_unwind(AssertUnwindSafe(|| (self.job)(pen))) {
            Ok(Ok(kept)) => (Verdict::Kept, Ok(kept)),
            Ok(Err(refused)) => (Verdict::Refused, Err(refused)),
            Err(panic) => (Verdict::Panicked, Err(StoreError::Panicked(said(panic.as_ref())).into())),
        };
        self.outcome = Some(outcome);
        verdict
    }

    fn finish(self: Box<Self>, failure: Option<StoreError>) {
        let Self { job, outcome, reply } = *self;
        let outcome = match (failure, outcome) {
            (Some(failure), _) => Err(failure.into()),
            (None, Some(outcome)) => outcome,
            (None, None) => Err(StoreError::Closed.into()),
        };
        // What it holds is let go first: a caller with the last clone of the store then waits for its end.
        drop(job);
        // A caller that no longer waits needs no answer.
        let _ = reply.send(outcome);
    }
}

pub(super) struct Writer {
    pub(super) engine: Arc<Engine>,
    pub(super) head: watch::Sender<u64>,
    /// Grows after every group that may have changed what readers find, before its writers hear of it.
    pub(super) moved: Arc<AtomicU64>,
    pub(super) work: Arc<Work>,
}

/// How one try to commit a group ended.
enum Attempt {
    /// All are durable; with the journal's new head, if it moved.
    Done(Option<u64>),
    /// The job at this place wrote and then failed, or the pen under it did (`failure`): the group must be tried
    /// without it.
    Spoiled { place: usize, failure: Option<StoreError> },
    /// The engine failed. `commits` is the count this commit would have left, once it was under way.
    Failed { error: StoreError, commits: Option<u64> },
}

type Jobs = Vec<Box<dyn Job>>;

impl Writer {
    /// Works until every sender is gone.
    pub(super) fn work(self, messages: &Receiver<Message>) {
        while let Ok(message) = messages.recv() {
            let mut jobs = Jobs::new();
            let (mut heals, mut renewals) = (Vec::new(), Vec::new());
            let mut next = Some(message);
            while let Some(message) = next {
                match message {
                    Message::Write(job) => jobs.push(job),
                    Message::Heal { epoch, done } => heals.push((epoch, done)),
                    Message::Renew { done } => renewals.push(done),
                }
                next = if jobs.len() < GROUP { messages.try_recv().ok() } else { None };
            }
            for (epoch, done) in heals {
                if self.engine.epoch() == epoch {
                    self.engine.reopen();
                }
                let _ = done.send(());
            }
            self.carry_out(jobs);
            for done in renewals {
                let renewed = catch_unwind(AssertUnwindSafe(|| super::copy::renew(&self.engine)));
                let renewed = renewed.unwrap_or_else(|panic| Err(StoreError::Panicked(said(panic.as_ref()))));
                let _ = done.send(renewed);
            }
        }
    }

    /// Makes a group durable, or tells each of it why not.
    fn carry_out(&self, mut jobs: Jobs) {
        while !jobs.is_empty() {
            let began = Instant::now();
            let attempt = self.attempt_twice(&mut jobs);
            match &attempt {
                Attempt::Done(_) => self.work.kept(began.elapsed()),
                Attempt::Spoiled { .. } => {}
                Attempt::Failed { .. } => self.work.failed(),
            }
            self.moved.fetch_add(1, Ordering::SeqCst);
            match attempt {
                Attempt::Done(head) => {
                    if let Some(head) = head {
                        self.head.send_replace(head);
                    }
                    finish(jobs, None);
                    return;
                }
                Attempt::Spoiled { place, failure } => {
                    // Those before it are good: they go first, so that no job runs more than twice for it.
                    let rest = jobs.split_off(place + 1);
                    let spoiled = jobs.split_off(place);
                    self.carry_out(jobs);
                    finish(spoiled, failure.as_ref());
                    jobs = rest;
                }
                Attempt::Failed { error, commits } => {
                    let failure = self.recover(error, commits);
                    self.moved.fetch_add(1, Ordering::SeqCst);
                    finish(jobs, failure.as_ref());
                    return;
                }
            }
        }
    }

    /// A group that finds the engine stopped by an earlier failure gets a second try on an opened one.
    fn attempt_twice(&self, jobs: &mut Jobs) -> Attempt {
        match self.engine.begin_write() {
            Ok(transaction) => guarded(jobs, transaction),
            Err(Fault::Damaged(why)) => Attempt::Failed { error: StoreError::Damaged(why), commits: None },
            Err(Fault::Stopped | Fault::Disk(_)) => {
                self.engine.reopen();
                match self.engine.begin_write() {
                    Ok(transaction) => guarded(jobs, transaction),
                    Err(fault) => Attempt::Failed { error: fault.into(), commits: None },
                }
            }
        }
    }

    /// After a failure: opens the engine again and finds out whether the commit is there after all. `None` when it is.
    fn recover(&self, error: StoreError, commits: Option<u64>) -> Option<StoreError> {
        self.engine.reopen();
        let Some(commits) = commits else { return Some(error) };
        match self.commits() {
            Ok(found) if found < commits => Some(error),
            // It is in the file as the engine now reads it. Only a commit that succeeds proves that it is also on
            // what survives a power cut; without that proof nobody may be told that it was kept.
            Ok(_) => match self.prove() {
                Ok(()) => {
                    self.publish();
                    None
                }
                Err(StoreError::Io(source)) => Some(StoreError::Unsettled(source)),
                Err(_) => Some(unsettled(error)),
            },
            Err(_) => Some(unsettled(error)),
        }
    }

    /// The number of commits in the file.
    fn commits(&self) -> Result<u64, StoreError> {
        let (_, begun) = self.engine.begin_read();
        Look::at(Source::snapshot(begun.map_err(StoreError::from)?)).meta(meta::COMMITS)
    }

    /// A commit of nothing but its own number.
    fn prove(&self) -> Result<(), StoreError> {
        let transaction = self.engine.begin_write()?;
        let mut pen = Pen::on(Source::writing(&transaction));
        count_commit(&mut pen)?;
        drop(pen);
        transaction.commit().map_err(super::error::engine)
    }

    fn publish(&self) {
        let (_, begun) = self.engine.begin_read();
        if let Ok(Ok(head)) = begun.map(|snapshot| Look::at(Source::snapshot(snapshot)).head()) {
            self.head.send_replace(head);
        }
    }
}

/// An engine that panics fails the group, not the writer.
fn guarded(jobs: &mut Jobs, transaction: redb::WriteTransaction) -> Attempt {
    let mut commits = None;
    catch_unwind(AssertUnwindSafe(|| attempt(jobs, transaction, &mut commits)))
        .unwrap_or_else(|panic| Attempt::Failed { error: StoreError::Damaged(said(panic.as_ref())), commits })
}

fn attempt(jobs: &mut Jobs, transaction: redb::WriteTransaction, commits: &mut Option<u64>) -> Attempt {
    let failed = |error| Attempt::Failed { error, commits: None };
    let mut pen = Pen::on(Source::writing(&transaction));
    let mut changed = false;
    for (place, job) in jobs.iter_mut().enumerate() {
        pen.take_up();
        let verdict = job.run(&mut pen);
        if let Some(error) = pen.stopped() {
            return failed(error);
        }
        match verdict {
            Verdict::Kept => {
                if let Some(failure) = pen.torn() {
                    return Attempt::Spoiled { place, failure: Some(failure) };
                }
            }
            Verdict::Refused if !pen.is_dirty() => {}
            Verdict::Refused | Verdict::Panicked => return Attempt::Spoiled { place, failure: None },
        }
        changed |= pen.is_dirty();
    }
    if !changed {
        return Attempt::Done(None);
    }
    let count = match count_commit(&mut pen) {
        Ok(count) => count,
        Err(error) => return failed(error),
    };
    let head = pen.newest;
    drop(pen);
    *commits = Some(count);
    match transaction.commit() {
        Ok(()) => Attempt::Done(head),
        Err(error) => Attempt::Failed { error: super::error::engine(error), commits: *commits },
    }
}

fn count_commit(pen: &mut Pen<'_>) -> Result<u64, StoreError> {
    let count = pen.meta(meta::COMMITS)? + 1;
    pen.put_meta(meta::COMMITS, count)?;
    Ok(count)
}

fn finish(jobs: Jobs, failure: Option<&StoreError>) {
    for job in jobs {
        job.finish(failure.cloned());
    }
}

fn unsettled(error: StoreError) -> StoreError {
    match error {
        StoreError::Io(source) => StoreError::Unsettled(source),
        other => StoreError::Unsettled(Arc::new(std::io::Error::other(other.to_string()))),
    }
}
