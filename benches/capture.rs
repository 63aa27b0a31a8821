//! How long the box takes to understand a message.
//!
//! `cargo bench --bench capture`

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on has nothing to report")]

mod common;

use std::hint::black_box;
use std::sync::Arc;

use catatduit::capture::{Habits, Setting, read};
use catatduit::ledger::{
    CategorySlug, HouseholdId, Lesson, LessonId, LessonSource, LessonState, MemberId, Reach, Teaching,
    Timestamp, TransactionId, TransactionType,
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

use common::{MESSAGES, TODAY};

fn messages(criterion: &mut Criterion) {
    let setting = Setting::templates(TODAY.parse().expect("a day"));
    let mut group = criterion.benchmark_group("capture");
    group.throughput(Throughput::Elements(MESSAGES.len() as u64));
    group.bench_function("forty messages", |bencher| {
        bencher.iter(|| {
            for message in MESSAGES {
                black_box(read(black_box(message), &setting));
            }
        });
    });
    group.throughput(Throughput::Elements(1));
    for (name, text) in [("short", MESSAGES[0]), ("question", MESSAGES[13]), ("three items", MESSAGES[17])] {
        group.bench_function(name, |bencher| bencher.iter(|| read(black_box(text), &setting)));
    }
    // As long as a message may be: what is read must grow no faster than what is written.
    let long = MESSAGES.join(", ");
    let longest: String = long.chars().cycle().take(catatduit::capture::LONGEST).collect();
    group.bench_function("longest", |bencher| bencher.iter(|| read(black_box(&longest), &setting)));
    group.finish();
}

/// A family that corrected ten thousand names reads as quickly as one that corrected none, and learns one more in
/// no time.
fn lessons(criterion: &mut Criterion) {
    let plain = Setting::templates(TODAY.parse().expect("a day"));
    let lessons: Vec<Lesson> = (0..10_000).map(lesson).collect();
    let habits = Habits::of(&lessons);
    let taught = Setting { habits: Arc::new(habits.clone()), ..plain.clone() };
    let mut group = criterion.benchmark_group("lessons");
    group.throughput(Throughput::Elements(MESSAGES.len() as u64));
    for (name, setting) in [("forty messages, none", &plain), ("forty messages, 10,000", &taught)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for message in MESSAGES {
                    black_box(read(black_box(message), setting));
                }
            });
        });
    }
    group.throughput(Throughput::Elements(1));
    let written = format!("{} 15rb", lessons[7].phrase);
    let slipped = format!("{}{} 15rb", &lessons[7].phrase[..4], &lessons[7].phrase[5..]);
    for (name, text) in [("a known name", &written), ("a mistyped one", &slipped)] {
        group.bench_function(name, |bencher| bencher.iter(|| read(black_box(text), &taught)));
    }
    group.bench_function("one more lesson among 10,000", |bencher| {
        let mut habits = habits.clone();
        let more = lesson(10_000);
        let gone = Lesson { state: LessonState::Undone, ..more.clone() };
        bencher.iter(|| {
            habits.learn(black_box(&more));
            habits.learn(black_box(&gone));
        });
    });
    group.finish();
}

/// A made-up name of four syllables, another for each number below 160,000.
fn lesson(number: u32) -> Lesson {
    const SYLLABLES: [&str; 20] = [
        "ba", "ci", "du", "fe", "go", "ha", "ji", "ku", "le", "mo", "na", "pi", "ru", "se", "to", "wa", "yi",
        "zu", "ngo", "sya",
    ];
    // A step that shares no factor with their number spreads the names out.
    let mut rest = number.wrapping_mul(7_919) % 160_000;
    let mut phrase = String::new();
    for _ in 0..4 {
        phrase.push_str(SYLLABLES[(rest % 20) as usize]);
        rest /= 20;
    }
    let mut id = [0; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    Lesson {
        id: LessonId::from_bytes(id),
        household: HouseholdId::from_bytes([1; 16]),
        order: u64::from(number) + 1,
        phrase,
        teaches: Teaching::Category { kind: TransactionType::Expense, category: CategorySlug::HEWAN },
        reach: Reach::Within,
        source: LessonSource::Transaction(TransactionId::from_bytes([2; 16])),
        member: MemberId::from_bytes([3; 16]),
        at: Timestamp::UNIX_EPOCH,
        state: LessonState::Active,
    }
}

criterion_group!(benches, messages, lessons);
criterion_main!(benches);
