//! `/keluarga`: who is in the family, and a link for who is to join it.

use super::act::{Desk, Done};
use crate::app::{Error, NewInvitation};
use crate::ledger::Role;
use crate::words::Said;

pub(super) fn family(desk: &Desk<'_>, text: &str) -> Result<Done, Error> {
    let words = desk.words.people;
    let mut asked = text.split_whitespace();
    match asked.next().map(str::to_lowercase).as_deref() {
        None => list(desk),
        Some("undang" | "invite") if desk.call.place.is_group => desk.say(words.not_in_a_group),
        Some("undang" | "invite") => match asked.next().and_then(role_named) {
            Some(role) => invite(desk, role),
            None => desk.say(words.invite_unread),
        },
        Some(_) => desk.say(words.invite_how),
    }
}

fn list(desk: &Desk<'_>) -> Result<Done, Error> {
    let words = desk.words.people;
    let members = desk.acting.members()?;
    let said = members.iter().fold(Said::nothing().strong(&words.title), |said, member| {
        said.line(format!("{} · {}", member.name, (words.role)(member.role)).into())
    });
    let is_owner = desk.acting.member().role == Role::Owner;
    desk.say(if is_owner { said.paragraph(words.invite_how.into()) } else { said })
}

fn invite(desk: &Desk<'_>, role: Role) -> Result<Done, Error> {
    let words = desk.words.people;
    let invited = desk.acting.clone().as_owner()?.invite(&NewInvitation { role, wallets: Vec::new() })?;
    let path = format!("/join?code={}", invited.code);
    let named = (words.role)(role);
    desk.say(match desk.public_url {
        Some(base) => (words.invited)(named, &format!("{base}{path}")),
        None => (words.invited_at_home)(named, &path),
    })
}

fn role_named(text: &str) -> Option<Role> {
    match text.to_lowercase().as_str() {
        "dewasa" | "adult" => Some(Role::Adult),
        "anak" | "art" | "child" | "helper" => Some(Role::Child),
        "melihat" | "lihat" | "viewer" => Some(Role::Viewer),
        _ => None,
    }
}
