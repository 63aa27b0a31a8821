//! Copies of everything a family recorded, away from where it is kept, and the proof that they can be put back.
//!
//! [`Backups`] makes, lists, tries, clears and puts back. It is synchronous and knows no household: what is due, what is
//! remembered and who is told is the business of the verbs (`app/backup`).

mod archive;
mod belongings;
mod error;
mod kept;
mod key;
mod name;
mod parts;
mod place;
mod prove;
mod retention;
mod scratch;
mod swap;
mod upgrade;

pub use error::BackupError;
pub use kept::{Kept, Listed, Made, Proof, Trouble, TroubleKind};
pub use key::{Key, KeyKind};
pub use name::Entry;
pub use parts::Parts;
pub use place::{Bucket, Folder, Place};
pub use retention::Keep;

use std::fs::{DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use archive::Manifest;
use scratch::Scratch;
use serde::{Deserialize, Serialize};

use crate::ledger::{Timestamp, Zone};
use crate::outside::Outside;
use crate::store::Store;

/// How backups are made here.
#[derive(Debug, Clone)]
pub struct Plan {
    pub data_dir: PathBuf,
    /// What opens the store's sealed secrets.
    pub secret_key: PathBuf,
    pub place: Place,
    pub key: Key,
    pub keep: Keep,
    /// Whether one is made every night …
    pub nightly: bool,
    /// … and at which hour of the household's day, 0 to 23.
    pub hour: u8,
}

/// How far something has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub step: Step,
    pub done: u64,
    /// None: nobody knows beforehand.
    pub of: Option<u64>,
}

/// What is being done. Rows while copying, steps while checking, bytes otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Copying,
    Packing,
    Storing,
    Fetching,
    Unpacking,
    Checking,
}

/// Who is told how far something has come; often, so it should be quick.
pub type Watch<'w> = &'w (dyn Fn(Progress) + Sync);

/// In an archive and in the data folder: the store.
pub const STORE: &str = "catatduit.redb";

/// In an archive, and in the data folder unless the settings name another file: the key to the store's sealed secrets.
const SECRET_KEY: &str = "secret.key";

/// In the data folder: the box's own key to its backups.
pub const BACKUP_KEY: &str = "backup.key";

/// In the data folder: the backups, where the settings name no other place.
pub const BACKUPS: &str = "backups";

/// In the data folder: what makes records findable. It is built again from them.
const SEARCH: &str = "search";

/// What came back of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    pub entry: Entry,
    pub changes: u64,
    pub transactions: u64,
    /// Newer ones that could not be used, and why.
    pub passed_over: Vec<(Entry, String)>,
}

/// The backups of one box.
#[derive(Debug, Clone)]
pub struct Backups {
    plan: Plan,
    outside: Outside,
}

impl Backups {
    pub const fn new(plan: Plan, outside: Outside) -> Self {
        Self { plan, outside }
    }

    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Every backup that is there, newest first.
    pub fn list(&self) -> Result<Vec<Entry>, BackupError> {
        self.plan.place.list()
    }

    /// The one of that name, or the newest.
    pub fn find(&self, name: Option<&str>) -> Result<Entry, BackupError> {
        let entries = self.list()?;
        match name {
            None => entries.into_iter().next().ok_or(BackupError::None),
            Some(name) => {
                let found = entries.into_iter().find(|entry| {
                    entry.name() == name || name.parse().is_ok_and(|number: u64| number == entry.number)
                });
                found.ok_or_else(|| BackupError::Missing { name: name.to_owned() })
            }
        }
    }

    /// Makes one, of what the store holds at this moment. Whoever uses the store goes on meanwhile. `after` is the
    /// number of the last one that was made, `mount` the disk it went to. Gives the disk of this one, too.
    pub fn make(
        &self,
        store: &Store,
        after: u64,
        mount: Option<&Path>,
        watch: Watch<'_>,
    ) -> Result<(Made, Option<String>), BackupError> {
        let begun = Instant::now();
        let mount = self.plan.place.check(mount)?;
        // What is there counts too: a store that was put back remembers an earlier number.
        let newest = self.list()?.first().map_or(0, |entry| entry.number);
        let mut entry =
            Entry { number: after.max(newest) + 1, made: whole_seconds(self.outside.now()), bytes: 0 };
        let scratch = self.scratch()?;
        let copy = scratch.path().join(STORE);
        let tally =
            store.snapshot_to(&copy, &mut |done| watch(Progress { step: Step::Copying, done, of: None }))?;
        self.plan.key.prepare()?;
        let belongings = belongings::of(&self.plan.data_dir, &self.plan.secret_key)
            .map_err(BackupError::here("reading the data folder"))?;
        let archive = scratch.path().join(entry.name());
        let manifest = Manifest::new(entry.number, entry.made, &tally);
        entry.bytes = archive::write(&archive, &self.plan.key, manifest, &copy, &belongings, watch)?;
        // Room for what may be a folder of the same disk.
        std::fs::remove_file(&copy).map_err(BackupError::here("clearing up"))?;
        self.plan.place.put(&entry, &archive, watch)?;
        let took_ms = millis(begun);
        let Entry { number, made, bytes } = entry;
        Ok((Made { number, made_ms: made.as_millisecond(), bytes, took_ms }, mount))
    }

    /// Puts one back into a scratch folder and finds out whether it is whole, sound, and what was backed up.
    pub fn prove(&self, entry: &Entry, watch: Watch<'_>) -> Result<Proof, BackupError> {
        let begun = Instant::now();
        let scratch = self.scratch()?;
        let manifest = self.fetch_and_prove(entry, &scratch, watch)?;
        Ok(Proof {
            number: entry.number,
            made_ms: entry.made.as_millisecond(),
            at_ms: self.outside.now().as_millisecond(),
            took_ms: millis(begun),
            changes: manifest.changes(),
            transactions: manifest.transactions(),
        })
    }

    /// Clears away those that have had their time; gives them. Days are those of `zone`; `proven` is the number of the
    /// newest that is known to be good.
    pub fn prune(&self, zone: &Zone, proven: Option<u64>) -> Result<Vec<Entry>, BackupError> {
        let cleared = retention::to_clear(&self.list()?, self.plan.keep, zone, proven);
        for entry in &cleared {
            self.plan.place.delete(entry)?;
        }
        Ok(cleared)
    }

    /// Puts one back in place of what the data folder holds: the one of that name, or the newest that proves good. No
    /// box may have the folder open. [`Backups::revert`] takes it back.
    pub fn restore(&self, name: Option<&str>, watch: Watch<'_>) -> Result<Restored, BackupError> {
        make_folder(&self.plan.data_dir).map_err(BackupError::here("making the data folder"))?;
        self.must_be_closed()?;
        let candidates = match name {
            Some(_) => vec![self.find(name)?],
            None => self.list()?,
        };
        let scratch = self.scratch()?;
        let (mut passed_over, mut first) = (Vec::new(), None);
        for entry in candidates {
            let manifest = match self.fetch_and_prove(&entry, &scratch, watch) {
                Ok(manifest) => manifest,
                Err(error) if name.is_none() && error.is_of_the_backup() => {
                    passed_over.push((entry, error.to_string()));
                    first.get_or_insert(error);
                    continue;
                }
                Err(error) => return Err(error),
            };
            self.must_be_closed()?;
            swap::exchange(&self.plan.data_dir, &scratch.path().join(UNPACKED))
                .map_err(BackupError::here("putting the backup in place"))?;
            let (changes, transactions) = (manifest.changes(), manifest.transactions());
            return Ok(Restored { entry, changes, transactions, passed_over });
        }
        // What kept the newest from being used says most.
        Err(first.unwrap_or(BackupError::None))
    }

    /// Puts back what was in the data folder before the last backup was put in its place.
    pub fn revert(&self) -> Result<(), BackupError> {
        self.must_be_closed()?;
        let went_back = swap::back(&self.plan.data_dir).map_err(BackupError::here("going back"))?;
        if went_back { Ok(()) } else { Err(BackupError::NothingBefore) }
    }

    /// Puts back the store as it was before the last upgrade; gives the version that wrote it, and that program, if it
    /// is still kept. What was recorded since is kept as [`Backups::restore`] keeps it.
    pub fn roll_back(&self) -> Result<(String, Option<PathBuf>), BackupError> {
        self.must_be_closed()?;
        let failed = BackupError::here("going back to the version before");
        let scratch = self.scratch()?;
        let into = scratch.path().join(UNPACKED);
        make_folder(&into).map_err(&failed)?;
        let before = upgrade::lay_before(&self.plan.data_dir, &into).map_err(&failed)?;
        let (version, program) = before.ok_or(BackupError::NothingBefore)?;
        swap::exchange(&self.plan.data_dir, &into).map_err(&failed)?;
        upgrade::went_back_to(&self.plan.data_dir, &version).map_err(&failed)?;
        Ok((version, program))
    }

    /// Removes what lies beside the store from before a backup was put back, or an upgrade: somebody was deleted, and it
    /// holds what they wrote.
    pub fn forget_before(&self) -> Result<(), BackupError> {
        for folder in [swap::BEFORE, upgrade::BEFORE] {
            match std::fs::remove_dir_all(self.plan.data_dir.join(folder)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(BackupError::here("forgetting what was before")(error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn fetch_and_prove(
        &self,
        entry: &Entry,
        scratch: &Scratch,
        watch: Watch<'_>,
    ) -> Result<Manifest, BackupError> {
        let (archive, into) = (scratch.path().join("archive"), scratch.path().join(UNPACKED));
        let clear = BackupError::here("clearing up");
        for (path, is_folder) in [(&archive, false), (&into, true)] {
            let removed = if is_folder { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
            match removed {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(clear(error)),
                _ => {}
            }
        }
        make_folder(&into).map_err(&clear)?;
        self.plan.place.get(entry, &archive, watch)?;
        let manifest = prove::prove(&archive, &self.plan.key, &into, watch)?;
        std::fs::remove_file(&archive).map_err(&clear)?;
        Ok(manifest)
    }

    fn must_be_closed(&self) -> Result<(), BackupError> {
        let store = self.plan.data_dir.join(STORE);
        let is_open = Store::is_open_elsewhere(&store).map_err(BackupError::here("looking at the store"))?;
        if is_open { Err(BackupError::InUse) } else { Ok(()) }
    }

    fn scratch(&self) -> Result<Scratch, BackupError> {
        let chance = u64::from_be_bytes(self.outside.chance());
        Scratch::new(&self.plan.data_dir, chance).map_err(BackupError::here("making room to work in"))
    }
}

/// In a scratch folder: the files of a backup.
const UNPACKED: &str = "unpacked";

/// Finishes the putting back of a backup that was cut off, before the store of this folder is opened.
pub fn finish_restore(data_dir: &Path) -> io::Result<()> {
    if swap::finish(data_dir)? {
        tracing::warn!("finished putting back a backup, which had been cut off");
    }
    Ok(())
}

/// To be called before the store of this folder is opened: when another version opened it last, its store and its
/// program are kept. A disk without room for that is no reason to keep the family waiting.
pub fn note_version(data_dir: &Path, program: Option<&Path>) {
    // Whoever has it open noted it; a folder that cannot be made is told of where the store is opened.
    if make_folder(data_dir).is_err() || Store::is_open_elsewhere(&data_dir.join(STORE)).unwrap_or(true) {
        return;
    }
    match upgrade::note(data_dir, env!("CARGO_PKG_VERSION"), program) {
        Ok(None) => {}
        Ok(Some(before)) => tracing::info!(before, "the store as it was before this version is kept"),
        Err(error) => tracing::warn!(%error, "the store as it was before this version could not be kept"),
    }
}

/// What a name can say.
fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

fn millis(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// For its owner only.
fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Names are kept by their folder: they survive a power cut only once the folder was written.
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    sync_folder(folder.unwrap_or(Path::new(".")))
}
