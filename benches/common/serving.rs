//! The real binary on a folder, over HTTP on 127.0.0.1. Linux only: it reads `/proc/PID/status`.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use catatduit::outside::Outside;
use reqwest::RequestBuilder;
use serde_json::json;

/// What a box holds of the machine's memory, in kilobytes: all of it, and the part that is not the program's or an
/// index's file, which the system may take back at any moment.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Held {
    pub(crate) resident: u64,
    pub(crate) own: u64,
}

/// A running box; killed when it is dropped.
pub(crate) struct Serving {
    pub(crate) child: Child,
    url: String,
    outside: Outside,
}

/// Somebody signed in: the cookie.
#[derive(Debug, Clone)]
pub(crate) struct Visitor(String);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serving {
    /// Starts the binary and gives how long it took until it said it was ready.
    pub(crate) async fn start(folder: &Path) -> (Self, Duration) {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("its address");
        let began = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_catatduit"))
            .arg("--data-dir")
            .arg(folder)
            // A backup is of the night, and has its own needs.
            .args(["--set", "backup.nightly=no"])
            // One member asks for a whole family here.
            .args(["--set", "limits.pages_per_second=1000", "--set", "limits.pages_burst=1000"])
            .args(["--set", "telegram.mode=off", "serve", "--listen", &free.to_string()])
            // As the service does: packaging/systemd.
            .env("MIMALLOC_PURGE_DELAY", "0")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary");
        let outside = Outside::real().expect("a network client");
        let serving = Self { child, url: format!("http://{free}"), outside };
        loop {
            let ready = serving.outside.http().get(format!("{}/readyz", serving.url)).send().await;
            if ready.is_ok_and(|answer| answer.status().is_success()) {
                return (serving, began.elapsed());
            }
            assert!(began.elapsed() < Duration::from_mins(1), "the box does not start");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("a kill");
        self.child.wait().expect("its end");
    }

    pub(crate) fn held(&self) -> Held {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("its status");
        let line = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
            line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
        };
        Held { resident: line("VmRSS:"), own: line("RssAnon:") }
    }

    /// One of the made-up family, who all have the same password.
    pub(crate) async fn sign_in(&self, name: &str) -> Visitor {
        let body = json!({ "name": name, "password": "kucing oranye" });
        let answer = self.outside.http().post(self.of_the_api("session")).json(&body).send().await;
        let answer = answer.expect("an answer");
        assert!(answer.status().is_success(), "signing in: {}", answer.status());
        let cookie = answer.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
        Visitor(cookie.and_then(|text| text.split(';').next()).unwrap_or_default().to_owned())
    }

    pub(crate) fn get(&self, who: &Visitor, path: &str) -> RequestBuilder {
        self.outside.http().get(self.of_the_api(path)).header("cookie", &who.0)
    }

    pub(crate) fn post(&self, who: &Visitor, path: &str, body: &serde_json::Value) -> RequestBuilder {
        self.outside.http().post(self.of_the_api(path)).header("cookie", &who.0).json(body)
    }

    fn of_the_api(&self, path: &str) -> String {
        format!("{}/api/v1/{path}", self.url)
    }
}
