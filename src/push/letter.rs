//! What a notice says on the device: a title, a sentence, the page it opens, and how many drafts wait for an answer.

use serde::Serialize;

use crate::app::{Error, NoticeDue, Tidings};
use crate::ledger::Role;
use crate::say;
use crate::words::{self, Words};

/// As the web app's service worker reads it.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Letter {
    title: String,
    body: String,
    /// The page of the app that it opens.
    url: String,
    /// A notice takes the place of the one with the same tag.
    tag: String,
    /// How many drafts wait for an answer.
    badge: usize,
    /// Whether it stays until somebody looks.
    stays: bool,
}

/// The length of a message says something about it: each is filled up to a multiple of this.
const STEP: usize = 256;

/// What is encrypted: JSON, and blanks after it. Always much less than the 3,993 bytes that every push service takes.
pub(super) fn body(due: &NoticeDue) -> Result<Vec<u8>, Error> {
    let letter = letter(words::of(due.language), &due.tidings, due.waiting);
    let mut bytes = serde_json::to_vec(&letter).map_err(|error| Error::broken("writing a notice", error))?;
    bytes.resize(bytes.len().div_ceil(STEP) * STEP, b' ');
    Ok(bytes)
}

fn letter(words: &Words, tidings: &Tidings, badge: usize) -> Letter {
    let said = words.notices;
    let plain = |title: &str, body: String, url: &str, tag: String| Letter {
        title: title.to_owned(),
        body,
        url: url.to_owned(),
        tag,
        badge,
        stays: false,
    };
    match tidings {
        Tidings::Trial => {
            plain(said.trial.0, said.trial.1.to_owned(), "/settings/notices", "trial".to_owned())
        }
        Tidings::Records { newest, count } => {
            let transaction = &newest.transaction;
            let amount = say::amount(transaction);
            let title = (said.recorded)(&newest.member, &amount);
            let name = cut(&say::name(words, transaction));
            let wallets = newest.wallets().map(|seen| cut(&seen.wallet.name)).collect::<Vec<_>>().join(" → ");
            let about = [name, wallets].into_iter().filter(|part| !part.is_empty());
            let about = about.collect::<Vec<_>>().join(" · ");
            if *count == 1 {
                plain(&title, about, &format!("/transactions?open={}", transaction.id), "records".to_owned())
            } else {
                let body = format!("{title} · {about}");
                plain(&(said.recorded_several)(*count), body, "/transactions", "records".to_owned())
            }
        }
        Tidings::Joined { name, household } => {
            plain(&(said.joined)(name), (said.joined_body)(household), "/family", "joined".to_owned())
        }
        Tidings::Security(event) => {
            let what = (said.happened)(event.kind.code(), event.device.as_deref());
            let tag = format!("security-{}", event.place);
            plain(said.security, format!("{what} {}", said.not_you), "/settings/security", tag)
        }
        Tidings::Alarm { rule, is_wrong, is_urgent, reader } => {
            let what = said.alarms.get(usize::from(*rule)).copied().unwrap_or(said.alarm);
            let title = if *is_wrong { said.alarm } else { said.alarm_over };
            // The last rule is that of backups, which have a page of their own.
            let is_of_backups = usize::from(*rule) + 1 == said.alarms.len();
            let page = match reader {
                Role::Owner if is_of_backups => "/box/backups",
                Role::Owner => "/box",
                _ => "/",
            };
            let letter = plain(title, format!("{what}."), page, format!("alarm-{rule}"));
            Letter { stays: *is_wrong && *is_urgent, ..letter }
        }
    }
}

/// As much of it as a locked screen shows.
fn cut(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        text.to_owned()
    } else {
        text.chars().take(MOST).chain(['…']).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Language;

    #[test]
    fn alarms_say_which_and_whether_it_is_over_in_both_languages() {
        // Language, rule, wrong, urgent; title, body, stays.
        let rows = [
            (
                Language::Indonesian,
                0,
                true,
                true,
                "Kotak perlu dilihat",
                "Ruang penyimpanan hampir habis.",
                true,
            ),
            (Language::Indonesian, 4, true, false, "Kotak perlu dilihat", "Kotaknya panas.", false),
            (Language::English, 2, false, true, "It is over", "The box's clock is wrong.", false),
            (Language::English, 99, true, false, "The box needs a look", "The box needs a look.", false),
        ];
        for (language, rule, is_wrong, is_urgent, title, body, stays) in rows {
            let about = |reader| Tidings::Alarm { rule, is_wrong, is_urgent, reader };
            let told = letter(words::of(language), &about(Role::Owner), 3);
            assert_eq!(
                (told.title.as_str(), told.body.as_str(), told.stays, told.badge),
                (title, body, stays, 3)
            );
            assert_eq!((told.url.as_str(), told.tag), ("/box", format!("alarm-{rule}")));
            // A deputy's phone opens no page that is not for them.
            assert_eq!(letter(words::of(language), &about(Role::Adult), 3).url, "/");
        }
    }

    #[test]
    fn long_names_are_cut_between_letters() {
        assert_eq!(cut("Bakso"), "Bakso");
        let long = cut(&"é".repeat(200));
        assert_eq!((long.chars().count(), long.ends_with('…')), (81, true));
    }
}
