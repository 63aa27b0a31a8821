//! The real binary on the three sizes of family: how soon it is ready, and how much memory it holds, idle and busy.
//!
//! `cargo bench --bench memory`. Linux only: it reads `/proc/PID/status`.

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on has nothing to report")]

mod common;

use std::cell::RefCell;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use catatduit::outside::Outside;
use futures_util::future::join_all;
use serde_json::json;

use common::{Runs, SIZES, say, short};

/// What a box holds of the machine's memory, in kilobytes: all of it, and the part that is not the program's or an
/// index's file, which the system may take back at any moment.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    resident: u64,
    own: u64,
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    say("| family | ready after | idle: resident (own) | busy: resident (own) | requests, p50 / p99 |");
    say("|---|---|---|---|---|");
    let folder = tempfile::tempdir().expect("a folder");
    runtime.block_on(measure("none yet", folder.path(), false));
    for size in SIZES {
        let (folder, _) = size.copy();
        runtime.block_on(measure(size.name, folder.path(), true));
    }
    say("\n| started again after `kill -9` in the middle of writing | ready after |\n|---|---|");
    for size in SIZES {
        let (folder, _) = size.copy();
        let took = runtime.block_on(start_after_kill(folder.path()));
        say(format_args!("| {} | {} |", size.name, short(took)));
    }
}

async fn measure(name: &str, folder: &Path, is_set_up: bool) {
    let (serving, ready) = Serving::start(folder).await;
    // Long enough for an index to be brought up to date, and for what a start used to be given back.
    wait(if is_set_up { 20 } else { 5 }).await;
    let idle = serving.held();
    let (mut busy, mut runs) = (idle, Runs::default());
    if is_set_up {
        serving.sign_in().await;
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(20) {
            runs.extend(serving.crowd().await);
            let now = serving.held();
            busy = Held { resident: busy.resident.max(now.resident), own: busy.own.max(now.own) };
        }
    }
    let shown = |held: Held| format!("{} MB ({} MB)", held.resident / 1_024, held.own / 1_024);
    let busy = if is_set_up { format!("{} | {runs}", shown(busy)) } else { "– | –".to_owned() };
    say(format_args!("| {name} | {} | {} | {busy} |", short(ready), shown(idle)));
}

async fn start_after_kill(folder: &Path) -> Duration {
    let (mut serving, _) = Serving::start(folder).await;
    serving.sign_in().await;
    let crowd = serving.crowd();
    let killed_soon = tokio::time::timeout(Duration::from_millis(150), crowd);
    let _ = killed_soon.await;
    serving.child.kill().expect("a kill");
    serving.child.wait().expect("its end");
    let (_again, ready) = Serving::start(folder).await;
    ready
}

/// A running box.
struct Serving {
    child: Child,
    url: String,
    http: Client,
    cookie: RefCell<String>,
}

struct Client(Outside);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn wait(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}

impl Serving {
    /// Starts the binary and gives how long it took until it said it was ready.
    async fn start(folder: &Path) -> (Self, Duration) {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("its address");
        let began = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_catatduit"))
            .arg("--data-dir")
            .arg(folder)
            // A backup is of the night, and has its own needs.
            .args(["--set", "backup.nightly=no"])
            .args(["--set", "telegram.mode=off", "serve", "--listen", &free.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary");
        let http = Client(Outside::real().expect("a network client"));
        let serving = Self { child, url: format!("http://{free}"), http, cookie: RefCell::default() };
        loop {
            let ready = serving.http.0.http().get(format!("{}/readyz", serving.url)).send().await;
            if ready.is_ok_and(|answer| answer.status().is_success()) {
                return (serving, began.elapsed());
            }
            assert!(began.elapsed() < Duration::from_mins(1), "the box does not start");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    fn held(&self) -> Held {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("its status");
        let line = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
            line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
        };
        Held { resident: line("VmRSS:"), own: line("RssAnon:") }
    }

    async fn sign_in(&self) {
        let body = json!({ "name": "Ayah", "password": "kucing oranye" });
        let answer = self.http.0.http().post(format!("{}/api/v1/session", self.url)).json(&body).send().await;
        let answer = answer.expect("an answer");
        assert!(answer.status().is_success(), "signing in: {}", answer.status());
        let cookie = answer.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie.and_then(|text| text.split(';').next()).unwrap_or_default();
        self.cookie.replace(cookie.to_owned());
    }

    /// Sixteen requests at once, a quarter of them messages to record.
    async fn crowd(&self) -> Runs {
        const READS: [&str; 5] =
            ["summaries/month", "summaries/day", "transactions?limit=50", "wallets", "categories"];
        let one = |number: usize| async move {
            let http = self.http.0.http();
            let request = match number % 4 {
                0 => {
                    let body = json!({ "text": format!("beli soto ayam {}rb pake gopay", 10 + number) });
                    http.post(format!("{}/api/v1/captures", self.url)).json(&body)
                }
                _ => http.get(format!("{}/api/v1/{}", self.url, READS[number % READS.len()])),
            };
            let cookie = self.cookie.borrow().clone();
            let began = Instant::now();
            let answer = request.header("cookie", cookie).send().await.expect("an answer");
            let status = answer.status();
            drop(answer.bytes().await);
            assert!(status.is_success(), "{status}");
            began.elapsed()
        };
        let mut runs = Runs::default();
        for took in join_all((0..16).map(one)).await {
            runs.add(took);
        }
        runs
    }
}
