//! Reads of a small and a large family, side by side.
//!
//! `cargo bench --bench store`; the first time it makes the two stores, which takes a few minutes.

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on has nothing to report")]

mod common;

use std::hint::black_box;

use catatduit::app::Paging;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};

use common::SIZES;

fn reads(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("reads");
    for size in SIZES {
        let family = size.open_with_search();
        let acting = family.acting();
        let mut bench = |what: &str, read: &dyn Fn()| {
            group.bench_function(BenchmarkId::new(what, size.name), |bencher| bencher.iter(read));
        };
        bench("month summary", &|| drop(black_box(acting.month_summary(None).expect("a summary"))));
        bench("day summary", &|| drop(black_box(acting.day_summary(None).expect("a summary"))));
        bench("first page", &|| drop(black_box(acting.transactions(None, None, None, 50).expect("a page"))));
        bench("wallets", &|| drop(black_box(acting.wallets().expect("wallets"))));

        let page = Paging { most: 20, ..Paging::default() };
        for text in ["bakso", "kopi", "makanan", "servis motor", "pak budi", "tol mudik lebaran"] {
            bench(&format!("search {text}"), &|| {
                drop(black_box(acting.search(text, page).expect("an answer")));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, reads);
criterion_main!(benches);
