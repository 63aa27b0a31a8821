//! Passwords: long enough, not on a guesser's first pages, kept as bcrypt.

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use zxcvbn::Score;

use super::{Error, Why};

pub(super) const LEAST: usize = 8;
pub(super) const MOST: usize = 200;

/// What people here pick, and so what is tried first here. The library that guesses along knows tens of thousands of
/// passwords, words and names from abroad; these it does not know, or not as the common words that they are.
const PICKED_HERE: [&str; 96] = [
    "bismillah",
    "alhamdulillah",
    "assalamualaikum",
    "assalamu",
    "alaikum",
    "subhanallah",
    "allahuakbar",
    "astaghfirullah",
    "insyaallah",
    "masyaallah",
    "muhammad",
    "ramadhan",
    "lebaran",
    "rahasia",
    "rahasiaku",
    "katasandi",
    "sandi",
    "kunci",
    "masuk",
    "sayang",
    "sayangku",
    "sayangkamu",
    "cinta",
    "cintaku",
    "cintakamu",
    "akucintakamu",
    "akusayangkamu",
    "akucinta",
    "akusayang",
    "kangen",
    "rindu",
    "bahagia",
    "selamanya",
    "keluarga",
    "keluargaku",
    "keluargabahagia",
    "mama",
    "papa",
    "mamapapa",
    "mamaku",
    "papaku",
    "ibuku",
    "ayahku",
    "ibu",
    "ayah",
    "bunda",
    "bapak",
    "anakku",
    "istriku",
    "suamiku",
    "adik",
    "kakak",
    "indonesia",
    "indonesiaraya",
    "merdeka",
    "pancasila",
    "garuda",
    "nusantara",
    "jakarta",
    "bandung",
    "surabaya",
    "semarang",
    "yogyakarta",
    "jogja",
    "jogjakarta",
    "medan",
    "makassar",
    "palembang",
    "denpasar",
    "bekasi",
    "tangerang",
    "depok",
    "bogor",
    "malang",
    "solo",
    "persib",
    "persija",
    "arema",
    "persebaya",
    "duit",
    "uang",
    "duitku",
    "uangku",
    "dompet",
    "dompetku",
    "catatan",
    "catatduit",
    "kucing",
    "kucingku",
    "ganteng",
    "cantik",
    "cantikku",
    "tidaktahu",
    "tidakada",
    "lupa",
    "lupalagi",
];

/// Refuses a password that is too short, too long, or found within a million guesses, the person's own name among the
/// first of them.
pub(super) fn check(field: &'static str, password: &str, name: &str) -> Result<(), Error> {
    let length = password.chars().count();
    if length < LEAST {
        return Err(Error::invalid(field, Why::TooShort { least: LEAST }));
    }
    if length > MOST {
        return Err(Error::invalid(field, Why::TooLong { most: MOST }));
    }
    let mut first: Vec<&str> = vec![name];
    first.extend(name.split_whitespace());
    first.extend(PICKED_HERE);
    if zxcvbn::zxcvbn(password, &first).score() < Score::Two {
        return Err(Error::invalid(field, Why::Guessable));
    }
    Ok(())
}

/// bcrypt of the whole password. It reads only 72 bytes, so what it gets is a hash of everything typed: what stands
/// beyond them counts as well.
pub fn hash(password: &str, cost: u32) -> Result<String, Error> {
    bcrypt::hash(digest(password), cost).map_err(|error| Error::broken("hashing a password", error))
}

pub(super) fn matches(password: &str, hash: &str) -> Result<bool, Error> {
    bcrypt::verify(digest(password), hash).map_err(|error| Error::broken("checking a password", error))
}

/// 64 hexadecimal characters: below bcrypt's 72 bytes and free of the zero byte that would end it early.
fn digest(password: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(password.as_bytes()))
}

/// What is stored of a secret that is only ever compared: random enough that a plain hash suffices.
pub(super) fn fingerprint(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_long_passwords_that_differ_at_the_end_are_two() {
        let long = "a1".repeat(60);
        let hash = hash(&long, 4).unwrap();
        assert!(matches(&long, &hash).unwrap());
        assert!(!matches(&format!("{long}!"), &hash).unwrap());
    }

    #[test]
    fn refuses_what_anybody_would_guess() {
        let guessed = [
            "short",
            "12345678",
            "1q2w3e4r",
            "qwertyuiop",
            "Password",
            "P@ssw0rd1",
            "letmein123",
            "iloveyou2",
            "football1",
            "aaaaaaaa",
            "abcabcabc",
            "20012001",
            "Siti Rahma",
            "siti rahma12",
            "bismillah1",
            "Alhamdulillah",
            "assalamualaikum",
            "rahasia123",
            "akucintakamu",
            "jakarta123",
            "keluarga1",
            "catatduit",
        ];
        for password in guessed {
            assert!(check("password", password, "Siti Rahma").is_err(), "{password}");
        }
        for password in ["kucing makan ikan", "payung biru basah", "7hQ2-vm4x", "entahlah besok saja"] {
            assert!(check("password", password, "Siti Rahma").is_ok(), "{password}");
        }
    }

    #[test]
    fn the_longest_is_looked_at_in_no_time() {
        // The library looks at the first hundred letters; these have the most to be read in several ways.
        for tangle in ["4@8({[<369&#!1/|0$5+7%2", "p4$$w0rd", "abcd1234"] {
            let long: String = tangle.chars().cycle().take(MOST).collect();
            let _ = check("password", &long, "Siti Rahma");
        }
    }
}
