//! What the bot says about the accounts that it listens to.

/// What is said about linked Telegram accounts.
#[derive(Debug)]
pub struct Linking {
    /// The line under the command in Telegram's menu.
    pub menu: &'static str,
    /// Whether this account is to be listened to no longer.
    pub may_it_end: &'static str,
    pub end: &'static str,
    pub stay: &'static str,
    pub left: &'static str,
    pub stayed: &'static str,
    /// Whether an account that speaks for somebody is to speak for another: the other's name and household.
    pub may_it_move: fn(&str, &str) -> String,
    pub move_it: &'static str,
    pub in_private: &'static str,
    /// Another account speaks for the same person now; what it is called, if it says so.
    pub one_more: fn(Option<&str>) -> String,
    /// Another account of theirs speaks for somebody else now.
    pub one_less: fn(Option<&str>) -> String,
}

pub(super) static ID: Linking = Linking {
    menu: "Putuskan akun Telegram ini",
    may_it_end: "Putuskan akun Telegram ini? Pesanmu di sini tidak kucatat lagi. Catatan yang sudah ada tetap aman.",
    end: "Ya, putuskan",
    stay: "Jangan",
    left: "Akun Telegram ini sudah diputus. Untuk menyambung lagi, buat tautan di aplikasi: Lainnya, lalu Keluarga.",
    stayed: "Akun Telegram ini tetap tersambung.",
    may_it_move: |name, household| {
        format!(
            "Akun Telegram ini sudah tersambung. Tautan itu memindahkannya ke {name} di {household}: pesanmu berikutnya \
             dicatat dan bisa dibaca di sana. Kalau bukan kamu yang minta, jangan."
        )
    },
    move_it: "Ya, pindahkan",
    in_private: "Untuk itu, tulis kepadaku di chat pribadi.",
    one_more: |account| {
        let account =
            account.map_or_else(|| "akun Telegram lain".to_owned(), |name| format!("Telegram {name}"));
        format!(
            "Akunmu disambungkan juga ke {account}. Bukan kamu? Putuskan di aplikasi: Lainnya, lalu Keluarga, dan \
             ganti kata sandimu."
        )
    },
    one_less: |account| {
        let account =
            account.map_or_else(|| "Satu akun Telegrammu".to_owned(), |name| format!("Telegram {name}"));
        format!("{account} tidak tersambung ke akunmu lagi: sekarang mencatat untuk orang lain.")
    },
};

pub(super) static EN: Linking = Linking {
    menu: "Unlink this Telegram account",
    may_it_end: "Unlink this Telegram account? I will no longer record what you write here. What is recorded stays.",
    end: "Yes, unlink",
    stay: "No",
    left: "This Telegram account is unlinked. To link it again, make a link in the app: More, then Family.",
    stayed: "This Telegram account stays linked.",
    may_it_move: |name, household| {
        format!(
            "This Telegram account is linked already. That link moves it to {name} in {household}: what you write next \
             is recorded and can be read there. If you did not ask for this, do not."
        )
    },
    move_it: "Yes, move it",
    in_private: "Write to me in a private chat for that.",
    one_more: |account| {
        let account =
            account.map_or_else(|| "another Telegram account".to_owned(), |name| format!("Telegram {name}"));
        format!(
            "Your account was also linked to {account}. Not you? Unlink it in the app: More, then Family, and change \
             your password."
        )
    },
    one_less: |account| {
        let account = account
            .map_or_else(|| "One of your Telegram accounts".to_owned(), |name| format!("Telegram {name}"));
        format!("{account} is no longer linked to you: it records for somebody else now.")
    },
};
