//! What became of backups, as the store keeps it between two nights: a few lines of JSON.

use serde::{Deserialize, Serialize};

use super::name::Entry;
use crate::ledger::Timestamp;

/// All that is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// Where they went, to notice when the settings say something else.
    pub place: String,
    /// On which disk that was.
    pub mount: Option<String>,
    pub last: Option<Made>,
    pub proof: Option<Proof>,
    /// What is wrong now.
    pub trouble: Option<Trouble>,
    /// The trouble that the owners know of; none: they think that all is well.
    pub told: Option<TroubleKind>,
    /// When it was last tried, in milliseconds.
    pub tried_ms: Option<i64>,
    /// When the box's own key was shown, in milliseconds.
    pub key_shown_ms: Option<i64>,
    /// What there was when the place was last looked into, newest first.
    pub there: Vec<Listed>,
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    pub number: u64,
    pub made_ms: i64,
    pub bytes: u64,
    pub took_ms: u64,
}

/// A backup that was put back into an empty folder and found whole, down to the balances.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub number: u64,
    /// When that backup was made.
    pub made_ms: i64,
    /// When it was tried.
    pub at_ms: i64,
    pub took_ms: u64,
    pub changes: u64,
    pub transactions: u64,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    pub kind: TroubleKind,
    pub since_ms: i64,
    /// The backup it is about.
    pub number: Option<u64>,
    /// For whoever looks deeper; holds nothing of the family's.
    pub detail: String,
}

/// The kinds of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TroubleKind {
    /// The folder or the disk is not there.
    Away,
    /// There is no room, here or there.
    Full,
    /// The place cannot be reached or refuses.
    Unreachable,
    /// The newest backup cannot be opened or is not what it should be.
    Damaged,
    /// It could not be made, or not be tried, for another reason.
    Failed,
}

/// A backup that is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub number: u64,
    pub made_ms: i64,
    pub bytes: u64,
}

impl Kept {
    /// The name that the store keeps it under.
    pub const SETTING: &'static str = "backups";

    /// What cannot be read, such as what a later version wrote, is as if nothing had been kept.
    pub fn read(bytes: Option<&[u8]>) -> Self {
        bytes.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default()
    }

    pub fn write(&self) -> Vec<u8> {
        // Numbers, texts and lists of them always become JSON.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

impl From<&Entry> for Listed {
    fn from(entry: &Entry) -> Self {
        Self { number: entry.number, made_ms: entry.made.as_millisecond(), bytes: entry.bytes }
    }
}

impl From<&Listed> for Entry {
    fn from(listed: &Listed) -> Self {
        let made = Timestamp::from_millisecond(listed.made_ms).unwrap_or_default();
        Self { number: listed.number, made, bytes: listed.bytes }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again_and_what_is_strange_is_nothing() {
        let trouble = Trouble {
            kind: TroubleKind::Damaged,
            since_ms: 5,
            number: Some(7),
            detail: "it ends too early".to_owned(),
        };
        let proof = Proof { number: 6, made_ms: 1, at_ms: 2, took_ms: 3, changes: 4, transactions: 5 };
        let last = Made { number: 7, made_ms: 4, bytes: 9, took_ms: 1 };
        let there = vec![Listed { number: 7, made_ms: 4, bytes: 9 }];
        let kept =
            Kept { last: Some(last), proof: Some(proof), trouble: Some(trouble), there, ..Kept::default() };
        assert_eq!(Kept::read(Some(&kept.write())), kept);
        assert_eq!(Kept::read(Some(b"{\"later\": 1}")), Kept::default());
        assert_eq!(Kept::read(Some(b"?")), Kept::default());
        assert_eq!(Kept::read(None), Kept::default());
    }
}
