//! Every read operation of the API's document against a real box in this process, through HTTP on 127.0.0.1, with 10
//! thousand and 1 million transactions of a family of 6 members and 12 wallets.
//!
//! `cargo bench --bench reads` prints a table, and ends with an error when a limit of docs/performance.md is broken, or
//! when the document has a read operation that `reads/asked.rs` does not know how to ask.

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on has nothing to report")]

#[path = "reads/asked.rs"]
mod asked;
mod common;
#[path = "reads/household.rs"]
mod household;

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::time::Duration;

use catatduit::api;
use serde_json::Value;

use asked::{ASKED, Asked};
use common::{Runs, SIZES, say, short};
use household::Household;

/// What 99 of 100 answers may take at most.
const MOST: Duration = Duration::from_millis(10);
/// The same for what families look at all day.
const MOST_OF_MONTH: Duration = Duration::from_millis(2);
/// By how much an answer may take longer of a hundred times as much, in tenths.
const GROWTH: u128 = 20;
/// What was asked less often says nothing of growth.
const FEW: usize = 20;

fn main() -> ExitCode {
    let unknown = unknown();
    if !unknown.is_empty() {
        say(format_args!("benches/reads/asked.rs does not say how to ask: {}", unknown.join(", ")));
        return ExitCode::FAILURE;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let [small, large] = SIZES.map(|size| runtime.block_on(measure(&Household::of(size))));
    say("| read | 10 thousand, p50 / p99 | 1 million, p50 / p99 | growth of p50, p99 |\n|---|---|---|---|");
    let mut broken = Vec::new();
    for ((asked, small), large) in ASKED.iter().zip(&small).zip(&large) {
        let tenths =
            |permille| large.permille(permille).as_nanos() * 10 / small.permille(permille).as_nanos().max(1);
        let grown = [500, 990].map(tenths);
        let shown = grown.map(|tenths| format!("{}.{}x", tenths / 10, tenths % 10)).join(", ");
        say(format_args!("| {} | {small} | {large} | {shown} |", asked.path));
        let most = if asked.path.starts_with("/api/v1/summaries") { MOST_OF_MONTH } else { MOST };
        let slowest = small.permille(990).max(large.permille(990));
        if slowest > most {
            broken.push(format!("{}: p99 is {}, at most {}", asked.path, short(slowest), short(most)));
        }
        if asked.times >= FEW && grown[0] > GROWTH {
            broken.push(format!("{}: grows {}.{}x", asked.path, grown[0] / 10, grown[0] % 10));
        }
    }
    if broken.is_empty() {
        say("\nEvery limit holds.");
        return ExitCode::SUCCESS;
    }
    say(format_args!("\nBroken:\n- {}", broken.join("\n- ")));
    ExitCode::FAILURE
}

/// The read operations of the document that nobody said how to ask.
fn unknown() -> Vec<String> {
    let document: Value = serde_json::from_str(&api::document()).expect("the API's document");
    let paths = document["paths"].as_object().expect("its paths");
    let reads = paths.iter().filter(|(_, methods)| methods["get"].is_object()).map(|(path, _)| path.as_str());
    let known: BTreeSet<&str> = ASKED.iter().map(|asked| asked.path).collect();
    reads.filter(|path| !known.contains(path)).map(str::to_owned).collect()
}

async fn measure(household: &Household) -> Vec<Runs> {
    let serving = household.serve().await;
    let mut all = Vec::with_capacity(ASKED.len());
    for asked in ASKED {
        let Asked { queries, times, .. } = asked;
        let mut runs = Runs::default();
        for number in 0..times + times / 10 {
            let query = queries.get(number % queries.len().max(1)).copied().unwrap_or_default();
            let address = serving.known.fill(&asked.address(query), number / queries.len().max(1));
            let (status, took) = serving.ask(&address).await;
            assert!(status.is_success(), "{address} is answered {status}");
            if number >= times / 10 {
                runs.add(took);
            }
        }
        all.push(runs);
    }
    serving.stop().await;
    all
}
