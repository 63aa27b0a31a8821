//! The corpus's files: where they lie, and a name for exactly these, by which weights tell what they were made from.

use std::fmt;
use std::path::{Path, PathBuf};

/// The corpus of this checkout.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// What is wrong with a corpus file, and where: `frames/income.txt:12`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    at: String,
    why: String,
}

impl Error {
    pub(crate) fn new(at: impl Into<String>, why: impl Into<String>) -> Self {
        Self { at: at.into(), why: why.into() }
    }

    #[cfg(feature = "train")]
    pub(crate) fn line(file: &str, index: usize, why: impl fmt::Display) -> Self {
        Self::new(format!("{file}:{}", index + 1), why.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.why)
    }
}

impl std::error::Error for Error {}

/// Every `.txt` file of a folder by name, with its text. An empty or missing folder is an error: a corpus without it
/// would be another corpus.
pub(crate) fn texts(folder: &Path) -> Result<Vec<(String, String)>, Error> {
    let shown = folder.display().to_string();
    let wrong = |error: std::io::Error| Error::new(&shown, error.to_string());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.extension().is_some_and(|end| end == "txt") {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        return Err(Error::new(shown, "has no .txt file"));
    }
    paths
        .into_iter()
        .map(|path| {
            let name = path.display().to_string();
            let text =
                std::fs::read_to_string(&path).map_err(|error| Error::new(&name, error.to_string()))?;
            Ok((name, text))
        })
        .collect()
}

/// The folders whose files make the corpus.
const FOLDERS: [&str; 5] = ["calibration", "frames", "messages", "noise", "slots"];

/// FNV-1a, 64 bits, over the names and bytes of every corpus file, as 16 hexadecimal digits. It changes with any
/// byte of the corpus and does not depend on where the corpus lies. A folder that is not there adds nothing.
pub fn hash(corpus: &Path) -> Result<String, Error> {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for folder in FOLDERS.map(|folder| corpus.join(folder)).iter().filter(|folder| folder.exists()) {
        for (path, text) in texts(folder)? {
            let name = Path::new(&path).strip_prefix(corpus).unwrap_or(Path::new(&path));
            let parts = [name.to_string_lossy().replace('\\', "/"), text];
            for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
                state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    Ok(format!("{state:016x}"))
}
