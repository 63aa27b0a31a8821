//! The way back from a new version: the store as it was before it, and the program that wrote it.
//!
//! The version that last opened a data folder stands in it. When another one comes, the store is copied first.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::{STORE, make_folder, sync_folder};

/// In the data folder: which version opened it last, and the programs of this and the one before.
pub(super) const VERSIONS: &str = "versions";

/// In the data folder: the store as it was before the last upgrade.
pub(super) const BEFORE: &str = "before-upgrade";

const CURRENT: &str = "current";
const PROGRAM: &str = "catatduit";

/// In [`BEFORE`]: which version had written it.
const VERSION: &str = "version";

/// To be called before this version opens the store. Gives the version before, when it was another one and its store
/// is now kept.
pub(super) fn note(data_dir: &Path, version: &str, program: Option<&Path>) -> io::Result<Option<String>> {
    let versions = data_dir.join(VERSIONS);
    let known = read(&versions.join(CURRENT))?;
    let mut upgraded = None;
    if known.as_deref() != Some(version) {
        if data_dir.join(STORE).exists() {
            // Before this was noted at all, nobody knows which it was.
            let before = known.clone().unwrap_or_else(|| "0".to_owned());
            keep_store(data_dir, &before)?;
            upgraded = Some(before);
        }
        make_folder(&versions)?;
        replace(&versions.join(CURRENT), version)?;
    }
    keep_program(&versions, version, program)?;
    forget_programs(&versions, &[version, &read(&data_dir.join(BEFORE).join(VERSION))?.unwrap_or_default()])?;
    Ok(upgraded)
}

/// Lays what was there before the upgrade into an empty folder; gives its version, and its program if that is still
/// there. None when there is nothing to go back to.
pub(super) fn lay_before(data_dir: &Path, into: &Path) -> io::Result<Option<(String, Option<PathBuf>)>> {
    let before = data_dir.join(BEFORE);
    let Some(version) = read(&before.join(VERSION))? else { return Ok(None) };
    copy(&before.join(STORE), &into.join(STORE))?;
    let program = data_dir.join(VERSIONS).join(&version).join(PROGRAM);
    Ok(Some((version, program.exists().then_some(program))))
}

/// From now on that version is the one that opened the folder last.
pub(super) fn went_back_to(data_dir: &Path, version: &str) -> io::Result<()> {
    make_folder(&data_dir.join(VERSIONS))?;
    replace(&data_dir.join(VERSIONS).join(CURRENT), version)
}

/// Whole or not at all.
fn keep_store(data_dir: &Path, version: &str) -> io::Result<()> {
    let (unfinished, kept) = (data_dir.join(format!("{BEFORE}.new")), data_dir.join(BEFORE));
    remove(&unfinished)?;
    DirBuilder::new().mode(0o700).create(&unfinished)?;
    let copied = copy(&data_dir.join(STORE), &unfinished.join(STORE))
        .and_then(|()| replace(&unfinished.join(VERSION), version));
    if copied.is_err() {
        // The room it took is what is missing, most likely.
        remove(&unfinished)?;
    }
    copied?;
    remove(&kept)?;
    std::fs::rename(&unfinished, &kept)?;
    sync_folder(data_dir)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut to = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    io::copy(&mut std::fs::File::open(from)?, &mut to)?;
    to.sync_all()
}

/// A second name for the same file where that is possible: it costs nothing, and stays when the first is replaced.
fn keep_program(versions: &Path, version: &str, program: Option<&Path>) -> io::Result<()> {
    let (folder, Some(program)) = (versions.join(version), program) else { return Ok(()) };
    let kept = folder.join(PROGRAM);
    if kept.exists() {
        return Ok(());
    }
    make_folder(&folder)?;
    if std::fs::hard_link(program, &kept).is_err() {
        let unfinished = folder.join(format!("{PROGRAM}.new"));
        std::fs::copy(program, &unfinished)?;
        std::fs::rename(&unfinished, &kept)?;
    }
    sync_folder(&folder)
}

fn forget_programs(versions: &Path, but: &[&str]) -> io::Result<()> {
    for entry in std::fs::read_dir(versions)? {
        let entry = entry?;
        let is_kept = entry.file_name().to_str().is_some_and(|name| but.contains(&name));
        if entry.file_type()?.is_dir() && !is_kept {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

/// A short text, trimmed. None: there is none.
fn read(path: &Path) -> io::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        // It is the name of a folder, too.
        Ok(text) => Ok(Some(text.trim().replace(['/', '\0'], "")).filter(|text| !text.starts_with('.'))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let unfinished = path.with_extension("new");
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&unfinished, path)
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_in(folder: &Path, name: &str) -> Option<String> {
        std::fs::read_to_string(folder.join(name)).ok()
    }

    #[test]
    fn each_new_version_keeps_the_store_and_the_program_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let (data, program) = (folder.path().join("data"), folder.path().join("program"));
        std::fs::create_dir(&data).unwrap();
        std::fs::write(&program, "program of 1").unwrap();
        assert_eq!(note(&data, "1.0.0", Some(&program)).unwrap(), None, "there is no store yet");
        std::fs::write(data.join(STORE), "store of 1").unwrap();
        assert_eq!(note(&data, "1.0.0", Some(&program)).unwrap(), None);
        assert_eq!(read_in(&data, "before-upgrade/catatduit.redb"), None);

        // An upgrade puts another file in the program's place, as package managers do.
        std::fs::remove_file(&program).unwrap();
        std::fs::write(&program, "program of 2").unwrap();
        assert_eq!(note(&data, "2.0.0", Some(&program)).unwrap().as_deref(), Some("1.0.0"));
        std::fs::write(data.join(STORE), "store of 2").unwrap();
        assert_eq!(note(&data, "2.0.0", Some(&program)).unwrap(), None);
        assert_eq!(read_in(&data, "before-upgrade/catatduit.redb").unwrap(), "store of 1");

        let into = folder.path().join("into");
        std::fs::create_dir(&into).unwrap();
        let (version, kept) = lay_before(&data, &into).unwrap().unwrap();
        assert_eq!(version, "1.0.0");
        assert_eq!(std::fs::read_to_string(kept.unwrap()).unwrap(), "program of 1");
        assert_eq!(read_in(&into, STORE).unwrap(), "store of 1");

        assert_eq!(note(&data, "3.0.0", Some(&program)).unwrap().as_deref(), Some("2.0.0"));
        assert!(!data.join("versions/1.0.0").exists(), "two programs are enough");
        assert!(data.join("versions/2.0.0/catatduit").exists());
        assert_eq!(read_in(&data, "before-upgrade/catatduit.redb").unwrap(), "store of 2");
    }
}
