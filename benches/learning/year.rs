//! The year of a made-up family: what they say, when, and what it really was.

use catatduit::ledger::CategorySlug;

/// Noon of 1 January 2026 in Jakarta, in milliseconds since 1970.
pub(crate) const BEGINS: i64 = 1_767_243_600_000;
pub(crate) const MONTHS: usize = 12;
const DAY: i64 = 86_400_000;
const DAYS_OF_MONTH: i64 = 30;

/// One message, with one purchase in it.
#[derive(Debug)]
pub(crate) struct Said {
    /// Milliseconds since 1970.
    pub(crate) at: i64,
    /// From 0.
    pub(crate) month: usize,
    pub(crate) text: String,
    /// What it really was for.
    pub(crate) category: CategorySlug,
    /// At one of the family's own places.
    pub(crate) own_place: bool,
}

/// A place that no lexicon knows: its name, what the family gets there, how often a month they go, and the month
/// in which they find it.
type Place = (&'static str, CategorySlug, u32, usize);

const PLACES: [Place; 40] = [
    ("wanojaku", CategorySlug::MAKANAN, 6, 0),
    ("zerambih", CategorySlug::RUMAH_TANGGA, 4, 0),
    ("kulontara", CategorySlug::MAKANAN, 5, 0),
    ("pranadipa", CategorySlug::KESEHATAN, 2, 0),
    ("gembilina", CategorySlug::HEWAN, 3, 0),
    ("rengganist", CategorySlug::PERAWATAN_DIRI, 2, 0),
    ("sukmajayan", CategorySlug::PENDIDIKAN, 3, 0),
    ("lalangbuana", CategorySlug::TRANSPORTASI, 3, 0),
    ("mbok nyarmi", CategorySlug::MAKANAN, 6, 0),
    ("pangestuwi", CategorySlug::DONASI, 2, 0),
    ("tirtaganda", CategorySlug::RUMAH_TANGGA, 4, 0),
    ("kriyasantun", CategorySlug::BELANJA, 2, 0),
    ("cakrabinar", CategorySlug::TAGIHAN, 1, 0),
    ("dolanyuk", CategorySlug::KELUARGA, 3, 0),
    ("bungkusin", CategorySlug::MAKANAN, 4, 0),
    ("wijayalaras", CategorySlug::HIBURAN, 2, 1),
    ("sandekala", CategorySlug::MAKANAN, 4, 1),
    ("montirqu", CategorySlug::TRANSPORTASI, 2, 1),
    ("griyasehati", CategorySlug::KESEHATAN, 2, 1),
    ("kembangturi", CategorySlug::PERAWATAN_DIRI, 2, 2),
    ("pustakarsa", CategorySlug::PENDIDIKAN, 2, 2),
    ("lembayungsari", CategorySlug::BELANJA, 3, 2),
    ("si gembul", CategorySlug::HEWAN, 3, 2),
    ("nyenyakin", CategorySlug::RUMAH_TANGGA, 2, 3),
    ("halamankita", CategorySlug::HIBURAN, 3, 3),
    ("rarasati", CategorySlug::KELUARGA, 3, 3),
    ("ojolali", CategorySlug::TRANSPORTASI, 4, 3),
    ("dandangula", CategorySlug::MAKANAN, 5, 4),
    ("pedarinang", CategorySlug::DONASI, 2, 4),
    ("senopatih", CategorySlug::BELANJA, 2, 4),
    ("kawruhan", CategorySlug::PENDIDIKAN, 2, 5),
    ("waluyajati", CategorySlug::KESEHATAN, 2, 5),
    ("citrakuwu", CategorySlug::PERAWATAN_DIRI, 2, 6),
    ("bokormas", CategorySlug::TABUNGAN, 2, 6),
    ("jagadhiti", CategorySlug::HIBURAN, 2, 7),
    ("meongku", CategorySlug::HEWAN, 3, 7),
    ("tanduran", CategorySlug::RUMAH_TANGGA, 2, 8),
    ("warkosih", CategorySlug::MAKANAN, 5, 8),
    ("elingsabda", CategorySlug::DONASI, 1, 9),
    ("kopyahku", CategorySlug::BELANJA, 2, 10),
];

/// How somebody says that they paid at a place. Nothing in them tells for what.
const FRAMES: [&str; 8] = [
    "{place} {amount}",
    "{amount} {place}",
    "bayar {place} {amount}",
    "tadi di {place} {amount}",
    "{place} {amount} pake gopay",
    "abis dari {place} {amount}",
    "ke {place} habis {amount}",
    "beli di {place} {amount} pake bca",
];

/// What everybody knows.
const EVERYDAY: [(&str, CategorySlug); 14] = [
    ("bakso", CategorySlug::MAKANAN),
    ("beli sayur", CategorySlug::MAKANAN),
    ("nasi padang", CategorySlug::MAKANAN),
    ("kopi susu", CategorySlug::MAKANAN),
    ("bensin motor", CategorySlug::TRANSPORTASI),
    ("parkir", CategorySlug::TRANSPORTASI),
    ("gojek ke kantor", CategorySlug::TRANSPORTASI),
    ("token listrik", CategorySlug::TAGIHAN),
    ("pulsa", CategorySlug::TAGIHAN),
    ("gas elpiji", CategorySlug::RUMAH_TANGGA),
    ("sabun cuci", CategorySlug::RUMAH_TANGGA),
    ("obat batuk", CategorySlug::KESEHATAN),
    ("popok bayi", CategorySlug::KELUARGA),
    ("infak masjid", CategorySlug::DONASI),
];

/// Everyday purchases in a month.
const EVERYDAY_A_MONTH: u32 = 60;
/// So many in a hundred of the places' names are mistyped.
const SLIPS: u64 = 12;

/// Everything the family says in the year, in its order.
pub(crate) fn messages() -> Vec<Said> {
    let mut chance = Chance(2_026);
    let mut all = Vec::new();
    for month in 0..MONTHS {
        let mut of_month: Vec<(String, CategorySlug, bool)> = Vec::new();
        for (name, category, times, since) in PLACES {
            // A month more or less often, as it happens.
            let times = if month < since { 0 } else { u64::from(times) + chance.below(3) };
            for _ in 0..times.saturating_sub(1) {
                let name =
                    if chance.below(100) < SLIPS { mistyped(name, &mut chance) } else { name.to_owned() };
                let frame = FRAMES[chance.place(FRAMES.len())];
                let text = frame.replace("{place}", &name).replace("{amount}", &amount(&mut chance));
                of_month.push((text, category, true));
            }
        }
        for _ in 0..EVERYDAY_A_MONTH {
            let (thing, category) = EVERYDAY[chance.place(EVERYDAY.len())];
            of_month.push((format!("{thing} {}", amount(&mut chance)), category, false));
        }
        chance.shuffle(&mut of_month);
        let count = i64::try_from(of_month.len()).expect("a month's messages");
        let begins = BEGINS + DAY * DAYS_OF_MONTH * i64::try_from(month).expect("a month");
        for (place, (text, category, own_place)) in (0_i64..).zip(of_month) {
            let at = begins + DAY * DAYS_OF_MONTH * place / count;
            all.push(Said { at, month, text, category, own_place });
        }
    }
    all
}

fn amount(chance: &mut Chance) -> String {
    let thousands = 5 + chance.below(90);
    match chance.below(4) {
        0 => format!("{thousands}.000"),
        1 => format!("{thousands}k"),
        _ => format!("{thousands}rb"),
    }
}

/// One slip: a vowel left out, two letters swapped, or one written twice. The first letter stays.
fn mistyped(name: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let inner = 1 + chance.place(letters.len() - 2);
    match chance.below(3) {
        0 => {
            let vowels: Vec<usize> = (1..letters.len()).filter(|at| "aeiou".contains(letters[*at])).collect();
            letters.remove(vowels[chance.place(vowels.len())]);
        }
        1 => letters.swap(inner, inner + 1),
        _ => letters.insert(inner, letters[inner]),
    }
    letters.into_iter().collect()
}

/// Chance that repeats (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(u64::try_from(length).expect("a length"))).expect("a place")
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            let other = self.place(last + 1);
            all.swap(last, other);
        }
    }
}
