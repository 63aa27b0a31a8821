//! A name for exactly this corpus.

use std::path::Path;

use super::{Error, texts};

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
