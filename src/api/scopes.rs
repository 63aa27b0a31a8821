//! Which scope a key needs for which operation: one table, by the first part of the address.
//!
//! A member who is signed in has every scope; a personal token has the one it was made with. What is in no row needs the
//! highest, and a test holds that every operation is in one.

use poem::http::Method;

use crate::ledger::Scope;

/// The first part of an address below `/api/v1`, the scope for reading it and the scope for everything else.
const NEEDED: &[(&str, Scope, Scope)] = {
    use Scope::{Account, Read, Record, Write};
    &[
        ("captures", Read, Record),
        ("readings", Read, Read),
        ("drafts", Read, Record),
        ("transactions", Read, Record),
        ("trash", Read, Record),
        ("changes", Read, Record),
        ("undo", Read, Record),
        ("lessons", Read, Record),
        ("attachments", Read, Record),
        ("search", Read, Write),
        ("events", Read, Write),
        ("summaries", Read, Write),
        ("reports", Read, Write),
        ("wallets", Read, Write),
        ("sharings", Read, Write),
        ("wallet-order", Read, Write),
        ("wallet-templates", Read, Write),
        ("categories", Read, Write),
        ("category-order", Read, Write),
        ("rates", Read, Write),
        ("tags", Read, Write),
        ("exports", Read, Write),
        ("mcp", Read, Read),
        ("session", Read, Account),
        ("sessions", Account, Account),
        ("account", Account, Account),
        ("reset", Account, Account),
        ("tokens", Account, Account),
        // Whoever has a key may exchange it for one that works for a while, with no more rights.
        ("access-tokens", Read, Read),
        ("passkeys", Account, Account),
        ("audit", Account, Account),
        ("backups", Account, Account),
        ("webhooks", Account, Account),
        ("push", Read, Account),
        ("household", Read, Account),
        ("deletion", Read, Account),
        ("receipts", Account, Account),
        ("members", Read, Account),
        ("invitations", Account, Account),
        ("join", Account, Account),
        ("households", Account, Account),
        ("telegram", Account, Account),
        ("certificate", Account, Account),
        ("errors", Account, Account),
        ("feedback", Read, Account),
        ("logs", Account, Account),
        ("outages", Account, Account),
        ("setup", Account, Account),
        ("doctor", Account, Account),
    ]
};

/// What a call of that method to that address needs.
pub(super) fn needed(method: &Method, path: &str) -> Scope {
    let part = path.strip_prefix("/api/v1/").and_then(|path| path.split('/').next()).unwrap_or("");
    let reads = *method == Method::GET || *method == Method::HEAD;
    let row = NEEDED.iter().find(|(first, ..)| *first == part);
    row.map_or(Scope::Account, |(_, read, other)| if reads { *read } else { *other })
}

/// Whether somebody decided what calls to that address need.
pub(super) fn is_decided(path: &str) -> bool {
    let part = path.strip_prefix("/api/v1/").and_then(|path| path.split('/').next()).unwrap_or("");
    NEEDED.iter().any(|(first, ..)| *first == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unknown_needs_the_most() {
        let rows = [
            ("GET", "/api/v1/transactions", Scope::Read),
            ("PATCH", "/api/v1/transactions/01H", Scope::Record),
            ("POST", "/api/v1/wallets", Scope::Write),
            ("GET", "/api/v1/tokens", Scope::Account),
            ("GET", "/api/v1/what-comes-later", Scope::Account),
            ("GET", "/elsewhere", Scope::Account),
        ];
        for (method, path, scope) in rows {
            assert_eq!(needed(&method.parse().unwrap(), path), scope, "{method} {path}");
        }
    }
}
