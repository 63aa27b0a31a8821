//! What the benchmarks stand on: two families of very different size, made once, and figures of many runs.
#![allow(dead_code, reason = "each benchmark uses a part of it")]

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use catatduit::app::{self, Acting, App};
use catatduit::ctx::Ctx;
use catatduit::demo::{self, Plan};
use catatduit::ledger::{Channel, Day, MemberId, Timestamp, Zone};
use catatduit::outside::Outside;
use catatduit::search::Search;
use catatduit::store::{Store, StoreOptions};

/// The families' today, whenever the benchmark runs.
pub(crate) const TODAY: &str = "2026-11-22";

/// A made-up family's store, with its search index beside it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) name: &'static str,
    years: i16,
    pace: u32,
}

/// About ten thousand and about a million transactions: two and a half years of a family's life, and ten years of
/// one that writes down a hundred times as much a year.
pub(crate) const SIZES: [Size; 2] =
    [Size { name: "10k", years: 2, pace: 1 }, Size { name: "1m", years: 10, pace: 27 }];

impl Size {
    fn plan(self) -> Plan {
        let last: Day = TODAY.parse().expect("a day");
        let first = Day::new(last.date().year() - self.years, 5, 23).expect("a day");
        Plan { seed: 2_026, first, last, pace: self.pace }
    }

    /// The store's file; made when it is first asked for.
    pub(crate) fn file(self) -> PathBuf {
        let file = folder().join(format!("{}.redb", self.name));
        if !file.exists() {
            let began = Instant::now();
            let building = folder().join(format!("{}.building", self.name));
            for old in [building.clone(), building.with_extension("building.new")] {
                let _ = fs::remove_file(old);
            }
            let options = StoreOptions { cache_bytes: 512 * 1024 * 1024 };
            let store = Store::open(&building, options).expect("a new store");
            let filled = demo::fill_as(&store, self.plan()).expect("a family");
            drop(store);
            fs::rename(&building, &file).expect("the store in its place");
            say(format_args!(
                "made {}: {} transactions in {:.0?}",
                self.name,
                filled.transactions,
                began.elapsed()
            ));
        }
        file
    }

    /// A data folder with a copy of the store and its index, to be written to; gone when it is dropped.
    pub(crate) fn copy(self) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir_in(folder()).expect("a folder");
        let file = folder.path().join(catatduit::appliance::STORE_FILE);
        fs::copy(self.file(), &file).expect("a copy of the store");
        // Or the disk would still be busy with the copy while the box is measured.
        fs::File::open(&file).and_then(|copy| copy.sync_all()).expect("a copy on the disk");
        let index = folder.path().join(catatduit::appliance::SEARCH_FOLDER);
        fs::create_dir(&index).expect("a folder for the index");
        drop(self.search(&self.open().store));
        for entry in fs::read_dir(self.index()).expect("the index").flatten() {
            fs::copy(entry.path(), index.join(entry.file_name())).expect("a copy of the index");
        }
        (folder, file)
    }

    /// The store for reading, opened as the box opens it.
    pub(crate) fn open(self) -> House {
        House::of(&self.file())
    }

    /// The store with its search index, caught up.
    pub(crate) fn open_with_search(self) -> House {
        let search = self.search(&self.open().store);
        House::with(&self.file(), search)
    }

    fn index(self) -> PathBuf {
        folder().join(format!("{}.search", self.name))
    }

    /// The search index of the store; built when it is first asked for.
    pub(crate) fn search(self, store: &Store) -> Search {
        let began = Instant::now();
        let search = Search::open(self.index()).expect("an index");
        let before = search.seq();
        let now = search.catch_up(store).expect("an index that caught up");
        if before != now {
            say(format_args!("indexed {}: {now} changes in {:.0?}", self.name, began.elapsed()));
        }
        search
    }
}

/// A box without doors: its store and its verbs.
#[derive(Debug)]
pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) app: App,
    member: MemberId,
    now: Timestamp,
}

impl House {
    pub(crate) fn of(file: &Path) -> Self {
        Self::with(file, Search::in_memory().expect("an empty index"))
    }

    fn with(file: &Path, search: Search) -> Self {
        let store = Store::open(file, StoreOptions::default()).expect("the store");
        let member = store.read(|look| look.member_named("ayah")).expect("a read").expect("the owner").id;
        let noon = Zone::named("Asia/Jakarta").expect("a zone").start_of(TODAY.parse().expect("a day"));
        let now = noon + Duration::from_hours(12);
        let outside = Outside::real().expect("a network client").with_clock(move || now);
        let app = App::new(store.clone(), search, outside, app::Options::default());
        Self { store, app, member, now }
    }

    pub(crate) fn acting(&self) -> Acting {
        let ctx = Ctx { member: self.member, now: self.now, channel: Channel::Telegram };
        self.app.act(&ctx).expect("the owner")
    }
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench-stores");
    fs::create_dir_all(&folder).expect("a folder for the stores");
    folder
}

/// How long each of many runs took.
#[derive(Debug, Default)]
pub(crate) struct Runs(Vec<Duration>);

impl Runs {
    /// After a tenth as many runs that do not count.
    pub(crate) fn of(count: usize, mut run: impl FnMut(usize)) -> Self {
        let mut runs = Self::default();
        for number in 0..count / 10 {
            run(number);
        }
        for number in 0..count {
            let began = Instant::now();
            run(number);
            runs.add(began.elapsed());
        }
        runs
    }

    pub(crate) fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// What so many of a thousand runs took at most.
    pub(crate) fn permille(&self, permille: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let place = (sorted.len() * permille).div_ceil(1_000).saturating_sub(1);
        sorted.get(place).copied().unwrap_or_default()
    }
}

/// Half of the runs, and all but one in a hundred, took at most so long.
impl fmt::Display for Runs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (half, most) = (self.permille(500), self.permille(990));
        write!(f, "{} / {}", short(half), short(most))
    }
}

/// With three figures, in the unit a person would choose.
pub(crate) fn short(time: Duration) -> String {
    let nanos = time.as_nanos();
    let (whole, unit) = match nanos {
        0..1_000 => return format!("{nanos} ns"),
        1_000..1_000_000 => (1_000, "µs"),
        1_000_000..1_000_000_000 => (1_000_000, "ms"),
        _ => (1_000_000_000, "s"),
    };
    let (before, after) = (nanos / whole, nanos % whole);
    match before {
        0..10 => format!("{before}.{:02} {unit}", after * 100 / whole),
        10..100 => format!("{before}.{} {unit}", after * 10 / whole),
        _ => format!("{before} {unit}"),
    }
}

#[expect(clippy::print_stdout, reason = "a benchmark's results are what it prints")]
pub(crate) fn say(line: impl fmt::Display) {
    println!("{line}");
}

/// What families write, of every kind the reader must understand.
pub(crate) const MESSAGES: [&str; 40] = [
    "soto betawi 28rb pake gopay",
    "beli beras 5 kg 76.500",
    "gajian masuk bca 8,75jt",
    "kemarin isi pertalite 40rb, parkir 3rb",
    "es cendol 12k ovo",
    "tarik tunai 300rb dari mandiri",
    "topup shopeepay 150.000 dari bca",
    "bayar kos november 1,4 juta transfer bri",
    "makan bertiga di angkringan 67rb kemarin lusa",
    "minjemin mas tono 250rb",
    "mbak rini bayar utang 100rb ke dana",
    "token 100rb, pulsa 25rb, galon 20rb",
    "nyoblos dulu ya bu nanti kabarin",
    "bulan ini habis berapa buat jajan?",
    "sisa saldo gopay berapa",
    "servis motor ganti oli 165.000 tgl 14",
    "2x22rb mie gacoan",
    "cabe 8rb tomat 6rb bawang 12rb total 26rb",
    "dpt cashback 7.500 shopeepay",
    "rencananya mau beli kulkas 3jt",
    "gak jadi beli sepatu 450rb",
    "tadi pagi nasi kuning seceng limaratus",
    "sedekah jumatan ceban",
    "uang les piano adek lima ratus ribu pake mandiri",
    "laundri 4kg 28rb",
    "grab ke stasiun senen 31500 pakai ovo",
    "beli kopi susu 18, roti 12",
    "thr dari kantor 6jt masuk ke bca",
    "nabung 500rb dari bca ke jago",
    "bpjs sekeluarga 140rb minggu lalu",
    "popok merries 89.900 sama tisu basah 23.500 di tokped",
    "kondangan sepupu 200rb cash senin kemarin",
    "jual meja bekas 350rb cash",
    "internet indihome 385rb tgl 5",
    "kurir jne 19rb",
    "makan siang",
    "bayarin mama 75 rb pake dana",
    "sewa lapangan futsal patungan 45k",
    "gas melon 22ribu",
    "asuransi mobil 2.350.000 kartu kredit 3 hari lalu",
];
