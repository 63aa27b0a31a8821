//! `catatduit backup`: copies of everything, away from the box; trying them out, and putting one back.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use clap::{Args, Subcommand};

use super::line::{carried_out, refused};
use super::progress::Bar;
use super::{Failure, House, given, tell};
use crate::appliance::{STORE_FILE, backups_of, open_family};
use crate::backup::{Backups, Entry};
use crate::config::{Config, Given};
use crate::ledger::{Language, Timestamp};
use crate::ops::backups::{BackupKey, Backups as Seen};
use crate::ops::control::{Reply, Request, ask};
use crate::outside::Outside;
use crate::words::{self, BackupTalk};

#[derive(Debug, Args)]
pub(super) struct Asked {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    with: With,
}

/// What may differ from the settings: for another place, or backups of another box.
#[derive(Debug, Args)]
struct With {
    /// Where the backups are: a folder, or `s3://bucket/folder`
    #[arg(long, global = true, value_name = "PLACE")]
    from: Option<String>,
    /// Open them with the passphrase in this file
    #[arg(long, global = true, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Open them with the key in this file: AGE-SECRET-KEY-1...
    #[arg(long, global = true, value_name = "FILE")]
    key_file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a backup now
    Create,
    /// Say which backups there are, newest first
    List,
    /// Put a backup back into an empty folder, and compare it with what was backed up
    Verify {
        /// Its name or number; the newest otherwise
        name: Option<String>,
    },
    /// Put a backup back in place of what the data folder holds now, which is kept; no box may be running on it
    Restore {
        /// Its name or number; the newest that proves good otherwise
        name: Option<String>,
    },
    /// Bring back what was there before the last backup was put back
    Revert,
    /// Remove backups that have had their time
    Prune,
    /// Show the key that opens the backups, to be written down
    Key,
}

pub(super) fn run(house: &House, asked: &Asked) -> Result<ExitCode, Failure> {
    let more: Vec<Given> = asked.with.from.iter().map(|place| given("backup.to", place, "--from")).collect();
    let config = house.load(&more)?.config;
    let language = config.language;
    let here = Here { backup: words::of(language).backup, config, with: &asked.with };
    let done = match &asked.what {
        What::Create => here.create(),
        What::List => here.list(),
        What::Verify { name } => here.verify(name.as_deref()),
        What::Restore { name } => here.restore(name.as_deref()),
        What::Revert => here.revert(),
        What::Prune => here.prune(),
        What::Key => here.key(),
    };
    done.map_err(|error| Failure::new(language, error))?;
    Ok(ExitCode::SUCCESS)
}

/// `catatduit rollback`: the records as they were before the last upgrade.
pub(super) fn roll_back(house: &House) -> Result<ExitCode, Failure> {
    let config = house.load(&[])?.config;
    let (language, backup) = (config.language, words::of(config.language).backup);
    let done = || -> anyhow::Result<()> {
        let (version, program) = backups_of(&config, Outside::real()?)?.roll_back()?;
        tell(&(backup.rolled_back)(&version))?;
        match program {
            Some(program) => tell(&(backup.old_program)(&program.display().to_string())),
            None => tell(backup.no_old_program),
        }
    };
    done().map_err(|error| Failure::new(language, error))?;
    Ok(ExitCode::SUCCESS)
}

struct Here<'a> {
    config: Config,
    with: &'a With,
    backup: &'static BackupTalk,
}

/// How often a running box is asked how far it has come.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

impl Here<'_> {
    fn create(&self) -> anyhow::Result<()> {
        let folder = &self.config.data_dir;
        let Some(before) = self.state_of_running_box()? else {
            self.must_have_store()?;
            let (app, _) = open_family(&self.config, Outside::real()?)?;
            let bar = Mutex::new(Bar::on_terminal());
            let made = app.make_backup(&|progress| self.draw(&bar, progress))?;
            close(&bar);
            return self.tell_made(&made.name, made.bytes, &app.backup_state()?.place.unwrap_or_default());
        };
        let mut bar = Bar::on_terminal();
        let mut seen = self.seen(ask(folder, &Request::MakeBackup).context("asking the running box")?)?;
        while seen.busy {
            if let Some(progress) = seen.progress {
                bar.show(self.backup.step(progress.step), progress.done, progress.of);
            }
            pause(LOOK_AGAIN);
            seen = self.seen(ask(folder, &Request::Backups).context("asking the running box")?)?;
        }
        bar.close();
        let number = |seen: &Seen| seen.last.as_ref().map(|last| last.number);
        if let Some(trouble) = seen.trouble {
            bail!(self.backup.news(Some(trouble), &seen.place));
        }
        match seen.last.as_ref().filter(|_| number(&seen) != number(&before)) {
            Some(last) => self.tell_made(&last.name, last.bytes, &seen.place),
            None => Err(anyhow!("the box made none")),
        }
    }

    fn list(&self) -> anyhow::Result<()> {
        let backups = self.backups()?;
        let proven = self.state_of_running_box()?.and_then(|seen| seen.proven);
        let entries = backups.list()?;
        if entries.is_empty() {
            return tell(&(self.backup.none)(&backups.plan().place.shown()));
        }
        for entry in &entries {
            let behind = if proven == Some(entry.number) { self.backup.proven } else { "" };
            let line = (self.backup.line)(&entry.name(), &moment(entry.made), &self.size(entry.bytes));
            tell(&format!("{line}{behind}"))?;
        }
        Ok(())
    }

    fn verify(&self, name: Option<&str>) -> anyhow::Result<()> {
        let backups = self.backups()?;
        let bar = Mutex::new(Bar::on_terminal());
        let entry = backups.find(name)?;
        let proof = backups.prove(&entry, &|progress| self.draw(&bar, progress));
        close(&bar);
        let proof = proof?;
        tell(&(self.backup.good)(&entry.name(), proof.changes, proof.transactions))
    }

    fn restore(&self, name: Option<&str>) -> anyhow::Result<()> {
        let backups = self.backups()?;
        let bar = Mutex::new(Bar::on_terminal());
        let restored = backups.restore(name, &|progress| self.draw(&bar, progress));
        close(&bar);
        let restored = restored?;
        for (entry, why) in &restored.passed_over {
            tell(&(self.backup.passed_over)(&entry.name(), why))?;
        }
        let Entry { made, .. } = restored.entry;
        tell(&(self.backup.restored)(&restored.entry.name(), &moment(made), restored.transactions))
    }

    fn revert(&self) -> anyhow::Result<()> {
        self.backups()?.revert()?;
        tell(self.backup.reverted)
    }

    fn prune(&self) -> anyhow::Result<()> {
        match carried_out(&self.config, Request::PruneBackups)?.0 {
            Reply::BackupsPruned { cleared, left } => tell(&(self.backup.cleared)(cleared, left)),
            reply => refused(reply),
        }
    }

    fn key(&self) -> anyhow::Result<()> {
        match carried_out(&self.config, Request::BackupKey)?.0 {
            Reply::BackupKey(BackupKey::Passphrase) => tell(self.backup.key_passphrase),
            Reply::BackupKey(BackupKey::Recipients(key)) => {
                tell(&format!("{}\n  {key}", self.backup.key_recipients))
            }
            Reply::BackupKey(BackupKey::Own(key)) => tell(&format!("{}\n  {key}", self.backup.key)),
            reply => refused(reply),
        }
    }

    /// The backups, without the store: a new box has none yet.
    fn backups(&self) -> anyhow::Result<Backups> {
        let backups = backups_of(&self.config, Outside::real()?)?;
        let mut plan = backups.plan().clone();
        let read = |path: &Path| {
            std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
        };
        if let Some(path) = &self.with.passphrase_file {
            plan.key = plan.key.with_passphrase(read(path)?.trim());
        }
        if let Some(path) = &self.with.key_file {
            plan.key = plan.key.with_keys(&read(path)?)?;
        }
        Ok(Backups::new(plan, Outside::real()?))
    }

    fn must_have_store(&self) -> anyhow::Result<()> {
        let folder = &self.config.data_dir;
        if folder.join(STORE_FILE).exists() {
            return Ok(());
        }
        bail!((words::of(self.config.language).console.no_store)(&folder.display().to_string()))
    }

    /// None: no box runs here.
    fn state_of_running_box(&self) -> anyhow::Result<Option<Seen>> {
        match ask(&self.config.data_dir, &Request::Backups).context("asking the running box")? {
            None => Ok(None),
            reply => self.seen(reply).map(Some),
        }
    }

    fn seen(&self, reply: Option<Reply>) -> anyhow::Result<Seen> {
        match reply {
            Some(Reply::Backups(seen)) => Ok(seen),
            Some(Reply::Failed { sentence }) => bail!(sentence),
            _ => bail!((self.backup.failed)(&self.config.data_dir.display().to_string())),
        }
    }

    fn draw(&self, bar: &Mutex<Bar>, progress: crate::backup::Progress) {
        if let Ok(mut bar) = bar.lock() {
            bar.show(self.backup.step(progress.step), progress.done, progress.of);
        }
    }

    fn tell_made(&self, name: &str, bytes: u64, place: &str) -> anyhow::Result<()> {
        tell(&(self.backup.made)(name, &self.size(bytes), place))
    }

    /// `1,2 MB`.
    fn size(&self, bytes: u64) -> String {
        let (tenths, unit) = match bytes {
            0..1_000_000 => (bytes.div_ceil(100), "kB"),
            1_000_000..1_000_000_000 => (bytes / 100_000, "MB"),
            _ => (bytes / 100_000_000, "GB"),
        };
        let point = if self.config.language == Language::Indonesian { ',' } else { '.' };
        format!("{}{point}{} {unit}", tenths / 10, tenths % 10)
    }
}

fn close(bar: &Mutex<Bar>) {
    if let Ok(mut bar) = bar.lock() {
        bar.close();
    }
}

#[expect(clippy::disallowed_methods, reason = "a command that waits for a running box holds up nobody else")]
fn pause(length: Duration) {
    std::thread::sleep(length);
}

fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
