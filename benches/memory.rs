//! The real binary on the three sizes of family: how soon it is ready, and how much memory it holds, idle and busy.
//!
//! `cargo bench --bench memory`. Linux only: it reads `/proc/PID/status`.

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on has nothing to report")]

mod common;
#[path = "common/serving.rs"]
mod serving;

use std::path::Path;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::json;

use common::{Runs, SIZES, say, short};
use serving::{Held, Serving, Visitor};

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
        let father = serving.sign_in("Ayah").await;
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(20) {
            runs.extend(crowd(&serving, &father).await);
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
    let father = serving.sign_in("Ayah").await;
    let _ = tokio::time::timeout(Duration::from_millis(150), crowd(&serving, &father)).await;
    serving.kill();
    let (_again, ready) = Serving::start(folder).await;
    ready
}

async fn wait(seconds: u64) {
    tokio::time::sleep(Duration::from_secs(seconds)).await;
}

/// Sixteen requests at once, a quarter of them messages to record.
async fn crowd(serving: &Serving, who: &Visitor) -> Runs {
    const READS: [&str; 5] =
        ["summaries/month", "summaries/day", "transactions?limit=50", "wallets", "categories"];
    let one = |number: usize| async move {
        let request = match number % 4 {
            0 => {
                let body = json!({ "text": format!("beli soto ayam {}rb pake gopay", 10 + number) });
                serving.post(who, "captures", &body)
            }
            _ => serving.get(who, READS[number % READS.len()]),
        };
        let began = Instant::now();
        let answer = request.send().await.expect("an answer");
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
