//! FIGURES: what is counted and timed while the box works, and the text in which Prometheus reads it. Names nothing
//! above it; figures are numbers and the box's own names, never anything that a family wrote.

mod page;

pub use page::{Kind, Page};

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What one box counts. A cheap clone.
#[derive(Debug, Clone, Default)]
pub struct Metrics {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    routes: Mutex<BTreeMap<Route, Arc<Answers>>>,
    stages: Mutex<BTreeMap<&'static str, Arc<Latency>>>,
    /// In milliseconds since 1970.
    runs: Mutex<BTreeMap<&'static str, i64>>,
    unchanged: AtomicU64,
    refused: AtomicU64,
}

/// Which of the box's addresses, without anything that a caller chose.
type Route = (String, String);

/// How requests of one route were answered.
#[derive(Debug, Default)]
struct Answers {
    /// 1xx to 5xx.
    by_class: [AtomicU64; 5],
    latency: Latency,
}

/// A route as it was answered so far.
#[derive(Debug, Clone)]
pub struct RouteSeen {
    pub method: String,
    pub route: String,
    /// 1xx to 5xx.
    pub by_class: [u64; 5],
    pub latency: LatencySeen,
}

/// More routes are never told apart: all others are counted together.
const MOST_ROUTES: usize = 400;

impl Metrics {
    /// An answer left the box. `route` names no id: `/api/v1/wallets/{id}`.
    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let mut routes = locked(&self.inner.routes);
        let key = (method.to_owned(), route.to_owned());
        let key = if routes.len() >= MOST_ROUTES && !routes.contains_key(&key) {
            (String::new(), String::new())
        } else {
            key
        };
        let answers = Arc::clone(routes.entry(key).or_default());
        drop(routes);
        let class = usize::from((status / 100).clamp(1, 5)) - 1;
        answers.by_class[class].fetch_add(1, Ordering::Relaxed);
        answers.latency.note(took);
        if status == 304 {
            self.inner.unchanged.fetch_add(1, Ordering::Relaxed);
        }
        if status == 429 {
            self.inner.refused.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A step of understanding and recording a message was taken.
    pub fn staged(&self, stage: &'static str, took: Duration) {
        let latency = Arc::clone(locked(&self.inner.stages).entry(stage).or_default());
        latency.note(took);
    }

    pub fn routes(&self) -> Vec<RouteSeen> {
        let seen = |((method, route), answers): (&Route, &Arc<Answers>)| RouteSeen {
            method: method.clone(),
            route: route.clone(),
            by_class: std::array::from_fn(|class| answers.by_class[class].load(Ordering::Relaxed)),
            latency: answers.latency.seen(),
        };
        locked(&self.inner.routes).iter().map(seen).collect()
    }

    pub fn stages(&self) -> Vec<(&'static str, LatencySeen)> {
        locked(&self.inner.stages).iter().map(|(stage, latency)| (*stage, latency.seen())).collect()
    }

    /// A job went through all that was due, at this moment in milliseconds since 1970.
    pub fn ran(&self, job: &'static str, at_ms: i64) {
        locked(&self.inner.runs).insert(job, at_ms);
    }

    /// When each job last went through all that was due.
    pub fn runs(&self) -> BTreeMap<&'static str, i64> {
        locked(&self.inner.runs).clone()
    }

    /// Answers that said only that nothing had changed.
    pub fn unchanged(&self) -> u64 {
        self.inner.unchanged.load(Ordering::Relaxed)
    }

    /// Requests that came too often.
    pub fn refused(&self) -> u64 {
        self.inner.refused.load(Ordering::Relaxed)
    }
}

/// The upper ends of the classes in which times are counted, in microseconds; what took longer is in one class more.
pub const BOUNDS_US: [u64; 16] = [
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
    2_500_000, 5_000_000, 10_000_000,
];

/// How long something took, each time that it was done.
#[derive(Debug, Default)]
pub struct Latency {
    classes: [AtomicU64; BOUNDS_US.len()],
    longer: AtomicU64,
    sum_us: AtomicU64,
}

/// Times as they were at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LatencySeen {
    /// How many took no longer than each of [`BOUNDS_US`] and longer than the one before.
    pub classes: [u64; BOUNDS_US.len()],
    pub count: u64,
    pub sum_us: u64,
}

impl Latency {
    pub fn note(&self, took: Duration) {
        let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let class = BOUNDS_US.partition_point(|bound| *bound < took_us);
        self.classes.get(class).unwrap_or(&self.longer).fetch_add(1, Ordering::Relaxed);
        self.sum_us.fetch_add(took_us, Ordering::Relaxed);
    }

    pub fn seen(&self) -> LatencySeen {
        let classes: [u64; BOUNDS_US.len()] =
            std::array::from_fn(|class| self.classes[class].load(Ordering::Relaxed));
        let count = classes.iter().sum::<u64>() + self.longer.load(Ordering::Relaxed);
        LatencySeen { classes, count, sum_us: self.sum_us.load(Ordering::Relaxed) }
    }
}

impl LatencySeen {
    /// No more than so many of a thousand took longer, in microseconds; none while nothing was timed. Rounded up to the
    /// end of a class, and [`u64::MAX`] beyond the last one.
    pub fn quantile_us(&self, permille: u64) -> Option<u64> {
        let rank = (self.count * permille).div_ceil(1_000).max(1);
        let mut below = 0;
        let reached = BOUNDS_US.iter().zip(self.classes).find_map(|(bound, class)| {
            below += class;
            (below >= rank).then_some(*bound)
        });
        (self.count > 0).then(|| reached.unwrap_or(u64::MAX))
    }

    /// Both together.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        for (class, more) in self.classes.iter_mut().zip(other.classes) {
            *class += more;
        }
        self.count += other.count;
        self.sum_us += other.sum_us;
        self
    }
}

/// A panic while holding one of these leaves nothing half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_counted_in_their_classes() {
        let latency = Latency::default();
        assert_eq!(latency.seen().quantile_us(990), None);
        for took_us in [50, 100, 101, 9_999, 10_000, 60_000_000] {
            latency.note(Duration::from_micros(took_us));
        }
        let seen = latency.seen();
        assert_eq!((seen.count, seen.classes[0], seen.classes[1], seen.classes[6]), (6, 2, 1, 2));
        assert_eq!(seen.quantile_us(500), Some(250));
        assert_eq!(seen.quantile_us(830), Some(10_000));
        assert_eq!(seen.quantile_us(990), Some(u64::MAX));
    }

    #[test]
    fn no_caller_can_make_the_box_remember_without_end() {
        let metrics = Metrics::default();
        for route in 0..1_000 {
            metrics.answered("GET", &format!("/{route}"), 404, Duration::ZERO);
        }
        let routes = metrics.routes();
        assert_eq!(routes.len(), MOST_ROUTES + 1);
        assert_eq!(routes.iter().map(|route| route.by_class[3]).sum::<u64>(), 1_000);
    }
}
