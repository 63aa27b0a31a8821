//! The second factor: six digits from an authenticator app, or a recovery code when the app is lost.
//!
//! A code counts once: what was used, and what is older, is used up. One step of time before and after is taken as well,
//! for clocks that differ by half a minute.

use data_encoding::BASE32_NOPAD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use ring::hmac;
use subtle::ConstantTimeEq as _;

use super::password::fingerprint;
use super::{Acting, App, Error, SecurityKind, Why};
use crate::ledger::{Timestamp, letters_of};
use crate::seal::Purpose;
use crate::store::{Pen, SecondFactor};

/// A second factor that waits to be confirmed. Shown once.
#[derive(Clone)]
pub struct FactorOffer {
    /// In base 32, to be typed into an app.
    pub secret: String,
    /// The same as `otpauth://…`, for a QR code.
    pub uri: String,
}

impl std::fmt::Debug for FactorOffer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FactorOffer")
    }
}

/// Codes for when the app is lost. Shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCodes(pub Vec<String>);

impl std::fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCodes")
    }
}

/// What a person proves who they are with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountSeen {
    /// When the password was last set; never for whoever has none.
    pub password_changed: Option<Timestamp>,
    /// Since when a second factor is asked for.
    pub totp_since: Option<Timestamp>,
    /// How many recovery codes are left.
    pub recovery_codes: usize,
}

/// What a code turned out to be.
pub(super) enum Checked {
    FromTheApp,
    Recovery,
    Wrong,
}

/// How many recovery codes there are.
const RECOVERY: usize = 10;
/// Bytes of a seed: what RFC 4226 recommends.
const SEED: usize = 20;
/// How long a code from the app is shown, in seconds.
const STEP_S: u64 = 30;
/// What stands before the person's name in their app.
const ISSUER: &str = "CatatDuit";

impl Acting {
    /// What this person proves who they are with.
    pub fn account_seen(&self) -> Result<AccountSeen, Error> {
        let account = self.account();
        self.app.store().read(|look| {
            let factor = look.second_factor(account)?.filter(|factor| factor.confirmed.is_some());
            Ok(AccountSeen {
                password_changed: look.credential(account)?.map(|credential| credential.changed),
                totp_since: factor.as_ref().and_then(|factor| factor.confirmed),
                recovery_codes: factor.map_or(0, |factor| factor.recovery.len()),
            })
        })
    }

    /// Begins a second factor; nothing asks for it before [`Acting::confirm_factor`].
    pub fn begin_factor(&self, password: &str) -> Result<FactorOffer, Error> {
        self.prove("password", password, SecurityKind::TurnOnTotp)?;
        let (account, seed) = (self.account(), self.app.outside().chance::<SEED>());
        let factor = SecondFactor {
            account,
            seed: self.app.sealed(Purpose::TotpSeed, &account.to_bytes(), &seed),
            confirmed: None,
            last_step: 0,
            recovery: Vec::new(),
        };
        self.change(move |pen| {
            if pen.second_factor(account)?.is_some_and(|factor| factor.confirmed.is_some()) {
                return Err(Error::invalid("totp", Why::Taken));
            }
            Ok(pen.put_second_factor(&factor)?)
        })?;
        let secret = BASE32_NOPAD.encode(&seed);
        let uri = uri_of(&self.member.name, &secret);
        Ok(FactorOffer { secret, uri })
    }

    /// Turns the second factor on, by a code that shows that the person's app has it. Gives the recovery codes.
    pub fn confirm_factor(&self, code: &str) -> Result<RecoveryCodes, Error> {
        let (this, code) = (self.clone(), code.to_owned());
        let (codes, hashes) = self.app.new_recovery_codes();
        self.change(move |pen| {
            let begun = pen.second_factor(this.account())?.filter(|factor| factor.confirmed.is_none());
            let begun = begun.ok_or(Error::invalid("totp", Why::Missing))?;
            let step = this.app.step_of(&begun, &code, this.ctx.now)?;
            let last_step = step.ok_or(Error::invalid("code", Why::Wrong))?;
            let confirmed = Some(this.ctx.now);
            pen.put_second_factor(&SecondFactor { confirmed, last_step, recovery: hashes.clone(), ..begun })?;
            this.note(pen, SecurityKind::TurnOnTotp, None)
        })?;
        Ok(codes)
    }

    /// Turns the second factor off.
    pub fn end_factor(&self, password: &str, code: &str) -> Result<(), Error> {
        let kind = SecurityKind::TurnOffTotp;
        self.prove("password", password, kind)?;
        let (this, code) = (self.clone(), code.to_owned());
        self.refusing(
            kind,
            self.change(move |pen| {
                this.must_know(pen, &code)?;
                pen.delete_second_factor(this.account())?;
                this.note(pen, kind, None)
            }),
        )
    }

    /// Other recovery codes in place of those that are left.
    pub fn renew_recovery_codes(&self, password: &str, code: &str) -> Result<RecoveryCodes, Error> {
        let kind = SecurityKind::RenewRecoveryCodes;
        self.prove("password", password, kind)?;
        let (this, code) = (self.clone(), code.to_owned());
        let (codes, hashes) = self.app.new_recovery_codes();
        self.refusing(
            kind,
            self.change(move |pen| {
                let factor = this.must_know(pen, &code)?;
                pen.put_second_factor(&SecondFactor { recovery: hashes.clone(), ..factor })?;
                this.note(pen, kind, None)
            }),
        )?;
        Ok(codes)
    }

    /// Uses up a code of this person's. Gives what is left of their second factor.
    fn must_know(&self, pen: &mut Pen<'_>, code: &str) -> Result<SecondFactor, Error> {
        let factor = pen.second_factor(self.account())?.filter(|factor| factor.confirmed.is_some());
        let mut factor = factor.ok_or(Error::invalid("totp", Why::Missing))?;
        match self.app.check_code(&mut factor, code, self.ctx.now)? {
            Checked::Wrong => Err(Error::invalid("code", Why::Wrong)),
            Checked::FromTheApp | Checked::Recovery => Ok(factor),
        }
    }

    /// Notes that something of this kind was refused, if it was.
    fn refusing<T>(&self, kind: SecurityKind, outcome: Result<T, Error>) -> Result<T, Error> {
        if matches!(outcome, Err(Error::Invalid { why: Why::Wrong, .. })) {
            self.has_been_refused(kind);
        }
        outcome
    }
}

impl App {
    /// Compares a code with a second factor that is on, and takes what was used off it. Whoever calls this keeps what
    /// is left in the same write.
    pub(super) fn check_code(
        &self,
        factor: &mut SecondFactor,
        code: &str,
        now: Timestamp,
    ) -> Result<Checked, Error> {
        if let Some(step) = self.step_of(factor, code, now)? {
            factor.last_step = step;
            return Ok(Checked::FromTheApp);
        }
        let hash = fingerprint(&plain(code));
        let place = factor.recovery.iter().position(|kept| *kept == hash);
        Ok(place.map_or(Checked::Wrong, |place| {
            factor.recovery.remove(place);
            Checked::Recovery
        }))
    }

    /// The step of time that a code from the app is of, if it is one that was not used yet.
    fn step_of(&self, factor: &SecondFactor, code: &str, now: Timestamp) -> Result<Option<u64>, Error> {
        let digits: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
        let seed = self.unsealed(Purpose::TotpSeed, &factor.account.to_bytes(), &factor.seed)?;
        let now = u64::try_from(now.as_second()).unwrap_or(0) / STEP_S;
        let mut steps = now.saturating_sub(1)..=now.saturating_add(1);
        let is_of = |step: &u64| code_of(&seed, *step).as_bytes().ct_eq(digits.as_bytes()).into();
        Ok(steps.find(is_of).filter(|step| *step > factor.last_step))
    }

    fn new_recovery_codes(&self) -> (RecoveryCodes, Vec<[u8; 32]>) {
        let codes: Vec<String> = (0..RECOVERY).map(|_| written(self.outside().chance())).collect();
        let hashes = codes.iter().map(|code| fingerprint(&plain(code))).collect();
        (RecoveryCodes(codes), hashes)
    }
}

/// The six digits of a step of time: RFC 6238 with what every app takes as given.
fn code_of(seed: &[u8], step: u64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, seed);
    let signed = hmac::sign(&key, &step.to_be_bytes());
    let bytes = signed.as_ref();
    // The last four bits say where the four bytes begin that count; of those, the sign does not.
    let begin = usize::from(bytes.last().copied().unwrap_or(0) & 15);
    let chosen = bytes.get(begin..).and_then(<[u8]>::first_chunk).copied().unwrap_or_default();
    format!("{:06}", (u32::from_be_bytes(chosen) & 0x7fff_ffff) % 1_000_000)
}

/// What an app reads from a QR code.
fn uri_of(name: &str, secret: &str) -> String {
    let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
    format!("otpauth://totp/{ISSUER}:{name}?secret={secret}&issuer={ISSUER}")
}

/// `7K3M-9QWX-2B5T-HJ8N`: 80 bits, so that nobody finds it from its hash; in the letters of ids, none of which is
/// mistaken for another.
fn written(chance: [u8; 10]) -> String {
    let number = chance.iter().fold(0_u128, |number, byte| (number << 8) | u128::from(*byte));
    let mut code = String::with_capacity(19);
    for (place, letter) in letters_of(number, 16).enumerate() {
        if place % 4 == 0 && place > 0 {
            code.push('-');
        }
        code.push(letter);
    }
    code
}

/// A recovery code without what people write differently.
fn plain(code: &str) -> String {
    let letters = code.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase());
    let meant = |letter| match letter {
        'O' => '0',
        'I' | 'L' => '1',
        letter => letter,
    };
    letters.map(meant).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::ledger::MemberId;
    use crate::outside::Outside;
    use crate::search::Search;
    use crate::store::Store;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B: the last six of its eight digits.
        let rows = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (second, code) in rows {
            assert_eq!(code_of(b"12345678901234567890", second / 30), code);
        }
    }

    #[test]
    fn an_app_is_told_whose_it_is() {
        let uri = uri_of("Bu Sri: ibu", "JBSWY3DP");
        assert_eq!(uri, "otpauth://totp/CatatDuit:Bu%20Sri%3A%20ibu?secret=JBSWY3DP&issuer=CatatDuit");
    }

    #[test]
    fn a_recovery_code_is_read_however_it_is_written() {
        assert_eq!(written([0; 10]), "0000-0000-0000-0000");
        assert_eq!(written([255; 10]), "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
        for spelling in ["7k3m-9qwx-2b5t-hj80", " 7K3M 9QWX 2B5T HJ8O", "7K3M9QWX2B5THJ80"] {
            assert_eq!(plain(spelling), "7K3M9QWX2B5THJ80");
        }
        assert_eq!(plain("il-o"), "110");
    }

    fn app() -> App {
        let (store, search) = (Store::in_memory().unwrap(), Search::in_memory().unwrap());
        App::new(store, search, Outside::real().unwrap(), super::super::Options::default())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        /// Whatever is tried in whatever order: each code counts at most once, and one from the app only within a
        /// step of its time.
        #[test]
        fn no_code_counts_twice(tries in proptest::collection::vec((0_u64..8, 0_u64..8, any::<bool>()), 1..60)) {
            let app = app();
            let account = MemberId::from_bytes([7; 16]);
            let (codes, recovery) = app.new_recovery_codes();
            let seed = [9; SEED];
            let sealed = app.sealed(Purpose::TotpSeed, &account.to_bytes(), &seed);
            let mut factor = SecondFactor { account, seed: sealed, confirmed: None, last_step: 0, recovery };
            let mut used = BTreeSet::new();
            let start = 60_000_000;
            for (now, of, is_recovery) in tries {
                let at = Timestamp::from_second(i64::try_from((start + now) * STEP_S).unwrap()).unwrap();
                let code = if is_recovery {
                    codes.0[usize::try_from(of).unwrap()].clone()
                } else {
                    code_of(&seed, start + of)
                };
                match app.check_code(&mut factor, &code, at).unwrap() {
                    Checked::Wrong if is_recovery => prop_assert!(used.contains(&code)),
                    Checked::Wrong => {}
                    Checked::Recovery => prop_assert!(is_recovery && used.insert(code)),
                    Checked::FromTheApp => {
                        prop_assert!(now.abs_diff(of) <= 1);
                        prop_assert!(used.insert(code));
                    }
                }
            }
        }
    }
}
