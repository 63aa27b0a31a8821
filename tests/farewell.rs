//! Who goes for good leaves nothing they wrote: not in the store's file, not in the index, not in a copy, not in the log.
//! What others have stays as it was.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use catatduit::app::{
    Acting, Amendment, App, DraftFix, Guest, NewHousehold, NewInvitation, NewToken, NewWallet, Newcomer,
    OpeningWallet, Options, Origin, Outcome, Paging, Recognised, Retention, Sort, WebhookChange,
};
use catatduit::ctx::Ctx;
use catatduit::ledger::{
    CategorySlug, Channel, Language, MemberId, Role, Scope, Sharing, Timestamp, TransactionId, Visibility,
    Zone,
};
use catatduit::outside::Outside;
use catatduit::search::Search;
use catatduit::store::{Store, StoreOptions};
use tempfile::TempDir;

const PASSWORD: &str = "kucing makan ikan";
/// In everything that is to go, and in nothing else.
const SECRET: &str = "zulvanorahasia";

/// A box in a folder, with a clock that moves when told to.
struct TheBox {
    folder: TempDir,
    app: App,
    store: Store,
    clock: Arc<AtomicI64>,
}

const NOON: i64 = 1_795_323_600_000;
const DAY: i64 = 86_400_000;

impl TheBox {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(NOON));
        let reading = Arc::clone(&clock);
        let outside = Outside::real()
            .unwrap()
            .with_clock(move || Timestamp::from_millisecond(reading.load(Ordering::SeqCst)).unwrap());
        let store = Store::open(&folder.path().join("store.redb"), StoreOptions::default()).unwrap();
        let search = Search::open(folder.path().join("search")).unwrap();
        let options = Options { password_cost: 4, ..Options::default() };
        let app = App::new(store.clone(), search, outside, options);
        Self { folder, app, store, clock }
    }

    fn household(&self, household: &str, owner: &str) -> MemberId {
        let opening = |name: &str, balance| OpeningWallet { name: name.to_owned(), balance };
        let new = NewHousehold {
            household: household.to_owned(),
            zone: Zone::named("Asia/Jakarta").unwrap(),
            owner: owner.to_owned(),
            password: PASSWORD.to_owned(),
            language: Language::Indonesian,
            wallets: vec![opening("Cash", 100_000), opening("GoPay", 250_000)],
        };
        self.app.set_up(None, &new, &Origin::default()).unwrap().member.id
    }

    fn joins(&self, owner: MemberId, name: &str) -> MemberId {
        let offer = NewInvitation { role: Role::Adult, wallets: Vec::new() };
        let invited = self.acting(owner).as_owner().unwrap().invite(&offer).unwrap();
        let who = Newcomer {
            name: name.to_owned(),
            password: PASSWORD.to_owned(),
            code: None,
            language: Language::Indonesian,
        };
        self.app.join(&invited.code, &who, &Origin::default()).unwrap().member.id
    }

    fn acting(&self, member: MemberId) -> Acting {
        let now = self.app.outside().now();
        self.app.act(&Ctx { member, now, channel: Channel::Web }).unwrap()
    }

    fn record(&self, member: MemberId, text: &str) -> TransactionId {
        match self.acting(member).say(text, None).unwrap().outcome {
            Outcome::Recorded(recorded) => recorded.transactions[0].transaction.id,
            other => panic!("{text}: {other:?}"),
        }
    }

    fn pass(&self, days: i64) {
        self.clock.fetch_add(days * DAY, Ordering::SeqCst);
    }

    /// Everything that is kept of what a person writes, each with the secret in it.
    fn confide(&self, owner: MemberId, member: MemberId) {
        let me = self.acting(member);
        self.record(member, &format!("beli bakso {SECRET} 15rb pake gopay"));
        let noted = self.record(member, "roti 12rb");
        let more = Amendment {
            note: Some(format!("untuk {SECRET}")),
            person: Some(format!("Pak {SECRET}")),
            add_tags: vec![SECRET.parse().unwrap()],
            ..Amendment::default()
        };
        me.amend(noted, more).unwrap();
        let gone = self.record(member, &format!("kopi {SECRET} 5rb pake gopay"));
        me.void(vec![gone]).unwrap();
        let Outcome::Drafted(draft) = me.say(&format!("beli bakso {SECRET}"), None).unwrap().outcome else {
            panic!("a purchase without an amount is asked for")
        };
        let fix = DraftFix { item: 0, category: Some(CategorySlug::BELANJA), ..DraftFix::default() };
        me.fix_draft(draft.draft.id, vec![fix], false).unwrap();
        let wallet = NewWallet {
            name: format!("Celengan {SECRET}"),
            kind: None,
            colour: None,
            currency: None,
            balance: 5_000,
        };
        let Outcome::WalletAdded { wallet, .. } = me.add_wallet(&wallet).unwrap() else { panic!("added") };
        let private = Sharing { holder: Some(member), others: Visibility::Private, grants: Vec::new() };
        self.acting(owner).as_adult().unwrap().share_wallet(wallet.wallet.id, None, private).unwrap();
        let token = NewToken { name: format!("skrip {SECRET}"), scope: Scope::Read, days: None };
        me.make_token(&token).unwrap();
        self.app.rebuild_search().unwrap();
    }

    /// How many records a search finds.
    fn finds(&self, member: MemberId, text: &str) -> usize {
        let paging = Paging { sort: Sort::Day, ascending: false, after: None, most: 9 };
        self.acting(member).search(text, paging).unwrap().hits.items.len()
    }

    /// The files in which somebody looks who has the disk, and in them a word.
    fn files_with(&self, word: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        look_through(self.folder.path(), word, &mut found);
        found
    }

    fn is_sound(&self) {
        let report = self.store.audit().unwrap();
        assert!(report.is_sound(), "{:#?}", report.differences);
    }

    fn sign_in(&self, name: &str) -> Option<Recognised> {
        self.app.recognise(name, PASSWORD, &Guest::from(Channel::Web)).ok()
    }
}

fn look_through(folder: &Path, word: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            look_through(&path, word, found);
        } else {
            let bytes = fs::read(&path).unwrap().to_ascii_lowercase();
            if bytes.windows(word.len()).any(|part| part == word.as_bytes()) {
                found.push(path);
            }
        }
    }
}

/// Runs it, and gives what it logged at the most talkative level.
fn logged(run: impl FnOnce()) -> String {
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);
    impl io::Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::with_default(subscriber, run);
    let bytes = log.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap().to_lowercase()
}

#[test]
fn a_person_s_words_are_nowhere_and_the_family_s_sums_are_what_they_were() {
    let the_box = TheBox::new();
    let siti = the_box.household("Keluarga Rahma", "Siti");
    let budi = the_box.joins(siti, "Budi Zulvanorahasia");
    the_box.record(siti, "kopi susu 22rb");
    let log = logged(|| the_box.confide(siti, budi));
    assert!(!log.contains(SECRET), "{log}");
    let held = |of: MemberId| -> i64 {
        the_box.acting(of).wallets().unwrap().iter().map(|seen| seen.balance.minor()).sum()
    };
    let before = held(siti);
    // What lies in the wallet that only the other saw was never among them.
    let kept = the_box.finds(siti, "tipe:keluar");
    assert!(kept >= 3, "{kept}");
    assert!(!the_box.files_with(SECRET).is_empty());
    assert!(the_box.finds(siti, SECRET) > 0);

    let me = the_box.acting(budi);
    assert!(me.ask_to_go("Siti").is_err(), "another name");
    let asked = me.ask_to_go("budi zulvanorahasia").unwrap();
    assert!(me.ask_to_go("Budi Zulvanorahasia").is_err(), "once is enough");
    assert_eq!(me.goings().unwrap().account.unwrap().due, asked.going.due);
    the_box.pass(6);
    assert_eq!(the_box.app.carry_out_farewells().unwrap(), 0);
    assert!(the_box.app.receipt(&asked.code).unwrap().finished.is_none());
    assert!(the_box.sign_in("Budi Zulvanorahasia").is_some(), "until then everything is as it was");

    the_box.pass(1);
    let log = logged(|| assert_eq!(the_box.app.carry_out_farewells().unwrap(), 1));
    assert!(!log.contains(SECRET), "{log}");
    assert_eq!(the_box.files_with(SECRET), Vec::<PathBuf>::new());
    assert_eq!(the_box.finds(siti, SECRET), 0);
    assert_eq!(the_box.finds(siti, "tipe:keluar"), kept, "what still counts is still found");
    let copy = the_box.folder.path().join("backup.redb");
    the_box.store.copy_to(&copy).unwrap();
    assert_eq!(the_box.files_with(SECRET), Vec::<PathBuf>::new(), "nor in the next copy");
    assert!(!the_box.files_with("kopi susu").is_empty(), "the words of others are there");

    the_box.is_sound();
    assert_eq!(held(siti), before);
    let words: Vec<String> = the_box
        .acting(siti)
        .transactions(None, None, None, 50)
        .unwrap()
        .items
        .iter()
        .map(|seen| format!("{}: {}", seen.member, seen.transaction.description()))
        .collect();
    assert!(words.contains(&"Siti: Kopi susu".to_owned()), "{words:?}");
    assert!(words.contains(&"Mantan anggota: ".to_owned()), "{words:?}");
    assert!(the_box.sign_in("Budi Zulvanorahasia").is_none());
    let receipt = the_box.app.receipt(&asked.code).unwrap();
    assert!(receipt.finished.is_some() && !receipt.is_of_household);
    let deleted = receipt.deleted;
    assert_eq!(
        (deleted.members, deleted.records, deleted.drafts, deleted.wallets),
        (1, 4, 1, 1),
        "{deleted:?}"
    );
    assert!(deleted.keys >= 2, "a session and a token: {deleted:?}");
    // Doing it again changes nothing.
    assert_eq!(the_box.app.carry_out_farewells().unwrap(), 0);
}

#[test]
fn a_household_is_gone_with_everything_and_its_neighbour_is_as_it_was() {
    let the_box = TheBox::new();
    let siti = the_box.household("Keluarga Zulvanorahasia", "Siti");
    let budi = the_box.joins(siti, "Budi");
    the_box.confide(siti, budi);
    the_box.record(siti, "kopi susu 22rb");
    let wati = the_box.household("Keluarga Sebelah", "Wati");
    the_box.record(wati, "sayur lodeh 9rb");
    the_box.app.rebuild_search().unwrap();

    assert!(the_box.acting(budi).as_owner().is_err());
    let owner = the_box.acting(siti).as_owner().unwrap();
    assert!(owner.ask_to_close("Keluarga").is_err());
    assert!(
        the_box.acting(siti).ask_to_go("Siti").is_err(),
        "the last owner deletes the household, or hands over"
    );
    let hook =
        WebhookChange { url: Some("https://contoh.example/zulvanorahasia".to_owned()), ..Default::default() };
    owner.add_webhook(&hook).unwrap();
    the_box.record(siti, "es teh 3rb");
    let first = owner.ask_to_close("keluarga zulvanorahasia").unwrap();
    owner.keep_household().unwrap();
    drop(owner);
    the_box.pass(8);
    assert_eq!(the_box.app.carry_out_farewells().unwrap(), 0, "it was called off");
    assert!(the_box.app.receipt(&first.code).is_err());

    let owner = the_box.acting(siti).as_owner().unwrap();
    let asked = owner.ask_to_close("Keluarga Zulvanorahasia").unwrap();
    assert_eq!(the_box.acting(budi).goings().unwrap().household.unwrap().by.1, "Siti");
    the_box.pass(7);
    assert_eq!(the_box.app.carry_out_farewells().unwrap(), 1);
    for word in [SECRET, "kopi susu", "siti", "budi"] {
        assert_eq!(the_box.files_with(word), Vec::<PathBuf>::new(), "{word}");
    }
    the_box.is_sound();
    assert!(the_box.sign_in("Siti").is_none() && the_box.sign_in("Budi").is_none());
    let wati_is = the_box.acting(wati);
    assert_eq!(wati_is.transactions(None, None, None, 50).unwrap().items.len(), 3);
    assert_eq!(the_box.finds(wati, "lodeh"), 1);
    let deleted = the_box.app.receipt(&asked.code).unwrap().deleted;
    assert_eq!(the_box.app.next_hook_call().unwrap(), None, "no call waits");
    assert_eq!((deleted.members, deleted.wallets), (2, 3), "{deleted:?}");
    assert!(deleted.records >= 7, "{deleted:?}");

    // The box opens again, and others may use the names.
    let TheBox { folder, app, store, .. } = the_box;
    drop((wati_is, owner, app, store));
    let store = Store::open_checked(&folder.path().join("store.redb"), StoreOptions::default()).unwrap();
    assert!(store.audit().unwrap().is_sound());
    assert!(store.read(|look| look.member_named("Siti")).unwrap().is_none());
}

#[test]
fn a_deletion_that_was_cut_off_goes_on_where_it_was() {
    let the_box = TheBox::new();
    let siti = the_box.household("Keluarga Rahma", "Siti");
    let budi = the_box.joins(siti, "Budi");
    the_box.confide(siti, budi);
    let asked = the_box.acting(siti).as_owner().unwrap().ask_to_close("Keluarga Rahma").unwrap();
    the_box.pass(7);
    // As a power cut leaves it: begun, and some of it deleted.
    let household = the_box.acting(siti).household().id;
    let now = the_box.app.outside().now();
    the_box
        .store
        .write(move |pen| -> Result<(), catatduit::store::StoreError> {
            let leaving = catatduit::store::Leaving::Household(household);
            let mut farewell = pen.farewell(leaving)?.unwrap();
            farewell.begun = Some(now);
            farewell.deleted += pen.close_household(household)?;
            farewell.deleted += pen.delete_some_of(household, 3)?.unwrap_or_default();
            pen.put_farewell(&farewell)
        })
        .unwrap();
    assert!(the_box.sign_in("Siti").is_none(), "from the first moment on nobody is in it");
    assert_eq!(the_box.app.carry_out_farewells().unwrap(), 1);
    assert_eq!(the_box.files_with(SECRET), Vec::<PathBuf>::new());
    the_box.is_sound();
    let deleted = the_box.app.receipt(&asked.code).unwrap().deleted;
    assert_eq!((deleted.members, deleted.wallets), (2, 3), "{deleted:?}");
}

#[test]
fn old_messages_and_the_log_go_when_a_household_says_so_and_the_records_stay() {
    const MESSAGE: &str = "beli bakso 15rb pake gopay";
    let the_box = TheBox::new();
    let siti = the_box.household("Keluarga Rahma", "Siti");
    let old = the_box.record(siti, MESSAGE);
    the_box.acting(siti).amend(old, Amendment { amount: Some(16_000), ..Amendment::default() }).unwrap();
    let token = NewToken { name: "skrip".to_owned(), scope: Scope::Read, days: None };
    the_box.acting(siti).make_token(&token).unwrap();
    the_box.pass(40);
    let fresh = the_box.record(siti, "kopi susu 22rb");
    let text = |id| the_box.acting(siti).transaction(id).unwrap().transaction.source.text;
    let log = || {
        let none = catatduit::app::AuditFilter { kinds: vec!["make_key"], ..Default::default() };
        the_box.acting(siti).audit(&none, None, 9).unwrap().items.len()
    };
    assert_eq!(the_box.app.enforce_retention().unwrap(), 0, "nobody said anything");
    assert!(text(old).is_some() && log() == 1);

    let said = Retention {
        messages_months: Some(1),
        pictures_months: None,
        draft_hours: Some(3),
        bin_days: 2,
        log_days: 30,
    };
    let owner = the_box.acting(siti).as_owner().unwrap();
    assert!(owner.set_retention(Retention { bin_days: 0, ..said }).is_err());
    assert_eq!(owner.set_retention(said).unwrap(), said);
    while the_box.app.enforce_retention().unwrap() > 0 {}
    assert_eq!((text(old), log()), (None, 0));
    assert_eq!(text(fresh).as_deref(), Some("kopi susu 22rb"));
    assert_eq!(the_box.acting(siti).transaction(old).unwrap().transaction.description(), "Bakso");
    the_box.is_sound();
    assert_eq!(the_box.app.enforce_retention().unwrap(), 0, "once is enough");

    let Outcome::Drafted(draft) = the_box.acting(siti).say("beli sate", None).unwrap().outcome else {
        panic!("asked for its amount")
    };
    assert_eq!(draft.draft.expires.duration_since(draft.draft.created).as_hours(), 3);
    the_box.acting(siti).void(vec![fresh]).unwrap();
    the_box.pass(1);
    assert_eq!(the_box.app.empty_bins().unwrap(), 0);
    assert_eq!(the_box.acting(siti).bin(None, 9).unwrap().items.len(), 1);
    the_box.pass(2);
    assert_eq!(the_box.app.empty_bins().unwrap(), 1);

    // The bytes follow a week later.
    assert!(!the_box.app.clear_files().unwrap());
    the_box.pass(7);
    assert!(the_box.app.clear_files().unwrap());
    assert_eq!(the_box.files_with(MESSAGE), Vec::<PathBuf>::new());
    assert!(!the_box.app.clear_files().unwrap());
    the_box.is_sound();
}

#[test]
fn a_program_goes_with_the_owner_who_had_it_called() {
    let the_box = TheBox::new();
    let siti = the_box.household("Keluarga Rahma", "Siti");
    let budi = the_box.joins(siti, "Budi");
    let owner = the_box.acting(siti).as_owner().unwrap();
    let hook = WebhookChange { url: Some("http://192.168.1.9/duit".to_owned()), ..Default::default() };
    owner.add_webhook(&hook).unwrap();
    the_box.record(siti, "es teh 3rb");
    assert!(the_box.app.next_hook_call().unwrap().is_some());
    owner.hand_over(budi).unwrap();
    assert!(the_box.acting(budi).as_owner().unwrap().webhooks().unwrap().is_empty());
    assert_eq!(the_box.app.next_hook_call().unwrap(), None, "nothing waits for who hears nothing");
}

#[test]
fn old_pictures_go_when_a_household_says_so_and_their_records_stay() {
    let the_box = TheBox::new();
    let siti = the_box.household("Keluarga Rahma", "Siti");
    let picture = |colour| {
        let mut bytes = io::Cursor::new(Vec::new());
        let image = image::RgbImage::from_pixel(64, 64, image::Rgb([colour, 90, 30]));
        image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    };
    let shown = |id| the_box.acting(siti).transaction(id).unwrap().transaction.particulars.attachments;
    let old = the_box.record(siti, "beli bakso 15rb pake gopay");
    the_box.acting(siti).attach(old, &picture(1)).unwrap();
    let (first, size) = (shown(old)[0], catatduit::ledger::PictureSize::Full);
    the_box.pass(40);
    let fresh = the_box.record(siti, "kopi susu 22rb");
    the_box.acting(siti).attach(fresh, &picture(2)).unwrap();
    let owner = the_box.acting(siti).as_owner().unwrap();
    let said = Retention { pictures_months: Some(1), ..owner.retention().unwrap() };
    the_box.acting(siti).picture(first, size).unwrap();
    owner.set_retention(said).unwrap();
    while the_box.app.enforce_retention().unwrap() > 0 {}
    assert_eq!((shown(old).len(), shown(fresh).len()), (0, 1));
    assert!(the_box.acting(siti).picture(first, size).is_err());
    the_box.acting(siti).picture(shown(fresh)[0], size).unwrap();
    let kept = the_box.acting(siti).transaction(old).unwrap().transaction;
    assert_eq!(
        (kept.description(), kept.source.text.as_deref()),
        ("Bakso".into(), Some("beli bakso 15rb pake gopay"))
    );
    the_box.is_sound();
    // Its bytes are in no file a week later.
    the_box.pass(7);
    assert!(the_box.app.clear_files().unwrap());
    the_box.is_sound();
}
