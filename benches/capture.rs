//! How long the box takes to understand a message.
//!
//! `cargo bench --bench capture`

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on has nothing to report")]

mod common;

use std::hint::black_box;

use catatduit::capture::{Setting, read};
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

criterion_group!(benches, messages);
criterion_main!(benches);
