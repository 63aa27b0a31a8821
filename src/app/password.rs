//! Passwords: long enough, not on every guesser's first page, kept as bcrypt.

use sha2::{Digest as _, Sha256};

use super::{Error, Why};

pub(super) const LEAST: usize = 8;
pub(super) const MOST: usize = 200;

/// What people who guess try first, here and abroad; longer than [`LEAST`] or they would be refused anyway.
const GUESSED: [&str; 38] = [
    "12345678",
    "123456789",
    "1234567890",
    "0123456789",
    "87654321",
    "11111111",
    "00000000",
    "88888888",
    "12341234",
    "11223344",
    "password",
    "password1",
    "password123",
    "passw0rd",
    "qwertyui",
    "qwertyuiop",
    "qwerty123",
    "1q2w3e4r",
    "asdfghjkl",
    "iloveyou",
    "sunshine",
    "football",
    "princess",
    "superman",
    "indonesia",
    "indonesia1",
    "bismillah",
    "bismillah1",
    "alhamdulillah",
    "assalamualaikum",
    "rahasia123",
    "sayangku",
    "akucintakamu",
    "jakarta123",
    "bandung123",
    "keluarga",
    "keluarga1",
    "catatduit",
];

/// Refuses a password that is too short, too long, or too easily guessed (also the person's own name).
pub(super) fn check(password: &str, name: &str) -> Result<(), Error> {
    let length = password.chars().count();
    if length < LEAST {
        return Err(Error::invalid("password", Why::TooShort { least: LEAST }));
    }
    if length > MOST {
        return Err(Error::invalid("password", Why::TooLong { most: MOST }));
    }
    let lower = password.to_lowercase();
    let same_letter = lower.chars().all(|letter| lower.starts_with(letter));
    let is_name =
        !name.is_empty() && lower.trim_end_matches(|c: char| c.is_ascii_digit()) == name.to_lowercase();
    if same_letter || is_name || GUESSED.contains(&lower.as_str()) {
        return Err(Error::invalid("password", Why::Guessable));
    }
    Ok(())
}

/// bcrypt of the whole password. It reads only 72 bytes, so what it gets is a hash of everything typed.
pub fn hash(password: &str, cost: u32) -> Result<String, Error> {
    bcrypt::hash(digest(password), cost).map_err(|error| Error::broken("hashing a password", error))
}

pub(super) fn matches(password: &str, hash: &str) -> Result<bool, Error> {
    bcrypt::verify(digest(password), hash).map_err(|error| Error::broken("checking a password", error))
}

/// 64 hexadecimal characters: below bcrypt's 72 bytes and free of the zero byte that would end it early.
fn digest(password: &str) -> String {
    hex(&Sha256::digest(password.as_bytes()))
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
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
        for password in ["short", "12345678", "Password", "aaaaaaaa", "Siti Rahma", "siti rahma12"] {
            assert!(check(password, "Siti Rahma").is_err(), "{password}");
        }
        assert!(check("kucing makan ikan", "Siti Rahma").is_ok());
    }
}
