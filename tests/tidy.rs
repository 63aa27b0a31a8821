//! The guards that keep the house in shape. Each says what to do when it fails.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use catatduit::config::KEYS;

mod imports;

/// Files over the soft budget, each with the reason why splitting would make it harder to read.
const LONG_FILES: &[(&str, &str)] = &[
    ("src/capture/date.rs", "every way to say a day, tried in one order that must be seen as a whole"),
    ("src/capture/item.rs", "one grammar, whose rules lean on each other from line to line"),
    ("src/bot/client.rs", "every call to Telegram that the bot makes, one after the other"),
    ("src/config/keys.rs", "every key of the settings with its default and what it means, as one table"),
    ("src/config/mod.rs", "every setting as the program reads it, beside how each is read and checked"),
    ("src/capture/number.rs", "every way to write a number, with the rows that hold it beside it"),
    (
        "tests/household.rs",
        "properties over any order of verbs, with the generator and the recount they share",
    ),
    ("tests/api/answers.rs", "every operation's calls and every way they go wrong, as one table"),
    (
        "src/capture/words.rs",
        "every way that letters, digits and signs meet, tried in one pass over the text",
    ),
    ("tests/access/isolation.rs", "one walk over every operation, as everybody, with what each body must be"),
    (
        "tests/support/fake_telegram.rs",
        "one fake server: what people do, what goes wrong, and what can be seen",
    ),
    ("src/passkey.rs", "one ceremony's two halves beside the forms they keep, to be checked side by side"),
    ("src/search/piece.rs", "one piece of the index, asked in every way that shares its places"),
    ("web/src/api/calls.ts", "every call of the API that the app makes, one line after the other"),
    (
        "web/src/routes/transactions/Transactions.svelte",
        "one list, with the keys and the choosing that move through it",
    ),
    ("tests/farewell.rs", "every way out of a box, whose files are looked through for the same words"),
    ("src/search/tests.rs", "one family, searched in every way, beside the plain search it is compared with"),
];

const SOFT_LINES: usize = 400;
const HARD_LINES: usize = 600;

#[test]
fn files_are_short_enough_to_read() {
    let mut wrong = vec![];
    let mut long = BTreeSet::new();
    for source in files(&["rs", "ts", "svelte", "sh"]) {
        let lines = text_of(&source).lines().count();
        let name = source.to_string_lossy().into_owned();
        if lines > HARD_LINES {
            wrong.push(format!("{name} has {lines} lines, {HARD_LINES} at most: split it by meaning"));
        } else if lines > SOFT_LINES && !LONG_FILES.iter().any(|(path, _)| *path == name) {
            wrong.push(format!(
                "{name} has {lines} lines: split it, or list it in LONG_FILES with the reason"
            ));
        }
        if lines > SOFT_LINES {
            long.insert(name);
        }
    }
    for (path, reason) in LONG_FILES {
        assert!(reason.len() > 20, "{path} needs a reason");
        if !long.contains(*path) {
            wrong.push(format!("{path} is no longer over {SOFT_LINES} lines: take it off LONG_FILES"));
        }
    }
    assert_none(&wrong);
}

#[test]
fn no_leftovers() {
    // Written in two halves, so that this list does not find itself.
    let leftovers = [
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
        concat!("db", "g!("),
        concat!("FIX", "ME"),
        concat!("XX", "X"),
        concat!("#[ig", "nore"),
        concat!("it.on", "ly("),
        concat!("test.on", "ly("),
        concat!("describe.on", "ly("),
        concat!("it.sk", "ip"),
        concat!("test.sk", "ip"),
        concat!("describe.sk", "ip"),
        concat!("debug", "ger;"),
        concat!("/ro", "ot/"),
        concat!("/wo", "rk/"),
        concat!("/ho", "me/"),
    ];
    let mut wrong = vec![];
    for source in
        files(&["rs", "ts", "svelte", "sh", "md", "toml", "yml", "json", "css", "html", "mjs", "txt"])
    {
        for (number, line) in text_of(&source).lines().enumerate() {
            for leftover in leftovers {
                if line.contains(leftover) {
                    wrong.push(format!("{}:{}: {leftover}", source.display(), number + 1));
                }
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn no_float_comes_near_money() {
    let mut wrong = vec![];
    for folder in ["src/ledger", "src/store", "src/app"] {
        for source in sources_under(folder) {
            let code = code_of(&source);
            if words_of(&code).any(|word| matches!(word, "f32" | "f64")) {
                wrong.push(format!("{} has a float: money is whole minor units", source.display()));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn architecture_names_every_part() {
    let architecture = text_of(Path::new("ARCHITECTURE.md"));
    let mut wrong = vec![];
    for entry in entries("src") {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let named = if root().join(&entry).is_dir() { format!("{name}/") } else { name };
        if !architecture.contains(&format!("`{named}`")) && !twin_is_named(&entry, &architecture) {
            wrong.push(format!("ARCHITECTURE.md does not name src/{named}"));
        }
    }
    assert_none(&wrong);
}

/// `tasks.rs` and `tasks/` are one part; naming the file is enough.
fn twin_is_named(entry: &Path, architecture: &str) -> bool {
    let twin = entry.with_extension("rs");
    let name = twin.file_name().unwrap_or_default().to_string_lossy();
    root().join(&twin).exists() && architecture.contains(&format!("`{name}`"))
}

#[test]
fn every_setting_is_explained() {
    let document = text_of(Path::new("docs/configuration.md"));
    let unexplained = KEYS.iter().filter(|key| !document.contains(&format!("`{}`", key.name)));
    let wrong: Vec<_> =
        unexplained.map(|key| format!("docs/configuration.md misses `{}`", key.name)).collect();
    assert_none(&wrong);
}

#[test]
fn every_table_name_ends_in_a_version() {
    let tables = code_of(Path::new("src/store/tables.rs"));
    let declared = tables.lines().filter_map(|line| line.trim().strip_suffix("\",")?.split_once(" = \""));
    let names: Vec<_> = declared.map(|(_, name)| name).collect();
    assert!(names.len() > 20, "the tables are declared in src/store/tables.rs, one a line: {names:?}");
    let has_version =
        |name: &str| name.rsplit_once('-').is_some_and(|(_, version)| version.parse::<u16>().is_ok());
    let unversioned = names.iter().filter(|name| !has_version(name));
    let wrong: Vec<_> =
        unversioned.map(|name| format!("the table {name} has no version at its end")).collect();
    assert_none(&wrong);
}

#[test]
fn documents_point_at_files_that_exist() {
    let mut wrong = vec![];
    for document in files(&["md"]) {
        let text = text_of(&document);
        for after in text.split("](").skip(1) {
            let target = after.split([')', '#', ' ']).next().unwrap_or_default();
            if target.is_empty() || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let folder = document.parent().unwrap_or(Path::new(""));
            if !root().join(folder).join(target).exists() {
                wrong.push(format!("{} points at {target}, which is not there", document.display()));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn the_compiler_s_version_is_written_once_in_effect() {
    let toolchain = text_of(Path::new("rust-toolchain.toml"));
    let manifest = text_of(Path::new("Cargo.toml"));
    let quoted = |text: &str, key: &str| {
        let line = text.lines().find(|line| line.starts_with(key)).unwrap_or_default();
        line.split('"').nth(1).unwrap_or_default().to_owned()
    };
    let (channel, least) = (quoted(&toolchain, "channel"), quoted(&manifest, "rust-version"));
    assert_eq!(channel, format!("{least}.0"), "rust-toolchain.toml and rust-version in Cargo.toml");
}

#[track_caller]
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text_of(path: &Path) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn entries(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let folder = folder.as_ref();
    let Ok(inside) = fs::read_dir(root().join(folder)) else { return vec![] };
    let mut paths: Vec<_> = inside.map(|entry| folder.join(entry.unwrap().file_name())).collect();
    paths.sort();
    paths
}

/// Every file of ours with one of these endings; nothing that was installed, built or generated.
fn files(endings: &[&str]) -> Vec<PathBuf> {
    fn gather(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
        const FOREIGN: &[&str] =
            &[".git", "target", "node_modules", "dist", "catatduit-data", "test-results"];
        const GENERATED: &[&str] = &["schema.gen.ts", "package-lock.json", "openapi.json"];
        for path in entries(folder) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if root().join(&path).is_dir() {
                if !FOREIGN.contains(&name.as_str()) {
                    gather(&path, endings, found);
                }
            } else if endings.iter().any(|ending| name.ends_with(&format!(".{ending}")))
                && !GENERATED.contains(&name.as_str())
            {
                found.push(path);
            }
        }
    }
    let mut found = vec![];
    gather(Path::new(""), endings, &mut found);
    found
}

fn sources_under(folder: &str) -> Vec<PathBuf> {
    files(&["rs"]).into_iter().filter(|path| path.starts_with(folder)).collect()
}

/// The file without its comments.
fn code_of(source: &Path) -> String {
    let text = text_of(source);
    let code = text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
    code.collect::<Vec<_>>().join("\n")
}

/// Paths and identifiers: `crate::ledger::Money`, `f64`, `redb::Error`.
fn words_of(code: &str) -> impl Iterator<Item = &str> {
    code.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != ':')
        .filter(|word| !word.is_empty())
}
