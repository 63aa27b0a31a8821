//! What comes round every month or year: pay, bills, school, saving, Lebaran's own money.

use super::calendar::{Kind, Season, bank_day};
use super::chance::Chance;
use super::event::{Does, Event, Item};
use super::family::Purse::{self, Bca, Card, Cash, GoPay, Mandiri, Savings};
use super::family::Who::{self, Ayah, Ibu};
use super::habits::Price;
use crate::ledger::{CategorySlug as C, Day};

/// Something paid on the same day of each month.
#[derive(Debug, Clone, Copy)]
struct Bill {
    day: i8,
    /// The months it is paid in; none: every one.
    months: &'static [i8],
    who: Who,
    what: &'static str,
    category: C,
    from: Purse,
    price: Price,
}

const fn bill(day: i8, who: Who, what: &'static str, category: C, from: Purse, price: Price) -> Bill {
    Bill { day, months: &[], who, what, category, from, price }
}

const fn yearly(months: &'static [i8], bill: Bill) -> Bill {
    Bill { months, ..bill }
}

const BILLS: [Bill; 22] = [
    bill(1, Ayah, "bayar kontrakan", C::TAGIHAN, Bca, Price(2_750_000, 2_750_000, 1)),
    bill(3, Ibu, "iuran rt sama sampah", C::DONASI, Cash, Price(75_000, 75_000, 1)),
    bill(4, Ayah, "kirim buat ibu di kampung", C::KELUARGA, Bca, Price(500_000, 700_000, 50_000)),
    bill(5, Ibu, "bayar wifi", C::TAGIHAN, Mandiri, Price(385_000, 385_000, 1)),
    bill(7, Ayah, "spp naya", C::PENDIDIKAN, Bca, Price(650_000, 650_000, 1)),
    bill(7, Ayah, "spp raka", C::PENDIDIKAN, Bca, Price(450_000, 450_000, 1)),
    bill(8, Ayah, "bayar bpjs sekeluarga", C::TAGIHAN, Bca, Price(600_000, 600_000, 1)),
    bill(10, Ibu, "bayar pdam", C::TAGIHAN, GoPay, Price(96_500, 142_000, 500)),
    bill(12, Ibu, "les matematika raka", C::PENDIDIKAN, Mandiri, Price(300_000, 300_000, 1)),
    bill(14, Ibu, "arisan rt", C::TABUNGAN, Cash, Price(100_000, 100_000, 1)),
    bill(15, Ayah, "cicilan motor", C::TAGIHAN, Bca, Price(980_000, 980_000, 1)),
    bill(18, Ayah, "langganan film", C::HIBURAN, Card, Price(54_000, 54_000, 1)),
    bill(19, Ibu, "belanja bulanan superindo", C::BELANJA, Card, Price(420_000, 780_000, 500)),
    bill(22, Ibu, "popok sama susu buat keponakan", C::KELUARGA, Mandiri, Price(120_000, 180_000, 5_000)),
    bill(26, Ibu, "emas 0,1 gram", C::TABUNGAN, Mandiri, Price(132_000, 158_000, 500)),
    yearly(
        &[7],
        bill(9, Ayah, "seragam dan buku sekolah", C::PENDIDIKAN, Bca, Price(1_150_000, 1_650_000, 10_000)),
    ),
    yearly(&[7], bill(3, Ayah, "daftar ulang sekolah", C::PENDIDIKAN, Bca, Price(1_500_000, 1_500_000, 1))),
    yearly(&[4], bill(21, Ayah, "pajak mobil", C::TAGIHAN, Bca, Price(1_870_000, 1_870_000, 1))),
    yearly(&[2, 8], bill(16, Ayah, "servis mobil", C::TRANSPORTASI, Card, Price(650_000, 1_250_000, 5_000))),
    yearly(&[1, 6], bill(11, Ibu, "kado ulang tahun", C::BELANJA, Card, Price(150_000, 320_000, 5_000))),
    yearly(&[6, 12], bill(27, Ayah, "hotel liburan", C::HIBURAN, Card, Price(750_000, 1_450_000, 10_000))),
    yearly(&[9], bill(13, Ibu, "asuransi rumah", C::TAGIHAN, Mandiri, Price(485_000, 485_000, 1))),
];

/// What a month's pay is: it rises a little each January, as the years since 2020 go by.
fn pay(of: Who, day: Day) -> i64 {
    let years = i64::from(day.date().year()) - 2020;
    match of {
        Ayah => 9_000_000 + years.clamp(0, 20) * 425_000,
        _ => 5_400_000 + years.clamp(0, 20) * 275_000,
    }
}

/// What is due on that day.
pub(super) fn due(day: Day, kind: Kind, chance: &mut Chance) -> Vec<Event> {
    let date = day.date();
    let mut events = Vec::new();
    for bill in &BILLS {
        let is_month = bill.months.is_empty() || bill.months.contains(&date.month());
        if is_month && bill.day == date.day() {
            let item = Item::new(bill.what, bill.category, chance.price(bill.price));
            events.push(Event::at(chance.minute((8, 20)), bill.who, Does::spend(bill.from, vec![item])));
        }
    }
    for (who, payday, to) in [(Ayah, 25, Bca), (Ibu, 28, Mandiri)] {
        let falls = Day::new(date.year(), date.month(), payday);
        if falls.is_ok_and(|falls| bank_day(falls) == day) {
            let item = Item::new("gaji", C::GAJI, pay(who, day));
            events.push(Event::at(chance.minute((8, 10)), who, Does::earn(to, vec![item])));
        }
    }
    lebaran(day, kind, chance, &mut events);
    sundries(day, chance, &mut events);
    events
}

/// Holiday pay two weeks before Lebaran, and the alms of the fast on one of its last days.
fn lebaran(day: Day, kind: Kind, chance: &mut Chance, events: &mut Vec<Event>) {
    let season = |days: i32| Kind::of(day.plus_days(days)).season;
    if kind.season == Season::Fasting && season(4) == Season::RunUp && season(3) == Season::Fasting {
        for (who, to) in [(Ayah, Bca), (Ibu, Mandiri)] {
            let item = Item::new("thr dari kantor", C::BONUS, pay(who, day));
            events.push(Event::at(chance.minute((9, 11)), who, Does::earn(to, vec![item])));
        }
    }
    if kind.season == Season::RunUp && season(3) == Season::Lebaran && season(2) == Season::RunUp {
        let item = Item::new("zakat fitrah berempat", C::DONASI, 4 * 47_000);
        events.push(Event::at(chance.minute((16, 18)), Ayah, Does::spend(Cash, vec![item])));
    }
    if kind.season == Season::Lebaran && season(-2) == Season::RunUp {
        let item = Item::new("angpao dari nenek", C::HADIAH, chance.price(Price(100_000, 300_000, 50_000)));
        events.push(Event::at(chance.minute((9, 12)), Ibu, Does::earn(Cash, vec![item])));
    }
}

/// Income besides pay, money lent and given back, saving.
fn sundries(day: Day, chance: &mut Chance, events: &mut Vec<Event>) {
    let date = day.date();
    if chance.happens(120) {
        let item = Item::new("pesanan kue", C::USAHA, chance.price(Price(120_000, 480_000, 5_000)));
        let to = if chance.happens(600) { Mandiri } else { Cash };
        events.push(Event::at(chance.minute((9, 19)), Ibu, Does::earn(to, vec![item])));
    }
    if chance.happens(25) {
        let item = Item::new("cashback", C::REFUND, chance.price(Price(2_500, 25_000, 500)));
        events.push(Event::at(chance.minute((12, 21)), Ibu, Does::earn(Purse::ShopeePay, vec![item])));
    }
    match date.day() {
        20 if date.month() == 12 => {
            let item =
                Item::new("bonus akhir tahun", C::BONUS, chance.price(Price(4_000_000, 6_000_000, 250_000)));
            events.push(Event::at(chance.minute((9, 12)), Ayah, Does::earn(Bca, vec![item])));
        }
        30 => {
            let item =
                Item::new("bunga tabungan", C::HASIL_INVESTASI, chance.price(Price(38_000, 92_000, 500)));
            events.push(Event::at(chance.minute((8, 9)), Ayah, Does::earn(Savings, vec![item])));
        }
        27 => {
            let does = Does::Move { from: Bca, to: Savings, amount: 750_000, fee: 0, what: "nabung" };
            events.push(Event::at(chance.minute((19, 21)), Ayah, does));
        }
        _ => {}
    }
    // Lent on a day of an odd month, given back five weeks later to the day.
    if day.number() % 97 == 11 {
        let item = Item::new("pinjamin pak budi", C::UTANG, 300_000);
        events
            .push(Event::at(chance.minute((16, 20)), Ayah, Does::spend(Cash, vec![item])).about("Pak Budi"));
    }
    if day.number() % 97 == 46 {
        let item = Item::new("pak budi balikin utang", C::UTANG, 300_000);
        events.push(Event::at(chance.minute((16, 20)), Ayah, Does::earn(Cash, vec![item])).about("Pak Budi"));
    }
}
