//! The command line, run as a person runs it: the built program in a folder of its own.

mod backup;
mod config;
mod doctor;
mod install;
mod keys;
mod member;
mod model;
mod parse;
mod search;
mod serve;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder in which the program is run, with no settings but those that a test gives.
pub(crate) struct Desk {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

/// What a run gave back.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) said: String,
    pub(crate) complained: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), environment: vec![] }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn file(self, name: &str, text: &str) -> Self {
        std::fs::write(self.folder.path().join(name), text).unwrap();
        self
    }

    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_catatduit"));
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    /// Runs to the end with this on standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Ran {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.as_ref().to_vec();
        let writer = std::thread::Builder::new().spawn(move || stdin.write_all(&input)).unwrap();
        let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
        // A program that refuses its arguments does not read what it is sent.
        let _ = writer.join().unwrap();
        Ran {
            code: status.code(),
            said: String::from_utf8(stdout).unwrap(),
            complained: String::from_utf8(stderr).unwrap(),
        }
    }
}

impl Ran {
    /// What it said, having ended well and without complaint.
    #[track_caller]
    pub(crate) fn good(self) -> String {
        assert_eq!((self.code, self.complained.as_str()), (Some(0), ""), "{}", self.said);
        self.said
    }

    /// What it complained of, having failed with this code and said nothing else.
    #[track_caller]
    pub(crate) fn bad(self, code: i32) -> String {
        assert_eq!((self.code, self.said.as_str()), (Some(code), ""), "{}", self.complained);
        self.complained
    }
}

#[test]
fn the_version_is_the_package_s() {
    let said = Desk::new().run(&["--version"]).good();
    assert_eq!(said, concat!("catatduit ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn an_unknown_command_is_refused_and_the_likely_one_named() {
    let complained = Desk::new().run(&["confg"]).bad(2);
    assert!(complained.contains("config"), "{complained}");
}
