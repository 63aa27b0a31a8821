//! Builds the web app into `web/dist`, which the binary carries inside it.
//!
//! A release build makes it anew when its sources changed since; a debug build takes it as it is, so that checking
//! Rust never waits for npm. `CATATDUIT_SKIP_WEB=1` makes a release build take it as it is, too.

#![expect(clippy::disallowed_methods, reason = "cargo speaks to a build script through the environment")]

use std::env;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, SystemTime};

/// In `web/`, but nothing that the app is built from.
const NOT_SOURCES: &[&str] = &["dist", "node_modules", "e2e", "test-results", ".built-from"];

/// Holds the fingerprint of the sources that `web/dist` was built from.
const STAMP: &str = "web/.built-from";

const DIST: &str = "web/dist";
const PAGE: &str = "web/dist/index.html";

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    // A new example of the API is put into the binary without a change of any source.
    println!("cargo::rerun-if-changed=docs/examples");
    println!("cargo::rerun-if-env-changed=CATATDUIT_SKIP_WEB");
    let skip = env::var_os("CATATDUIT_SKIP_WEB").is_some_and(|value| !value.is_empty() && value != "0");
    let release = env::var_os("PROFILE").is_some_and(|profile| profile == "release");
    let end = if release && !skip { build_if_stale() } else { take_as_it_is() };
    match end {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            for line in why.lines() {
                println!("cargo::error={line}");
            }
            ExitCode::FAILURE
        }
    }
}

/// The folder must exist for the binary to compile; an empty one makes a box that has no pages.
fn take_as_it_is() -> Result<(), String> {
    if !Path::new(DIST).exists() {
        fs::create_dir_all(DIST).map_err(told("making web/dist"))?;
        // Cargo runs this script again when the folder is younger than the run; it was there before, in effect.
        age(Path::new(DIST), SystemTime::UNIX_EPOCH + Duration::from_secs(1))
            .map_err(told("dating web/dist"))?;
    }
    println!("cargo::rerun-if-changed={DIST}");
    if !Path::new(PAGE).exists() {
        println!("cargo::warning=web/dist is empty, so this binary has no web app: `just web` builds it");
    }
    Ok(())
}

fn build_if_stale() -> Result<(), String> {
    let sources = Sources::read().map_err(told("reading web/"))?;
    for path in &sources.top {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    println!("cargo::rerun-if-changed={PAGE}");
    if !sources.are_built() {
        if packages_are_stale() {
            npm(&["ci", "--include=dev", "--no-audit", "--no-fund"])?;
        }
        npm(&["run", "build"])?;
        if !Path::new(PAGE).exists() {
            return Err(format!("`npm run build` ended well but left no {PAGE}"));
        }
    }
    fs::write(STAMP, &sources.fingerprint).map_err(told("writing web/.built-from"))?;
    // As old as the newest source: younger than this run, and cargo would run this script again next time.
    age(Path::new(PAGE), sources.newest).map_err(told("dating web/dist/index.html"))
}

struct Sources {
    /// What cargo watches: the files and folders that stand in `web/`, and the list of packages.
    top: Vec<PathBuf>,
    fingerprint: String,
    newest: SystemTime,
}

impl Sources {
    fn read() -> io::Result<Self> {
        let mut top = vec![];
        for entry in fs::read_dir("web")? {
            let entry = entry?;
            if !NOT_SOURCES.iter().any(|name| entry.file_name() == *name) {
                top.push(entry.path());
            }
        }
        // The program's own packages are named in the app, with their licences.
        top.push(PathBuf::from("Cargo.lock"));
        top.sort();
        let mut hasher = DefaultHasher::new();
        let mut newest = SystemTime::UNIX_EPOCH;
        for path in &top {
            take_in(path, &mut hasher, &mut newest)?;
        }
        Ok(Self { top, fingerprint: format!("{:016x}\n", hasher.finish()), newest })
    }

    /// Built by this script from the same sources, or since the last change by hand.
    fn are_built(&self) -> bool {
        let Ok(page) = fs::metadata(PAGE).and_then(|page| page.modified()) else { return false };
        match fs::read_to_string(STAMP) {
            Ok(stamp) if stamp == self.fingerprint => true,
            _ => page > self.newest,
        }
    }
}

fn take_in(path: &Path, hasher: &mut DefaultHasher, newest: &mut SystemTime) -> io::Result<()> {
    if path.is_dir() {
        let mut inside =
            fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        inside.sort();
        return inside.iter().try_for_each(|path| take_in(path, hasher, newest));
    }
    path.hash(hasher);
    fs::read(path)?.hash(hasher);
    *newest = (*newest).max(fs::metadata(path)?.modified()?);
    Ok(())
}

/// npm leaves a copy of the lock file with what it installed.
fn packages_are_stale() -> bool {
    let modified = |path| fs::metadata(path).and_then(|file| file.modified());
    match (modified("web/package-lock.json"), modified("web/node_modules/.package-lock.json")) {
        (Ok(wanted), Ok(installed)) => wanted > installed,
        _ => true,
    }
}

fn npm(arguments: &[&str]) -> Result<(), String> {
    let command = format!("npm {}", arguments.join(" "));
    match Command::new("npm").args(arguments).current_dir("web").output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            let (said, complained) =
                (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            Err(format!("The web app could not be built: `{command}` in web/ failed.\n{said}{complained}"))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Err("The web app must be built, and npm was not found.\n\
             Install Node.js 20 or newer with npm (Debian: apt-get install nodejs npm), then run the same command.\n\
             CATATDUIT_SKIP_WEB=1 builds with web/dist as it is, without pages if it is empty."
            .to_owned()),
        Err(error) => Err(format!("`{command}` could not be started: {error}")),
    }
}

fn age(path: &Path, to: SystemTime) -> io::Result<()> {
    File::open(path)?.set_modified(to)
}

fn told(doing: &'static str) -> impl Fn(io::Error) -> String {
    move |error| format!("{doing}: {error}")
}
