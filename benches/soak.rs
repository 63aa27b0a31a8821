//! A long evening of a very talkative family with a million records behind it: the real binary, two of them writing at
//! once for half an hour, a backup while the box warms up and another in the middle, and a power cut at the end. Memory
//! must stay as it was and nothing acknowledged may be lost.
//!
//! `cargo bench --bench soak` takes 30 minutes at 20 messages a second; `-- MINUTES EACH_SECOND` takes other figures.
//! Ends with an error when a record is missing or there twice, an answer is not a success, or memory has grown by more
//! than a tenth (and 8 MB) between the second fifth, when everything was done once, and the last.

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on has nothing to report")]

mod common;
#[path = "common/serving.rs"]
mod serving;

use std::collections::{BTreeMap, VecDeque};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use catatduit::outside::Outside;
use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::{Value, json};

use common::{MESSAGES, Runs, SIZES, say, short};
use serving::{Held, Serving, Visitor};

/// Who writes. Not the household's children, who see only their own wallets.
const WRITERS: [&str; 2] = ["Ayah", "Ibu"];
/// Memory may grow by a tenth and by so many kilobytes.
const ROOM_KB: u64 = 8 * 1_024;

/// What one message became.
#[derive(Default)]
struct Told {
    runs: Runs,
    /// The ids of what was said to be recorded.
    recorded: Vec<String>,
    refused: Vec<String>,
}

fn main() -> ExitCode {
    let mut given = std::env::args().skip(1).filter_map(|word| word.parse::<u64>().ok());
    let (minutes, each_second) = (given.next().unwrap_or(30), given.next().unwrap_or(20).max(1));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let troubles = runtime.block_on(soak(Duration::from_secs(minutes * 60), each_second));
    if troubles.is_empty() {
        say("\nNothing was lost, nothing is there twice, and memory stayed as it was.");
        return ExitCode::SUCCESS;
    }
    say(format_args!("\nBroken:\n- {}", troubles.join("\n- ")));
    ExitCode::FAILURE
}

/// What went wrong.
async fn soak(long: Duration, each_second: u64) -> Vec<String> {
    // Large enough that all caches are full of it from the beginning: what grows then is no cache.
    let (folder, _) = SIZES[1].copy();
    let (mut serving, ready) = Serving::start(folder.path()).await;
    say(format_args!("ready after {}; {each_second} messages a second for {}", short(ready), short(long)));
    let mut writers = Vec::new();
    for name in WRITERS {
        writers.push(serving.sign_in(name).await);
    }
    let since = longest_ago();
    let before = recorded(&serving, &writers[0], &since).await;
    let mut told = Told::default();
    let mut held: Vec<Held> = Vec::new();
    let beat = Duration::from_secs(1);
    let (began, mut second) = (Instant::now(), 0_u64);
    // The first is made and proven before the second fifth, by which all is judged; another must find room in what is
    // held then.
    let mut backups = VecDeque::from([long / 30, long / 2]);
    let mut ticks = tokio::time::interval(beat);
    say(
        "| after | resident (own) | message to durable reply, p50 / p99 so far | recorded |\n|---|---|---|---|",
    );
    while began.elapsed() < long {
        ticks.tick().await;
        let first = second * each_second;
        let one = |number: u64| {
            say_one(
                &serving,
                &writers,
                number,
                beat * u32::try_from(number - first).unwrap_or(0) / u32::try_from(each_second).unwrap_or(1),
            )
        };
        for (number, answer) in (first..).zip(join_all((first..first + each_second).map(one)).await) {
            told.hear(number, answer);
        }
        second += 1;
        if second.is_multiple_of(10) {
            held.push(serving.held());
        }
        if second.is_multiple_of(300) || began.elapsed() >= long {
            let Held { resident, own } = serving.held();
            say(format_args!(
                "| {} s | {} MB ({} MB) | {} | {} |",
                began.elapsed().as_secs(),
                resident / 1_024,
                own / 1_024,
                told.runs,
                told.recorded.len()
            ));
        }
        if backups.pop_front_if(|due| began.elapsed() >= *due).is_some() {
            let answer = serving.post(&writers[0], "backups", &json!({})).send().await.expect("an answer");
            say(format_args!("| a backup was asked for: {} | | | |", answer.status()));
            if !answer.status().is_success() {
                told.refused.push(format!("a backup: {}", answer.status()));
            }
        }
    }
    let mut troubles = told.refused;
    troubles.truncate(10);
    troubles.extend(grown(&held));
    serving.kill();
    let (again, ready) = Serving::start(folder.path()).await;
    say(format_args!("killed; ready again after {}", short(ready)));
    let father = again.sign_in(WRITERS[0]).await;
    let mut after = recorded(&again, &father, &since).await;
    for id in before.keys() {
        after.remove(id);
    }
    let twice = after.values().filter(|times| **times > 1).count();
    let lost = told.recorded.iter().filter(|id| !after.contains_key(*id)).count();
    let unheard = after.len() - (told.recorded.len() - lost);
    say(format_args!(
        "{} records acknowledged, {lost} lost, {twice} there twice, {unheard} there that nobody was told of",
        told.recorded.len()
    ));
    if lost + twice + unheard > 0 {
        troubles.push(format!("{lost} records lost, {twice} there twice, {unheard} never told of"));
    }
    troubles
}

/// What one message came to, and after how long.
type Heard = (Duration, Result<Value, String>);

/// Says one message, so long after the second began.
async fn say_one(serving: &Serving, writers: &[Visitor], number: u64, later: Duration) -> Heard {
    let place = usize::try_from(number).unwrap_or(0);
    let text = MESSAGES[place % MESSAGES.len()];
    let writer = &writers[place % writers.len()];
    tokio::time::sleep(later).await;
    let began = Instant::now();
    let answer = serving.post(writer, "captures", &json!({ "text": text })).send().await;
    let took = began.elapsed();
    let said = match answer {
        Ok(answer) if answer.status().is_success() => answer.json().await.map_err(|error| error.to_string()),
        Ok(answer) => Err(format!("{text}: {}", answer.status())),
        Err(error) => Err(format!("{text}: {error}")),
    };
    (took, said)
}

impl Told {
    fn hear(&mut self, number: u64, (took, said): Heard) {
        self.runs.add(took);
        match said {
            Ok(outcome) if outcome["outcome"] == "recorded" => {
                let all = outcome["transactions"].as_array().into_iter().flatten();
                self.recorded.extend(all.filter_map(|one| one["id"].as_str().map(str::to_owned)));
            }
            Ok(_) => {}
            Err(why) => self.refused.push(format!("message {number}: {why}")),
        }
    }
}

/// The first day that a message may be about: none tells of more than a month ago.
fn longest_ago() -> String {
    let now = Outside::real().expect("the machine's clock").now();
    let ago = now - SignedDuration::from_hours(24 * 45);
    ago.strftime("%Y-%m-%d").to_string()
}

/// How often each record since that day is in the list, page by page.
async fn recorded(serving: &Serving, who: &Visitor, since: &str) -> BTreeMap<String, u32> {
    let mut all = BTreeMap::new();
    let mut next: Option<String> = None;
    loop {
        let cursor = next.as_ref().map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let answer = serving
            .get(who, &format!("transactions?from={since}&limit=200{cursor}"))
            .send()
            .await
            .expect("an answer");
        if answer.status() == 429 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        }
        let page: Value = answer.json().await.expect("a page");
        for one in page["items"].as_array().expect("its items") {
            *all.entry(one["id"].as_str().expect("an id").to_owned()).or_insert(0) += 1;
        }
        next = page["next_cursor"].as_str().map(str::to_owned);
        if next.is_none() {
            return all;
        }
    }
}

/// Whether the box holds more memory of its own at the end than at the beginning.
fn grown(held: &[Held]) -> Option<String> {
    let fifth = held.len() / 5;
    let mean = |part: &[Held]| {
        part.iter().map(|held| held.own).sum::<u64>() / u64::try_from(part.len().max(1)).unwrap_or(1)
    };
    // The first fifth is of a box that warms up.
    let warm = held.get(fifth..2 * fifth)?;
    let (first, last) = (mean(warm), mean(held.get(held.len() - fifth..)?));
    say(format_args!(
        "memory of its own: {} MB in the second fifth, {} MB in the last",
        first / 1_024,
        last / 1_024
    ));
    (last > first + first / 10 + ROOM_KB).then(|| format!("memory grew from {first} kB to {last} kB"))
}
