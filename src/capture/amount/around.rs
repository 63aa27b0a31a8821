//! A number's surroundings: clock times, plates, telephones and whatever else makes it no amount.

use super::currency_of;
use crate::capture::number::{Form, Number};
use crate::capture::terms::canonical;
use crate::capture::units::LABELS;
use crate::capture::words::{Token, Words};

/// A number and what stands before and after it.
pub(super) struct Around<'a> {
    pub(super) words: &'a Words,
    pub(super) number: &'a Number,
    /// Where its currency or the number itself starts.
    pub(super) start: usize,
}

impl<'a> Around<'a> {
    fn token(&self, at: Option<usize>) -> Option<&'a Token> {
        self.words.tokens.get(at?)
    }

    fn text(&self, at: Option<usize>) -> &'a str {
        self.token(at).map_or("", |token| token.text.as_str())
    }

    fn back(&self, by: usize) -> Option<usize> {
        self.start.checked_sub(by)
    }

    fn ahead(&self, by: usize) -> Option<&'a Token> {
        self.words.tokens.get(self.number.tokens.end + by)
    }

    /// The word before it, over the full stop of "no." and the colon of "jam: ".
    fn before(&self) -> Option<&'a Token> {
        let passes = |token: &Token| token.is_sign('.') || token.is_sign(':') && !token.glued;
        let signs = (1..=2).take_while(|by| self.token(self.back(*by)).is_some_and(passes)).count();
        self.token(self.back(signs + 1))
    }

    pub(super) fn before_text(&self) -> &'a str {
        self.before().map_or("", |token| token.text.as_str())
    }

    fn next(&self) -> Option<&'a Token> {
        self.ahead(0)
    }

    pub(super) fn next_text(&self) -> &'a str {
        self.ahead(0).map_or("", |token| token.text.as_str())
    }

    /// One token of digits without a scale.
    fn is_single(&self) -> bool {
        self.number.tokens.len() == 1 && self.token(Some(self.start)).is_some_and(Token::is_number)
    }

    pub(super) fn is_spoken(&self) -> bool {
        self.token(Some(self.start)).is_some_and(Token::is_word)
    }

    fn is_glued(&self) -> bool {
        self.token(Some(self.start)).is_some_and(|token| token.glued)
    }

    /// Letters touch it that are no scale: `3d`, `5g`.
    pub(super) fn has_letters(&self) -> bool {
        self.next().is_some_and(|next| next.glued && next.is_word())
            && (self.next_text() != "x" || self.is_times())
            && !matches!(self.next_text(), "an" | "ribuan")
    }

    /// `2x makan`: how often, not how much.
    pub(super) fn is_times(&self) -> bool {
        let multiplies = self.ahead(1).is_some_and(|token| token.is_number() || token.is_sign('@'));
        self.next_text() == "x" && !multiplies
    }

    /// Part of `7:30`.
    pub(super) fn is_clock(&self) -> bool {
        let part = |token: &Token| token.is_number() && token.text.len() <= 2;
        let opens = self.next().is_some_and(|sign| sign.glued && sign.is_sign(':'))
            && self.ahead(1).is_some_and(|after| after.glued && part(after));
        let closes = self.is_glued()
            && self.token(self.back(1)).is_some_and(|sign| sign.glued && sign.is_sign(':'))
            && self.token(self.back(2)).is_some_and(part);
        self.is_single() && (opens || closes)
    }

    /// `08.14`, printed after a date.
    fn is_receipt_clock(&self) -> bool {
        let text = self.text(Some(self.start)).as_bytes();
        let shaped = text.len() == 5 && text[2] == b'.' && text[3] < b'6';
        let hour = shaped && text[0] < b'3';
        let dated = self.token(self.back(1)).is_some_and(|year| year.glued && year.is_number())
            && self.token(self.back(2)).is_some_and(|sign| sign.is_sign('/') || sign.is_sign('-'));
        self.is_single() && hour && (text[0] == b'0' || dated)
    }

    /// Part of `1/2`.
    pub(super) fn is_fraction(&self) -> bool {
        let part = |token: &Token| token.is_number() && token.text.len() <= 2;
        let opens = self.next().is_some_and(|sign| sign.glued && sign.is_sign('/'))
            && self.ahead(1).is_some_and(|after| after.glued && part(after));
        let closes = self.is_glued()
            && self.token(self.back(1)).is_some_and(|sign| sign.is_sign('/'))
            && self.token(self.back(2)).is_some_and(|token| token.glued || part(token));
        self.is_single() && (opens || closes)
    }

    /// `ke-2`, `h-1`, `#5`, `covid-19`.
    fn is_ordinal(&self) -> bool {
        let plain = self.is_single() && self.number.form == Form::Plain;
        let sign =
            |sign: char| self.is_glued() && self.token(self.back(1)).is_some_and(|token| token.is_sign(sign));
        sign('-') && matches!(self.text(self.back(2)), "ke" | "h" | "covid" | "d")
            || sign('#')
            || plain && self.before_text() == "ke" && self.number.milli < 32_000
    }

    /// `B 1234 XYZ`.
    fn is_plate(&self) -> bool {
        let short = |token: &Token| token.is_word() && token.text.len() <= 3 && token.capital;
        let end = self.number.tokens.end;
        self.is_single()
            && self.number.form == Form::Plain
            && self.before().is_some_and(|token| {
                short(token) && token.text.len() <= 2 && currency_of(&token.text).is_none()
            })
            && self.next().is_some_and(short)
            && self.words.written(&(end..end + 1)).chars().all(char::is_uppercase)
    }

    /// Part of a number with letters over it: `****5521`, `7350xxxx12`.
    pub(super) fn is_masked(&self) -> bool {
        let mask = |token: &Token| {
            token.text.len() > 1 && token.text.chars().all(|letter| matches!(letter, 'x' | '*'))
                || token.is_sign('*')
        };
        let lone = self.is_glued()
            && self.text(self.back(1)) == "x"
            && self.token(self.back(1)).is_some_and(|token| token.glued)
            && self.token(self.back(2)).is_some_and(mask);
        let stars = self.is_glued()
            && self.token(self.back(1)).is_some_and(mask)
            && (!matches!(self.text(self.back(1)), "*" | "x") || self.token(self.back(2)).is_some_and(mask));
        let covered = self.next().is_some_and(|next| next.glued && next.text.len() > 1 && mask(next));
        // `*363#`, what a telephone dials.
        let dialled = self.is_glued()
            && self.text(self.back(1)) == "*"
            && self.next().is_some_and(|next| next.glued && (next.is_sign('#') || next.is_sign('*')));
        self.is_single() && (stars || lone || covered || dialled)
    }

    /// `lari 5k`: how far, not how much.
    pub(super) fn is_run(&self) -> bool {
        let runs =
            matches!(self.before_text(), "lari" | "jogging" | "joging" | "run" | "maraton" | "marathon");
        runs && self.number.milli <= 42_000_000 && self.text(Some(self.number.tokens.end - 1)) == "k"
    }

    /// One of several groups of four digits: a token, a card, an account.
    pub(super) fn is_serial(&self) -> bool {
        let digits = |token: &Token| token.is_number() && token.text.len() == 4;
        let odd = |token: &Token| digits(token) && !token.text.ends_with("00");
        let joined = |sign: Option<&Token>, further: Option<&Token>| {
            sign.is_some_and(odd)
                || sign.is_some_and(|sign| sign.glued && sign.is_sign('-')) && further.is_some_and(digits)
        };
        self.is_single()
            && self.token(Some(self.start)).is_some_and(digits)
            && (joined(self.next(), self.ahead(1))
                || joined(self.token(self.back(1)), self.token(self.back(2))))
    }

    /// `760 OVO Points`.
    pub(super) fn is_points(&self) -> bool {
        let points = |by: usize| {
            self.ahead(by).is_some_and(|token| {
                matches!(token.text.as_str(), "poin" | "point" | "points" | "koin" | "coins")
            })
        };
        // "Hotel 600rb pake poin 150rb" cost money, and points came off it.
        let paid_with = self.ahead(0).is_some_and(|token| {
            matches!(
                canonical(&token.text),
                "pake"
                    | "potong"
                    | "dipotong"
                    | "kepotong"
                    | "motong"
                    | "potongan"
                    | "tuker"
                    | "tukar"
                    | "pindah"
                    | "ditukar"
                    | "redeem"
                    | "diskon"
                    | "dikurangi"
                    | "kurang"
                    | "dapat"
                    | "dapet"
            )
        });
        points(0) || !paid_with && points(1)
    }

    fn is_year(&self) -> bool {
        let year = self.number.milli / 1_000;
        self.is_single() && self.number.form == Form::Plain && (1990..2060).contains(&year) && year % 100 != 0
    }

    pub(super) fn is_label(&self) -> bool {
        // "pulsa hp 50000" is money, "hp 0812" and "kelas 3" are not.
        let before = self.before_text();
        let milli = self.number.milli;
        // "Vitamin c 1000", "susu 3+", "sumbangan 17an".
        let older = |sign: &Token| sign.glued && sign.is_sign('+');
        let plus = self.next().is_some_and(older) && self.ahead(1).is_none_or(|after| !after.glued);
        let independence = milli == 17_000
            && matches!(
                before,
                "sumbangan" | "iuran" | "lomba" | "acara" | "panitia" | "hadiah" | "urunan" | "agustusan"
            );
        let stamp = matches!(before, "materai" | "meterai" | "matrai" | "meterei")
            && milli == 10_000_000
            && self.next().is_some_and(Token::is_number);
        // "Kode bayar 99281", "password sekali pakai 220981".
        let code = self.text(self.back(2)) == "kode"
            && matches!(
                before,
                "bayar" | "pembayaran" | "booking" | "unik" | "transaksi" | "voucher" | "tagihan"
            )
            || self.text(self.back(2)) == "sekali" && before == "pakai";
        // "Tgl 1 sampe 15" and the "3:" before three things.
        let range = matches!(before, "sampe" | "sampai" | "hingga" | "smpe")
            && milli < 32_000
            && self.token(self.back(2)).is_some_and(Token::is_number);
        let heads = milli < 21_000
            && self.next().is_some_and(|next| next.is_sign(':'))
            && self.ahead(1).is_some_and(Token::is_word);
        if code
            || range
            || heads
            || before == "c"
            || stamp
            || milli < 20_000 && plus
            || independence
            || self.is_receipt_clock()
        {
            return true;
        }
        let round =
            milli >= 1_000_000 && milli % 500_000 == 0 && !matches!(before, "no" | "nomor" | "rek" | "kode");
        LABELS.contains(&before) && !round || self.is_ordinal() || self.is_plate() || self.is_year()
    }
}
