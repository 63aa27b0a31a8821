//! One check an item, over what was seen.

pub(super) mod certificate;
pub(super) mod doors;
pub(super) mod infrastructure;
pub(super) mod memory;
pub(super) mod security;
pub(super) mod telegram;

use super::calls::Answer;
use super::finding::{Both, Ruling, both};
use super::seen::{Seen, StoreSeen};

/// The answer to a question; while the box does not run, or does not answer, that is what there is to say.
fn answered<'a>(seen: &Seen, answer: Option<&'a Answer>) -> Result<&'a Answer, Ruling> {
    if seen.running_for.is_none() {
        return Err(Ruling::not_running());
    }
    answer.ok_or_else(|| {
        let listen = seen.config.listen;
        Ruling::warn(
            both!(
                "kotaknya tidak menjawab di {listen} dari mesin ini",
                "the box does not answer at {listen} from this machine"
            ),
            both!(
                "lihat log kotaknya, dan pastikan alamat itu milik mesin ini",
                "look into its log, and make sure that the address is this machine's"
            ),
        )
    })
}

fn store(seen: &Seen) -> Result<&StoreSeen, Ruling> {
    seen.store.as_ref().map_err(|_| Ruling::no_store())
}

/// The one or the other: checks return early with what they cannot see.
fn ruled(outcome: Result<Ruling, Ruling>) -> Ruling {
    outcome.unwrap_or_else(|ruling| ruling)
}

fn mebibytes(bytes: u64) -> u64 {
    bytes / (1024 * 1024)
}

/// `3 hari 4 jam`, `5 menit`.
fn span(length: std::time::Duration) -> Both {
    let minutes = length.as_secs() / 60;
    let (days, hours, past) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    match minutes {
        0 => both!("kurang dari semenit", "less than a minute"),
        1..60 => both!("{minutes} menit", "{minutes} min"),
        60..1_440 => both!("{hours} jam {past} menit", "{hours} h {past} min"),
        _ => both!("{days} hari {hours} jam", "{days} d {hours} h"),
    }
}
