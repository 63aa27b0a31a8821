//! The limits of docs/performance.md that hold inside one process, as percentiles of many runs: rows for its tables.
//!
//! `cargo bench --bench limits` measures all; `cargo bench --bench limits -- reads` one part: `capture`, `reads`,
//! `search`, `open`, `writes`. The first time it makes the two stores, which takes a few minutes.

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on has nothing to report")]

mod common;

use std::hint::black_box;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use catatduit::app::{About, Errand, Filter, Message, MessageRef, Once, Outcome, Paging, Place, Sort};
use catatduit::capture::{Setting, read};
use catatduit::ledger::{CategorySlug, Month, Period, TransactionType};
use catatduit::store::{Store, StoreOptions};

use common::{House, MESSAGES, Runs, SIZES, Size, TODAY, say, short};

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let parts: [(&str, fn()); 5] =
        [("capture", capture), ("reads", reads), ("search", search), ("open", open), ("writes", writes)];
    for (name, measure) in parts {
        if asked.is_empty() || asked.iter().any(|word| word == name) {
            say(format_args!("\n## {name}\n"));
            measure();
        }
    }
}

fn capture() {
    say("| what | p50 / p99 | slowest |\n|---|---|---|");
    let setting = Setting::templates(TODAY.parse().expect("a day"));
    let row =
        |what: &str, runs: &Runs| say(format_args!("| {what} | {runs} | {} |", short(runs.permille(1_000))));
    let runs = Runs::of(40_000, |number| drop(black_box(read(MESSAGES[number % MESSAGES.len()], &setting))));
    row("understand one of forty messages", &runs);
    let longest = repeated(&format!("{}, ", MESSAGES.join(", ")), catatduit::capture::LONGEST);
    let runs = Runs::of(100, |_| drop(black_box(read(&longest, &setting))));
    row("understand the longest message, 4,000 characters", &runs);
    growth(&setting);
}

/// What takes twice as many words may take twice as long, whatever they are.
fn growth(setting: &Setting) {
    let lengths = [500, 1_000, 2_000, catatduit::capture::LONGEST];
    say(
        "\n| what is repeated | 500 | 1,000 | 2,000 | 4,000 characters | last doubling |\n|---|---|---|---|---|---|",
    );
    for (what, words) in REPEATED {
        let took = lengths.map(|length| {
            let text = repeated(words, length);
            Runs::of(200, |_| drop(black_box(read(&text, setting)))).permille(500)
        });
        let tenths = took[3].as_nanos() * 10 / took[2].as_nanos().max(1);
        let times = took.map(short).join(" | ");
        say(format_args!("| {what} | {times} | {}.{}x |", tenths / 10, tenths % 10));
    }
}

fn repeated(words: &str, length: usize) -> String {
    words.chars().cycle().take(length).collect()
}

/// What long messages may be made of: lists, and what is worst for what looks back or ahead.
const REPEATED: [(&str, &str); 18] = [
    ("things", "bakso 15rb, es teh 5rb, "),
    ("things without commas", "bakso 15rb es teh 5rb "),
    ("things on lines", "bakso 15rb\n"),
    ("things with wallets", "bakso 15rb pake gopay, "),
    ("things with days", "kemarin bakso 15rb, "),
    ("remarks between things", "bakso 15rb, enak sekali, "),
    ("things without prices", "bakso, es teh, "),
    ("sentences", "Beli bakso 15rb. Bayar parkir 2rb. "),
    ("what is planned and what was bought", "Rencana beli hp 5jt. Beli bakso 15rb. "),
    ("change given back", "beli bakso bayar 50rb kembali 35rb, "),
    ("fillers", "bakso 15rb dan ya "),
    ("corrections", "bakso 15rb eh salah 20rb, "),
    ("sums", "15rb+5rb="),
    ("transfers", "transfer 50rb dari bca ke gopay, "),
    ("cards named with their banks", "bayar kartu kredit bca "),
    ("little words", "di ke dari sama "),
    ("persons", "bayar utang budi 50rb, "),
    ("one word", "bakso"),
];

/// One row, with both sizes and how much the large one takes of the small one's time.
fn rows(names: &[String], small: &[Runs], large: &[Runs]) {
    say("| what | 10 thousand, p50 / p99 | 1 million, p50 / p99 | growth of p50, p99 |\n|---|---|---|---|");
    for ((name, small), large) in names.iter().zip(small).zip(large) {
        let growth = |permille| {
            let (small, large) = (small.permille(permille).as_nanos(), large.permille(permille).as_nanos());
            let tenths = large * 10 / small.max(1);
            format!("{}.{}x", tenths / 10, tenths % 10)
        };
        say(format_args!("| {name} | {small} | {large} | {}, {} |", growth(500), growth(990)));
    }
}

fn compared(measure: impl Fn(Size) -> Vec<(String, Runs)>) {
    for size in SIZES {
        size.search(&size.open().store);
    }
    let [small, large] = SIZES.map(|size| measure(size).into_iter().unzip::<_, _, Vec<_>, Vec<_>>());
    rows(&small.0, &small.1, &large.1);
}

fn reads() {
    compared(|size| {
        let family = size.open();
        let acting = family.acting();
        let last: Month = acting.today().month();
        // Each run another month of the last two years, as nobody asks for the same one all day.
        let month = |number: usize| (0..number % 24).fold(last, |month, _| month.previous());
        let mut places = vec![None];
        for number in (0..24).map(month) {
            let days = Some(Period { first: number.first_day(), last: number.last_day() });
            let page = acting.transactions(days, None, None, 1).expect("a page");
            places.extend(page.items.first().map(|seen| {
                let transaction = &seen.transaction;
                Some(Place { day: transaction.day, id: transaction.id })
            }));
        }
        let ids: Vec<_> = places.iter().flatten().map(|place| place.id).collect();
        let wallet = acting.wallets().expect("wallets")[0].wallet.id;
        let runs = |run: &dyn Fn(usize)| Runs::of(2_000, run);
        vec![
            ("month summary".to_owned(), runs(&|n| drop(acting.month_summary(Some(month(n))).expect("it")))),
            (
                "summary of a day".to_owned(),
                runs(&|n| drop(acting.day_summary(Some(month(n).first_day())).expect("it"))),
            ),
            (
                "list page of 50".to_owned(),
                runs(&|n| drop(acting.transactions(None, None, places[n % places.len()], 50).expect("it"))),
            ),
            (
                "list page of 50, one wallet".to_owned(),
                runs(&|n| {
                    drop(acting.transactions(None, Some(wallet), places[n % places.len()], 50).expect("it"));
                }),
            ),
            (
                "one transaction".to_owned(),
                runs(&|n| drop(acting.transaction(ids[n % ids.len()]).expect("it"))),
            ),
            ("wallets with balances".to_owned(), runs(&|_| drop(acting.wallets().expect("it")))),
        ]
    });
}

fn search() {
    let texts = [
        ("a common word", "bakso"),
        ("a word in every record of a category", "makanan"),
        ("a beginning of many words", "be"),
        ("a misspelt word", "marabak"),
        ("two common words", "bensin cash"),
        ("two common words that never meet", "bensin takjil"),
        ("a rare pair", "pak budi"),
        ("a word of no record", "helikopter"),
        ("fields and ranges", "kategori:makanan >50rb bulan lalu @gopay"),
        ("a range of amounts", ">100rb <=150rb"),
        ("a phrase without a word", "\"nasi goreng\" -telur"),
        ("a year", "2026"),
    ];
    compared(|size| {
        let family = size.open_with_search();
        let acting = family.acting();
        let find = |text: &str, paging| drop(black_box(acting.search(text, paging).expect("an answer")));
        let page = Paging { most: 20, ..Paging::default() };
        let mut measured = Vec::new();
        for (what, text) in texts {
            for (sort, name) in [(Sort::Day, "newest"), (Sort::Best, "best")] {
                let runs = Runs::of(300, |_| find(text, Paging { sort, ..page }));
                measured.push((format!("{what}, {name} first: `{text}`"), runs));
            }
        }
        let largest = Runs::of(300, |_| find("makanan", Paging { sort: Sort::Amount, ..page }));
        measured.push(("the largest of a category: `makanan`".to_owned(), largest));
        let offered = Runs::of(300, |_| drop(black_box(acting.suggest("ba", 8).expect("completions"))));
        measured.push(("completions: `ba`".to_owned(), offered));
        let wallet = acting.wallets().expect("wallets")[0].wallet.id;
        let filters = [
            ("one category", Filter { categories: vec![CategorySlug::MAKANAN], ..Filter::default() }),
            (
                "wallet, type and amount",
                Filter {
                    wallets: vec![wallet],
                    types: vec![TransactionType::Expense],
                    at_least: Some(100_000),
                    ..Filter::default()
                },
            ),
        ];
        for (what, filter) in filters {
            let runs = Runs::of(300, |_| drop(black_box(acting.list(&filter, page).expect("a page"))));
            measured.push((format!("filtered list: {what}"), runs));
        }
        measured
    });
}

fn open() {
    compared(|size| {
        let (_folder, file) = size.copy();
        let open = || Store::open(&file, StoreOptions::default()).expect("the store");
        let clean = Runs::of(30, |_| drop(open()));
        vec![("open the store and close it".to_owned(), clean)]
    });
}

/// Messages as Telegram brings them: read, recorded, answered into the queue; durable when it returns.
fn writes() {
    let number = AtomicU64::new(1);
    let say_one = |family: &House| {
        let number = number.fetch_add(1, Ordering::Relaxed);
        let place = usize::try_from(number).unwrap_or(0);
        let message = i64::try_from(number).unwrap_or(0);
        let errand = Errand::default().once(Once::Update(number)).tell(move |outcome| {
            let payload = vec![b'x'; 300];
            let about = match outcome {
                Outcome::Recorded(recorded) => About::Transactions(
                    recorded.transactions.iter().map(|seen| seen.transaction.id).collect(),
                ),
                _ => About::Nothing,
            };
            vec![Message { chat: 7_001, is_group: false, payload, about }]
        });
        let origin = Some(MessageRef { chat: 7_001, message });
        let text = RECORDED[place % RECORDED.len()];
        let heard = family.acting().with(errand).say(text, origin).expect("a message heard");
        assert!(matches!(heard.outcome, Outcome::Recorded(_)), "not recorded: {text}");
    };

    compared(|size| {
        let (_folder, file) = size.copy();
        let family = House::of(&file);
        let mut paced = Runs::default();
        let began = Instant::now();
        for turn in 0..1_000_u32 {
            // From when it should have begun, so that a slow one is not excused for holding up the next.
            let planned = began + turn * Duration::from_millis(20);
            wait_until(planned);
            say_one(&family);
            paced.add(planned.elapsed());
        }
        let alone = Runs::of(300, |_| say_one(&family));
        vec![
            ("message in, recorded, reply queued; 50 a second".to_owned(), paced),
            ("the same, one after the other".to_owned(), alone),
        ]
    });

    say("\n| what | 64 at once, for 10 s | each, p50 / p99 |\n|---|---|---|");
    for size in SIZES {
        let (_folder, file) = size.copy();
        let family = House::of(&file);
        let all = Mutex::new(Runs::default());
        let began = Instant::now();
        thread::scope(|scope| {
            for _ in 0..64 {
                scope.spawn(|| {
                    let mut own = Runs::default();
                    while began.elapsed() < Duration::from_secs(10) {
                        let began = Instant::now();
                        say_one(&family);
                        own.add(began.elapsed());
                    }
                    all.lock().expect("no thread failed").extend(own);
                });
            }
        });
        let took = began.elapsed();
        let all = all.into_inner().expect("no thread failed");
        let rate = all.len() as u128 * 1_000 / took.as_millis();
        say(format_args!("| messages recorded, {} | {rate} a second | {all} |", size.name));
    }
}

fn wait_until(planned: Instant) {
    let (_keep, never) = std::sync::mpsc::channel::<()>();
    let _ = never.recv_timeout(planned.saturating_duration_since(Instant::now()));
}

/// Messages that are recorded without a question.
const RECORDED: [&str; 8] = [
    "beli soto ayam 18rb",
    "bensin motor 35rb",
    "nasi padang 27rb pake gopay",
    "parkir motor 3rb",
    "beli telur sekilo 29.500",
    "token listrik 100rb pake gopay",
    "beli sabun cuci 21rb, beras 5 kg 76rb",
    "topup gopay 200rb dari bca",
];
