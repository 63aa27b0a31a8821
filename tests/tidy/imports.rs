//! Who may name whom: the arrows of ARCHITECTURE.md, as a table that is held.

use std::collections::BTreeSet;
use std::path::Path;

use super::{assert_none, code_of, sources_under, words_of};

/// Who may name whom under `src/`: arrows point down only. A part that is not listed may name nothing.
const IMPORTS: &[(&str, &[&str])] = &[
    // The rules and the vocabulary name nothing above them.
    ("ledger", &[]),
    ("capture", &["ledger"]),
    ("ctx", &["ledger"]),
    ("outside", &["ledger"]),
    ("seal", &["outside"]),
    ("passkey", &[]),
    ("picture", &[]),
    // The store and the search know no error but their own; this is where it becomes everyone's.
    ("error", &["ledger", "search", "store"]),
    ("config", &["ledger"]),
    ("limit", &["ledger"]),
    ("metrics", &[]),
    // The log knows no household, and nothing above it.
    ("logs", &["ledger", "outside"]),
    ("tasks", &["error"]),
    ("tls", &["config", "ledger", "outside", "tasks"]),
    // The memory and the verbs.
    ("store", &["ledger", "metrics", "outside", "passkey", "seal"]),
    ("search", &["ledger", "store", "tasks"]),
    ("backup", &["ledger", "outside", "store"]),
    ("words", &["backup", "ledger", "capture", "error"]),
    (
        "app",
        &[
            "backup", "capture", "ctx", "error", "ledger", "logs", "metrics", "outside", "passkey",
            "picture", "seal", "search", "store", "words",
        ],
    ),
    ("say", &["app", "capture", "ctx", "error", "ledger", "words"]),
    // The doors see the verbs, never the memory, never each other.
    (
        "api",
        &[
            "app", "capture", "config", "ctx", "doctor", "error", "export", "ledger", "limit", "metrics",
            "outside", "passkey", "say", "tasks", "tls", "words",
        ],
    ),
    (
        "bot",
        &["app", "capture", "config", "ctx", "error", "ledger", "limit", "outside", "say", "tasks", "words"],
    ),
    ("site", &[]),
    ("hooks", &["app", "error", "ledger", "outside", "tasks"]),
    ("push", &["app", "error", "ledger", "outside", "say", "tasks", "words"]),
    ("jobs", &["app", "tasks"]),
    // Looks at everything, and changes nothing.
    ("doctor", &["app", "config", "ledger", "metrics", "outside", "tasks", "tls"]),
    ("serve", &["api", "config", "ctx", "ledger", "limit", "metrics", "outside", "site", "tls", "words"]),
    (
        "ops",
        &["app", "config", "ctx", "doctor", "error", "ledger", "logs", "outside", "tasks", "tls", "words"],
    ),
    ("export", &["app", "error", "ledger", "words"]),
    ("demo", &["app", "ledger", "store"]),
    // Where everything is put together.
    (
        "appliance",
        &[
            "api", "app", "backup", "bot", "config", "ctx", "demo", "doctor", "error", "hooks", "jobs",
            "ledger", "limit", "logs", "ops", "outside", "push", "seal", "search", "serve", "site", "store",
            "tasks", "tls", "words",
        ],
    ),
    (
        "cli",
        &[
            "api",
            "app",
            "appliance",
            "backup",
            "capture",
            "config",
            "ctx",
            "demo",
            "doctor",
            "error",
            "ledger",
            "logs",
            "ops",
            "outside",
            "seal",
            "store",
            "tasks",
            "tls",
            "words",
        ],
    ),
];

/// Libraries that one part of the house hides from all others.
const HIDDEN: &[(&str, &[&str])] = &[
    ("redb", &["store"]),
    ("tantivy", &["search"]),
    ("clap", &["cli"]),
    ("toml", &["config"]),
    ("tracing_subscriber", &["ops"]),
    ("poem_openapi", &["api"]),
    ("poem", &["api", "bot", "serve", "site", "appliance"]),
    ("rust_embed", &["site", "api/document"]),
    ("bcrypt", &["app"]),
    ("chacha20poly1305", &["seal"]),
    ("postcard", &["app/kept", "store"]),
    ("reqwest", &["outside", "bot", "hooks", "push", "doctor", "tls/acme"]),
    ("serde_json", &["api", "backup", "bot", "cli", "export", "hooks", "logs", "ops", "push", "tls/acme"]),
    ("web_push_native", &["push"]),
    ("p256", &["app/notify", "push"]),
    ("rmcp", &["api"]),
    ("image", &["picture"]),
    ("jwt_compact", &["app"]),
    ("chrono", &["app/access_token"]),
    ("webauthn_rp", &["passkey"]),
    ("rustls_acme", &["tls"]),
    ("rcgen", &["tls"]),
    ("x509_parser", &["tls"]),
    ("mdns_sd", &["tls"]),
    ("if_addrs", &["outside"]),
    ("zip", &["export"]),
    ("csv", &["export"]),
    ("age", &["backup"]),
    ("tar", &["backup"]),
    ("zstd", &["backup"]),
    ("object_store", &["backup"]),
    // The model's own commands measure it and write its manifest; everyone else hears of it through capture.
    ("catatduit_nlu", &["capture", "cli/model"]),
];

#[test]
fn arrows_point_down_only() {
    let mut wrong = vec![];
    for source in sources_under("src") {
        let part = part_of(&source);
        // A test may look wherever it needs to.
        if part == "lib" || part == "main" || source.ends_with("tests.rs") {
            continue;
        }
        let Some((_, allowed)) = IMPORTS.iter().find(|(name, _)| *name == part) else {
            wrong.push(format!("src/{part} is in no row of IMPORTS: decide what it may name"));
            continue;
        };
        for named in parts_named(without_tests(&code_of(&source))) {
            if named != part && !allowed.contains(&named.as_str()) {
                wrong.push(format!("{} names crate::{named}, which src/{part} may not", source.display()));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn each_library_stays_behind_its_part() {
    let mut wrong = vec![];
    for source in sources_under("src") {
        let code = code_of(&source);
        for (library, allowed) in HIDDEN {
            if !allowed.iter().any(|place| lies_in(&source, place))
                && words_of(&code).any(|path| path.starts_with(&format!("{library}::")))
            {
                wrong.push(format!("{} names {library}, which only {allowed:?} may", source.display()));
            }
        }
    }
    assert_none(&wrong);
}

/// `src/store/tables.rs` and `src/store.rs` are both of the part `store`.
fn part_of(source: &Path) -> String {
    let part = source.components().nth(1).map(|part| part.as_os_str().to_string_lossy().into_owned());
    part.unwrap_or_default().trim_end_matches(".rs").to_owned()
}

/// Whether a source is of a part, or of a folder in one: `store`, `cli/model`.
fn lies_in(source: &Path, place: &str) -> bool {
    let folder = Path::new("src").join(place);
    source.starts_with(&folder) || source == folder.with_extension("rs")
}

/// Up to the tests, which stand at the end.
fn without_tests(code: &str) -> &str {
    code.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or(code)
}

/// What follows `crate::`, also inside braces: `use crate::{app, ledger::Money}`.
fn parts_named(code: &str) -> BTreeSet<String> {
    let mut parts = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        let paths = match after.strip_prefix('{') {
            Some(group) => outermost_of(group),
            None => vec![after],
        };
        for path in paths {
            let first = words_of(path).next().and_then(|word| word.split(':').next()).unwrap_or_default();
            if first.starts_with(char::is_lowercase) {
                parts.insert(first.to_owned());
            }
        }
    }
    parts
}

/// The items of a group up to its closing brace, those of inner groups left together.
fn outermost_of(group: &str) -> Vec<&str> {
    let (mut items, mut depth, mut from) = (vec![], 0_u32, 0);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                items.push(&group[from..at]);
                from = at + 1;
                if letter == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    items
}

#[test]
fn the_reader_of_imports_sees_every_spelling() {
    let named = |code: &str| parts_named(code).into_iter().collect::<Vec<_>>();
    assert_eq!(named("use crate::ledger::{Money, Day};"), ["ledger"]);
    assert_eq!(named("use crate::{app, ledger::{Day, Month}, store};"), ["app", "ledger", "store"]);
    assert_eq!(named("let a = crate::error::Error::Full;\npub(crate) fn b() {}"), ["error"]);
    assert_eq!(named("pub(in crate::store) struct Pen;"), ["store"]);
}
