//! Wallets named in a message: matched by whole words, never by parts of one, and told from the everyday words
//! that look like them.

use std::collections::BTreeMap;
use std::ops::Range;

use catatduit_nlu::Judge;

use super::terms::{BEFORE_WALLET, FROM, KIN, TO, canonical};
use super::words::{Token, Words};
use super::{KnownWallet, Setting};
use crate::ledger::WALLET_TEMPLATES;

/// Every name that means a wallet, letters and digits only.
#[derive(Debug)]
pub(super) struct Names {
    by_letters: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Position in [`Setting::wallets`]; none for a template this household does not have.
    known: Option<usize>,
    /// How many words the name is written with.
    words: usize,
    /// A name of the family's own is taken only where a wallet is expected.
    own: bool,
}

/// A wallet's name at some place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) tokens: Range<usize>,
    pub(super) known: Option<usize>,
    /// Someone else's, or a lender's: not where this family's money sits.
    pub(super) foreign: bool,
}

const MOST_WORDS: usize = 4;

/// Slips of the finger in short names that one edit would confuse with other words.
const SLIPS: [(&str, &str); 14] = [
    ("gopya", "GoPay"),
    ("goapy", "GoPay"),
    ("gopy", "GoPay"),
    ("gipay", "GoPay"),
    ("gppay", "GoPay"),
    ("gopayy", "GoPay"),
    ("gopal", "GoPay"),
    ("ovoo", "OVO"),
    ("bcaa", "BCA"),
    ("cah", "Cash"),
    ("csh", "Cash"),
    ("chas", "Cash"),
    ("cashh", "Cash"),
    ("sopipay", "ShopeePay"),
];

impl Names {
    pub(super) fn of(setting: &Setting) -> Self {
        let mut by_letters = BTreeMap::new();
        let mut add = |name: &str, known: Option<usize>, own: bool| {
            let letters = letters(name);
            let words = name.split([' ', '-']).filter(|part| !part.is_empty()).count();
            if !letters.is_empty() {
                by_letters.entry(letters).or_insert(Entry { known, words, own });
            }
        };
        // The family's own names win over a template's alias for something else.
        for (index, wallet) in setting.wallets.iter().enumerate() {
            let own =
                !WALLET_TEMPLATES.iter().any(|template| template.name.eq_ignore_ascii_case(&wallet.name));
            add(&wallet.name, Some(index), own);
        }
        for (index, KnownWallet { aliases, .. }) in setting.wallets.iter().enumerate() {
            for alias in aliases {
                add(alias, Some(index), false);
            }
        }
        let named =
            |name: &str| setting.wallets.iter().position(|wallet| wallet.name.eq_ignore_ascii_case(name));
        for (slip, name) in SLIPS {
            add(slip, named(name), false);
        }
        for template in &WALLET_TEMPLATES {
            for name in std::iter::once(&template.name).chain(template.aliases) {
                add(name, None, false);
            }
        }
        Self { by_letters }
    }

    /// Whether the words are a wallet's name as such, the family's or a well-known one's.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.by_letters.contains_key(&letters(name))
    }

    /// The wallet whose name starts at a token: the longest that fits.
    pub(super) fn at(&self, words: &Words, start: usize, setting: &Setting) -> Option<Found> {
        let first = words.tokens.get(start).filter(|token| token.is_word())?;
        let mut joined = String::new();
        let mut best: Option<(usize, Entry, String)> = None;
        let mut at = start;
        for count in 1..=MOST_WORDS {
            let Some(token) = words.tokens.get(at).filter(|token| token.is_word()) else { break };
            joined.extend(token.text.chars().filter(|letter| letter.is_alphanumeric()));
            at += 1;
            if let Some(entry) = self.by_letters.get(&joined) {
                // "go pay" is GoPay; two short words that happen to spell a short name are not.
                if count == 1 || count == entry.words || joined.len() >= 5 {
                    best = Some((at, *entry, joined.clone()));
                }
            }
            let joint = |sign: &Token| sign.is_sign('-') || sign.is_sign('.');
            if words.tokens.get(at).is_some_and(joint) && words.tokens.get(at + 1).is_some_and(Token::is_word)
            {
                let hyphen = words.tokens.get(at).is_some_and(|sign| sign.glued);
                if !hyphen {
                    break;
                }
                at += 1;
            }
        }
        let (end, entry, name) =
            best.or_else(|| self.misspelt(first).map(|(entry, name)| (start + 1, entry, name)))?;
        let place = Place { words, start, end, setting };
        if !place.is_wallet(&name, entry.own) {
            return None;
        }
        let foreign = place.is_foreign();
        Some(Found { tokens: start..end, known: entry.known.filter(|_| !foreign), foreign })
    }

    /// One slip in a long name: `mandirii`, `shopepay`.
    fn misspelt(&self, token: &Token) -> Option<(Entry, String)> {
        const SHORTEST: usize = 7;
        let word = token.text.as_str();
        if word.len() < SHORTEST || word.len() > 20 {
            return None;
        }
        let initial = word.get(..1)?;
        self.by_letters
            .range(initial.to_owned()..)
            .take_while(|(name, _)| name.starts_with(initial))
            .find(|(name, entry)| {
                !entry.own
                    && name.len() + 1 >= SHORTEST
                    && name.len().abs_diff(word.len()) <= 1
                    && !NEIGHBOURS.contains(&word)
                    && strsim::osa_distance(name, word) == 1
            })
            .map(|(name, entry)| (*entry, name.clone()))
    }
}

/// Everyday words one edit away from a wallet's name.
const NEIGHBOURS: &[&str] =
    &["muamalah", "permatas", "mandirin", "permati", "permata", "kontant", "kontak", "kontrak", "jeniusnya"];

fn letters(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where a name stands, and what stands around it.
struct Place<'a> {
    words: &'a Words,
    start: usize,
    end: usize,
    setting: &'a Setting,
}

impl Place<'_> {
    fn text(&self, at: Option<usize>) -> &str {
        at.and_then(|at| self.words.tokens.get(at)).map_or("", |token| token.text.as_str())
    }

    fn before(&self) -> &str {
        canonical(self.text(self.start.checked_sub(1)))
    }

    fn next(&self) -> &str {
        self.text(Some(self.end))
    }

    /// A preposition before the name, perhaps with "rekening" or "saldo" between them.
    fn led(&self) -> bool {
        let mut at = self.start;
        for _ in 0..3 {
            let Some(before) = at.checked_sub(1) else { return false };
            let word = canonical(self.text(Some(before)));
            if FROM.contains(&word) && word != "diskon" || TO.contains(&word) {
                return true;
            }
            if !BEFORE_WALLET.contains(&word) {
                return word == "up" && self.text(before.checked_sub(1)) == "top";
            }
            at = before;
        }
        false
    }

    fn after_amount(&self) -> bool {
        let Some(before) = self.start.checked_sub(1).and_then(|at| self.words.tokens.get(at)) else {
            return false;
        };
        before.is_number()
            || before.is_sign(',')
            || before.is_sign('(')
            || matches!(
                before.text.as_str(),
                "rb" | "ribu"
                    | "k"
                    | "jt"
                    | "juta"
                    | "rebu"
                    | "rbu"
                    | "perak"
                    | "rupiah"
                    | "ratus"
                    | "ewu"
                    | "goceng"
                    | "ceban"
                    | "noban"
            )
    }

    fn ends_part(&self) -> bool {
        self.words.tokens.get(self.end).is_none_or(|token| {
            !token.is_word() && !token.is_number()
                || matches!(
                    canonical(&token.text),
                    "ke" | "dari" | "dan" | "ya" | "yaa" | "aja" | "kemarin" | "tadi"
                )
        })
    }

    fn before_amount(&self) -> bool {
        self.words.tokens.get(self.end).is_some_and(|token| token.is_number() || token.text == "rp")
    }

    fn moved(&self) -> bool {
        matches!(
            self.before(),
            "transfer"
                | "topup"
                | "isi"
                | "saldo"
                | "akun"
                | "rekening"
                | "bank"
                | "qris"
                | "atm"
                | "pindah"
                | "tarik"
                | "setor"
                | "up"
                | "debit"
                | "ke"
                | "cek"
                | "app"
                | "aplikasi"
        )
    }

    /// Whether the name means the wallet here, and not the everyday word it also is.
    fn is_wallet(&self, name: &str, own: bool) -> bool {
        let (before, next) = (self.before(), self.next());
        if matches!(next, "later" | "paylater" | "pinjam" | "finance" | "express" | "food") {
            return false;
        }
        if matches!(before, "saham" | "beasiswa" | "gedung" | "kantor") {
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
                        | "mudik"
                        | "lebaran"
                        | "menikah"
                );
                let funds_before = matches!(
                    before,
                    "pencairan"
                        | "pengembalian"
                        | "penggalangan"
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
                    && (self.led()
                        || self.moved()
                        || self.after_amount() && self.ends_part()
                        || self.before_amount()
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
                matches!(before, "pake" | "dari" | "via" | "dengan")
                    || self.after_amount() && self.ends_part()
            }
            "jago" => {
                !matches!(before, "ayam" | "paling" | "makin")
                    && (self.led() || self.moved() || self.after_amount() && self.ends_part())
            }
            "permata" | "neo" | "niaga" | "octo" | "ofo" | "kontan" | "linkaj" | "livin" | "wondr"
            | "cah" | "chas" | "gopal" => {
                self.led()
                    || self.moved()
                    || self.after_amount() && self.ends_part()
                    || matches!(before, "cash" | "tunai")
            }
            "cc" => {
                !self.words.tokens.get(self.start).is_some_and(|token| token.glued)
                    && !self
                        .start
                        .checked_sub(1)
                        .and_then(|at| self.words.tokens.get(at))
                        .is_some_and(Token::is_number)
                    && (self.led()
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
            ),
            "tunai" => !matches!(before, "langsung" | "pinjaman" | "bantuan"),
            "cash" => !matches!(next, "back" | "flow" | "on") && before != "petty",
            "blu" => before != "warna",
            "kartukredit" | "creditcard" => !matches!(before, "bikin" | "aplikasi" | "apply" | "ajukan"),
            _ if own => {
                self.led() || self.moved() || self.after_amount() || self.ends_part() || self.before_amount()
            }
            _ => true,
        }
    }

    /// A lender's name, or someone else's wallet: "kpr btn", "ke bca budi".
    fn is_foreign(&self) -> bool {
        if matches!(
            self.before(),
            "kpr"
                | "kur"
                | "cicilan"
                | "kredit"
                | "angsuran"
                | "pinjaman"
                | "asuransi"
                | "kta"
                | "paylater"
                | "pinjol"
                | "utang"
                | "hutang"
                | "cicil"
                | "nyicil"
        ) && !matches!(self.text(Some(self.start)), "kartu" | "cc")
        {
            return true;
        }
        let Some(next) = self.words.tokens.get(self.end).filter(|next| next.is_word()) else { return false };
        if matches!(next.text.as_str(), "punya" | "atas" | "an" | "milik") {
            return true;
        }
        let kin = KIN.contains(&next.text.as_str())
            && !matches!(
                next.text.as_str(),
                "teh"
                    | "si"
                    | "rumah"
                    | "kampung"
                    | "dek"
                    | "bang"
                    | "pak"
                    | "bu"
                    | "mas"
                    | "kak"
                    | "mbak"
                    | "aa"
                    | "art"
            )
            || KIN.contains(&next.text.as_str())
                && self.words.tokens.get(self.end + 1).is_some_and(|name| name.is_word() && name.capital);
        // In A Message Written Like This a capital says nothing.
        let titled = self
            .start
            .checked_sub(1)
            .and_then(|at| self.words.tokens.get(at))
            .is_some_and(|token| token.capital);
        let named = next.capital && !titled;
        let to = matches!(self.before(), "ke" | "rekening" | "topup" | "isi" | "transfer" | "up");
        let judge = Judge::shipped();
        let unknown = judge.is_name(&next.text)
            || judge.normal(&next.text).is_none_or(|normal| !normal.exact)
                && canonical(&next.text) == next.text;
        // "bca budi" is Budi's; "bayar gopay Indomaret" is not.
        to && (kin || (named || unknown) && self.looks_like_person(next))
    }

    fn looks_like_person(&self, token: &Token) -> bool {
        let known = self.setting.wallets.iter().any(|wallet| wallet.name.eq_ignore_ascii_case(&token.text));
        !known
            && self.before() != "bayar"
            && token.text.len() > 2
            && !UNPERSONS.contains(&token.text.as_str())
    }
}

const UNPERSONS: &[&str] = &[
    "tadi", "kemarin", "dari", "ke", "untuk", "buat", "pake", "via", "dan", "sama", "rp", "sebesar",
    "senilai", "sejumlah",
];
