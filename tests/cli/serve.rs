//! `catatduit serve`, with the commands that reach it while it runs.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, ChildStdout, Command, Stdio};

use super::Desk;

/// A box that is ended with the test.
pub(super) struct Running {
    child: Child,
    said: BufReader<ChildStdout>,
    /// `127.0.0.1:40123`.
    pub(super) address: String,
}

impl Running {
    #[track_caller]
    pub(super) fn start(desk: &Desk) -> Self {
        Self::start_with(desk, &[])
    }

    #[track_caller]
    fn start_with(desk: &Desk, more: &[&str]) -> Self {
        let mut command = desk.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.args(more);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        said.read_line(&mut first).unwrap();
        let address = first.trim().strip_prefix("CatatDuit siap di ").and_then(|url| url.split_once("://"));
        let (_, address) = address.unwrap_or_else(|| panic!("it says where it is: {first}"));
        let address = address.to_owned();
        Self { child, said, address }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        line
    }

    /// The status line of a GET.
    fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address))
    }

    /// Everything that a GET is answered with.
    pub(super) fn read(&self, path: &str, headers: &str) -> String {
        let host = &self.address;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n");
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        reply
    }

    /// The status line of a POST of JSON.
    pub(super) fn post(&self, path: &str, body: &str) -> String {
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        ))
    }

    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        reply.lines().next().unwrap_or_default().to_owned()
    }

    /// Asks it to stop, as a service manager does; what it said until then.
    #[track_caller]
    pub(super) fn stop(mut self) -> String {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        let mut said = String::new();
        self.said.read_to_string(&mut said).unwrap();
        assert_eq!(self.child.wait().unwrap().code(), Some(0), "{said}");
        said
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(super) const SETUP: [&str; 9] = [
    "setup",
    "--household",
    "Keluarga Wijaya",
    "--owner",
    "Rina",
    "--password-file",
    "password",
    "--wallet",
    "BCA=5.000.000",
];

pub(super) fn desk() -> Desk {
    Desk::new().file("password", "kucing oren di atap\n")
}

#[test]
fn it_starts_on_nothing_prints_a_link_and_stops_when_asked() {
    let desk = desk();
    let mut running = Running::start(&desk);
    let (sentence, link) = (running.line(), running.line());
    assert!(sentence.contains("berlaku 30 menit"), "{sentence}");
    assert!(link.trim().starts_with(&format!("http://{}/setup?code=", running.address)), "{link}");
    assert_eq!(running.get("/healthz"), "HTTP/1.1 200 OK");
    assert_eq!(running.get("/readyz"), "HTTP/1.1 200 OK");
    let mode = std::fs::metadata(desk.path().join("catatduit-data")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    assert!(running.stop().contains("Berhenti. Semua catatan tersimpan."));
}

#[test]
fn a_running_box_gives_another_link_and_takes_the_set_up() {
    let desk = desk();
    let mut running = Running::start(&desk);
    let (_, first) = (running.line(), running.line());
    let second = desk.run(&["setup-link"]).good();
    assert!(second.contains(&format!("http://{}/setup?code=", running.address)), "{second}");
    assert!(!second.contains(first.trim()), "a new link is another one");

    let said = desk.run(&SETUP).good();
    assert_eq!(said, format!("Sudah siap. Rina bisa masuk di http://{}\n", running.address));
    let complained = desk.run(&SETUP).bad(1);
    assert!(complained.starts_with("Gagal: "), "{complained}");
    assert!(!complained.contains("kucing"), "{complained}");
    running.stop();

    // Set up once, it prints no link any more.
    let running = Running::start(&desk);
    let said = running.stop();
    assert!(!said.contains("/setup?code="), "{said}");
}

#[test]
fn the_set_up_needs_no_running_box() {
    let desk = desk();
    let complained = desk.run(&["setup-link"]).bad(1);
    assert!(complained.contains("belum ada catatan di catatduit-data"), "{complained}");
    let said = desk.run(&SETUP).good();
    assert!(said.starts_with("Sudah siap. Rina bisa masuk di http://"), "{said}");
    // The box may hold another family, apart from this one.
    let said = desk.run(&["setup-link"]).good();
    assert!(said.contains("/setup?code="), "{said}");
}

#[test]
fn a_set_up_that_cannot_be_is_refused_and_leaves_nothing() {
    let desk = desk().file("short", "kucing\n");
    let with = |changed: usize, value: &str| {
        let mut arguments = SETUP.map(str::to_owned);
        value.clone_into(&mut arguments[changed]);
        desk.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert!(with(6, "short").bad(1).contains("Kata sandi"));
    assert!(with(6, "nowhere").bad(1).contains("nowhere"));
    assert!(with(2, "  ").bad(1).contains("keluarga"));
    assert!(with(8, "BCA").bad(2).contains("NAME=BALANCE"));
    assert!(with(8, "BCA=banyak").bad(2).contains("whole rupiah"));
    desk.run(&SETUP).good();
}

#[test]
fn a_second_box_on_the_same_folder_or_address_is_refused_with_what_to_do() {
    let desk = desk();
    let running = Running::start(&desk);
    let complained = desk.run(&["serve", "--listen", "127.0.0.1:0"]).bad(1);
    assert!(complained.contains("sedang dibuka catatduit lain"), "{complained}");
    let taken = desk.run(&["serve", "--listen", &running.address, "--data-dir", "other"]).bad(1);
    assert!(taken.contains("sedang dipakai program lain"), "{taken}");
    assert_eq!(running.get("/healthz"), "HTTP/1.1 200 OK");
}

#[test]
fn a_store_is_not_opened_without_its_key() {
    let desk = desk();
    desk.run(&SETUP).good();
    let key = desk.path().join("catatduit-data/secret.key");
    let mode = std::fs::metadata(&key).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let kept = std::fs::read_to_string(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let complained = desk.run(&["serve", "--listen", "127.0.0.1:0"]).bad(1);
    assert!(complained.contains("kunci kotaknya tidak ada"), "{complained}");
    assert!(complained.contains("secret.key"), "{complained}");
    assert!(!key.exists(), "no other key is made in its place");
    std::fs::write(&key, "07".repeat(32)).unwrap();
    let complained = desk.run(&["serve", "--listen", "127.0.0.1:0"]).bad(1);
    assert!(complained.contains("bukan kunci catatan ini"), "{complained}");
    assert!(!complained.contains("0707"), "{complained}");
    // Where the owner keeps it is where it is looked for.
    let elsewhere = desk.file("other.key", &kept).variable("CATATDUIT_SECRET_KEY_FILE", "other.key");
    assert!(Running::start(&elsewhere).stop().contains("Berhenti"));
}

#[test]
fn a_file_that_is_no_store_is_left_as_it_is() {
    let desk = desk();
    let folder = desk.path().join("catatduit-data");
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join("catatduit.redb");
    std::fs::write(&file, "a shopping list, perhaps").unwrap();
    let complained = desk.run(&["serve", "--listen", "127.0.0.1:0"]).bad(1);
    assert!(complained.contains("bukan catatan CatatDuit"), "{complained}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "a shopping list, perhaps");
}

#[test]
fn the_example_family_is_in_memory_only_and_can_be_signed_in_to() {
    let desk = Desk::new();
    let mut running = Running::start_with(&desk, &["--demo"]);
    let sentence = running.line();
    let (owner, password) = sentence
        .trim()
        .split_once("Masuk sebagai ")
        .and_then(|(_, both)| both.split_once(", kata sandinya: "))
        .unwrap_or_else(|| panic!("it says how to sign in: {sentence}"));
    let body = serde_json::json!({ "name": owner, "password": password }).to_string();
    assert_eq!(running.post("/api/v1/session", &body), "HTTP/1.1 200 OK");
    assert!(!desk.path().join("catatduit-data").exists());
    running.stop();
}

#[test]
fn with_a_certificate_of_its_own_it_says_how_to_trust_it_and_leads_there() {
    let desk = desk();
    let set = ["--set", "tls=lan", "--set", "tls_listen=127.0.0.1:0", "--set", "redirect_listen=off"];
    let mut running = Running::start_with(&desk, &set);
    let (how, print) = (running.line(), running.line());
    let page = how.split_whitespace().find(|word| word.starts_with("http://")).expect("where to look");
    let plain = page.strip_prefix("http://").and_then(|page| page.strip_suffix("/ca")).expect("a page");
    assert_eq!(print.trim().len(), 64, "the fingerprint: {print}");
    let locked = std::mem::replace(&mut running.address, plain.to_owned());
    assert_ne!(locked, plain);
    assert_eq!(running.get("/ca.pem"), "HTTP/1.1 200 OK");
    assert_eq!(running.get("/"), "HTTP/1.1 307 Temporary Redirect");
    let key = std::fs::metadata(desk.path().join("catatduit-data/tls/ca.key")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
    running.stop();
}

#[test]
fn its_log_is_in_files_and_holds_no_secret() {
    let desk = desk().variable("CATATDUIT_TELEGRAM_BOT_TOKEN", "123456:a-secret-that-nobody-reads");
    let desk = desk.variable("CATATDUIT_TELEGRAM_API_BASE", "http://127.0.0.1:9");
    let mut running = Running::start(&desk);
    let (_, link) = (running.line(), running.line());
    assert!(running.get("/healthz").contains("200"));
    running.stop();
    let folder = desk.path().join("catatduit-data/logs");
    let mode = folder.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    let said = desk.run(&["logs", "--level", "debug", "-n", "500"]).good();
    assert!(said.contains("the store was migrated schema=1"), "{said}");
    let code = link.trim().rsplit("code=").next().unwrap();
    assert!(!said.contains("a-secret-that-nobody-reads") && !said.contains(code), "{said}");
}
