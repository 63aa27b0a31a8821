//! The form of a backup: a tar archive, compressed by zstd, encrypted by age. `age -d FILE | zstd -d | tar x` opens it
//! without this program.
//!
//! Its first file, `manifest.json`, says what the others are and what the store in it comes to.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::BackupError;
use super::key::Key;
use super::{Progress, STORE, Step, Watch};
use crate::ledger::Timestamp;
use crate::store::Tally;

/// The first file of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Of the archive itself; what this program does not know it does not guess at.
    form: u64,
    /// The version that made it.
    pub(super) catatduit: String,
    /// RFC 3339.
    made: String,
    number: u64,
    store: Counted,
    files: Vec<Listed>,
}

/// What the store came to when the copy of it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Counted {
    schema: u64,
    changes: u64,
    transactions: u64,
    rows: u64,
    /// SHA-256, in hexadecimal.
    digest: String,
    /// `"500000 IDR"` by wallet.
    balances: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Listed {
    name: String,
    bytes: u64,
}

/// A small file that goes along with the store.
#[derive(Debug)]
pub(super) struct Belonging {
    /// Its place in the data folder, with slashes.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

const MANIFEST: &str = "manifest.json";

/// The form this program writes, and the newest it reads.
const FORM: u64 = 1;

/// No manifest is longer: 10,000 wallets would not fill it.
const MOST_MANIFEST: u64 = 4 * 1024 * 1024;

/// The files lie under it in the archive.
const FOLDER: &str = "data/";

impl Manifest {
    pub(super) fn new(number: u64, made: Timestamp, tally: &Tally) -> Self {
        Self {
            form: FORM,
            catatduit: env!("CARGO_PKG_VERSION").to_owned(),
            made: made.to_string(),
            number,
            store: Counted::from(tally),
            files: Vec::new(),
        }
    }

    /// Whether a store comes to what the one in this archive came to; if not, what is different.
    pub(super) fn compare(&self, tally: &Tally) -> Result<(), String> {
        let found = Counted::from(tally);
        let said = &self.store;
        let different = if found.balances != said.balances {
            "the balances"
        } else if found.transactions != said.transactions {
            "the number of transactions"
        } else if found.changes != said.changes {
            "the number of changes"
        } else if found != *said {
            "the contents"
        } else {
            return Ok(());
        };
        Err(format!("{different} are not those that were backed up"))
    }

    /// Whether the balances of a store that was brought up to date since are still those.
    pub(super) fn compare_balances(&self, tally: &Tally) -> Result<(), String> {
        if Counted::from(tally).balances == self.store.balances {
            Ok(())
        } else {
            Err("the balances are not those that were backed up".to_owned())
        }
    }

    pub(super) fn changes(&self) -> u64 {
        self.store.changes
    }

    pub(super) fn transactions(&self) -> u64 {
        self.store.transactions
    }
}

impl From<&Tally> for Counted {
    fn from(tally: &Tally) -> Self {
        let balance = |money: &crate::ledger::Money| format!("{} {}", money.minor(), money.currency());
        Self {
            schema: tally.schema,
            changes: tally.head,
            transactions: tally.transactions,
            rows: tally.rows,
            digest: data_encoding::HEXLOWER.encode(&tally.digest),
            balances: tally.balances.iter().map(|(id, money)| (id.to_string(), balance(money))).collect(),
        }
    }
}

/// Writes an archive into a new file: the manifest, the store in `store`, and what goes along.
pub(super) fn write(
    to: &Path,
    key: &Key,
    mut manifest: Manifest,
    store: &Path,
    belongings: &[Belonging],
    watch: Watch<'_>,
) -> Result<u64, BackupError> {
    let failed = BackupError::here("writing a backup");
    let mut store_file = File::open(store).map_err(&failed)?;
    let store_bytes = store_file.metadata().map_err(&failed)?.len();
    manifest.files = std::iter::once(Listed { name: STORE.to_owned(), bytes: store_bytes })
        .chain(
            belongings.iter().map(|file| Listed { name: file.name.clone(), bytes: file.bytes.len() as u64 }),
        )
        .collect();
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| failed(error.into()))?;

    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to).map_err(&failed)?;
    let closed = key.close(BufWriter::with_capacity(256 * 1024, file))?;
    let pack = || -> io::Result<File> {
        // Level 3 makes a store small enough and keeps a small board's night short.
        let mut packer = zstd::Encoder::new(closed, 3)?;
        packer.include_checksum(true)?;
        let mut tar = tar::Builder::new(packer);
        append(&mut tar, MANIFEST, text.len() as u64, &mut text.as_slice())?;
        let of = Some(store_bytes);
        let mut counted = Watched { from: &mut store_file, done: 0, of, step: Step::Packing, watch };
        append(&mut tar, &format!("{FOLDER}{STORE}"), store_bytes, &mut counted)?;
        for Belonging { name, bytes } in belongings {
            append(&mut tar, &format!("{FOLDER}{name}"), bytes.len() as u64, &mut bytes.as_slice())?;
        }
        let file =
            tar.into_inner()?.finish()?.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(file)
    };
    let file = pack().map_err(&failed)?;
    Ok(file.metadata().map_err(&failed)?.len())
}

fn append(tar: &mut tar::Builder<impl Write>, name: &str, bytes: u64, from: &mut dyn Read) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_entry_type(tar::EntryType::Regular);
    tar.append_data(&mut header, name, from)
}

/// Opens an archive and lays its files into a folder, which must be empty. Nothing of it is to be used unless this
/// comes back well: only then was it read to its end.
pub(super) fn unpack(from: &Path, key: &Key, into: &Path, watch: Watch<'_>) -> Result<Manifest, BackupError> {
    let file = File::open(from).map_err(BackupError::here("opening a backup"))?;
    let of = file.metadata().map_err(BackupError::here("opening a backup"))?.len();
    let mut counted = Watched { from: file, done: 0, of: Some(of), step: Step::Unpacking, watch };
    let opened = key.open(BufReader::with_capacity(256 * 1024, &mut counted))?;
    let mut tar = tar::Archive::new(zstd::Decoder::new(opened).map_err(read_error)?);
    let mut manifest: Option<Manifest> = None;
    let mut left: BTreeMap<String, u64> = BTreeMap::new();
    for entry in tar.entries().map_err(read_error)? {
        let mut entry = entry.map_err(read_error)?;
        let name = entry.path().map_err(read_error)?.to_str().map(str::to_owned);
        let name = name.ok_or_else(|| BackupError::damaged("it holds a file without a name"))?;
        let Some(said) = &manifest else {
            let said = read_manifest(&name, &mut entry)?;
            left = said.files.iter().map(|file| (file.name.clone(), file.bytes)).collect();
            manifest = Some(said);
            continue;
        };
        let listed = name.strip_prefix(FOLDER).and_then(|name| left.remove(name).map(|bytes| (name, bytes)));
        let listed = listed.filter(|(_, bytes)| *bytes == entry.size());
        let (Some((name, _)), true) = (listed, entry.header().entry_type().is_file()) else {
            return Err(BackupError::damaged(format!("it holds something that {} does not list", said.made)));
        };
        let place =
            place_in(into, name).ok_or_else(|| BackupError::damaged("a file's name leads elsewhere"))?;
        lay(&mut entry, &place)?;
    }
    // What follows the last file says whether anything is missing.
    let mut rest = tar.into_inner();
    io::copy(&mut rest, &mut io::sink()).map_err(read_error)?;
    let manifest = manifest.ok_or_else(|| BackupError::damaged("it is empty"))?;
    match left.keys().next() {
        None => Ok(manifest),
        Some(_) => Err(BackupError::damaged("files are missing in it")),
    }
}

fn read_manifest(name: &str, from: &mut dyn Read) -> Result<Manifest, BackupError> {
    /// What every form says.
    #[derive(Deserialize)]
    struct Form {
        form: u64,
    }
    let unknown = || BackupError::damaged("it does not begin with what it holds");
    if name != MANIFEST {
        return Err(unknown());
    }
    let mut text = Vec::new();
    from.take(MOST_MANIFEST).read_to_end(&mut text).map_err(read_error)?;
    let Form { form } = serde_json::from_slice(&text).map_err(|_| unknown())?;
    if form > FORM {
        return Err(BackupError::Newer { found: form, known: FORM });
    }
    serde_json::from_slice(&text).map_err(|_| unknown())
}

/// Only downwards from the folder.
fn place_in(folder: &Path, name: &str) -> Option<PathBuf> {
    let name = Path::new(name);
    let plain = name.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && name.file_name().is_some()).then(|| folder.join(name))
}

fn lay(from: &mut dyn Read, place: &Path) -> Result<(), BackupError> {
    let failed = BackupError::here("unpacking a backup");
    if let Some(folder) = place.parent() {
        super::make_folder(folder).map_err(&failed)?;
    }
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(place).map_err(&failed)?;
    let mut file = BufWriter::with_capacity(256 * 1024, file);
    let mut bytes = vec![0; 256 * 1024];
    loop {
        // Two sides can fail: the archive, and the disk that it is laid on.
        let many = match from.read(&mut bytes) {
            Ok(0) => break,
            Ok(many) => many,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(read_error(error)),
        };
        file.write_all(&bytes[..many]).map_err(&failed)?;
    }
    let file = file.into_inner().map_err(io::IntoInnerError::into_error).map_err(&failed)?;
    file.sync_all().map_err(&failed)
}

/// What reading through age, zstd and tar says of a damaged archive is not told apart; a disk that fails is.
fn read_error(error: io::Error) -> BackupError {
    match error.raw_os_error() {
        Some(_) => BackupError::Io { doing: "reading a backup", source: error },
        None => BackupError::damaged(error.to_string()),
    }
}

/// Tells how far reading has come.
struct Watched<'w, R> {
    from: R,
    done: u64,
    of: Option<u64>,
    step: Step,
    watch: Watch<'w>,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let many = self.from.read(out)?;
        self.done += many as u64;
        (self.watch)(Progress { step: self.step, done: self.done, of: self.of });
        Ok(many)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let folder = Path::new("/data");
        assert_eq!(place_in(folder, "tls/account.json"), Some("/data/tls/account.json".into()));
        for name in ["", "..", "../x", "/etc/passwd", "a/../../x", "."] {
            assert_eq!(place_in(folder, name), None, "{name}");
        }
    }
}
