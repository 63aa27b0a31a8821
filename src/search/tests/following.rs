//! The index follows the journal, comes back from damage, and forgets for good.

use super::*;

#[test]
fn what_is_purged_is_in_no_file_of_the_index() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("search");
    let family = Family::with(Search::open(&at).unwrap(), Store::in_memory().unwrap(), 1);
    let other = Family::with(family.search.clone(), family.store.clone(), 2);
    for number in 0..40 {
        family.record("2026-11-20", &format!("Bakso{number:02}zz"), 1_000);
        family.catch_up();
    }
    let secret = family.record("2026-11-20", "Sandirahasia berlian", 1_000);
    family.catch_up();
    let mut amended = family.expense("2026-11-20", "Rahasiabaru", 2_000);
    (amended.id, amended.version) = (secret.id, 2);
    family.put(Some(&secret), &amended);
    let mut of_other = other.expense("2026-11-20", "Keluargalain", 3_000);
    of_other.id = TransactionId::compose(7, [7; 10]);
    other.put(None, &of_other);
    family.catch_up();
    let holds = |text: &str| holds(&at, &family.search, text);
    assert!(holds("rahasiabaru") && holds("keluargalain") && holds("bakso07zz"));
    let records = family.count("");
    let erased = moment(40);
    family.store.write(move |pen| pen.erase_transactions(&[secret.id], erased)).unwrap();
    family.catch_up();
    family.search.purge(&Purge::Remains).unwrap();
    assert_eq!(family.count(""), records, "a record without words is a record");
    for gone in ["rahasiabaru", "sandirahasia", "berlian"] {
        assert!(!holds(gone), "{gone}");
        assert_eq!(family.count(gone), 0, "{gone}");
    }
    assert!(holds("bakso07zz") && holds("keluargalain"));
    family.search.purge(&Purge::Household(family.household)).unwrap();
    assert!(!holds("bakso07zz") && holds("keluargalain"));
    assert_eq!((family.count(""), other.count("keluargalain")), (0, 1));
    // Nothing left is nothing to look for, and a second time does nothing.
    other.search.purge(&Purge::Household(other.household)).unwrap();
    other.search.purge(&Purge::Household(other.household)).unwrap();
    assert_eq!(other.count(""), 0);
    assert!(!holds("keluargalain"));
}

/// Whether the text stands in a file of the index, be it as a word of a dictionary, whose letters lie apart. There is no
/// file but of what is searched.
fn holds(folder: &std::path::Path, search: &Search, text: &str) -> bool {
    let (catalogue, mut is_word) = (search.catalogue(), false);
    let searcher = catalogue.current().searcher;
    for segment in searcher.segment_readers() {
        let texts = [catalogue.fields.written, catalogue.fields.told];
        for field in texts.into_iter().flat_map(|of| [of.words, of.roots, of.pairs]) {
            let index = segment.inverted_index(field).unwrap();
            let mut terms = index.terms().stream().unwrap();
            while terms.advance() {
                is_word |= String::from_utf8_lossy(terms.key()).contains(text);
            }
        }
    }
    let pieces: Vec<String> =
        searcher.segment_readers().iter().map(|segment| segment.segment_id().uuid_string()).collect();
    let mut in_file = false;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let is_of_a_piece = pieces.iter().any(|piece| name.starts_with(piece.as_str()));
        assert!(is_of_a_piece || name.starts_with('.') || name == "meta.json", "{name} is left over");
        in_file |= std::fs::read(&path).unwrap().windows(text.len()).any(|part| part == text.as_bytes());
    }
    is_word || in_file
}

#[test]
fn an_index_built_at_once_equals_one_that_followed() {
    let family = Family::new();
    let mut last: Option<Transaction> = None;
    for number in 0..60_u8 {
        let day = format!("2026-{:02}-{:02}", number % 11 + 1, number % 27 + 1);
        let text = ["nasi goreng", "nasi uduk", "mie goreng", "es jeruk"][usize::from(number % 4)];
        let transaction = family.record(&day, text, 1_000 * i64::from(number + 1));
        if let Some(before) = last.filter(|_| number % 5 == 0) {
            let voided = (number % 2 == 0).then(|| moment(u64::from(number)));
            let mut after = family.expense(&day, "lontong sayur", 7_000);
            (after.id, after.voided, after.version) = (before.id, voided, before.version + 1);
            family.put(Some(&before), &after);
        }
        last = Some(transaction);
        // Here the index is up to date, a little behind, and far behind.
        if number % 6 == 0 {
            same_as_built_at_once(&family);
        }
        if number % 14 == 0 {
            family.catch_up();
        }
    }
    family.catch_up();
    same_as_built_at_once(&family);
    assert_eq!(family.count("lontong"), 6);
    family.search.build_again();
    assert_eq!(family.count("lontong"), 6, "the old one answers until then");
    family.catch_up();
    same_as_built_at_once(&family);
}

fn same_as_built_at_once(family: &Family) {
    let built = Search::in_memory().unwrap();
    built.catch_up(&family.store).unwrap();
    let texts = [
        "nasi",
        "goreng",
        "nasi goreng",
        "lontong",
        "gorenk",
        "es",
        "gopay",
        "7000",
        "70",
        "n",
        "ja",
        "",
        "-es",
    ];
    for text in texts {
        for sort in [Sort::Day, Sort::Best, Sort::Amount, Sort::Recorded] {
            for limit in [0, 3, 40] {
                let wanted = Wanted { sort, limit, with_totals: true, ..Wanted::default() };
                let found = |search: &Search| {
                    search.find(&family.store, &family.sight(1), &family.asked(text), wanted).unwrap()
                };
                assert_eq!(found(&built), found(&family.search), "{text}, {sort:?}, {limit}");
            }
        }
    }
}

#[test]
fn an_index_that_is_far_behind_says_so() {
    let family = Family::new();
    for number in 1..=1_010 {
        family.record("2026-11-20", "Bakso", number);
    }
    let found = family.find("bakso", Sort::Day);
    assert!(found.is_partial && found.ids.is_empty());
    family.catch_up();
    let found = family.find("bakso", Sort::Day);
    assert!(!found.is_partial);
    assert_eq!((found.totals.unwrap().count, found.ids.len()), (1_010, 10));
}

#[test]
fn stays_in_few_pieces_however_often_it_is_written() {
    let family = Family::new();
    for number in 1..=40 {
        family.record("2026-11-20", "Bakso", number);
        family.catch_up();
    }
    let pieces = family.search.catalogue().current().searcher.segment_readers().len();
    assert!((1..=5).contains(&pieces), "{pieces}");
    assert_eq!(family.count("bakso"), 40);
}

#[test]
fn survives_a_restart_and_comes_back_from_nothing_and_from_damage() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("search");
    let family = Family::with(Search::open(&at).unwrap(), Store::in_memory().unwrap(), 1);
    family.record("2026-11-20", "Bakso", 15_000);
    family.catch_up();

    let (sight, query) = (family.sight(1), family.asked("bakso"));
    let Family { store, search, .. } = family;
    drop(search);
    let count = |search: &Search| {
        let wanted = Wanted { with_totals: true, ..Wanted::default() };
        search.find(&store, &sight, &query, wanted).unwrap().totals.unwrap().count
    };
    let again = Search::open(&at).unwrap();
    assert_eq!((again.seq(), count(&again)), (2, 1));
    drop(again);

    std::fs::remove_dir_all(&at).unwrap();
    let empty = Search::open(&at).unwrap();
    assert_eq!((empty.seq(), count(&empty)), (0, 1));
    assert_eq!((empty.catch_up(&store).unwrap(), count(&empty)), (2, 1));
    drop(empty);

    for damage in ["", "{}", "not an index at all"] {
        std::fs::write(at.join("meta.json"), damage).unwrap();
        let rebuilt = Search::open(&at).unwrap();
        assert_eq!((rebuilt.catch_up(&store).unwrap(), count(&rebuilt)), (2, 1), "{damage}");
    }

    // Every other file of it cut off: noticed at the latest when something is added to it.
    for entry in std::fs::read_dir(&at).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().is_some_and(|name| name != "meta.json" && name != ".managed.json") {
            std::fs::write(path, "x").unwrap();
        }
    }
    let rebuilt = Search::open(&at).unwrap();
    assert_eq!((rebuilt.catch_up(&store).unwrap(), count(&rebuilt)), (2, 1));
}

#[test]
fn an_index_of_another_journal_is_built_again() {
    let first = Family::new();
    first.record("2026-11-20", "Bakso", 15_000);
    first.record("2026-11-20", "Soto", 15_000);
    first.catch_up();
    // As after putting back a backup: shorter, or as long and different.
    for records in [1, 2, 3] {
        let other = Family::with(first.search.clone(), Store::in_memory().unwrap(), 1);
        other.made.store(100, Ordering::Relaxed);
        for _ in 0..records {
            other.record("2026-11-21", "Rawon", 20_000);
        }
        assert_eq!(other.catch_up(), records + 1);
        assert_eq!(other.count("rawon"), records);
        assert_eq!(other.count("bakso"), 0);
        first.catch_up();
        assert_eq!(first.count("bakso"), 1);
    }
}

#[tokio::test]
async fn follows_the_journal_until_told_to_stop() {
    let family = Family::new();
    let stop = tokio_util::sync::CancellationToken::new();
    let follow = family.search.clone().follow(family.store.clone(), stop.clone());
    let story = async {
        for (text, seq) in [("Bakso", 2), ("Soto", 3)] {
            family.record("2026-11-20", text, 15_000);
            while family.search.seq() < seq {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        }
        stop.cancel();
    };
    let (end, ()) =
        tokio::time::timeout(std::time::Duration::from_mins(1), async { tokio::join!(follow, story) })
            .await
            .unwrap();
    end.unwrap();
    assert_eq!(family.search.seq(), 3);
}

#[test]
fn follows_amendments_and_voids() {
    let family = Family::new();
    let bakso = family.record("2026-11-20", "Bakso", 15_000);
    let teh = family.record("2026-11-20", "Es teh", 5_000);
    family.catch_up();

    let mut soto = family.expense("2026-11-21", "Soto", 18_000);
    (soto.id, soto.version) = (bakso.id, 2);
    family.put(Some(&bakso), &soto);
    let mut voided = teh.clone();
    (voided.voided, voided.version) = (Some(moment(9)), 2);
    family.put(Some(&teh), &voided);
    for _ in 0..2 {
        assert_eq!(family.found("soto", Sort::Day), "Soto");
        for gone in ["bakso", "teh", "15000"] {
            assert_eq!(family.count(gone), 0, "{gone}");
        }
        family.catch_up();
    }
    family.put(Some(&voided), &Transaction { version: 3, ..teh.clone() });
    for _ in 0..2 {
        assert_eq!(family.found("teh", Sort::Day), "Es teh");
        family.catch_up();
    }
}
