use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use super::{Asked, Bounds, Level, Logs, Place, Writer};
use crate::ledger::Timestamp;
use crate::outside::Outside;

const WIDE: Bounds = Bounds { file_bytes: 1_000_000, keep_bytes: 10_000_000, keep_days: 30 };

/// A folder, and a clock that the test moves, in seconds.
struct Desk {
    folder: tempfile::TempDir,
    clock: Arc<AtomicI64>,
}

impl Desk {
    fn new(day: &str) -> Self {
        let this = Self { folder: tempfile::tempdir().unwrap(), clock: Arc::default() };
        this.it_is(day);
        this
    }

    fn it_is(&self, day: &str) {
        let at: Timestamp = format!("{day}T10:00:00Z").parse().unwrap();
        self.clock.store(at.as_second(), Ordering::SeqCst);
    }

    fn writer(&self, bounds: Bounds) -> Writer {
        let clock = Arc::clone(&self.clock);
        let outside = Outside::real().unwrap();
        let outside =
            outside.with_clock(move || Timestamp::from_second(clock.load(Ordering::SeqCst)).unwrap());
        Writer::open(self.path().join("logs"), bounds, outside).unwrap()
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path().join("logs")).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The messages of a page, newest first.
    fn page(&self, least: Level, before: Option<Place>, most: usize) -> (Vec<String>, Option<Place>) {
        let page = Logs::in_folder(self.path().join("logs")).read(&Asked { least, before, most }).unwrap();
        (page.lines.into_iter().map(|line| line.message).collect(), page.next)
    }

    fn all(&self) -> Vec<String> {
        self.page(Level::Trace, None, usize::MAX).0
    }
}

fn line(level: &str, message: &str) -> Vec<u8> {
    let mut text = format!(
        r#"{{"timestamp":"2026-11-22T10:00:00Z","level":"{level}","message":"{message}","target":"catatduit::bot"}}"#
    );
    text.push('\n');
    text.into_bytes()
}

fn say(writer: &mut Writer, message: &str) {
    writer.write_all(&line("INFO", message)).unwrap();
}

#[test]
fn a_new_day_and_a_full_file_begin_another_one() {
    let desk = Desk::new("2026-11-22");
    let mut writer = desk.writer(Bounds { file_bytes: 250, ..WIDE });
    for message in ["satu", "dua", "tiga"] {
        say(&mut writer, message);
    }
    desk.it_is("2026-11-23");
    say(&mut writer, "besok");
    assert_eq!(
        desk.files(),
        ["catatduit-2026-11-22.001.log", "catatduit-2026-11-22.002.log", "catatduit-2026-11-23.001.log"]
    );
    assert_eq!(desk.all(), ["besok", "tiga", "dua", "satu"]);
    drop(writer);
    say(&mut desk.writer(WIDE), "lagi");
    assert_eq!(desk.files().len(), 3, "a restart goes on with the file of the day");
}

#[test]
fn what_is_too_old_or_too_much_goes_the_oldest_first() {
    let desk = Desk::new("2026-11-01");
    let bounds = Bounds { file_bytes: 150, keep_bytes: 600, keep_days: 7 };
    let mut writer = desk.writer(bounds);
    say(&mut writer, "lama");
    desk.it_is("2026-11-09");
    say(&mut writer, "baru");
    assert_eq!(desk.all(), ["baru"], "older than a week");
    for number in 0..20 {
        say(&mut writer, &number.to_string());
    }
    let kept = desk.all();
    assert_eq!(kept[..2], ["19", "18"]);
    assert!(kept.len() < 8, "{kept:?}");
    let bytes: u64 = desk
        .files()
        .iter()
        .map(|name| fs::metadata(desk.path().join("logs").join(name)).unwrap().len())
        .sum();
    assert!(bytes <= bounds.keep_bytes + bounds.file_bytes, "{bytes}");
}

#[test]
fn a_clock_that_is_behind_removes_nothing_by_age() {
    let desk = Desk::new("2026-11-22");
    say(&mut desk.writer(WIDE), "tadi");
    desk.it_is("1970-01-02");
    let mut writer = desk.writer(Bounds { keep_days: 1, ..WIDE });
    say(&mut writer, "setelah mati listrik");
    assert_eq!(desk.files().len(), 2);
}

#[test]
fn pages_lead_back_to_the_first_line_over_files_and_chunks() {
    let desk = Desk::new("2026-11-22");
    let mut writer = desk.writer(Bounds { file_bytes: 150_000, ..WIDE });
    let long = "x".repeat(150);
    for number in 0..2_000 {
        let level = if number % 100 == 0 { "ERROR" } else { "INFO" };
        writer.write_all(&line(level, &format!("{number} {long}"))).unwrap();
    }
    assert!(desk.files().len() > 2, "{:?}", desk.files());
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let (messages, next) = desk.page(Level::Info, before, 300);
        seen.extend(
            messages.iter().map(|message| message.split(' ').next().unwrap().parse::<u32>().unwrap()),
        );
        let Some(next) = next else { break };
        before = Place::of_bytes(&next.to_bytes());
        assert_eq!(before.as_ref(), Some(&next));
    }
    assert_eq!(seen, (0..2_000).rev().collect::<Vec<_>>());
    let (errors, _) = desk.page(Level::Warn, None, 500);
    assert_eq!(errors.len(), 20);
}

#[test]
fn a_torn_line_is_passed_over_and_the_next_begins_anew() {
    let desk = Desk::new("2026-11-22");
    say(&mut desk.writer(WIDE), "utuh");
    let path = desk.path().join("logs").join("catatduit-2026-11-22.001.log");
    let mut file = fs::OpenOptions::new().append(true).open(path).unwrap();
    file.write_all(br#"{"timestamp":"2026-11-22T1"#).unwrap();
    say(&mut desk.writer(WIDE), "sesudahnya");
    assert_eq!(desk.all(), ["sesudahnya", "utuh"]);
}

#[test]
fn a_disk_without_room_loses_lines_and_says_how_many() {
    let desk = Desk::new("2026-11-22");
    let mut writer = desk.writer(WIDE);
    // Where the next day's file would be, there is a folder: nothing can be written there.
    let blocked = desk.path().join("logs").join("catatduit-2026-11-23.001.log");
    fs::create_dir(&blocked).unwrap();
    desk.it_is("2026-11-23");
    say(&mut writer, "hilang");
    say(&mut writer, "hilang juga");
    fs::remove_dir(&blocked).unwrap();
    say(&mut writer, "ada lagi");
    let page = Logs::in_folder(desk.path().join("logs"));
    let page = page.read(&Asked { least: Level::Info, before: None, most: 10 }).unwrap();
    assert_eq!(page.lines[0].message, "ada lagi");
    assert_eq!(page.lines[1].fields, [("lost".to_owned(), "2".to_owned())]);
}

#[test]
fn a_line_comes_back_with_the_fields_of_what_was_going_on() {
    let desk = Desk::new("2026-11-22");
    let text = concat!(
        r#"{"timestamp":"2026-11-22T10:00:00.5Z","level":"WARN","message":"slow","took_ms":7,"target":"catatduit::api","#,
        r#""span":{"request.id":"6a1f","name":"request"},"spans":[{"request.id":"6a1f","name":"request"}]}"#,
        "\n"
    );
    desk.writer(WIDE).write_all(text.as_bytes()).unwrap();
    let page = Logs::in_folder(desk.path().join("logs"));
    let read = page.read(&Asked { least: Level::Info, before: None, most: 10 }).unwrap().lines.remove(0);
    assert_eq!((read.level, read.part.as_str()), (Level::Warn, "catatduit::api"));
    assert_eq!(read.at, Some("2026-11-22T10:00:00.5Z".parse().unwrap()));
    let fields = [("took_ms", "7"), ("request.id", "6a1f")];
    assert_eq!(read.fields, fields.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn only_their_owner_reads_the_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new("2026-11-22");
    say(&mut desk.writer(WIDE), "rahasia rumah");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let logs = desk.path().join("logs");
    assert_eq!((mode(&logs), mode(&logs.join("catatduit-2026-11-22.001.log"))), (0o700, 0o600));
}
