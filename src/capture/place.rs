//! Whether a wallet's name means the wallet where it stands, and whose wallet it is.

mod everyday;

use catatduit_nlu::Judge;

use super::Setting;
use super::terms::{BEFORE_WALLET, FROM, KIN, TO, canonical};
use super::words::{Shape, Token, Words};

/// Where a name stands, and what stands around it.
pub(super) struct Place<'a> {
    pub(super) words: &'a Words,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) setting: &'a Setting,
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
            // "Sumber dana: BCA".
            if word == ":"
                && matches!(self.text(before.checked_sub(1)), "dana" | "rekening" | "bayar" | "metode")
            {
                return true;
            }
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

    /// "Gorengan depan bank bca": where something is, and not what paid for it.
    fn is_landmark(&self) -> bool {
        let word = |back| self.text(self.start.checked_sub(back));
        let back = if matches!(word(1), "bank" | "atm") { 2 } else { 1 };
        match word(back) {
            // "Bulan depan bca": a time that is to come.
            "depan" | "dpn" => {
                !matches!(word(back + 1), "bulan" | "bln" | "minggu" | "mggu" | "tahun" | "thn" | "pekan")
            }
            "samping" | "sebelah" | "sblh" | "seberang" | "sebrang" | "belakang" | "blkg" | "deket"
            | "dekat" | "dkt" | "ngarep" | "gigireun" => true,
            _ => false,
        }
    }

    fn after_amount(&self) -> bool {
        let Some(before) = self.start.checked_sub(1).and_then(|at| self.words.tokens.get(at)) else {
            return false;
        };
        before.is_number()
            || matches!(before.shape, Shape::Sign(',' | '(' | '-' | '/' | '|' | '•' | '·'))
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
                    "ke" | "dari"
                        | "dan"
                        | "ya"
                        | "yaa"
                        | "aja"
                        | "kemarin"
                        | "kmrn"
                        | "kemaren"
                        | "tadi"
                        | "tgl"
                        | "tanggal"
                        | "barusan"
                        | "untuk"
                        | "terus"
                        | "sama"
                        | "langsung"
                        | "bulan"
                        | "hari"
                )
        })
    }

    /// Set apart by signs or the message's ends: `Jago: ...`, `(jago)`, `[dana]`.
    fn stands_alone(&self) -> bool {
        let sign = |token: &Token| !token.is_word() && !token.is_number() && !token.is_sign('-');
        let opens = self.start.checked_sub(1).and_then(|at| self.words.tokens.get(at)).is_none_or(sign);
        let next = self.words.tokens.get(self.end);
        let closes = next.is_none_or(sign) || self.start == 0 && next.is_some_and(|next| next.is_sign('-'));
        let moved =
            matches!(self.next(), "ditarik" | "dipindah" | "dipindahin" | "kupindah" | "kuisi" | "diisi");
        let leads = moved || matches!(canonical(self.next()), "ke" | "dari" | "untuk");
        opens && (closes || self.before_amount() || leads)
    }

    /// Named first, and then what came in: "permata masuk gaji delapan juta".
    fn takes_in(&self) -> bool {
        self.start == 0
            && matches!(
                canonical(self.next()),
                "masuk" | "kemasukan" | "nerima" | "terima" | "nambah" | "keisi"
            )
    }

    /// "Abis setor tunai jajan batagor": what was done before, not what was paid with here.
    fn was_moved_before(&self) -> bool {
        matches!(self.before(), "setor" | "tarik")
            && matches!(
                self.text(self.start.checked_sub(2)),
                "abis" | "habis" | "sehabis" | "selesai" | "kelar" | "sesudah" | "setelah" | "pulang" | "bar"
            )
    }

    /// The last word of a message that has named an amount: `income 90k jualan stiker dana`.
    fn ends_message(&self) -> bool {
        self.words.tokens.get(self.end).is_none()
            && self.start > 1
            && self.words.tokens[..self.start].iter().rev().take(12).any(Token::is_number)
    }

    /// After a word that corrects another wallet: `ovo ups dana`, `bukan cash tapi dana`.
    fn put_right(&self) -> bool {
        matches!(
            self.before(),
            "eh" | "ups" | "tapi" | "sori" | "sory" | "sorry" | "ralat" | "maksudnya" | "salah"
        ) && self.ends_part()
    }

    /// After a preposition, or after an amount at the end of its part: where nothing but a wallet is likely.
    pub(super) fn is_awaited(&self) -> bool {
        (matches!(self.before(), "pake" | "via" | "dari" | "dr" | "ke" | "isi" | "topup" | "saldo" | "up")
            || self.after_amount())
            && (self.ends_part() || self.before_amount())
    }

    /// Signs of the wallet that hold for every name that is also an everyday word.
    fn is_expected(&self) -> bool {
        self.led()
            || self.moved()
            || self.after_amount() && self.ends_part()
            || self.stands_alone()
            || self.put_right()
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
                | "di"
                | "deposito"
                | "giro"
                | "bunga"
                | "nabung"
                | "total"
                | "duanya"
                | "keduanya"
        ) || self.before() == "2nya"
            || self.before() == "nya"
                && self.text(self.start.checked_sub(2)).starts_with(|first: char| first.is_ascii_digit())
    }

    /// A lender's name, or someone else's wallet: "kpr btn", "ke bca budi".
    pub(super) fn is_foreign(&self) -> bool {
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
        // "Kirim ke Andini (BCA)": the bank of whoever stands before the bracket.
        if self.before() == "(" && self.closes_after_person() {
            return true;
        }
        let Some(next) = self.words.tokens.get(self.end).filter(|next| next.is_word()) else { return false };
        // "Ke Bank Mandiri a.n. Rina".
        if next.text == "a" && self.text(Some(self.end + 1)) == "." && self.text(Some(self.end + 2)) == "n" {
            return true;
        }
        let following = self.text(Some(self.end + 1));
        if matches!(next.text.as_str(), "punya" | "atas" | "an" | "milik" | "nya" | "dia" | "doi" | "beliau")
        {
            // "180rb bca an" breaks off before the name.
            if next.text == "an" && following.trim().is_empty() {
                return false;
            }
            return !matches!(following, "sendiri" | "saya" | "aku" | "pribadi" | "gue" | "gw");
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

    /// Whether the bracket before it follows a name that "ke" leads to.
    fn closes_after_person(&self) -> bool {
        let Some(bracket) = self.start.checked_sub(1) else { return false };
        let name = self.words.tokens[..bracket].iter().rev().take(4);
        let name: Vec<&Token> = name.take_while(|token| canonical(&token.text) != "ke").collect();
        let led =
            bracket.checked_sub(name.len() + 1).is_some_and(|at| canonical(self.text(Some(at))) == "ke");
        let written = |token: &&&Token| token.is_word();
        led && name.iter().any(|token| token.is_word())
            && name.iter().filter(written).all(|token| token.capital && self.looks_like_person(token))
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
    "customer",
    "user",
    "pelanggan",
    "kamu",
    "anda",
    "saya",
    "sendiri",
    "nomor",
    "no",
    "akun",
    "rekening",
    "huhu",
    "huhuhu",
    "hehe",
    "hehehe",
    "haha",
    "hahaha",
    "wkwk",
    "wkwkwk",
    "ya",
    "deh",
    "dong",
    "nih",
    "sih",
    "lagi",
    "aja",
    "tgl",
    "tanggal",
    "jam",
    "bot",
    "min",
    "berhasil",
    "sukses",
    "gan",
    "bro",
    "guys",
    "tadi",
    "kemarin",
    "dari",
    "ke",
    "untuk",
    "buat",
    "pake",
    "via",
    "dan",
    "sama",
    "rp",
    "sebesar",
    "senilai",
    "sejumlah",
];
