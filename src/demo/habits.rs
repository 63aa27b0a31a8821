//! What the family spends from day to day, and how often.

use jiff::civil::Weekday::{self, Friday, Saturday};

use super::calendar::{Kind, Season};
use super::family::Purse::{self, Bca, Card, Cash, GoPay, Mandiri, Ovo, ShopeePay};
use super::family::Who::{self, Ayah, Ibu, Naya, Raka};
use crate::ledger::CategorySlug;
use When::{Always, Fasting, Lebaran, On, RunUp, Schooldays, Weekends, Workdays};

/// Something one of them buys again and again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Habit {
    pub(super) who: Who,
    /// As they type it.
    pub(super) what: &'static str,
    pub(super) verb: &'static str,
    pub(super) category: CategorySlug,
    pub(super) from: Purse,
    pub(super) price: Price,
    /// Often bought with it, in the same message: one thing, or none.
    pub(super) with: &'static [(&'static str, Price)],
    pub(super) often: Often,
}

/// The hours of the day in which it is written down, the days on which it may happen, and on how many of a thousand
/// such days it does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Often(pub(super) (i64, i64), pub(super) When, pub(super) u16);

/// Rupiah: the least, the most, and the steps between.
#[derive(Debug, Clone, Copy)]
pub(super) struct Price(pub(super) i64, pub(super) i64, pub(super) i64);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Always,
    Workdays,
    Weekends,
    Schooldays,
    On(Weekday),
    /// Ramadan, to the end.
    Fasting,
    RunUp,
    Lebaran,
}

impl When {
    pub(super) fn is(self, kind: Kind) -> bool {
        match self {
            Self::Always => true,
            Self::Workdays => !kind.is_weekend() && kind.season != Season::Lebaran,
            Self::Weekends => kind.is_weekend(),
            Self::Schooldays => kind.is_school,
            Self::On(weekday) => kind.weekday == weekday,
            Self::Fasting => kind.is_fasting(),
            Self::RunUp => kind.season == Season::RunUp,
            Self::Lebaran => kind.season == Season::Lebaran,
        }
    }
}

impl Habit {
    /// Nobody eats out between dawn and sunset in Ramadan.
    pub(super) fn breaks_fast(&self) -> bool {
        self.category == CategorySlug::MAKANAN && self.often.1 != Fasting && EATEN_OUT.contains(&self.what)
    }
}

/// What is eaten on the spot by day; the rest of their food is cooked at home.
const EATEN_OUT: [&str; 13] = [
    "nasi uduk",
    "bubur ayam",
    "makan siang warteg",
    "nasi padang",
    "kopi",
    "bakso",
    "gorengan",
    "es kopi susu",
    "cilok",
    "makan sekeluarga",
    "es krim",
    "mie ayam",
    "batagor",
];

macro_rules! habits {
    ($($who:ident, $verb:literal, $what:literal, $category:ident, $from:ident, $price:expr, $hours:expr, $when:expr,
        $permille:literal $(, with $with:literal, $with_price:expr)?;)*) => {
        &[$(Habit {
            who: $who,
            verb: $verb,
            what: $what,
            category: CategorySlug::$category,
            from: $from,
            price: $price,
            with: &[$(($with, $with_price))?],
            often: Often($hours, $when, $permille),
        },)*]
    };
}

const MORNING: (i64, i64) = (6, 8);
const NOON: (i64, i64) = (11, 14);
const AFTERNOON: (i64, i64) = (14, 17);
const EVENING: (i64, i64) = (18, 21);

// Who, how they begin the message, what, its category, from which wallet, price, hours, days, how often; what goes
// with it.
pub(super) const HABITS: &[Habit] = habits! {
    Ayah, "beli", "nasi uduk", MAKANAN, Cash, Price(10_000, 15_000, 1_000), MORNING, Workdays, 430;
    Ayah, "beli", "bubur ayam", MAKANAN, Cash, Price(12_000, 16_000, 1_000), MORNING, Workdays, 210;
    Ayah, "", "makan siang warteg", MAKANAN, Cash, Price(18_000, 27_000, 1_000), NOON, Workdays, 520, with "es teh", Price(3_000, 5_000, 1_000);
    Ayah, "beli", "nasi padang", MAKANAN, GoPay, Price(24_000, 32_000, 1_000), NOON, Workdays, 260;
    Ayah, "beli", "kopi", MAKANAN, GoPay, Price(15_000, 28_000, 1_000), (9, 16), Workdays, 400;
    Ayah, "bayar", "parkir motor", TRANSPORTASI, Cash, Price(2_000, 5_000, 1_000), (8, 18), Workdays, 580;
    Ayah, "isi", "bensin motor", TRANSPORTASI, Cash, Price(30_000, 40_000, 5_000), (6, 19), Always, 250;
    Ayah, "isi", "pertamax mobil", TRANSPORTASI, Bca, Price(150_000, 300_000, 50_000), (8, 17), Weekends, 420;
    Ayah, "bayar", "tol", TRANSPORTASI, Bca, Price(10_500, 24_500, 500), (8, 20), Weekends, 330;
    Ayah, "beli", "rokok", BELANJA, Cash, Price(31_000, 36_000, 500), (7, 21), Always, 260;
    Ayah, "naik", "gojek ke kantor", TRANSPORTASI, GoPay, Price(13_000, 28_000, 500), MORNING, Workdays, 220;
    Ayah, "", "servis motor", TRANSPORTASI, Cash, Price(65_000, 280_000, 5_000), (9, 15), On(Saturday), 80;
    Ayah, "", "potong rambut", PERAWATAN_DIRI, Cash, Price(20_000, 35_000, 5_000), (9, 19), Weekends, 90;
    Ayah, "", "sedekah jumat", DONASI, Cash, Price(10_000, 25_000, 5_000), (11, 13), On(Friday), 820;
    Ayah, "beli", "token listrik", TAGIHAN, GoPay, Price(100_000, 200_000, 100_000), (6, 21), Always, 95;
    Ibu, "beli", "sayur", MAKANAN, Cash, Price(22_000, 68_000, 1_000), MORNING, Always, 700, with "tempe tahu", Price(8_000, 14_000, 500);
    Ibu, "beli", "ayam potong", MAKANAN, Cash, Price(36_000, 48_000, 1_000), MORNING, Always, 210;
    Ibu, "beli", "telur sekilo", MAKANAN, Cash, Price(27_000, 32_000, 500), (6, 10), Always, 150;
    Ibu, "beli", "beras 5 kg", MAKANAN, Cash, Price(72_000, 79_000, 500), (8, 17), Always, 95;
    Ibu, "beli", "buah", MAKANAN, Cash, Price(15_000, 42_000, 1_000), (8, 18), Always, 250;
    Ibu, "beli", "roti tawar", MAKANAN, Cash, Price(14_000, 19_000, 500), (15, 19), Always, 150;
    Ibu, "beli", "susu", MAKANAN, Cash, Price(18_000, 23_000, 500), (15, 19), Always, 130;
    Ibu, "beli", "gorengan", MAKANAN, Cash, Price(8_000, 15_000, 1_000), AFTERNOON, Always, 330;
    Ibu, "beli", "bakso", MAKANAN, Cash, Price(14_000, 20_000, 1_000), NOON, Workdays, 210;
    Ibu, "beli", "galon", RUMAH_TANGGA, Cash, Price(6_000, 7_000, 1_000), (8, 17), Always, 220;
    Ibu, "beli", "gas elpiji", RUMAH_TANGGA, Cash, Price(21_000, 24_000, 1_000), (8, 18), Always, 80;
    Ibu, "beli", "sabun sama deterjen", RUMAH_TANGGA, ShopeePay, Price(18_000, 52_000, 500), (9, 20), Always, 100;
    Ibu, "belanja", "indomaret", BELANJA, GoPay, Price(27_500, 128_000, 500), (16, 20), Always, 200;
    Ibu, "beli", "baju anak di shopee", BELANJA, ShopeePay, Price(38_000, 210_000, 500), EVENING, Always, 60;
    Ibu, "checkout", "barang shopee", BELANJA, ShopeePay, Price(19_000, 160_000, 500), EVENING, Always, 90;
    Ibu, "", "uang jajan naya", KELUARGA, Cash, Price(15_000, 15_000, 1_000), (6, 7), Schooldays, 900, with "uang jajan raka", Price(10_000, 10_000, 1_000);
    Ibu, "bayar", "laundry kiloan", LAINNYA, Cash, Price(22_000, 40_000, 1_000), (9, 12), On(Saturday), 640;
    Ibu, "", "gofood makan malam", MAKANAN, GoPay, Price(42_000, 98_000, 500), EVENING, Always, 210;
    Ibu, "beli", "martabak", MAKANAN, Cash, Price(25_000, 48_000, 1_000), EVENING, Always, 110;
    Ibu, "beli", "sate ayam", MAKANAN, Cash, Price(25_000, 45_000, 1_000), EVENING, Always, 90;
    Ibu, "beli", "obat", KESEHATAN, Cash, Price(12_000, 48_000, 500), (8, 21), Always, 60;
    Ibu, "beli", "vitamin", KESEHATAN, ShopeePay, Price(55_000, 120_000, 1_000), EVENING, Always, 20;
    Ibu, "bayar", "dokter anak", KESEHATAN, Mandiri, Price(150_000, 250_000, 10_000), (9, 19), Always, 12;
    Ibu, "beli", "skincare", PERAWATAN_DIRI, ShopeePay, Price(85_000, 180_000, 1_000), EVENING, Always, 25;
    Ibu, "beli", "makanan kucing", HEWAN, ShopeePay, Price(45_000, 88_000, 500), (9, 20), Always, 55;
    Ibu, "beli", "pasir kucing", HEWAN, ShopeePay, Price(28_000, 46_000, 500), (9, 20), Always, 35;
    Ibu, "", "kondangan", DONASI, Cash, Price(100_000, 200_000, 50_000), (10, 14), Weekends, 70;
    Ibu, "isi", "pulsa", TAGIHAN, Ovo, Price(26_500, 101_500, 25_000), (8, 21), Always, 55;
    Naya, "", "es kopi susu", MAKANAN, GoPay, Price(14_000, 24_000, 1_000), AFTERNOON, Schooldays, 320;
    Naya, "", "mie ayam", MAKANAN, Cash, Price(12_000, 16_000, 1_000), NOON, Schooldays, 170;
    Naya, "naik", "ojek ke sekolah", TRANSPORTASI, GoPay, Price(9_000, 14_000, 500), MORNING, Schooldays, 380;
    Naya, "", "fotokopi tugas", LAINNYA, Cash, Price(2_000, 8_000, 500), AFTERNOON, Schooldays, 120;
    Naya, "beli", "buku tulis", PENDIDIKAN, Cash, Price(8_000, 36_000, 1_000), AFTERNOON, Schooldays, 70;
    Naya, "beli", "paket data", TAGIHAN, GoPay, Price(35_000, 65_000, 5_000), (15, 21), Always, 40;
    Raka, "", "cilok", MAKANAN, Cash, Price(3_000, 6_000, 1_000), NOON, Schooldays, 300;
    Raka, "", "batagor", MAKANAN, Cash, Price(5_000, 8_000, 1_000), NOON, Schooldays, 120;
    Raka, "", "top up game", HIBURAN, GoPay, Price(15_000, 50_000, 5_000), EVENING, Always, 45;
    Ayah, "", "makan sekeluarga", MAKANAN, Ovo, Price(140_000, 310_000, 1_000), (12, 20), Weekends, 420;
    Ayah, "bayar", "parkir mal", TRANSPORTASI, Ovo, Price(5_000, 15_000, 1_000), (13, 20), Weekends, 400;
    Ayah, "beli", "tiket bioskop", HIBURAN, Card, Price(100_000, 200_000, 10_000), (13, 19), On(Saturday), 170;
    Ibu, "beli", "tiket kebun binatang", HIBURAN, Ovo, Price(80_000, 240_000, 10_000), (9, 12), Weekends, 50;
    Ibu, "beli", "es krim", MAKANAN, Cash, Price(15_000, 40_000, 1_000), (13, 18), Weekends, 300;
    Ibu, "beli", "takjil", MAKANAN, Cash, Price(12_000, 35_000, 1_000), (16, 17), Fasting, 850;
    Ibu, "beli", "lauk sahur", MAKANAN, Cash, Price(25_000, 50_000, 1_000), (19, 21), Fasting, 480;
    Ibu, "beli", "kurma", MAKANAN, Cash, Price(28_000, 60_000, 1_000), (15, 17), Fasting, 160;
    Ayah, "", "bukber", MAKANAN, Ovo, Price(65_000, 260_000, 1_000), (18, 20), Fasting, 210;
    Ayah, "", "kopi habis tarawih", MAKANAN, Cash, Price(5_000, 18_000, 1_000), (20, 21), Fasting, 380;
    Ayah, "", "infak masjid", DONASI, Cash, Price(10_000, 50_000, 5_000), (19, 20), Fasting, 300;
    Ibu, "beli", "kue kering", MAKANAN, ShopeePay, Price(85_000, 240_000, 5_000), (9, 20), RunUp, 260;
    Ibu, "beli", "baju lebaran", BELANJA, Card, Price(180_000, 550_000, 5_000), (13, 20), RunUp, 260;
    Ayah, "beli", "parsel", BELANJA, Mandiri, Price(150_000, 350_000, 10_000), (10, 18), RunUp, 120;
    Ayah, "isi", "bensin mudik", TRANSPORTASI, Bca, Price(250_000, 400_000, 50_000), (5, 17), Lebaran, 330;
    Ayah, "bayar", "tol mudik", TRANSPORTASI, Bca, Price(120_000, 380_000, 500), (5, 20), Lebaran, 280;
    Ibu, "kasih", "angpao ponakan", KELUARGA, Cash, Price(50_000, 200_000, 50_000), (8, 15), Lebaran, 520;
    Ibu, "beli", "oleh-oleh", BELANJA, Cash, Price(45_000, 220_000, 5_000), (10, 18), Lebaran, 400;
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_habit_is_possible() {
        for habit in HABITS {
            let Price(least, most, step) = habit.price;
            assert!(0 < least && least <= most && step > 0 && (most - least) % step == 0, "{}", habit.what);
            let Often((from, to), _, permille) = habit.often;
            assert!(from < to && to < 24, "{}", habit.what);
            assert!((1..=1_000).contains(&permille), "{}", habit.what);
            assert!(habit.category.system().is_some(), "{}", habit.what);
        }
        for eaten in EATEN_OUT {
            assert!(HABITS.iter().any(|habit| habit.what == eaten), "{eaten}");
        }
    }
}
