//! The private line to a running box: a socket in its data folder, which only its owner may open. Commands that
//! need the store ask the process that has it open, one line of JSON each way.

use std::fmt;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream as PlainStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};
use tokio_util::sync::CancellationToken;

use super::backups::{BackupKey, Backups};
use crate::app::{App, Error, MemberListed, NewHousehold, OpeningWallet, Origin, SigningKeySeen, Why};
use crate::doctor::{Doctor, Finding};
use crate::ledger::{Language, Timestamp, Zone};
use crate::{tasks, words};

/// What a command may ask of a running box.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Request {
    /// A new set-up link; the one before it stops working.
    SetupLink,
    /// The household and its owner, without a browser.
    SetUp(Family),
    /// Builds the search index again, in the background.
    RenewSearch,
    /// Everybody who can sign in.
    Members,
    /// A link with which whoever signs in with this name chooses a new password.
    ResetMember { name: String },
    /// Which keys access tokens are signed with.
    Keys,
    /// Another key for that.
    RotateKeys,
    /// How it stands with the backups.
    Backups,
    /// A backup, made in the background.
    MakeBackup,
    /// Backups that have had their time are cleared away.
    PruneBackups,
    /// The box's own key to its backups.
    BackupKey,
    /// How the box is.
    Doctor,
}

/// What `setup` was told.
#[derive(Serialize, Deserialize)]
pub struct Family {
    pub household: String,
    /// `Asia/Jakarta`.
    pub zone: String,
    pub owner: String,
    pub password: String,
    /// `id` or `en`.
    pub language: String,
    /// Names and what the wallets hold, in rupiah. Empty: one wallet for cash.
    pub wallets: Vec<(String, i64)>,
}

impl fmt::Debug for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Family").field("wallets", &self.wallets.len()).finish_non_exhaustive()
    }
}

/// Somebody who can sign in.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct MemberLine {
    pub household: String,
    pub name: String,
    /// `owner`, `adult`, `child` or `viewer`.
    pub role: String,
    pub has_password: bool,
    pub has_second_factor: bool,
}

impl From<MemberListed> for MemberLine {
    fn from(listed: MemberListed) -> Self {
        let MemberListed { household, name, role, has_password, has_second_factor } = listed;
        Self { household, name, role: role.code().to_owned(), has_password, has_second_factor }
    }
}

/// What the box answers.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Reply {
    SetupLink {
        link: String,
    },
    SetUp {
        address: String,
    },
    SearchRenewed,
    Members {
        members: Vec<MemberLine>,
    },
    ResetMember {
        link: String,
    },
    Keys {
        keys: Vec<Key>,
    },
    KeysRotated {
        id: String,
    },
    Backups(Backups),
    BackupsPruned {
        cleared: usize,
        left: usize,
    },
    /// None: they open with the passphrase alone.
    BackupKey(BackupKey),
    Doctor {
        findings: Vec<Finding>,
    },
    /// In the language of the box.
    Failed {
        sentence: String,
    },
}

/// A key that access tokens are or were signed with. Moments are written for people.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Key {
    pub id: String,
    pub created: String,
    /// None: it is the one that signs.
    pub expires: Option<String>,
}

/// Does what was asked. `address` is how people reach the box, for links.
pub fn carry_out(app: &App, address: &str, request: Request) -> Result<Reply, Error> {
    match request {
        Request::SetupLink => Ok(Reply::SetupLink { link: setup_link(address, &app.setup_code()?.code) }),
        Request::SetUp(family) => {
            let signed = app.set_up(None, &family.as_household()?, &Origin::default())?;
            // Nobody holds a browser here.
            app.drop_session(&signed.secret)?;
            Ok(Reply::SetUp { address: address.to_owned() })
        }
        Request::RenewSearch => {
            app.renew_search();
            Ok(Reply::SearchRenewed)
        }
        Request::Members => {
            Ok(Reply::Members { members: app.everybody()?.into_iter().map(MemberLine::from).collect() })
        }
        Request::ResetMember { name } => {
            Ok(Reply::ResetMember { link: reset_link(address, &app.make_reset(&name)?.code) })
        }
        Request::Keys => Ok(Reply::Keys { keys: app.signing_keys()?.into_iter().map(Key::from).collect() }),
        Request::Backups => Ok(Reply::Backups(app.backup_state()?.into())),
        Request::MakeBackup => {
            app.ask_for_backup();
            Ok(Reply::Backups(app.backup_state()?.into()))
        }
        Request::PruneBackups => {
            let cleared = app.prune_backups()?;
            Ok(Reply::BackupsPruned { cleared, left: app.backups()?.len() })
        }
        Request::BackupKey => Ok(Reply::BackupKey(BackupKey::shown_by(app)?)),
        Request::RotateKeys => Ok(Reply::KeysRotated { id: app.rotate_keys()?.id }),
        // Whoever holds the line answers it: it is no verb.
        Request::Doctor => Ok(Reply::Doctor { findings: Vec::new() }),
    }
}

impl From<SigningKeySeen> for Key {
    fn from(key: SigningKeySeen) -> Self {
        let written = |at: Timestamp| at.strftime("%Y-%m-%d %H:%M UTC").to_string();
        Self { id: key.id, created: written(key.created), expires: key.expires.map(written) }
    }
}

/// The page that the code opens.
fn reset_link(address: &str, code: &str) -> String {
    format!("{address}/reset?code={code}")
}

/// The page that the code opens.
pub fn setup_link(address: &str, code: &str) -> String {
    format!("{address}/setup?code={code}")
}

impl Family {
    fn as_household(&self) -> Result<NewHousehold, Error> {
        let unknown = |field| Error::invalid(field, Why::Unknown);
        let wallets = self
            .wallets
            .iter()
            .map(|(name, balance)| OpeningWallet { name: name.clone(), balance: *balance });
        Ok(NewHousehold {
            household: self.household.clone(),
            zone: Zone::named(&self.zone).map_err(|_| unknown("zone"))?,
            owner: self.owner.clone(),
            password: self.password.clone(),
            language: Language::of_code(&self.language).ok_or_else(|| unknown("language"))?,
            wallets: wallets.collect(),
        })
    }
}

/// No request is longer.
const MOST_BYTES: u64 = 64 * 1024;

/// Nobody keeps the line busy for longer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The box's end of the line.
#[derive(Debug, Clone)]
pub struct Line {
    listener: Arc<UnixListener>,
    path: PathBuf,
}

impl Line {
    /// Opens the line. To be called by the process that has the store open: a socket that is there already was left
    /// by one that was killed.
    pub fn open(data_dir: &Path) -> io::Result<Self> {
        let path = socket_in(data_dir);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = UnixListener::bind(&path)?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
        Ok(Self { listener: Arc::new(listener), path })
    }

    /// Answers until it is asked to stop, one caller after the other.
    pub async fn serve(
        self,
        app: App,
        address: String,
        language: Language,
        doctor: Doctor,
        stop: CancellationToken,
    ) -> anyhow::Result<()> {
        loop {
            let (caller, _) = tokio::select! {
                caller = self.listener.accept() => caller?,
                () = stop.cancelled() => break,
            };
            let answered =
                tokio::time::timeout(PATIENCE, answer(caller, &app, &address, language, &doctor)).await;
            if !matches!(answered, Ok(Ok(()))) {
                tracing::warn!("a command on the private line went away before it was answered");
            }
        }
        Ok(std::fs::remove_file(&self.path)?)
    }
}

async fn answer(
    caller: UnixStream,
    app: &App,
    address: &str,
    language: Language,
    doctor: &Doctor,
) -> io::Result<()> {
    let (ours, mut theirs) = caller.into_split();
    let mut line = String::new();
    tokio::io::BufReader::new(ours.take(MOST_BYTES)).read_line(&mut line).await?;
    let reply = match serde_json::from_str::<Request>(&line) {
        Err(error) => Err(Error::broken("reading a command", error)),
        Ok(Request::Doctor) => Ok(Reply::Doctor { findings: doctor.examine(Duration::ZERO).await.to_vec() }),
        Ok(request) => {
            let (app, address) = (app.clone(), address.to_owned());
            tasks::blocking(move || carry_out(&app, &address, request)).await
        }
    };
    let reply =
        reply.unwrap_or_else(|error| Reply::Failed { sentence: words::trouble(words::of(language), &error) });
    let mut text = serde_json::to_vec(&reply)?;
    text.push(b'\n');
    theirs.write_all(&text).await
}

/// Asks the box that has this data folder open; none, if no box does.
pub fn ask(data_dir: &Path, request: &Request) -> io::Result<Option<Reply>> {
    let mut line = match PlainStream::connect(socket_in(data_dir)) {
        Ok(line) => line,
        // No socket, one that a killed box left behind, or a folder whose name is too long to hold one.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused | io::ErrorKind::InvalidInput
            ) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    line.set_read_timeout(Some(PATIENCE * 2))?;
    let mut text = serde_json::to_vec(request)?;
    text.push(b'\n');
    line.write_all(&text)?;
    let mut reply = String::new();
    BufReader::new(line).read_line(&mut reply)?;
    Ok(Some(serde_json::from_str(&reply)?))
}

fn socket_in(data_dir: &Path) -> PathBuf {
    data_dir.join("control.sock")
}

#[cfg(test)]
mod tests;
