//! Making backups, trying them out and clearing them away, each with what came of it remembered.

use std::path::Path;

use super::due::due;
use super::{BackupSeen, listed, own, read_kept, seen};
use crate::app::App;
use crate::backup::{BackupError, Backups, Entry, Kept, Listed, Made, Trouble, TroubleKind, Watch};
use crate::store::StoreError;

/// What was done when the backups were looked after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tended {
    pub made: bool,
    pub proven: bool,
    pub cleared: usize,
}

/// What is to be done.
struct Due {
    backup: bool,
    /// A power cut came between making one and trying it out: that is made up for.
    proof: bool,
}

/// So many that are no good in a row are trouble enough for one night.
const MOST_TRIED: usize = 5;

impl App {
    /// Makes one now, and remembers what came of it.
    pub fn make_backup(&self, watch: Watch<'_>) -> Result<BackupSeen, BackupError> {
        self.inner.backups.work(watch, |watch| {
            let made = self.make_and_keep(watch)?;
            Ok(seen(&Entry::from(&listed(&made)), None))
        })
    }

    /// Tries out the newest, and those before it until one proves good; remembers what came of it. An error when the
    /// newest is no good, whatever those before it are.
    pub fn prove_backups(&self, watch: Watch<'_>) -> Result<(), BackupError> {
        self.inner.backups.work(watch, |watch| self.prove_and_keep(watch))
    }

    /// Clears away those that have had their time; gives how many.
    pub fn prune_backups(&self) -> Result<usize, BackupError> {
        self.inner.backups.work(&|_| {}, |_| self.prune_and_keep())
    }

    /// Makes one if one is due or asked for, tries it out, and clears away those that have had their time. What goes
    /// wrong is remembered, and given.
    pub fn tend_backups(&self) -> Result<Tended, BackupError> {
        let mut tended = Tended { made: false, proven: false, cleared: 0 };
        let Some(backups) = &self.inner.backups.backups else { return Ok(tended) };
        let due = self.backups_due(backups)?;
        if !(due.backup || due.proof || self.inner.backups.now().asked) {
            return Ok(tended);
        }
        self.inner.backups.work(&|_| {}, |watch| {
            // Whoever was at work until now may have done it.
            let due = self.backups_due(backups)?;
            if std::mem::take(&mut self.inner.backups.now().asked) || due.backup {
                self.make_and_keep(watch)?;
                tended.made = true;
            }
            if tended.made || due.proof {
                self.prove_and_keep(watch)?;
                tended.proven = true;
            }
            if tended.made {
                tended.cleared = self.prune_and_keep()?;
            }
            Ok(tended)
        })
    }

    /// What the night asks for, by what is known of the backups now.
    fn backups_due(&self, backups: &Backups) -> Result<Due, BackupError> {
        let (kept, zone, is_set_up) = self.kept_backups().map_err(own)?;
        let (plan, now) = (backups.plan(), self.outside().now());
        let number = |made: &Made| made.number;
        let is_proven = kept.last.as_ref().map(number) == kept.proof.as_ref().map(|proof| proof.number);
        Ok(Due {
            backup: plan.nightly && is_set_up && due(&kept, plan.hour, &zone, now) <= now,
            proof: plan.nightly && !is_proven && kept.trouble.is_none(),
        })
    }

    pub(super) fn to_use(&self) -> Result<&Backups, BackupError> {
        self.inner.backups.backups.as_ref().ok_or(BackupError::None)
    }

    fn make_and_keep(&self, watch: Watch<'_>) -> Result<Made, BackupError> {
        let backups = self.to_use()?;
        let (kept, ..) = self.kept_backups().map_err(own)?;
        let place = backups.plan().place.shown();
        let after = kept.last.as_ref().map_or(0, |made| made.number);
        // Another place may well be on another disk.
        let mount = kept.mount.filter(|_| kept.place == place);
        let outcome = backups.make(self.store(), after, mount.as_deref().map(Path::new), watch);
        let now = self.outside().now().as_millisecond();
        match outcome {
            Ok((made, mount)) => {
                let there = there(backups);
                let keep = made.clone();
                self.keep_of_backups(move |kept| {
                    kept.place.clone_from(&place);
                    kept.mount.clone_from(&mount);
                    kept.last = Some(keep.clone());
                    kept.tried_ms = Some(now);
                    // A damaged one is over when a new one proves good.
                    kept.trouble = kept.trouble.take().filter(|it| it.kind == TroubleKind::Damaged);
                    if let Some(there) = &there {
                        kept.there.clone_from(there);
                    }
                })?;
                Ok(made)
            }
            Err(error) => self.keep_failure(error, None),
        }
    }

    fn prove_and_keep(&self, watch: Watch<'_>) -> Result<(), BackupError> {
        let backups = self.to_use()?;
        let entries = match backups.list() {
            Ok(entries) if entries.is_empty() => return self.keep_failure(BackupError::None, None),
            Ok(entries) => entries,
            Err(error) => return self.keep_failure(error, None),
        };
        let mut damaged: Option<(Entry, BackupError)> = None;
        for entry in entries.iter().take(MOST_TRIED) {
            match backups.prove(entry, watch) {
                Ok(proof) => {
                    let is_newest = damaged.is_none();
                    self.keep_of_backups(move |kept| {
                        kept.proof = Some(proof.clone());
                        if is_newest {
                            kept.trouble = None;
                        }
                    })?;
                    break;
                }
                Err(error) if error.is_of_the_backup() => {
                    tracing::error!(backup = entry.name(), error = %error, "a backup is no good");
                    damaged.get_or_insert((entry.clone(), error));
                }
                Err(error) => return self.keep_failure(error, None),
            }
        }
        match damaged {
            None => Ok(()),
            Some((entry, error)) => self.keep_failure(error, Some(entry.number)),
        }
    }

    fn prune_and_keep(&self) -> Result<usize, BackupError> {
        let backups = self.to_use()?;
        let (kept, zone, _) = self.kept_backups().map_err(own)?;
        let cleared = backups.prune(&zone, kept.proof.map(|proof| proof.number))?;
        if let Some(there) = there(backups) {
            self.keep_of_backups(move |kept| kept.there.clone_from(&there))?;
        }
        Ok(cleared.len())
    }

    /// Remembers what went wrong, and gives it back.
    fn keep_failure<T>(&self, error: BackupError, number: Option<u64>) -> Result<T, BackupError> {
        let kind = kind_of(&error);
        let (now, detail) = (self.outside().now().as_millisecond(), chain_of(&error));
        let kept = self.keep_of_backups(move |kept| {
            kept.tried_ms = Some(now);
            let since_ms = match &kept.trouble {
                Some(trouble) if trouble.kind == kind => trouble.since_ms,
                _ => now,
            };
            kept.trouble = Some(Trouble { kind, since_ms, number, detail: detail.clone() });
        });
        if kept.is_err() {
            tracing::error!("what went wrong with the backups cannot be remembered");
        }
        Err(error)
    }

    pub(super) fn keep_of_backups(
        &self,
        change: impl Fn(&mut Kept) + Send + 'static,
    ) -> Result<(), StoreError> {
        self.store().write(move |pen| {
            let mut kept = read_kept(pen)?;
            change(&mut kept);
            pen.put_setting(Kept::SETTING, &kept.write())
        })?;
        self.inner.backups.news.notify_one();
        Ok(())
    }
}

/// A place that cannot be looked into now was looked into before.
fn there(backups: &Backups) -> Option<Vec<Listed>> {
    backups.list().ok().map(|entries| entries.iter().map(Listed::from).collect())
}

const fn kind_of(error: &BackupError) -> TroubleKind {
    match error {
        BackupError::NoFolder { .. } | BackupError::NotMounted { .. } => TroubleKind::Away,
        BackupError::Full | BackupError::Store(StoreError::Full) => TroubleKind::Full,
        BackupError::Unreachable(_) => TroubleKind::Unreachable,
        BackupError::Damaged { .. }
        | BackupError::Locked
        | BackupError::Newer { .. }
        | BackupError::Missing { .. } => TroubleKind::Damaged,
        _ => TroubleKind::Failed,
    }
}

fn chain_of(error: &BackupError) -> String {
    let mut said = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        let more = next.to_string();
        if !said.contains(&more) {
            said = format!("{said}: {more}");
        }
        cause = next.source();
    }
    said.chars().take(500).collect()
}
