//! What the house says about its people.

use crate::ledger::Role;

/// What is said about the members of the family.
#[derive(Debug)]
pub struct People {
    /// The line under the command in Telegram's menu.
    pub menu: &'static str,
    pub title: &'static str,
    pub role: fn(Role) -> &'static str,
    /// How an owner invites.
    pub invite_how: &'static str,
    pub invite_unread: &'static str,
    /// A link that is to be sent on, and for what.
    pub invited: fn(&str, &str) -> String,
    /// Where the box has no address that a phone could open: what to open, and the code.
    pub invited_at_home: fn(&str, &str) -> String,
    pub not_in_a_group: &'static str,
}

pub(super) static ID: People = People {
    menu: "Anggota keluarga",
    title: "Keluarga",
    role: |role| match role {
        Role::Owner => "pemilik",
        Role::Adult => "dewasa",
        Role::Child => "anak",
        Role::Viewer => "hanya melihat",
    },
    invite_how: "Undang: /keluarga undang dewasa, /keluarga undang anak atau /keluarga undang melihat",
    invite_unread: "Undang sebagai apa? Contoh: /keluarga undang dewasa",
    invited: |role, link| {
        format!("Undangan sebagai {role}, sekali pakai, berlaku 3 hari. Teruskan tautan ini:\n{link}")
    },
    invited_at_home: |role, path| {
        format!("Undangan sebagai {role}, sekali pakai, berlaku 3 hari. Buka di alamat kotak kalian:\n{path}")
    },
    not_in_a_group: "Undangan kubuat di chat pribadi saja, supaya tidak dipakai orang lain.",
};

pub(super) static EN: People = People {
    menu: "Members of the family",
    title: "Family",
    role: |role| match role {
        Role::Owner => "owner",
        Role::Adult => "adult",
        Role::Child => "child",
        Role::Viewer => "viewer",
    },
    invite_how: "Invite: /family invite adult, /family invite child or /family invite viewer",
    invite_unread: "Invite as what? Example: /family invite adult",
    invited: |role, link| {
        format!("An invitation as {role}; works once, for 3 days. Send this link on:\n{link}")
    },
    invited_at_home: |role, path| {
        format!(
            "An invitation as {role}; works once, for 3 days. Open this at your box's own address:\n{path}"
        )
    },
    not_in_a_group: "I make invitations in a private chat only, so that nobody else takes them.",
};
