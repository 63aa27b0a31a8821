//! The files that hold keys and certificates: for the box's own user only, and never half written.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// In the data folder.
const FOLDER: &str = "tls";

#[derive(Debug, Clone)]
pub(super) struct Folder(PathBuf);

/// A key or certificate could not be read or kept.
#[derive(Debug, thiserror::Error)]
#[error("{doing} {}", path.display())]
pub struct FileTrouble {
    doing: &'static str,
    path: PathBuf,
    source: io::Error,
}

impl Folder {
    pub(super) fn of(data_dir: &Path) -> Self {
        Self(data_dir.join(FOLDER))
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// None where there is no such file.
    pub(super) fn read(&self, name: &str) -> Result<Option<String>, FileTrouble> {
        let path = self.path(name);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(FileTrouble { doing: "reading", path, source }),
        }
    }

    /// In the place of what was there, as a whole: a power cut leaves the one or the other.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), FileTrouble> {
        let path = self.path(name);
        let written = self.replace(&path, &self.path(&format!("{name}.new")), text);
        written.map_err(|source| FileTrouble { doing: "writing", path, source })
    }

    fn replace(&self, path: &Path, beside: &Path, text: &str) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.0)?;
        // One that a power cut left may have another mode.
        match fs::remove_file(beside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(beside, path)?;
        File::open(&self.0)?.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn what_is_kept_is_for_its_owner_only_and_replaces_what_was_there() {
        let above = tempfile::tempdir().unwrap();
        let folder = Folder::of(above.path());
        assert_eq!(folder.read("a.pem").unwrap(), None);
        folder.write("a.pem", "one").unwrap();
        fs::write(folder.path("a.pem.new"), "half").unwrap();
        folder.write("a.pem", "two").unwrap();
        assert_eq!(folder.read("a.pem").unwrap().as_deref(), Some("two"));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder.path("a.pem")), mode(&above.path().join("tls"))), (0o600, 0o700));
        assert!(!folder.path("a.pem.new").exists());
    }
}
