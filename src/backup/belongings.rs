//! What goes along with the store: everything else in the data folder that a box needs to go on elsewhere.

use std::io;
use std::path::Path;

use super::archive::Belonging;
use super::name::Entry;
use super::{BACKUPS, SEARCH, SECRET_KEY, STORE, scratch, swap, upgrade};

/// In the data folder, and in no backup: what is built again, what is of this moment, and what was.
const LEFT_OUT: &[&str] = &[
    STORE,
    SEARCH,
    BACKUPS,
    scratch::FOLDER,
    swap::COMING,
    swap::BEFORE,
    swap::OLDER,
    upgrade::BEFORE,
    upgrade::VERSIONS,
    "logs",
];

/// Nothing else that a box keeps beside its store is so large.
const MOST_BELONGING: u64 = 16 * 1024 * 1024;

/// Everything in the data folder that a box needs to go on elsewhere, beside its store; and the key to the store's
/// secrets wherever it lies, because a store without it would have lost them.
pub(super) fn of(data_dir: &Path, secret_key: &Path) -> io::Result<Vec<Belonging>> {
    let mut found = Vec::new();
    gather(data_dir, "", &mut found)?;
    if !found.iter().any(|file| file.name == SECRET_KEY) {
        match std::fs::read(secret_key) {
            Ok(bytes) => found.push(Belonging { name: SECRET_KEY.to_owned(), bytes }),
            // A box in memory has none.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    found.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(found)
}

fn gather(folder: &Path, under: &str, found: &mut Vec<Belonging>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let file_name = entry.file_name();
        let Some(name) = file_name.to_str() else { continue };
        let is_of_the_store = name.strip_prefix(STORE).is_some_and(|rest| rest.starts_with('.'));
        if under.is_empty() && (LEFT_OUT.contains(&name) || is_of_the_store)
            || name.strip_suffix(".new").is_some()
        {
            continue;
        }
        let place = format!("{under}{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() {
            // Backups that go to another folder in here would otherwise hold all those before them.
            if !holds_backups(&entry.path())? {
                gather(&entry.path(), &format!("{place}/"), found)?;
            }
        } else if kind.is_file() && entry.metadata()?.len() > MOST_BELONGING {
            tracing::warn!("a large file in the data folder is left out of the backup");
        } else if kind.is_file() {
            found.push(Belonging { name: place, bytes: std::fs::read(entry.path())? });
        }
    }
    Ok(())
}

fn holds_backups(folder: &Path) -> io::Result<bool> {
    for entry in std::fs::read_dir(folder)? {
        if entry?.file_name().to_str().is_some_and(|name| Entry::of(name, 0).is_some()) {
            return Ok(true);
        }
    }
    Ok(false)
}
