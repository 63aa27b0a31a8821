//! What a backup is called: `catatduit-000042-20261128T190000Z.tar.zst.age`, its number and when it was made.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::ledger::Timestamp;

/// A backup, as the place of the backups lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What order goes by: each is one more than the greatest there. Clocks jump, this does not.
    pub number: u64,
    /// By the box's clock then.
    pub made: Timestamp,
    pub bytes: u64,
}

const BEGINS: &str = "catatduit-";
const ENDS: &str = ".tar.zst.age";
const MOMENT: &str = "%Y%m%dT%H%M%SZ";

impl Entry {
    /// The file's name.
    pub fn name(&self) -> String {
        format!("{BEGINS}{:06}-{}{ENDS}", self.number, self.made.strftime(MOMENT))
    }

    /// None for any file that is not a whole backup: one that is being written has another name.
    pub fn of(name: &str, bytes: u64) -> Option<Self> {
        let (number, made) = name.strip_prefix(BEGINS)?.strip_suffix(ENDS)?.split_once('-')?;
        let made = DateTime::strptime(MOMENT, made).ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp();
        let entry = Self { number: number.parse().ok()?, made, bytes };
        (entry.name() == name).then_some(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_number_and_moment_and_nothing_else_is_a_backup() {
        let entry = Entry { number: 42, made: "2026-11-28T19:00:05Z".parse().unwrap(), bytes: 7 };
        let name = entry.name();
        assert_eq!(name, "catatduit-000042-20261128T190005Z.tar.zst.age");
        assert_eq!(Entry::of(&name, 7), Some(entry));
        for other in [
            ".catatduit-000042-20261128T190005Z.tar.zst.age.part",
            "catatduit-42-20261128T190005Z.tar.zst.age",
            "catatduit-000042-20261328T190005Z.tar.zst.age",
            "catatduit-000042.tar.zst.age",
            "catatduit.redb",
            "",
        ] {
            assert_eq!(Entry::of(other, 7), None, "{other}");
        }
    }
}
