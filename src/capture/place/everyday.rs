//! Wallets' names that are everyday words too: "dana darurat", "kas RT", "ayam jago".

use super::Place;
use crate::capture::terms::canonical;

impl Place<'_> {
    /// Whether the name means the wallet here, and not the everyday word it also is.
    pub(in crate::capture) fn is_wallet(&self, name: &str, own: bool) -> bool {
        let (before, next) = (self.before(), self.next());
        if matches!(next, "later" | "paylater" | "pinjam" | "finance" | "express" | "food") {
            return false;
        }
        if matches!(before, "saham" | "beasiswa" | "gedung" | "kantor")
            || EVERYDAY.contains(&name) && SHOPS.contains(&before)
            || self.is_landmark()
        {
            return false;
        }
        match name {
            "dana" => {
                let funds_after = matches!(
                    next,
                    "darurat"
                        | "pensiun"
                        | "sosial"
                        | "bos"
                        | "usaha"
                        | "pinjaman"
                        | "talangan"
                        | "cair"
                        | "hibah"
                        | "bantuan"
                        | "desa"
                        | "pendidikan"
                        | "investasi"
                        | "haji"
                        | "nikah"
                        | "kurban"
                        | "qurban"
                        | "umroh"
                        | "liburan"
                        | "cadangan"
                        | "abadi"
                        | "segar"
                        | "kesehatan"
                        | "kas"
                        | "sekolah"
                        | "kuliah"
                        | "bansos"
                        | "awal"
                        | "hari"
                        | "arisan"
                        | "masjid"
                        | "anak"
                        | "renovasi"
                        | "emergency"
                        | "kematian"
                        | "duka"
                        | "kampanye"
                        | "operasional"
                        | "pembangunan"
                        | "kegiatan"
                        | "acara"
                        | "komite"
                        | "takziah"
                        | "rt"
                        | "rw"
                        | "santunan"
                        | "yatim"
                        | "perbaikan"
                        | "patungan"
                        | "urunan"
                        | "kemanusiaan"
                        | "bencana"
                        | "gempa"
                        | "banjir"
                        | "korban"
                        | "talang"
                        | "jajan"
                        | "studi"
                        | "umum"
                        | "makmur"
                        | "mudik"
                        | "lebaran"
                        | "menikah"
                );
                let funds_before = matches!(
                    before,
                    "pencairan"
                        | "pengembalian"
                        | "penggalangan"
                        | "galang"
                        | "minta"
                        | "himpun"
                        | "suntikan"
                        | "cari"
                        | "reksa"
                        | "sumber"
                        | "menggalang"
                        | "bantuan"
                        | "kumpulin"
                        | "punya"
                        | "terima"
                        | "alokasi"
                        | "butuh"
                        | "iuran"
                        | "sumbangan"
                );
                !funds_after
                    && !funds_before
                    && (self.is_expected()
                        || self.after_amount() && self.words.tokens[self.start - 1].is_word()
                        || self.ends_message()
                        || self.words.written(&(self.start..self.end)) == "DANA" && self.start == 0
                        || self.before_amount()
                        || self.start == 0 && PAID_FOR.contains(&next)
                        || (self.start == 0 || before == "transfer")
                            && matches!(canonical(next), "ke" | "dari" | ">" | "→" | "-"))
            }
            "kas" => {
                let dues = matches!(
                    next,
                    "rt" | "rw"
                        | "kelas"
                        | "kantor"
                        | "masjid"
                        | "mesjid"
                        | "arisan"
                        | "organisasi"
                        | "warga"
                        | "pkk"
                        | "karang"
                        | "osis"
                        | "kampung"
                        | "dkm"
                        | "tim"
                        | "himpunan"
                        | "angkatan"
                        | "gang"
                        | "bulanan"
                        | "mingguan"
                        | "dasawisma"
                        | "posyandu"
                        | "gereja"
                        | "komunitas"
                        | "grup"
                );
                !dues && matches!(before, "pake" | "dari" | "via" | "dengan")
            }
            "cas" | "kes" => {
                matches!(before, "pake" | "dari" | "via" | "dengan" | "bayar" | "secara" | "uang")
                    || self.start == 0 && self.before_amount()
                    || self.after_amount() && self.ends_part()
            }
            "kk" => self.after_amount() && self.ends_part(),
            "jago" => {
                !matches!(before, "ayam" | "paling" | "makin")
                    && (self.is_expected() || self.takes_in() || self.ends_message())
            }
            "permata" | "neo" | "niaga" | "octo" | "ofo" | "kontan" | "linkaj" | "livin" | "wondr"
            | "cah" | "chas" | "gopal" | "dna" | "mandr" => {
                self.is_expected()
                    || self.takes_in()
                    || name == "permata" && self.ends_message()
                    || matches!(before, "cash" | "tunai")
                    || self.start == 0 && PAID_FOR.contains(&next)
            }
            // "Anakku jenius banget".
            "jenius" => {
                !matches!(next, "banget" | "bgt" | "sekali" | "bener" | "pisan")
                    && !matches!(before, "paling" | "emang" | "anak" | "anakku")
            }
            "cc" => {
                !self.words.tokens.get(self.start).is_some_and(|token| token.glued)
                    && !self
                        .start
                        .checked_sub(1)
                        .and_then(|at| self.words.tokens.get(at))
                        .is_some_and(|token| token.is_number() && token.text.len() < 5)
                    && (self.start == 0
                        || self.led()
                        || self.moved()
                        || self.ends_part()
                        || matches!(before, "tagihan" | "bayar" | "lunasin"))
            }
            "mandiri" => !matches!(
                before,
                "belajar"
                    | "usaha"
                    | "hidup"
                    | "secara"
                    | "kerja"
                    | "latihan"
                    | "isolasi"
                    | "isoman"
                    | "anak"
                    | "pnpm"
                    | "sim"
                    | "kursus"
                    | "praktek"
                    | "praktik"
                    | "toko"
                    | "koperasi"
                    | "servis"
                    | "bpjs"
                    | "harus"
                    | "lebih"
                    | "biar"
                    | "supaya"
                    | "makin"
            ),
            "tunai" => !matches!(before, "langsung" | "pinjaman" | "bantuan") && !self.was_moved_before(),
            "cash" => {
                !matches!(next, "back" | "flow" | "on") && before != "petty" && !self.was_moved_before()
            }
            "blu" => {
                before != "warna"
                    && !matches!(next, "navy" | "muda" | "tua" | "jeans" | "dongker" | "denim" | "ray")
            }
            "kartukredit" | "creditcard" => !matches!(before, "bikin" | "aplikasi" | "apply" | "ajukan"),
            _ if own => {
                self.led() || self.moved() || self.after_amount() || self.ends_part() || self.before_amount()
            }
            _ => true,
        }
    }
}

/// What stands behind "dana" when it is the wallet that paid: "dana listrik kos 75rb", "dana kepake token 50rb".
const PAID_FOR: &[&str] = &[
    "listrik", "token", "pulsa", "kuota", "paket", "parkir", "bayar", "beli", "kepake", "kepakai", "dipake",
    "dipakai", "kepotong", "kesedot", "buat", "topup", "qris",
];

/// Names that are everyday words too.
const EVERYDAY: &[&str] =
    &["mandiri", "dana", "jago", "permata", "blu", "neo", "niaga", "jenius", "muamalat"];

/// What is called by a name like a wallet's: "toko dana makmur", "warung mandiri", "rs permata".
const SHOPS: &[&str] = &[
    "toko",
    "warung",
    "wrg",
    "bengkel",
    "salon",
    "laundry",
    "apotek",
    "apotik",
    "klinik",
    "cv",
    "pt",
    "ud",
    "rm",
    "swalayan",
    "minimarket",
    "catering",
    "katering",
    "depot",
    "kedai",
    "hotel",
    "perumahan",
    "rs",
    "grosir",
    "percetakan",
    "penjahit",
    "batu",
    "cincin",
    "kalung",
    "bidan",
    "travel",
    "ruko",
    "konveksi",
    "resto",
    "restoran",
    "fotokopi",
    "mebel",
    "koperasi",
    "kursus",
    "bimbel",
    "tk",
    "sd",
    "smp",
    "sma",
];
