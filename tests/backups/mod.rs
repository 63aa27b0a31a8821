//! Copies that can be put back: made, tried out, cleared away, and what is said when one is no good.

mod alarm;
pub(crate) mod bucket;
mod copies;
mod night;
mod restore;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use catatduit::app::{Acting, App, NewHousehold, OpeningWallet, Options, Origin, Outcome};
use catatduit::backup::{Backups, Entry, Folder, Keep, Key, Place, Plan, Progress};
use catatduit::ctx::Ctx;
use catatduit::ledger::{Channel, Language, MemberId, Timestamp, Zone};
use catatduit::outside::Outside;
use catatduit::search::Search;
use catatduit::store::{Store, StoreOptions};
use tempfile::TempDir;

/// A box in a folder, with a clock that moves when told to.
pub(crate) struct TheBox {
    folder: TempDir,
    pub(crate) app: App,
    store: Store,
    clock: Arc<AtomicI64>,
    plan: Plan,
}

/// Sunday, 22 November 2026, ten in the morning in Jakarta.
const BEGINNING: &str = "2026-11-22T03:00:00Z";

/// What two wallets held to begin with, and one purchase.
const RECORDS: u64 = 3;

const HOUR: i64 = 3_600_000;

pub(crate) fn quiet(_: Progress) {}

/// Backups of a data folder, in a folder.
pub(crate) fn plan(data_dir: &Path, to: Folder) -> Plan {
    Plan {
        data_dir: data_dir.to_owned(),
        secret_key: data_dir.join("secret.key"),
        place: Place::Folder(to),
        key: Key::new(None, &[], data_dir.join("backup.key")).unwrap(),
        keep: Keep { daily: 7, weekly: 4, monthly: 12 },
        nightly: true,
        hour: 2,
    }
}

impl TheBox {
    fn new() -> Self {
        Self::with(|folder| Folder::own(folder.join("backups")))
    }

    fn with(to: impl FnOnce(&Path) -> Folder) -> Self {
        Self::keeping(|data_dir| Place::Folder(to(data_dir)))
    }

    fn at(place: Place) -> Self {
        Self::keeping(|_| place)
    }

    fn keeping(place: impl FnOnce(&Path) -> Place) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join("data");
        std::fs::create_dir(&data_dir).unwrap();
        std::fs::write(data_dir.join("secret.key"), "the key of the box\n").unwrap();
        let beginning: Timestamp = BEGINNING.parse().unwrap();
        let clock = Arc::new(AtomicI64::new(beginning.as_millisecond()));
        let reading = Arc::clone(&clock);
        let outside = Outside::real()
            .unwrap()
            .with_clock(move || Timestamp::from_millisecond(reading.load(Ordering::SeqCst)).unwrap());
        let store = Store::open(&data_dir.join("catatduit.redb"), StoreOptions::default()).unwrap();
        let plan = Plan { place: place(&data_dir), ..plan(&data_dir, Folder::own(data_dir.join("backups"))) };
        let options = Options { password_cost: 4, backup: Some(plan.clone()), ..Options::default() };
        let app = App::new(store.clone(), Search::in_memory().unwrap(), outside, options);
        Self { folder, app, store, clock, plan }
    }

    fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn plan(&self) -> Plan {
        self.plan.clone()
    }

    fn backups(&self) -> Backups {
        Backups::new(self.plan(), self.app.outside().clone())
    }

    /// With so many bytes that do not become smaller by packing.
    fn fill(&self, bytes: usize) {
        let mut noise = vec![0_u8; bytes];
        let mut state = 7_u32;
        for byte in &mut noise {
            // A generator for no purpose but this one.
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = state.to_be_bytes()[0];
        }
        self.store.write(move |pen| pen.put_setting("noise", &noise)).unwrap();
    }

    fn set_up(&self) -> MemberId {
        let opening = |name: &str, balance| OpeningWallet { name: name.to_owned(), balance };
        let new = NewHousehold {
            household: "Keluarga Sari".to_owned(),
            zone: Zone::named("Asia/Jakarta").unwrap(),
            owner: "Sari".to_owned(),
            password: "kucing makan ikan".to_owned(),
            language: Language::Indonesian,
            wallets: vec![opening("Cash", 100_000), opening("GoPay", 250_000)],
        };
        self.app.set_up(None, &new, &Origin::default()).unwrap().member.id
    }

    fn acting(&self, member: MemberId) -> Acting {
        let now = self.app.outside().now();
        self.app.act(&Ctx { member, now, channel: Channel::Web }).unwrap()
    }

    fn record(&self, member: MemberId, text: &str) {
        let outcome = self.acting(member).say(text, None).unwrap().outcome;
        assert!(matches!(outcome, Outcome::Recorded(_)), "{text}: {outcome:?}");
    }

    fn pass_hours(&self, hours: i64) {
        self.clock.fetch_add(hours * HOUR, Ordering::SeqCst);
    }

    fn there(&self) -> Vec<Entry> {
        self.backups().list().unwrap()
    }

    fn file_of(&self, entry: &Entry) -> PathBuf {
        self.data_dir().join("backups").join(entry.name())
    }
}

/// Changes one byte in the middle of a file.
pub(crate) fn spoil(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    std::fs::write(path, bytes).unwrap();
}
