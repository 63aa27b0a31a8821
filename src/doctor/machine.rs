//! The machine that the box runs on, as far as Linux tells without any right: room, memory, warmth, wear.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// What was read; each is none where the machine does not tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Machine {
    pub disk: Option<Room>,
    pub memory: Option<Room>,
    /// What this process holds of it, in bytes.
    pub own_memory: Option<u64>,
    /// Of the warmest part, in thousandths of a degree Celsius.
    pub warmth: Option<i64>,
    /// How much of an eMMC's life is used up, in steps of ten of a hundred: 1 to 11. SD cards do not tell.
    pub wear: Option<u8>,
    /// The system says that its clock is set by the network.
    pub clock_is_set: Option<bool>,
}

/// In bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    pub total: u64,
    pub free: u64,
}

impl Room {
    pub fn free_permille(self) -> u64 {
        (self.free / 1024).saturating_mul(1_000) / (self.total / 1024).max(1)
    }
}

impl Machine {
    /// Looks at the machine. `folder` holds the box's data.
    pub fn look(folder: Option<&Path>) -> Self {
        Self {
            disk: folder.and_then(room_at),
            memory: fs::read_to_string("/proc/meminfo").ok().and_then(|text| memory_of(&text)),
            own_memory: fs::read_to_string("/proc/self/status")
                .ok()
                .and_then(|text| kilobytes(&text, "VmRSS:")),
            warmth: warmest(),
            wear: folder.and_then(wear_at),
            clock_is_set: clock_is_set(),
        }
    }
}

/// What is free on the disk that a folder lies on.
pub(super) fn room_at(folder: &Path) -> Option<Room> {
    let told = rustix::fs::statvfs(folder).ok()?;
    let free = told.f_bavail.saturating_mul(told.f_frsize);
    Some(Room { total: told.f_blocks.saturating_mul(told.f_frsize), free })
}

fn memory_of(text: &str) -> Option<Room> {
    Some(Room { total: kilobytes(text, "MemTotal:")?, free: kilobytes(text, "MemAvailable:")? })
}

/// A line of the kernel's, such as `MemTotal:  3884024 kB`, in bytes.
fn kilobytes(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse::<u64>().ok()?.checked_mul(1024)
}

fn warmest() -> Option<i64> {
    let zones = fs::read_dir("/sys/class/thermal").ok()?;
    let warmth = |zone: fs::DirEntry| {
        zone.file_name().to_str()?.strip_prefix("thermal_zone")?;
        fs::read_to_string(zone.path().join("temp")).ok()?.trim().parse::<i64>().ok()
    };
    zones.filter_map(Result::ok).filter_map(warmth).max()
}

fn wear_at(folder: &Path) -> Option<u8> {
    let (major, minor) = {
        let device = fs::metadata(folder).ok()?.dev();
        (rustix::fs::major(device), rustix::fs::minor(device))
    };
    let mut block = fs::canonicalize(format!("/sys/dev/block/{major}:{minor}")).ok()?;
    // A partition lies in the folder of its disk.
    if block.join("partition").exists() {
        block.pop();
    }
    wear_of(&fs::read_to_string(block.join("device/life_time")).ok()?)
}

/// `0x01 0x03`: two kinds of memory; the worse one counts.
fn wear_of(text: &str) -> Option<u8> {
    let steps =
        text.split_whitespace().filter_map(|step| u8::from_str_radix(step.strip_prefix("0x")?, 16).ok());
    steps.max().filter(|step| *step > 0)
}

fn clock_is_set() -> Option<bool> {
    // Only where systemd looks after the clock does the absence of its mark say something.
    let runs = Path::new("/run/systemd/timesync");
    runs.exists().then(|| runs.join("synchronized").exists())
}

/// A file or folder that others than its owner can read or write, and how it is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) path: PathBuf,
    pub(super) mode: u32,
}

/// Whatever in the data folder somebody else on the machine could read: the folder itself is looked at first, and what
/// lies in it down to two folders.
pub(super) fn open_to_others(folder: &Path) -> std::io::Result<(usize, Vec<Open>)> {
    let mut open = Vec::new();
    let mut looked = 0;
    let mut waiting = vec![(folder.to_owned(), 0)];
    while let Some((path, depth)) = waiting.pop() {
        let told = match fs::symlink_metadata(&path) {
            // It was deleted while we looked.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && depth > 0 => continue,
            told => told?,
        };
        if told.is_symlink() {
            continue;
        }
        looked += 1;
        let mode = told.permissions().mode() & 0o777;
        // Inside a folder that nobody else may enter, only the files that hold secrets are asked to be shut as well.
        let is_asked = depth == 0 || holds_secrets(&path);
        if is_asked && mode & 0o077 != 0 {
            open.push(Open { path: path.clone(), mode });
        }
        if told.is_dir() && depth < 2 {
            for entry in fs::read_dir(&path)? {
                waiting.push((entry?.path(), depth + 1));
            }
        }
    }
    open.sort_by(|left, right| left.path.cmp(&right.path));
    Ok((looked, open))
}

fn holds_secrets(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    name.starts_with("catatduit.redb") || matches!(ending, "key" | "pem" | "sock" | "age")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_s_lines_are_read() {
        let text = "MemTotal:        1000 kB\nMemFree: 10 kB\nMemAvailable:    250 kB\n";
        let room = memory_of(text).unwrap();
        assert_eq!((room.total, room.free, room.free_permille()), (1_024_000, 256_000, 250));
        assert_eq!(memory_of("MemTotal: x kB\n"), None);
        assert_eq!((wear_of("0x01 0x03\n"), wear_of("0x00 0x00\n"), wear_of("")), (Some(3), None, None));
    }

    #[test]
    fn what_others_can_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        let key = folder.path().join("secret.key");
        fs::write(&key, "x").unwrap();
        fs::write(folder.path().join("notes"), "x").unwrap();
        set(folder.path(), 0o700);
        set(&key, 0o600);
        assert_eq!(open_to_others(folder.path()).unwrap(), (3, vec![]));
        set(&key, 0o640);
        let (_, open) = open_to_others(folder.path()).unwrap();
        assert_eq!(open, [Open { path: key, mode: 0o640 }]);
        set(folder.path(), 0o755);
        assert_eq!(open_to_others(folder.path()).unwrap().1.len(), 2);
        assert!(open_to_others(&folder.path().join("absent")).is_err());
    }

    #[test]
    fn this_machine_tells_of_its_room() {
        let folder = tempfile::tempdir().unwrap();
        let machine = Machine::look(Some(folder.path()));
        let disk = machine.disk.unwrap();
        assert!(disk.total > 0 && disk.free <= disk.total);
        assert!(machine.memory.unwrap().total > machine.own_memory.unwrap());
    }
}
