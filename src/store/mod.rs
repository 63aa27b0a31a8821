//! Memory: the only folder that knows which engine keeps the family's money.
//!
//! [`Store::read`] gives a snapshot, [`Store::write`] a pen whose work is durable when it returns. Facts about money
//! change in one way only, [`Pen::append`]; everything else has `put_` and `delete_`.

mod accounts;
mod attachments;
mod audit;
mod categories;
mod chats;
mod copy;
mod disk;
mod drafts;
mod engine;
mod erase;
mod error;
mod expiry;
mod factor;
mod facts;
mod family;
mod farewell;
mod former;
mod invitations;
mod journal;
mod key;
mod lessons;
mod look;
mod meta;
mod migrate;
mod notices;
mod open;
mod outgoing;
mod parts;
mod passkeys;
mod pen;
mod record;
mod retention;
mod security;
mod settings;
mod signing;
mod source;
mod state;
mod sums;
mod tables;
mod tags;
mod tally;
mod tokens;
mod transactions;
mod webhooks;
mod writer;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use tokio::sync::watch;

pub use accounts::{Credential, LinkCode, LinkPurpose, Session};
pub use audit::{AuditReport, Difference};
pub use chats::{Chat, ChatKind, Linked};
pub use disk::Disk;
pub use erase::Strip;
pub use error::{OpenError, StoreError};
pub use factor::SecondFactor;
pub use facts::NewChange;
pub use farewell::{Deleted, Farewell, Leaving, Receipt, Told};
pub use look::Look;
pub use notices::{About as NoticeAbout, Notice, Subscription, Wishes};
pub use open::StoreOptions;
pub use outgoing::Outgoing;
pub use parts::{Group, Part};
pub use passkeys::Passkey;
pub use pen::Pen;
pub use retention::Retention;
pub use security::{SecurityEvent, SecurityKind, SecurityOutcome};
pub use settings::Reply;
pub use signing::{SigningKey, SigningKeyId};
pub use state::{Measured, State};
pub use sums::{Gathered, WordCell, words_of};
pub use tags::TagUse;
pub use tally::Tally;
pub use tokens::Token;
pub use transactions::{Cell, Cursor, TransactionFilter};
pub use webhooks::{Attempt, Delivery, DeliveryState, Pause, Webhook};

use engine::Engine;
use source::Source;
use writer::{Message, Write, Writer};

/// The family's memory. Cheap to clone; the last clone closes it.
///
/// It is synchronous: whoever must not wait hops to a thread that may.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Arc<Engine>,
    /// Gone only while it is dropped.
    messages: Option<mpsc::Sender<Message>>,
    writer: Option<JoinHandle<()>>,
    head: watch::Receiver<u64>,
    moved: Arc<AtomicU64>,
    handed_in: AtomicU64,
    work: Arc<state::Work>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("head", &*self.inner.head.borrow()).finish_non_exhaustive()
    }
}

impl Store {
    /// Reads from a snapshot: what other writes do meanwhile is not seen.
    ///
    /// The closure may be called again when the disk failed in the middle of it, so it should only read.
    pub fn read<T, E, F>(&self, mut read: F) -> Result<T, E>
    where
        F: FnMut(&Look<'static>) -> Result<T, E>,
        E: From<StoreError>,
    {
        let mut tries = 0;
        loop {
            tries += 1;
            let (epoch, begun) = self.inner.engine.begin_read();
            let (outcome, stopped) = match begun {
                Ok(snapshot) => {
                    let look = Look::at(Source::snapshot(snapshot));
                    let outcome = read(&look);
                    (outcome, look.stopped().is_some())
                }
                Err(fault) => (Err(StoreError::from(fault).into()), true),
            };
            // Readers of an engine that was opened again under them only need a new snapshot of it.
            if outcome.is_ok() || !stopped || tries == 3 || !self.heal(epoch) {
                return outcome;
            }
        }
    }

    /// Writes, and returns when what was written survives a power cut.
    ///
    /// Waiting writes are made durable together, so the closure may be called again when another one of its group
    /// fails: it must do nothing but use the pen. If it fails, or panics, nothing of it is kept, and no other write is
    /// harmed. It must not call [`Store::write`] itself.
    pub fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: FnMut(&mut Pen<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        if self.inner.is_writer() {
            return Err(StoreError::Nested.into());
        }
        let (reply, answer) = mpsc::sync_channel(1);
        let job = Write { job, outcome: None, reply };
        let sent =
            self.inner.messages.as_ref().is_some_and(|to| to.send(Message::Write(Box::new(job))).is_ok());
        if !sent {
            return Err(StoreError::Closed.into());
        }
        self.inner.handed_in.fetch_add(1, Ordering::Relaxed);
        answer.recv().unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// The seq of the newest durable change, and a way to wait for the next.
    pub fn head(&self) -> watch::Receiver<u64> {
        self.inner.head.clone()
    }

    /// A number that has grown whenever a reader may find something else than before. Asked before reading, it says
    /// of what was read how old it can be at most.
    pub fn moved(&self) -> u64 {
        self.inner.moved.load(Ordering::SeqCst)
    }

    /// How many writes were handed in since it was opened, those that wait or failed too.
    pub fn writes_handed_in(&self) -> u64 {
        self.inner.handed_in.load(Ordering::Relaxed)
    }

    /// Has the engine opened again if it is still the one that failed; `false` when nobody can.
    fn heal(&self, epoch: u64) -> bool {
        if self.inner.is_writer() {
            return false;
        }
        let (done, healed) = mpsc::sync_channel(1);
        let sent =
            self.inner.messages.as_ref().is_some_and(|to| to.send(Message::Heal { epoch, done }).is_ok());
        sent && healed.recv().is_ok()
    }

    fn start(engine: Engine) -> Result<Self, StoreError> {
        let engine = Arc::new(engine);
        let (_, begun) = engine.begin_read();
        let newest = Look::at(Source::snapshot(begun?)).head()?;
        let (head, watched) = watch::channel(newest);
        let (messages, waiting) = mpsc::channel();
        let moved = Arc::new(AtomicU64::new(0));
        let work = Arc::new(state::Work::default());
        let writer = Writer { engine: engine.clone(), head, moved: moved.clone(), work: work.clone() };
        let writer = thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || writer.work(&waiting))
            .map_err(|error| StoreError::Io(Arc::new(error)))?;
        let inner = Inner {
            engine,
            messages: Some(messages),
            writer: Some(writer),
            head: watched,
            moved,
            handed_in: AtomicU64::new(0),
            work,
        };
        Ok(Self { inner: Arc::new(inner) })
    }
}

impl Inner {
    fn is_writer(&self) -> bool {
        self.writer.as_ref().is_some_and(|writer| writer.thread().id() == thread::current().id())
    }
}

/// The last clone waits for the writer to finish what it has taken on, and closes the file cleanly.
impl Drop for Inner {
    fn drop(&mut self) {
        self.messages = None;
        // A write that holds the last clone itself drops it on the writer, which cannot wait for itself.
        if !self.is_writer()
            && let Some(writer) = self.writer.take()
        {
            let _ = writer.join();
        }
    }
}
